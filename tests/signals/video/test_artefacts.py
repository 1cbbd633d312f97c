from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.signals.video.artefacts import (
    artefacts,
    duplicates,
    interpolated,
    key_frame_ratio,
    longest,
    repeated,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.booleans()), min_size=1, max_size=30),
    st.integers(1, 3),
)
def test_interpolating_touches_nothing_else_and_stays_between_neighbours(
    rows: list[tuple[int, bool]], columns: int
) -> None:
    counts = np.array([[value + k for k in range(columns)] for value, _ in rows])
    gone = np.array([flag for _, flag in rows])
    clock = np.arange(len(rows)) / 25
    found = interpolated(counts, clock, gone)
    assert (found[~gone] == counts[~gone]).all()
    if gone.all():
        assert (found == counts).all()
    else:
        assert found.min() >= counts[~gone].min()
        assert found.max() <= counts[~gone].max()


def test_runs_of_up_to_three_equal_pictures_are_repeats() -> None:
    same = np.array([1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1], bool)
    expected = np.array([1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1], bool)
    assert (repeated(same) == expected).all()
    assert not repeated(np.zeros(0, bool)).any()


def test_the_jump_of_key_frames_is_told_from_the_nearest_others() -> None:
    counts = np.array([[10], [99], [10], [500], [0], [10], [10]])
    key = np.array([0, 0, 0, 1, 0, 0, 0], bool)
    same = np.array([0, 0, 0, 0, 1, 0, 0], bool)
    assert key_frame_ratio(counts, key, same) == pytest.approx(501 / 11)
    assert np.isnan(key_frame_ratio(counts, np.zeros(7, bool), same))
    assert np.isnan(key_frame_ratio(counts, np.ones(7, bool), same))


def test_where_nothing_would_be_left_nothing_is_taken() -> None:
    ones, none = np.ones(3, bool), np.zeros(3, bool)
    assert not artefacts(none, ones, float("nan")).any()
    assert artefacts(np.array([0, 1, 0], bool), none, 2.0).tolist() == [False, True, False]
    assert not artefacts(np.array([0, 1, 0], bool), none, 1.9).any()
    assert not artefacts(np.array([0, 1, 1], bool), none, 9.0).any()
    assert longest(np.array([1, 0, 1, 1, 0], bool)) == 2
    assert longest(np.zeros(0, bool)) == 0


@pytest.mark.parametrize(
    ("total", "repeats"),
    [
        ([900, 10, 900, 18, 900], [1, 3]),
        ([900, 0, 5, 0, 900], [1, 2, 3]),
        ([900, 0, 5, 0, 0, 900], []),  # four in a row: somebody holds still
        ([900, 19, 900], []),
        ([0, 900, 900, 0], []),  # nothing before or after to tell by
        ([49, 0, 49], []),
        ([50, 0, 50], [1]),
        ([900, 10, 0, 0, 0, 0, 10, 900], []),
        ([900, 300, 900, 3, 900, 0, 0, 900], [3, 5, 6]),
    ],
)
def test_a_picture_coded_anew_is_told_from_stillness(total: list[int], repeats: list[int]) -> None:
    counts = np.array([[value // 2, value - value // 2] for value in total], int).reshape(-1, 2)
    assert np.flatnonzero(duplicates(counts, np.zeros(len(total), bool))).tolist() == repeats


def test_equal_pictures_are_duplicates_however_many() -> None:
    same = np.array([0, 1, 1, 1, 1, 1, 0], bool)
    counts = np.where(same, 0, 30)[:, None]
    assert (duplicates(counts, same) == same).all()
