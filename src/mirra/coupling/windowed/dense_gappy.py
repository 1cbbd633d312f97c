"""A tile of ``dense`` where samples are missing: each pair of slices over the samples both have.

Six sums are needed of every window at every lag: how many samples both have, and over these the sums of each series, of
its squares and of the products. All are products of a fixed series (its presence, values or squares) with a moved one,
and are taken strip by strip as in ``dense``. Cells whose sums of squares lost digits to centring are taken again.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from mirra.arrays import Floats
from mirra.coupling.windowed import gappy
from mirra.coupling.windowed.tiles import Tiling

# Strips and lags worked on at once, so that the six sums of their cells stay in the processor's cache.
STRIPS = 8
LAGS = 128


class GappyTiles:
    """Correlations of tiles with missing samples, with the memory they are worked out in."""

    def __init__(self, plan: Tiling, lag: int, share: float) -> None:
        self.plan, self.lag, self.least = plan, lag, max(3.0, share * plan.window)
        self.outwards = plan.outwards
        first, at = plan.step * np.arange(plan.rows)[:, None], np.arange(plan.strip)
        self.ends = np.concatenate([at >= first, at < first], axis=1).astype(np.float64)
        lags = min(LAGS, lag + 1)
        self.moved = [np.empty((plan.strips, 2 * plan.strip + count, lags)) for count in (3, 2, 1)]
        self.sums = [np.empty((STRIPS, count * plan.rows, lags)) for count in (3, 2, 1)]
        self.cells = np.empty((3, STRIPS, plan.rows, lags))

    def correlations(self, x: Floats, y: Floats) -> Floats:
        """Correlations (n_windows, 2 lag + 1) of a tile's samples (length + window + lag,), as ``gappy`` has them."""
        plan, lag = self.plan, self.lag
        inside = plan.length + plan.window
        r = np.empty((plan.windows, 2 * lag + 1))
        any_lost = False
        first, second = _filled(x), _filled(y)
        for fixed, moved, low, columns in (
            (first, second, 0, r[:, lag:]),
            (second, first, 1, r[:, :lag][:, ::-1]),
        ):
            windows = self._windows(fixed[:, :inside])
            slices = sliding_window_view(np.pad(moved, ((0, 0), (0, LAGS))), LAGS, axis=1)
            for begin in range(0, columns.shape[1], LAGS):
                some = columns[:, begin : begin + LAGS]
                powers = slices[:, low + begin : low + begin + inside, : some.shape[1]]
                for power, laid_out in zip(powers, self.moved, strict=True):
                    self._lay_out(windows, power, laid_out[..., : some.shape[1]])
                for strip in range(0, plan.strips, STRIPS):
                    any_lost |= self._cells(windows[0], strip, some)
        if any_lost:
            lost = np.argwhere(np.isinf(r))
            gappy.again(r, lost, lost[:, 0] * plan.step, (x, y), plan.window)
        return np.clip(r, -1.0, 1.0, out=r)

    def _windows(self, powers: Floats) -> tuple[Floats, Floats, Floats]:
        """Presence, values and squares (3, length + window) of a fixed series as triangles, chunks and cores."""
        w, strip, strips = self.plan.window, self.plan.strip, self.plan.strips
        halves = [powers[:, at : at + self.plan.length].reshape(3, -1, strip) for at in (0, w)]
        ends = np.concatenate(halves, axis=2).transpose(1, 0, 2)
        triangles = np.zeros((strips, 3, self.plan.rows, 2 * strip + 3))
        np.multiply(ends[:, :, None], self.ends, out=triangles[..., : 2 * strip])
        for k in range(3):
            triangles[:, k, :, 2 * strip + k] = 1
        chunks = np.zeros((strips, 3, 2, 2 * strip))
        chunks[:, :, 0, :strip], chunks[:, :, 1, strip:] = ends[..., :strip], ends[..., strip:]
        core = powers[:, self.plan.length : w]
        return triangles.reshape(strips, -1, 2 * strip + 3), chunks.reshape(strips, 6, -1), core

    def _lay_out(self, windows: tuple[Floats, Floats, Floats], slices: Floats, moved: Floats) -> None:
        """Set ``moved`` (strips, 2 strip + count, lags) to what meets the triangles of the fixed series.

        ``slices`` (length + window, lags) is one power of the moved series at each lag. Its samples at the ends of each
        strip come first, then its sums with ``count`` powers of the fixed series over what the strip's windows share.
        """
        strip, strips, length, w = self.plan.strip, self.plan.strips, self.plan.length, self.plan.window
        _, chunks, core = windows
        lags, count = slices.shape[1], moved.shape[1] - 2 * strip
        moved[:, :strip] = slices[:length].reshape(strips, strip, lags)
        moved[:, strip : 2 * strip] = slices[w : w + length].reshape(strips, strip, lags)
        parts = (chunks[:, : 2 * count] @ moved[:, : 2 * strip]).reshape(strips, count, 2, lags)
        shared = self.outwards @ parts.transpose(2, 0, 1, 3).reshape(2 * strips, -1)
        shared = shared.reshape(strips, count, lags)
        middle = np.append(slices[length:w, 0], slices[w - 1, 1:])
        for k in range(count):
            np.add(shared[:, k], np.correlate(middle, core[k], "valid"), out=moved[:, 2 * strip + k])

    def _cells(self, triangles: Floats, strip: int, out: Floats) -> bool:
        """Set the cells of some strips, from ``strip`` on; infinite, and True, where sums of squares lost digits."""
        some = slice(strip, strip + STRIPS)
        sums = []
        for whole, memory in zip(self.moved, self.sums, strict=True):
            moved = whole[some, :, : out.shape[1]]
            size, powers = len(moved), moved.shape[1] - 2 * self.plan.strip
            totals = memory[:size, :, : out.shape[1]]
            np.matmul(triangles[some, : powers * self.plan.rows, : moved.shape[1]], moved, out=totals)
            sums.append(totals.reshape(size, powers, self.plan.rows, -1).swapaxes(0, 1))
        (count, a, aa), (b, ab), (bb,) = sums
        left, right, product = self.cells[:, :size, :, : out.shape[1]]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for total, squares, variation in ((a, aa, left), (b, bb, right)):
                squares *= count
                np.multiply(total, total, out=variation)
                np.subtract(squares, variation, out=variation)
            ab *= count
            a *= b
            np.subtract(ab, a, out=product)
            left *= right
            aa *= bb
            aa *= 1 / gappy.LOST
            lost = ~(left > aa)
            np.sqrt(left, out=left)
            product /= left
        any_lost = bool(lost.any())
        if any_lost:
            product[lost] = np.inf
        if count.min() < self.least:
            product[count < self.least] = np.nan
        begin = strip * self.plan.rows
        out[begin : begin + size * self.plan.rows] = product.reshape(-1, out.shape[1])
        return any_lost


def _filled(series: Floats) -> Floats:
    """Presence, values about their median and their squares (3, n), 0 where a sample is missing."""
    there = np.isfinite(series)
    present = series[there]
    middle = np.partition(present, len(present) // 2)[len(present) // 2] if len(present) else 0.0
    values = np.where(there, series - middle, 0.0)
    return np.stack([there, values, values * values])
