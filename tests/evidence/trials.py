"""Trials of a vaccine against tuberculosis (Colditz and others 1994, JAMA 271, 698-702), the field's usual example."""

from __future__ import annotations

import numpy as np

from mirra.arrays import Floats

# with and without tuberculosis: vaccinated, not vaccinated; then the degrees of latitude and the year
TRIALS = (
    (4, 119, 11, 128, 44, 1948),
    (6, 300, 29, 274, 55, 1949),
    (3, 228, 11, 209, 42, 1960),
    (62, 13536, 248, 12619, 52, 1977),
    (33, 5036, 47, 5761, 13, 1973),
    (180, 1361, 372, 1079, 44, 1953),
    (8, 2537, 10, 619, 19, 1973),
    (505, 87886, 499, 87892, 13, 1980),
    (29, 7470, 45, 7232, 27, 1968),
    (17, 1699, 65, 1600, 42, 1961),
    (186, 50448, 141, 27197, 18, 1974),
    (5, 2493, 3, 2338, 33, 1969),
    (27, 16886, 29, 17825, 33, 1976),
)
_COLUMNS: Floats = np.array(TRIALS, np.float64).T
LATITUDE: Floats = _COLUMNS[4]
YEAR: Floats = _COLUMNS[5]


def counts() -> tuple[Floats, Floats, Floats, Floats]:
    """Events and people of the first group, then of the second."""
    with1, without1, with2, without2 = _COLUMNS[:4]
    return with1, with1 + without1, with2, with2 + without2
