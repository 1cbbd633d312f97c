"""Slices of a window centred and measured without a subtraction that could eat their digits.

Slices of ``w`` samples start at 0..m of a series of ``w + m`` samples, and all of them hold its middle, samples m..w-1.
Series are centred on the mean of that middle; sums over a slice are the middle's plus a running sum outwards.
"""

from __future__ import annotations

import numpy as np

from mirra.arrays import Floats


def unit(slices: Floats) -> Floats:
    """Slices (..., w) centred and of length one; NaN where constant (exactly: one sample is taken off first)."""
    centred = slices - slices[..., :1]
    centred -= centred.mean(-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        centred /= np.sqrt(np.einsum("...i,...i->...", centred, centred))[..., None]
    return centred


def about_middle(series: Floats, w: int, m: int) -> tuple[Floats, Floats]:
    """Series (K, span) about the mean of their middle, and the length of each centred slice, (K, m + 1)."""
    mean = series[:, m:w].mean(1, keepdims=True)
    centred = series - mean
    variation = _variation(centred, w, m)
    # The mean of equal numbers is not always that number.
    still = (variation <= w * (1e-13 * mean) ** 2).any(1)
    if still.any():
        moved = series[still] - series[still, m : m + 1]
        centred[still] = moved - moved[:, m:w].mean(1, keepdims=True)
        variation[still] = _variation(centred[still], w, m)
    return centred, np.sqrt(np.maximum(variation, 0.0))


def _variation(centred: Floats, w: int, m: int) -> Floats:
    """Sum of squares of each slice about its own mean, (K, m + 1)."""
    middle, before, after = centred[:, m:w], centred[:, :m], centred[:, w:]
    sums = outwards(before, middle.sum(1), after)
    squares = outwards(before * before, np.einsum("ij,ij->i", middle, middle), after * after)
    spread: Floats = squares - sums * sums / w
    return spread


def outwards(before: Floats, middle: Floats, after: Floats) -> Floats:
    """Sums over the slices that start at L = 0..m, (K, m + 1), of the middle's sums (K,) and what lies around it."""
    m = before.shape[1]
    sums = np.repeat(middle[:, None], m + 1, axis=1)
    sums[:, :m] += np.cumsum(before[:, ::-1], axis=1)[:, ::-1]
    sums[:, 1:] += np.cumsum(after, axis=1)
    return sums
