from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mirra.catalogue.models import Side
from mirra.mirror.planes import column_at, orientation, reflect_plane, upright
from tests.videos import TURNS

SIDES = st.sampled_from(["left", "right"])
PLANES = arrays.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(2, 40)))
COVER = 26


@st.composite
def planes_with_column(draw: st.DrawFn) -> tuple[np.ndarray, int]:
    plane = draw(PLANES)
    return plane, draw(st.integers(1, plane.shape[1] - 1))


@given(planes_with_column(), SIDES)
def test_each_pixel_is_its_own_its_mirror_image_or_cover(
    given_: tuple[np.ndarray, int], intact: Side
) -> None:
    before, column = given_
    after = before.copy()
    reflect_plane(after, column, intact, COVER)
    width = before.shape[1]
    for x in range(width):
        kept = (x >= column) == (intact == "right")
        seen = x if kept else 2 * column - 1 - x
        expected = before[:, seen] if 0 <= seen < width else np.full(len(before), COVER)
        assert np.array_equal(after[:, x], expected), f"column {x} of {width}, mirror at {column}"


@given(planes_with_column(), SIDES)
def test_reflecting_again_changes_nothing(given_: tuple[np.ndarray, int], intact: Side) -> None:
    plane, column = given_[0].copy(), given_[1]
    reflect_plane(plane, column, intact, COVER)
    once = plane.copy()
    reflect_plane(plane, column, intact, COVER)
    assert np.array_equal(plane, once)
    other: Side = "left" if intact == "right" else "right"
    if 2 * column == plane.shape[1]:
        reflect_plane(plane, column, other, COVER)
        assert np.array_equal(plane, once), "a picture symmetric about its middle changes with the side"


@given(planes_with_column())
def test_the_left_hand_is_the_right_hand_in_a_mirror(given_: tuple[np.ndarray, int]) -> None:
    plane, column = given_
    right, left = plane.copy(), plane[:, ::-1].copy()
    reflect_plane(right, column, "right", COVER)
    reflect_plane(left, plane.shape[1] - column, "left", COVER)
    assert np.array_equal(right, left[:, ::-1])


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(4, 4000))
def test_the_mirror_stands_on_an_even_column_within_a_pixel_and_leaves_both_sides(
    midline: float, width: int
) -> None:
    column = column_at(midline, width)
    assert column % 2 == 0
    assert 2 <= column <= width - 2
    if 2 <= midline * width <= (width - 2) // 2 * 2:
        assert abs(column - midline * width) <= 1


@pytest.mark.parametrize(
    ("turn", "seen"),
    [
        (0, [[1, 2, 3], [4, 5, 6]]),
        (90, [[4, 1], [5, 2], [6, 3]]),
        (180, [[6, 5, 4], [3, 2, 1]]),
        (270, [[3, 6], [2, 5], [1, 4]]),
        ("flip", [[3, 2, 1], [6, 5, 4]]),
    ],
)
def test_a_display_matrix_turns_the_picture_as_the_format_says(
    turn: int | str, seen: list[list[int]]
) -> None:
    """The matrix moves (x, y) to (a x + c y, b x + d y), y down: ISO/IEC 14496-12, 8.3.2."""
    a, b, c, d = TURNS[turn]
    matrix = np.array([a, b, 0, c, d, 0, 0, 0, 1], np.int32) * 65536
    plane = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    assert upright(plane, *orientation(matrix)).tolist() == seen


@given(st.sampled_from([(1, 0), (0, 1), (-1, 0), (0, -1)]), st.booleans(), PLANES)
def test_every_quarter_turn_with_and_without_a_flip_moves_each_pixel_where_the_matrix_says(
    first: tuple[int, int], mirrored: bool, plane: np.ndarray
) -> None:
    a, b = first
    c, d = (b, -a) if mirrored else (-b, a)
    out = upright(plane, *orientation(np.array([a, b, 0, c, d, 0, 0, 0, 1], np.int32) * 65536))
    height, width = plane.shape
    places = [(a * x + c * y, b * x + d * y) for y in range(height) for x in range(width)]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    for (x, y), value in zip(places, plane.ravel(), strict=True):
        assert out[y - top, x - left] == value


def test_without_a_matrix_a_picture_is_upright() -> None:
    assert orientation(None) == (0, False)
