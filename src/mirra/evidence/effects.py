"""Effect sizes of single studies with their sampling variances, by the formulas that reviews use.

Every function takes numbers or arrays (k,) and gives effects and variances (k,). Formulas: Borenstein, Hedges, Higgins
and Rothstein 2009 (Introduction to Meta-Analysis) unless named.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from mirra.arrays import Bools, Floats
from mirra.errors import EvidenceError

SmdVariance = Literal["revman", "metafor"]
CORRECTION = 0.5  # added to each cell of a table that has an empty one


class Effects(NamedTuple):
    """Effects and their sampling variances (k,), to be pooled as they are."""

    effects: Floats
    variances: Floats


def mean_difference(
    n1: ArrayLike, m1: ArrayLike, sd1: ArrayLike, n2: ArrayLike, m2: ArrayLike, sd2: ArrayLike
) -> Effects:
    """The first group's mean less the second's, in their unit; raises ``EvidenceError`` for a wrong group."""
    size1, mean1, spread1, size2, mean2, spread2 = _groups(n1, m1, sd1, n2, m2, sd2)
    return Effects(mean1 - mean2, spread1**2 / size1 + spread2**2 / size2)


def standardised_mean_difference(
    n1: ArrayLike,
    m1: ArrayLike,
    sd1: ArrayLike,
    n2: ArrayLike,
    m2: ArrayLike,
    sd2: ArrayLike,
    *,
    variance: SmdVariance = "revman",
) -> Effects:
    """Hedges' g: the difference of the means over the pooled SD, corrected for small samples.

    Two forms are in use, and give different pools where studies are small. "revman" is that of Cochrane's Review
    Manager: correction 1 - 3 / (4N - 9), variance N / (n1 n2) + g² / (2 (N - 3.94)). "metafor" is that of metafor
    3.8-1: the exact correction by gamma functions, variance 1/n1 + 1/n2 + g² / (2N). Raises ``EvidenceError`` for a
    wrong group.
    """
    size1, mean1, spread1, size2, mean2, spread2 = _groups(n1, m1, sd1, n2, m2, sd2)
    total = size1 + size2
    pooled = ((size1 - 1) * spread1**2 + (size2 - 1) * spread2**2) / (total - 2)
    _refuse(pooled <= 0, "The standard deviations of both groups are 0.", "sd1")
    raw = (mean1 - mean2) / np.sqrt(pooled)
    match variance:
        case "revman":
            g = raw * (1 - 3 / (4 * total - 9))
            return Effects(g, total / (size1 * size2) + g**2 / (2 * (total - 3.94)))
        case "metafor":
            g = raw * _exact_correction(total - 2)
            return Effects(g, 1 / size1 + 1 / size2 + g**2 / (2 * total))
    raise EvidenceError(
        f"There is no variance of a standardised mean difference called “{variance}”.",
        where="smd",
        todo="Choose revman or metafor.",
    )


def log_risk_ratio(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Effects:
    """The logarithm of the first group's risk over the second's.

    0.5 is added to each cell of a table with an empty one, and to no other table; a table without events in both
    groups stays, with an effect of 0 (as metafor does). Raises ``EvidenceError`` for events that are not counts.
    """
    a, b, c, d = _cells(events1, n1, events2, n2)
    return Effects(np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def log_odds_ratio(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Effects:
    """The logarithm of the first group's odds over the second's; empty cells as in ``log_risk_ratio``."""
    a, b, c, d = _cells(events1, n1, events2, n2)
    return Effects(np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)


def risk_difference(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Effects:
    """The first group's risk less the second's; empty cells as in ``log_risk_ratio``."""
    a, b, c, d = _cells(events1, n1, events2, n2)
    size1, size2 = a + b, c + d
    return Effects(a / size1 - c / size2, a * b / size1**3 + c * d / size2**3)


def fisher_z(r: ArrayLike, n: ArrayLike) -> Effects:
    """Fisher's z of correlations ``r`` of ``n`` people each.

    Raises ``EvidenceError`` for a correlation outside -1 to 1, and for fewer than 4 people.
    """
    correlation, size = _arrays(r, n)
    _refuse(~(np.abs(correlation) < 1), "A correlation must lie between -1 and 1.", "r")
    _refuse(~(size > 3), "A correlation needs at least 4 people.", "n")
    return Effects(np.arctanh(correlation), 1 / (size - 3))


Proportion = Literal["raw", "logit", "arcsine", "freeman-tukey"]


def proportion(events: ArrayLike, n: ArrayLike, *, scale: Proportion = "logit") -> Effects:
    """A share of people, raw or transformed: "logit", "arcsine", or the double arcsine of Freeman and Tukey 1950.

    0.5 is added to both cells where one is empty, for "raw" and "logit". Raises ``EvidenceError`` for events that are
    not counts, and for an unknown scale.
    """
    count, size = _arrays(events, n)
    _check_counts(count, size, "events")
    match scale:
        case "arcsine":
            return Effects(np.arcsin(np.sqrt(count / size)), 1 / (4 * size))
        case "freeman-tukey":
            halves = np.arcsin(np.sqrt(count / (size + 1))) + np.arcsin(np.sqrt((count + 1) / (size + 1)))
            return Effects(halves / 2, 1 / (4 * size + 2))
    empty = np.where((count == 0) | (count == size), CORRECTION, 0.0)
    yes, no = count + empty, size - count + empty
    share = yes / (yes + no)
    match scale:
        case "raw":
            return Effects(share, share * (1 - share) / (yes + no))
        case "logit":
            return Effects(np.log(yes / no), 1 / yes + 1 / no)
    raise EvidenceError(
        f"There is no scale of a proportion called “{scale}”.",
        where="scale",
        todo="Choose raw, logit, arcsine or freeman-tukey.",
    )


def _exact_correction(df: Floats) -> Floats:
    """Hedges 1981 (Journal of Educational Statistics 6, 107-128)."""
    corrected: Floats = np.exp(gammaln(df / 2) - np.log(np.sqrt(df / 2)) - gammaln((df - 1) / 2))
    return corrected


def _arrays(*values: ArrayLike) -> tuple[Floats, ...]:
    try:
        arrays = np.broadcast_arrays(*(np.atleast_1d(np.asarray(value, np.float64)) for value in values))
    except ValueError as error:
        raise EvidenceError("The columns of the studies have different lengths.") from error
    return tuple(np.asarray(array, np.float64) for array in arrays)


def _groups(*columns: ArrayLike) -> tuple[Floats, ...]:
    arrays = _arrays(*columns)
    size1, mean1, spread1, size2, mean2, spread2 = arrays
    for name, size in (("n1", size1), ("n2", size2)):
        _refuse(~(size >= 2), "A group needs at least 2 people.", name)
    for name, mean in (("m1", mean1), ("m2", mean2)):
        _refuse(~np.isfinite(mean), "A mean must be a number.", name)
    for name, spread in (("sd1", spread1), ("sd2", spread2)):
        _refuse(~(np.isfinite(spread) & (spread >= 0)), "A standard deviation must be 0 or larger.", name)
    return arrays


def tables(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> tuple[Floats, ...]:
    """The four cells (k,) of each study's table: with and without an event, of the first group, then of the second.

    Raises ``EvidenceError`` for an empty group, and events that are not counts.
    """
    count1, size1, count2, size2 = _arrays(events1, n1, events2, n2)
    _check_counts(count1, size1, "events1")
    _check_counts(count2, size2, "events2")
    return count1, size1 - count1, count2, size2 - count2


def _cells(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> tuple[Floats, ...]:
    cells = tables(events1, n1, events2, n2)
    add = np.where(np.any([cell == 0 for cell in cells], axis=0), CORRECTION, 0.0)
    return tuple(cell + add for cell in cells)


def _check_counts(count: Floats, size: Floats, where: str) -> None:
    _refuse(~(np.isfinite(size) & (size > 0)), "A group must have people in it.", where)
    _refuse(~((count >= 0) & (count <= size)), "Events must lie between 0 and the size of the group.", where)
    _refuse(count != np.round(count), "Events must be whole numbers.", where)


def _refuse(wrong: Bools, what: str, column: str) -> None:
    if wrong.any():
        study = int(np.flatnonzero(wrong)[0]) + 1
        raise EvidenceError(
            what, where=f"study {study}, {column}", todo="Correct the study, or leave it out."
        )
