"""What a sample of dyads shows: effect size with an interval over dyads, test against strangers, families of p."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mirra.arrays import Floats
from mirra.coupling.surrogates.null import Alternative, SurrogateTest
from mirra.errors import CouplingError
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Interval = Literal["bca", "percentile"]


@dataclass(frozen=True, eq=False)
class SampleEffect(Result):
    """Cohen's d of real dyads against pseudo-dyads, with an interval over dyads.

    ``d`` is the difference of the means over the pooled SD of both kinds; ``draws`` (R,) are its values over samples of
    dyads drawn with replacement. Dyads are drawn, not pairs: the pseudo-dyads share persons and are not independent.
    """

    d: float
    low: float
    high: float
    mean_real: float
    mean_pseudo: float
    n_dyads: int
    n_pseudo: int
    draws: Floats
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> Mapping[str, Any]:
        """d with its interval, both means, numbers of dyads and pairs, how the interval was made; flat."""
        return {
            "d": self.d,
            "d_low": self.low,
            "d_high": self.high,
            "mean_real": self.mean_real,
            "mean_pseudo": self.mean_pseudo,
            "n_dyads": self.n_dyads,
            "n_pseudo": self.n_pseudo,
            **self.parameters,
        }

    def table(self) -> Table:
        """d of the sample, then of every drawn sample, one a row."""
        return Table(["kind", "d"], [("sample", self.d), *(("drawn", draw) for draw in self.draws)])

    def plot(self, ax: Axes) -> None:
        """Histogram of d over drawn samples of dyads, with d, its interval and no difference marked."""
        from mirra.figures import FIRST, INK, QUIET

        known = self.draws[np.isfinite(self.draws)]
        if known.size:
            ax.hist(known, bins=40, color=QUIET, alpha=0.6)
        ax.axvline(0, color=INK, linewidth=0.8, linestyle=":")
        ax.axvline(self.d, color=FIRST, linewidth=2)
        ax.axvspan(self.low, self.high, color=FIRST, alpha=0.12)
        words = f"d = {self.d:.2f} [{self.low:.2f}, {self.high:.2f}]"
        ax.annotate(words, (self.d, 0.97), xycoords=("data", "axes fraction"), xytext=(6, 0),
                    textcoords="offset points", va="top", color=FIRST)  # fmt: skip
        ax.set_xlabel("real against pseudo-dyads (Cohen's d)")
        ax.set_ylabel("samples of dyads (count)")


def sample_effect(
    values: ArrayLike,
    *,
    resamples: int = 2000,
    confidence: float = 0.95,
    interval: Interval = "bca",
    seed: int = 0,
) -> SampleEffect:
    """Cohen's d of a sample's real dyads against its pseudo-dyads, from ``values`` (D, D).

    Row: the first person's dyad; column: the second's; real dyads on the diagonal; NaN is left out. The interval comes
    from ``resamples`` samples of dyads, bias-corrected and accelerated (Efron 1987, J Am Stat Assoc 82:171) or of
    plain percentiles; a dyad drawn twice makes no pseudo-dyad with itself. Raises ``CouplingError`` for fewer than
    three dyads with a value.
    """
    table = _square(values)
    table = table[np.isfinite(np.diagonal(table))][:, np.isfinite(np.diagonal(table))]
    count = len(table)
    if count < 3:
        raise CouplingError(f"An effect over dyads needs three with a value; there are {count}.")
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=resamples)
    d = float(_cohen(table, np.ones((1, count)))[0])
    draws = _cohen(table, drawn.astype(np.float64))
    left_out = _cohen(table, 1.0 - np.eye(count))
    low, high = _interval(d, draws, left_out if interval == "bca" else None, confidence)
    pseudo = table[~np.eye(count, dtype=bool)]
    pseudo = pseudo[np.isfinite(pseudo)]
    parameters = {"resamples": resamples, "confidence": confidence, "interval": interval, "seed": seed}
    return SampleEffect(
        d, low, high, float(np.diagonal(table).mean()), float(pseudo.mean()), count, len(pseudo), draws, parameters
    )  # fmt: skip


def partner_test(
    values: ArrayLike,
    *,
    n: int = 9999,
    seed: int = 0,
    alternative: Alternative = "greater",
    name: str = "coupling",
) -> SurrogateTest:
    """Test the real dyads' mean against ``n`` random assignments of seconds to firsts, roles kept; ``values`` (D, D).

    Row: the first person's dyad; column: the second's. Pairs without a value (NaN) are left out of an assignment's
    mean. Raises ``CouplingError`` where the table is not square or there are fewer than four dyads, whose assignments
    could not reach 0.05.
    """
    table = _square(values)
    count = len(table)
    if count < 4:
        raise CouplingError(
            f"The {count} dyads have too few assignments of partners to test anything; four are needed."
        )
    partners = np.random.default_rng(seed).permuted(np.tile(np.arange(count), (n, 1)), axis=1)
    chosen = table[np.arange(count), partners]
    known = np.isfinite(chosen)
    with np.errstate(invalid="ignore"):
        null = np.where(known, chosen, 0.0).sum(axis=1) / known.sum(axis=1)
    real = np.diagonal(table)
    observed = float(real[np.isfinite(real)].mean()) if np.isfinite(real).any() else math.nan
    return SurrogateTest(name, observed, null, "between-dyad", alternative, seed, {"n_dyads": count})


def fdr(p: ArrayLike, method: Literal["bh", "by"] = "bh") -> Floats:
    """p values adjusted for a false discovery rate over their family, of the same shape; NaN stays and is not counted.

    "bh" after Benjamini & Hochberg 1995 for independent or positively dependent tests, "by" after Benjamini & Yekutieli
    2001 for any dependence. Raises ``CouplingError`` for values outside 0..1 and for another method.
    """
    values = np.array(p, dtype=np.float64)
    if method not in ("bh", "by"):
        raise CouplingError(f"There is no adjustment {method!r}.", todo="There are bh and by.")
    known = ~np.isnan(values)
    if ((values[known] < 0) | (values[known] > 1)).any():
        raise CouplingError("The p values must lie between 0 and 1.")
    if known.any():
        from scipy import stats  # a second of importing that only those who adjust should wait for

        values[known] = stats.false_discovery_control(values[known], method=method)
    return values


def binomial_band(n: int, rate: float = 0.05, confidence: float = 0.95) -> tuple[float, float]:
    """The shares between which the share of ``n`` independent tests at or below ``rate`` lies with ``confidence``.

    Equal tails, of whole numbers of tests, so the band holds at least ``confidence``. Raises ``CouplingError`` for no
    tests or a rate or confidence outside 0..1.
    """
    if n < 1 or not 0 < rate < 1 or not 0 < confidence < 1:
        raise CouplingError(
            f"A band needs a test or more, and rate and confidence between 0 and 1, not {n}, {rate} and {confidence}."
        )
    from scipy import stats

    tail = (1 - confidence) / 2
    low, high = stats.binom.ppf([tail, 1 - tail], n, rate)
    return float(low) / n, float(high) / n


def _square(values: ArrayLike) -> Floats:
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise CouplingError(f"The table of firsts by seconds must be square, not of shape {table.shape}.")
    return table


def _cohen(table: Floats, weights: Floats) -> Floats:
    """d (R,) for each row of ``weights`` (R, D), how often each dyad was drawn."""
    off = np.isfinite(table) & ~np.eye(len(table), dtype=bool)
    others = np.where(off, table, 0.0)
    real = np.diagonal(table)
    # About a common middle, so that the squares keep their digits.
    middle = real.mean()
    real, others = real - middle, np.where(off, others - middle, 0.0)

    def over_pairs(square: Floats) -> Floats:
        """The sum (R,) of ``square`` (D, D) over all pairs, each as often as its two dyads were drawn."""
        return np.asarray(((weights @ square) * weights).sum(axis=1))

    with np.errstate(divide="ignore", invalid="ignore"):
        n_real, n_other = weights.sum(axis=1), over_pairs(off.astype(np.float64))
        mean_real, mean_other = weights @ real / n_real, over_pairs(others) / n_other
        spread = weights @ real**2 - n_real * mean_real**2 + over_pairs(others**2) - n_other * mean_other**2
        return np.asarray((mean_real - mean_other) / np.sqrt(spread / (n_real + n_other - 2)))


def _interval(d: float, draws: Floats, left_out: Floats | None, confidence: float) -> tuple[float, float]:
    known = draws[np.isfinite(draws)]
    if not known.size:
        return math.nan, math.nan
    ends = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    if left_out is not None:
        below = (np.count_nonzero(known < d) + 0.5 * np.count_nonzero(known == d)) / known.size
        away = left_out.mean() - left_out
        scale = 6 * (away**2).sum() ** 1.5
        if 0 < below < 1 and scale > 0:
            bias, speed = special.ndtri(below), (away**3).sum() / scale
            at = bias + special.ndtri(ends)
            ends = special.ndtr(bias + at / (1 - speed * at))
    low, high = np.quantile(known, ends)
    return float(low), float(high)
