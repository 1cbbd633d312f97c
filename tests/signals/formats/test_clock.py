"""Time stamps: regular or not, in which unit, on which wall."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.errors import ReadError
from mirra.signals.formats.clock import in_seconds, timed, unit_of, wall_time


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([5.0, 23.976, 25.0, 29.97, 59.94, 100.0]), st.integers(3, 9), st.integers(3, 400))
def test_rounded_stamps_of_a_regular_clock_are_regular(rate: float, digits: int, count: int) -> None:
    """Written with three digits or more, a film's or a sensor's stamps are those of an even clock."""
    clock = timed(np.round(7 + np.arange(count) / rate, digits))
    assert clock.times is None
    # The first and the last stamp are each off by half a digit, and the rate is rounded by as much again.
    assert clock.rate == pytest.approx(rate, abs=2.1 * rate**2 * 10.0**-digits / (count - 1))


def test_a_rate_comes_out_clean() -> None:
    assert timed(np.arange(15000) / 25).rate == 25.0
    assert timed(1.7e9 + np.arange(1000) / 25).rate == 25.0


def test_one_lost_sample_makes_a_clock_irregular() -> None:
    clock = timed(np.delete(np.arange(1000) / 25, 500))
    assert clock.times is not None
    assert clock.rate == pytest.approx(25), "the rate is that between the samples, the gap left out"


def test_a_long_pause_does_not_lower_the_rate() -> None:
    stamps = np.concatenate([np.arange(100) / 50, 1000 + np.arange(100) / 50])
    assert timed(stamps).rate == pytest.approx(50)


@pytest.mark.parametrize(
    ("stamps", "said"),
    [
        ([0.0], "at least two"),
        ([0.0, np.nan, 1.0], "Sample 2 has no time"),
        ([0.0, 2.0, 1.0], "backwards after sample 2"),
        ([3.0, 3.0, 3.0], "stands still"),
    ],
)
def test_stamps_that_are_no_clock_are_named(stamps: list[float], said: str) -> None:
    with pytest.raises(ReadError, match=said):
        timed(stamps)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("time", 1),
        ("Time (ms)", 1e-3),
        ("t", 1),
        ("timestamp_us", 1e-6),
        ("seconds", 1),
        ("Time [s]", 1),
        ("ms", 1e-3),
        ("Unix time", 1),
        ("time_in_min", 60),
        ("reaction time", None),
        ("times faster", None),
        ("pat", None),
        ("h", None),
        ("", None),
    ],
)
def test_a_column_is_a_clock_by_its_whole_name(name: str, unit: float | None) -> None:
    assert unit_of(name) == unit


def test_unix_milliseconds_are_known_by_their_size() -> None:
    for scale in (1.0, 1e3, 1e6, 1e9):
        assert in_seconds(np.array([1737823380.25]) * scale, 1.0)[0] == pytest.approx(1737823380.25)


def test_wall_time_is_read_with_and_without_a_zone() -> None:
    assert wall_time("1970-01-02T00:00:00Z") == 86400
    assert wall_time("1970-01-01 02:00:00.5+02:00") == 0.5
    assert wall_time("1970-01-01 02:00:00") == 7200
    assert wall_time("10:00:01.25") == 36001.25
    for other in ("", "12", "1.5", "noon", "2024-13-01", "25:00:00"):
        assert wall_time(other) is None
