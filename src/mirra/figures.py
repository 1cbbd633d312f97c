"""How figures look: one accent, readable in grey, no colour that judges; SVG and PNG. Needs the extra ``figures``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mirra.errors import MirraError, optional

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FIRST, SECOND, QUIET, INK = "#1f5f8b", "#b3620e", "#8a8f94", "#202427"
# Two ends of equal weight for signed values, one dark-to-light scale for amounts; neither says "good".
SIGNED, AMOUNT = "PuOr", "cividis"
STYLE = {
    "font.size": 11.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.titlelocation": "left",
    "figure.facecolor": "white",
    "svg.hashsalt": "mirra",  # the same picture gives the same bytes
    "savefig.dpi": 150.0,
}


def save(plot: Callable[[Axes], None], stem: Path, *, size: tuple[float, float] = (9.0, 4.5)) -> list[Path]:
    """Let ``plot`` draw into fresh axes of ``size`` inches, write ``stem``.svg and ``stem``.png, and give both paths.

    Raises ``MissingExtra`` without matplotlib.
    """
    paths = [stem.with_name(stem.name + end) for end in (".svg", ".png")]
    draw(plot, paths, size=size)
    return paths


def draw(plot: Callable[[Axes], None], paths: Sequence[Path], *, size: tuple[float, float]) -> None:
    """Let ``plot`` draw into fresh axes of ``size`` inches, and write each of ``paths`` in the format of its ending.

    Raises ``MissingExtra`` without matplotlib, ``MirraError`` for an ending that is no format, and ``OSError`` where a
    file cannot be written.
    """
    matplotlib = optional("matplotlib", "figures", "A figure")
    optional("matplotlib.figure", "figures", "A figure")
    with matplotlib.rc_context(STYLE):
        figure = matplotlib.figure.Figure(figsize=size, layout="constrained")
        known = figure.canvas.get_supported_filetypes()
        for path in paths:
            if path.suffix.removeprefix(".").lower() not in known:
                todo = "Let it end in .svg, .png or .pdf."
                raise MirraError("The name does not end in a format of pictures.", where=str(path), todo=todo)
        plot(figure.add_subplot())
        for path in paths:
            figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
