"""What every measure of coupling asks of two series before it begins."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.errors import CouplingError

LARGEST_VALUE = 1e100  # numbers whose squares, and the squares' sums, are still numbers


def check_rate(rate: float) -> None:
    """Raises ``CouplingError`` for a rate that is not a positive number of Hz."""
    if not (math.isfinite(rate) and rate > 0):
        raise CouplingError(f"The rate must be a positive number of Hz, not {rate}.")


def two_series(x: ArrayLike, y: ArrayLike, *, varying: bool = True) -> tuple[Floats, Floats]:
    """Two series (N,) as float64, missing samples NaN.

    Raises ``CouplingError`` for other shapes or unequal lengths and infinite values; where they must be ``varying``,
    also for absurdly large or small values, and a series that is constant or has nothing in it.
    """
    pair = [np.asarray(values, dtype=np.float64) for values in (x, y)]
    if any(values.ndim != 1 for values in pair):
        raise CouplingError("Two series of samples are coupled, each an array of one dimension.")
    if len(pair[0]) != len(pair[1]):
        raise CouplingError(
            f"The series differ in length: {len(pair[0])} and {len(pair[1])} samples.",
            todo="Bring both onto one clock first.",
        )
    for name, values in zip(("first", "second"), pair, strict=True):
        if np.isinf(values).any():
            sample = int(np.flatnonzero(np.isinf(values))[0]) + 1
            raise CouplingError(
                f"Sample {sample} is infinite.", where=f"{name} series", todo="Mark missing samples as NaN."
            )
        if varying:
            _check_varies(values, f"{name} series")
    return pair[0], pair[1]


def _check_varies(values: Floats, where: str) -> None:
    known = values[~np.isnan(values)]
    if not known.size:
        raise CouplingError("It has no samples, or every one is missing.", where=where)
    spread = np.ptp(known)
    if np.abs(known).max() > LARGEST_VALUE or 0 < spread < 1 / LARGEST_VALUE:
        raise CouplingError(
            f"Its values reach {np.abs(known).max():.3g}; squares of such numbers cannot be had.",
            where=where,
            todo="Take another unit.",
        )
    if spread == 0:
        raise CouplingError(
            f"It is {known[0]:g} all along; what does not change, couples with nothing.", where=where
        )
