"""The simulated person can play anything, and is always recognisable as one."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.practice.events import Closed, Event, Landmarks, Opened
from mirra.practice.fold import fold
from mirra.practice.log import read_event, write_event
from mirra.practice.plan import SessionPlan
from mirra.practice.steps.block import Block
from mirra.practice.terms import Tracking
from tests.practice.given import CATALOGUE, SESSION, a_log, a_plan, logs, plans

PLAN = a_plan("stroke")


def with_one(name: str, movement: Literal["one_sided", "two_sided"]) -> SessionPlan:
    """A plan whose only exercise is this one."""
    written = CATALOGUE.exercises[name]
    plan = a_plan("stroke", written.limbs[0])
    wording = written.one_sided if movement == "one_sided" else written.two_sided
    blocks = [step for step in plan.steps if isinstance(step, Block)]
    update = {
        "id": name, "name": written.name, "instruction": written.instruction, "wording": wording, "movement": movement,
        "repetitions": written.repetitions, "tempo": written.tempo, "caution": written.caution,
    }  # fmt: skip
    one = blocks[0].exercises[0].model_copy(update=update)
    block = blocks[0].model_copy(update={"exercises": (one,)})
    steps = tuple(block if step is blocks[0] else step for step in plan.steps if step not in blocks[1:])
    return plan.model_copy(update={"steps": steps})


@pytest.mark.parametrize("name", sorted(CATALOGUE.exercises))
def test_every_exercise_of_the_catalogue_can_be_simulated(name: str) -> None:
    written = CATALOGUE.exercises[name]
    for movement in ("one_sided", "two_sided"):
        plan = with_one(name, movement)
        result = fold(a_log(plan), plan)
        done = next(done for done in result.exercises if done.exercise == name)
        lasts = written.repetitions * written.tempo
        assert (done.outcome, done.paced) == ("done", written.repetitions)
        assert lasts <= done.seconds <= lasts + 10
        if plan.tracking.hand:
            assert done.tracked is not None
            assert abs(done.tracked - written.repetitions) <= 0.4 * written.repetitions


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(0, 2**32), st.integers(0, 10))
def test_any_plan_is_played_to_its_end_with_believable_numbers(
    plan: SessionPlan, seed: int, pain: int
) -> None:
    result = fold(a_log(plan, seed, pain=pain), plan)
    assert (result.state, result.simulated, result.pain_before) == ("completed", True, pain)
    assert result.pain_after is not None
    assert 0 <= result.pain_after <= 10
    assert 0.95 * result.planned <= result.looked <= 1.35 * result.planned
    assert result.looked < result.lasted
    assert result.paced == sum(e.repetitions for s in plan.steps if isinstance(s, Block) for e in s.exercises)
    assert (result.moved is not None) == (plan.tracking.hand and result.paced > 0)
    assert (result.moved or 0) <= result.looked
    assert result.embodiment is not None
    assert result.embodiment_control is not None
    assert (result.delay.frames > 0) == (plan.picture == "camera")


@settings(max_examples=25, deadline=None)
@given(logs())
def test_a_log_is_a_log(given_log: tuple[SessionPlan, list[Event]]) -> None:
    plan, events = given_log
    assert [event.seq for event in events] == list(range(len(events)))
    assert {event.session for event in events} == {SESSION}
    for one, other in pairwise(events):
        assert one.at <= other.at
        assert other.wall - one.wall == timedelta(milliseconds=other.at) - timedelta(milliseconds=one.at)
    assert [read_event(write_event(event)) for event in events] == events
    first = events[0]
    assert isinstance(first, Opened)
    assert (first.simulated, first.input, first.plan) == (True, "simulated", plan.id)


def test_the_same_seed_gives_the_same_log_and_another_another() -> None:
    assert a_log(PLAN, 3) == a_log(PLAN, 3)
    assert a_log(PLAN, 3) != a_log(PLAN, 4)


@pytest.mark.parametrize("ending", ["stopped", "interrupted"])
def test_a_session_that_breaks_off_says_how(ending: Literal["stopped", "interrupted"]) -> None:
    events = a_log(PLAN, outcome=ending)
    whole, part = fold(a_log(PLAN), PLAN), fold(events, PLAN)
    assert part.state == ending
    assert 0 < part.looked < whole.looked
    assert (part.pain_after is None) == (ending == "interrupted")
    assert any(isinstance(event, Closed) for event in events) == (ending == "stopped")


def test_pain_falls_by_the_relief_asked_for_on_average() -> None:
    little = PLAN.model_copy(
        update={"steps": tuple(s for s in PLAN.steps if s.kind in {"check_in", "check_out"})}
    )
    falls = []
    for seed in range(300):
        result = fold(a_log(little, seed, pain=6, relief=1.5), little)
        assert result.pain_before is not None
        assert result.pain_after is not None
        falls.append(result.pain_before - result.pain_after)
    assert 1.2 < sum(falls) / len(falls) < 1.8


def test_adverse_events_come_as_often_as_asked_for() -> None:
    assert not any(fold(a_log(PLAN, seed, unpleasant=0.0), PLAN).adverse for seed in range(5))
    assert all(len(fold(a_log(PLAN, seed, unpleasant=1.0), PLAN).adverse) == 2 for seed in range(5))


def test_landmarks_are_logged_when_the_plan_keeps_them() -> None:
    plan = PLAN.model_copy(update={"tracking": Tracking(hand=True, landmarks_hz=5)})
    found = [event for event in a_log(plan) if isinstance(event, Landmarks)]
    assert found
    assert all(len(event.points) == 42 * len(event.times) == 42 * 5 for event in found)
    assert not any(isinstance(event, Landmarks) for event in a_log(PLAN))


def test_holding_still_is_logged_and_left_out_of_the_dose() -> None:
    calm, shaken = (fold(a_log(PLAN, 5, holds=chance), PLAN) for chance in (0.0, 1.0))
    assert (calm.holds, shaken.holds) == (0, len(calm.exercises))
    assert shaken.lasted > calm.lasted + 10 * shaken.holds - 30
    assert abs(shaken.looked - calm.looked) < 4 * len(calm.exercises)
