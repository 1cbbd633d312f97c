"""What small studies may hide: tests of an asymmetric funnel, and trim and fill."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from mirra.arrays import Floats
from mirra.errors import EvidenceError
from mirra.evidence.between import regress
from mirra.evidence.moderators import meta_regression
from mirra.evidence.pooled import Pooled, PoolSettings, checked, pool

Side = Literal["left", "right"]
FEWEST = 3


class Asymmetry(NamedTuple):
    """A test that effects do not depend on how exact the studies are; ``df`` is missing where the test is z."""

    statistic: float
    df: float | None
    p: float
    test: str


def egger_linear(effects: ArrayLike, variances: ArrayLike) -> Asymmetry:
    """The classical test of Egger, Davey Smith, Schneider and Minder 1997 (BMJ 315, 629-634).

    A linear model of the effects on their standard errors, weighted by 1 / variance, with a multiplicative dispersion:
    the slope over its standard error is t of k - 2. Raises ``EvidenceError`` for fewer than 3 studies.
    """
    y, v = _enough(effects, variances)
    design = np.stack([np.ones_like(v), np.sqrt(v)], axis=1)
    fit = regress(y[None], 1 / v[None], design)
    df = len(y) - 2
    slope, se = fit.coefficients[0, 1], np.sqrt(fit.covariance[0, 1, 1] * fit.q[0] / df)
    t = float(slope / se)
    return Asymmetry(t, df, float(2 * stats.t.sf(abs(t), df)), "Egger, linear model")


def egger_mixed(effects: ArrayLike, variances: ArrayLike, settings: PoolSettings | None = None) -> Asymmetry:
    """The mixed-effects form, which metafor's ``regtest`` takes unless told otherwise: a meta-regression on the
    standard error (Sterne and Egger 2005). By "z" unless ``settings`` say otherwise.

    Raises ``EvidenceError`` for fewer than 3 studies, and where all have the same variance.
    """
    y, v = _enough(effects, variances)
    fit = meta_regression(y, v, {"standard error": np.sqrt(v)}, settings or PoolSettings(test="z"))
    return Asymmetry(float(fit.statistics[1]), fit.df, float(fit.p[1]), "Egger, mixed-effects model")


def begg(effects: ArrayLike, variances: ArrayLike) -> Asymmetry:
    """The rank correlation of Begg and Mazumdar 1994 (Biometrics 50, 1088-1101): Kendall's tau, p by its normal limit.

    Raises ``EvidenceError`` for fewer than 3 studies.
    """
    y, v = _enough(effects, variances)
    mean = (y / v).sum() / (1 / v).sum()
    scaled = (y - mean) / np.sqrt(v - 1 / (1 / v).sum())
    tau, p = stats.kendalltau(scaled, v, method="asymptotic")
    return Asymmetry(float(tau), None, float(p), "Begg, rank correlation")


@dataclass(frozen=True, eq=False)
class Filled:
    """The pool with the studies that trim and fill adds.

    ``missing`` studies are added on one ``side``, at ``effects`` with ``variances``; ``pooled`` holds all of them.
    """

    missing: int
    side: Side
    effects: Floats
    variances: Floats
    pooled: Pooled


def trim_and_fill(
    effects: ArrayLike,
    variances: ArrayLike,
    settings: PoolSettings | None = None,
    *,
    side: Side | None = None,
) -> Filled:
    """Trim and fill by the estimator L0 (Duval and Tweedie 2000, Biometrics 56, 455-463).

    ``side`` is where studies are thought to be missing; unless given it is the right where effects fall with the
    standard error, else the left. Raises ``EvidenceError`` for fewer than 3 studies.
    """
    settings = settings or PoolSettings(test="z")
    y, v = _enough(effects, variances)
    if side is None:
        side = "right" if _slope(y, v, settings) < 0 else "left"
    sign = -1.0 if side == "right" else 1.0
    order = np.argsort(sign * y, kind="stable")
    sorted_y, sorted_v = (sign * y)[order], v[order]
    missing = _trimmed(sorted_y, sorted_v, settings)
    rest = len(y) - missing
    centre = _centre(sorted_y[:rest], sorted_v[:rest], settings)
    added = sign * (2 * centre - sorted_y[rest:])
    added_variances = sorted_v[rest:]
    both = pool(np.append(y, added), np.append(v, added_variances), **asdict(settings))
    return Filled(missing, side, added, added_variances, both)


def _trimmed(y: Floats, v: Floats, settings: PoolSettings) -> int:
    """How many of the sorted studies have no counterpart; where that goes back and forth, the larger number."""
    k, number = len(y), 0
    tried: set[int] = set()
    while number not in tried:
        tried.add(number)
        away = y - _centre(y[: k - number], v[: k - number], settings)
        ranks = stats.rankdata(np.abs(away), method="ordinal")
        positive = ranks[away > 0].sum()
        number = min(k - 2, max(0, round((4 * positive - k * (k + 1)) / (2 * k - 1))))
    return number


def _centre(y: Floats, v: Floats, settings: PoolSettings) -> float:
    return pool(y, v, **{**asdict(settings), "test": "z"}).estimate


def _slope(y: Floats, v: Floats, settings: PoolSettings) -> float:
    return float(meta_regression(y, v, {"standard error": np.sqrt(v)}, settings).coefficients[1])


def _enough(effects: ArrayLike, variances: ArrayLike) -> tuple[Floats, Floats]:
    y, v = checked(effects, variances)
    if len(y) < FEWEST:
        raise EvidenceError(f"This needs at least {FEWEST} studies, got {len(y)}.")
    return y, v
