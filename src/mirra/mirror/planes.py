"""Reflection of one picture plane: arrays in, arrays changed in place, no video known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mirra.anatomy import Side

Plane = NDArray[np.uint8]


def column_at(midline: float, width: int) -> int:
    """The column of a picture ``width`` pixels wide (at least 4) before which the mirror stands.

    It is even, so that luma and the half-wide chroma of 4:2:0 part at the same place, at most one pixel from
    ``midline`` (a share of the width), and leaves at least two columns on either side.
    """
    return min(max(2 * round(midline * width / 2), 2), (width - 2) // 2 * 2)


def reflect_plane(plane: Plane, column: int, intact: Side, cover: int) -> None:
    """Put the intact half's reflection over the other half, in place; the intact half is not touched.

    ``plane`` (height, width) is the person's own view: their right limb is right of ``column``, their left limb left
    of it. Where the reflection does not reach, the plane becomes ``cover``.
    """
    width = plane.shape[1]
    reach = min(column, width - column)
    if intact == "right":
        plane[:, column - reach : column] = plane[:, column : column + reach][:, ::-1]
        plane[:, : column - reach] = cover
    else:
        plane[:, column : column + reach] = plane[:, column - reach : column][:, ::-1]
        plane[:, column + reach :] = cover
