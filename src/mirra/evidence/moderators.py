"""What explains that studies differ: meta-regression on numbers, and subgroups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from mirra.arrays import Floats
from mirra.errors import EvidenceError
from mirra.evidence.between import regress
from mirra.evidence.pooled import Pooled, PoolSettings, between_studies, checked, pool
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INTERCEPT = "intercept"


@dataclass(frozen=True, eq=False)
class MetaRegression(Result):
    """How effects change with moderators.

    Of each of the ``names`` (the intercept first): ``coefficients``, ``se``, ``statistics`` (z, or t of ``df`` degrees
    of freedom), ``p``, ``low`` and ``high``. ``qm`` tests all moderators together (chi squared of ``qm_df``, or with
    Knapp-Hartung F of ``qm_df`` and ``df``), ``qe`` what is left between studies. ``tau2`` is what is left of
    ``tau2_alone``, the variance without moderators; ``r2`` the percentage that they explain.
    """

    names: tuple[str, ...]
    coefficients: Floats
    se: Floats
    statistics: Floats
    df: float | None
    p: Floats
    low: Floats
    high: Floats
    qm: float
    qm_df: int
    qm_p: float
    qe: float
    qe_p: float
    tau2: float
    tau2_alone: float
    r2: float | None
    effects: Floats
    variances: Floats
    design: Floats
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> Mapping[str, Any]:
        """The tests of all moderators and of what is left, and each coefficient; flat."""
        columns = zip(self.names, self.coefficients, self.se, self.p, strict=True)
        each = {
            f"{name}{ending}": float(number)
            for name, *numbers in columns
            for ending, number in zip(("", "_se", "_p"), numbers, strict=True)
        }
        whole = ("qm", "qm_df", "qm_p", "qe", "qe_p", "tau2", "tau2_alone", "r2", "df")
        numbers = {name: getattr(self, name) for name in whole}
        return {"k": len(self.effects), **each, **numbers, **self.parameters}

    def table(self) -> Table:
        """Each coefficient with its test and interval."""
        columns = (self.coefficients, self.se, self.statistics, self.p, self.low, self.high)
        rows = zip(self.names, *columns, strict=True)
        return Table(["name", "coefficient", "se", "statistic", "p", "low", "high"], rows)

    def plot(self, ax: Axes) -> None:
        """The effects over the first moderator, larger where they weigh more, with the line of the regression."""
        from mirra.evidence.plots import bubbles

        moderator = self.design[:, 1]
        ends = np.array([moderator.min(), moderator.max()])
        others = self.design[:, 2:].mean(axis=0) @ self.coefficients[2:]
        heights = self.coefficients[0] + self.coefficients[1] * ends + others
        weights = 1 / (self.variances + self.tau2)
        bubbles(ax, moderator, self.effects, weights, (ends, heights), self.names[1])


def meta_regression(
    effects: ArrayLike,
    variances: ArrayLike,
    moderators: Mapping[str, ArrayLike],
    settings: PoolSettings | None = None,
) -> MetaRegression:
    """A mixed-effects regression of effects (k,) on ``moderators``, names to numbers (k,).

    Raises ``EvidenceError`` as ``pool`` does, for a moderator that is not a number for each study, without any, for
    moderators that explain each other, and where there are not more studies than coefficients.
    """
    settings = settings or PoolSettings()
    y, v = checked(effects, variances)
    if not moderators:
        raise EvidenceError("A regression needs at least 1 moderator.", todo="Pool studies by pool.")
    design = _design(moderators, len(y))
    k, p = design.shape
    if k <= p:
        raise EvidenceError(
            f"There must be at least {p + 1} studies for {p} coefficients, got {k}.",
            todo="Leave moderators out.",
        )
    row, weight = y[None], v[None]
    tau2 = float(between_studies(row, weight, design, settings)[0])
    alone = float(between_studies(row, weight, np.ones((k, 1)), settings)[0])
    fit = regress(row, 1 / (weight + tau2), design)
    coefficients, covariance = fit.coefficients[0], fit.covariance[0]
    knapp_hartung = settings.test == "knapp-hartung"
    if knapp_hartung:
        covariance = covariance * settings.inflation(float(fit.q[0]) / (k - p))
    se = np.sqrt(np.diag(covariance))
    reference = stats.t(k - p) if knapp_hartung else stats.norm()
    reach = reference.ppf((1 + settings.level) / 2) * se
    explained = coefficients[1:] @ np.linalg.solve(covariance[1:, 1:], coefficients[1:])
    qe = float(regress(row, 1 / weight, design).q[0])
    qm = float(explained) / (p - 1) if knapp_hartung else float(explained)
    return MetaRegression(
        names=(INTERCEPT, *moderators),
        coefficients=coefficients,
        se=se,
        statistics=coefficients / se,
        df=float(k - p) if knapp_hartung else None,
        p=2 * reference.sf(np.abs(coefficients / se)),
        low=coefficients - reach,
        high=coefficients + reach,
        qm=qm,
        qm_df=p - 1,
        qm_p=float(stats.f.sf(qm, p - 1, k - p) if knapp_hartung else stats.chi2.sf(qm, p - 1)),
        qe=qe,
        qe_p=float(stats.chi2.sf(qe, k - p)),
        tau2=tau2,
        tau2_alone=alone,
        r2=100 * max(0.0, (alone - tau2) / alone) if alone > 0 else None,
        effects=y,
        variances=v,
        design=design,
        parameters=asdict(settings),
    )


@dataclass(frozen=True, eq=False)
class Subgroups:
    """A pool of each subgroup, and the test that they do not differ: ``q`` with ``df`` and ``p`` (chi squared)."""

    pools: Mapping[str, Pooled]
    q: float
    df: int
    p: float


def subgroups(
    effects: ArrayLike,
    variances: ArrayLike,
    groups: Sequence[str],
    settings: PoolSettings | None = None,
) -> Subgroups:
    """Each subgroup pooled with a variance between studies of its own, and the test between them.

    Raises ``EvidenceError`` as ``pool`` does, for another number of ``groups`` than studies, and for a single group.
    """
    settings = settings or PoolSettings()
    y, v = checked(effects, variances)
    names = list(dict.fromkeys(groups))
    if len(groups) != len(y) or len(names) < 2:
        raise EvidenceError(
            f"Each of {len(y)} studies needs a group, of 2 or more kinds; got {len(groups)} of {len(names)} kinds.",
            where="groups",
        )
    chosen = np.asarray(groups, dtype=object)
    pools = {name: pool(y[chosen == name], v[chosen == name], **asdict(settings)) for name in names}
    means = np.array([[one_pool.estimate for one_pool in pools.values()]])
    errors = np.array([[one_pool.se for one_pool in pools.values()]])
    q = float(regress(means, 1 / errors**2, np.ones((len(names), 1))).q[0])
    return Subgroups(pools, q, len(names) - 1, float(stats.chi2.sf(q, len(names) - 1)))


def _design(moderators: Mapping[str, ArrayLike], count: int) -> Floats:
    columns = [np.ones(count)]
    for name, values in moderators.items():
        column = np.asarray(values, np.float64)
        if column.shape != (count,) or not np.isfinite(column).all():
            raise EvidenceError(
                f"The moderator must be a number for each of {count} studies.", where=f"moderator {name}"
            )
        columns.append(column)
    design = np.stack(columns, axis=1)
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise EvidenceError("The moderators explain each other, or do not vary.", where="moderators")
    return design
