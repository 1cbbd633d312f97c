"""Direct movement: who is given which ladder, and how rankings, presses and answers fold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirra.errors import PlanError
from mirra.practice.events import Answered, Event
from mirra.practice.fold import fold
from mirra.practice.ladder import Tried
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.raised import raised
from mirra.practice.steps.direct_movement import (
    DirectlyMoved,
    DirectMovement,
    DirectMovementResult,
    DirectPartLeft,
    MovementRanked,
    dose,
)
from tests.practice.given import CATALOGUE, LIMBS, MADE, SESSION, a_case, a_log, a_plan

WRITTEN = CATALOGUE.direct_movement


def the_step(plan: SessionPlan) -> DirectMovement:
    """The step of direct movement of a plan."""
    return next(one for one in plan.steps if isinstance(one, DirectMovement))


def the_result(plan: SessionPlan, log: list[Event]) -> DirectMovementResult:
    """What came of it."""
    return next(one for one in fold(log, plan).results if isinstance(one, DirectMovementResult))


def said(step: DirectMovement, *events: tuple[type[Event], dict[str, Any]]) -> DirectMovementResult:
    """What these events come to."""
    stamp = {"session": SESSION, "at": 1.0, "wall": MADE, "step": step.id}
    return step.fold([kind(seq=seq, **stamp, **more) for seq, (kind, more) in enumerate(events)])


def moved(movement: str) -> tuple[type[Event], dict[str, Any]]:
    return DirectlyMoved, {"movement": movement}


def answered(question: str, value: int) -> tuple[type[Event], dict[str, Any]]:
    return Answered, {"question": question, "value": value}


def test_it_comes_after_the_mirror_and_only_where_it_was_prescribed() -> None:
    kinds = [step.kind for step in a_plan("crps", direct_movement=True).steps]
    assert kinds.index("direct_movement") == kinds.index("check_out") - 1
    assert "direct_movement" not in [step.kind for step in a_plan("crps").steps]


def test_in_a_programme_it_waits_for_the_mirror() -> None:
    programme = CATALOGUE.programmes["graded_imagery"]
    more: dict[str, Any] = {"programme": "graded_imagery", "direct_movement": True}
    for stage in programme.stages:
        plan = a_plan("crps", stage=stage.id, **more)
        has = any(step.kind == "direct_movement" for step in plan.steps)
        assert has == ("mirror" in stage.practise), stage.id
    assert all("direct_movement" not in stage.practise for stage in programme.stages), (
        "the programme is as it was tested"
    )


def test_a_limb_that_is_gone_is_never_asked_to_move() -> None:
    with pytest.raises(PlanError, match="no affected limb to move") as caught:
        a_plan("phantom_limb_pain", direct_movement=True)
    assert caught.value.where == "direct_movement"
    with pytest.raises(PlanError, match="no affected limb to move"):
        dose(a_case("phantom_limb_pain"))


def test_a_movement_is_chosen_from_the_ladder_only_and_not_without_one() -> None:
    chosen = the_step(a_plan("crps", direct_movement=True, due_movement="pinch"))
    assert (chosen.due, chosen.news) == ("pinch", WRITTEN.chosen)
    for more in ({"due_movement": "pinch"}, {"direct_movement": True, "due_movement": "knee_lift"}):
        with pytest.raises(PlanError) as caught:
            a_plan("crps", **more)
        assert caught.value.where == "due_movement"


def test_a_choice_that_no_ladder_has_is_refused_before_a_programme_comes_to_it() -> None:
    with pytest.raises(PlanError, match="no movement"):
        a_plan("crps", programme="graded_imagery", direct_movement=True, due_movement="knee_lift")


@pytest.mark.parametrize("limb", LIMBS)
def test_a_ladder_has_movements_of_every_size_each_with_a_picture_and_none_of_touch(limb: str) -> None:
    step = dose(a_case("stroke", limb))
    assert 2 <= len(step.movements) <= WRITTEN.movements
    written = [CATALOGUE.exercises[one.id] for one in step.movements]
    assert {one.kind for one in written} <= {"basic", "functional"}
    assert {one.size for one in written} >= {"large", "complex"}


def test_a_movement_that_the_therapist_put_in_is_on_the_ladder_and_one_taken_out_is_not() -> None:
    usual = {one.id for one in dose(a_case("crps")).movements}
    left = {one.id for one in CATALOGUE.exercises.values() if "hand" in one.limbs and one.kind != "sensory"}
    other = min(left - usual)
    step = dose(a_case("crps", exercises_in=(other,), exercises_out=("fist",)))
    ids = {one.id for one in step.movements}
    assert other in ids
    assert "fist" not in ids


def test_the_ranking_is_asked_for_at_first_and_the_ladder_follows_it_afterwards() -> None:
    first = dose(a_case("crps"))
    assert first.rank is not None
    assert first.ranking
    ids = [one.id for one in first.movements]
    ranked = {id: 10 - place for place, id in enumerate(ids)}
    tried = (Tried(movement=ids[-1], times=5, planned=5, before=3, felt=3, ranked=ranked),)
    later = dose(a_case("crps"), tried)
    assert (later.rank, later.ranking) == (None, ())
    assert [one.id for one in later.movements] == ids[::-1]
    assert (later.due, later.news) == (ids[-1], WRITTEN.stays)


def test_each_rule_it_follows_names_a_claim_and_has_plain_words() -> None:
    plan = a_plan("crps", direct_movement=True)
    ids = {rule.id for rule in WRITTEN.rules}
    assert ids <= {rule.id for rule in plan.why}
    assert {"D01", "D02", "D03", "D04", "P05"} == {rule.claim for rule in WRITTEN.rules}


def test_what_was_ranked_done_expected_and_felt_is_folded() -> None:
    step = dose(a_case("crps"))
    low, high = step.movements[1].id, step.movements[0].id
    result = said(
        step,
        (MovementRanked, {"movement": high, "value": 7}),
        (MovementRanked, {"movement": low, "value": 3}),
        (MovementRanked, {"movement": low, "value": 2}),
        answered("pain_expected", 6),
        *[moved(low)] * 3,
        (DirectPartLeft, {"movement": low, "part": "moving"}),
        answered("pain", 4),
    )
    assert (result.movement, result.times, result.planned) == (low, 3, 5)
    assert (result.expected, result.felt, result.left) == (6, 4, ("moving",))
    assert {one.movement: one.value for one in result.ranked} == {high: 7, low: 2}
    assert result.share() == 0.6
    assert result.measures() == {"movement_pain": 4}


def test_nothing_said_is_nothing_measured_and_strange_movements_count_for_nothing() -> None:
    step = dose(a_case("crps"))
    empty = said(step)
    assert (empty.movement, empty.times, empty.expected, empty.felt) == (None, 0, None, None)
    assert (empty.share(), empty.measures()) == (0.0, {})
    assert said(step, moved("elsewhere")) == empty


def test_pain_felt_that_rose_too_far_is_an_alarm_like_any_other_rise() -> None:
    plan = a_plan("crps", direct_movement=True)
    step = the_step(plan)
    log = [
        event.model_copy(update={"value": 10})
        if isinstance(event, Answered) and (event.step, event.question) == (step.id, step.felt.id)
        else event
        for event in a_log(plan, pain=3)
    ]
    result = fold(log, plan)
    assert any(one.kind == "pain_rise" for one in raised(result, plan))
    assert result.pain_after is not None
    assert result.pain_after < 10, "the pain at check-out is its own answer"


def test_a_simulated_person_expects_more_than_they_feel_and_does_it_all() -> None:
    plan = a_plan("crps", direct_movement=True)
    result = the_result(plan, a_log(plan, pain=4, fear=3.0))
    assert len(result.ranked) == len(the_step(plan).movements)
    lowest = min(one.value for one in result.ranked)
    assert result.movement in {one.movement for one in result.ranked if one.value == lowest}
    assert result.times == result.planned
    assert result.expected == 7
    assert result.felt is not None
    assert result.felt < result.expected


def test_a_ladder_with_a_movement_twice_or_without_the_one_that_is_due_is_refused() -> None:
    step = dose(a_case("crps"))
    with pytest.raises(ValidationError, match="id of its own"):
        DirectMovement.model_validate(step.model_dump() | {"movements": [step.movements[0].model_dump()] * 2})
    with pytest.raises(ValidationError, match="one of the ladder"):
        DirectMovement.model_validate(step.model_dump() | {"due": "elsewhere"})


@given(
    st.sampled_from(sorted(set(CATALOGUE.conditions) - {"phantom_limb_pain"})),
    st.sampled_from(LIMBS),
    st.sampled_from(("en", *CATALOGUE.languages)),
)
def test_any_plan_with_it_is_read_back_as_it_was_written(condition: str, limb: Any, language: str) -> None:
    plan = a_plan(condition, limb, direct_movement=True, language=language)
    assert read_plan(plan.model_dump_json()) == plan
    assert "{" not in " ".join((*the_step(plan).before, *the_step(plan).act, the_step(plan).title))
