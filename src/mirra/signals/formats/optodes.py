"""What every fNIRS format says of its channels, in one form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Floats
from mirra.errors import ReadError
from mirra.signals.formats.table import distinct

METRES = {"m": 1.0, "dm": 0.1, "cm": 0.01, "mm": 0.001}


def positions(places: Floats, unit: str) -> Floats:
    """Positions (n, 2 or 3) as (n, 3) m; raises ``ReadError`` for another shape or an unknown unit."""
    if unit.casefold() not in METRES:
        raise ReadError(f"The unit of length {unit!r} is not known.", todo=f"Known: {', '.join(METRES)}.")
    places = np.asarray(places, dtype=np.float64)
    if places.ndim != 2 or places.shape[1] not in (2, 3):
        raise ReadError(f"The positions must be n x 2 or n x 3, not {places.shape}.", where="optodes")
    return np.pad(places, ((0, 0), (0, 3 - places.shape[1]))) * METRES[unit.casefold()]


def pairs(table: NDArray[Any], counts: Sequence[int]) -> tuple[tuple[int, int, int], ...]:
    """(source, detector, wavelength) of each channel counted from 0, out of a table (n, 3) that counts from 1.

    ``counts`` says how many of each there are, 0 for not known. Raises ``ReadError`` naming the channel.
    """
    if table.ndim != 2 or table.shape[1] != 3 or not np.isfinite(table).all():
        raise ReadError("The file does not say which source, detector and wavelength each channel has.")
    for k, row in enumerate(table, 1):
        for number, count, kind in zip(row, counts, ("source", "detector", "wavelength"), strict=True):
            if number < 1 or number != int(number) or (count and number > count):
                raise ReadError(
                    f"The channel names {kind} {number:g}, and there are {count}.", where=f"channel {k}"
                )
    return tuple((int(a) - 1, int(b) - 1, int(c) - 1) for a, b, c in table)


def names(of: Sequence[tuple[int, int, int]], ends: Sequence[str]) -> tuple[str, ...]:
    """Channel names such as ``S1_D2 760``: source and detector counted from 1, and the wavelength or kind."""
    return distinct([f"S{s + 1}_D{d + 1} {end}".strip() for (s, d, _), end in zip(of, ends, strict=True)])
