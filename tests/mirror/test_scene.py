from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.mirror.scene import Camera, table

CAMERA = Camera(640, 480, 140.0, (490.0, 300.0), target=(0.1, 0.2, 0.3))
PLACES = st.tuples(st.floats(-2, 2), st.floats(-2, 2), st.floats(-2, 2))


def test_the_camera_looks_at_its_target_from_its_distance() -> None:
    flat, far = CAMERA.project(np.array([CAMERA.target]))
    assert flat[0] == pytest.approx(CAMERA.centre)
    assert far[0] == pytest.approx(CAMERA.distance)


def test_right_is_right_away_is_up_and_above_is_nearer_and_larger() -> None:
    steps = np.array([[0.0, 0, 0], [0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5], [0.5, 0, 0.5]]) + CAMERA.target
    (at, right, away, above, both), far = CAMERA.project(steps)
    assert right[0] > at[0]
    assert right[1] == pytest.approx(at[1])
    assert away[1] < at[1]
    assert away[0] == pytest.approx(at[0])
    assert far[3] < far[0]
    assert both[0] - above[0] > right[0] - at[0]


@given(PLACES, st.integers(1, 4))
def test_a_finer_camera_sees_the_same_view(place: tuple[float, float, float], times: int) -> None:
    point = np.array([place])
    (flat, far), (finer, same) = CAMERA.project(point), CAMERA.finer(times).project(point)
    assert finer == pytest.approx(flat * times)
    assert same == pytest.approx(far)


def test_the_table_is_calm_and_every_time_the_same() -> None:
    top = table(160, 120)
    assert top.shape == (120, 160, 3)
    assert np.array_equal(top, table(160, 120))
    assert top.min() > 0
    assert top.max() < 1
    assert (top.std(axis=(0, 1)) / top.mean(axis=(0, 1))).max() < 0.08
