from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.signals.video.landmarks import (
    NAMES,
    aperture,
    extension,
    openness,
    overlap,
    palm_length,
    square_around,
    upright,
)
from tests.signals.hand_shapes import hand, turned

FEW = settings(max_examples=30, deadline=None)


def test_every_landmark_has_its_own_name() -> None:
    assert len(set(NAMES)) == 21
    assert (NAMES[0], NAMES[4], NAMES[8], NAMES[20]) == ("wrist", "thumb_tip", "index_tip", "little_tip")


@FEW
@given(st.floats(-3.1, 3.1), st.floats(0.2, 5), st.floats(-300, 300))
def test_the_square_goes_with_the_hand_when_it_turns_grows_and_moves(
    angle: float, scale: float, off: float
) -> None:
    plain = square_around(hand())
    moved = square_around(turned(hand(), angle) * scale + off)
    middle = turned(np.array([[plain.x, plain.y]]), angle)[0] * scale + off
    np.testing.assert_allclose([moved.x, moved.y], middle, atol=1e-6 * (1 + abs(off)))
    assert moved.side == pytest.approx(plain.side * scale)
    assert np.cos(moved.turn - plain.turn - angle) == pytest.approx(1)


def test_a_hand_with_its_fingers_up_is_not_turned_and_lies_inside_its_square() -> None:
    square = square_around(hand())
    assert square.turn == pytest.approx(0, abs=0.1)
    assert np.all(np.abs(hand() - [square.x, square.y]) < square.side / 2)
    assert upright(np.array([1.0, 0.0])) == pytest.approx(np.pi / 2)


def test_the_matrix_of_a_square_brings_the_corners_of_a_crop_to_the_corners_of_the_square() -> None:
    square = square_around(turned(hand(), 0.7))
    place = square.matrix(224)
    corners = np.array([[0, 0], [224, 0], [224, 224], [0, 224]]) @ place[:, :2].T + place[:, 2]
    np.testing.assert_allclose(corners.mean(axis=0), [square.x, square.y])
    np.testing.assert_allclose(np.linalg.norm(corners[1] - corners[0]), square.side)
    up = corners[0] - corners[3]
    np.testing.assert_allclose(up / square.side, [np.sin(square.turn), -np.cos(square.turn)], atol=1e-12)


def test_boxes_overlap_by_what_they_share() -> None:
    box = np.array([[0.0, 0.0], [2.0, 2.0]])
    assert overlap(box, np.stack([box, box + 1, box + 5])) == pytest.approx([1, 1 / 7, 0])
    assert overlap(box[:1], box[None, :1]) == 0


@FEW
@given(st.floats(-3, 3), st.floats(0.3, 4))
def test_what_is_measured_in_palm_lengths_does_not_change_with_distance_or_turn(
    angle: float, scale: float
) -> None:
    for measured in (openness, aperture, extension):
        plain = measured(hand()[None])
        np.testing.assert_allclose(measured(turned(hand(), angle)[None] * scale), plain, rtol=1e-9)


def test_a_fist_is_less_open_than_a_spread_hand_and_a_hand_not_seen_has_no_number() -> None:
    series = np.stack([hand(0.0), hand(0.5), hand(1.0), np.full((21, 2), np.nan)])
    opened = openness(series)
    assert opened[0] < 1.3 < opened[1] < opened[2]
    assert opened[2] > 1.7
    for measured in (palm_length, openness, aperture):
        assert np.isnan(measured(series)[3])
        assert np.isfinite(measured(series)[:3]).all()
    assert np.isnan(extension(series)[3]).all()
    assert np.isnan(palm_length(np.full((3, 21, 2), np.nan))).all()
