from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.mirror.body import Body, load, skin
from mirra.mirror.limbs import (
    HEIGHT,
    POSES,
    RATE,
    SECONDS,
    WIDTH,
    Hand,
    Pose,
    fingers,
    moment,
    placed,
    tint,
    write,
)
from mirra.mirror.scene import Camera, photograph, table
from tests.footage import recordings

ROOT = Path(__file__).resolve().parents[2]
DRAWN = ROOT / "web" / "public" / "assets" / "drawn_hand.webm"
DEGREES = st.floats(-30, 90)


@pytest.fixture(scope="module")
def body() -> Body:
    mesh = recordings("limbs/base.obj")
    if mesh is None:
        pytest.skip("no mesh: set MIRRA_RECORDINGS to the folder that holds limbs/base.obj and its rig")
    return load(mesh.parent)


@pytest.fixture(scope="module")
def hand(body: Body) -> Hand:
    return Hand.of(body)


def tips(hand: Hand, pose: Pose) -> np.ndarray:
    """Where the ends of the five fingers are (5, 3): towards the little finger, along the hand, up from its back."""
    own = (skin(hand.body, hand.turns(pose)) - hand.body.bones["wrist.R"].head) @ np.stack(
        [-hand.thumbward, hand.along, hand.dorsal], axis=1
    )
    ends = [hand.body.bones[f"finger{finger}-3.R"].tail for finger in range(1, 6)]
    return np.array([own[np.linalg.norm(hand.body.rest - end, axis=1).argmin()] for end in ends])


# --- always -----------------------------------------------------------------------------------------------------


@given(DEGREES, DEGREES, st.floats(0, 1))
def test_a_mixed_pose_lies_between_its_two(first: float, second: float, share: float) -> None:
    mixed = Pose(fingers(first, 0, 0), wrist=(first, second)).mixed(Pose(fingers(second, 0, 0)), share)
    assert mixed.bend[3][0] == pytest.approx(first + share * (second - first))
    assert mixed.wrist == pytest.approx((first * (1 - share), second * (1 - share)))


def test_the_loop_ends_where_it_begins_in_place_and_in_speed() -> None:
    def at(phase: float) -> np.ndarray:
        now = moment(phase)
        return np.array([*np.ravel(now.pose.bend), *now.pose.wrist, now.turn, now.tip, now.lean, *now.shift])

    step = 1e-5
    assert at(1) == pytest.approx(at(0))
    assert (at(1) - at(1 - step)) / step == pytest.approx((at(step) - at(0)) / step, abs=0.2)


def test_the_hand_closes_twice_and_slowly() -> None:
    bends = np.array([moment(number / 240).pose.bend[2][1] for number in range(241)])
    closed = bends > 60
    assert (np.diff(closed.astype(int)) == 1).sum() == 2
    # A finger joint turns by about 100 degrees in 2 s; no faster than 90 degrees a second at its fastest.
    assert np.abs(np.diff(bends)).max() * 30 < 110


def test_the_drawn_hand_is_small_whole_and_goes_round() -> None:
    assert DRAWN.stat().st_size <= 400_000
    with av.open(str(DRAWN)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.codec_context.name) == (WIDTH, HEIGHT, "vp9")
        assert not container.streams.audio
        pictures = [frame.to_ndarray(format="gray").astype(int) for frame in container.decode(video=0)]
    assert len(pictures) == RATE * SECONDS
    steps = [np.abs(a - b).mean() for a, b in pairwise(pictures)]
    assert np.abs(pictures[-1] - pictures[0]).mean() < 2 * max(steps), "the loop jumps"
    assert max(steps) < 2, "the hand jumps"


def test_the_drawn_hand_stays_in_the_right_half_of_a_calm_table() -> None:
    with av.open(str(DRAWN)) as container:
        pictures = np.array(
            [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)][::8]
        ).astype(int)
    skin_seen = pictures[..., 0] - pictures[..., 2] > 25
    assert not skin_seen[:, :, : WIDTH // 2 + 8].any(), "the hand comes near the midline"
    share = skin_seen[:, :, WIDTH // 2 :].mean(axis=(1, 2))
    assert share.min() > 0.08
    assert share.max() > 1.1 * share.min(), "the hand does not open"
    left = pictures[:, :, : WIDTH // 2]
    assert left.std(axis=(1, 2)).max() < 12, "the empty half is not calm"
    assert left.std(axis=0).mean() < 2, "the empty half is not still"
    assert not skin_seen[:, :8].any(), "the fingers leave the picture"


def test_pictures_are_written_as_a_film(tmp_path: Path) -> None:
    pictures = [np.full((HEIGHT, WIDTH, 3), 40 * number, np.uint8) for number in range(4)]
    assert write(iter(pictures), tmp_path / "a.webm") == 4
    with av.open(str(tmp_path / "a.webm")) as container:
        seen = [frame.to_ndarray(format="rgb24").mean() for frame in container.decode(video=0)]
    assert seen == pytest.approx([0, 40, 80, 120], abs=6)


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
    seen = photograph(ball, faces, none, none, table(160, 120), Camera(160, 120, 40.0, (80.0, 70.0))).astype(
        int
    )
    bare = table(160, 120)
    skin_seen = seen[..., 0] - seen[..., 2] > 25
    rows, columns = np.nonzero(skin_seen)
    assert 900 < len(rows) < 1700, "a ball of half a dm at 40 pixels a dm has about 1300 pixels"
    middle = columns.mean()
    light = seen[rows, columns].sum(axis=1)
    assert light[columns < middle - 6].mean() > light[columns > middle + 6].mean() + 60
    assert seen[60:80, 105:115].mean() < seen[60:80, 20:30].mean() - 8, "no shadow to the right"
    assert bare.shape == (120, 160, 3)


# --- with the mesh ----------------------------------------------------------------------------------------------


def test_a_right_hand_seen_from_its_back_has_its_thumb_to_the_left(hand: Hand) -> None:
    at_rest = tips(hand, Pose())
    assert (np.diff(at_rest[:, 0]) > 0).all(), "from thumb to little finger, left to right"
    assert (at_rest[:, 1] > 0.5).all(), "fingers point away from the wrist"
    assert np.linalg.norm(at_rest[2]) == pytest.approx(1.9, abs=0.4), "a hand is about 19 cm long"


def test_a_fist_brings_the_finger_tips_under_the_palm(hand: Hand) -> None:
    spread, fist = tips(hand, POSES["spread"]), tips(hand, POSES["fist"])
    assert (fist[1:, 1] < 0.75 * spread[1:, 1]).all()
    assert (fist[1:, 2] < spread[1:, 2] - 0.12).all(), "fingers bend towards the palm, not the back"
    reach = hand.body.bones["finger3-1.R"].head - hand.body.bones["wrist.R"].head
    assert (fist[1:, 1] < np.linalg.norm(reach) + 0.2).all(), "the tips are not back at the knuckles"


def test_spreading_parts_the_fingers_and_pointing_leaves_only_one(hand: Hand) -> None:
    width = [np.ptp(tips(hand, POSES[name])[1:, 0]) for name in ("open", "spread")]
    assert width[1] > width[0] + 0.1
    point, fist, wide = (tips(hand, POSES[name]) for name in ("point", "fist", "open"))
    assert point[1, 1] == pytest.approx(wide[1, 1], abs=0.15)
    assert point[2:] == pytest.approx(fist[2:], abs=0.2)


def test_a_pinch_brings_thumb_and_index_finger_together(hand: Hand) -> None:
    gap = [np.linalg.norm(np.diff(tips(hand, POSES[name])[:2], axis=0)) for name in ("open", "pinch")]
    assert gap[1] < 0.5 * gap[0]


@pytest.mark.parametrize("name", ["open", "spread", "fist", "point", "pinch"])
def test_no_pose_tears_or_folds_the_skin(hand: Hand, name: str) -> None:
    before, after = hand.body.rest, skin(hand.body, hand.turns(POSES[name]))
    ends = np.stack([hand.body.quads, np.roll(hand.body.quads, -1, axis=1)], axis=2).reshape(-1, 2)
    stretch = [np.linalg.norm(at[ends[:, 0]] - at[ends[:, 1]], axis=1) for at in (before, after)]
    assert np.quantile(stretch[1] / stretch[0], 0.99) < 2.2


def test_the_drawn_hand_stays_above_its_table(hand: Hand) -> None:
    ahead = (hand.body.rest - hand.body.bones["wrist.R"].head) @ hand.along > -0.2
    for number in range(24):
        assert placed(hand, moment(number / 24))[ahead, 2].min() > 0, f"at {number}/24 of the loop"


def test_finger_tips_are_redder_than_the_forearm(hand: Hand) -> None:
    flush, grain = tint(hand.body)
    assert flush.min() >= 0
    assert flush.max() <= 1
    end = np.linalg.norm(hand.body.rest - hand.body.bones["finger2-3.R"].tail, axis=1).argmin()
    elbow = np.linalg.norm(hand.body.rest - hand.body.bones["lowerarm01.R"].head, axis=1).argmin()
    assert flush[end] > flush[elbow] + 0.3
    assert np.abs(grain).max() < 5
