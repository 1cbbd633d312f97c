"""The plan for the wall: what the coming sessions ask for, in the person's language, with the clinic's own words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mirra.catalogue.load import load
from mirra.clinic.shapes.sheets import WallPlan
from mirra.clinic.wall import wall
from mirra.errors import PlanError
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.steps.block import Block
from tests.clinic.world import World, add_person

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def of(prescription: Prescription, done: int = 0, emergency: tuple[str, ...] = ()) -> WallPlan:
    return wall(load(), prescription, name="Robin", made_at=NOW, done=done, emergency=emergency)


def test_the_exercises_are_those_of_the_sessions_of_the_coming_week() -> None:
    asked = Prescription("Robin", "stroke", "left", "hand", per_week=3)
    for done in (0, 6, 20):
        coming = [
            plan_for(load(), asked, Today(plan_id="0" * 32, made_at=NOW, done=number))
            for number in range(done, done + 3)
        ]
        wanted: dict[str, set[int]] = {}
        for plan in coming:
            for block in (step for step in plan.steps if isinstance(step, Block)):
                for one in block.exercises:
                    wanted.setdefault(one.id, set()).add(one.repetitions)
        found = {one.id: (one.fewest, one.most) for one in of(asked, done).exercises}
        assert found == {id: (min(times), max(times)) for id, times in wanted.items()}


def test_dose_sides_and_what_to_do_on_pain_are_those_of_the_plan() -> None:
    found = of(Prescription("Robin", "stroke", "left", "hand", minutes=20, per_week=4))
    assert (found.condition, found.affected, found.limb) == ("Stroke", "left", "hand")
    assert (found.minutes, found.per_week) == (20, 4)
    limits = load().limits
    assert found.hold == limits.hold.instruction
    assert found.emergency == limits.alarm.emergency
    assert of(Prescription("Robin", "stroke", "left", "hand"), emergency=("Call 01.",)).emergency == (
        "Call 01.",
    )


def test_a_plan_without_a_weekly_number_names_none() -> None:
    assert of(Prescription("Robin", "focal_dystonia", "left", "hand")).per_week is None


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_nothing_on_the_wall_stays_english_in_another_language(language: str) -> None:
    english = of(Prescription("Robin", "crps", "left", "leg"), done=40)
    told = of(Prescription("Robin", "crps", "left", "leg", language=language), done=40)
    assert english.exercises
    assert (told.language, len(told.exercises)) == (language, len(english.exercises))
    assert told.condition != english.condition
    for theirs, ours in zip(told.exercises, english.exercises, strict=True):
        assert not {theirs.name, *theirs.lines} & {ours.name, *ours.lines}


def test_a_prescription_that_cannot_be_followed_is_refused() -> None:
    with pytest.raises(PlanError):
        of(Prescription("Robin", "unheard_of", "left", "hand"))


def test_a_therapist_is_given_the_wall_plan_with_the_clinics_own_words(world: World) -> None:
    therapist, admin = world.staff(), world.staff("ada", "admin")
    ticket = add_person(therapist, name="Pia")
    settings = admin.get("/api/clinic").json()["settings"] | {"emergency": "Call the ward: 555 0100."}
    assert admin.post("/api/clinic", json=settings).status_code == 200
    answer = therapist.get(f"/api/people/{ticket.person}/wall")
    found = WallPlan.model_validate_json(answer.content)
    assert found.name == "Pia"
    assert found.emergency == ("Call the ward: 555 0100.",)
