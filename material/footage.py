"""Film for tests: real recordings where they are at hand, and files for a browser's fake camera."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Picture = tuple[Plane, Plane, Plane]  # Y (height, width), U and V (height/2, width/2)

ROOT = Path(__file__).resolve().parents[1]
DRAWN = ROOT / "web" / "public" / "assets" / "loops" / "fist.webm"

# The layout of the number in the picture; web/bench/framecode.ts reads the same.
BITS, START, CELL = 10, 16, 24
ROWS = slice(8, 40)
DARK, LIGHT, NEUTRAL = 16, 235, 128

TABLE, SKIN = (92, 128, 126), (165, 110, 152)  # Y, U, V
PERIOD = 2.0  # seconds in which the drawn hand opens and closes once


def recordings(name: str) -> Path | None:
    """A recording such as ``hands/table_one_right_hand.mp4`` in the folder ``MIRRA_RECORDINGS``, or None."""
    folder = Path(os.environ.get("MIRRA_RECORDINGS") or ROOT.parent / "shared" / "data")
    path = folder / name
    return path if path.is_file() else None


def make_y4m(
    source: Path | None,
    target: Path,
    *,
    width: int = 640,
    height: int = 480,
    fps: int = 30,
    frames: int = 90,
    coded: bool = False,
) -> Path:
    """Write ``frames`` pictures as YUV4MPEG2 (4:2:0) for Chromium's fake camera, and give ``target``.

    ``source`` is scaled to cover the picture, cropped, and looped when it is short; None takes mirra's own moving hand.
    ``coded`` writes each frame's number (modulo 1024) into the top strip of both halves; see ``read_code``.
    Raises ValueError for odd sizes, or where the number has no room.
    """
    if width % 2 or height % 2:
        raise ValueError(f"width and height must be even, not {width} x {height}")
    if coded and (width // 2 < START + (BITS + 1) * CELL or height < ROWS.stop or width % 4):
        raise ValueError(f"no room for a number in each half of {width} x {height}")
    source = source or (DRAWN if DRAWN.is_file() else None)
    pictures = _filmed(source, width, height, fps) if source else cycle(_drawn(width, height, fps))
    with target.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A1:1 C420jpeg\n".encode())
        for number, picture in enumerate(islice(pictures, frames)):
            planes = _with_code(picture, number) if coded else picture
            file.write(b"FRAME\n" + b"".join(plane.tobytes() for plane in planes))
    return target


def read_code(row: Plane) -> int:
    """The number in a luma row of one half, read at the cells' middles; -1 where its parity fails."""
    light = row[START + CELL // 2 :: CELL][: BITS + 1] > 128
    if len(light) <= BITS or light.sum() % 2:
        return -1
    return sum(int(bit) << k for k, bit in enumerate(light[:BITS]))


def _with_code(picture: Picture, number: int) -> Picture:
    y, u, v = (plane.copy() for plane in picture)
    bits = [number >> k & 1 for k in range(BITS)]
    cells = np.repeat(np.array([*bits, sum(bits) % 2], dtype=bool), CELL)
    for half in (0, y.shape[1] // 2):
        left = half + START
        y[ROWS, left : left + len(cells)] = np.where(cells, LIGHT, DARK)
        for chroma in (u, v):
            chroma[ROWS.start // 2 : ROWS.stop // 2, left // 2 : (left + len(cells)) // 2] = NEUTRAL
    return y, u, v


def _looped(source: Path) -> Iterator[tuple[float, av.VideoFrame]]:
    """Frames with their times in seconds from the first one, over and over."""
    offset = 0.0
    while True:
        time, step, begin = 0.0, 1 / 30, None
        with av.open(str(source)) as container:
            for frame in container.decode(video=0):
                begin = frame.time if begin is None else begin
                step, time = (frame.time - begin - time) or step, frame.time - begin
                yield offset + time, frame
        if begin is None:
            raise ValueError(f"{source} holds no picture")
        offset += time + step


def _filmed(source: Path, width: int, height: int, fps: int) -> Iterator[Picture]:
    held: Picture | None = None
    shown = 0
    last: av.VideoFrame | None = None
    for time, frame in _looped(source):
        while last is not None and shown / fps < time - 1e-6:
            held = held or covering(last, width, height)
            yield held
            shown += 1
        last, held = frame, None


def covering(frame: av.VideoFrame, width: int, height: int) -> Picture:
    """A frame scaled to cover the size, with what hangs over cropped alike on both sides."""
    scale = max(width / frame.width, height / frame.height)
    across, down = (
        max(least, round(side * scale / 2) * 2)
        for side, least in ((frame.width, width), (frame.height, height))
    )
    big = np.asarray(frame.reformat(width=across, height=down, format="yuv420p").to_ndarray(), np.uint8)
    x, y = (across - width) // 4 * 2, (down - height) // 4 * 2
    chroma = big[down:].reshape(2, down // 2, across // 2)
    u, v = chroma[:, y // 2 : (y + height) // 2, x // 2 : (x + width) // 2]
    return big[y : y + height, x : x + width].copy(), u.copy(), v.copy()


def _drawn(width: int, height: int, fps: int) -> Iterator[Picture]:
    """A plain hand in the right half that opens and closes its fingers; no recording and no model needed."""
    for number in range(round(fps * PERIOD)):
        opened = 0.5 - 0.5 * np.cos(2 * np.pi * number / (fps * PERIOD))
        inside = _hand(width, height, float(opened))
        full = np.where(inside, SKIN[0], TABLE[0]).astype(np.uint8)
        u, v = (np.where(inside[::2, ::2], SKIN[k], TABLE[k]).astype(np.uint8) for k in (1, 2))
        yield full, u, v


def _hand(width: int, height: int, opened: float) -> NDArray[np.bool_]:
    """Where the hand is (height, width): a palm, a forearm and five fingers, ``opened`` 0 to 1."""
    y, x = np.mgrid[0:height, 0:width] / height
    centre, palm = np.array([0.75 * width / height, 0.62]), 0.11
    limbs = [(centre, centre, palm), (centre, centre + np.array([0.03, 0.6]), 0.075)]
    for k, reach in enumerate((0.20, 0.27, 0.30, 0.28, 0.22)):
        angle = np.radians((k - 2.0) * (8 + 14 * opened))
        tip = centre + np.array([np.sin(angle), -np.cos(angle)]) * (
            0.13 + (reach - 0.13) * (0.3 + 0.7 * opened)
        )
        limbs.append((centre + (k - 2) * np.array([0.04, 0.0]), tip + (k - 2) * np.array([0.04, 0.0]), 0.024))
    inside: NDArray[np.bool_] = np.logical_or.reduce(
        [_capsule(x, y, start, end, radius) for start, end, radius in limbs]
    )
    return inside


def _capsule(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    radius: float,
) -> NDArray[np.bool_]:
    """Where a point is within ``radius`` of the line from ``start`` to ``end``."""
    along = end - start
    share = np.clip(
        ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / max(float(along @ along), 1e-9), 0, 1
    )
    near: NDArray[np.bool_] = (
        np.hypot(x - start[0] - share * along[0], y - start[1] - share * along[1]) <= radius
    )
    return near
