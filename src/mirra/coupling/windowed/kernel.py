"""Correlation in windows at many lags: one kernel for pairs, pseudo-dyads and surrogates.

Numbers here are samples, not seconds. A window takes ``window + lag`` samples from its start: at a lag L of zero or
more the first series' samples 0..window-1 meet the second's L..L+window-1, at a negative lag the first's |L|.. meet the
second's 0..; so a positive lag means that the first series leads (Boker et al. 2002, Psychological Methods 7:338; the
layout is that of Kleinbub & Ramseyer 2020, Psychotherapy Research 31:817).

Every slice of a window holds the window's middle, samples lag..window-1. Series are therefore centred on the mean of
that middle, and sums over slices are the middle's plus a running sum outwards: sums of squares then have no subtraction
that could eat their digits, however still the series lies beside one large movement. Products are sliding ones for a
few series (``dense`` where windows start a few samples apart), matrix products for one series against many, Fourier
transforms for many against many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray
from scipy.fft import irfft, next_fast_len, rfft

from mirra.arrays import Floats
from mirra.coupling.windowed import dense, gappy
from mirra.coupling.windowed.centred import about_middle, unit
from mirra.coupling.windowed.tiles import tiling
from mirra.errors import CouplingError

LARGEST_Z = 10.0
# With a middle shorter than this share of the window the slices have too little in common; each is then centred alone.
MIDDLE_SHARE = 0.125
# Rows worked on at once, so that a block of them stays in the processor's cache.
CACHED_ROWS = 128
# Up to so many series a plain sliding product is quicker than anything prepared for many.
FEW = 4
# Windows of such a series worked on at once.
MANY = 64
# The same where windows start a few samples apart, in whole tiles.
DENSE = 3072
# Samples times lags up to which slices are laid out in memory, and above which a transform is quicker in any case.
SHORT = 1_000_000
# A slice this much shorter, as a vector, than its whole window keeps 12 digits in a Fourier transform.
STILL = 1e3


@dataclass(frozen=True)
class Windows:
    """Length of the windows, distance of their starts and largest lag, in samples.

    ``step`` need not be whole, at rates such as 29.97 Hz: window k then starts at the sample nearest to k x step, so
    that positions never drift. Raises ``CouplingError`` for a window under 3 samples, a step under one sample or a
    negative lag.
    """

    window: int
    step: float
    lag: int

    def __post_init__(self) -> None:
        if self.window < 3:
            raise CouplingError(
                f"A window of {self.window} samples holds no correlation; it needs 3 or more."
            )
        if not self.step >= 1:
            raise CouplingError(f"Windows must start at least one sample apart, not {self.step:g}.")
        if self.lag < 0:
            raise CouplingError(f"The largest lag cannot be negative ({self.lag} samples).")

    @property
    def span(self) -> int:
        """Samples one window takes with its lags: window + lag."""
        return self.window + self.lag

    @property
    def lags(self) -> NDArray[np.int64]:
        """The lags, (2 lag + 1,) samples, from -lag to lag."""
        return np.arange(-self.lag, self.lag + 1)

    def starts(self, samples: int) -> NDArray[np.int64]:
        """First samples of the windows that fit, (n_windows,); ceil((N - w - m + 1) / s) of them where s is whole.

        Raises ``CouplingError`` where not one fits.
        """
        room = samples - self.span
        if room < 0:
            raise CouplingError(
                f"One window with its lags needs {self.span} samples; there are {samples}.",
                todo="Take a shorter window or a smaller lag.",
            )
        begins: NDArray[np.int64] = np.rint(np.arange(int(room / self.step) + 2) * self.step).astype(np.int64)
        return begins[begins <= room]


def correlate(x: ArrayLike, ys: ArrayLike, windows: Windows, *, share: float = 0.5) -> Floats:
    """Pearson correlations of ``x`` (N,) with every row of ``ys`` (S, N) or (N,): (S, n_windows, 2 lag + 1).

    NaN where either slice is constant, or where less than ``share`` of a slice is present in both series. The whole
    array is held; ``each_window`` gives the same window by window. Raises ``CouplingError`` for unequal lengths and for
    series shorter than one window.
    """
    first, seconds = _pair(x, ys)
    plan = tiling(windows.window, windows.step, windows.lag, len(windows.starts(len(first))))
    if plan and len(seconds) <= FEW:
        each = [dense.correlate(first, second, plan, windows.lag, share) for second in seconds]
        return each[0][None] if len(each) == 1 else np.stack(each)
    return np.stack(list(each_window(first, seconds, windows, share=share)), axis=1)


def each_window(x: ArrayLike, ys: ArrayLike, windows: Windows, *, share: float = 0.5) -> Iterator[Floats]:
    """The correlations of one window after the other, each (S, 2 lag + 1); see ``correlate``."""
    first, seconds = _pair(x, ys)
    starts = windows.starts(len(first))
    if len(seconds) <= FEW and tiling(windows.window, windows.step, windows.lag, len(starts)):
        for begin in range(0, len(starts), DENSE):
            some = slice(starts[begin], starts[begin : begin + DENSE][-1] + windows.span)
            yield from correlate(first[some], seconds[:, some], windows, share=share).swapaxes(0, 1)
        return
    if len(seconds) <= FEW:
        for begin in range(0, len(starts), MANY):
            places = starts[begin : begin + MANY, None] + np.arange(windows.span)
            each = [_row_by_row(first[places], second[places], windows, share) for second in seconds]
            yield from np.stack(each, axis=1)
        return
    for start in starts:
        a, b = first[start : start + windows.span], seconds[:, start : start + windows.span]
        if np.isfinite(a).all() and np.isfinite(b).all():
            yield _one_to_many(a, b, windows)
        else:
            yield gappy.one_to_many(a, b, windows.window, windows.lag, share)


def all_pairs(
    firsts: ArrayLike, seconds: ArrayLike, windows: Windows, *, share: float = 0.5
) -> Iterator[Floats]:
    """Each of ``firsts`` (A, N) with each of ``seconds`` (B, N), window by window: (A, B, 2 lag + 1).

    Series are transformed once per window and serve all their pairs. Raises ``CouplingError`` as ``correlate`` does.
    """
    first, second = np.atleast_2d(_floats(firsts)), np.atleast_2d(_floats(seconds))
    if first.shape[1] != second.shape[1]:
        raise CouplingError(f"The series differ in length: {first.shape[1]} and {second.shape[1]} samples.")
    for start in windows.starts(first.shape[1]):
        part = slice(start, start + windows.span)
        yield one_window(first[:, part], second[:, part], windows, share=share)


def one_window(firsts: Floats, seconds: Floats, windows: Windows, *, share: float = 0.5) -> Floats:
    """Each of ``firsts`` (A, span) with each of ``seconds`` (B, span) in one window: (A, B, 2 lag + 1)."""
    if np.isfinite(firsts).all() and np.isfinite(seconds).all():
        return _many_to_many(firsts, seconds, windows)
    return np.stack([gappy.one_to_many(row, seconds, windows.window, windows.lag, share) for row in firsts])


def fisher(r: ArrayLike, *, out: Floats | None = None) -> Floats:
    """Fisher's z of correlations, atanh clipped to +-10; any shape, NaN stays; ``out`` may be the array itself."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z: Floats = np.arctanh(_floats(r), out=out)
    return np.clip(z, -LARGEST_Z, LARGEST_Z, out=z)


def parts(lag: int) -> dict[str, slice]:
    """Which of the 2 lag + 1 columns each summary is the mean of."""
    return {
        "all_lags": slice(None),
        "first_leads": slice(lag + 1, None),
        "second_leads": slice(0, lag),
        "lag_zero": slice(lag, lag + 1),
    }


class Means:
    """Means of Fisher z over windows that come one after the other, signed and absolute, of many pairs at once.

    ``all_lags``, ``first_leads`` (L > 0), ``second_leads`` (L < 0) and ``lag_zero`` are means over windows of each
    window's mean over its lags, ``grand_average`` is the mean over all cells; with ``_absolute`` behind the name they
    are of abs(z). Cells without a correlation are left out; NaN where none is left.
    """

    def __init__(self, lag: int) -> None:
        self.parts = parts(lag)
        self.sums: dict[str, Any] = {}

    def add(self, r: Floats) -> None:
        """Take one window's correlations (..., 2 lag + 1); the array is used up."""
        z = fisher(r, out=r)
        for end in ("", "_absolute"):
            for name, part in self.parts.items():
                total, cells = _sum(z[..., part])
                if name == "all_lags":
                    self._count("grand_average" + end, total, cells)
                with np.errstate(invalid="ignore"):
                    self._count(name + end, np.where(cells > 0, total / cells, 0.0), cells > 0)
            np.abs(z, out=z)

    def statistics(self) -> dict[str, Floats]:
        """Names to means (...)."""
        with np.errstate(invalid="ignore"):
            return {name: total / cells for name, (total, cells) in self.sums.items()}

    def _count(self, name: str, total: Floats, cells: NDArray[Any]) -> None:
        self.sums[name] = self.sums.get(name, 0.0) + np.stack([total, cells])


def _sum(z: Floats) -> tuple[Floats, Floats]:
    """Sums over the lags that are not NaN, and how many those are."""
    total: Floats = z.sum(-1)
    if np.isfinite(total).all():
        return total, np.full(total.shape, float(z.shape[-1]))
    return np.nansum(z, axis=-1), np.isfinite(z).sum(-1).astype(np.float64)


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _pair(x: ArrayLike, ys: ArrayLike) -> tuple[Floats, Floats]:
    first, seconds = _floats(x), np.atleast_2d(_floats(ys))
    if first.ndim != 1 or seconds.ndim != 2:
        raise CouplingError("One series (N,) is correlated with one (N,) or several (S, N).")
    if seconds.shape[1] != len(first):
        raise CouplingError(f"The series differ in length: {len(first)} and {seconds.shape[1]} samples.")
    return first, seconds


def _one_to_many(a: Floats, b: Floats, windows: Windows) -> Floats:
    """One window, ``a`` (span,) against ``b`` (S, span); all finite."""
    w, m = windows.window, windows.lag
    if w - m < MIDDLE_SHARE * w:
        return _slice_by_slice(a, b, w, m)
    r = np.empty((len(b), 2 * m + 1))
    if w * m > SHORT:
        for begin in range(0, len(b), CACHED_ROWS):
            block = slice(begin, begin + CACHED_ROWS)
            r[block] = _many_to_many(a[None], b[block], windows)[0]
        return r
    rows = _rows(a, w, m).T
    for begin in range(0, len(b), CACHED_ROWS):
        some = r[begin : begin + CACHED_ROWS]
        centred, norms = about_middle(b[begin : begin + CACHED_ROWS], w, m)
        np.matmul(centred, rows, out=some)
        with np.errstate(divide="ignore", invalid="ignore"):
            some[:, m:] /= norms
            some[:, :m] /= norms[:, :1]
        np.clip(some, -1.0, 1.0, out=some)
    return r


def _row_by_row(a: Floats, b: Floats, windows: Windows, share: float) -> Floats:
    """Several windows, each row of ``a`` (K, span) against the same row of ``b`` (K, span): (K, 2 lag + 1)."""
    w, m = windows.window, windows.lag
    r = np.empty((len(a), 2 * m + 1))
    whole = np.isfinite(a).all(1) & np.isfinite(b).all(1)
    for k in np.flatnonzero(~whole):
        r[k] = gappy.one_to_many(a[k], b[k : k + 1], w, m, share)[0]
    if w - m < MIDDLE_SHARE * w:
        for k in np.flatnonzero(whole):
            r[k] = _slice_by_slice(a[k], b[k : k + 1], w, m)[0]
        return r
    a, b = a[whole], b[whole]
    (centred, one_norms), (other, two_norms) = about_middle(a, w, m), about_middle(b, w, m)
    first, second = unit(a[:, :w]), unit(b[:, :w])
    sums = np.empty((len(a), 2 * m + 1))
    for row in range(len(a)):
        rows = slice(row, row + 1)
        sums[row, m::-1] = _products(second[rows], centred[rows], one_norms[rows])[0, 0]
        sums[row, m:] = _products(first[rows], other[rows], two_norms[rows])[0, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        sums[:, m:] /= two_norms
        sums[:, :m] /= one_norms[:, :0:-1]
    r[whole] = np.clip(sums, -1.0, 1.0, out=sums)
    return r


def _many_to_many(a: Floats, b: Floats, windows: Windows) -> Floats:
    """One window, ``a`` (A, span) against ``b`` (B, span); all finite."""
    w, m = windows.window, windows.lag
    if w - m < MIDDLE_SHARE * w:
        return np.stack([_slice_by_slice(row, b, w, m) for row in a])
    first, second = about_middle(a, w, m), about_middle(b, w, m)
    r = np.empty((len(a), len(b), 2 * m + 1))
    r[:, :, m:] = _moved(unit(a[:, :w]), *second)
    r[:, :, :m] = _moved(unit(b[:, :w]), *first).transpose(1, 0, 2)[:, :, :0:-1]
    return np.clip(r, -1.0, 1.0, out=r)


def _moved(fixed: Floats, centred: Floats, norms: Floats) -> Floats:
    """Unit slices (F, w) with every lagged slice of ``centred`` (M, span), of length one too: (F, M, lag + 1)."""
    sums = _products(fixed, centred, norms)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums /= norms
    return sums


def _products(fixed: Floats, centred: Floats, norms: Floats) -> Floats:
    """Unit slices (F, w) with every lagged slice of ``centred`` (M, span) of lengths ``norms``: (F, M, lag + 1).

    By sliding products where they are few and short, else by Fourier transform. A transform's rounding grows with the
    whole span, so a series with slices much stiller than that is summed as it is.
    """
    lags = norms.shape[1]
    if len(fixed) <= FEW and fixed.shape[1] * lags <= SHORT:
        plain = np.ones(len(centred), dtype=bool)
    else:
        size = np.sqrt(np.einsum("ij,ij->i", centred, centred))
        plain = ~(size <= STILL * norms.min(1))
    sums = np.empty((len(fixed), len(centred), lags))
    if not plain.all():
        sums[:, ~plain] = _by_transform(fixed, centred[~plain], lags)
    for index in np.flatnonzero(plain):
        for row, short in enumerate(fixed):
            sums[row, index] = np.correlate(centred[index], short, "valid")
    return sums


def _by_transform(fixed: Floats, centred: Floats, lags: int) -> Floats:
    """Sliding products of ``fixed`` (F, w) with every ``centred`` (M, span) by Fourier transform: (F, M, lags)."""
    length = next_fast_len(centred.shape[1], real=True)
    spectra = rfft(centred, length)
    sums = np.empty((len(fixed), len(centred), lags))
    for row, spectrum in enumerate(np.conj(rfft(fixed, length))):
        sums[row] = irfft(spectra * spectrum, length)[:, :lags]
    return sums


def _rows(a: Floats, w: int, m: int) -> Floats:
    """What a window of the second series is multiplied with, (2 m + 1, span): unit slices of ``a`` in their places."""
    rows = np.zeros((2 * m + 1, w + m))
    slices = unit(sliding_window_view(a, w))
    rows[:m, :w] = slices[:0:-1]
    for lag in range(m + 1):
        rows[m + lag, lag : lag + w] = slices[0]
    return rows


def _slice_by_slice(a: Floats, b: Floats, w: int, m: int) -> Floats:
    """As ``_one_to_many`` where the lag is nearly the window or more: every slice centred on its own, in blocks."""
    r = np.empty((len(b), 2 * m + 1))
    fixed, moved = unit(a[:w]), sliding_window_view(b, w, axis=1)
    block = max(1, SHORT // w)
    for begin in range(0, m + 1, block):
        some = slice(begin, begin + block)
        lags = np.arange(m + 1)[some]
        r[:, m - lags] = unit(b[:, :w]) @ unit(sliding_window_view(a, w)[some]).T
        for row in range(len(b)):
            r[row, m + lags] = unit(moved[row, some]) @ fixed
    return np.clip(r, -1.0, 1.0, out=r)
