"""What is left of a coupling when each series' own memory is taken out: prewhitening, and cross-lagged regression.

Two series that change slowly correlate at some lag by chance alone, the more the slower they are. Both ways here take
the own past of a series out before the other's is looked at; they stand beside the raw coupling, not in its place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.coupling.checks import two_series
from mirra.coupling.settings import CorrelationSettings, WindowSettings
from mirra.coupling.windowed import kernel
from mirra.coupling.windowed.crosslagged import LaggedCoupling, in_samples, lagged, prepared, row_means
from mirra.errors import CouplingError
from mirra.result import ArrayResult, Arrays, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CRITERIA = ("bic", "aic")


@dataclass(frozen=True)
class AutoregressionSettings:
    """How many of a series' own past samples predict it: the order of least ``criterion``, "bic" or "aic".

    Orders from 0 to ``max_order`` samples are tried; 10 log10 N for a series of N samples unless given. Raises
    ``CouplingError`` for another criterion.
    """

    criterion: str = "bic"
    max_order: int | None = None

    def __post_init__(self) -> None:
        if self.criterion not in CRITERIA:
            raise CouplingError(
                f"There is no criterion {self.criterion!r}.", todo=f"There are: {', '.join(CRITERIA)}."
            )


def whitened(x: ArrayLike, model: AutoregressionSettings = AutoregressionSettings()) -> tuple[Floats, int]:
    """The residuals (N,) of an autoregression of ``x`` (N,), and its order; NaN for the first samples and after gaps.

    Orders are fitted by the Yule-Walker equations with Levinson's recursion, missing samples taken as the mean; the
    order is the one of least N ln(variance) + penalty, which is p ln N for BIC and 2 p for AIC. Raises
    ``CouplingError`` for a series too short or constant.
    """
    values = np.asarray(x, dtype=np.float64)
    known = ~np.isnan(values)
    count = int(known.sum())
    if count < 20 or np.ptp(values[known]) == 0:
        raise CouplingError(f"An autoregression needs 20 samples that are not all equal; there are {count}.")
    centred = values - values[known].mean()
    filled = np.where(known, centred, 0.0)
    most = min(round(10 * math.log10(count)) if model.max_order is None else model.max_order, count // 4)
    covariance = np.array([filled[: len(filled) - k] @ filled[k:] for k in range(most + 1)]) / count
    weights = _levinson(covariance, count, math.log(count) if model.criterion == "bic" else 2.0)
    order = len(weights)
    innovations = np.full(len(values), np.nan)
    innovations[order:] = np.convolve(centred, np.concatenate([[1.0], -weights]), mode="valid")
    return innovations, order


def _levinson(covariance: Floats, count: int, penalty: float) -> Floats:
    """The AR weights of the order with the least criterion."""
    weights, variance = np.zeros(0), float(covariance[0])
    best, least = weights, count * math.log(variance)
    for order in range(1, len(covariance)):
        missed = covariance[order] - weights @ covariance[order - 1 : 0 : -1] if order > 1 else covariance[1]
        partial = float(missed) / variance
        variance *= 1 - partial * partial
        if not variance > 1e-14 * covariance[0]:  # nothing is left to be explained
            break
        weights = np.append(weights - partial * weights[::-1], partial)
        value = count * math.log(variance) + penalty * order
        if value < least:
            best, least = weights, value
    return best


def prewhitened(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    windows: WindowSettings = WindowSettings(),
    *,
    model: AutoregressionSettings = AutoregressionSettings(),
    absolute: bool = False,
    start: float = 0.0,
    share: float = 0.5,
) -> LaggedCoupling:
    """``lagged`` of the residuals of both series' own autoregressions; see ``whitened`` and ``lagged``.

    Give the series unsmoothed: a moving average is a memory of its own, which no short autoregression takes out. The
    orders are among the parameters. Raises as both do. Cryer & Chan 2008, Time Series Analysis, chapter 11; here
    each series is whitened by its own model, so that neither is favoured.
    """
    first, second = two_series(x, y)
    (a, order_first), (b, order_second) = (whitened(series, model) for series in (first, second))
    coupling = lagged(a, b, rate, windows, CorrelationSettings(share=share), absolute=absolute, start=start)
    orders = {"prewhitened_by": model.criterion, "order_first": order_first, "order_second": order_second}
    return replace(coupling, first=a, second=b, parameters={**coupling.parameters, **orders})


@dataclass(frozen=True, eq=False)
class LaggedRegression(ArrayResult):
    """What one series' past says of the other beyond the other's own past, in windows and at lags.

    ``gain`` (n_windows, n_lags): share of variance gained, 0 to 1; ``partial`` (n_windows, n_lags): the signed partial
    correlation; ``lags`` s, positive where the first series predicts the second; ``starts`` s; ``parameters`` as asked.
    """

    gain: Floats
    partial: Floats
    lags: Floats
    starts: Floats
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> Mapping[str, Any]:
        """Mean gain, and mean z of the partial correlation: over all, positive and negative lags, and at none."""
        numbers: dict[str, Any] = {}
        for name, part in kernel.parts(len(self.lags) // 2).items():
            for kind, values in (("gain", self.gain), ("partial_z", kernel.fisher(self.partial))):
                numbers[f"{kind}_{name}"] = float(row_means(row_means(values[:, part])[None])[0])
        return numbers | {"n_windows": len(self.starts), "n_lags": len(self.lags), **self.parameters}

    def table(self) -> Table:
        """One row per window: its start in s, one column of gain per lag in s."""
        rows = ([start, *row] for start, row in zip(self.starts, self.gain, strict=True))
        return Table(["start", *(f"{lag:.10g}" for lag in self.lags)], rows)

    def arrays(self) -> Arrays:
        """``gain`` and ``partial`` by ``start`` of the window and ``lag``."""
        cells = ("start", "lag")
        return Arrays(
            {"start": (self.starts, "s"), "lag": (self.lags, "s")},
            {"gain": (cells, self.gain), "partial": (cells, self.partial)},
        )

    def plot(self, ax: Axes) -> None:
        """Gain by lag: the mean over windows and the middle half of them; lag zero, where it is plain r², alone."""
        from mirra.figures import FIRST, QUIET

        gains = self.gain[np.isfinite(self.gain).any(1)]
        mean, (low, high) = np.nanmean(gains, axis=0), np.nanquantile(gains, [0.25, 0.75], axis=0)
        none = len(self.lags) // 2
        for side in (slice(0, none), slice(none + 1, None)):
            ax.fill_between(self.lags[side], low[side], high[side], color=FIRST, alpha=0.2, linewidth=0)
            ax.plot(self.lags[side], mean[side], color=FIRST)
        ax.plot([0.0], mean[none : none + 1], "o", color=QUIET)
        ax.annotate(
            "no lag: plain r²", (0.0, mean[none]), xytext=(6, 4), textcoords="offset points", color=QUIET
        )
        ax.annotate("mean and middle half of windows", (0.02, 1.02), xycoords="axes fraction", color=FIRST)
        ax.set_xlabel("lag (s), above 0 the first's past predicts the second")
        ax.set_ylabel("variance gained (share)")


def regressed(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    windows: WindowSettings = WindowSettings(),
    *,
    smooth: float | None = None,
    start: float = 0.0,
    share: float = 0.5,
) -> LaggedRegression:
    """Windowed cross-lagged regression of two series (N,) at ``rate`` Hz; lengths in seconds.

    At a lag L > 0 the second series in the window, y(t + L), is regressed on its own past y(t) alone, and on y(t) and
    x(t); the gain is the difference of both shares of explained variance, the partial correlation that of y(t + L) and
    x(t) given y(t). At L < 0 the roles change; at 0, where there is no past, x and y are just correlated. Windows and
    slices are those of ``lagged``. Raises ``CouplingError`` as ``lagged`` does.

    After Altmann 2011, Investigation of movement synchrony using windowed cross-lagged regression, LNCS 6456:335; the
    model is the one above, of one own and one cross term, and no test is made window by window.
    """
    first, second = two_series(x, y)
    layout = in_samples(rate, windows, len(first))
    first, second = (
        prepared(series, rate, CorrelationSettings(smooth, share=share)) for series in (first, second)
    )
    m = layout.lag
    cross = kernel.correlate(first, second, layout, share=share)[0]
    own = np.empty_like(cross)
    own[:, m:] = kernel.correlate(second, second, layout, share=share)[0][:, m:]
    own[:, :m] = kernel.correlate(first, first, layout, share=share)[0][:, :m]
    same = cross[:, m : m + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        left = cross - own * same
        gain = left**2 / (1 - same**2)
        partial = left / np.sqrt((1 - own**2) * (1 - same**2))
    gain[:, m], partial[:, m] = cross[:, m] ** 2, cross[:, m]
    partial[~np.isfinite(partial)] = np.nan
    gain[~np.isfinite(gain)] = np.nan
    parameters = {
        "rate": rate,
        "window": windows.window,
        "step": windows.step,
        "max_lag": windows.max_lag,
        "smooth": smooth,
        "share": share,
    }
    return LaggedRegression(
        np.clip(gain, 0.0, 1.0),
        np.clip(partial, -1.0, 1.0),
        layout.lags / rate,
        start + layout.starts(len(first)) / rate,
        parameters,
    )
