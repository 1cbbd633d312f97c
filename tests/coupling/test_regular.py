"""Series on one regular clock, and smoothing that moves nothing."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.coupling.regular import regular, smoothed
from mirra.errors import CouplingError


def test_time_stamps_of_a_camera_are_taken_as_they_are() -> None:
    rate = 30000 / 1001
    times = np.round(5 + np.arange(900) / rate, 3)
    x, y = np.random.default_rng(0).standard_normal((2, 900))
    a, b, found, start = regular(x, y, times)
    assert a is x
    assert b is y
    assert found == pytest.approx(rate, rel=2e-5)
    assert start == 5


def test_a_clock_that_is_not_regular_is_made_so_and_its_gap_stays_open() -> None:
    rng = np.random.default_rng(1)
    times = np.linspace(0, 60, 3001)
    times[1:-1] += rng.uniform(-0.01, 0.01, 2999)
    times = times[(times < 20) | (times > 25)]
    x, y, rate, start = regular(np.sin(times), np.cos(times), times, rate=20.0)
    grid = np.arange(len(x)) / rate
    inside = (grid > 20.2) & (grid < 24.8)
    assert (len(x), rate, start) == (1201, 20.0, 0.0)
    assert np.isnan(x[inside]).all()
    known = ~np.isnan(x)
    assert known[(grid < 20) | (grid > 25)].all()
    assert np.abs(x - np.sin(grid))[known].max() < 1e-3
    assert np.abs(y - np.cos(grid))[known].max() < 1e-3


def test_missing_samples_are_not_bridged_beyond_two_intervals() -> None:
    times = np.arange(100) + 0.2 * np.sin(np.arange(100))
    x = times.copy()
    x[40:50] = np.nan
    x[70] = np.nan
    found = regular(x, times, times, rate=1.0)[0]
    assert np.isnan(found[41:49]).all()
    assert np.isfinite(found[[30, 60, 70, 71]]).all()


@pytest.mark.parametrize(("rate", "limit"), [(1.0, 2.5), (2.0, 2.5), (0.25, 10.0)])
def test_samples_are_joined_over_two_and_a_half_intervals_and_no_more(rate: float, limit: float) -> None:
    """The interval is the median of the time stamps, or that of the new rate where it is longer."""
    for gap, bridged in ((limit - 0.01, True), (limit + 0.01, False)):
        times = np.concatenate([np.arange(41.0), 40 + gap + np.arange(41.0)])
        values = regular(times, -times, times, rate=rate)[0]
        inside = (np.arange(len(values)) / rate > 40) & (np.arange(len(values)) / rate < 40 + gap)
        assert inside.any()
        assert np.isfinite(values[inside]).all() == bridged
        assert np.isfinite(values[~inside]).all()


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ([0, 1, 3, 2], "backwards after sample 3"),
        ([0, 1, np.nan, 2], "Sample 3 has no time"),
        ([1, 1, 1, 1], "two different times"),
        ([0, 1, 2], "as many times"),
    ],
)
def test_a_clock_that_cannot_be_is_refused(times: list[float], words: str) -> None:
    with pytest.raises(CouplingError, match=words):
        regular(np.zeros(4), np.zeros(4), times)


def test_smoothing_is_symmetric_and_leaves_gaps_and_still_stretches_alone() -> None:
    x = np.zeros(101)
    x[50] = 1
    found = smoothed(x, 25, 0.5)
    np.testing.assert_allclose(found, found[::-1], atol=0)
    assert found[44:57] == pytest.approx(1 / 13)
    assert found[43] == 0
    x = np.full(60, 0.1)
    x[20:24] = np.nan
    kept = smoothed(x, 25, 0.5)
    np.testing.assert_array_equal(kept, x)
    ramp = np.arange(60.0)
    np.testing.assert_allclose(smoothed(ramp, 25, 0.5)[6:-6], ramp[6:-6], atol=1e-12)
    assert smoothed(ramp, 25, 0) is ramp
    with pytest.raises(CouplingError, match="Smoothing"):
        smoothed(ramp, 25, -1)
