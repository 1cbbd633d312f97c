from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.figures import save
from mirra.signals.kinematics import even, measure, repetitions, sparc
from tests.signals.hand_shapes import tracks

RATE = 30.0
CLOCK = np.arange(300) / RATE


def opening(count: int) -> Floats:
    wave: Floats = 0.5 - 0.5 * np.cos(2 * np.pi * count * CLOCK / CLOCK[-1])
    return wave


def smooth(length: int) -> Floats:
    """The speed of a movement of least jerk."""
    t = np.linspace(0, 1, length)
    profile: Floats = t**2 * (1 - t) ** 2
    return profile


def test_repetitions_are_counted_and_sized() -> None:
    found = measure(tracks(CLOCK, right=opening(7)), "right")
    assert len(found.sizes) == 7
    assert found.rhythm == pytest.approx(7 / CLOCK[-1], rel=0.02)
    assert np.all(found.repetitions[:, 0] < found.repetitions[:, 1])
    assert np.all(found.repetitions[:, 1] < found.repetitions[:, 2])
    np.testing.assert_allclose(found.sizes, np.nanmax(found.opened) - np.nanmin(found.opened), rtol=0.05)


def test_no_repetition_reaches_over_a_time_in_which_the_hand_is_not_seen() -> None:
    opened = opening(4)
    opened[140:200] = np.nan
    found = measure(tracks(CLOCK, left=opened), "left")
    assert len(found.sizes) == 3
    missing = (found.repetitions[:, 0] < CLOCK[140]) & (found.repetitions[:, 2] > CLOCK[199])
    assert not missing.any()


def test_a_hand_held_still_repeats_nothing() -> None:
    chance = np.random.default_rng(0)
    found = measure(tracks(CLOCK, right=0.5 + 0.01 * chance.standard_normal(300)), "right")
    assert len(found.sizes) == 0
    assert np.isnan(found.rhythm)
    assert np.isnan(found.summary()["smoothness"])


def test_speed_and_range_are_in_palm_lengths(tmp_path: Path) -> None:
    line = np.abs(np.linspace(-1, 1, 300))
    found = measure(tracks(CLOCK, right=line), "right")
    # A finger's tip goes 0.9 * 0.9 palm lengths, there and back, in as many seconds as the film has.
    assert found.tip_speed[0] == pytest.approx(2 * 0.81 / CLOCK[-1], rel=0.01)
    assert found.wrist_speed == (0, 0)
    np.testing.assert_allclose(found.ranges[1:], 0.81 * 0.9, rtol=0.02)
    found.to_csv(tmp_path / "right.csv")
    save(found.plot, tmp_path / "right")
    assert (tmp_path / "right.csv").read_text().startswith("start,widest,end,opening,smoothness\n")


def test_an_uneven_clock_is_made_even_and_long_gaps_stay() -> None:
    times = np.array([0.0, 0.1, 0.25, 0.3, 0.4, 2.0, 2.1])
    clock, values = even(times, 3 * times, 10.0)
    np.testing.assert_allclose(clock, np.arange(22) / 10)
    inside = (clock <= 0.4) | (clock >= 2.0 - 1e-9)
    np.testing.assert_allclose(values[inside], 3 * clock[inside])
    assert np.isnan(values[~inside]).all()
    assert np.isnan(even(times, np.full(7, np.nan), 10.0)[1]).all()


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 100), st.integers(40, 200))
def test_smoothness_does_not_depend_on_size_and_hardly_on_duration(size: float, length: int) -> None:
    plain = sparc(smooth(100), 100.0)
    assert sparc(size * smooth(100), 100.0) == pytest.approx(plain)
    assert sparc(smooth(length), 100.0) == pytest.approx(plain, abs=0.03)


def test_smoothness_is_what_its_definition_gives_and_falls_with_every_stop() -> None:
    # -1.41 is the length for a movement of least jerk: its spectrum falls once, along nearly a straight line.
    assert sparc(smooth(100), 100.0) == pytest.approx(-1.41, abs=0.02)
    stops = [sparc(np.tile(smooth(100 // parts), parts), 100.0) for parts in (1, 2, 4)]
    assert stops[0] > stops[1] > stops[2]


@pytest.mark.parametrize("profile", [np.zeros(9), np.ones(4), np.array([1.0, np.nan, 1, 1, 1, 1])])
def test_a_profile_without_movement_has_no_smoothness(profile: Floats) -> None:
    with pytest.raises(SignalError, match="five speeds"):
        sparc(profile, 100.0)


def test_a_hand_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(SignalError, match=r"no left hand.*Hands seen: right"):
        measure(tracks(CLOCK, right=opening(2)), "left")
    assert repetitions(np.full(5, np.nan), RATE)[1].size == 0
