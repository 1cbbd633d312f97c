"""Heart rate variability from intervals between normal beats, in time and in frequency; needs no other program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats
from scipy.integrate import trapezoid
from scipy.interpolate import make_interp_spline
from scipy.signal import welch

from mirra.arrays import Floats

# Hz; Task Force of the ESC and NASPE (1996), Circulation 93:1043.
BANDS = {"vlf": (0.0033, 0.04), "lf": (0.04, 0.15), "hf": (0.15, 0.4), "vhf": (0.4, 0.5)}
# Seconds that a band asks for: the Task Force names 1 min for HF, 2 min for LF and 5 min for VLF.
LEAST = {"vlf": 300.0, "lf": 120.0, "hf": 60.0, "vhf": 60.0}
# s: a band of more than two days in one piece is not computed; nobody is recorded so long without a pause.
MOST = 2 * 86_400.0
# Hz at which the intervals are resampled, and the width of a bin of their histogram in s.
RESAMPLED, BIN = 100.0, 1 / 128
# ms: a step of exactly 50 ms between samples is not above 50 ms because a clock in Unix time was rounded.
ROUNDING = 1e-3


def variability(stretches: Sequence[tuple[Floats, Floats]]) -> Mapping[str, float]:
    """All measures of ``in_time`` and, of the longest stretch, of ``in_frequency``.

    ``stretches``: for each, the times at which the intervals end (n,) s and the intervals (n,) s, NaN where one was
    left out. No difference of neighbours is taken across a stretch's end or a left-out interval.
    """
    longest = max(stretches, key=lambda pair: float(pair[0][-1] - pair[0][0]) if len(pair[0]) else 0.0)
    return {**in_time([intervals for _, intervals in stretches]), **in_frequency(*longest)}


def in_time(stretches: Sequence[Floats]) -> dict[str, float]:
    """Measures of the intervals themselves, in ms, percent or without a unit as each name says; NaN where too few.

    ``stretches``: intervals (n,) s each, NaN where left out. SDNN, RMSSD, SDSD, pNN50 and the triangular index as the
    Task Force (1996) defines them, sample standard deviations (n - 1), pNN in percent of all intervals, histogram
    bins of 1/128 s; ``mad_nn_ms`` is 1.4826 times the median absolute deviation, ``cvnn`` SDNN / mean, ``cvsd`` RMSSD
    / mean.
    """
    rows = [np.asarray(row, dtype=np.float64) * 1000 for row in stretches]
    nn = np.concatenate([row[np.isfinite(row)] for row in rows]) if rows else np.empty(0)
    steps = np.concatenate([np.diff(row) for row in rows]) if rows else np.empty(0)
    steps = steps[np.isfinite(steps)]
    mean = float(np.mean(nn)) if len(nn) else np.nan
    middle = float(np.median(nn)) if len(nn) else np.nan
    sdnn = float(np.std(nn, ddof=1)) if len(nn) > 1 else np.nan
    rmssd = float(np.sqrt(np.mean(steps**2))) if len(steps) else np.nan
    return {
        "intervals": float(len(nn)),
        "mean_rate_bpm": 60_000 / mean,
        "mean_nn_ms": mean,
        "median_nn_ms": middle,
        "min_nn_ms": float(nn.min()) if len(nn) else np.nan,
        "max_nn_ms": float(nn.max()) if len(nn) else np.nan,
        "sdnn_ms": sdnn,
        "rmssd_ms": rmssd,
        "sdsd_ms": float(np.std(steps, ddof=1)) if len(steps) > 1 else np.nan,
        "cvnn": sdnn / mean,
        "cvsd": rmssd / mean,
        "mad_nn_ms": 1.4826 * float(stats.median_abs_deviation(nn)) if len(nn) else np.nan,
        "iqr_nn_ms": float(stats.iqr(nn)) if len(nn) else np.nan,
        "sdnn_rmssd": sdnn / rmssd if rmssd > 0 else np.nan,
        "pnn50_percent": _share(steps, 50, len(nn)),
        "pnn20_percent": _share(steps, 20, len(nn)),
        "triangular_index": _triangular(nn),
    }


def in_frequency(ends: Floats, intervals: Floats) -> dict[str, float]:
    """Power of the intervals by band in ms^2, ``lf_hf``, shares of the total, the highest density; NaN where too short.

    ``ends`` (n,) s and ``intervals`` (n,) s of one stretch, NaN where left out (bridged by the curve). A quadratic
    spline through the intervals at 100 Hz, mean removed; Welch's periodogram, Hann windows of half the stretch
    overlapping by half, padded to twice their length, summed by trapezoids: the steps of NeuroKit2's
    ``hrv_frequency``, whose own figures are these divided by ``density_peak_ms2_hz``. A band is NaN below the length
    the Task Force (1996) asks for (HF 1 min, LF 2 min, VLF 5 min), the total below 5 min, all beyond two days.
    """
    present = np.isfinite(intervals)
    at, nn = np.asarray(ends)[present], np.asarray(intervals)[present] * 1000
    length = float(at[-1] - at[0] + nn[0] / 1000) if len(at) else 0.0
    power = dict.fromkeys(BANDS, np.nan)
    peak = np.nan
    if len(at) > 3 and min(LEAST.values()) <= length <= MOST:
        frequency, density = _density(at, nn)
        peak = float(density.max())
        lowest = 4 * RESAMPLED / _samples(at)
        for band, (low, high) in BANDS.items():
            inside = (frequency >= max(low, lowest)) & (frequency < high)
            if length >= LEAST[band] and inside.sum() > 1:
                power[band] = float(trapezoid(density[inside], frequency[inside]))
    total = sum(power.values()) if all(np.isfinite(value) for value in power.values()) else np.nan
    return {
        "frequency_seconds": length,
        **{f"{band}_ms2": value for band, value in power.items()},
        "total_ms2": total,
        "lf_hf": _ratio(power["lf"], power["hf"]),
        "lf_share": _ratio(power["lf"], total),
        "hf_share": _ratio(power["hf"], total),
        "density_peak_ms2_hz": peak,
    }


def _density(at: Floats, nn: Floats) -> tuple[Floats, Floats]:
    fine = at[0] + np.arange(_samples(at)) / RESAMPLED
    curve = make_interp_spline(at, nn, k=2)(np.minimum(fine, at[-1]))
    width = len(fine) // 2
    frequency, density = welch(
        curve - curve.mean(), RESAMPLED, window="hann", nperseg=width, nfft=2 * width, detrend=False
    )
    return frequency, density


def _samples(at: Floats) -> int:
    return len(np.arange(at[0], at[-1] + 1 / RESAMPLED, 1 / RESAMPLED))


def _share(steps: Floats, over: float, count: int) -> float:
    return float(np.sum(np.abs(steps) > over + ROUNDING)) / count * 100 if len(steps) else np.nan


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else np.nan


def _triangular(nn: Floats) -> float:
    if not len(nn):
        return np.nan
    width = BIN * 1000
    counts, _ = np.histogram(nn, bins=np.arange(0, nn.max() + width, width))
    return len(nn) / float(counts.max())
