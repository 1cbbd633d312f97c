"""The command that measures many recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mirra.cli.options import DyadOptions, with_groups
from mirra.cli.terminal import progress, say

if TYPE_CHECKING:
    from mirra.study.survey import Survey

app = typer.Typer()
STOPPED = 130  # what shells give a program that Ctrl-C has ended


@app.command()
@with_groups
def study(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE",
            help="CSV of recordings: path, and if need be id, first, second, rate, group, note.",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="DIR", help="Where results go, and what is finished is kept."),
    ] = Path("study"),
    jobs: Annotated[int, typer.Option(min=1, help="Processes of this machine that share the work.")] = 2,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="URL", help="A Dask scheduler instead, such as tcp://127.0.0.1:8786."),
    ] = None,
    dyad: DyadOptions = DyadOptions(),
    most: Annotated[
        int,
        typer.Option(min=2, help="How many dyads are crossed at most; of more, this number is drawn by lot."),
    ] = 200,
) -> None:
    """Measure many recordings of dyads, and hold them against pairs who never met.

    What is finished is kept: stopped or killed, the same command goes on where it was. One bad file does not stop the
    rest; what failed is listed at the end, and the exit status is then 1 although everything else is written.
    """
    from mirra.pairs.people import ResamplingSettings
    from mirra.result import write
    from mirra.study.recordings import read
    from mirra.study.survey import crossed, measured

    settings = dyad.settings()
    recordings = read(table)
    try:
        with progress(f"{len(recordings)} recordings") as share:
            sample = measured(recordings, output, settings, jobs=jobs, cluster=cluster, progress=share)
        say("holding them against pseudo-dyads")
        survey = crossed(sample, most=most, resampling=ResamplingSettings(seed=dyad.seed))
    except KeyboardInterrupt:
        say(f"stopped; what is finished is kept in {output}, and the same command goes on from there")
        raise typer.Exit(STOPPED) from None
    _clear(output)
    left_out = write(
        output,
        survey.parts(),
        command="mirra study",
        parameters=dyad.parameters() | {"most": most},
        inputs=[table],
        summary=survey.summary(),
    )
    for words in left_out:
        say(words)
    _tell(survey, output)
    for name, error in survey.sample.failures.items():
        say(f"failed: {name}: {error}")
    if survey.sample.failures:
        raise typer.Exit(1)


def _clear(output: Path) -> None:
    """Take away what an earlier run wrote: this one may have fewer parts, and a folder with a result must be whole."""
    from mirra.result import RESULT
    from mirra.study.survey import PARTS

    for name in (RESULT, *(f"{part}.{end}" for part in PARTS for end in ("csv", "svg", "png"))):
        (output / name).unlink(missing_ok=True)


def _tell(survey: Survey, output: Path) -> None:
    sample = survey.sample
    reused = sum(outcome.kept for outcome in sample.outcomes)
    typer.echo(
        f"{output}: {len(sample.outcomes) - len(sample.failures)} of {len(sample.outcomes)} recordings measured"
        f" ({reused} of them before), {len(sample.failures)} failed"
    )
    groups = {group: row for group, row in sample.groups().items() if row["n"]}
    for group, row in groups.items():
        spread = f"SD {row['sd']:.4f}, " if row["n"] > 1 else ""
        name = group or ("no group" if len(groups) > 1 else "all")
        typer.echo(f"  {name:14} grand average {row['mean']:.4f} ({spread}n = {row['n']})")
    if survey.pseudo is None:
        typer.echo(f"  no pseudo-dyads: {survey.without}")
        return
    pseudo = survey.pseudo
    low, high = pseudo.interval
    effect = (
        f"effect size {pseudo.effect:.2f} [{low:.2f}, {high:.2f}]"
        if pseudo.sample
        else "too few for an effect size"
    )
    chance = (
        f"p = {pseudo.p:.3g} ({pseudo.test.alternative})" if pseudo.test else "too few for a test of partners"
    )
    typer.echo(f"  {len(pseudo.names)} dyads against {len(pseudo.pseudo)} pseudo-dyads: {effect}, {chance}")
    if survey.left_out:
        first = next(iter(survey.left_out))
        typer.echo(f"  not crossed: {len(survey.left_out)} ({first}: {survey.left_out[first]})")
