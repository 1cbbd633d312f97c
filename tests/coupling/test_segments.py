"""Segment orders at once are the same numbers as one shuffled copy after the other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling import schemes, segments
from mirra.coupling.kernel import Windows, correlate
from mirra.errors import CouplingError
from tests.coupling.series import awkward
from tests.golden import recording

CLOSE = 1e-9  # correlations; what rounding costs where a nearly still slice lies in a segment with a burst


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    length=st.integers(120, 400),
    window=st.integers(5, 60),
    step=st.floats(3, 40),
    lag=st.integers(0, 50),
    shortest=st.integers(5, 60),
)
def test_each_order_is_the_shuffled_copy(
    seed: int, length: int, window: int, step: float, lag: int, shortest: int
) -> None:
    x, y = awkward(seed, length), awkward(seed + 1, length)
    windows, starts = Windows(window, step, lag), schemes.segment_starts(length, shortest)
    orders = schemes.segment_orders(len(starts) - 1, 8, np.random.default_rng(seed))
    found = np.stack(list(segments.each_window(x, y, windows, starts, orders)), axis=1)
    wanted = correlate(x, schemes.shuffled(y, starts, orders), windows)
    assert np.array_equal(np.isnan(found), np.isnan(wanted)), "constant slices differ"
    assert np.nanmax(np.abs(found - wanted), initial=0) < CLOSE


def test_real_motion_energy_with_still_stretches_keeps_its_digits() -> None:
    first, second = np.loadtxt(recording("dyads/motion_energy/202_01.txt"), skiprows=1).T
    x, y = first[:5000], np.where(np.arange(5000) % 2000 < 1100, 7 + 1e-6 * second[:5000], second[:5000])
    windows, starts = Windows(750, 250, 125), schemes.segment_starts(5000, 750)
    orders = schemes.segment_orders(6, 20, np.random.default_rng(0))
    found = np.stack(list(segments.each_window(x, y, windows, starts, orders)), axis=1)
    assert np.abs(found - correlate(x, schemes.shuffled(y, starts, orders), windows)).max() < CLOSE


@pytest.mark.parametrize("spoilt", ["length", "missing", "short"])
def test_what_cannot_be_shuffled_is_said(spoilt: str) -> None:
    x, y = awkward(1, 100), awkward(2, 100)
    starts, orders = schemes.segment_starts(100, 20), np.array([[1, 0, 2, 3, 4]])
    if spoilt == "length":
        x = x[:-1]
    elif spoilt == "missing":
        y[5] = np.nan
    window = 200 if spoilt == "short" else 20
    with pytest.raises(CouplingError):
        next(segments.each_window(x, y, Windows(window, 5, 3), starts, orders))
