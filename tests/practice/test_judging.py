"""The scores of left/right judgement: what may change them, and what may not."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirra.catalogue.load import load
from mirra.practice.judging import AnswerWindow, Reply, Scores, Sided, angle, direction, scores
from mirra.practice.trials import SIDES, Trial, block

PICTURES = load().stimuli
WINDOW = AnswerWindow()
HEALTHY = AnswerWindow(low=300, high=3000)
Answered = tuple[tuple[Trial, ...], tuple[Reply, ...]]


def trial(turn: int, side: str) -> Trial:
    return Trial.model_validate(
        {
            "limb": "hand",
            "posture": "open",
            "view": "dorsal",
            "tone": "light",
            "turn": turn,
            "side": side,
            "background": "light",
        }
    )


def other(side: str) -> str:
    return "left" if side == "right" else "right"


def mirrored(one: Trial) -> Trial:
    return one.model_copy(update={"side": other(one.side), "turn": (360 - one.turn) % 360})


def reply(at: int, side: str, ms: float, dropped: int = 0) -> Reply:
    return Reply.model_validate({"trial": at, "side": side, "ms": ms, "dropped": dropped})


@st.composite
def answered(draw: st.DrawFn) -> Answered:
    """A block, and answers to some of its trials."""
    trials = block(PICTURES, draw(st.sampled_from(["hand", "foot"])), draw(st.integers(0, 99)), count=24)
    at = draw(st.lists(st.integers(0, 23), unique=True))
    times = st.integers(0, 9000)
    return trials, tuple(
        reply(i, draw(st.sampled_from(SIDES)), draw(times), draw(st.integers(0, 3))) for i in at
    )


def swapped(one: Sided) -> Sided:
    return Sided(both=one.both, left=one.right, right=one.left)


def minus(value: float | None) -> float | None:
    return None if value is None else -value


@given(answered())
def test_exchanging_left_and_right_with_mirrored_angles_swaps_the_sides(given: Answered) -> None:
    trials, replies = given
    before = scores(trials, replies, HEALTHY)
    after = scores(
        [mirrored(one) for one in trials],
        [reply(r.trial, other(r.side), r.ms, r.dropped) for r in replies],
        HEALTHY,
    )
    assert after == before.model_copy(
        update={
            "accuracy": swapped(before.accuracy),
            "time": swapped(before.time),
            "difference": minus(before.difference),
        }
    )


@given(answered(), st.integers(0, 2000))
def test_a_constant_time_more_shifts_the_medians_and_nothing_else(given: Answered, more: int) -> None:
    trials, replies = given
    replies = tuple(one.model_copy(update={"ms": one.ms + 300}) for one in replies)
    before = scores(trials, replies, WINDOW)
    after = scores(trials, [one.model_copy(update={"ms": one.ms + more}) for one in replies], WINDOW)
    for name in ("both", "left", "right"):
        one, two = getattr(before.time, name), getattr(after.time, name)
        assert (one is None) == (two is None)
        assert one is None or two == pytest.approx(one + more / 1000, abs=2e-4)
    for name in ("trials", "answered", "valid", "accuracy", "dropped"):
        assert getattr(before, name) == getattr(after, name)
    for name in ("difference", "lateral_medial", "slope"):
        assert getattr(before, name) == pytest.approx(getattr(after, name), abs=2e-4)


@given(answered(), st.data())
def test_invalid_answers_change_only_their_share(given: Answered, data: st.DataObject) -> None:
    trials, replies = given
    free = sorted(set(range(24)) - {one.trial for one in replies})
    late = st.one_of(st.integers(0, 299), st.integers(3001, 60_000))
    invalid = [reply(at, data.draw(st.sampled_from(SIDES)), data.draw(late)) for at in free]
    before, after = scores(trials, replies, HEALTHY), scores(trials, [*replies, *invalid], HEALTHY)
    assert after.answered == 24
    same = {"answered": before.answered, "valid": before.valid}
    assert after.model_copy(update=same) == before


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(given: Answered, random: object) -> None:
    trials, replies = given
    mixed = list(replies)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert scores(trials, mixed, HEALTHY) == scores(trials, replies, HEALTHY)


@given(answered())
def test_the_numbers_agree_with_counting_by_hand(given: Answered) -> None:
    trials, replies = given
    found = scores(trials, replies, HEALTHY)
    valid = [one for one in replies if 300 <= one.ms <= 3000]
    right = [one.ms / 1000 for one in valid if trials[one.trial].side == one.side]
    assert found.valid == (round(len(valid) / len(replies), 4) if replies else None)
    assert found.accuracy.both == (round(len(right) / len(valid), 4) if valid else None)
    assert found.time.both == (pytest.approx(median(right), abs=1e-4) if right else None)


def test_nothing_is_computed_from_nothing() -> None:
    trials = block(PICTURES, "hand", 1)
    none = Sided(both=None, left=None, right=None)
    assert scores(trials, [], WINDOW) == Scores(
        trials=48, answered=0, valid=None, accuracy=none, time=none, difference=None, lateral_medial=None,
        slope=None, dropped=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("turn", "side", "expected"),
    [
        (90, "right", "lateral"),
        (270, "right", "medial"),
        (90, "left", "medial"),
        (270, "left", "lateral"),
        (315, "right", "medial"),
        (0, "left", None),
        (180, "right", None),
    ],
)
def test_medial_is_towards_the_midline(turn: int, side: str, expected: str | None) -> None:
    assert direction(trial(turn, side)) == expected


def test_an_angle_is_the_smallest_rotation_from_upright() -> None:
    assert [angle(trial(turn, "left")) for turn in (0, 45, 180, 315)] == [0, 45, 180, 45]


def test_a_person_who_imagines_the_movement_is_seen_to_by_all_scores() -> None:
    trials = [trial(turn, side) for turn in range(0, 360, 45) for side in SIDES]
    outward = {"lateral": 200.0, "medial": 0.0, None: 100.0}
    replies = [
        reply(
            at,
            one.side,
            1000 + 4 * angle(one) + outward[direction(one)] + (100 if one.side == "left" else 0),
            1,
        )
        for at, one in enumerate(trials)
    ]
    found = scores(trials, replies, WINDOW)
    assert found.accuracy == Sided(both=1, left=1, right=1)
    assert found.difference == pytest.approx(0.1)
    assert found.lateral_medial == pytest.approx(0.2)
    assert found.slope == pytest.approx(0.004)
    assert found.dropped == 16


def test_one_very_slow_answer_hardly_bends_the_slope() -> None:
    trials = [trial(turn, side) for turn in range(0, 360, 45) for side in SIDES]
    replies = [reply(at, one.side, 1000 + 4 * angle(one)) for at, one in enumerate(trials)]
    slow = [reply(0, trials[0].side, 60_000), *replies[1:]]
    assert scores(trials, slow, WINDOW).slope == pytest.approx(0.004, abs=5e-4)


def test_answering_one_side_always_is_seen_in_the_sides() -> None:
    trials = block(PICTURES, "hand", 1)
    found = scores(trials, [reply(at, "left", 900) for at in range(48)], WINDOW)
    assert found.accuracy == Sided(both=0.5, left=1, right=0)
    assert found.time.right is None
    assert found.difference is None


def test_a_late_answer_counts_where_no_end_is_set() -> None:
    trials = block(PICTURES, "hand", 1)
    late = [reply(0, trials[0].side, 45_000)]
    assert scores(trials, late, WINDOW).valid == 1
    assert scores(trials, late, HEALTHY).valid == 0


def test_the_first_answer_to_a_trial_counts_and_one_to_no_trial_does_not() -> None:
    trials = block(PICTURES, "hand", 1)
    found = scores(
        trials, [reply(0, trials[0].side, 800), reply(0, "left", 5000), reply(48, "left", 700)], WINDOW
    )
    assert (found.answered, found.time.both, found.accuracy.both) == (1, 0.8, 1)


def test_a_window_rises() -> None:
    with pytest.raises(ValidationError, match="high must be more than low"):
        AnswerWindow(low=600, high=500)


def test_answers_by_a_switch_have_an_accuracy_and_no_time() -> None:
    trials = block(PICTURES, "hand", 1)
    replies = [reply(at, one.side, 900).model_copy(update={"timed": False}) for at, one in enumerate(trials)]
    found = scores(trials, replies, WINDOW)
    assert (found.valid, found.accuracy.both) == (1, 1)
    assert (found.time.both, found.difference, found.lateral_medial, found.slope) == (None,) * 4
