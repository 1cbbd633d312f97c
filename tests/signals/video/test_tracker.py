from __future__ import annotations

import zipfile
from pathlib import Path

import av
import numpy as np
import pytest

from mirra.arrays import Picture
from mirra.errors import MissingExtra
from mirra.signals.video import tracker
from mirra.signals.video.landmarks import Square
from mirra.signals.video.tracker import MODEL, Tracker, around_palm, decode, models
from tests.golden import recording

pytest.importorskip("ai_edge_litert", reason="the extra hands is not installed")
pytest.importorskip("cv2", reason="the extra hands is not installed")


def photograph(name: str) -> Picture:
    with av.open(str(recording(f"hands/{name}"))) as container:
        picture: Picture = np.asarray(next(container.decode(video=0)).to_ndarray(format="rgb24"), np.uint8)
    return picture


def test_the_build_has_placed_the_pinned_model() -> None:
    from tools.model import MODEL_SHA256, sha256

    assert sha256(MODEL) == MODEL_SHA256


def test_absent_or_damaged_models_are_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match=r"not here.*python tools/web\.py"):
        models(path=tmp_path / "gone.task")
    (tmp_path / "broken.task").write_bytes(MODEL.read_bytes()[:5000])
    with pytest.raises(MissingExtra, match="damaged"):
        models(path=tmp_path / "broken.task")
    with zipfile.ZipFile(tmp_path / "other.task", "w") as bundle:
        bundle.writestr("something.tflite", b"")
    with pytest.raises(MissingExtra, match="damaged"):
        models(path=tmp_path / "other.task")


def test_both_hands_of_a_photograph_are_found_wherever_they_point() -> None:
    picture = photograph("hands.jpg")
    seen = Tracker()(picture)
    assert len(seen) == 2
    # Two left hands, dorsal; one is turned by half a circle.
    assert all(hand.handedness < 0.5 for hand in seen)
    towards = [hand.points[9] - hand.points[0] for hand in seen]
    assert towards[0][1] * towards[1][1] < 0
    for hand in seen:
        assert hand.presence > 0.9
        assert np.all(hand.points > 0)
        assert np.all(hand.points < picture.shape[1::-1])


def test_a_mirrored_picture_mirrors_the_landmarks_and_the_side() -> None:
    picture = photograph("hands.jpg")
    flipped = np.ascontiguousarray(picture[:, ::-1])
    plain = sorted(Tracker()(picture), key=lambda hand: hand.points[:, 1].mean())
    other = sorted(Tracker()(flipped), key=lambda hand: hand.points[:, 1].mean())
    for one, two in zip(plain, other, strict=True):
        assert two.handedness > 0.5 > one.handedness
        mirrored = two.points * [-1, 1] + [picture.shape[1] - 1, 0]
        size = np.linalg.norm(one.points[9] - one.points[0])
        # The models are not exactly symmetrical; a tenth of the palm is their own difference.
        assert np.linalg.norm(mirrored - one.points, axis=1).mean() < 0.1 * size


def test_a_hand_that_stays_keeps_its_number_and_an_empty_picture_has_none() -> None:
    picture = photograph("hand_thumb_up.jpg")
    follow = Tracker(hands=1)
    first, second = follow(picture), follow(picture)
    assert first[0].track == second[0].track
    # Looked at again from its own landmarks, the hand lies where it lay.
    size = np.linalg.norm(first[0].points[9] - first[0].points[0])
    assert np.linalg.norm(first[0].points - second[0].points, axis=1).mean() < 0.1 * size
    assert follow(np.zeros_like(picture)) == []
    assert follow(picture)[0].track != first[0].track


def test_the_palm_detector_rests_while_one_hand_is_held_and_wakes_when_it_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = photograph("hand_thumb_up.jpg")
    looked: list[bool] = []
    look = Tracker._detect

    def noted(self: Tracker, over: Picture) -> list[Square]:
        looked[-1] = True
        return look(self, over)

    monkeypatch.setattr(Tracker, "_detect", noted)
    follow = Tracker(hands=2)
    for _ in range(32):
        looked.append(False)
        assert len(follow(picture)) == 1
    # The hand comes with the first look; the detector rests after so many more that bring nothing.
    at_first = 1 + tracker.LOOKS_IN_VAIN
    pace = tracker.PICTURES_FROM_LOOK_TO_LOOK
    assert np.flatnonzero(looked).tolist() == [*range(at_first), *range(at_first + pace - 1, 32, pace)]
    for _ in range(3):
        looked.append(False)
        assert follow(np.zeros_like(picture)) == []
    assert looked[-3:] == [False, True, True]


def test_a_second_hand_that_comes_late_is_found_within_five_pictures() -> None:
    picture = photograph("hands.jpg")
    half = picture.copy()
    upper, lower = sorted(hand.points[:, 1].mean() for hand in Tracker()(picture))
    half[int((upper + lower) / 2) :] = 255
    follow = Tracker()
    for _ in range(25):
        assert len(follow(half)) == 1
    seen = [len(follow(picture)) for _ in range(tracker.PICTURES_FROM_LOOK_TO_LOOK)]
    assert seen[-1] == 2


def test_boxes_of_one_palm_become_one_weighted_by_how_sure_they_are() -> None:
    middles = np.array([[0.5, 0.5], [0.5, 0.5], [0.2, 0.2], [0.8, 0.8]])
    boxes = np.zeros((4, 18))
    boxes[:, 2:4] = 48  # a quarter of the 192 pixels
    boxes[1, 0] = 19.2  # the second box lies a tenth of the picture further right
    scores = np.array([3.0, 1.0, 2.0, -3.0])
    found = decode(boxes, scores, middles)
    assert len(found) == 2
    weights = 1 / (1 + np.exp(-scores[:2]))
    across = float(np.average([0.5, 0.6], weights=weights))
    np.testing.assert_allclose(found[0][:2], [[across - 0.125, 0.375], [across + 0.125, 0.625]])
    np.testing.assert_allclose(found[1][2:], 0.2)
    assert decode(boxes, np.full(4, -1.0), middles) == []


def test_the_square_around_a_palm_reaches_over_the_fingers() -> None:
    palm = np.zeros((9, 2))
    palm[:2] = [[80, 180], [120, 220]]
    palm[2], palm[4] = (100, 220), (100, 180)  # wrist below, middle finger's base above
    square = around_palm(palm)
    assert (square.x, square.y, square.side, square.turn) == pytest.approx((100, 180, 104, 0))


def test_the_detectors_guesses_cover_the_picture() -> None:
    places = tracker.anchors()
    assert places.shape == (2016, 2)
    assert 0 < places.min() < 0.05
    assert 0.95 < places.max() < 1
