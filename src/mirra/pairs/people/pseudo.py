"""Pairs of people who never met, made from those who did: what a sample's coupling is held against."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mirra.arrays import Floats
from mirra.coupling import group
from mirra.coupling.checks import two_series
from mirra.coupling.group import SampleEffect
from mirra.coupling.schemes import SCHEMES
from mirra.coupling.settings import CorrelationSettings, WindowSettings
from mirra.coupling.surrogates.null import Alternative, SurrogateTest
from mirra.coupling.windowed import kernel
from mirra.coupling.windowed.crosslagged import SUMMARIES, in_samples, prepared
from mirra.coupling.windowed.kernel import Means, Windows
from mirra.errors import CouplingError
from mirra.result import ArrayResult, Arrays, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLOCK = 48  # dyads worked on at once
LEAST_EFFECT, LEAST_TEST = 3, 4  # dyads an interval and a test of partners need


@dataclass(frozen=True, eq=False)
class PseudoDyads(ArrayResult):
    """Every first person with every second one: the real dyads on the diagonal, pseudo-dyads beside it.

    ``names`` (D,) of the dyads; ``means`` name to (D, D), row the first person's dyad, column the second's, mean Fisher
    z, NaN where no window has a correlation; ``statistic`` which of them is tested; ``sample`` its effect size over
    dyads and ``test`` the real dyads against other assignments of partners, None for fewer dyads than they need.
    """

    names: tuple[str, ...]
    means: Mapping[str, Floats]
    statistic: str
    sample: SampleEffect | None = None
    test: SurrogateTest | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> Floats:
        """The tested statistic, (D, D)."""
        return self.means[self.statistic]

    @property
    def real(self) -> Floats:
        """The tested statistic of the real dyads, (D,)."""
        return np.diagonal(self.values).copy()

    @property
    def pseudo(self) -> Floats:
        """The tested statistic of the pseudo-dyads, (D (D - 1),)."""
        return self.values[~np.eye(len(self.names), dtype=bool)]

    @property
    def effect(self) -> float:
        """Cohen's d of real against pseudo-dyads; NaN for fewer than three dyads."""
        return self.sample.d if self.sample else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The middle 95 % of the effect size over dyads."""
        return (self.sample.low, self.sample.high) if self.sample else (math.nan, math.nan)

    @property
    def p(self) -> float:
        """The share of assignments of partners at least as extreme; NaN for fewer than four dyads."""
        return self.test.p if self.test else math.nan

    def summary(self) -> Mapping[str, Any]:
        """Number of dyads and pseudo-dyads, means and SDs of both for every statistic, effect size, interval and p."""
        numbers: dict[str, Any] = {
            "dyads": len(self.names),
            "pseudo_dyads": len(self.pseudo),
            "statistic": self.statistic,
            "null": SCHEMES["between-dyad"].said,
            "effect_size": self.effect,
            "effect_size_low": self.interval[0],
            "effect_size_high": self.interval[1],
            "p": self.p,
            "alternative": self.test.alternative if self.test else None,
        }
        for name, values in self.means.items():
            off = values[~np.eye(len(self.names), dtype=bool)]
            for kind, some in (("real", np.diagonal(values)), ("pseudo", off)):
                some = some[np.isfinite(some)]
                numbers[f"{name}_{kind}_mean"] = float(some.mean()) if some.size else math.nan
                numbers[f"{name}_{kind}_sd"] = float(some.std(ddof=1)) if some.size > 1 else math.nan
        return numbers | dict(self.parameters)

    def table(self) -> Table:
        """One row per pair: the first's dyad, the second's, whether it is real, and every statistic."""
        size = range(len(self.names))
        return Table(["first", "second", "real", *self.means], (
            [self.names[i], self.names[j], int(i == j), *(values[i, j] for values in self.means.values())]
            for i in size for j in size))  # fmt: skip

    def arrays(self) -> Arrays:
        """Every statistic by the ``first`` person's dyad and the ``second``'s."""
        return Arrays(
            {"first": (list(self.names), ""), "second": (list(self.names), "")},
            {name: (("first", "second"), values) for name, values in self.means.items()},
        )

    def plot(self, ax: Axes) -> None:
        """Real against pseudo: the pseudo-dyads' histogram with every real dyad as a stroke and both means labelled."""
        from mirra.figures import FIRST, INK, QUIET

        real, pseudo = (values[np.isfinite(values)] for values in (self.real, self.pseudo))
        ax.hist(pseudo, bins=min(40, max(8, len(pseudo) // 12)), color=QUIET, alpha=0.6)
        for value in real:
            ax.axvline(value, ymax=0.12, color=FIRST, linewidth=1.5)
        middle = (real.mean() + pseudo.mean()) / 2 if real.size and pseudo.size else 0.0
        for values, colour, word, height in ((real, FIRST, "real", 0.97), (pseudo, INK, "pseudo", 0.87)):
            if values.size:
                ax.axvline(values.mean(), color=colour, linestyle="--", linewidth=1)
                anchor = (values.mean(), height)
                right = values.mean() >= middle
                ax.annotate(f"mean of {len(values)} {word}", anchor, xycoords=("data", "axes fraction"),
                            xytext=(5 if right else -5, 0), textcoords="offset points", va="top",
                            ha="left" if right else "right", color=colour)  # fmt: skip
        unit = "|Fisher z|" if self.statistic.endswith("_absolute") else "Fisher z"
        ax.set_xlabel(f"{self.statistic.removesuffix('_absolute').replace('_', ' ')} (mean {unit})")
        ax.set_ylabel("pseudo-dyads (count); strokes: real dyads")
        low, high = self.interval
        ax.set_title(f"effect size {self.effect:.2f} [{low:.2f}, {high:.2f}], p = {self.p:.3g}")


@dataclass(frozen=True)
class ResamplingSettings:
    """How often dyads are drawn again for the effect size's interval, and partners are assigned again for p.

    Raises ``CouplingError`` for fewer than one of either, and a negative ``seed``.
    """

    resamples: int = 2000
    assignments: int = 9999
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value in (("resamples", self.resamples), ("assignments", self.assignments)):
            if value < 1:
                raise CouplingError(f"The number of {name} must be at least 1, not {value}.", where=name)
        if self.seed < 0:
            raise CouplingError(
                f"The seed must be 0 or a larger whole number, not {self.seed}.", where="seed"
            )


def pseudo_dyads(
    dyads: Mapping[str, tuple[ArrayLike, ArrayLike]],
    rate: float,
    windows: WindowSettings = WindowSettings(),
    correlation: CorrelationSettings = CorrelationSettings(),
    *,
    statistic: str = "grand_average",
    absolute: bool = False,
    resampling: ResamplingSettings = ResamplingSettings(),
) -> PseudoDyads:
    """Couple every first person with every dyad's second, roles kept; ``dyads`` name to two series (N,) at ``rate`` Hz.

    Series of different length meet over what both have. ``statistic`` is one of the summaries of
    ``lagged``, with ``absolute`` of abs(z). The effect size's interval draws whole dyads again, as often as
    ``resampling`` says, so that persons shared by pairs are not counted as new ones (three dyads are needed); p
    compares the real dyads' mean with that of random assignments of seconds to firsts, two-sided for signed statistics
    (four dyads).
    Raises ``CouplingError`` for fewer than two dyads, an unknown statistic, and as ``lagged`` does, naming the dyad.

    Bernieri & Rosenthal 1991; Ramseyer & Tschacher 2010, Nonverbal synchrony or random coincidence?
    """
    if len(dyads) < 2:
        raise CouplingError(f"Pseudo-dyads need two dyads or more; there are {len(dyads)}.")
    if statistic not in SUMMARIES:
        raise CouplingError(
            f"There is no statistic {statistic!r}.", todo=f"There are: {', '.join(SUMMARIES)}."
        )
    firsts: list[Floats] = []
    seconds: list[Floats] = []
    for name, (x, y) in dyads.items():
        try:
            pair = two_series(x, y)
            layout = in_samples(rate, windows, len(pair[0]), correlation.like)
            first, second = (prepared(series, rate, correlation) for series in pair)
        except CouplingError as error:
            where = f"{name}, {error.where}" if error.where else name
            raise CouplingError(error.what, where=where, todo=error.todo) from error
        firsts.append(first)
        seconds.append(second)
    means = _all_means(firsts, seconds, layout, correlation.share)
    tested = statistic + ("_absolute" if absolute else "")
    values = means[tested]
    known = int(np.isfinite(np.diagonal(values)).sum())
    seed, effect = resampling.seed, None
    if known >= LEAST_EFFECT:
        effect = group.sample_effect(values, resamples=resampling.resamples, seed=seed)
    sides: Alternative = "greater" if absolute else "two-sided"
    test = None
    if known >= LEAST_TEST:
        test = group.partner_test(values, n=resampling.assignments, seed=seed, alternative=sides, name=tested)
    parameters = {"rate": rate, **asdict(windows), **asdict(correlation), **asdict(resampling)}
    return PseudoDyads(tuple(dyads), means, tested, effect, test, parameters)


def _all_means(
    firsts: Sequence[Floats], seconds: Sequence[Floats], layout: Windows, share: float
) -> dict[str, Floats]:
    """Every statistic of every pair, (D, D), block by block of dyads."""
    means_of_pairs = {
        name + end: np.full((len(firsts),) * 2, np.nan) for name in SUMMARIES for end in ("", "_absolute")
    }
    lengths = np.array([len(first) for first in firsts])
    for rows, columns in _blocks(lengths):
        for some_rows, some_columns, length in _alike(rows, columns, lengths):
            means = Means(layout.lag)
            first = np.stack([firsts[i][:length] for i in some_rows])
            second = np.stack([seconds[j][:length] for j in some_columns])
            for r in kernel.all_pairs(first, second, layout, share=share):
                means.add(r)
            for name, values in means.statistics().items():
                means_of_pairs[name][np.ix_(some_rows, some_columns)] = values
    return means_of_pairs


def _blocks(lengths: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    order = np.argsort(-lengths, kind="stable")
    parts = [order[k : k + BLOCK] for k in range(0, len(order), BLOCK)]
    yield from ((rows, columns) for rows in parts for columns in parts)


def _alike(
    rows: NDArray[np.int64], columns: NDArray[np.int64], lengths: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], int]]:
    """Rectangles of pairs that share one common length, the shorter series'."""
    for length in np.unique(np.concatenate([lengths[rows], lengths[columns]])):
        here, longer = rows[lengths[rows] == length], columns[lengths[columns] >= length]
        if len(here) and len(longer):
            yield here, longer, int(length)
        here, longer = columns[lengths[columns] == length], rows[lengths[rows] > length]
        if len(here) and len(longer):
            yield longer, here, int(length)
