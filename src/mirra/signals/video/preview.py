"""A picture of a recording with its regions drawn in it. Needs the extras ``video`` and ``figures`` to be saved."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mirra.errors import VideoError, optional
from mirra.figures import FIRST, INK, QUIET, SECOND
from mirra.signals.video.integrity import check_file
from mirra.signals.video.regions import Mask, Region, check_names, places

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_WIDTH_PX = 1600  # of the saved picture


@dataclass(frozen=True, eq=False)
class Preview:
    """The first ``picture`` (height, width) of luma, upright, and the ``regions`` by name."""

    picture: NDArray[np.uint8]
    regions: Mapping[str, Region]

    def plot(self, ax: Axes) -> None:
        """Draw the picture in grey, and each region's outline with its name."""
        patches = optional("matplotlib.patches", "figures", "A preview")
        height, width = self.picture.shape
        ax.imshow(self.picture, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        for k, (name, region) in enumerate(self.regions.items()):
            colour = (FIRST, SECOND, INK, QUIET)[k % 4]
            if isinstance(region, Mask):
                ax.contour(region.inside.astype(float), [0.5], colors=[colour], linewidths=2.0)
                y, x = (int(index.min()) for index in np.nonzero(region.inside))
            else:
                x, y = region.x, region.y
                corner, across, down = (x - 0.5, y - 0.5), region.width, region.height
                ax.add_patch(
                    patches.Rectangle(corner, across, down, fill=False, edgecolor=colour, linewidth=2.0)
                )
            ax.text(
                x + 0.01 * width,
                y + 0.01 * height,
                name,
                color="white",
                verticalalignment="top",
                bbox={"facecolor": colour, "edgecolor": "none", "pad": 3.0},
            )
        ax.set_xlim(-0.5, width - 0.5)
        ax.set_ylim(height - 0.5, -0.5)
        ax.set_xlabel("column (pixels)")
        ax.set_ylabel("row (pixels)")

    def save(self, path: Path) -> None:
        """Write the picture as PNG. Raises ``VideoError`` for another kind, ``MissingExtra`` without matplotlib."""
        if path.suffix.lower() != ".png":
            raise VideoError("A preview is a PNG.", where=str(path), todo="Let its name end in .png.")
        figures = optional("matplotlib.figure", "figures", "A preview")
        height, width = self.picture.shape
        across = min(max(width, 480), MAX_WIDTH_PX) / 150
        figure = figures.Figure(figsize=(across, max(across * height / width, 2.0)), layout="constrained")
        self.plot(figure.add_subplot())
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{secrets.token_hex(8)}.png")
        try:
            figure.savefig(part, dpi=150)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def preview(path: Path, regions: Mapping[str, Region]) -> Preview:
    """The first picture of the video at ``path`` with ``regions`` in it.

    Raises ``MissingExtra`` without PyAV, and ``VideoError`` where the video cannot be read or a region does not lie
    inside the picture (naming its size).
    """
    check_file(path)
    check_names(regions)
    optional("av", "video", "A preview")
    from mirra.signals.video.frames import bits_of, first_frame, luma_of
    from mirra.signals.video.recording import Recording
    from mirra.signals.video.rotation import display_matrix, orientation, upright

    with Recording(path, 1) as recording:
        frame = first_frame(recording)
        turns, flipped = orientation(display_matrix(frame))
        luma = luma_of(frame)
        places(regions, (frame.height, frame.width), turns, flipped, str(path))
        picture = (upright(luma, turns, flipped) >> (bits_of(frame) - 8)).astype(np.uint8)
    return Preview(picture, regions)
