"""The week ahead of a person, as their therapist reads it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mirra.catalogue.load import load
from mirra.clinic import week
from mirra.clinic.shapes.sheets import WeekAhead
from mirra.errors import PlanError
from mirra.practice.prescription import Prescription
from mirra.practice.steps.block import Block
from tests.clinic.test_progress import graded
from tests.clinic.world import World, add_person

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def of(prescription: Prescription, done: int = 0) -> WeekAhead:
    return week.ahead(load(), prescription, made_at=NOW, done=done)


def test_it_holds_the_sessions_of_a_week_with_the_exercises_that_they_will_have() -> None:
    asked = Prescription("Robin", "stroke", "left", "hand", per_week=3)
    found = of(asked, done=6)
    assert found.per_week == 3
    assert sum(one.sessions for one in found.coming) == 3
    planned = week.sessions(load(), asked, made_at=NOW, done=6)
    wanted = [
        {one.name for step in plan.steps if isinstance(step, Block) for one in step.exercises}
        for plan in planned
    ]
    told = [set(one.exercises) for one in found.coming for _ in range(one.sessions)]
    assert told == wanted


def test_sessions_that_are_alike_are_said_once() -> None:
    found = of(Prescription("Robin", "crps", "left", "hand"))
    assert found.coming[0].sessions == 3, "the first three of this condition look only"
    assert (found.coming[0].parts, found.coming[0].exercises) == (("Look",), ())
    assert sum(one.sessions for one in found.coming) == week.MOST_AHEAD


def test_it_is_in_english_whatever_the_person_speaks() -> None:
    asked = Prescription("Robin", "stroke", "left", "hand", language="de")
    assert of(asked) == of(Prescription("Robin", "stroke", "left", "hand"))


def test_where_nothing_says_how_many_sessions_a_week_has_the_next_ones_are_given() -> None:
    found = of(Prescription("Robin", "focal_dystonia", "left", "hand"))
    assert found.per_week is None
    assert sum(one.sessions for one in found.coming) == week.USUAL_WEEK


def test_a_prescription_that_cannot_be_followed_is_refused() -> None:
    with pytest.raises(PlanError):
        of(Prescription("Robin", "unheard_of", "left", "hand"))


def test_a_therapist_reads_how_long_the_stage_is_still_planned_for(world: World) -> None:
    person, _ = graded(world)
    world.later(days=4)
    found = WeekAhead.model_validate_json(world.staff().get(f"/api/people/{person}/week").content)
    assert found.days_left == 10
    assert {one.parts for one in found.coming} == {("Left or right?",)}
    other = add_person(world.staff(), name="Quin").person
    assert world.staff().get(f"/api/people/{other}/week").json()["days_left"] is None
