from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.renderer.scene import Camera, Lights, Surface, cut_out, photograph, skin_colour, table

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


def test_an_eye_to_the_left_sees_what_is_away_further_left() -> None:
    aside = replace(CAMERA, aside=30.0)
    (at, away), _ = aside.project(np.array([CAMERA.target, np.add(CAMERA.target, (0, 0.5, 0))]))
    assert away[0] < at[0] - 10
    assert away[1] < at[1] - 10
    assert aside.way @ aside.way.T == pytest.approx(np.eye(3))


def test_what_is_behind_the_eye_is_not_drawn() -> None:
    corners = np.array([[-1.0, -1, 9], [1, -1, 9], [1, 1, 9], [-1, 1, 9]])
    behind = Surface(corners, np.array([[0, 1, 2, 3]]), np.ones((4, 3)), np.zeros(4))
    bare = Surface(corners - [0, 0, 60], behind.quads, behind.base, behind.grain)
    views = [photograph([one], table(40, 32), Camera(40, 32, 10.0, (20, 16))) for one in (behind, bare)]
    assert views[0].shape == (32, 40, 3)
    assert np.ptp(views[0].astype(int).mean(axis=2)) < 60, "a surface behind the eye is in the picture"


def test_a_ball_over_a_table_is_lit_from_the_left_and_casts_a_shadow_to_the_right() -> None:
    side = np.linspace(-1, 1, 9)
    cube = np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)
    points: list[np.ndarray] = []
    quads: list[np.ndarray] = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            face = np.insert(cube, axis, sign, axis=1)
            grid = np.arange(81).reshape(9, 9) + 81 * len(points)
            around = [grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]]
            turn = sign * (1, -1, 1)[axis] > 0
            quads.append(np.stack(around if turn else around[::-1], axis=-1).reshape(-1, 4))
            points.append(face / np.linalg.norm(face, axis=1, keepdims=True) * 0.5 + [0, 0, 0.6])
    ball, faces = np.vstack(points), np.vstack(quads)
    none = np.zeros(len(ball))
    skin = Surface(ball, faces, skin_colour(none), none, skin=True)
    seen = photograph([skin], table(160, 120), Camera(160, 120, 40.0, (80.0, 70.0))).astype(int)
    bare = table(160, 120)
    skin_seen = seen[..., 0] - seen[..., 2] > 25
    rows, columns = np.nonzero(skin_seen)
    assert 900 < len(rows) < 1700, "a ball of half a dm at 40 pixels a dm has about 1300 pixels"
    middle = columns.mean()
    light = seen[rows, columns].sum(axis=1)
    assert light[columns < middle - 6].mean() > light[columns > middle + 6].mean() + 60
    assert seen[60:80, 105:115].mean() < seen[60:80, 20:30].mean() - 8, "no shadow to the right"
    assert bare.shape == (120, 160, 3)


def test_a_cut_out_covers_where_its_surface_is_and_as_much_as_that_says() -> None:
    corners = np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
    above = Lights((0.0, 0.0, 1.0), (0.0, -1.0, 1.0))
    whole = Surface(corners, np.array([[0, 1, 2, 3]]), np.full((4, 3), 0.3), np.zeros(4))
    faded = replace(whole, cover=np.array([0.0, 1, 1, 0]))
    camera = Camera(40, 32, 10.0, (20, 16), lean=0.0)
    seen, thin = (cut_out([one], camera, above).astype(int) for one in (whole, faded))
    assert seen.shape == (32, 40, 4)
    assert seen[6:26, 10:30, 3].min() == 255
    assert seen[:5, :, 3].max() == seen[:, :9, 3].max() == 0
    cover = thin[16, 10:30, 3]
    assert (np.diff(cover) > 0).all(), "it does not fade from right to left"
    assert thin[16, 14:30, :3] == pytest.approx(seen[16, 14:30, :3], abs=2), "the colour fades with the cover"


def test_light_from_straight_above_shades_a_surface_and_its_mirror_image_alike() -> None:
    corners = np.array([[-1.0, -1, 0], [0, -1, 0.8], [0, 1, 0.8], [-1, 1, 0]])
    slope = Surface(corners, np.array([[0, 1, 2, 3]]), np.full((4, 3), 0.3), np.zeros(4))
    other = replace(slope, points=corners * (-1, 1, 1), quads=slope.quads[:, ::-1])
    camera = Camera(40, 32, 10.0, (20, 16), lean=0.0)
    even, aslant = Lights((0.0, 0.3, 1.0), (0.0, -1.0, 1.0)), Lights((-0.6, 0.3, 1.0), (0.0, -1.0, 1.0))
    for lights, same in ((even, True), (aslant, False)):
        one, two = (cut_out([surface], camera, lights).astype(int) for surface in (slope, other))
        apart = np.abs(one - two[:, ::-1])[8:24, 12:18, :3].max()
        assert (apart < 3) == same
