"""Correlation in windows that start a few samples apart, where neighbours share nearly all of their samples.

Windows are worked on in tiles of strips. The windows of a strip differ in a few samples at both ends only: these make a
triangle before and a triangle after what the whole strip shares. One small matrix product gives every window of a strip
at every lag: triangles of the fixed series, centred and of length one, with the moved series at each lag; the sums over
what is shared are two more rows of that product. They are a tile's core and whole strips of samples added up outwards.
Nothing is subtracted, so no digits are lost however still a window lies beside a large movement, and series are centred
tile by tile on the mean of what all their slices share. ``dense_gappy`` does the tiles that have missing samples.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from mirra.arrays import Floats, Ints
from mirra.coupling.windowed.centred import about_middle, outwards
from mirra.coupling.windowed.dense_gappy import GappyTiles
from mirra.coupling.windowed.tiles import Tiling

TILES_AT_ONCE = 16


def correlate(x: Floats, y: Floats, plan: Tiling, lag: int, share: float) -> Floats:
    """Correlations (n_windows, 2 lag + 1) of two series (N,), as ``kernel.correlate`` has them."""
    count = (len(x) - plan.window - lag) // plan.step + 1
    # The last strip is laid out to its end, though none of its windows reaches that far.
    x, y = (np.append(series, np.repeat(series[-1], plan.step)) for series in (x, y))
    x, y = (np.where(np.isfinite(series), series, np.nan) for series in (x, y))
    r = np.empty((count, 2 * lag + 1))
    gappy = GappyTiles(plan, lag, share)
    cells, scale = np.empty((2, plan.windows, 2 * lag + 1))
    firsts = np.append(np.arange(0, count - plan.windows, plan.windows), count - plan.windows)
    whole = np.isfinite(x) & np.isfinite(y)
    missing = np.append(0, np.cumsum(~whole))
    begins, ends = firsts * plan.step, firsts * plan.step + plan.length + plan.window + lag
    gaps = missing[ends] > missing[begins]
    for first, begin, end in zip(firsts[gaps], begins[gaps], ends[gaps], strict=True):
        r[first : first + plan.windows] = gappy.correlations(x[begin:end], y[begin:end])
    firsts = firsts[~gaps]
    for begin in range(0, len(firsts), TILES_AT_ONCE):
        tiles = firsts[begin : begin + TILES_AT_ONCE]
        groups = _groups(x, y, tiles, plan, lag)
        for k, first in enumerate(tiles):
            for columns, group in groups:
                group.products(k, cells[:, columns], scale[:, columns])
            cells *= scale
            np.clip(cells, -1.0, 1.0, out=r[first : first + plan.windows])
    return r


def _groups(x: Floats, y: Floats, tiles: Ints, plan: Tiling, lag: int) -> list[tuple[slice, _Lags]]:
    """All lags of some tiles in groups, each with the columns it fills."""
    divisors = []
    starts = tiles * plan.step
    for fixed, moved, low, turned in ((x, y, 0, False), (y, x, 1, True)):
        windows = _Windows(fixed, starts, plan)
        for begin in range(low, lag + 1, plan.lags):
            end = min(begin + plan.lags, lag + 1)
            columns = slice(lag + 1 - end, lag + 1 - begin) if turned else slice(lag + begin, lag + end)
            divisors.append((columns, _Lags(windows, moved, starts + begin, end - begin, turned)))
    return divisors


class _Windows:
    """Windows of the tiles that begin at ``starts``, centred and of length one, as the triangles of their strips."""

    def __init__(self, series: Floats, starts: Ints, plan: Tiling) -> None:
        w, strip, length = plan.window, plan.strip, plan.length
        rows = sliding_window_view(series, length + w)[starts]
        centred, norms = about_middle(rows, w, length)
        ends = np.concatenate(
            [part.reshape(-1, strip) for part in (centred[:, :length], centred[:, w:])], axis=1
        )
        sums = outwards(centred[:, :length], centred[:, length:w].sum(1), centred[:, w:])
        mean, norm = (each[:, : length : plan.step].reshape(-1, plan.rows) for each in (sums / w, norms))
        scale = _inverse(norm)
        triangles = np.zeros((*norm.shape, 2 * strip + 2))
        for row in range(plan.rows):
            inside = slice(row * plan.step, row * plan.step + strip)
            values = triangles[:, row, inside]
            np.subtract(ends[:, inside], mean[:, row, None], out=values)
            values *= scale[:, row, None]
        triangles[:, :, -2] = scale
        triangles[:, :, -1] = -mean * scale
        chunks = np.zeros((len(ends), 2, 2 * strip))
        chunks[:, 0, :strip], chunks[:, 1, strip:] = ends[:, :strip], ends[:, strip:]
        self.plan, self.core = plan, centred[:, length:w]
        self.triangles = triangles.reshape(len(starts), plan.strips, plan.rows, -1)
        self.chunks = chunks.reshape(len(starts), plan.strips, 2, -1)


class _Lags:
    """Windows of the tiles of one series with slices of another, which begin up to ``lags`` samples after ``starts``.

    Where ``turned`` the columns go from the largest lag to the smallest.
    """

    def __init__(self, windows: _Windows, moved: Floats, starts: Ints, lags: int, turned: bool) -> None:
        self.windows, self.lags, self.turned = windows, lags, turned
        plan = windows.plan
        w, strip, length = plan.window, plan.strip, plan.length
        reach = length + lags - 1
        rows = sliding_window_view(moved, reach + w)[starts]
        centred, norms = about_middle(rows, w, reach)
        self.core = centred[:, length : w + lags - 1]
        # What a strip shares of the slices, added up: it begins a strip after them and ends with the first of them.
        before, after = centred[:, strip:reach], centred[:, w : w + reach - strip]
        sums = outwards(before, centred[:, reach:w].sum(1), after)
        apart = strip, plan.strips
        self.before, self.after = (self._slices(part, *apart, strip) for part in (centred, centred[:, w:]))
        self.sums = self._slices(sums, *apart, 1)[:, :, 0]
        self.scale = self._slices(_inverse(norms), plan.step, plan.windows, 1)[:, :, 0]
        self.moved = np.empty((plan.strips, 2 * strip + 2, lags))
        self.parts = np.empty((2, plan.strips, lags))
        self.outwards = plan.outwards

    def _slices(self, rows: Floats, apart: int, count: int, size: int) -> Floats:
        """Of each row ``count`` times ``size`` samples at every lag, the times ``apart``: (K, count, size, lags)."""
        along = -8 if self.turned else 8
        rows = np.ascontiguousarray(rows[:, ::-1] if self.turned else rows)
        first = rows[:, rows.shape[1] - self.lags :] if self.turned else rows
        shape, strides = (len(rows), count, size, self.lags), (rows.strides[0], along * apart, along, 8)
        return as_strided(first, shape, strides, writeable=False)

    def products(self, k: int, out: Floats, scale: Floats) -> None:
        """Set ``out`` (n_windows, lags) to unit windows of tile ``k`` times slices, ``scale`` to 1 / their lengths."""
        windows, moved, plan = self.windows, self.moved, self.windows.plan
        strip = plan.strip
        moved[:, :strip], moved[:, strip:-2], moved[:, -1] = self.before[k], self.after[k], self.sums[k]
        np.matmul(windows.chunks[k], moved[:, :-2], out=self.parts.transpose(1, 0, 2))
        core = np.correlate(self.core[k], windows.core[k], "valid")
        shared = self.outwards @ self.parts.reshape(-1, self.lags)
        np.add(shared, core[::-1] if self.turned else core, out=moved[:, -2])
        np.matmul(windows.triangles[k], moved, out=out.reshape(plan.strips, plan.rows, self.lags))
        scale[:] = self.scale[k]


def _inverse(norms: Floats) -> Floats:
    """1 / norms; NaN where a slice is constant."""
    return 1 / np.where(norms > 0, norms, np.nan)
