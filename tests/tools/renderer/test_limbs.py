from __future__ import annotations

import numpy as np
import pytest

from material.footage import recordings
from mirra.catalogue.load import load as load_catalogue
from mirra.catalogue.motion import Motion, Pose
from tools.renderer.body import Body, load, skin
from tools.renderer.limbs import Hand, Limb, limb, tint
from tools.renderer.posing import pose_at

MOTIONS = load_catalogue().motions
OPEN = Pose(
    **dict.fromkeys(("index", "middle", "ring", "little"), (-10, -9, -4)), spread=2, thumb=(-8, -5, -5)
)


@pytest.fixture(scope="module")
def body() -> Body:
    mesh = recordings("limbs/base.obj")
    if mesh is None:
        pytest.skip("no mesh: set MIRRA_RECORDINGS to the folder that holds limbs/base.obj and its rig")
    return load(mesh.parent)


@pytest.fixture(scope="module")
def hand(body: Body) -> Hand:
    return Hand.of(limb(body, "arm").body)


def posed(name: str, phase: float) -> Pose:
    return pose_at(MOTIONS[name], phase)


def tips(hand: Hand, pose: Pose) -> np.ndarray:
    """Where the ends of the five fingers are (5, 3): towards the little finger, along the hand, up from its back."""
    own = (skin(hand.body, hand.turns(pose), "lowerarm02.R") - hand.body.bones["wrist.R"].head) @ np.stack(
        [-hand.thumbward, hand.along, hand.dorsal], axis=1
    )
    ends = [hand.body.bones[f"finger{finger}-3.R"].tail for finger in range(1, 6)]
    return np.array([own[np.linalg.norm(hand.body.rest - end, axis=1).argmin()] for end in ends])


def bone(one: Limb, motion: Motion, phase: float, name: str, tail: bool = False) -> np.ndarray:
    """Where the vertex nearest to the beginning or end of a bone is in the scene."""
    at = one.body.bones[name].tail if tail else one.body.bones[name].head
    near = np.linalg.norm(one.body.rest - at, axis=1).argmin()
    place: np.ndarray = one.placed(motion, pose_at(motion, phase))[near]
    return place


def test_a_right_hand_seen_from_its_back_has_its_thumb_to_the_left(hand: Hand) -> None:
    at_rest = tips(hand, Pose())
    assert (np.diff(at_rest[:, 0]) > 0).all(), "from thumb to little finger, left to right"
    assert (at_rest[:, 1] > 0.5).all(), "fingers point away from the wrist"
    assert np.linalg.norm(at_rest[2]) == pytest.approx(1.9, abs=0.4), "a hand is about 19 cm long"


def test_a_fist_brings_the_finger_tips_under_the_palm(hand: Hand) -> None:
    spread, fist = (
        tips(hand, posed("fist", 0)),
        tips(hand, posed("fist", 0.5).model_copy(update={"wrist": (0, 0)})),
    )
    assert (fist[1:, 1] < 0.75 * spread[1:, 1]).all()
    assert (fist[1:, 2] < spread[1:, 2] - 0.12).all(), "fingers bend towards the palm, not the back"
    reach = hand.body.bones["finger3-1.R"].head - hand.body.bones["wrist.R"].head
    assert (fist[1:, 1] < np.linalg.norm(reach) + 0.2).all(), "the tips are not back at the knuckles"


def test_spreading_parts_the_fingers(hand: Hand) -> None:
    width = [np.ptp(tips(hand, posed("finger_spread", phase))[1:, 0]) for phase in (0, 0.5)]
    assert width[1] > width[0] + 0.25


@pytest.mark.parametrize("finger", [1, 2, 3, 4])
def test_the_thumb_reaches_each_finger_tip_in_turn(hand: Hand, finger: int) -> None:
    seen = tips(hand, posed("thumb_touch", (finger - 0.5) / 4))
    gaps = np.linalg.norm(seen[1:] - seen[0], axis=1)
    assert gaps[finger - 1] < 0.3, f"the tips are {gaps[finger - 1]:.2f} dm apart"
    assert gaps.argmin() == finger - 1, "another finger is nearer"
    apart = np.linalg.norm(np.diff(tips(hand, posed("thumb_touch", 0))[:2], axis=0))
    assert apart > 0.6, "the hand does not open in between"


@pytest.mark.parametrize("name", ["pinch", "key_turn"])
def test_thumb_and_first_finger_meet_in_a_pinch(hand: Hand, name: str) -> None:
    assert np.linalg.norm(np.diff(tips(hand, posed(name, 0.5))[:2], axis=0)) < 0.3


@pytest.mark.parametrize("name", sorted(MOTIONS))
def test_no_pose_tears_the_skin(body: Body, name: str) -> None:
    motion = MOTIONS[name]
    one = limb(body, motion.part)
    before = one.body.rest
    ends = np.stack([one.body.quads, np.roll(one.body.quads, -1, axis=1)], axis=2).reshape(-1, 2)
    long = np.linalg.norm(before[ends[:, 0]] - before[ends[:, 1]], axis=1)
    for key in motion.keys:
        after = one.placed(motion, pose_at(motion, key.at))
        stretch = np.linalg.norm(after[ends[:, 0]] - after[ends[:, 1]], axis=1) / long
        assert np.quantile(stretch, 0.99) < 2.2, f"at {key.at}"


@pytest.mark.parametrize("name", sorted(MOTIONS))
def test_nothing_sinks_into_the_ground(body: Body, name: str) -> None:
    motion = MOTIONS[name]
    one = limb(body, motion.part)
    for number in range(12):
        pose = pose_at(motion, number / 12)
        low = one.placed(motion, pose)[one.end, 2].min()
        assert low > -0.03, f"at {number}/12 of the loop, {low:.2f} dm"
        if motion.rests:
            assert low == pytest.approx(pose.shift[2])


def test_the_foot_bends_turns_and_moves_the_way_its_exercises_say(body: Body) -> None:
    leg = limb(body, "leg")

    def toe(name: str, phase: float, which: str = "toe1-2.R") -> np.ndarray:
        return bone(leg, MOTIONS[name], phase, which, tail=True)

    assert toe("ankle_pump", 0)[1] > toe("ankle_pump", 0.5)[1] + 0.5, (
        "pointed away, then pulled to the person"
    )
    assert toe("toe_tap", 0.5)[2] > toe("toe_tap", 0)[2] + 0.5, "the toes are lifted"
    flat, lifted = (
        leg.placed(MOTIONS["heel_lift"], posed("heel_lift", phase))[leg.end] for phase in (0, 0.5)
    )
    heel = flat[:, 1].argmin()
    assert lifted[heel, 2] > flat[heel, 2] + 0.8, "the heel is lifted"
    assert toe("heel_lift", 0.5)[2] < 0.4, "the toes stay down"
    assert toe("sole_roll", 0.5)[1] > toe("sole_roll", 0)[1] + 1, "forward"
    assert toe("toe_curl", 0.5)[1] < toe("toe_curl", 0)[1] - 0.1, "the toes curl in"
    width = [toe("toe_spread", phase, "toe5-3.R")[0] - toe("toe_spread", phase)[0] for phase in (0, 0.5)]
    assert width[1] > width[0] + 0.15
    assert toe("ankle_tilt", 0.5)[0] < toe("ankle_tilt", 0)[0], "a right foot turns in to the left"


def test_knee_and_elbow_bend_the_way_people_do(body: Body) -> None:
    leg, arm = limb(body, "leg"), limb(body, "arm")

    def at(name: str, phase: float, which: str) -> np.ndarray:
        return bone(arm if MOTIONS[name].part == "arm" else leg, MOTIONS[name], phase, which)

    bent, stretched = (at("knee_stretch", phase, "foot.R") for phase in (0, 0.5))
    assert stretched[2] > bent[2] + 2, "the shin swings up"
    assert stretched[1] > bent[1] + 1, "and away from the person"
    assert at("knee_lift", 0.5, "lowerleg01.R")[2] > at("knee_lift", 0, "lowerleg01.R")[2] + 1
    assert at("knee_slide", 0.5, "foot.R")[1] > at("knee_slide", 0, "foot.R")[1] + 1, (
        "the foot slides forward"
    )
    shoulder = at("elbow_bend", 0, "upperarm01.R")
    far, up, near = (at("elbow_bend", phase, "wrist.R") for phase in (0, 0.25, 0.5))
    assert up[2] > far[2] + 1, "the forearm comes up from the table"
    assert near[1] < far[1] - 2, "the hand comes back to the person"
    assert np.linalg.norm(near - shoulder) < 0.65 * np.linalg.norm(far - shoulder), "and near the shoulder"


def test_finger_tips_are_redder_than_the_forearm(hand: Hand) -> None:
    flush, grain = tint(hand.body)
    assert flush.min() >= 0
    assert flush.max() <= 1
    end = np.linalg.norm(hand.body.rest - hand.body.bones["finger2-3.R"].tail, axis=1).argmin()
    elbow = np.linalg.norm(hand.body.rest - hand.body.bones["lowerarm01.R"].head, axis=1).argmin()
    assert flush[end] > flush[elbow] + 0.3
    assert np.abs(grain).max() < 5
