"""Reflected pictures drawn from decoded ones, plane by plane. Needs PyAV."""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from numpy.typing import NDArray

from mirra.anatomy import Side
from mirra.errors import VideoError
from mirra.mirror.planes import column_at, reflect_plane
from mirra.signals.video.rotation import display_matrix, orientation, upright

COVER = (26, 128, 128)  # a plain dark grey, in luma and the two chroma planes
PARTS = (1, 2, 2)  # how many pixels each way one sample stands for: 4:2:0


class Mirror:
    """Draws reflected pictures of one size from decoded frames; set up by the first of them.

    Raises ``VideoError`` where the picture is too small to have two halves.
    """

    def __init__(self, frame: VideoFrame, intact: Side, midline: float, where: str) -> None:
        self.stored = frame.width // 2 * 2, frame.height // 2 * 2
        self.turns, self.flipped = orientation(display_matrix(frame))
        self.width, self.height = self.stored[::-1] if self.turns % 2 else self.stored
        if self.width < 4 or self.height < 2:
            raise VideoError(f"The pictures of {frame.width}x{frame.height} are too small.", where=where)
        self.column, self.intact = column_at(midline, self.width), intact
        # Only pictures that stay as they are keep a full range; what is converted becomes the usual one.
        self.full_range = frame.format.name == "yuvj420p" or (
            frame.format.name == "yuv420p" and frame.color_range == 2
        )

    def draw(self, frame: VideoFrame) -> VideoFrame:
        """A new picture: upright, even-sized, 8-bit 4:2:0, reflected; the frame itself is not changed.

        A decoder still needs its frames to make the next ones of, so they are never written to.
        """
        drawn = VideoFrame(self.width, self.height, "yuv420p")
        for seen, out, cover, part in zip(self._planes(frame), drawn.planes, COVER, PARTS, strict=True):
            plane = _view(out, self.width // part, self.height // part)
            plane[:] = upright(seen, self.turns, self.flipped)
            reflect_plane(plane, self.column // part, self.intact, cover)
        return drawn

    def _planes(self, frame: VideoFrame) -> list[NDArray[np.uint8]]:
        width, height = self.stored
        same = (frame.width // 2 * 2, frame.height // 2 * 2) == self.stored
        if not same or frame.format.name not in ("yuv420p", "yuvj420p"):
            size = (frame.width, frame.height) if same else self.stored
            rgb = frame.format.is_rgb
            frame = frame.reformat(
                *size, format="yuv420p", dst_color_range="MPEG", dst_colorspace="ITU709" if rgb else None
            )
        return [
            _view(plane, width // part, height // part)
            for plane, part in zip(frame.planes, PARTS, strict=True)
        ]


def _view(plane: VideoPlane, width: int, height: int) -> NDArray[np.uint8]:
    """The (height, width) bytes of a plane, without a copy."""
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(plane), np.uint8)
    return rows.reshape(-1, plane.line_size)[:height, :width]
