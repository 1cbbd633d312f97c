"""Films without loss whose every change is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

DARK, LIGHT = 90, 150  # what a pixel that changes goes to and from
LOSSLESS = {"qp": "0", "preset": "ultrafast"}


def flickering(
    changes: Sequence[Sequence[int]], boxes: Sequence[tuple[int, int, int, int]], size: tuple[int, int]
) -> list[NDArray[np.uint8]]:
    """Lumas (height, width), one more than ``changes`` has rows; row k tells how many pixels change in each box.

    Boxes are x, y, width, height. Everywhere else, and where nothing changes, the luma wavers by up to 3.
    """
    random = np.random.default_rng(5)
    light = random.random(size) < 0.5
    found = [light.copy()]
    for row in changes:
        for count, (x, y, width, height) in zip(row, boxes, strict=True):
            places = random.choice(width * height, count, replace=False)
            light[y + places // width, x + places % width] ^= True
        found.append(light.copy())
    waver = random.integers(0, 4, (len(found), *size))
    return [
        (np.where(lit, LIGHT, DARK) + small).astype(np.uint8) for lit, small in zip(found, waver, strict=True)
    ]


def film(
    path: Path,
    lumas: Iterable[NDArray[Any]],
    *,
    ticks: Sequence[int] | None = None,
    time_base: Fraction = Fraction(1, 25),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    options: dict[str, str] | None = None,
    keys: Sequence[int] = (),
) -> Path:
    """Write ``lumas`` as they are, shown at ``ticks`` (0, 1, 2 without them), with key frames at ``keys`` too."""
    with av.open(str(path), "w") as out:
        stream: Any = None
        for number, luma in enumerate(lumas):
            if stream is None:
                given = LOSSLESS if options is None and codec == "libx264" else options
                stream = out.add_stream(codec, rate=Fraction(25), options=given or {})
                stream.height, stream.width = luma.shape
                stream.pix_fmt = pix_fmt
                stream.codec_context.time_base = stream.time_base = time_base
            frame = av.VideoFrame(luma.shape[1], luma.shape[0], pix_fmt)
            for plane, value in zip(frame.planes, [luma, None, None], strict=False):
                kind = np.dtype(np.uint16 if luma.dtype.itemsize > 1 else np.uint8)
                rows = np.frombuffer(memoryview(plane), kind).reshape(-1, plane.line_size // kind.itemsize)
                rows[:] = 128 << (2 if kind.itemsize > 1 else 0)
                if value is not None:
                    rows[: value.shape[0], : value.shape[1]] = value
            frame.pts, frame.time_base = (number if ticks is None else ticks[number]), time_base
            frame.pict_type = 1 if number in keys else 0
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def png(path: Path, picture: NDArray[np.uint8]) -> Path:
    """Write a picture, (height, width) grey or (height, width, 3) colour, as PNG."""
    with av.open(str(path), "w", format="image2pipe") as out:
        stream: Any = out.add_stream("png", rate=1)
        stream.height, stream.width = picture.shape[:2]
        stream.pix_fmt = kind = "gray" if picture.ndim == 2 else "rgb24"
        out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format=kind)))
        out.mux(stream.encode(None))
    return path
