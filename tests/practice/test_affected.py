"""The covered hand of the affected side, tracked where the plan asks for it: who may have it, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from material.short_session import shortened
from mirra.errors import PlanError
from mirra.practice.events import AffectedTracked
from mirra.practice.fold import fold
from mirra.practice.plan import read_plan
from mirra.practice.steps.block import Block
from mirra.practice.steps.set_up import SetUp
from mirra.practice.terms import Tracking
from tests.practice.given import a_log, a_plan

PLAN = shortened(a_plan(two_sided=True, track_affected=True), blocks=1)
WORDS = "The camera also counts its movements."


def set_up(**more: Any) -> SetUp:
    """What is said while getting ready."""
    return next(step for step in a_plan(**more).steps if isinstance(step, SetUp))


def test_it_is_tracked_only_where_the_plan_asks_for_it_and_the_person_is_told() -> None:
    assert PLAN.tracking.affected
    assert read_plan(PLAN.model_dump_json()) == PLAN
    assert not a_plan(two_sided=True).tracking.affected
    told, usual = set_up(two_sided=True, track_affected=True), set_up(two_sided=True)
    assert WORDS in told.tracked
    assert "Your left hand stays covered on the screen." in told.tracked
    assert "Rest your left hand out of sight." not in told.before, "the camera is to see it"
    assert usual.tracked == ()
    assert "Rest your left hand out of sight." in usual.before


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("before the camera", {"picture": "glass", "two_sided": True}),
        ("before the camera", {"limb": "foot", "two_sided": True}),
        ("no affected hand", {"condition": "phantom_limb_pain"}),
        ("one-sided", {"two_sided": False}),
        ("one-sided", {}),
    ],
)
def test_a_plan_in_which_there_is_nothing_to_track_is_refused(why: str, more: dict[str, Any]) -> None:
    with pytest.raises(PlanError, match=why) as caught:
        a_plan(track_affected=True, **more)
    assert caught.value.where == "track_affected"
    assert caught.value.todo


def test_a_plan_tracks_no_affected_hand_without_the_other_one() -> None:
    with pytest.raises(ValidationError, match="only where the other one is"):
        Tracking(hand=False, affected=True)


def test_a_plan_from_before_tracks_one_hand() -> None:
    text = PLAN.model_dump_json().replace(',"affected":true}', "}")
    assert not read_plan(text).tracking.affected


def test_seconds_of_it_add_up_in_blocks_alone() -> None:
    events = a_log(PLAN, 3)
    found = [event for event in events if isinstance(event, AffectedTracked)]
    result = fold(events, PLAN)
    blocks = {step.id for step in PLAN.steps if isinstance(step, Block)}
    counted = [event for event in found if event.step in blocks]
    assert counted
    assert result.affected is not None
    assert result.affected.tracked == len(counted)
    assert result.affected.moved == pytest.approx(sum(event.moving for event in counted))
    assert result.affected.repetitions == sum(event.repetitions for event in counted)
    assert result.affected.in_view == pytest.approx(
        sum(event.in_view for event in counted) / len(counted), abs=1e-4
    )
    lags = sorted(event.lag for event in counted if event.lag is not None)
    assert lags
    assert lags[0] <= (result.affected.lag or 0) <= lags[-1]
    assert sum(done.affected or 0 for done in result.exercises) == result.affected.repetitions


def test_without_it_the_result_says_that_nothing_was_tracked() -> None:
    plan = shortened(a_plan(two_sided=True), blocks=1)
    result = fold(a_log(plan, 3), plan)
    assert result.affected is None
    assert {done.affected for done in result.exercises} == {None}
    assert result.repetitions is not None


def test_hands_that_never_moved_alike_have_no_lag() -> None:
    events = [
        event.model_copy(update={"lag": None}) if isinstance(event, AffectedTracked) else event
        for event in a_log(PLAN, 3)
    ]
    affected = fold(events, PLAN).affected
    assert affected is not None
    assert affected.lag is None
