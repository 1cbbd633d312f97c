"""The command that tracks both hands of a video, or takes two channels of a table, and measures mirror movements."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mirra.anatomy import Side
from mirra.cli.options import with_groups
from mirra.cli.terminal import progress, say
from mirra.errors import CouplingError, ReadError

if TYPE_CHECKING:
    from mirra.pairs.hands.outcome import MirrorMovements
    from mirra.result import Result
    from mirra.signals.hands import HandTracks

app = typer.Typer()

Movement = Literal["fingers", "openness", "aperture", "wrist"]
TABLES = (".csv", ".tsv", ".txt", ".edf", ".bdf", ".xdf", ".wav")


@dataclass(frozen=True)
class TaskOptions:
    """What the person was asked to do, as options."""

    voluntary: Annotated[
        Side | None, typer.Option(help="The hand moved on purpose; the one that moves more unless given.")
    ] = None
    frequency: Annotated[
        float | None, typer.Option(help="The movement's frequency in Hz; found unless given.")
    ] = None
    rest: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="START END", help="Seconds in which both hands rest, at the beginning or end."),
    ] = None


@dataclass(frozen=True)
class VideoOptions:
    """What is taken from a video, as options."""

    movement: Annotated[Movement, typer.Option(help="Of a video, what is compared of both hands.")] = (
        "fingers"
    )
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The video shows what a mirror would, as selfie previews do.")
    ] = False
    expected: Annotated[
        int,
        typer.Option("--hands", min=1, help="How many hands the video shows at most; 1 takes least time."),
    ] = 2


@app.command()
@with_groups
def hands(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="A video of both hands, or a table with a column for each.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder to write to.")],
    columns: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="LEFT RIGHT", help="Of a table: the left and the right hand's column."),
    ] = None,
    rate: Annotated[float | None, typer.Option(help="Samples a second, where a table has no clock.")] = None,
    task: TaskOptions = TaskOptions(),
    video: VideoOptions = VideoOptions(),
    surrogates: Annotated[int, typer.Option(min=0, help="How many surrogates to test against.")] = 999,
    seed: Annotated[int, typer.Option(help="Of the surrogates; the same seed gives the same numbers.")] = 0,
) -> None:
    """Track both hands of a video and measure each, and what the resting hand does while the other moves."""
    from mirra.result import write

    null = {"surrogates": surrogates, "seed": seed}
    parameters: dict[str, Any] = asdict(task) | null
    if columns is None and source.suffix.lower() in TABLES:
        raise ReadError(
            "A table needs the names of two columns.", where=str(source), todo="Say --columns LEFT RIGHT."
        )
    results: dict[str, Result]
    refused = ""
    if columns is None:
        results, refused = _filmed(source, video, task, null)
        parameters |= {"movement": video.movement, "mirrored": video.mirrored, "hands": video.expected}
    else:
        results = {"mirror_movements": _tabled(source, columns, rate, task, null)}
        parameters |= {"columns": columns, "rate": rate}
    summary = {"mirror_movements_refused": refused} if refused else None
    left_out = write(
        output, results, command="mirra hands", parameters=parameters, inputs=[source], summary=summary
    )
    for words in left_out:
        say(words)
    _tell(results, refused, output)


def _filmed(
    source: Path, video: VideoOptions, task: TaskOptions, null: dict[str, int]
) -> tuple[dict[str, Result], str]:
    """All that can be said of a video, and why no mirror movements where none can be measured."""
    from mirra.pairs.hands import HandTask, mirror_movements
    from mirra.pairs.hands.symmetry import symmetry
    from mirra.pairs.hands.tracked import series
    from mirra.signals.hands import track
    from mirra.signals.kinematics import measure

    with progress("tracking hands") as share:
        tracks = track(source, hands=video.expected, mirrored=video.mirrored, progress=share)
    results: dict[str, Result] = {"hands": tracks}
    measured = {hand.name: measure(tracks, hand.name) for hand in tracks.hands}
    results |= measured
    if not {"left", "right"} <= set(measured):
        return results, _one_hand(tracks)
    results["symmetry"] = symmetry(measured["left"], measured["right"])
    try:
        left, right, names = series(tracks, video.movement)
        results["mirror_movements"] = mirror_movements(
            left, right, tracks.rate, HandTask(**asdict(task)), channels=names, **null
        )
    except CouplingError as error:
        return results, str(error)
    return results, ""


def _tabled(
    source: Path, columns: tuple[str, str], rate: float | None, task: TaskOptions, null: dict[str, int]
) -> MirrorMovements:
    from mirra.pairs.hands import HandTask, mirror_movements
    from mirra.signals.align import regular
    from mirra.signals.reading import read

    signal = read(source, rate=rate).select(columns)
    if signal.times is not None:
        signal = regular(signal, max_gap=0.5)
    left, right = signal.values.T
    channels = (" / ".join(columns),)
    return mirror_movements(left, right, signal.rate, HandTask(**asdict(task)), channels=channels, **null)


def _one_hand(tracks: HandTracks) -> str:
    seen = ", ".join(hand.name for hand in tracks.hands) or "none"
    return f"Mirror movements need a left and a right hand in view; seen: {seen}."


def _tell(results: dict[str, Result], refused: str, output: Path) -> None:
    if "hands" in results:
        numbers = results["hands"].summary()
        typer.echo(
            f"{numbers['frames']} pictures, {numbers['seconds']:.1f} s; hands: {numbers['hands'] or 'none'}"
        )
        for name in str(numbers["hands"]).split():
            hand = results[name].summary()
            typer.echo(
                f"  {name:8} seen {numbers[f'{name}_seen']:.0%}, {hand['repetitions']} repetitions, "
                f"smoothness {hand['smoothness']:.2f}"
            )
    if refused:
        typer.echo(f"No mirror movements: {refused}")
    if "mirror_movements" in results:
        numbers = results["mirror_movements"].summary()
        typer.echo(
            f"{numbers['voluntary']} hand voluntary ({numbers['voluntary_by']}), {numbers['frequency']:.2f} Hz: "
            f"the other moves {numbers['amplitude_ratio']:.1%} of it (noise {numbers['noise_ratio']:.1%}), "
            f"in {numbers['cycles_mirrored']} of {numbers['cycles']} cycles"
        )
        typer.echo(
            f"  coupling {numbers['coupling']:.2f} at {1000 * numbers['lag']:.0f} ms (p {numbers['coupling_p']:.3f}), "
            f"coherence {numbers['coherence']:.2f} (p {numbers['coherence_p']:.3f})"
        )
        typer.echo(f"  {numbers['instrument']}")
        if numbers["notes"]:
            typer.echo(f"  {numbers['notes']}")
    typer.echo(f"{output}: {', '.join(results)}")
