"""The command that measures how two recorded signals move together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from mirra.cli.options import DyadOptions, with_groups
from mirra.cli.terminal import progress, say

app = typer.Typer()


@app.command()
@with_groups
def couple(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="The recording: a table, motion energy, EDF, WAV ...")
    ],
    columns: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="FIRST SECOND", help="The two columns; the file's first two unless given."),
    ] = None,
    rate: Annotated[float | None, typer.Option(help="Samples a second, where the file has no clock.")] = None,
    dyad: DyadOptions = DyadOptions(),
    grid: Annotated[
        bool, typer.Option("--grid", help="Repeat with half and twice the lengths; tell the spread.")
    ] = False,
    concordance: Annotated[
        bool, typer.Option("--concordance", help="Also the concordance index, of slow signals such as skin.")
    ] = False,
    moments: Annotated[
        bool, typer.Option("--moments", help="Also list the moments at which both begin to rise.")
    ] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The folder to write to.")] = None,
) -> None:
    """Measure how two recorded signals move together: how strongly, at which lag, and whether more than by chance."""
    from mirra.pairs.people import events, measure
    from mirra.result import Result, write

    parameters = {"columns": columns, "rate": rate, **dyad.parameters(), "grid": grid}
    settings = dyad.settings()
    if settings.null:
        n, scheme = settings.null.n, settings.null.scheme
        how_many = "every shift" if scheme == "every-shift" else f"{n} surrogates by {scheme}"
        with progress(f"coupling, and {how_many}") as share:
            measured = measure(source, columns, rate, settings, grid=grid, progress=share)
    else:
        measured = measure(source, columns, rate, settings, grid=grid)
    summary = measured.summary()
    event_results: dict[str, Result] = {}
    if concordance or moments:
        event_results = events(
            source, columns, rate, concordance=concordance, moments=moments, null=settings.null
        )
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        measured.coupling.to_matrix_csv(output / "matrix.csv")
        left_out = write(
            output,
            measured.parts() | event_results,
            command="mirra couple",
            parameters=parameters | {"concordance": concordance, "moments": moments},
            inputs=[source],
            summary=summary,
        )
        for words in left_out:
            say(words)
    _tell(summary, source)
    _tell_events({name: part.summary() for name, part in event_results.items()})


def _tell_events(results: Mapping[str, Mapping[str, Any]]) -> None:
    for name, number in (("concordance", "concordance_index"), ("moments", "moments")):
        if name in results:
            p = f"  p {results[null]['p']:.3f}" if (null := f"{name}_null") in results else ""
            typer.echo(f"  {name:14}{results[name][number]:9.4g}{p}")


def _tell(about: Mapping[str, Any], source: Path) -> None:
    typer.echo(
        f"{source.name}: {' and '.join(about['columns'])}, {about['n_windows']} windows of {about['window']:g} s, "
        f"lags to {about['max_lag']:g} s, {about['measure']}"
    )
    typer.echo(f"  {'':14}{'raw':>9}{'':10}{'prewhitened':>14}")
    for name in ("all_lags", "first_leads", "second_leads", "lag_zero", "grand_average"):
        numbers = [
            f"{about[value]:9.4f}" + (f"  p {about[p]:.3f}" if p in about else "")
            for value, p in ((name, f"p_{name}"), (f"prewhitened_{name}", f"p_prewhitened_{name}"))
        ]
        typer.echo(f"  {name.replace('_', ' '):14}{numbers[0]:19}{numbers[1]:>14}")
    typer.echo(f"  {about['share_without_lead']:.0%} of windows have no lead within the lags")
    if "null" in about:
        typer.echo(
            f"  {about['null']} ({about['scheme']}, {about['surrogates']} surrogates, seed {about['seed']})"
        )
