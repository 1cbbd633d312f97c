"""Concordance index: do the slopes of two slow signals go together, as used for skin conductance of two people."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mirra.arrays import Floats
from mirra.coupling.checks import check_rate, two_series
from mirra.coupling.settings import NullSettings
from mirra.coupling.slow.slopes import slopes
from mirra.coupling.surrogates.null import SurrogateTest
from mirra.coupling.surrogates.testing import statistic_test
from mirra.coupling.windowed.kernel import Windows, correlate
from mirra.errors import CouplingError
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_LOG_RATIO = 10.0
SETTINGS = (
    "5 s slopes each second, correlated over running 15 s, after Marci et al. 2007; taken from reports of it"
)


@dataclass(frozen=True, eq=False)
class Concordance(Result):
    """The index and the correlations it sums up: ``r`` (K,) of slopes in windows starting at ``starts`` (K,) s."""

    index: float
    r: Floats
    starts: Floats
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> Mapping[str, Any]:
        """Index, mean correlation, shares of windows with positive and with no correlation, parameters; flat."""
        known = self.r[np.isfinite(self.r)]
        return {
            "concordance_index": self.index,
            "mean_r": float(known.mean()) if known.size else math.nan,
            "share_positive": float((known > 0).mean()) if known.size else math.nan,
            "share_missing": float(np.isnan(self.r).mean()),
            "n_windows": len(self.r),
            **self.parameters,
            "settings": SETTINGS,
        }

    def table(self) -> Table:
        """Start (s) and correlation of each window."""
        return Table(["start", "r"], zip(self.starts, self.r, strict=True))

    def plot(self, ax: Axes) -> None:
        """Correlation of slopes over time, above and below none."""
        from mirra.figures import FIRST, INK, SECOND

        middle = (
            self.starts + (self.parameters.get("window", 0.0) + self.parameters.get("slope_window", 0.0)) / 2
        )
        for sign, colour, word in ((1, FIRST, "together"), (-1, SECOND, "opposite")):
            ax.fill_between(
                middle, np.where(sign * self.r > 0, self.r, 0.0), step="mid", color=colour, alpha=0.7
            )
            ax.annotate(
                word,
                (1.0, 0.5 + 0.45 * sign),
                xycoords="axes fraction",
                ha="right",
                va="center",
                color=colour,
            )
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.set_ylim(-1, 1)
        ax.set_xlabel("middle of the window (s)")
        ax.set_ylabel("correlation of slopes (r)")
        ax.set_title(f"concordance index {self.index:.2f}")


def concordance(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    slope_window: float = 5.0,
    window: float = 15.0,
    *,
    slope_step: float = 1.0,
    step: float = 1.0,
) -> Concordance:
    """Concordance index of two series (N,) at ``rate`` Hz; lengths in seconds.

    Slopes by least squares in ``slope_window``, one each ``slope_step``; their Pearson correlations in ``window``, one
    each ``step``; the index is ln(sum of the positive ones / |sum of the negative ones|), clipped to +-10, NaN where
    there are neither. A slope with a missing sample is missing; a window needs half of its slopes. Raises
    ``CouplingError`` for series or lengths that do not serve.

    Marci, Ham, Moran & Orr 2007, J Nerv Ment Dis 195:103; the settings are taken from reports of that paper.
    """
    first, second = two_series(x, y, varying=False)
    check_rate(rate)
    windows, at = _layout(len(first), rate, slope_window, window, slope_step, step)
    r = _correlations(first, second, rate, slope_window, at, windows)
    starts = np.asarray(windows.starts(len(at)) * slope_step, dtype=np.float64)
    parameters = {
        "rate": rate, "slope_window": slope_window, "window": window, "slope_step": slope_step, "step": step,
    }  # fmt: skip
    return Concordance(_index(r), r, starts, parameters)


def concordance_test(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    slope_window: float = 5.0,
    window: float = 15.0,
    *,
    slope_step: float = 1.0,
    step: float = 1.0,
    null: NullSettings = NullSettings(),
) -> SurrogateTest:
    """The concordance index against surrogates of the second series, two-sided; see ``concordance`` and its errors.

    Raises ``SurrogateError`` where the scheme does not hold for the data, unless insisted on.
    """
    first, second = two_series(x, y, varying=False)
    check_rate(rate)
    windows, at = _layout(len(first), rate, slope_window, window, slope_step, step)

    def concordance_index(first: Floats, second: Floats) -> float:
        """The index of two series (n,), from -10 to 10; NaN where no correlation can be counted."""
        return _index(_correlations(first, second, rate, slope_window, at, windows))

    return statistic_test(first, second, concordance_index, rate, null, margin=slope_window + window)


def _layout(
    samples: int, rate: float, slope_window: float, window: float, slope_step: float, step: float
) -> tuple[Windows, NDArray[np.int64]]:
    """Windows over slopes, and the sample at which each slope starts."""
    if not (slope_step > 0 and step >= slope_step):
        raise CouplingError(
            f"Slopes must start more than 0 s apart, and windows at least as far, not {slope_step:g} s and {step:g} s."
        )
    room = samples - round(slope_window * rate)
    at = np.rint(np.arange(max(0, int(room / rate / slope_step) + 1)) * slope_step * rate).astype(np.int64)
    return Windows(round(window / slope_step), step / slope_step, 0), at[at <= room]


def _correlations(
    x: Floats, y: Floats, rate: float, slope_window: float, at: NDArray[np.int64], windows: Windows
) -> Floats:
    first, second = slopes(x, rate, slope_window)[at], slopes(y, rate, slope_window)[at]
    return correlate(first, second, windows)[0, :, 0]


def _index(r: Floats) -> float:
    up, down = float(np.nansum(r[r > 0])), float(-np.nansum(r[r < 0]))
    if up == down:
        return 0.0 if up else math.nan
    if up == 0 or down == 0:
        return math.copysign(MAX_LOG_RATIO, up - down)
    return float(np.clip(math.log(up / down), -MAX_LOG_RATIO, MAX_LOG_RATIO))
