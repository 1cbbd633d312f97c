"""Effects of studies made one: the mean effect, how sure it is, and how far studies differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from mirra.arrays import Floats
from mirra.errors import EvidenceError
from mirra.evidence import like_metafor
from mirra.evidence.between import METHODS, Fit, Method, profiled, regress, tau2
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Test = Literal["z", "knapp-hartung"]
TESTS: tuple[Test, ...] = get_args(Test)
Interval = tuple[float, float]


@dataclass(frozen=True)
class PoolSettings:
    """How effects are pooled.

    ``method`` estimates the variance between studies; ``test`` is "z" or "knapp-hartung" (Knapp and Hartung 2003,
    Statistics in Medicine 22, 2693-2710). With ``guard`` the latter never makes the interval narrower than the weights
    alone would (Rover, Knapp and Friede 2015, BMC Medical Research Methodology 15, 99); metafor's "knha" has none.
    ``level`` is that of all intervals. ``like="metafor"`` gives the numbers of metafor 3.8-1: no guard, and tau² where
    it stops looking. Raises ``EvidenceError`` for an unknown method, test or ``like``, and another level.
    """

    method: Method = "REML"
    test: Test = "knapp-hartung"
    guard: bool = True
    level: float = 0.95
    like: str | None = None

    def __post_init__(self) -> None:
        offered: tuple[tuple[str, str | None, tuple[str | None, ...]], ...] = (
            ("method", self.method, METHODS),
            ("test", self.test, TESTS),
            ("like", self.like, (None, "metafor")),
        )
        for field_name, chosen, choices in offered:
            if chosen not in choices:
                names = ", ".join(choice for choice in choices if choice)
                raise EvidenceError(
                    f"There is no {field_name} “{chosen}”.", where=field_name, todo=f"Choose from: {names}."
                )
        if not 0 < self.level < 1:
            raise EvidenceError(
                f"The level must lie between 0 and 1 (0.95 is usual), not at {self.level:g}.", where="level"
            )

    def inflation(self, ratio: ArrayLike) -> Floats:
        """What Knapp and Hartung multiply a variance by: the weighted residual variance, with the guard at least 1."""
        plain = np.asarray(ratio, np.float64)
        return np.maximum(plain, 1.0) if self.guard and not self.like else plain


@dataclass(frozen=True, eq=False)
class Pools:
    """Many meta-analyses at a time; every array (m,), one number for each analysis.

    ``se`` is that of the test; ``low`` and ``high`` the interval, ``prediction_low`` and ``prediction_high`` that of
    the effect in a further study, NaN for the method "fixed". ``q`` with its ``q_p`` is Cochran's; ``i2`` in percent.
    """

    estimate: Floats
    se: Floats
    statistic: Floats
    p: Floats
    low: Floats
    high: Floats
    prediction_low: Floats
    prediction_high: Floats
    tau2: Floats
    i2: Floats
    h2: Floats
    q: Floats
    q_p: Floats


@dataclass(frozen=True, eq=False)
class Pooled(Result):
    """One mean effect of several studies.

    ``estimate`` with ``se``, ``statistic`` (z, or t of ``df`` degrees of freedom), ``p`` and the interval ``ci``;
    ``prediction`` is the interval for the effect in a further study; ``tau2`` the variance between studies, ``i2`` its
    share of all variance in percent, ``h2``; ``q`` is Cochran's with ``q_p``. ``tau2_ci`` and ``i2_ci`` are Q-profile
    intervals. Of each study ``effects``, ``variances`` and ``weights`` (percent), by ``labels``.
    """

    estimate: float
    se: float
    statistic: float
    df: float | None
    p: float
    ci: Interval
    prediction: Interval | None
    tau2: float
    tau2_ci: Interval | None
    i2: float
    i2_ci: Interval | None
    h2: float
    q: float
    q_p: float
    effects: Floats
    variances: Floats
    weights: Floats
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> Mapping[str, Any]:
        """The mean effect with its interval and test, and how far studies differ; flat."""
        return {
            "k": len(self.effects),
            "estimate": self.estimate,
            "se": self.se,
            "statistic": self.statistic,
            "df": self.df,
            "p": self.p,
            "low": self.ci[0],
            "high": self.ci[1],
            "prediction_low": self.prediction[0] if self.prediction else None,
            "prediction_high": self.prediction[1] if self.prediction else None,
            "tau2": self.tau2,
            "tau2_low": self.tau2_ci[0] if self.tau2_ci else None,
            "tau2_high": self.tau2_ci[1] if self.tau2_ci else None,
            "i2": self.i2,
            "i2_low": self.i2_ci[0] if self.i2_ci else None,
            "i2_high": self.i2_ci[1] if self.i2_ci else None,
            "h2": self.h2,
            "q": self.q,
            "q_p": self.q_p,
            "notes": "; ".join(self.notes),
            **self.parameters,
        }

    def table(self) -> Table:
        """Each study with its effect, variance, interval and weight in percent."""
        columns = (self.effects, self.variances, *self._intervals(), self.weights)
        rows = zip(self.labels, *columns, strict=True)
        return Table(["study", "effect", "variance", "low", "high", "weight_percent"], rows)

    def plot(self, ax: Axes) -> None:
        """A forest plot: each study with its interval, the pool as a diamond, the prediction interval beneath."""
        from mirra.evidence.plots import Forest, forest

        low, high = self.ci
        title = f"{self.estimate:.2f} [{low:.2f}, {high:.2f}], k = {len(self.effects)}, I² = {self.i2:.0f} %"
        unit = f"effect, with {100 * self.parameters['level']:g} % intervals"
        studies = self.labels, self.effects, *self._intervals(), self.weights
        forest(ax, Forest(*studies, self.estimate, self.ci, self.prediction, title, unit))

    def _intervals(self) -> tuple[Floats, Floats]:
        """The ends of each study's own interval."""
        half = stats.norm.ppf((1 + self.parameters["level"]) / 2) * np.sqrt(self.variances)
        return self.effects - half, self.effects + half

    def funnel(self, ax: Axes) -> None:
        """A funnel plot: effects over their standard errors, exact studies on top."""
        from mirra.evidence.plots import funnel

        funnel(ax, self.effects, np.sqrt(self.variances), self.estimate)


def pool(
    effects: ArrayLike,
    variances: ArrayLike,
    *,
    method: Method = "REML",
    test: Test = "knapp-hartung",
    guard: bool = True,
    level: float = 0.95,
    like: str | None = None,
    labels: Sequence[str] | None = None,
) -> Pooled:
    """The mean effect of k studies from their ``effects`` (k,) and sampling ``variances`` (k,), squares of their unit.

    The rest is told by ``PoolSettings``. One study pools to itself, by the test "z". Raises ``EvidenceError`` for an
    effect that is not a number, a variance that is not positive, and other lengths.
    """
    settings = PoolSettings(method, test, guard, level, like)
    y, v = checked(effects, variances)
    if y.ndim != 1:
        raise EvidenceError("The effects must be one list of numbers.", todo="Pool many lists by pool_many.")
    notes: list[str] = []
    if len(y) == 1:
        notes.append("one study: nothing is known of the variance between studies")
        settings = replace(settings, test="z")
    pools, fit = _pools(y[None], v[None], settings)
    numbers = {name: float(values[0]) for name, values in vars(pools).items()}
    random = method != "fixed"
    between = tau2_interval(y, v, level, like) if random and len(y) > 1 else None
    return Pooled(
        estimate=numbers["estimate"],
        se=numbers["se"],
        statistic=numbers["statistic"],
        df=len(y) - 1.0 if settings.test == "knapp-hartung" else None,
        p=numbers["p"],
        ci=(numbers["low"], numbers["high"]),
        prediction=(numbers["prediction_low"], numbers["prediction_high"]) if random else None,
        tau2=numbers["tau2"],
        tau2_ci=between,
        i2=numbers["i2"],
        i2_ci=_i2_interval(between, v) if between else None,
        h2=numbers["h2"],
        q=numbers["q"],
        q_p=numbers["q_p"],
        effects=y,
        variances=v,
        weights=100 * fit.weights[0] / fit.weights[0].sum(),
        labels=labelled(labels, len(y)),
        notes=tuple(notes),
        parameters=asdict(settings),
    )


def pool_many(effects: ArrayLike, variances: ArrayLike, settings: PoolSettings | None = None) -> Pools:
    """Many meta-analyses of k studies each at a time, from ``effects`` (m, k) and ``variances`` (m, k).

    Made for simulation studies. Raises ``EvidenceError`` as ``pool`` does, and for fewer than two studies.
    """
    y, v = checked(effects, variances)
    if y.ndim != 2 or y.shape[1] < 2:
        raise EvidenceError(f"Effects must have two axes, analyses and 2 or more studies, got {y.shape}.")
    pieces = [
        _pools(y[at : at + CHUNK], v[at : at + CHUNK], settings or PoolSettings())[0]
        for at in range(0, len(y), CHUNK)
    ]
    return Pools(
        *(np.concatenate(columns) for columns in zip(*(vars(p).values() for p in pieces), strict=True))
    )


CHUNK = 4096  # analyses at a time, so that what is worked on stays in the processor's cache


def tau2_interval(
    effects: ArrayLike, variances: ArrayLike, level: float = 0.95, like: str | None = None
) -> Interval:
    """The Q-profile interval of tau² (Viechtbauer 2007, Statistics in Medicine 26, 37-52)."""
    y, v = checked(effects, variances)
    x = np.ones((len(y), 1))
    tails = stats.chi2.ppf([(1 + level) / 2, (1 - level) / 2], len(y) - 1)
    find = like_metafor.profiled if like else profiled
    low, high = (float(find(y[None], v[None], x, float(tail))[0]) for tail in tails)
    return low, high


def checked(effects: ArrayLike, variances: ArrayLike) -> tuple[Floats, Floats]:
    """Effects and variances as arrays of one shape; raises ``EvidenceError`` naming the first study that is wrong."""
    y, v = np.asarray(effects, np.float64), np.asarray(variances, np.float64)
    if y.shape != v.shape or y.ndim == 0 or not y.size:
        raise EvidenceError(
            f"Each study needs an effect and a variance; the shapes are {y.shape} and {v.shape}.",
            todo="Give both for at least one study.",
        )
    for name, values, right in (
        ("effect", y, np.isfinite(y)),
        ("variance", v, np.isfinite(v) & (v > 0)),
    ):
        if not right.all():
            index = tuple(int(i) for i in np.argwhere(~right)[0])
            wanted = "a number" if name == "effect" else "a positive number"
            raise EvidenceError(
                f"The {name} must be {wanted}, got {values[index]:g}.",
                where=f"study {index[-1] + 1}",
                todo="Correct the study, or leave it out.",
            )
    return y, v


def _pools(y: Floats, v: Floats, settings: PoolSettings) -> tuple[Pools, Fit]:
    x, df = np.ones((y.shape[1], 1)), y.shape[1] - 1
    between = between_studies(y, v, x, settings)
    common = regress(y, 1 / v, x)
    fit = regress(y, 1 / (v + between[:, None]), x)
    estimate, se = fit.coefficients[:, 0], np.sqrt(fit.covariance[:, 0, 0])
    if settings.test == "knapp-hartung":
        se = se * np.sqrt(settings.inflation(fit.q / df))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = estimate / se
    reference = stats.t(df) if settings.test == "knapp-hartung" else stats.norm()
    reach = reference.ppf((1 + settings.level) / 2)
    spread = np.sqrt(between + se**2) if settings.method != "fixed" else np.full_like(se, np.nan)
    typical = df / common.trace(x) if df else np.full_like(se, np.nan)
    if settings.method == "fixed":
        h2 = common.q / df if df else np.full_like(se, np.nan)
        i2 = 100 * np.maximum(0.0, 1 - 1 / np.maximum(h2, np.finfo(float).tiny))
    else:
        h2, i2 = between / typical + 1, 100 * between / (between + typical)
    return Pools(
        estimate=estimate,
        se=se,
        statistic=statistic,
        p=2 * reference.sf(np.abs(statistic)),
        low=estimate - reach * se,
        high=estimate + reach * se,
        prediction_low=estimate - reach * spread,
        prediction_high=estimate + reach * spread,
        tau2=between,
        i2=i2,
        h2=h2,
        q=common.q,
        q_p=stats.chi2.sf(common.q, df) if df else np.ones_like(se),
    ), fit


def between_studies(y: Floats, v: Floats, x: Floats, settings: PoolSettings) -> Floats:
    """The variance between studies (m,) of effects ``y`` (m, k) with variances ``v`` on a design ``x`` (k, p)."""
    if settings.like and settings.method == "PM":
        return like_metafor.profiled(y, v, x, float(y.shape[1] - x.shape[1]))
    return tau2(y, v, x, settings.method, like_metafor.STEP_TOLERANCE if settings.like else None)


def _i2_interval(between: Interval, v: Floats) -> Interval:
    x = np.ones((len(v), 1))
    typical = (len(v) - 1) / float(regress(np.zeros((1, len(v))), 1 / v[None], x).trace(x)[0])
    low, high = (100 * tau2 / (tau2 + typical) for tau2 in between)
    return low, high


def labelled(labels: Sequence[str] | None, count: int) -> tuple[str, ...]:
    """A name for each study; raises ``EvidenceError`` for another number of ``labels``, and one that comes twice."""
    named = tuple(labels) if labels is not None else tuple(f"study {k}" for k in range(1, count + 1))
    if len(named) != count:
        raise EvidenceError(f"There are {count} studies and {len(named)} labels.", where="labels")
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        raise EvidenceError(
            f"The study “{twice}” is there twice.",
            where="labels",
            todo="Leave one out, or name them apart where both are meant.",
        )
    return named
