from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from material.videos import TURNS
from mirra.signals.video.rotation import orientation, upright

PLANES = arrays.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(2, 40)))


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
