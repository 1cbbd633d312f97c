"""Checklists: which add-ons are due on a day, what is refused, and how items fold."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirra.errors import PlanError
from mirra.practice.fold import fold
from mirra.practice.plan import read_plan
from mirra.practice.prescription import PrescribedAddon, Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.steps.checklist import Checklist, ChecklistResult, ItemChecked, dose
from tests.practice.given import CATALOGUE, MADE, PLAN_ID, SESSION, a_case, a_log, a_plan

EVERY_DAY = tuple(PrescribedAddon(id=id) for id in CATALOGUE.addons)


def of_day(day: int, *addons: PrescribedAddon) -> list[str]:
    """The add-ons in the session of a day."""
    prescription = Prescription("someone", "crps", "left", "hand", addons=addons)
    made = MADE + timedelta(days=day)
    plan = plan_for(CATALOGUE, prescription, Today(plan_id=PLAN_ID, made_at=made, done=5))
    return [step.addon for step in plan.steps if isinstance(step, Checklist)]


def a_list(id: str = "oedema_care") -> Checklist:
    """The checklist of an add-on."""
    return dose(a_case("crps", addons=(PrescribedAddon(id=id),)), 0)[0]


def checked(item: str, outcome: Any, lasted: float, seq: int = 0) -> ItemChecked:
    stamp: dict[str, Any] = {"session": SESSION, "seq": seq, "at": 1.0, "wall": MADE, "step": "oedema_care"}
    return ItemChecked(**stamp, item=item, outcome=outcome, lasted=lasted)


def test_the_three_add_ons_are_there_for_crps_and_come_after_the_practice() -> None:
    assert set(CATALOGUE.addons) == {"desensitisation", "oedema_care", "stress_reduction"}
    kinds = [step.kind for step in a_plan("crps", addons=EVERY_DAY).steps]
    assert kinds[-5:] == ["checklist", "checklist", "checklist", "check_out", "summary"]
    assert "checklist" not in [step.kind for step in a_plan("crps").steps]


@pytest.mark.parametrize("every", range(1, 8))
def test_an_add_on_is_due_once_in_so_many_days(every: int) -> None:
    addon = PrescribedAddon(id="oedema_care", every_days=every)
    due = [day for day in range(84) if of_day(day, addon)]
    assert {later - earlier for earlier, later in pairwise(due)} == {every}


@pytest.mark.parametrize(
    ("condition", "addons", "what"),
    [
        ("stroke", (PrescribedAddon(id="oedema_care"),), "has no add-on"),
        ("crps", (PrescribedAddon(id="singing"),), "has no add-on"),
        ("crps", (PrescribedAddon(id="oedema_care"), PrescribedAddon(id="oedema_care")), "given twice"),
    ],
)
def test_an_add_on_of_another_condition_or_given_twice_is_refused(
    condition: str, addons: tuple[PrescribedAddon, ...], what: str
) -> None:
    with pytest.raises(PlanError, match=what) as caught:
        a_plan(condition, addons=addons)
    assert caught.value.where == "addons"


def test_more_or_less_often_than_daily_to_weekly_cannot_be_prescribed() -> None:
    for days in (0, 8):
        with pytest.raises(ValidationError):
            PrescribedAddon(id="oedema_care", every_days=days)


def test_every_item_names_a_claim_and_none_of_its_minutes_is_given_out_as_read() -> None:
    for addon in CATALOGUE.addons.values():
        for item in addon.items:
            assert item.claim in CATALOGUE.claims
            assert item.provenance in ("own", "unverified")
        ids = {rule.id for rule in a_plan("crps", addons=(PrescribedAddon(id=addon.id),)).why}
        assert {rule.id for rule in addon.rules} <= ids


def test_what_was_done_and_how_long_is_folded_and_the_first_word_on_an_item_counts() -> None:
    step = a_list()
    first, second, third = (item.id for item in step.items)
    result = step.fold(
        [
            checked(first, "done", 61_500),
            checked(second, "not_today", 0, 1),
            checked(second, "done", 9000, 2),
            checked("elsewhere", "done", 9000, 3),
        ]
    )
    assert [(one.item, one.outcome, one.seconds) for one in result.items] == [
        (first, "done", 61.5),
        (second, "not_today", 0.0),
        (third, None, 0.0),
    ]


def test_a_session_counts_as_practised_whatever_was_left_out_of_its_add_ons() -> None:
    plan = a_plan("crps", addons=EVERY_DAY)
    log = [event for event in a_log(plan) if not isinstance(event, ItemChecked)]
    result = fold([one.model_copy(update={"seq": at}) for at, one in enumerate(log)], plan)
    assert result.practised
    lists = [one for one in result.results if isinstance(one, ChecklistResult)]
    assert all(item.outcome is None for one in lists for item in one.items)


def test_a_simulated_person_says_of_every_item_whether_it_was_done() -> None:
    plan = a_plan("crps", addons=EVERY_DAY)
    lists = [one for one in fold(a_log(plan), plan).results if isinstance(one, ChecklistResult)]
    assert len(lists) == 3
    assert all(item.outcome for one in lists for item in one.items)


@given(st.sampled_from(("hand", "arm", "foot", "leg")), st.sampled_from(("en", *CATALOGUE.languages)))
def test_any_plan_with_add_ons_is_read_back_and_speaks_the_language(limb: Any, language: str) -> None:
    plan = a_plan("crps", limb, addons=EVERY_DAY, language=language)
    assert read_plan(plan.model_dump_json()) == plan
    texts = [item.text for step in plan.steps if isinstance(step, Checklist) for item in step.items]
    english = [item.text for addon in CATALOGUE.addons.values() for item in addon.items]
    assert not any("{" in text for text in texts)
    if language != "en":
        assert not set(texts) & set(english)
