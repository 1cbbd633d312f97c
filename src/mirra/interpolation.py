"""Values between samples, by the one rule that signals and coupling share."""

from __future__ import annotations

import numpy as np

from mirra.arrays import Floats

MAX_BRIDGED_INTERVALS = 2.5  # sample intervals that may pass between two samples before it is a gap
SLACK = (
    1e-6  # of the longest gap: the ends of a clock, and samples beside a gap, may be missed by the last digit
)


def interpolated(clock: Floats, values: Floats, moments: Floats, longest: float) -> Floats:
    """A channel's ``values`` (n,), NaN where missing, at ``moments`` (m,) s, linear over its ``clock`` (n,) s.

    Samples of one time are averaged. Missing outside of the clock, and between samples more than ``longest`` s apart.
    """
    there = np.isfinite(values)
    if not there.any():
        return np.full(len(moments), np.nan)
    clock, values = clock[there], values[there]
    same = np.diff(clock) <= 0
    if same.any():
        index = np.concatenate([[0], np.cumsum(~same)])
        values = np.bincount(index, values) / np.bincount(index)
        clock = clock[np.concatenate([[True], ~same])]
    between: Floats = np.interp(moments, clock, values, left=np.nan, right=np.nan)
    slack = SLACK * longest
    after = np.searchsorted(clock, moments - slack)
    before = np.searchsorted(clock, moments + slack, side="right") - 1
    inside = (after < len(clock)) & (before >= 0)
    after, before = np.minimum(after, len(clock) - 1), np.maximum(before, 0)
    between[~inside | (clock[after] - clock[before] > longest + slack)] = np.nan
    touched = np.isnan(between) & inside & (after <= before)
    between[touched] = values[before[touched]]
    return between
