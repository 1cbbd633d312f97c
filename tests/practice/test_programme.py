"""From a prescription to today's session."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from material.short_session import shortened
from mirra.errors import PlanError
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for, stage_at
from mirra.practice.steps.block import MOST_REPETITIONS, Block, Exercise, _fill
from mirra.practice.steps.check_in import CheckIn
from mirra.practice.steps.check_out import CheckOut
from mirra.practice.steps.embodiment import Embodiment
from mirra.practice.steps.look import Look
from mirra.practice.steps.rest import Rest
from mirra.practice.steps.set_up import SetUp
from mirra.practice.steps.summary import Summary
from tests.practice.given import CATALOGUE, LIMBS, a_plan, plans

MADE = datetime(2026, 3, 10, 9, tzinfo=UTC)
WANTED = Prescription(person="p", condition="stroke", affected="left", limb="hand")


def blocks(plan: SessionPlan) -> list[Block]:
    return [step for step in plan.steps if isinstance(step, Block)]


@settings(max_examples=60, deadline=None)
@given(plans())
def test_every_plan_has_its_steps_in_order_and_reads_back_equal(plan: SessionPlan) -> None:
    kinds = [type(step) for step in plan.steps]
    assert kinds[:4] == [CheckIn, SetUp, Look, Embodiment]
    assert kinds[-2:] == [CheckOut, Summary]
    assert set(kinds[4:-2]) <= {Block, Rest, Look}
    for one, other in pairwise(kinds[4:-2]):
        assert (one is Rest) != (other is Rest), "practice and rest must alternate"
    assert read_plan(plan.model_dump_json()) == plan


@settings(max_examples=60, deadline=None)
@given(plans())
def test_nobody_moves_or_is_asked_before_a_minute_of_looking(plan: SessionPlan) -> None:
    look, embodiment = plan.steps[2], plan.steps[3]
    assert isinstance(look, Look)
    assert isinstance(embodiment, Embodiment)
    assert look.seconds >= 60
    assert embodiment.after_seconds == look.seconds


@settings(max_examples=60, deadline=None)
@given(plans())
def test_a_session_is_as_long_as_its_dose_and_never_longer(plan: SessionPlan) -> None:
    dose = CATALOGUE.conditions[plan.condition].dose
    between = CATALOGUE.limits.change_over * sum(len(block.exercises) - 1 for block in blocks(plan))
    total = (sum(step.planned() for step in plan.steps) + between) / 60
    assert total <= dose.minutes, f"{total:.1f} minutes planned where {dose.minutes} are prescribed"
    assert total >= 0.85 * dose.minutes, f"only {total:.1f} of {dose.minutes} minutes are filled"
    for block in blocks(plan):
        assert 0.75 * dose.block_low <= block.planned() <= dose.block_high


@settings(max_examples=60, deadline=None)
@given(plans())
def test_sides_and_words_are_those_of_the_person(plan: SessionPlan) -> None:
    text = plan.model_dump_json()
    assert "{intact}" not in text
    assert "{affected}" not in text
    intact = "left" if plan.affected == "right" else "right"
    for block in blocks(plan):
        for exercise in block.exercises:
            if exercise.movement == "one_sided":
                assert intact in exercise.wording
                assert plan.affected not in exercise.wording


def test_crps_is_never_longer_than_ten_minutes_and_never_one_sided() -> None:
    for minutes in (None, *range(5, 11)):
        for done in (0, 3, 12, 24, 200):
            for limb in LIMBS:
                plan = a_plan("crps", limb, done, minutes=minutes)
                assert plan.minutes <= (minutes or 10) <= 10
                assert all(e.movement == "two_sided" for b in blocks(plan) for e in b.exercises)
    with pytest.raises(PlanError, match="5 to 10"):
        a_plan("crps", minutes=11)
    with pytest.raises(PlanError, match="two-sided"):
        a_plan("crps", two_sided=False)


def test_crps_goes_from_looking_to_large_to_smaller_to_complex() -> None:
    assert not blocks(a_plan("crps", done=0)), "the first sessions only look"
    sizes = []
    for done in (3, 12, 24):
        used = {
            e.id for d in range(done, done + 3) for b in blocks(a_plan("crps", done=d)) for e in b.exercises
        }
        sizes.append({CATALOGUE.exercises[one].size for one in used})
    assert sizes == [{"large"}, {"large", "small"}, {"large", "small", "complex"}]


def test_crps_is_slow() -> None:
    for block in blocks(a_plan("crps", done=5)):
        for exercise in block.exercises:
            assert exercise.tempo == 1.5 * CATALOGUE.exercises[exercise.id].tempo


def test_stroke_has_thirty_minutes_one_sided_with_fifteen_repetitions() -> None:
    plan = a_plan("stroke")
    assert 28 <= plan.minutes <= 30
    for block in blocks(plan):
        for exercise in block.exercises:
            assert exercise.repetitions >= 15
            assert exercise.movement == "one_sided"
    assert any(
        e.movement == "two_sided" for b in blocks(a_plan("stroke", two_sided=True)) for e in b.exercises
    )


def test_the_phantom_moves_along() -> None:
    wordings = [e.wording for b in blocks(a_plan("phantom_limb_pain")) for e in b.exercises]
    assert wordings
    assert all("phantom" in wording for wording in wordings)


def test_a_severe_loss_starts_short() -> None:
    assert a_plan("stroke", severity="severe").minutes <= 15 < a_plan("stroke", severity="mild").minutes


def test_sessions_differ_and_all_exercises_of_a_stage_have_their_turn() -> None:
    stroke = CATALOGUE.conditions["stroke"]
    seen = {e.id for done in range(7) for b in blocks(a_plan("stroke", done=done)) for e in b.exercises}
    stage = stage_at(stroke, 0)
    wanted = {
        e.id for e in CATALOGUE.exercises.values()
        if "hand" in e.limbs and e.size in stage.sizes and e.kind in stage.kinds
    }  # fmt: skip
    assert seen == wanted
    assert blocks(a_plan("stroke", done=0))[0] != blocks(a_plan("stroke", done=1))[0]


def test_repetitions_are_raised_to_fill_a_block_but_never_beyond_what_a_plan_may_hold() -> None:
    many = Exercise(
        id="quick", name="Quick", instruction=(), wording="", movement="one_sided", repetitions=180, tempo=1.0,
        caution="", source="own",
    )  # fmt: skip
    (raised,) = _fill(deque([many]), 300.0, 10)
    assert raised.repetitions == MOST_REPETITIONS


def test_no_exercise_comes_twice_in_a_block() -> None:
    for block in blocks(a_plan("phantom_limb_pain", done=30)):
        ids = [exercise.id for exercise in block.exercises]
        assert len(ids) == len(set(ids))


@given(plans())
def test_every_reason_is_one_of_the_catalogues_and_has_a_known_claim_and_a_source(plan: SessionPlan) -> None:
    assert {rule.id for rule in CATALOGUE.conditions[plan.condition].rules} <= {rule.id for rule in plan.why}
    assert all(rule.claim in CATALOGUE.claims and rule.source for rule in plan.why)
    assert {rule.id for step in plan.steps for rule in step.rules(CATALOGUE)} <= {
        rule.id for rule in plan.why
    }
    ids = [rule.id for rule in plan.why]
    assert len(ids) == len(set(ids))


def test_a_glass_mirror_needs_no_checks_and_no_tracking() -> None:
    plan = a_plan(picture="glass")
    set_up = plan.steps[1]
    assert isinstance(set_up, SetUp)
    assert (set_up.checks, plan.tracking.hand) == ((), False)
    assert a_plan(picture="camera").tracking.hand
    assert not a_plan(limb="foot").tracking.hand


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(1, 5))
def test_a_shortened_plan_has_the_same_shape_in_little(plan: SessionPlan, repetitions: int) -> None:
    little = shortened(plan, repetitions=repetitions)
    assert [step.id for step in little.steps] == [step.id for step in plan.steps]
    assert read_plan(little.model_dump_json()) == little
    for step in little.steps:
        if isinstance(step, Look | Rest):
            assert step.seconds == 5
        if isinstance(step, Block):
            assert len(step.exercises) == 1
            assert step.exercises[0].repetitions <= repetitions
        if isinstance(step, Embodiment):
            assert step.after_seconds == 5
    assert shortened(little, repetitions=repetitions) == little


def test_a_shortened_plan_may_keep_fewer_blocks() -> None:
    little = shortened(a_plan("stroke"), blocks=2)
    assert [s.id for s in little.steps] == [
        "check_in", "set_up", "look_1", "embodiment", "block_1", "rest_1", "block_2", "check_out", "summary",
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(plans())
def test_pain_may_be_answered_again_in_every_rest_so_that_the_stop_rule_can_speak(plan: SessionPlan) -> None:
    rests = [step for step in plan.steps if isinstance(step, Rest)]
    assert {step.question.id if step.question else None for step in rests} <= {plan.stop.question}


def test_the_embodiment_statements_come_at_most_once_in_the_days_the_catalogue_names() -> None:
    days = CATALOGUE.embodiment.every_days
    for passed, asked in ((None, True), (days * 24 - 1, False), (days * 24, True)):
        felt = None if passed is None else MADE - timedelta(hours=passed)
        plan = plan_for(CATALOGUE, WANTED, Today(plan_id="0" * 32, made_at=MADE, felt=felt))
        assert any(isinstance(step, Embodiment) for step in plan.steps) == asked, f"after {passed} hours"


def test_every_plan_says_what_to_do_in_trouble_and_when() -> None:
    plan = plan_for(CATALOGUE, WANTED, Today(plan_id="0" * 32, made_at=MADE))
    assert plan.emergency == CATALOGUE.limits.alarm.emergency
    assert plan.alarm is not None
    assert plan.alarm.rise > plan.stop.rise, "the large rise is no larger than the one that offers to end"
    out = next(step for step in plan.steps if isinstance(step, CheckOut))
    assert set(plan.alarm.severities) <= {choice.id for choice in out.severities}
