from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mirra.anatomy import Side
from mirra.mirror.planes import column_at, reflect_plane

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
