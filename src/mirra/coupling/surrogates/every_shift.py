"""Means of the windowed cross-lagged correlation of one dyad under every circular shift there is.

Under shift S the second series has ``y[(t + S) % N]`` at sample t. At lags of zero or more, windows stand still on the
first series: the window that starts at k meets the second series at offset k + S + L. At negative lags they stand still
on the second series: its window at k meets the first series at offset k - S + |L|. A window against every offset is one
cross-correlation, and a mean over lags is a running sum over offsets, so that all N shifts together cost little more
than the transforms. With no shift these are the kernel's own correlations. Other shifts are as good as those of
``mirra.coupling.surrogates.shifts``, but not the same numbers at negative lags: there the second series' windows move
with it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.fft import irfft, next_fast_len, rfft

from mirra.arrays import Bools, Floats, Ints
from mirra.coupling.surrogates.progress import Progress, portion
from mirra.coupling.windowed.kernel import LARGEST_Z, Windows, parts
from mirra.errors import SurrogateError

SIDES = ("lag_zero", "first_leads", "second_leads")
# A transform is about so many windows long: short enough for the cache, long enough to serve.
WINDOWS_IN_BLOCK = 4
# A slice this much shorter, as a vector, than its block is multiplied as it is: a transform rounds by the whole block.
STILL = 1e3
# A slice that varies less than this share of its square sum is summed about its own mean.
DOUBTFUL = 1e-3
CHUNK = 512  # slices laid out at a time
HELD = 100_000_000  # bytes of windows and still slices held at a time, so that hours cost time but not memory


class _Series:
    """A series run round, ready to meet windows at each of its offsets."""

    def __init__(self, y: Floats, window: int) -> None:
        self.n, self.window = len(y), window
        size = next_fast_len(WINDOWS_IN_BLOCK * window, real=True)
        self.size, self.usable = size, size - window + 1
        centred = y - y.mean()
        padded = np.zeros(-(-self.n // self.usable) * self.usable + window - 1)
        padded[: self.n + window - 1] = np.concatenate([centred, centred[: window - 1]])
        self.slices = sliding_window_view(padded[: self.n + window - 1], window)
        blocks = sliding_window_view(padded, size)[:: self.usable]
        self.spectra = rfft(blocks)
        variation = _variation(self.slices)
        self.vary = variation > 0
        self.inverse = np.zeros(self.n)
        self.inverse[self.vary] = 1 / np.sqrt(variation[self.vary])
        whole = np.repeat(np.sqrt(np.einsum("ij,ij->i", blocks, blocks)), self.usable)[: self.n]
        self.still = np.flatnonzero(self.inverse * whole > STILL)

    def against(self, units: Floats) -> Iterator[Floats]:
        """Fisher's z of each unit window of (B, w) with the slice at each offset, (N,); 0 where a slice is constant."""
        apart = np.empty((len(units), len(self.still)))
        for begin in range(0, len(self.still), CHUNK):
            some = slice(begin, begin + CHUNK)
            at = self.still[some]
            apart[:, some] = units @ _centred(self.slices[at]).T * self.inverse[at]
        for spectrum, still in zip(np.conj(rfft(units, self.size)), apart, strict=True):
            r = irfft(self.spectra * spectrum, self.size)[:, : self.usable].reshape(-1)[: self.n]
            r *= self.inverse
            r[self.still] = still
            yield _fisher(r)


def means(
    x: Floats, y: Floats, windows: Windows, shifts: Ints, progress: Progress | None = None
) -> dict[str, Floats]:
    """The statistics of ``kernel.Means`` under each of ``shifts`` (S,) samples: name to (S,).

    ``progress`` is called with the share of windows done.
    Raises ``SurrogateError`` for series with missing values, which every transform needs.
    """
    if np.isnan(x).any() or np.isnan(y).any():
        raise SurrogateError(
            "The series have missing values, and every shift at once needs every one.",
            where="every-shift",
            todo="Fill short gaps first, or take circular-shift.",
        )
    w, m = windows.window, windows.lag
    first, second = _Series(x, w), _Series(y, w)
    whole = bool(first.vary.all() and second.vary.all())
    sums = _Whole(windows, shifts) if whole else _Holed(windows, shifts, first.vary, second.vary)
    starts = windows.starts(len(x))
    done = portion(progress, 0.0, 1.0)
    many = max(1, HELD // (16 * max(len(first.still), len(second.still), w)))
    for begin in range(0, len(starts), many):
        some = starts[begin : begin + many]
        leading = second.against(_units(x, w, some))
        trailing = first.against(_units(y, w, some)) if m else iter(np.zeros((len(some), len(x))))
        for k, (start, lead, trail) in enumerate(zip(some, leading, trailing, strict=True), start=begin + 1):
            sums.add(int(start), lead, trail)
            done(k / len(starts))
    return sums.statistics()


class _Whole:
    """Sums over windows where every cell has a correlation: windows are put on one place, then summed over lags."""

    def __init__(self, windows: Windows, shifts: Ints) -> None:
        self.windows, self.shifts, self.count = windows, shifts, 0
        self.sums: dict[str, list[Floats]] = {}

    def add(self, start: int, leading: Floats, trailing: Floats) -> None:
        """Take one window's z (N,) at all offsets of the other series, each way; the arrays are used up."""
        self.count += 1
        for end in ("", "_absolute"):
            both = self.sums.setdefault(end, [np.zeros(len(leading)), np.zeros(len(leading))])
            for total, z in zip(both, (leading, trailing), strict=True):
                total[: len(z) - start] += z[start:]
                total[len(z) - start :] += z[:start]
                np.abs(z, out=z)

    def statistics(self) -> dict[str, Floats]:
        """Names to means (S,); NaN where there are no lags to be the mean of."""
        m, statistics = self.windows.lag, dict[str, Floats]()
        for end, (leading, trailing) in self.sums.items():
            zero = leading[self.shifts] / self.count
            ahead = _over_lags(leading, m)[self.shifts] / self.count
            behind = _over_lags(trailing, m)[-self.shifts] / self.count
            statistics["lag_zero" + end] = zero
            statistics["all_lags" + end] = statistics["grand_average" + end] = (ahead + zero + behind) / (
                2 * m + 1
            )
            with np.errstate(invalid="ignore"):
                statistics["first_leads" + end], statistics["second_leads" + end] = ahead / m, behind / m
        return statistics


class _Holed:
    """The same where some slices are constant: each window's mean is over the cells that it has.

    ``first`` and ``second`` (N,) say at which offsets the slices of the series vary.
    """

    def __init__(self, windows: Windows, shifts: Ints, first: Bools, second: Bools) -> None:
        self.lag, self.shifts, self.vary = windows.lag, shifts, (first, second)
        self.cells = tuple(_over_lags(cells.astype(np.float64), self.lag) for cells in (second, first))
        self.sums = {
            name + end: np.zeros((2, len(shifts)))
            for name in (*parts(self.lag), "grand_average")
            for end in ("", "_absolute")
        }

    def add(self, start: int, leading: Floats, trailing: Floats) -> None:
        """Take one window's z (N,) at all offsets of the other series, each way; the arrays are used up."""
        n = len(leading)
        ahead, behind = (start + self.shifts) % n, (start - self.shifts) % n
        leads, trails = (float(varies[start]) for varies in self.vary)
        counts = (leads * self.vary[1][ahead], leads * self.cells[0][ahead], trails * self.cells[1][behind])
        for end in ("", "_absolute"):
            sums = (
                leading[ahead],
                _over_lags(leading, self.lag)[ahead],
                _over_lags(trailing, self.lag)[behind],
            )
            every = np.stack([np.sum(sums, axis=0), np.sum(counts, axis=0)])
            cells = {
                **dict(zip(SIDES, zip(sums, counts, strict=True), strict=True)),
                "all_lags": tuple(every),
            }
            self.sums["grand_average" + end] += every
            for name, (total, count) in cells.items():
                with np.errstate(invalid="ignore", divide="ignore"):
                    mean = np.where(count > 0, total / count, 0.0)
                self.sums[name + end] += np.stack([mean, count > 0])
            for z in (leading, trailing):
                np.abs(z, out=z)

    def statistics(self) -> dict[str, Floats]:
        """Names to means (S,); NaN where no cell has a correlation."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return {name: total / cells for name, (total, cells) in self.sums.items()}


def _over_lags(values: Floats, lag: int) -> Floats:
    """At each offset (N,) the sum of the ``lag`` values that follow it, run round."""
    run = np.cumsum(np.concatenate([values, values[:lag]]))
    sums: Floats = run[lag:] - run[: len(values)]
    return sums


def _variation(slices: Floats) -> Floats:
    """Sum of squares of each slice (N, w) about its own mean, (N,); exactly 0 where the slice is constant."""
    total, squares = _sums(slices), _sums(slices, squared=True)
    variation: Floats = squares - total * total / slices.shape[1]
    doubtful = np.flatnonzero(variation < DOUBTFUL * squares)
    for begin in range(0, len(doubtful), CHUNK):
        at = doubtful[begin : begin + CHUNK]
        cut = _centred(slices[at])
        variation[at] = np.einsum("ij,ij->i", cut, cut)
    return variation


def _sums(slices: Floats, *, squared: bool = False) -> Floats:
    """Sums of the slices (N, w), or of their squares: what lies in one block of w and what lies in the next.

    Sums that run within a block never take a large number from another, so that a still slice keeps its digits.
    """
    n, w = slices.shape
    blocks = np.zeros((-(-n // w) + 1, w))
    blocks.reshape(-1)[: n + w - 1] = np.concatenate([slices[:, 0], slices[-1, 1:]])
    if squared:
        blocks *= blocks
    before = np.cumsum(blocks, axis=1) - blocks
    after = np.cumsum(blocks[:, ::-1], axis=1)[:, ::-1]
    maxima: Floats = (after[:-1] + before[1:]).reshape(-1)[:n]
    return maxima


def _units(series: Floats, window: int, starts: Ints) -> Floats:
    """Windows (B, w) of a series, centred and of length one; zeros for a constant one."""
    cut = _centred(sliding_window_view(series, window)[starts])
    length = np.sqrt(np.einsum("ij,ij->i", cut, cut))
    with np.errstate(divide="ignore", invalid="ignore"):
        cut /= length[:, None]
    cut[length == 0] = 0.0
    return cut


def _centred(slices: Floats) -> Floats:
    """Slices (K, w) about their means; exactly nothing remains of a constant one."""
    cut = slices - slices[:, :1]
    cut -= cut.mean(axis=1, keepdims=True)
    return cut


def _fisher(r: Floats) -> Floats:
    """Fisher's z of correlations (N,), clipped to +-10, by one logarithm; the array is used up."""
    np.clip(r, -1.0, 1.0, out=r)
    below = 1.0 - r
    r += 1.0
    with np.errstate(divide="ignore"):
        r /= below
        np.log(r, out=r)
    r *= 0.5
    return np.clip(r, -LARGEST_Z, LARGEST_Z, out=r)
