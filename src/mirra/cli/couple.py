"""The command that measures how two recorded signals move together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from mirra.cli.terminal import say

app = typer.Typer()


@app.command()
def couple(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="The recording: a table, motion energy, EDF, WAV ...")
    ],
    columns: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="FIRST SECOND", help="The two columns; the file's first two unless given."),
    ] = None,
    rate: Annotated[float | None, typer.Option(help="Samples a second, where the file has no clock.")] = None,
    window: Annotated[float, typer.Option(help="Length of a window, in seconds.")] = 30.0,
    step: Annotated[float, typer.Option(help="From one window's start to the next's, in seconds.")] = 10.0,
    lag: Annotated[float, typer.Option(help="The largest lag either way, in seconds.")] = 5.0,
    like_rmea: Annotated[
        bool,
        typer.Option("--like-rmea", help="The numbers of rMEA 1.3.0: its smoothing, scaling and windows."),
    ] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Neither smooth nor divide by the SD first.")] = False,
    absolute: Annotated[
        bool, typer.Option("--absolute", help="Look at |z|: together or opposite alike.")
    ] = False,
    surrogates: Annotated[
        int, typer.Option(min=0, help="Test against so many surrogates, 999 for instance.")
    ] = 0,
    scheme: Annotated[
        str,
        typer.Option(help="How surrogates are made: circular-shift or segments; others when insisted on."),
    ] = "circular-shift",
    insist: Annotated[
        bool, typer.Option("--insist", help="Use a scheme that does not hold for these data.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of the surrogates; the same seed gives the same numbers.")] = 0,
    grid: Annotated[
        bool, typer.Option("--grid", help="Repeat with half and twice the lengths; tell the spread.")
    ] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The folder to write to.")] = None,
) -> None:
    """Measure how two recorded signals move together: how strongly, at which lag, and whether more than by chance."""
    from mirra.pairs.people import measure
    from mirra.result import write

    parameters: dict[str, Any] = {
        "columns": columns, "rate": rate, "window": window, "step": step, "max_lag": lag,
        "like": "rmea" if like_rmea else None, "raw": raw, "absolute": absolute, "surrogates": surrogates,
        "scheme": scheme, "insist": insist, "seed": seed, "grid": grid,
    }  # fmt: skip
    if surrogates:
        say(f"coupling, and {surrogates} surrogates by {scheme}")
    found = measure(source, **parameters)
    summary = found.summary()
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        found.coupling.to_matrix_csv(output / "matrix.csv")
        told = write(
            output,
            found.parts(),
            command="mirra couple",
            parameters=parameters,
            inputs=[source],
            summary=summary,
        )
        for words in told:
            say(words)
    _tell(summary, source)


def _tell(told: Mapping[str, Any], source: Path) -> None:
    typer.echo(
        f"{source.name}: {' and '.join(told['columns'])}, {told['n_windows']} windows of {told['window']:g} s, "
        f"lags to {told['max_lag']:g} s, {told['measure']}"
    )
    typer.echo(f"  {'':14}{'raw':>9}{'':10}{'prewhitened':>14}")
    for name in ("all_lags", "first_leads", "second_leads", "lag_zero", "grand_average"):
        numbers = [
            f"{told[value]:9.4f}" + (f"  p {told[p]:.3f}" if p in told else "")
            for value, p in ((name, f"p_{name}"), (f"prewhitened_{name}", f"p_prewhitened_{name}"))
        ]
        typer.echo(f"  {name.replace('_', ' '):14}{numbers[0]:19}{numbers[1]:>14}")
    typer.echo(f"  {told['share_without_lead']:.0%} of windows have no lead within the lags")
    if "null" in told:
        typer.echo(
            f"  {told['null']} ({told['scheme']}, {told['surrogates']} surrogates, seed {told['seed']})"
        )
