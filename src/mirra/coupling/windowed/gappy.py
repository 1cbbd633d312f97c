"""Correlation at many lags where samples are missing: each pair of slices over the samples both have."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from mirra.arrays import Floats

# A sum of squares that lost more than this factor to centring is taken again, in two passes.
LOST = 1e3
BLOCK = 4_000_000  # numbers laid out at once


def one_to_many(a: Floats, b: Floats, w: int, m: int, share: float) -> Floats:
    """One window, ``a`` (w + m,) against ``b`` (S, w + m) with NaN for what is missing: (S, 2 m + 1).

    Pairwise deletion: means, lengths and product are taken over the samples present in both slices; NaN with fewer than
    ``share`` of the window or 3 of them, and where one side is constant over them. Six matrix products give the sums.
    """
    a_filled, a_there = (part[0] for part in _filled(a[None]))
    b_filled, b_there = _filled(b)
    r = np.empty((len(b), 2 * m + 1))
    block = max(1, BLOCK // (w + m))
    for begin in range(0, 2 * m + 1, block):
        lags = np.arange(-m, m + 1)[begin : begin + block]
        r[:, lags + m] = _at(lags, a_filled, a_there, b_filled, b_there, w, share)
    lost = np.argwhere(np.isinf(r))
    span = w + m
    again(r, lost, lost[:, 0] * span, (np.tile(a, len(b)), b.reshape(-1)), w)
    return np.clip(r, -1.0, 1.0, out=r)


def _at(
    lags: NDArray[np.int64], a: Floats, a_there: Floats, b: Floats, b_there: Floats, w: int, share: float
) -> Floats:
    """The correlations (S, K) at some ``lags`` (K,); infinite where sums of squares lost their digits."""
    here, values, squares = (_rows(part, lags, w) for part in (a_there, a, a**2))
    count = np.rint(b_there @ here.T)
    sum_a, square_a = b_there @ values.T, b_there @ squares.T
    sum_b, square_b = b @ here.T, (b**2) @ here.T
    with np.errstate(divide="ignore", invalid="ignore"):
        var_a, var_b = square_a - sum_a**2 / count, square_b - sum_b**2 / count
        r: Floats = (b @ values.T - sum_a * sum_b / count) / np.sqrt(var_a * var_b)
    r[~((var_a * LOST > square_a) & (var_b * LOST > square_b))] = np.inf
    r[count < max(3.0, share * w)] = np.nan
    return r


def _filled(series: Floats) -> tuple[Floats, Floats]:
    """Series (K, n) about the mean of what is there with 0 for what is not, and 1 or 0 for there or not."""
    there = np.isfinite(series)
    filled = np.where(there, series, 0.0)
    mean = filled.sum(1, keepdims=True) / np.maximum(there.sum(1, keepdims=True), 1)
    return np.where(there, filled - mean, 0.0), there.astype(np.float64)


def _rows(a: Floats, lags: NDArray[np.int64], w: int) -> Floats:
    """Slices of ``a`` (w + m,) each in the place where it meets the second series at its lag, (K, w + m)."""
    rows = np.zeros((len(lags), len(a)))
    for row, lag in zip(rows, lags, strict=True):
        row[max(lag, 0) : max(lag, 0) + w] = a[max(-lag, 0) : max(-lag, 0) + w]
    return rows


def again(
    r: Floats, cells: NDArray[np.int64], starts: NDArray[np.int64], pair: tuple[Floats, Floats], w: int
) -> None:
    """Set the cells (C, 2) of ``r`` (n, 2 m + 1) from slices cut out and centred one by one, in blocks.

    The windows of the cells begin at ``starts`` (C,) in both series of the ``pair``.
    """
    block = max(1, BLOCK // w)
    firsts, seconds = (sliding_window_view(series, w) for series in pair)
    for begin in range(0, len(cells), block):
        row, column = cells[begin : begin + block].T
        lag, start = column - r.shape[1] // 2, starts[begin : begin + block]
        x, y = firsts[start + np.maximum(-lag, 0)], seconds[start + np.maximum(lag, 0)]
        there = np.isfinite(x) & np.isfinite(y)
        x, y = _centred(x, there), _centred(y, there)
        with np.errstate(divide="ignore", invalid="ignore"):
            norms = np.einsum("ij,ij->i", x, x) * np.einsum("ij,ij->i", y, y)
            r[row, column] = np.einsum("ij,ij->i", x, y) / np.sqrt(norms)


def _centred(slices: Floats, there: NDArray[np.bool_]) -> Floats:
    """Slices about their mean over what is there; constants become exactly 0, as one sample is taken off first."""
    present = slices[np.arange(len(slices)), there.argmax(1)][:, None]
    moved = np.where(there, slices - present, 0.0)
    mean = moved.sum(1, keepdims=True) / np.maximum(there.sum(1, keepdims=True), 1)
    return np.where(there, moved - mean, 0.0)
