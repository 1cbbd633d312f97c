from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.renderer.raster import blur, normals, rasterise, triangles

SQUARE = np.array([[2.0, 1], [8, 1], [8, 5], [2, 5]])
FACES = triangles(np.array([[0, 1, 2, 3]]))


def test_two_triangles_of_a_square_cover_it_once_and_nothing_else() -> None:
    depth, _ = rasterise(SQUARE, np.ones(4), FACES, np.zeros((4, 0)), 12, 8)
    expected = np.zeros((8, 12), bool)
    expected[1:5, 2:8] = True
    assert np.array_equal(np.isfinite(depth), expected)


def test_values_run_evenly_across() -> None:
    values = SQUARE[:, :1] * 10
    _, seen = rasterise(SQUARE, np.ones(4), FACES, values, 12, 8)
    assert seen[3, 2:8, 0] == pytest.approx([25, 35, 45, 55, 65, 75])
    assert not seen[0].any()


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_the_nearer_surface_hides_the_farther_in_either_order(order: list[int]) -> None:
    points = np.vstack([SQUARE, SQUARE + np.array([3, 1])])
    depth, value = np.repeat([2.0, 1.0], 4), np.repeat([[5.0], [7.0]], 4, axis=0)
    faces = triangles(np.array([[0, 1, 2, 3], [4, 5, 6, 7]])[order])
    seen_depth, seen = rasterise(points, depth, faces, value, 12, 8)
    assert (seen_depth[3, 6], seen[3, 6, 0]) == (1, 7)
    assert (seen_depth[3, 3], seen[3, 3, 0]) == (2, 5)


def test_a_tilted_surface_passes_through_another_where_they_meet() -> None:
    points, depth = np.vstack([SQUARE, SQUARE]), np.array([1.0, 4, 4, 1, 2.5, 2.5, 2.5, 2.5])
    value = np.repeat([[1.0], [2.0]], 4, axis=0)
    _, seen = rasterise(points, depth, triangles(np.array([[0, 1, 2, 3], [4, 5, 6, 7]])), value, 12, 8)
    assert seen[3, 2:8, 0].tolist() == [1, 1, 1, 2, 2, 2]


@given(st.lists(st.tuples(st.integers(-20, 30), st.integers(-20, 30)), min_size=3, max_size=3))
def test_whatever_lies_outside_the_picture_is_cut_off(corners: list[tuple[int, int]]) -> None:
    flat = np.array(corners, float) + 0.25
    depth, seen = rasterise(flat, np.ones(3), np.array([[0, 1, 2]]), np.ones((3, 1)), 10, 7)
    assert depth.shape == (7, 10)
    assert np.array_equal(np.isfinite(depth), seen[:, :, 0] > 0.5)
    u, v = flat[1] - flat[0], flat[2] - flat[0]
    if u[0] * v[1] == u[1] * v[0]:
        assert not np.isfinite(depth).any(), "a face without area was drawn"


def test_nothing_to_draw_is_an_empty_picture() -> None:
    depth, seen = rasterise(SQUARE, np.ones(4), np.zeros((0, 3), int), np.ones((4, 2)), 5, 4)
    assert np.isinf(depth).all()
    assert seen.shape == (4, 5, 2)


def test_the_normals_of_a_ball_point_outwards() -> None:
    cube = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    out = cube / np.sqrt(3)
    assert ((normals(cube, triangles(quads)) * out).sum(axis=1) > 0.9).all()


@given(st.floats(1, 6), st.floats(-50, 200))
def test_a_blur_keeps_a_plain_picture_plain_and_the_sum_of_a_spot(radius: float, level: float) -> None:
    assert blur(np.full((9, 7), level), radius) == pytest.approx(np.full((9, 7), level), abs=1e-9)
    spot = np.zeros((61, 61))
    spot[30, 30] = 1
    soft = blur(spot, radius)
    assert soft.sum() == pytest.approx(1)
    spread = np.sqrt((soft.sum(axis=0) * (np.arange(61) - 30) ** 2).sum())
    # A Gaussian cut off at three standard deviations spreads a little less than a whole one.
    assert spread == pytest.approx(radius, rel=0.05)
