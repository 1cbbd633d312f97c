"""Slopes are those of a straight line laid through each window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.slow.slopes import slopes
from mirra.errors import CouplingError


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 999), size=st.integers(2, 30), rate=st.floats(0.5, 60), level=st.floats(-1e6, 1e6))
def test_each_is_the_slope_of_a_fitted_line(seed: int, size: int, rate: float, level: float) -> None:
    y = np.random.default_rng(seed).normal(size=40)
    found = slopes(y + level, rate, size / rate)
    assert len(found) == 41 - size
    wanted = [np.polyfit(np.arange(size) / rate, y[k : k + size], 1)[0] for k in range(41 - size)]
    assert np.allclose(found, wanted, rtol=1e-6, atol=1e-7 * rate)


def test_a_missing_sample_makes_its_windows_missing() -> None:
    y = np.arange(20.0)
    y[10] = np.nan
    assert np.flatnonzero(np.isnan(slopes(y, 1, 4))).tolist() == [7, 8, 9, 10]


@pytest.mark.parametrize(("length", "window"), [(20, 0.5), (3, 5)])
def test_lengths_that_hold_no_slope_are_named(length: int, window: float) -> None:
    with pytest.raises(CouplingError):
        slopes(np.zeros(length), 1, window)
