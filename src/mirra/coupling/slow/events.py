"""Co-activation: the moments at which two signals begin to rise together, such as skin conductance and heart rate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.coupling.checks import check_rate, two_series
from mirra.coupling.settings import NullSettings
from mirra.coupling.slow.slopes import slopes
from mirra.coupling.surrogates.null import SurrogateTest
from mirra.coupling.surrogates.testing import statistic_test
from mirra.errors import CouplingError
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class CoActivation(Result):
    """Moments (M, 2) s: the first's and the second's beginning of a rise; all beginnings ``first``, ``second`` s."""

    moments: Floats
    first: Floats
    second: Floats
    duration: float
    names: tuple[str, str] = ("first", "second")
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> Mapping[str, Any]:
        """Numbers of moments and rises, moments a minute, shares of rises in a moment, median lag (s); flat."""
        count, lag = len(self.moments), np.diff(self.moments, axis=1)
        return {
            "moments": count,
            "moments_per_minute": 60 * count / self.duration if self.duration > 0 else math.nan,
            "first_rises": len(self.first),
            "second_rises": len(self.second),
            "share_of_first": count / len(self.first) if len(self.first) else math.nan,
            "share_of_second": count / len(self.second) if len(self.second) else math.nan,
            "median_lag": float(np.median(lag)) if count else math.nan,
            "names": list(self.names),
            **self.parameters,
        }

    def table(self) -> Table:
        """One moment a row: when the earlier begins (s), each one's beginning (s), second minus first (s)."""
        rows = [(float(pair.min()), *pair, float(pair[1] - pair[0])) for pair in self.moments]
        return Table(["time", *self.names, "lag"], rows)

    def plot(self, ax: Axes) -> None:
        """Timeline: the first's rises above, the second's below, a line through each moment."""
        from mirra.figures import FIRST, INK, SECOND

        for height, times, colour, name in (
            (1, self.first, FIRST, self.names[0]),
            (0, self.second, SECOND, self.names[1]),
        ):
            ax.plot(times, np.full(len(times), height), "|", color=colour, markersize=16)
            ax.annotate(f"{name}: {len(times)} rises", (0, height), xytext=(0, 14 if height else -22),
                        textcoords="offset points", color=colour)  # fmt: skip
        for pair in self.moments:
            ax.plot(pair, [1, 0], color=INK, linewidth=1.5)
        ax.set_xlim(0, self.duration)
        ax.set_ylim(-0.5, 1.5)
        ax.set_yticks([0, 1], [self.names[1], self.names[0]])
        ax.set_xlabel("time (s)")
        ax.set_ylabel("signal")
        ax.set_title(f"{len(self.moments)} moments at which both begin to rise")


def co_activation(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    within: float = 3.0,
    *,
    slope_window: float = 3.0,
    threshold: float = 1.0,
    names: tuple[str, str] = ("first", "second"),
) -> CoActivation:
    """Moments at which both of two series (N,) at ``rate`` Hz begin to rise ``within`` s of each other.

    A rise begins where the least-squares slope over ``slope_window`` s comes to exceed ``threshold`` times the SD of
    that series' slopes, at the start of that window; beginnings nearer than a slope window are one. Each beginning
    belongs to one moment at most, as many moments as can be (event coincidence after Quian Quiroga et al. 2002, Phys
    Rev E 66:041904). Beginnings right after a gap are not seen. Raises ``CouplingError`` for series or lengths that do
    not serve.
    """
    first, second = two_series(x, y, varying=False)
    check_rate(rate)
    if not within >= 0 or not threshold > 0:
        raise CouplingError(
            f"Events meet within 0 s or more, above a threshold of more than 0, not {within:g} and {threshold:g}."
        )
    first_events, second_events = (
        _beginnings(series, rate, slope_window, threshold) for series in (first, second)
    )
    parameters = {"rate": rate, "within": within, "slope_window": slope_window, "threshold": threshold}
    return CoActivation(
        coincidences(first_events, second_events, within),
        first_events,
        second_events,
        len(first) / rate,
        names,
        parameters,
    )


def co_activation_test(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    within: float = 3.0,
    *,
    slope_window: float = 3.0,
    threshold: float = 1.0,
    null: NullSettings = NullSettings(),
) -> SurrogateTest:
    """The number of moments against surrogates of the second series, one-sided; see ``co_activation`` and its errors.

    Raises ``SurrogateError`` where the scheme does not hold for the data, unless insisted on.
    """
    first, second = two_series(x, y, varying=False)
    check_rate(rate)
    fixed = _beginnings(first, rate, slope_window, threshold)

    def moments(_: Floats, other: Floats) -> float:
        """How many events of the first series have one of the other (n,) beside them."""
        return float(len(coincidences(fixed, _beginnings(other, rate, slope_window, threshold), within)))

    margin = 2 * (within + slope_window)
    return statistic_test(first, second, moments, rate, null, margin=margin, alternative="greater")


def coincidences(first: ArrayLike, second: ArrayLike, within: float) -> Floats:
    """Pairs (M, 2) of times (A,) and (B,), ascending, at most ``within`` apart, each time once, as many as can be.

    Taking pairs in order of time gives the most there can be, for all reach equally far. Raises ``CouplingError`` for
    times that do not ascend.
    """
    first_times, second_times = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if (np.diff(first_times) < 0).any() or (np.diff(second_times) < 0).any():
        raise CouplingError("The times of events must ascend.")
    pairs_met, i, j = [], 0, 0
    while i < len(first_times) and j < len(second_times):
        if abs(first_times[i] - second_times[j]) <= within + 1e-9:  # times are sums of sample lengths
            pairs_met.append((first_times[i], second_times[j]))
            i, j = i + 1, j + 1
        elif first_times[i] < second_times[j]:
            i += 1
        else:
            j += 1
    return np.array(pairs_met, dtype=np.float64).reshape(-1, 2)


def _beginnings(series: Floats, rate: float, slope_window: float, threshold: float) -> Floats:
    steep = slopes(series, rate, slope_window)
    known = steep[np.isfinite(steep)]
    if not known.size or known.std() == 0:
        return np.empty(0)
    with np.errstate(invalid="ignore"):
        above, below = steep > threshold * known.std(), steep <= threshold * known.std()
    at = (np.flatnonzero(below[:-1] & above[1:]) + 1) / rate
    apart = np.diff(at, prepend=-math.inf) >= slope_window
    return np.asarray(at[apart])
