"""Where metafor stops: its numbers are roots found to a tolerance, and differ from the exact ones by up to 1e-4.

metafor 3.8-1 finds the tau² of Paule and Mandel and of Q-profile intervals with R's ``uniroot`` between 0 and 100, and
lets REML, ML and EB stop at a change of 1e-5.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mirra.arrays import Floats
from mirra.errors import EvidenceError
from mirra.evidence.between import regress

STEP_TOLERANCE = 1e-5
MOST_TAU2 = 100.0
EPSILON = float(np.finfo(float).eps)
ROOT_TOLERANCE = EPSILON**0.25


def profiled(y: Floats, v: Floats, x: Floats, q: float) -> Floats:
    """As ``between.profiled``, found the way metafor does; raises ``EvidenceError`` where tau² would exceed 100."""

    def root(effects: Floats, variances: Floats) -> float:
        """The root for one analysis."""

        def above(tau2: float) -> float:
            """How far the weighted sum of squared residuals lies above ``q``."""
            return float(regress(effects[None], 1 / (variances[None] + tau2), x).q[0]) - q

        if above(0.0) <= 0:
            return 0.0
        if above(MOST_TAU2) > 0:
            raise EvidenceError(
                "The tau² is larger than 100, up to which metafor looks for it.", where="like"
            )
        return zero(above, 0.0, MOST_TAU2, ROOT_TOLERANCE)

    return np.array([root(*pair) for pair in zip(y, v, strict=True)])


def zero(function: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """A zero of ``function`` between ``low`` and ``high``, where it has different signs.

    Brent 1973, Algorithms for Minimization without Derivatives, chapter 4, stopped when half of what is left is not
    wider than half the tolerance, as R does.
    """
    earlier, best, other = low, high, low
    at_earlier, at_best = function(low), function(high)
    at_other = at_earlier
    while True:
        last_step = best - earlier
        if abs(at_other) < abs(at_best):
            earlier, best, other = best, other, best
            at_earlier, at_best, at_other = at_best, at_other, at_best
        least = 2 * EPSILON * abs(best) + tolerance / 2
        half = (other - best) / 2
        if abs(half) <= least or at_best == 0:
            return best
        step = half
        if abs(last_step) >= least and abs(at_earlier) > abs(at_best):
            over, under = _interpolated((earlier, at_earlier), (best, at_best), (other, at_other))
            if over < 1.5 * half * under - abs(least * under) / 2 and over < abs(last_step * under / 2):
                step = over / under
        if abs(step) < least:
            step = least if step > 0 else -least
        earlier, at_earlier = best, at_best
        best += step
        at_best = function(best)
        if (at_best > 0) == (at_other > 0):
            other, at_other = earlier, at_earlier


Point = tuple[float, float]


def _interpolated(earlier: Point, best: Point, other: Point) -> Point:
    """The step to where a line or an inverse parabola through the points is zero, as a fraction."""
    (a, at_a), (b, at_b), (c, at_c) = earlier, best, other
    ratio = at_b / at_a
    if a == c:
        over, under = (c - b) * ratio, 1 - ratio
    else:
        first, second = at_a / at_c, at_b / at_c
        over = ratio * ((c - b) * first * (first - second) - (b - a) * (second - 1))
        under = (first - 1) * (second - 1) * (ratio - 1)
    return (over, -under) if over > 0 else (-over, under)
