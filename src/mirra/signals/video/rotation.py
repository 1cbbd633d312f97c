"""Which way up a stored picture is to be shown. Arrays alone; no video is opened."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[Any]


def orientation(matrix: NDArray[np.int32] | None) -> tuple[int, bool]:
    """How to turn a stored picture upright: quarter turns anticlockwise, and whether it is flipped left-right before.

    ``matrix`` (9,) is FFmpeg's display matrix, (x', y') = (a x + c y, b x + d y) with y down and a, b, c, d its entries
    0, 1, 3, 4; None is upright. Angles that are no quarter turn go to the nearest one.
    """
    if matrix is None:
        return 0, False
    a, b, c, d = (float(matrix[index]) for index in (0, 1, 3, 4))
    flipped = a * d - b * c < 0
    if flipped:
        a, b = -a, -b
    return round(np.arctan2(-b, a) / (np.pi / 2)) % 4, flipped


def upright(plane: Plane, turns: int, flipped: bool) -> Plane:
    """The plane as ``orientation`` says it must be turned; a view, nothing is copied."""
    return np.rot90(plane[:, ::-1] if flipped else plane, turns)


def display_matrix(frame: Any) -> NDArray[np.int32] | None:  # noqa: ANN401 - a frame of PyAV
    """FFmpeg's display matrix (9,) of a decoded frame; None where it has none."""
    try:
        return np.frombuffer(frame.side_data["DISPLAYMATRIX"], np.int32)
    except KeyError:
        return None
