"""Series made ready for windows: a regular clock, gaps left open, symmetric smoothing."""

from __future__ import annotations

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.coupling.checks import LARGEST_VALUE, check_rate
from mirra.errors import CouplingError
from mirra.interpolation import MAX_BRIDGED_INTERVALS, interpolated

# Time stamps this near to a regular clock, in shares of a sample, are taken as one; beyond it they are resampled.
REGULAR = 0.05
# A regular clock of more samples, and of more than a hundred for each there is, must come of a leap.
LONGEST = 1e6
LATEST = 1e15  # s; more is no time
BLOCK = 1_000_000  # numbers laid out at once while smoothing


def regular(
    x: Floats, y: Floats, times: ArrayLike, rate: float | None = None
) -> tuple[Floats, Floats, float, float]:
    """Two series (N,) at ``times`` (N,) s on a regular clock: both series (M,), their rate in Hz and first time in s.

    The rate is the median one of the time stamps unless given. Stamps within 5 % of a sample from a regular clock are
    taken as they are; others are interpolated linearly between neighbours at most 2.5 median intervals apart, and what
    lies further from a sample stays NaN. Raises ``CouplingError`` for stamps that are missing, run backwards
    or leap.
    """
    clock = np.asarray(times, dtype=np.float64)
    if clock.shape != x.shape:
        raise CouplingError(f"The {len(x)} samples need as many times, not {clock.size}.")
    timed = np.abs(clock) < LATEST
    if not timed.all():
        raise CouplingError(f"Sample {int(np.flatnonzero(~timed)[0]) + 1} has no time.")
    steps = np.diff(clock)
    if (steps < 0).any():
        back = int(np.flatnonzero(steps < 0)[0])
        raise CouplingError(
            f"The clock runs backwards after sample {back + 1} ({clock[back]:.3f} s, then {clock[back + 1]:.3f} s)."
        )
    span = float(clock[-1] - clock[0]) if len(clock) else 0.0
    if span * LARGEST_VALUE <= len(clock):
        raise CouplingError("The samples have no two different times.")
    if rate is not None:
        check_rate(rate)
    own = (len(clock) - 1) / span
    even = clock[0] + np.arange(len(clock)) / own
    if np.abs(clock - even).max() * own <= REGULAR and (
        rate is None or abs(rate / own - 1) < REGULAR / len(x)
    ):
        return x, y, rate or own, float(clock[0])
    interval = float(np.median(steps[steps > 0]))
    rate = rate or 1 / interval
    if not span * rate <= max(LONGEST, 100 * len(clock)):
        raise CouplingError(
            f"The clock spans {span:.6g} s, {span * rate:.3g} samples at {rate:g} Hz; there are {len(clock)}.",
            todo="Look for a leap in it.",
        )
    grid = clock[0] + np.arange(math.floor(span * rate * (1 + 1e-12)) + 1) / rate
    longest = MAX_BRIDGED_INTERVALS * max(interval, 1 / rate)
    first, second = (interpolated(clock, values, grid, longest) for values in (x, y))
    return first, second, rate, float(clock[0])


def smoothed(x: Floats, rate: float, seconds: float) -> Floats:
    """A centred moving average of ``x`` (N,) over the odd number of samples nearest to ``seconds``; NaN stays NaN.

    Missing neighbours are left out, and at both ends only those that are there count; constant stretches stay exactly
    constant. Raises ``CouplingError`` for a negative length and one longer than the recording.
    """
    if not 0 <= seconds * rate <= len(x):
        raise CouplingError(
            f"Smoothing takes a length between 0 and that of the recording, {len(x) / rate:g} s, not {seconds:g} s."
        )
    half = round((seconds * rate - 1) / 2)
    if half < 1:
        return x
    width = 2 * half + 1
    around = sliding_window_view(np.pad(x, half, constant_values=np.nan), width)
    moved = x.copy()
    block = max(1, BLOCK // width)
    for begin in range(0, len(x), block):
        some = x[begin : begin + block]
        away = around[begin : begin + block] - some[:, None]
        known = ~np.isnan(away)
        moved[begin : begin + block] += np.where(known, away, 0.0).sum(1) / np.maximum(known.sum(1), 1)
    return moved
