"""Values between samples, by the rule that signals and coupling share."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.interpolation import interpolated

CLOCK = np.array([0.0, 1.0, 2.0, 6.0, 7.0])
VALUES = np.array([0.0, 10.0, 20.0, 60.0, 70.0])


def test_between_near_samples_lies_a_straight_line_and_a_gap_stays_open() -> None:
    between = interpolated(CLOCK, VALUES, np.array([-0.1, 0.0, 0.5, 2.0, 3.0, 6.0, 6.5, 7.1]), 2.5)
    np.testing.assert_allclose(between, [np.nan, 0, 5, 20, np.nan, 60, 65, np.nan])


def test_a_missing_sample_is_bridged_like_any_other_distance() -> None:
    missing = np.array([0.0, np.nan, 20.0, 60.0, 70.0])
    assert interpolated(CLOCK, missing, np.array([1.0]), 2.5)[0] == 10
    assert np.isnan(interpolated(CLOCK, missing, np.array([1.0]), 1.5)[0])
    assert np.isnan(interpolated(CLOCK, np.full(5, np.nan), np.array([1.0]), 2.5)[0])


def test_samples_of_one_time_are_averaged() -> None:
    clock, values = np.array([0.0, 1.0, 1.0, 2.0]), np.array([0.0, 1.0, 3.0, 4.0])
    assert interpolated(clock, values, np.array([1.0, 1.5]), 2.5) == pytest.approx([2.0, 3.0])


def test_the_ends_of_a_clock_are_not_lost_to_the_last_digit() -> None:
    clock = 1.7e9 + CLOCK
    assert np.isfinite(interpolated(clock, VALUES, clock + 2e-7, 2.5)).all()
