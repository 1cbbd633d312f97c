"""A still picture in which every place is known, and what a mirror must make of it, worked out here anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.int16]  # (height, width, 3): R, G, B, 0-255

WIDTH, HEIGHT = 640, 480
COVER = (0x20, 0x26, 0x2A)
# U and V of the raw picture's quarters, so that a pixel tells by its colour alone where it was filmed.
QUARTERS = np.array([[(104, 104), (104, 152)], [(152, 104), (152, 152)]])


@dataclass(frozen=True)
class Shown:
    """How the picture is to be shown; ``rotate`` is clockwise and comes before ``flip``."""

    intact: str
    rotate: int
    flip: bool
    midline: float = 0.5
    view: str = "mirror"


class Still:
    """One picture of random grains, tinted by quarters, and its reflections."""

    @cached_property
    def planes(self) -> tuple[NDArray[np.uint8], ...]:
        """Y, U, V; grains of two pixels, for a camera's colours come so."""
        grains = np.random.default_rng(3).integers(70, 190, (HEIGHT // 2, WIDTH // 2), dtype=np.uint8)
        tints = QUARTERS.repeat(HEIGHT // 4, 0).repeat(WIDTH // 4, 1).astype(np.uint8)
        return grains.repeat(2, 0).repeat(2, 1), tints[..., 0], tints[..., 1]

    def write(self, target: Path) -> Path:
        """The picture as a film in which nothing moves."""
        frame = b"FRAME\n" + b"".join(plane.tobytes() for plane in self.planes)
        target.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F30:1 Ip A1:1 C420jpeg\n".encode() + frame * 2)
        return target

    @cached_property
    def pixels(self) -> Pixels:
        """The picture in colours as a browser shows video: BT.601, limited range."""
        y, u, v = (plane.astype(np.float64) for plane in self.planes)
        y, u, v = y - 16, u.repeat(2, 0).repeat(2, 1) - 128, v.repeat(2, 0).repeat(2, 1) - 128
        colours = (1.1644 * y + 1.5960 * v, 1.1644 * y - 0.3918 * u - 0.8130 * v, 1.1644 * y + 2.0172 * u)
        return np.stack(colours, axis=2).round().clip(0, 255).astype(np.int16)

    def seen(self, shown: Shown) -> Pixels:
        """What must be on the canvas."""
        own = np.rot90(self.pixels, -shown.rotate // 90)
        own = own[:, ::-1] if shown.flip else own
        if shown.view == "plain":
            return own
        return _two_sided(own, shown)

    def hidden(self, canvas: Pixels, shown: Shown) -> int:
        """How many pixels of a canvas have the colour of the affected side, for a midline in the middle."""
        tints = np.rot90(QUARTERS, -shown.rotate // 90)
        tints = tints[:, ::-1] if shown.flip else tints
        red, green, blue = (canvas[..., k].astype(np.float32) for k in range(3))
        luma = 0.299 * red + 0.587 * green + 0.114 * blue
        wrong = [
            ((blue > luma) == (u > 128)) & ((red > luma) == (v > 128)) for u, v in tints[:, _side(shown)]
        ]
        return int((np.logical_or.reduce(wrong) & (canvas != COVER).any(axis=2)).sum())


def _side(shown: Shown) -> int:
    return 0 if shown.intact == "right" else 1


def _two_sided(own: Pixels, shown: Shown) -> Pixels:
    width = own.shape[1]
    line = round(shown.midline * width / 2) * 2  # cameras' colours come in pairs of columns
    column = np.arange(width)
    source = column if shown.view == "mirror" else width - 1 - column
    affected = source < line if shown.intact == "right" else source >= line
    if shown.view == "mirror":
        source = np.where(affected, 2 * line - 1 - column, source)
        affected = (source < 0) | (source >= width)
    canvas = own[:, source.clip(0, width - 1)].copy()
    canvas[:, affected] = COVER
    return canvas
