"""The command that reflects a recorded video."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mirra.anatomy import Side
from mirra.cli.terminal import progress

app = typer.Typer()


@app.command()
def reflect(
    source: Annotated[Path, typer.Argument(metavar="IN", help="The recorded video.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The reflected video to write.")],
    intact: Annotated[Side, typer.Option(help="The person's intact side.")],
    midline: Annotated[float, typer.Option(help="Where the mirror stands, as a share of the width.")] = 0.5,
) -> None:
    """Reflect a recorded video: the intact side stays, its reflection covers the other."""
    from mirra.mirror.reflect import reflect as run

    with progress("reflecting") as share:
        done = run(source, target, intact=intact, midline=midline, progress=share)
    typer.echo(f"{target}: {done.frames} frames, {done.width}x{done.height}, {done.seconds:.1f} s")
