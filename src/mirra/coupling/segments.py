"""Windowed cross-lagged correlation of one dyad with shuffled segments of the second series, without shuffling it.

A window sees two or three places of segments. What a segment in such a place adds to a correlation's product, sum and
sum of squares does not depend on the rest of the order: it is computed once for each place and segment, and each
surrogate adds up its own choice, which is a product with a matrix of zeros and ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from mirra.coupling import kernel
from mirra.coupling.kernel import Windows
from mirra.coupling.schemes import shuffled
from mirra.coupling.shifts import unit_slices
from mirra.errors import CouplingError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Where the segments a slice touches have a square sum this many times the slice's variance sum, the subtraction has
# eaten digits and the slice is computed on its own; below, a correlation is off by some 1e-11 as a rule.
STIFF = 1e5


def each_window(x: Floats, y: Floats, windows: Windows, starts: Ints, orders: Ints) -> Iterator[Floats]:
    """Correlations of ``x`` (N,) with ``y`` (N,) in each of ``orders`` (S, m), window by window: (S, 2 lag + 1).

    ``starts`` (m + 1,) are the segments' first samples and their common end; what follows it stays. The same numbers as
    the kernel gives for shuffled copies, to 1e-9; NaN where a slice is constant. Raises ``CouplingError`` for unequal
    lengths, for values that are not finite and for series shorter than one window.
    """
    if x.shape != y.shape or x.ndim != 1:
        raise CouplingError("Two series of one length are compared.", where="segments")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise CouplingError("Shuffled segments at this speed take no missing values.", where="segments")
    places, size = _Places(y - y.mean(), starts, orders), int(starts[1] - starts[0])
    m, w = windows.lag, windows.window
    for start in windows.starts(len(x)):
        first, last = start // size, min((start + windows.span - 1) // size, len(starts) - 1)
        seen = range(first, last + 1)
        tables = [places.table(x, windows, int(start), place) for place in seen]
        sums = places.chosen(seen) @ np.concatenate(tables)
        r, total, squares = sums[:, : 2 * m + 1], sums[:, 2 * m + 1 : 3 * m + 2], sums[:, 3 * m + 2 : -1]
        squares -= total * total / w
        stiff = np.flatnonzero(squares.min(axis=1) * STIFF <= sums[:, -1])
        with np.errstate(divide="ignore", invalid="ignore"):
            np.sqrt(squares, out=squares)
            r[:, m:] /= squares
            r[:, :m] /= squares[:, :1]
        r = np.clip(r, -1.0, 1.0)
        if stiff.size:
            part = slice(start, start + windows.span)
            rows = np.stack([shuffled(y, starts, orders[row : row + 1])[0, part] for row in stiff])
            r[stiff] = kernel.correlate(x[part], rows, Windows(w, 1, m))[:, 0]
        yield r


class _Places:
    """Segments, and for each surrogate which of them stands where; what follows the last is a segment that stays."""

    def __init__(self, y: Floats, starts: Ints, orders: Ints) -> None:
        self.size, self.count = int(starts[1] - starts[0]), len(starts)
        self.pieces = np.zeros((self.count, self.size))
        self.pieces[:-1] = y[: starts[-1]].reshape(-1, self.size)
        self.pieces[-1, : len(y) - starts[-1]] = y[starts[-1] :]
        nought = np.zeros((self.count, 1))
        self.running = np.concatenate([nought, np.cumsum(self.pieces, axis=1)], axis=1)
        self.squares = np.concatenate([nought, np.cumsum(self.pieces**2, axis=1)], axis=1)
        stays = np.full((len(orders), 1), self.count - 1)
        self.orders = np.concatenate([orders, stays], axis=1)

    def chosen(self, places: range) -> Floats:
        """Ones where a surrogate has a segment in a place, (S, places x segments)."""
        here = self.orders[:, places.start : places.stop, None] == np.arange(self.count)
        return np.asarray(here.reshape(len(here), -1), dtype=np.float64)

    def table(self, x: Floats, windows: Windows, start: int, place: int) -> Floats:
        """What each segment adds in this place to the window at ``start``: (segments, 4 lag + 4).

        Products at lags -lag..lag, sums and square sums of the slices at lags 0..lag, and the whole square sum.
        """
        w, m, size = windows.window, windows.lag, self.size
        offset = place * size - start  # of the place's first sample in the window
        early = np.clip(np.arange(m + 1) - offset, 0, size)
        late = np.clip(np.arange(m + 1) - offset + w, 0, size)
        table = np.empty((self.count, 4 * m + 4))
        back = unit_slices(x, w, start + np.arange(m, 0, -1))[
            :, max(offset, 0) : max(offset, 0) + late[0] - early[0]
        ]
        table[:, :m] = self.pieces[:, early[0] : late[0]] @ back.T
        padded = np.pad(unit_slices(x, w, np.array([start]))[0], size + m)
        ahead = sliding_window_view(padded, size)[size + offset : size + offset + m + 1][::-1]
        table[:, m : 2 * m + 1] = self.pieces @ ahead.T
        table[:, 2 * m + 1 : 3 * m + 2] = self.running[:, late] - self.running[:, early]
        table[:, 3 * m + 2 : -1] = self.squares[:, late] - self.squares[:, early]
        table[:, -1] = self.squares[:, -1]
        return table
