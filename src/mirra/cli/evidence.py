"""The commands that work on evidence: trials pooled from a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mirra.cli.options import with_groups
from mirra.cli.terminal import say
from mirra.errors import EvidenceError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mirra.evidence.pooled import Pooled, PoolSettings

Method = Literal["fixed", "DL", "PM", "REML", "ML", "HE", "SJ", "HS", "EB"]
Test = Literal["z", "knapp-hartung"]
SmdVariance = Literal["revman", "metafor"]
LEAST_HEIGHT_INCHES, ROW_INCHES = 2.0, 0.3

app = typer.Typer()
group = typer.Typer(help="What trials show together.", no_args_is_help=True)
app.add_typer(group, name="evidence")


@dataclass(frozen=True)
class PoolOptions:
    """How effects are pooled."""

    method: Annotated[Method, typer.Option(help="The estimator of the variance between studies.")] = "REML"
    test: Annotated[Test, typer.Option(help="Of the mean effect.")] = "knapp-hartung"
    no_guard: Annotated[
        bool, typer.Option("--no-guard", help="Let Knapp-Hartung make the interval narrower than z's.")
    ] = False
    like_metafor: Annotated[
        bool,
        typer.Option("--like-metafor", help="The numbers of metafor 3.8-1: no guard, and where it stops."),
    ] = False
    level: Annotated[float, typer.Option(help="Of the intervals.")] = 0.95

    def settings(self) -> PoolSettings:
        """The same for the library, whose settings raise where they refuse."""
        from mirra.evidence import PoolSettings

        like = "metafor" if self.like_metafor else None
        return PoolSettings(self.method, self.test, not self.no_guard, self.level, like)


@dataclass(frozen=True)
class StudyOptions:
    """Which effects a table of studies gives."""

    measure: Annotated[
        str | None,
        typer.Option(
            help="Which effect: effect, smd, md, rr, or, rd, z or proportion; found by the columns if left out."
        ),
    ] = None
    smd: Annotated[SmdVariance, typer.Option(help="The variance of a standardised mean difference.")] = (
        "revman"
    )
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=COLUMN", help="A column that has another name, such as effect=g."),
    ] = None


@group.command()
@with_groups
def pool(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="CSV of studies, one a row.")],
    how: PoolOptions = PoolOptions(),
    studied: StudyOptions = StudyOptions(),
    forest: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw a forest plot (.svg, .png).")
    ] = None,
    funnel: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw a funnel plot (.svg, .png).")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Write all numbers and figures here.")
    ] = None,
) -> None:
    """Pool the effects of trials, and say how far the trials differ.

    The columns are effect with variance or se; or n1, m1, sd1, n2, m2, sd2; or events1, n1, events2, n2; or r, n; or
    events, n. A column study names the studies.
    """
    from mirra import evidence

    names = _names(studied.column or [])
    studies = evidence.read_studies(table, names=names)
    effects, variances = studies.effects(studied.measure, smd=studied.smd)
    pooled = evidence.pool(effects, variances, **asdict(how.settings()), labels=studies.labels)
    for line in _lines(pooled):
        typer.echo(line)
    figures = ((forest, pooled.plot), (funnel, pooled.funnel))
    _draw([(path, plot) for path, plot in figures if path is not None], len(effects))
    if output is not None:
        from mirra.result import write

        parameters = {**pooled.parameters, **asdict(studied), "column": names}
        left_out = write(
            output, {"pool": pooled}, command="mirra evidence pool", parameters=parameters, inputs=[table]
        )
        for line in (*left_out, f"written to {output}"):
            say(line)


def _names(columns: Sequence[str]) -> dict[str, str]:
    pairs = [column.partition("=") for column in columns]
    wrong = next(
        (column for column, (_, sign, rest) in zip(columns, pairs, strict=True) if not sign or not rest), None
    )
    if wrong is not None:
        raise EvidenceError(f"“{wrong}” names no column.", where="--column", todo="Write it as effect=g.")
    return {name: rest for name, _, rest in pairs}


def _draw(figures: list[tuple[Path, Callable[[Axes], None]]], studies: int) -> None:
    from mirra.figures import draw

    for path, plot in figures:
        draw(plot, [path], size=(8.0, LEAST_HEIGHT_INCHES + ROW_INCHES * studies))
        say(f"drawn to {path}")


def _lines(pooled: Pooled) -> list[str]:
    """What is said of a pool on the screen."""
    low, high = pooled.ci
    name = "z" if pooled.df is None else f"t({pooled.df:g})"
    percent = f"{100 * pooled.parameters['level']:g} %"
    lines = [
        f"{len(pooled.effects)} studies, {pooled.parameters['method']}, {pooled.parameters['test']}",
        f"mean effect {pooled.estimate:.4f}, {percent} interval {low:.4f} to {high:.4f}, "
        f"{name} = {pooled.statistic:.3f}, p = {pooled.p:.4g}",
    ]
    if pooled.prediction:
        lines.append(f"in a further study {pooled.prediction[0]:.4f} to {pooled.prediction[1]:.4f}")
    cochran = f"Q = {pooled.q:.2f}, p = {pooled.q_p:.4g}"
    lines.append(f"between studies: tau² {pooled.tau2:.4f}, I² {pooled.i2:.1f} %, {cochran}")
    return [*lines, *pooled.notes]
