"""Windowed cross-lagged correlation: how strongly, and at which lag, two series move together, window by window."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.coupling import regular
from mirra.coupling.checks import two_series
from mirra.coupling.settings import CorrelationSettings, WindowSettings
from mirra.coupling.windowed import kernel, rmea
from mirra.coupling.windowed.kernel import Windows
from mirra.errors import CouplingError
from mirra.result import ArrayResult, Arrays, Table, write_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_SAMPLES = 2.0**53
SUMMARIES = ("all_lags", "first_leads", "second_leads", "lag_zero", "grand_average")


@dataclass(frozen=True, eq=False)
class LaggedCoupling(ArrayResult):
    """Correlations in windows and at lags, with the parameters they were made with.

    ``r`` (n_windows, n_lags) Pearson correlations, NaN where there is none; ``lags`` (n_lags,) s, positive where the
    first series leads; ``starts`` (n_windows,) s on the recording's clock; ``first`` and ``second`` (n_samples,) the
    series as they were correlated, at ``rate`` Hz; ``absolute`` where abs(z) is looked at; ``parameters`` as asked.
    """

    r: Floats
    lags: Floats
    starts: Floats
    first: Floats
    second: Floats
    rate: float
    absolute: bool = False
    like: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def z(self) -> Floats:
        """Fisher's z, (n_windows, n_lags), clipped to +-10; its absolute value where ``absolute``."""
        z = kernel.fisher(self.r)
        return np.abs(z) if self.absolute else z

    @property
    def lead(self) -> Floats:
        """The lag of the largest value of each window, (n_windows,) s; NaN where that lies on the edge of the lags.

        A maximum on the edge says that the window has no best lag within reach, not that it is there.
        """
        z = self.z
        known = np.isfinite(z)
        best = np.where(known, z, -np.inf).argmax(1)
        rows = np.arange(len(z))
        inside = known.any(1) & (best > 0) & (best < len(self.lags) - 1)
        sides = z[rows, np.maximum(best - 1, 0)], z[rows, np.minimum(best + 1, len(self.lags) - 1)]
        for side in sides:
            inside &= side < z[rows, best]  # False for NaN too
        return np.where(inside, self.lags[best], np.nan)

    @property
    def without_lead(self) -> float:
        """Share of windows that have no lead: no maximum inside the lags, or no values."""
        return float(np.isnan(self.lead).mean())

    def peaks(self, reach: float = 0.5) -> tuple[Floats, Floats]:
        """The peak nearest to lag zero in each window: its lag in s and its z, each (n_windows,); NaN where none is.

        A peak is larger than everything within ``reach`` s on both sides, all of which lies within the lags (peak
        picking after Boker et al. 2002, Psychological Methods 7:338, without their smoothing over lags). Secondary to
        the means: which peak is picked depends on ``reach``. Raises ``CouplingError`` for a reach under one sample.
        """
        size = round(reach * self.rate)
        if size < 1:
            raise CouplingError(f"A reach of {reach:g} s is less than one sample.")
        z = self.z
        lag, height = np.full(len(z), np.nan), np.full(len(z), np.nan)
        if z.shape[1] < 2 * size + 1:
            return lag, height
        largest = sliding_window_view(z, size, axis=1).max(2)
        middle = z[:, size:-size]
        peak = (largest[:, : -size - 1] < middle) & (largest[:, size + 1 :] < middle)
        distance = np.where(peak, np.abs(self.lags[size : len(self.lags) - size]), np.inf)
        nearest = distance.argmin(1)
        there = np.isfinite(distance).any(1)
        lag[there] = self.lags[size + nearest[there]]
        height[there] = z[there, size + nearest[there]]
        return lag, height

    def windows(self) -> dict[str, Floats]:
        """The means of each window, (n_windows,), signed and with ``_absolute`` of abs(z), and its lead in s."""
        signed = kernel.fisher(self.r)
        about = {
            name + end: row_means(values[:, part])
            for end, values in (("", signed), ("_absolute", np.abs(signed)))
            for name, part in kernel.parts(len(self.lags) // 2).items()
        }
        return about | {"lead": self.lead, "best_lag": rmea.best_lags(self.z, self.lags)}

    def summary(self) -> Mapping[str, Any]:
        """Means over windows: ``all_lags``, ``first_leads``, ``second_leads``, ``lag_zero`` and ``grand_average``.

        The plain names hold what was asked for (abs(z) where ``absolute``); ``_signed`` and ``_absolute`` hold both.
        The grand average is the mean over all cells, the others are means over windows of each window's mean. With
        them the lead, peaks, missing cells and the parameters; ``rmea_...`` are that program's names where asked for.
        """
        rows = self.windows()
        means_kept: dict[str, float] = {}
        for end in ("", "_absolute"):
            means = {name: float(row_means(rows[name + end][None])[0]) for name in SUMMARIES[:-1]}
            cells = kernel.fisher(self.r) if not end else np.abs(kernel.fisher(self.r))
            means["grand_average"] = float(row_means(cells.reshape(1, -1))[0])
            means_kept |= {name + (end or "_signed"): value for name, value in means.items()}
        chosen = "_absolute" if self.absolute else "_signed"
        plain = {name: means_kept[name + chosen] for name in SUMMARIES}
        peak = self.peaks()[0] if round(0.5 * self.rate) else np.full(len(self.r), np.nan)
        lead = self.lead
        numbers: dict[str, Any] = plain | means_kept | {
            "measure": "mean |Fisher z|" if self.absolute else "mean Fisher z",
            "n_windows": len(self.starts),
            "n_lags": len(self.lags),
            "lead_median": float(np.nanmedian(lead)) if np.isfinite(lead).any() else math.nan,
            "share_first_leads": float((lead > 0).mean()),
            "share_second_leads": float((lead < 0).mean()),
            "share_without_lead": self.without_lead,
            "peak_median": float(np.nanmedian(peak)) if np.isfinite(peak).any() else math.nan,
            "share_without_peak": float(np.isnan(peak).mean()),
            "share_missing": float(np.isnan(self.r).mean()),
            **self.parameters,
        }  # fmt: skip
        if self.like == "rmea":
            numbers |= {f"rmea_{name}": value for name, value in rmea.summary(self.z, self.lags).items()}
        return numbers

    def table(self) -> Table:
        """One row per window: start and end in s, its means, its lead and best lag in s."""
        rows = self.windows()
        ends = self.starts + self.parameters.get("window", math.nan)
        return Table(["window", "start", "end", *rows], zip(
            range(1, len(self.starts) + 1), self.starts, ends, *rows.values(), strict=True))  # fmt: skip

    def to_matrix_csv(self, path: Path) -> None:
        """The whole matrix: one row per window with its start in s, one column of z per lag in s."""
        rows = ([start, *row] for start, row in zip(self.starts, self.z, strict=True))
        write_table(path, ["start", *(f"{lag:.10g}" for lag in self.lags)], rows)

    def arrays(self) -> Arrays:
        """``r`` and ``z`` by ``start`` of the window and ``lag``, the ``lead`` by window."""
        cells = ("start", "lag")
        return Arrays(
            {"start": (self.starts, "s"), "lag": (self.lags, "s")},
            {"r": (cells, self.r), "z": (cells, self.z), "lead": (cells[:1], self.lead)},
        )

    def plot(self, ax: Axes) -> None:
        """Lag by time, z as shade, the lead of each window marked where it has one."""
        from mirra.figures import AMOUNT, INK, SIGNED

        z = self.z
        known = np.abs(z[np.isfinite(z)])
        top = float(np.quantile(known, 0.995)) if known.size else 1.0
        half = (self.starts[1] - self.starts[0]) / 2 if len(self.starts) > 1 else 0.5
        middle = self.starts + self.parameters.get("window", 0.0) / 2
        apart = (self.lags[1] - self.lags[0]) / 2 if len(self.lags) > 1 else 0.5
        shade = ax.imshow(
            z.T,
            origin="lower",
            aspect="auto",
            interpolation="nearest",
            cmap=AMOUNT if self.absolute else SIGNED,
            vmin=0.0 if self.absolute else -top,
            vmax=top,
            extent=(middle[0] - half, middle[-1] + half, self.lags[0] - apart, self.lags[-1] + apart),
        )
        lead = self.lead
        colour = "white" if self.absolute else INK
        ax.scatter(middle, lead, s=14, facecolors="none", edgecolors=colour, linewidths=1.0)
        ax.axhline(0.0, color=colour, linewidth=0.8, alpha=0.6)
        ax.set_xlabel("middle of the window (s)")
        ax.set_ylabel("lag (s), above 0 the first leads")
        ax.set_title(f"circles: lead; {self.without_lead:.0%} of {len(lead)} windows have none")
        ax.figure.colorbar(shade, ax=ax, label="|Fisher z|" if self.absolute else "Fisher z")


def lagged(
    x: ArrayLike,
    y: ArrayLike,
    rate: float | None = None,
    windows: WindowSettings = WindowSettings(),
    correlation: CorrelationSettings = CorrelationSettings(),
    *,
    times: ArrayLike | None = None,
    start: float = 0.0,
    absolute: bool = False,
) -> LaggedCoupling:
    """Windowed cross-lagged correlation of two series (N,) at ``rate`` Hz or at ``times`` (N,) s.

    ``windows`` in seconds, at any rate: each position is rounded on its own. ``correlation`` says what is done with the
    series before; irregular times are brought onto a regular clock with gaps left open. ``absolute`` looks at abs(z).
    ``start`` s is the time of the first sample where there are no ``times``. Raises ``CouplingError`` for series or
    lengths that do not serve, saying which and why.

    Boker et al. 2002, Psychological Methods 7:338; definitions in ``mirra.coupling.windowed.kernel``.
    """
    like = correlation.like
    first, second = two_series(x, y)
    rate_given = rate
    if times is not None:
        first, second, rate, start = regular.regular(first, second, times, rate)
        if like and (rate_given is None or len(first) != len(np.asarray(x))):
            raise CouplingError(
                "The way of rMEA needs samples at one known rate.",
                todo="Give the rate, or leave like='rmea' out.",
            )
    if rate is None or not (math.isfinite(rate) and rate > 0):
        raise CouplingError(
            f"The rate must be a positive number of Hz, not {rate}.", todo="Give rate or times."
        )
    layout = in_samples(rate, windows, len(first), like)
    first, second = (prepared(series, rate, correlation) for series in (first, second))
    if like == "rmea":
        r = rmea.correlations(first, second, layout)
    else:
        r = kernel.correlate(first, second, layout, share=correlation.share)[0]
    if np.isnan(r).all():
        raise CouplingError(
            f"None of the {len(r)} windows has a correlation: too much is missing, or one series is constant in each."
        )
    parameters = {
        "rate": rate,
        "window": windows.window,
        "step": windows.step,
        "max_lag": windows.max_lag,
        "smooth": correlation.smooth,
        "scale": correlation.scale,
        "absolute": absolute,
        "like": like,
        "share": None if like else correlation.share,
    }
    starts = start + layout.starts(len(first)) / rate
    return LaggedCoupling(r, layout.lags / rate, starts, first, second, rate, absolute, like, parameters)


def in_samples(rate: float, windows: WindowSettings, samples: int, like: str | None = None) -> Windows:
    """Lengths in seconds as samples at ``rate`` Hz, checked against the number of ``samples`` there are.

    Raises ``CouplingError`` saying which length is wrong, or how many seconds are needed and how many there are.
    """
    window, step, max_lag = windows.window, windows.step, windows.max_lag
    if not max(window, step, max_lag) * rate < MAX_SAMPLES:
        raise CouplingError(f"At {rate:g} Hz these lengths are more samples than any recording has.")
    for name, value, least_samples in (("window", window, 3.0), ("step", step, 1.0)):
        if value * rate < least_samples - 0.5:
            raise CouplingError(
                f"A {name} of {value:g} s is {value * rate:.3g} samples at {rate:g} Hz; it needs {least_samples:g}."
            )
    if like == "rmea":
        layout = rmea.windows(rate, window, step, max_lag)
    else:
        apart = step * rate
        whole = round(apart)
        layout = Windows(
            round(window * rate),
            whole if abs(apart - whole) < 1e-6 else max(1.0, apart),
            round(max_lag * rate),
        )
    if samples < layout.span:
        raise CouplingError(
            f"A window of {window:g} s with a lag of {max_lag:g} s needs {layout.span / rate:g} s; "
            f"there are {samples / rate:g} s ({samples} samples at {rate:g} Hz).",
            todo="Take a shorter window or a smaller lag.",
        )
    return layout


def prepared(x: Floats, rate: float, correlation: CorrelationSettings) -> Floats:
    """A series (N,) at ``rate`` Hz smoothed and divided by its SD as the settings say, rMEA's way where they do."""
    if correlation.smooth:
        smooth = rmea.smooth if correlation.like == "rmea" else regular.smoothed
        x = smooth(x, rate, correlation.smooth)
    if correlation.scale:
        x = rmea.scale(x)
    return x


def row_means(rows: Floats) -> Floats:
    """Row means over what is not NaN; NaN where nothing is left."""
    known = np.isfinite(rows)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, rows, 0.0).sum(1) / known.sum(1))
