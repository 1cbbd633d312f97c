"""Every kind of step has every part: shape, events, dose, fold, simulation, document; vitest asks for the client's."""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import get_args

import pytest

from material.judgement_session import with_judgement
from material.short_session import short_step, shortened
from mirra.practice.events import OF_EVERY_STEP
from mirra.practice.fold import fold
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.prescription import PrescribedAddon
from mirra.practice.steps import imagery, observation
from mirra.practice.steps.block import Block, ExerciseEnded
from mirra.practice.steps.kinds import EVENTS, KINDS
from mirra.practice.steps.step import Step
from tests.practice.given import CATALOGUE, MADE, SESSION, a_case, a_log, a_plan, holding, with_lesson

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "adding-a-step.md").read_text(encoding="utf-8")


def steps_by_hand() -> tuple[Step, ...]:
    """Steps that no programme of the catalogue gives yet."""
    case = a_case("stroke")
    imagined = imagery.dose(case, case.condition.stages[0], execute=True)
    observed = observation.dose(case, case.condition.stages[0])
    assert imagined is not None
    assert observed is not None
    return imagined, observed


MADE_BY_HAND = holding(a_plan("stroke"), *steps_by_hand())
PLANS = tuple(
    shortened(plan)
    for plan in (
        a_plan("stroke", breathing_minutes=2, direct_movement=True),
        with_lesson(a_plan("stroke")),
        a_plan("crps", done=0, addons=(PrescribedAddon(id="stress_reduction"),)),
        with_judgement(a_plan("crps")),
        MADE_BY_HAND,
    )
)
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))


def name(kind: type[Step]) -> str:
    """The word that a plan uses for a kind."""
    (word,) = get_args(kind.model_fields["kind"].annotation)
    return str(word)


def planned(kind: type[Step]) -> tuple[SessionPlan, Step]:
    """A plan that holds the kind, and its first such step."""
    return next((plan, step) for plan in PLANS for step in plan.steps if isinstance(step, kind))


@kinds
def test_a_kind_has_a_file_of_its_own_that_says_how_it_is_dosed(kind: type[Step]) -> None:
    module = sys.modules[kind.__module__]
    assert module.__name__ == f"mirra.practice.steps.{name(kind)}"
    assert inspect.isfunction(module.dose)
    assert isinstance(planned(kind)[1], kind), "no plan of the catalogue holds it"


@kinds
def test_a_plan_that_holds_it_is_read_back_as_it_was_written(kind: type[Step]) -> None:
    plan, _ = planned(kind)
    assert read_plan(plan.model_dump_json()) == plan


@kinds
def test_a_simulated_person_does_it_and_it_folds(kind: type[Step]) -> None:
    plan, step = planned(kind)
    log = a_log(plan)
    begun, ended = (
        next(i for i, event in enumerate(log) if event.kind == what and getattr(event, "step", "") == step.id)
        for what in ("step_started", "step_ended")
    )
    assert log[ended].at > log[begun].at, "doing it takes time"
    result = fold(log, plan)
    came = {one.step: one for one in result.results}
    if kind.result:
        assert isinstance(came[step.id], kind.result)
    else:
        assert step.id not in came


@kinds
def test_its_own_events_are_in_the_closed_set_and_say_whose_they_are(kind: type[Step]) -> None:
    for event in kind.events:
        assert event in EVENTS
        assert event not in OF_EVERY_STEP
        assert "step" in event.model_fields, "the fold finds a step's own events by it"


@kinds
def test_whatever_of_its_events_is_lost_the_fold_raises_nothing(kind: type[Step]) -> None:
    plan, _ = planned(kind)
    log = a_log(plan)
    for left_out in range(5):
        fold(log[left_out::5], plan)


@kinds
def test_it_can_be_made_short_for_trying_out(kind: type[Step]) -> None:
    _, step = planned(kind)
    short = short_step(step, 5, 1)
    assert (short.id, short.kind, type(short)) == (step.id, step.kind, type(step))
    assert short.planned() <= step.planned()


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.practice], ids=lambda kind: str(kind.__name__)
)
def test_what_is_practised_follows_a_rule_with_a_known_claim_and_a_source(kind: type[Step]) -> None:
    plan, step = planned(kind)
    rules = step.rules(CATALOGUE)
    if not rules and kind is Block:  # an exercise need not name a claim: its condition's rules speak for it
        rules = CATALOGUE.conditions[plan.condition].rules
    assert rules, "nothing says why it is done"
    assert all(rule.claim in CATALOGUE.claims and rule.source for rule in rules)


@kinds
def test_the_document_on_adding_a_kind_names_it(kind: type[Step]) -> None:
    assert f"`{name(kind)}`" in DOCUMENT


def test_no_two_kinds_and_no_two_events_have_the_same_word() -> None:
    for classes in (KINDS, EVENTS):
        words = [str(get_args(one.model_fields["kind"].annotation)[0]) for one in classes]
        assert len(words) == len(set(words))


def test_the_client_knows_the_same_kinds() -> None:
    contract = json.loads((ROOT / "web" / "contract.schema.json").read_text(encoding="utf-8"))
    steps = contract["$defs"]["SessionPlan"]["properties"]["steps"]["items"]["discriminator"]["mapping"]
    assert set(steps) == {name(kind) for kind in KINDS}


def test_an_event_of_a_step_that_the_plan_does_not_have_changes_nothing() -> None:
    plan = PLANS[0]
    log = a_log(plan)
    stamp = {"session": SESSION, "seq": len(log), "at": log[-1].at, "wall": MADE, "step": "elsewhere"}
    ended = ExerciseEnded.model_validate({**stamp, "exercise": "fist", "outcome": "done", "paced": 3})
    assert fold([*log, ended], plan) == fold(log, plan)
