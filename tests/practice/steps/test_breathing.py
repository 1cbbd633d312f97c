"""Paced breathing: slow, longer out than in, and never with a pause."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from material.short_session import shortened
from mirra.catalogue.models.breathing import FASTEST, SLOWEST
from mirra.errors import PlanError
from mirra.practice.events import StepEnded
from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.steps.breathing import Breathing, BreathingResult, BreathingSet, BreathPaced
from mirra.practice.steps.check_in import CheckIn
from mirra.practice.steps.set_up import SetUp
from tests.practice.given import CATALOGUE, LIMBS, MADE, SESSION, a_log, a_plan

PLAN = a_plan(breathing_minutes=2)
paces = st.floats(SLOWEST, FASTEST)


def step_of(plan: SessionPlan = PLAN) -> Breathing:
    return next(step for step in plan.steps if isinstance(step, Breathing))


def paced(*breaths: float) -> list[BreathPaced]:
    stamp = {"session": SESSION, "at": 0.0, "wall": MADE, "step": "breathing"}
    return [BreathPaced.model_validate({**stamp, "seq": n, "per_minute": p}) for n, p in enumerate(breaths)]


@given(paces)
def test_breathing_out_is_longer_than_in_and_nothing_lies_between(per_minute: float) -> None:
    breathe_in, breathe_out = step_of().breath(per_minute)
    assert 0 < breathe_in < breathe_out
    assert breathe_in + breathe_out == pytest.approx(60 / per_minute), "something is left for a pause"


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(CATALOGUE.conditions)),
    st.sampled_from(LIMBS),
    st.integers(2, 5),
    st.integers(0, 60),
)
def test_it_comes_after_check_in_and_before_set_up_for_the_minutes_prescribed(
    condition: str, limb: str, minutes: int, done: int
) -> None:
    plan = a_plan(condition, limb, done, breathing_minutes=minutes)
    assert [type(step) for step in plan.steps[:3]] == [CheckIn, Breathing, SetUp]
    step = step_of(plan)
    assert step.seconds == 60 * minutes
    assert (step.per_minute, step.slowest, step.fastest) == (6.0, 4.5, 6.5)
    without = a_plan(condition, limb, done)
    assert plan.steps[2:] == without.steps[1:], "it changes what follows"
    assert plan.minutes == pytest.approx(without.minutes + minutes, abs=0.11)
    assert read_plan(plan.model_dump_json()) == plan


def test_nobody_breathes_to_a_pace_who_was_not_prescribed_it() -> None:
    assert not any(isinstance(step, Breathing) for step in a_plan().steps)
    assert not any(rule.id.startswith("breathing") for rule in a_plan().why)


def test_every_rule_of_it_is_in_the_plan_and_has_its_claim() -> None:
    rules = {rule.id: rule for rule in PLAN.why}
    assert {rule.id for rule in CATALOGUE.breathing.rules} <= set(rules)
    assert {"C44", "C47", "B01", "B02"} <= {rule.claim for rule in rules.values()} <= set(CATALOGUE.claims)


@pytest.mark.parametrize("minutes", [-1, 0, 1, 6, 60])
def test_minutes_outside_two_to_five_are_refused(minutes: int) -> None:
    with pytest.raises(PlanError, match="lies outside") as caught:
        a_plan(breathing_minutes=minutes)
    assert (caught.value.where, caught.value.todo) == ("breathing_minutes", "Choose 2 to 5, or none.")


@pytest.mark.parametrize("pace", [4.4, 6.6, 0, -6, float("nan"), float("inf")])
def test_no_plan_and_no_event_has_a_pace_outside_the_range(pace: float) -> None:
    with pytest.raises(ValidationError):
        Breathing.model_validate({**step_of().model_dump(), "per_minute": pace})
    with pytest.raises(ValidationError):
        paced(pace)


@given(st.floats(0, 1, exclude_min=True))
def test_no_plan_breathes_in_as_long_as_out(share: float) -> None:
    data = {**step_of().model_dump(), "out_share": share}
    if 0.5 < share <= 0.75:
        assert Breathing.model_validate(data).out_share == share
    else:
        with pytest.raises(ValidationError):
            Breathing.model_validate(data)


@given(st.lists(st.sampled_from((4.5, 5.0, 5.5, 6.0, 6.5)), max_size=40))
def test_its_result_counts_the_breaths_and_how_long_they_took(used: list[float]) -> None:
    result = step_of().fold(paced(*used))
    assert isinstance(result, BreathingResult)
    assert result.breaths == len(used) == sum(one.breaths for one in result.paces)
    assert result.seconds == pytest.approx(sum(60 / pace for pace in used), abs=0.001)
    assert [one.per_minute for one in result.paces] == list(dict.fromkeys(used))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_simulated_person_breathes_to_the_end_in_whole_breaths_and_never_beyond_the_range(
    seed: int,
) -> None:
    plan = shortened(PLAN, look=60)
    log = a_log(plan, seed)
    own = [event for event in log if isinstance(event, BreathingSet | BreathPaced)]
    assert isinstance(own[0], BreathingSet)
    assert all(4.5 <= event.per_minute <= 6.5 for event in own)
    result = fold(log, plan).results[0]
    assert isinstance(result, BreathingResult)
    assert 60 <= result.seconds < 60 + 60 / 4.5
    for one, other in pairwise(own):
        lasted = other.at - one.at if isinstance(other, BreathPaced) else 0.0
        assert lasted == pytest.approx(60_000 / other.per_minute if lasted else 0.0, abs=0.2)
    ended = next(event for event in log if isinstance(event, StepEnded) and event.step == "breathing")
    assert ended.at == own[-1].at, "the pace goes on after the step, or a pause came before its end"


def test_breathing_is_no_looking_time_and_does_not_change_the_dose() -> None:
    without = a_plan()
    assert fold(a_log(PLAN), PLAN).planned == fold(a_log(without), without).planned
