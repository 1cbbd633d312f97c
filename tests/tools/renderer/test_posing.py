from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.catalogue.load import load
from mirra.catalogue.motion import Key, Motion, Pose, Sight
from tools.renderer.posing import numbers, pose_at

MOTIONS = load().motions
FASTEST = 160  # degrees a second; a finger joint of a person who opens the hand at ease turns by about 100


def motion(*keys: Key, **start: float) -> Motion:
    return Motion(
        id="made",
        part="arm",
        anchor="forearm",
        ground="table",
        sight=Sight(scale=100),
        start=Pose(**start),
        keys=keys,
    )


# Angles as a motion's file gives them: tenths of a degree. Below 1e-300 degrees the interpolation overflows
# with a warning, and such an angle means nothing.
ANGLES = st.integers(0, 900).map(lambda tenths: tenths / 10)


@given(ANGLES, ANGLES, st.floats(0, 1))
def test_a_pose_goes_no_further_than_the_keys_around_it(first: float, second: float, phase: float) -> None:
    made = motion(Key(at=0, roll=first), Key(at=0.5, roll=second))
    assert min(first, second) - 1e-6 <= pose_at(made, phase).roll <= max(first, second) + 1e-6
    assert pose_at(made, 0).roll == pytest.approx(first)
    assert pose_at(made, 0.5).roll == pytest.approx(second)


def test_what_a_key_does_not_name_is_as_at_the_start_and_fingers_are_all_four() -> None:
    made = motion(Key(at=0, fingers=(10, 20, 30)), Key(at=0.5, index=(1, 2, 3)), turn=8)
    assert pose_at(made, 0).little == (10, 20, 30)
    half = pose_at(made, 0.5)
    assert (half.index, half.little, half.turn) == ((1, 2, 3), (0, 0, 0), 8)


@pytest.mark.parametrize("name", sorted(MOTIONS))
def test_a_loop_ends_where_it_begins_in_place_and_in_speed(name: str) -> None:
    def at(phase: float) -> np.ndarray:
        return numbers(pose_at(MOTIONS[name], phase))

    step = 1e-5
    assert at(1) == pytest.approx(at(0))
    assert (at(1) - at(1 - step)) / step == pytest.approx((at(step) - at(0)) / step, abs=2)


@pytest.mark.parametrize("name", sorted(MOTIONS))
def test_no_joint_is_flung(name: str) -> None:
    made = MOTIONS[name]
    exercise = load().exercises.get(name)
    seconds = made.seconds or (exercise.tempo * made.repetitions if exercise else 0)
    poses = np.array([numbers(pose_at(made, number / 400)) for number in range(401)])
    speed = np.abs(np.diff(poses, axis=0)).max() * 400 / seconds
    assert 0 < speed < FASTEST, f"{speed:.0f} degrees a second"
