"""Windowed cross-lagged correlation of one dyad under many circular shifts, without making a shifted copy.

Under shift S the second series has ``y[(t + S) % N]`` at sample t. A window that starts at k meets, at a lag L of zero
or more, the second series at offset k + S + L: one product of all windows of the first series with the second at each
of its N offsets therefore holds every shift there is. At negative lags the second series' window stays at offset k + S
and the first's moves: one product per window with the windows of the second at the drawn shifts. In a recording so long
that few of its shifts are drawn, zero and positive lags too are taken at the drawn shifts alone, so that time grows
with the length and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from mirra.arrays import Bools, Floats, Ints
from mirra.coupling.windowed import kernel
from mirra.coupling.windowed.kernel import Windows
from mirra.errors import CouplingError

CHUNK = 512  # offsets centred at a time, so that they stay in the processor's cache
HELD = 100_000_000  # bytes of correlations at all offsets held at a time, so that an hour costs time but not memory
# A slice is centred before it is multiplied where its square sum exceeds this many times its variance sum: below, an
# uncentred slice costs a correlation at most about 1e-16 times its root, far from the 1e-9 the tests ask for.
UNCENTRED = 1e6


def each_window(x: Floats, y: Floats, windows: Windows, shifts: Ints) -> Iterator[Floats]:
    """Correlations of ``x`` (N,) with ``y`` (N,) under each of ``shifts`` (S,), window by window: (S, 2 lag + 1).

    The same numbers as the kernel gives for ``numpy.roll(y, -shift)``, to 1e-9; NaN where a slice is constant. Windows
    that touch a gap (NaN) are left to the kernel, one after the other. Raises ``CouplingError`` for unequal lengths and
    for series shorter than one window.
    """
    if x.shape != y.shape or x.ndim != 1:
        raise CouplingError("Two series of one length are shifted against each other.", where="shifts")
    starts, w, m = windows.starts(len(x)), windows.window, windows.lag
    slices, spans = _circular(y, w), _circular(y, windows.span)
    about = np.nanmean(y)
    gaps = _any_within(np.isnan(y), windows.span)
    if few_are_drawn(len(shifts), windows, len(y)):
        yield from _at_drawn_shifts(x, y, windows, shifts, gaps)
        return
    centred = _circular(y - about, w)
    many = max(8, HELD // y.nbytes)
    for k, start in enumerate(starts):
        if k % many == 0:
            leading, length, mean = _all_offsets(_unit_slices(x, w, starts[k : k + many]), slices)
            leading = np.concatenate([leading, leading[:, :m]], axis=1)  # offsets run round
            stiff = _stiff(length, mean - about, w)
        at = (start + shifts) % len(y)
        r = np.empty((len(shifts), 2 * m + 1))
        r[:, m:] = sliding_window_view(leading[k % many], m + 1)[at]
        if m:
            window = centred[at]
            worse = np.flatnonzero(stiff[at])
            if worse.size:
                window[worse] = slices[at[worse]] - mean[at[worse], None]
            np.matmul(window, _unit_slices(x, w, start + np.arange(m, 0, -1)).T, out=r[:, :m])
            r[:, :m] /= length[at, None]
        part = x[start : start + windows.span]
        gappy = np.flatnonzero(gaps[at] | np.isnan(part).any())
        if gappy.size:
            r[gappy] = kernel.correlate(part, spans[at[gappy]], Windows(w, 1, m))[:, 0]
        yield np.clip(r, -1.0, 1.0, out=r)


def few_are_drawn(count: int, windows: Windows, samples: int) -> bool:
    """Whether ``count`` shifts cost less than all shifts of a series of so many ``samples`` would."""
    return count * windows.span * (windows.lag + 1) < samples * windows.window


def _at_drawn_shifts(x: Floats, y: Floats, windows: Windows, shifts: Ints, gaps: Bools) -> Iterator[Floats]:
    """The same from the stretches of ``y`` (N,) at the drawn shifts alone; ``gaps`` (N,) says which have gaps."""
    w, m = windows.window, windows.lag
    about = np.nanmean(y)
    spans, centred = _circular(y, windows.span), _circular(y - about, windows.span)
    length, mean = _lengths(_circular(y, w))
    to_kernel = gaps | _any_within(_stiff(length, mean - about, w), m + 1)
    lengths = sliding_window_view(np.concatenate([length, length[:m]]), m + 1)
    for start in windows.starts(len(x)):
        at = (start + shifts) % len(y)
        part = x[start : start + windows.span]
        units = _unit_slices(part, w, np.arange(m, -1, -1))
        moved = np.zeros((windows.span, m + 1))  # the first series' window in its place at each lag
        for lag in range(m + 1):
            moved[lag : lag + w, lag] = units[m]
        stretches = centred[at]
        r = np.empty((len(shifts), 2 * m + 1))
        np.matmul(stretches, moved, out=r[:, m:])
        r[:, m:] /= lengths[at]
        if m:
            np.matmul(stretches[:, :w], units[:m].T, out=r[:, :m])
            r[:, :m] /= length[at, None]
        again = np.flatnonzero(to_kernel[at] | np.isnan(part).any())
        if again.size:
            r[again] = kernel.correlate(part, spans[at[again]], Windows(w, 1, m))[:, 0]
        yield np.clip(r, -1.0, 1.0, out=r)


def _stiff(length: Floats, mean: Floats, window: int) -> Bools:
    """Which slices of ``length`` (N,) lie so far from zero, by their ``mean`` (N,), that they must be centred first."""
    return np.asarray((length**2 * (UNCENTRED - 1) < window * mean**2) & np.isfinite(length))


def _any_within(flags: Bools, reach: int) -> Bools:
    """At each offset (N,), run round, whether any of the ``reach`` flags from there on is set."""
    run = np.concatenate([[0], np.cumsum(np.concatenate([flags, flags[: reach - 1]]))])
    return np.asarray(run[reach:] > run[:-reach])


def _lengths(slices: Floats) -> tuple[Floats, Floats]:
    """The centred length (NaN where constant) and the mean of each of ``slices`` (N, w): two of (N,)."""
    length, mean = np.empty(len(slices)), np.empty(len(slices))
    for first in range(0, len(slices), CHUNK):
        part = slice(first, first + CHUNK)
        cut, mean[part] = _about_mean(slices[part])
        length[part] = np.sqrt(np.einsum("ij,ij->i", cut, cut))
    length[length == 0] = np.nan
    return length, mean


def _circular(y: Floats, window: int) -> Floats:
    """The slice of ``window`` samples at each offset of ``y`` (N,) run round, a view (N, window)."""
    return sliding_window_view(np.concatenate([y, y[: window - 1]]), window)


def _unit_slices(x: Floats, window: int, starts: Ints) -> Floats:
    """Slices of ``x`` (N,) at ``starts`` (K,), centred and of length one: (K, window); NaN where constant."""
    cut, _ = _about_mean(sliding_window_view(x, window)[starts])
    with np.errstate(invalid="ignore"):
        cut /= np.sqrt(np.einsum("ij,ij->i", cut, cut))[:, None]
    return cut


def _about_mean(slices: Floats) -> tuple[Floats, Floats]:
    """Slices (K, w) about their means, and the means (K,); exactly nothing remains of a constant one."""
    first = slices[:, :1]  # taken off first, so that what varies little far from zero keeps its digits
    cut = slices - first
    mean = cut.mean(axis=1, keepdims=True)
    cut -= mean
    return cut, (first + mean)[:, 0]


def _all_offsets(rows: Floats, slices: Floats) -> tuple[Floats, Floats, Floats]:
    """Correlations of ``rows`` (K, w) with ``slices`` (N, w): (K, N); and each slice's centred length and mean."""
    n = len(slices)
    r, length, mean = np.empty((len(rows), n)), np.empty(n), np.empty(n)
    for first in range(0, n, CHUNK):
        part = slice(first, first + CHUNK)
        cut, mean[part] = _about_mean(slices[part])
        length[part] = np.sqrt(np.einsum("ij,ij->i", cut, cut))
        length[part][length[part] == 0] = np.nan
        r[:, part] = rows @ cut.T
    r /= length
    return r, length, mean
