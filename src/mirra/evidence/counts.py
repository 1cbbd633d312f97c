"""Pools of two-by-two tables that need no effect of the single study: Mantel and Haenszel, Peto."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mirra.errors import EvidenceError
from mirra.evidence.effects import tables


class CountPool(NamedTuple):
    """A pooled logarithm of a ratio, and its standard error."""

    estimate: float
    se: float


def mantel_haenszel_risk_ratio(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike
) -> CountPool:
    """The log risk ratio of Mantel and Haenszel, its variance by Greenland and Robins 1985 (Biometrics 41, 55-68).

    No cell is corrected. Raises ``EvidenceError`` where a group has no events in all studies together.
    """
    a, b, c, d = tables(events1, n1, events2, n2)
    size1, size2 = a + b, c + d
    total = size1 + size2
    over, under = (a * size2 / total).sum(), (c * size1 / total).sum()
    if over == 0 or under == 0:
        raise EvidenceError("In one group there are no events in any study.", todo="Pool risk differences.")
    spread = ((size1 * size2 * (a + c) - a * c * total) / total**2).sum()
    return CountPool(float(np.log(over / under)), float(np.sqrt(spread / (over * under))))


def peto_odds_ratio(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> CountPool:
    """The log odds ratio of Yusuf, Peto and others 1985 (Progress in Cardiovascular Diseases 27, 335-371).

    Raises ``EvidenceError`` where no study has both people with and people without an event.
    """
    a, b, c, d = tables(events1, n1, events2, n2)
    size1, size2, with_event, without = a + b, c + d, a + c, b + d
    total = size1 + size2
    variance = (size1 * size2 * with_event * without / (total**2 * (total - 1))).sum()
    if variance == 0:
        raise EvidenceError("No study has people with and people without an event.")
    return CountPool(float((a - size1 * with_event / total).sum() / variance), float(1 / np.sqrt(variance)))
