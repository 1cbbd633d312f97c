"""The variance between studies (tau²), by every estimator in use, for many meta-analyses at a time.

Shapes: m analyses of k studies each, with p columns in the design; p is 1, a column of ones, where nothing explains the
effects. ``y`` (m, k) are effects, ``v`` (m, k) their sampling variances. Formulas: Viechtbauer 2005 (Journal of
Educational and Behavioral Statistics 30, 261-293), Viechtbauer, López-López, Sánchez-Meca and Marín-Martínez 2015
(Psychological Methods 20, 360-374), with the matrix P = W - WX (X'WX)^-1 X'W of the weighted regression.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from mirra.arrays import Floats
from mirra.errors import EvidenceError

Method = Literal["fixed", "DL", "PM", "REML", "ML", "HE", "SJ", "HS", "EB"]
METHODS: tuple[Method, ...] = get_args(Method)
RELATIVE_TOLERANCE = 1e-12  # of tau² and the mean sampling variance together
MOST_STEPS = 2000


@dataclass(frozen=True)
class Fit:
    """Weighted regressions of the effects on the design.

    ``weights`` (m, k); ``coefficients`` (m, p); ``covariance`` (m, p, p), the inverse of X'WX; ``residuals`` (m, k).
    """

    weights: Floats
    coefficients: Floats
    covariance: Floats
    residuals: Floats

    @property
    def q(self) -> Floats:
        """The weighted sum of squared residuals (m,), y'Py."""
        return _sum(self.weights * self.residuals**2)

    @property
    def q_slope(self) -> Floats:
        """How fast ``q`` falls with tau² (m,), y'PPy."""
        return _sum((self.weights * self.residuals) ** 2)

    def trace(self, x: Floats) -> Floats:
        """The trace of P (m,)."""
        return _sum(self.weights) - _trace(self.covariance @ moment(self.weights**2, x))

    def trace_of_square(self, x: Floats) -> Floats:
        """The trace of PP (m,)."""
        second = self.covariance @ moment(self.weights**2, x)
        third = self.covariance @ moment(self.weights**3, x)
        return _sum(self.weights**2) - 2 * _trace(third) + _trace(second @ second)


def moment(weights: Floats, x: Floats) -> Floats:
    """X'WX (m, p, p) for weights (m, k) and a design (k, p)."""
    product: Floats = (weights[:, None, :] * x.T) @ x
    return product


def regress(y: Floats, weights: Floats, x: Floats) -> Fit:
    """Weighted regressions; raises ``EvidenceError`` where the columns of the design depend on each other."""
    try:
        covariance = np.asarray(np.linalg.inv(moment(weights, x)), np.float64)
    except np.linalg.LinAlgError as error:
        raise EvidenceError("The moderators explain each other.", where="design") from error
    coefficients = (covariance @ (x.T @ (weights * y)[:, :, None]))[:, :, 0]
    return Fit(weights, coefficients, covariance, y - coefficients @ x.T)


def tau2(y: Floats, v: Floats, x: Floats, method: Method, tolerance: float | None = None) -> Floats:
    """The variance between studies (m,), never below 0; 0 for "fixed".

    ``tolerance`` is the change of tau² at which REML, ML and EB stop, 1e-12 of the variances unless given. Raises
    ``EvidenceError`` where one of the three has not settled after 2000 steps.
    """
    free = y.shape[1] - x.shape[1]
    if method == "fixed" or free == 0:
        return np.zeros(len(y))
    if method in STEPS:
        return _iterated(y, v, x, STEPS[method], tolerance)
    return np.maximum(0.0, MOMENTS[method](y, v, x) if method in MOMENTS else _paule_mandel(y, v, x))


def profiled(y: Floats, v: Floats, x: Floats, q: float) -> Floats:
    """The tau² (m,) at which the weighted sum of squared residuals is ``q``; 0 where it is smaller throughout.

    The sum falls with tau² and is convex, so that Newton's steps from 0 come from one side and never go past the root.
    """
    value = np.zeros(len(y))
    active = np.arange(len(y))
    for _ in range(MOST_STEPS):
        fit = regress(y[active], 1 / (v[active] + value[active, None]), x)
        above, slope = fit.q - q, fit.q_slope
        step = np.divide(above, slope, out=np.zeros_like(above), where=(above > 0) & (slope > 0))
        value[active] += step
        active = active[step > RELATIVE_TOLERANCE * (value[active] + v[active].mean(axis=1))]
        if not active.size:
            return value
    raise _unsettled()


def _paule_mandel(y: Floats, v: Floats, x: Floats) -> Floats:
    return profiled(y, v, x, float(y.shape[1] - x.shape[1]))


def _dersimonian_laird(y: Floats, v: Floats, x: Floats) -> Floats:
    fit = regress(y, 1 / v, x)
    estimate: Floats = (fit.q - (y.shape[1] - x.shape[1])) / fit.trace(x)
    return estimate


def _hunter_schmidt(y: Floats, v: Floats, x: Floats) -> Floats:
    estimate: Floats = (regress(y, 1 / v, x).q - y.shape[1]) / _sum(1 / v)
    return estimate


def _hedges(y: Floats, v: Floats, x: Floats) -> Floats:
    fit = regress(y, np.ones_like(v), x)
    expected = _sum(v) - _trace(fit.covariance @ moment(v, x))
    estimate: Floats = (fit.q - expected) / (y.shape[1] - x.shape[1])
    return estimate


def _sidik_jonkman(y: Floats, v: Floats, x: Floats) -> Floats:
    first = y.var(axis=1)
    fit = regress(y, 1 / (v + first[:, None]), x)
    estimate: Floats = first * fit.q / (y.shape[1] - x.shape[1])
    return estimate


def _reml_step(fit: Fit, x: Floats) -> Floats:
    estimate: Floats = (fit.q_slope - fit.trace(x)) / fit.trace_of_square(x)
    return estimate


def _ml_step(fit: Fit, x: Floats) -> Floats:
    del x
    estimate: Floats = (fit.q_slope - _sum(fit.weights)) / _sum(fit.weights**2)
    return estimate


def _eb_step(fit: Fit, x: Floats) -> Floats:
    k, p = x.shape
    estimate: Floats = (fit.q * k / (k - p) - k) / _sum(fit.weights)
    return estimate


Moments = Callable[[Floats, Floats, Floats], Floats]
MOMENTS: dict[str, Moments] = {
    "DL": _dersimonian_laird,
    "HE": _hedges,
    "HS": _hunter_schmidt,
    "SJ": _sidik_jonkman,
}
Step = Callable[[Fit, Floats], Floats]
STEPS: dict[str, Step] = {"REML": _reml_step, "ML": _ml_step, "EB": _eb_step}


def _iterated(y: Floats, v: Floats, x: Floats, step: Step, tolerance: float | None) -> Floats:
    """Fisher scoring (EB: its own fixed point) from Hedges' estimate; analyses that have settled are left alone.

    Without a ``tolerance``, the secant through the last two steps is followed, since plain scoring needs hundreds of
    steps on some data. Each step says on which side the maximum lies; what would leave the range that is still possible
    halves it instead, because plain scoring goes back and forth for ever on other data.
    """
    value = np.maximum(0.0, _hedges(y, v, x))
    low, high = np.zeros(len(y)), np.full(len(y), np.inf)
    before, change_before = np.full(len(y), np.nan), np.full(len(y), np.nan)
    active = np.arange(len(y))
    for _ in range(MOST_STEPS):
        old = value[active]
        change = step(regress(y[active], 1 / (v[active] + old[:, None]), x), x)
        up = change > 0
        low[active[up]], high[active[~up]] = old[up], old[~up]
        new = np.maximum(0.0, old + change)
        if tolerance is None:
            with np.errstate(divide="ignore", invalid="ignore"):
                secant = old - change * (old - before[active]) / (change - change_before[active])
            inside = (secant > low[active]) & (secant < high[active])
            new = np.where(inside, secant, new)
        outside = (new < low[active]) | (new > high[active])
        new[outside] = (low + high)[active][outside] / 2
        before[active], change_before[active] = old, change
        value[active] = new
        scale = RELATIVE_TOLERANCE * (new + v[active].mean(axis=1)) if tolerance is None else tolerance
        active = active[np.abs(new - old) > scale]
        if not active.size:
            return value
    raise _unsettled()


def _unsettled() -> EvidenceError:
    return EvidenceError(
        "The variance between studies has not settled.", todo="Choose another estimator: DL."
    )


def _sum(values: Floats) -> Floats:
    total: Floats = values.sum(axis=1)
    return total


def _trace(matrices: Floats) -> Floats:
    trace: Floats = np.trace(matrices, axis1=1, axis2=2)
    return trace
