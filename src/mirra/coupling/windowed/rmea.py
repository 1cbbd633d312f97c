"""The numbers of rMEA 1.3.0, so that studies made with it can be repeated; its quirks are kept and named.

Kleinbub & Ramseyer 2020, Psychotherapy Research 31:817. Each function says what the program of that name does, in
equations of our own; ``mirra.coupling.lagged`` with ``CorrelationSettings(like="rmea")`` puts them together.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from mirra.arrays import Floats
from mirra.coupling.windowed import kernel
from mirra.coupling.windowed.kernel import Windows
from mirra.errors import CouplingError

SMOOTHING = 0.5


def smooth(x: ArrayLike, rate: float, seconds: float = SMOOTHING) -> Floats:
    """``MEAsmooth``: a moving sum over ``seconds``, divided by n = seconds x rate, of a series (N,) at ``rate`` Hz.

    The sum runs over floor(n) samples from floor(t - (n - 1) / 2) on, which is not centred where n is not odd (12
    samples, t-6..t+5, divided by 12.5 at 25 Hz); it is cut short at the beginning, and is 0 where it would pass the
    end or meets a missing sample. Missing samples stay NaN. Raises ``CouplingError`` for less than
    one sample or more than there are.
    """
    values = np.asarray(x, dtype=np.float64)
    n, count = seconds * rate, len(values)
    if not 1 <= n <= count:
        raise CouplingError(
            f"Smoothing over {seconds:g} s at {rate:g} Hz takes {n:g} samples; there are {count}."
        )
    t = np.arange(1, count + 1)
    begin = np.maximum(t - (n - 1) / 2, 1.0)
    first = np.floor(begin).astype(np.int64) - 1
    length = np.floor(t + (n - 1) / 2 - begin + 1e-10).astype(np.int64) + 1
    whole = first + length <= count
    usual = int(length.max())
    averages = np.zeros(count)
    inside = whole & (length == usual)
    averages[inside] = sliding_window_view(values, usual).sum(1)[first[inside]] / n if inside.any() else 0.0
    for k in np.flatnonzero(whole & ~inside):
        averages[k] = values[first[k] : first[k] + length[k]].sum() / n
    averages[np.isnan(averages)] = 0.0
    averages[np.isnan(values)] = np.nan
    return averages


def scale(x: ArrayLike) -> Floats:
    """``MEAscale``: a series (N,) divided by its sample SD, not centred; raises ``CouplingError`` where that is 0."""
    values = np.asarray(x, dtype=np.float64)
    known = values[~np.isnan(values)]
    spread = float(np.std(known, ddof=1)) if known.size > 1 else 0.0
    if not spread > 0:
        raise CouplingError("A series that does not change has no SD to be divided by.")
    return values / spread


def windows(rate: float, window: float, step: float, max_lag: float) -> Windows:
    """The windows of ``MEAccf`` in samples; seconds in.

    Raises ``CouplingError`` where a length is not a whole number of samples: there that program takes wrong samples.
    """
    samples = {"window": window * rate, "step": step * rate, "lag": max_lag * rate}
    for name, value in samples.items():
        if abs(value - round(value)) > 1e-9 * max(1.0, value):
            raise CouplingError(
                f"The {name} is {value:g} samples at {rate:g} Hz; rMEA takes wrong samples where it is not whole.",
                todo="Leave like='rmea' out: the default takes any rate.",
            )
    return Windows(round(samples["window"]), round(samples["step"]), round(samples["lag"]))


def correlations(x: ArrayLike, y: ArrayLike, layout: Windows) -> Floats:
    """``MEAccf`` before Fisher's z: r (n_windows, 2 lag + 1) of two series (N,).

    NaN where a slice is constant, and where two slices differ in fewer than two samples (so a perfect copy has none at
    its true lag). Missing samples are left out pair by pair; raises ``CouplingError`` for a window with more than half
    of its samples missing in one series, where that program stops.
    """
    first, second = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    r: Floats = kernel.correlate(first, second, layout, share=0.0)[0]
    for k, start in enumerate(layout.starts(len(first))):
        a, b = first[start : start + layout.span], second[start : start + layout.span]
        gone = max(np.isnan(a).sum(), np.isnan(b).sum())
        if gone > layout.span / 2:
            raise CouplingError(
                f"Window {k + 1} has {gone} of {layout.span} samples missing; rMEA stops above one half.",
                todo="Leave like='rmea' out: the default leaves such windows without a value.",
            )
        r[k, _same(a, b, layout)] = np.nan
    return r


def _same(a: Floats, b: Floats, layout: Windows) -> NDArray[np.bool_]:
    """At which lags the two slices differ in fewer than two samples, (2 lag + 1,)."""
    w, m = layout.window, layout.lag
    alike = np.zeros(2 * m + 1, dtype=bool)
    looked = np.linspace(0, w - 1, min(w, 12)).astype(np.int64)
    for long, short, columns in ((b, a[:w], m + np.arange(m + 1)), (a, b[:w], m - np.arange(m + 1))):
        slices = sliding_window_view(long, w)
        for lag in np.flatnonzero(_differing(slices[:, looked], short[looked]) < 2):
            alike[columns[lag]] |= _differing(slices[lag], short) < 2
    return alike


def _differing(first: Floats, second: Floats) -> NDArray[np.int64]:
    """How many samples differ among those that both have, along the last axis."""
    return np.asarray(np.count_nonzero((first != second) & ~np.isnan(first) & ~np.isnan(second), axis=-1))


def best_lags(z: ArrayLike, lags: ArrayLike) -> Floats:
    """``bestLag``: the lag (n_windows,) of the largest value of each row of ``z``, the first of equals, edges too."""
    values, places = np.asarray(z, dtype=np.float64), np.asarray(lags, dtype=np.float64)
    known = np.isfinite(values)
    best = np.where(known, values, -np.inf).argmax(1)
    return np.where(known.any(1), places[best], np.nan)


def tables(z: ArrayLike, lags: ArrayLike) -> dict[str, Floats]:
    """``ccfRes``: each window's means under that program's names, (n_windows,); ``s1_lead_0`` includes the lag zero."""
    values = np.asarray(z, dtype=np.float64)
    m = values.shape[1] // 2
    columns = {
        "all_lags": slice(None),
        "s1_lead": slice(m + 1, None),
        "s2_lead": slice(0, m),
        "lag_zero": slice(m, m + 1),
        "s1_lead_0": slice(m, None),
        "s2_lead_0": slice(0, m + 1),
    }
    return {name: _means(values[:, part]) for name, part in columns.items()} | {
        "bestLag": best_lags(values, lags)
    }


def summary(z: ArrayLike, lags: ArrayLike) -> dict[str, float]:
    """What a study keeps of a dyad: means over windows of ``tables``, and ``grandAver``, the mean of all cells."""
    numbers = {name: float(_means(column[None])[0]) for name, column in tables(z, lags).items()}
    numbers["bestLag_mean"] = numbers.pop("bestLag")
    numbers["grandAver"] = float(_means(np.asarray(z, dtype=np.float64).reshape(1, -1))[0])
    return numbers


def _means(rows: Floats) -> Floats:
    """Row means over what is not NaN; NaN where nothing is left."""
    known = np.isfinite(rows)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, rows, 0.0).sum(1) / known.sum(1))
