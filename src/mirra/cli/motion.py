"""The command that measures movement in a video."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mirra.cli.options import with_groups
from mirra.cli.terminal import progress, say

if TYPE_CHECKING:
    from mirra.signals.motion import Motion
    from mirra.signals.video.regions import Region

app = typer.Typer()


@dataclass(frozen=True)
class RegionOptions:
    """Where movement is measured, as options."""

    region: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=X,Y,W,H", help="A rectangle in pixels of the upright picture; repeatable."
        ),
    ] = None
    mask: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[NAME=]PNG",
            help="A picture as large as the video: what is not black is the region NAME; "
            "without a name, each colour is a region.",
        ),
    ] = None
    suggest: Annotated[
        int, typer.Option(min=0, max=9, help="Find this many regions where most movement is.")
    ] = 0


@app.command()
@with_groups
def motion(
    source: Annotated[Path, typer.Argument(metavar="VIDEO", help="The recorded video.")],
    where: RegionOptions = RegionOptions(),
    threshold: Annotated[
        int, typer.Option(help="Grey levels, of 255, by which a pixel must differ to have changed.")
    ] = 10,
    interpolate: Annotated[
        bool, typer.Option(help="Interpolate over duplicated frames, and over key frames where they jump.")
    ] = True,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that share the work.")] = 1,
    preview: Annotated[
        Path | None, typer.Option(help="Write a PNG of the first picture with the regions drawn in it.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The table to write; its parameters go beside it.")
    ] = None,
) -> None:
    """Measure movement in a video: how many pixels of each region change from picture to picture."""
    from mirra.errors import VideoError
    from mirra.signals.motion import motion_energy

    if output is None and preview is None and not where.suggest:
        raise VideoError("There is nothing to write.", todo="Name a table with -o, or ask for --preview.")
    if output is not None and output.suffix.lower() != ".csv":
        raise VideoError("This is not the name of a table.", where=str(output), todo="Let it end in .csv.")
    regions = _regions(where.region or [], where.mask or [])
    if where.suggest:
        regions |= _suggested(source, where.suggest, threshold)
    if preview is not None:
        _preview(source, regions, preview)
    if output is None:
        return
    with progress("counting") as share:
        measured = motion_energy(
            source,
            regions,
            threshold=threshold,
            interpolate=interpolate,
            jobs=jobs,
            progress=share,
        )
    masks = [Path(words.rpartition("=")[2]) for words in where.mask or []]
    _write(measured, [source, *masks], output)


def _regions(rectangles: list[str], masks: list[str]) -> dict[str, Region]:
    """The regions by name. Raises ``VideoError`` where they are not written as they should be, or two share a name."""
    from mirra.errors import VideoError
    from mirra.signals.video import regions

    named: list[tuple[str, Region]] = []
    for words in rectangles:
        name, equals, rectangle = words.partition("=")
        if not equals:
            raise VideoError(f"A region is NAME=x,y,width,height, not {words!r}.")
        named.append((name, regions.rectangle(rectangle)))
    for words in masks:
        name, equals, path = words.rpartition("=")
        if equals:
            named.append((name, regions.mask(Path(path))))
        else:
            named.extend(regions.masks(Path(path)).items())
    names = [name for name, _ in named]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise VideoError(f"More than one region is named {twice[0]!r}.")
    return dict(named)


def _suggested(source: Path, count: int, threshold: int) -> dict[str, Region]:
    """Regions where movement is, said as they would be written."""
    from mirra.signals.video.suggested import suggest_regions

    with progress("looking for movement") as share:
        suggested = suggest_regions(source, count, threshold=threshold, progress=share)
    say("suggested: " + " ".join(f"--region {name}={rectangle}" for name, rectangle in suggested.items()))
    return dict(suggested)


def _preview(source: Path, regions: dict[str, Region], target: Path) -> None:
    from mirra.signals.video.preview import preview

    preview(source, regions).save(target)
    typer.echo(f"{target}: the first picture with {', '.join(regions)}; it shows the people in it")


def _write(motion: Motion, inputs: list[Path], target: Path) -> None:
    """The table, and beside it, last, what it was made with; and one line of what is in it."""
    from mirra.errors import VideoError
    from mirra.result import fingerprint, versions, write_json

    summary = motion.summary()
    content = {
        "command": "motion",
        "parameters": motion.parameters,
        "inputs": [fingerprint(path) for path in inputs],
        "versions": versions(),
        "table": target.name,
        "results": {"motion": summary},
    }
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        motion.to_csv(target)
        write_json(target.with_suffix(".json"), content)
    except OSError as error:
        raise VideoError(
            f"The table cannot be written: {error.strerror or error}.", where=str(target)
        ) from error
    typer.echo(
        f"{target}: {summary['frames'] - 1} changes of {', '.join(motion.signal.channels)} in "
        f"{summary['seconds']:.1f} s; interpolated {summary['interpolated']}"
    )
