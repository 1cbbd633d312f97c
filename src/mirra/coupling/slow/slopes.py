"""How steeply a series rises, in short windows."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from mirra.arrays import Floats
from mirra.errors import CouplingError


def slopes(series: Floats, rate: float, window: float) -> Floats:
    """Least-squares slope of every window of ``window`` s, in units per second: (N - w + 1,), one at each start.

    NaN where a sample of the window is missing. Raises ``CouplingError`` where the window holds fewer than two samples
    or the series fewer than one window.
    """
    size = round(window * rate)
    if size < 2:
        raise CouplingError(
            f"A slope window of {window:g} s holds {size} samples at {rate:g} Hz; it needs two."
        )
    if len(series) < size:
        raise CouplingError(
            f"The series of {len(series) / rate:g} s is shorter than a slope window of {window:g} s."
        )
    weights = np.arange(size) - (size - 1) / 2
    # Each window about its first sample: a level far from zero must not eat the digits of the slope.
    views = sliding_window_view(series, size)
    tilts = views @ weights - views[:, 0] * weights.sum()
    return np.asarray(tilts * rate / (weights @ weights))
