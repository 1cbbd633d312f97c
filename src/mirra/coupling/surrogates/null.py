"""An observed statistic beside its null distribution: p, distance, table and picture; every result names its null."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.coupling.schemes import SCHEMES
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Alternative = Literal["greater", "two-sided"]
ROUNDING = 1e-12  # of the observed value


def p_value(observed: ArrayLike, null: Floats) -> Floats:
    """(1 + k) / (1 + n), k of the n values of ``null`` (n, ...) being at least as large as ``observed`` (...).

    A null value that is missing counts against the finding. Davison and Hinkley 1997 (Bootstrap Methods and their
    Application), section 4.2.
    """
    value = np.asarray(observed, dtype=np.float64)
    # Rounding must not make a surrogate that is the recording itself look smaller than it.
    less = null < value - ROUNDING * np.abs(value)
    return np.asarray((1 + np.count_nonzero(~less, axis=0)) / (1 + len(null)), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class SurrogateTest(Result):
    """An observed statistic beside its null distribution (n,), with what was done to get it.

    ``alternative`` "greater" counts surrogates at least as large as the observed; "two-sided" those at least as far
    from the middle, the mean of observed and surrogates together. A surrogate without a value counts against the
    finding.
    """

    statistic: str
    observed: float
    null: Floats
    scheme: str
    alternative: Alternative
    seed: int
    parameters: Mapping[str, Any] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of surrogates."""
        return len(self.null)

    @property
    def null_name(self) -> str:
        """The null hypothesis, and what a surrogate keeps."""
        return SCHEMES[self.scheme].said

    @property
    def p(self) -> float:
        """``p_value`` of the observed, by its alternative; NaN without an observed."""
        if math.isnan(self.observed):
            return math.nan
        null, observed = self.null, self.observed
        if self.alternative == "two-sided":
            middle = float(np.nanmean(np.append(null, observed)))
            null, observed = np.abs(null - middle), abs(observed - middle)
        return float(p_value(observed, null))

    @property
    def z(self) -> float:
        """(observed - mean of the null) / SD of the null; a distance, not a test: the null need not be normal."""
        spread = float(np.nanstd(self.null, ddof=1)) if np.isfinite(self.null).sum() > 1 else math.nan
        return (self.observed - float(np.nanmean(self.null))) / spread if spread > 0 else math.nan

    def summary(self) -> Mapping[str, Any]:
        """Statistic, observed, null mean and SD, z, p and how they came about; flat."""
        known = bool(np.isfinite(self.null).any())
        return {
            "statistic": self.statistic,
            "observed": self.observed,
            "p": self.p,
            "z": self.z,
            "null_mean": float(np.nanmean(self.null)) if known else math.nan,
            "null_sd": float(np.nanstd(self.null, ddof=1)) if np.isfinite(self.null).sum() > 1 else math.nan,
            "n": self.n,
            "alternative": self.alternative,
            "scheme": self.scheme,
            "null": self.null_name,
            "seed": self.seed,
            **self.parameters,
            "cautions": list(self.cautions),
        }

    def table(self) -> Table:
        """The observed value and every surrogate's, one a row."""
        rows = chain([("observed", self.observed)], (("surrogate", value) for value in self.null))
        return Table(["kind", self.statistic], rows)

    def plot(self, ax: Axes) -> None:
        """Real against null: the surrogates' histogram with the observed value marked and labelled."""
        from mirra.figures import FIRST, INK, QUIET

        known = self.null[np.isfinite(self.null)]
        if known.size:
            ax.hist(known, bins=min(40, max(8, self.n // 25)), color=QUIET, alpha=0.6)
        words = self.statistic.replace("_", " ")
        if math.isfinite(self.observed):
            ax.axvline(self.observed, color=FIRST, linewidth=2)
            middle = float(np.mean(known)) if known.size else self.observed
            right = self.observed < middle
            ax.annotate(
                f"observed {self.observed:.3g}\np = {self.p:.3g}",
                (self.observed, 0.97),
                xycoords=("data", "axes fraction"),
                xytext=(6 if right else -6, 0),
                textcoords="offset points",
                ha="left" if right else "right",
                va="top",
                color=FIRST,
            )
        ax.set_xlabel(f"{words} (mean Fisher z)" if self.parameters.get("unit") == "z" else words)
        ax.set_ylabel("surrogates (count)")
        ax.set_title(f"{self.n} surrogates, {self.scheme}", color=INK)


@dataclass(frozen=True, eq=False)
class SurrogateFamily(Result):
    """Several statistics of one dyad against one and the same set of surrogates, by name."""

    tests: Mapping[str, SurrogateTest]

    def __getitem__(self, name: str) -> SurrogateTest:
        return self.tests[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tests)

    def summary(self) -> Mapping[str, Any]:
        """For each statistic its observed value, p and z; scheme, null and parameters once; flat."""
        any_test = next(iter(self.tests.values()))
        numbers: dict[str, Any] = {}
        for name, each in self.tests.items():
            numbers |= {name: each.observed, f"{name}_p": each.p, f"{name}_z": each.z}
        shared = {name: value for name, value in any_test.parameters.items() if name != "absolute"}
        return numbers | {
            "n": any_test.n,
            "scheme": any_test.scheme,
            "null": any_test.null_name,
            "seed": any_test.seed,
            **shared,
            "cautions": list(any_test.cautions),
        }

    def table(self) -> Table:
        """One column a statistic; the first row is observed, the others are surrogates."""
        columns = list(self.tests.values())
        surrogates = zip(*(each.null for each in columns), strict=True)
        # One after the other: every shift of a recording of hours makes a million rows.
        rows = chain(
            [("observed", *(each.observed for each in columns))],
            (("surrogate", *values) for values in surrogates),
        )
        return Table(["kind", *self.tests], rows)

    def plot(self, ax: Axes) -> None:
        """Each statistic's observed value in SDs of its null, beside the middle 95 % of the null."""
        from mirra.figures import FIRST, INK, QUIET

        names = list(self.tests)
        for row, (_, each) in enumerate(self.tests.items()):
            spread, middle = float(np.nanstd(each.null, ddof=1)), float(np.nanmean(each.null))
            if not spread > 0:
                continue
            low, high = (np.nanquantile(each.null, [0.025, 0.975]) - middle) / spread
            ax.plot([low, high], [row, row], color=QUIET, linewidth=8, alpha=0.5, solid_capstyle="butt")
            ax.plot([each.z], [row], "o", color=FIRST)
            ax.annotate(
                f"p = {each.p:.3g}", (each.z, row), xytext=(8, 4), textcoords="offset points", color=INK
            )
        ax.axvline(0, color=INK, linewidth=0.8)
        ax.set_yticks(range(len(names)), [name.replace("_", " ") for name in names])
        ax.set_xlabel("distance from the mean of the surrogates (SD of the surrogates)")
        ax.set_ylabel("statistic")
        ax.set_title("Observed (dot) and the middle 95 % of surrogates (bar)", color=INK)
        ax.invert_yaxis()
        ax.margins(x=0.15)
