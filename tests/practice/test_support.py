"""What a person's profiles change in today's session."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.catalogue.models.profiles import Support
from mirra.errors import PlanError
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.steps.block import Block
from mirra.practice.steps.rest import Rest
from mirra.practice.support import chosen, support_of, tired_rule
from tests.practice.given import CATALOGUE, LIMBS, a_log, a_plan

IDS = tuple(CATALOGUE.profiles)


def allowed(ids: Sequence[str]) -> bool:
    return not any(other in CATALOGUE.profiles[one].not_with for one in ids for other in ids)


together = st.lists(st.sampled_from(IDS), unique=True).filter(allowed)


def rests(plan: SessionPlan) -> list[Rest]:
    return [step for step in plan.steps if isinstance(step, Rest)]


@given(together, st.randoms(use_true_random=False))
def test_the_order_in_which_profiles_are_named_changes_nothing(ids: list[str], random: object) -> None:
    shuffled = list(ids)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert chosen(CATALOGUE, ids) == chosen(CATALOGUE, shuffled)
    assert support_of(chosen(CATALOGUE, ids)) == support_of(chosen(CATALOGUE, shuffled))


@given(together)
def test_each_profile_keeps_its_effect_beside_any_others(ids: list[str]) -> None:
    support = support_of(chosen(CATALOGUE, ids))
    for one in ids:
        for field, value in CATALOGUE.profiles[one].support.model_dump(exclude_unset=True).items():
            assert getattr(support, field) == value, f"{one} lost its effect on {field}"


def test_a_plan_without_profiles_asks_for_nothing_special() -> None:
    plan = a_plan()
    assert plan.support == Support()
    assert plan.tired is None
    assert plan.profiles == ()
    assert all(rest.energy is None for rest in rests(plan))


@pytest.mark.parametrize("side", ["left", "right"])
def test_neglect_puts_the_buttons_on_the_other_side(side: str) -> None:
    other = "left" if side == "right" else "right"
    assert a_plan(profiles=(f"neglect_{side}",)).support.seeing == other


@pytest.mark.parametrize(
    ("ids", "about"),
    [
        (("neglect_left", "neglect_right"), "exclude each other"),
        (("one_hand_left", "one_hand_right"), "exclude each other"),
        (("no_sound", "aphasia"), "exclude each other"),
        (("telepathy",), "no profile"),
    ],
)
def test_profiles_that_cannot_be_are_refused_by_name(ids: tuple[str, ...], about: str) -> None:
    with pytest.raises(PlanError, match=about):
        a_plan(profiles=ids)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CATALOGUE.conditions)), st.sampled_from(LIMBS), st.integers(0, 60))
def test_who_tires_quickly_gets_more_and_shorter_blocks_in_the_same_time(
    condition: str, limb: str, done: int
) -> None:
    usual = a_plan(condition, limb, done)
    short = a_plan(condition, limb, done, profiles=("fatigue",))
    blocks = [[step for step in plan.steps if isinstance(step, Block)] for plan in (usual, short)]
    assert len(blocks[1]) >= len(blocks[0])
    assert short.minutes <= CATALOGUE.conditions[condition].dose.minutes
    assert all(block.exercises for block in blocks[1])
    if blocks[0] and len(blocks[1]) > len(blocks[0]):
        assert max(one.planned() for one in blocks[1]) <= max(one.planned() for one in blocks[0])
    assert all(rest.energy for rest in rests(short))


def test_the_rule_for_tired_people_names_choices_of_its_question() -> None:
    rule = tired_rule(CATALOGUE, chosen(CATALOGUE, ("fatigue",)))
    question = CATALOGUE.questions.energy.question
    assert rule is not None
    assert rule.question == question.id
    assert {rule.shorten, rule.offer} < {choice.id for choice in question.choices}


def test_a_simulated_person_answers_about_energy() -> None:
    plan = a_plan(profiles=("fatigue",))
    asked = [event for event in a_log(plan) if getattr(event, "question", "") == "energy"]
    assert len(asked) == len(rests(plan))


def test_the_reasons_of_a_profile_come_with_the_plan() -> None:
    plan = a_plan(profiles=("neglect_left",))
    assert "neglect_layout" in {rule.id for rule in plan.why}


def test_a_prescription_names_no_profile_unless_asked() -> None:
    assert Prescription("someone", "stroke", "left", "hand").profiles == ()
