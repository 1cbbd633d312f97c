"""Correlation at many lags where samples are missing: each pair of slices over the samples both have."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# A sum of squares that lost more than this factor to centring is taken again, in two passes.
LOST = 1e3


def one_to_many(a: Floats, b: Floats, w: int, m: int, share: float) -> Floats:
    """One window, ``a`` (w + m,) against ``b`` (S, w + m) with NaN for what is missing: (S, 2 m + 1).

    Pairwise deletion: means, lengths and product are taken over the samples present in both slices; NaN with fewer than
    ``share`` of the window or 3 of them, and where one side is constant over them. Six matrix products give the sums.
    """
    a_filled, a_there = _filled(a[None])
    b_filled, b_there = _filled(b)
    here, values, squares = (_rows(part[0], w, m) for part in (a_there, a_filled, a_filled**2))
    count = b_there @ here.T
    sum_a, square_a = b_there @ values.T, b_there @ squares.T
    sum_b, square_b = b_filled @ here.T, (b_filled**2) @ here.T
    product = b_filled @ values.T
    count = np.rint(count)
    with np.errstate(divide="ignore", invalid="ignore"):
        var_a, var_b = square_a - sum_a**2 / count, square_b - sum_b**2 / count
        r: Floats = (product - sum_a * sum_b / count) / np.sqrt(var_a * var_b)
    enough = count >= max(3.0, share * w)
    r[~enough] = np.nan
    lost = enough & ~((var_a * LOST > square_a) & (var_b * LOST > square_b))
    _again(r, np.argwhere(lost), a, b, w, m)
    return np.clip(r, -1.0, 1.0, out=r)


def _filled(series: Floats) -> tuple[Floats, Floats]:
    """Series (K, n) about the mean of what is there with 0 for what is not, and 1 or 0 for there or not."""
    there = np.isfinite(series)
    filled = np.where(there, series, 0.0)
    mean = filled.sum(1, keepdims=True) / np.maximum(there.sum(1, keepdims=True), 1)
    return np.where(there, filled - mean, 0.0), there.astype(np.float64)


def _rows(a: Floats, w: int, m: int) -> Floats:
    """Slices of ``a`` (w + m,) each in the place where it meets the second series, (2 m + 1, w + m)."""
    rows = np.zeros((2 * m + 1, w + m))
    rows[:m, :w] = sliding_window_view(a, w)[:0:-1]
    for lag in range(m + 1):
        rows[m + lag, lag : lag + w] = a[:w]
    return rows


def _again(
    r: Floats, cells: NDArray[np.int64], a: Floats, b: Floats, w: int, m: int, block: int = 4096
) -> None:
    """Set the cells (C, 2) of ``r`` anew from slices cut out and centred one by one."""
    firsts, seconds = sliding_window_view(a, w), sliding_window_view(b, w, axis=1)
    for begin in range(0, len(cells), block):
        row, column = cells[begin : begin + block].T
        lag = column - m
        x, y = firsts[np.maximum(-lag, 0)], seconds[row, np.maximum(lag, 0)]
        there = np.isfinite(x) & np.isfinite(y)
        x, y = _centred(x, there), _centred(y, there)
        with np.errstate(divide="ignore", invalid="ignore"):
            norms = np.einsum("ij,ij->i", x, x) * np.einsum("ij,ij->i", y, y)
            r[row, column] = np.einsum("ij,ij->i", x, y) / np.sqrt(norms)


def _centred(slices: Floats, there: NDArray[np.bool_]) -> Floats:
    """Slices about their mean over what is there; constants become exactly 0, as one sample is taken off first."""
    one = slices[np.arange(len(slices)), there.argmax(1)][:, None]
    moved = np.where(there, slices - one, 0.0)
    mean = moved.sum(1, keepdims=True) / np.maximum(there.sum(1, keepdims=True), 1)
    return np.where(there, moved - mean, 0.0)
