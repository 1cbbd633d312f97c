"""Locked schedules of people: what can be drawn, drawing one, ending it early, and what was given on its days."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.clinic import decisions, people, plans, results, schedule_cards, schedules
from mirra.clinic.access import changing, reading
from mirra.clinic.folding import refresh
from mirra.clinic.refusals import Conflicting
from mirra.clinic.shapes.fields import PersonId, ScheduleId
from mirra.clinic.shapes.plans import Prescribed
from mirra.clinic.shapes.schedules import (
    Designs,
    EarlyEnd,
    NewSchedule,
    OpenedSchedule,
    PersonSchedules,
    PossibleDraws,
    ScheduleAsk,
)

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]
TheSchedule = Annotated[ScheduleId, Path()]


@routes.get("/designs")
def designs(request: Request) -> Designs:
    """The designs of schedules, and the displays that they compare."""
    with reading(request, "therapist") as entered:
        return schedule_cards.designs(entered.clinic.catalogue)


@routes.post("/designs")
def possible(design_choice: ScheduleAsk, request: Request) -> PossibleDraws:
    """How many draws are possible; it is a read, and draws nothing."""
    with reading(request, "therapist") as entered:
        return schedules.possible(entered.clinic.catalogue, design_choice)


@routes.get("/people/{person}/schedules")
def of_person(person: ThePerson, request: Request) -> PersonSchedules:
    """The schedules of a person, without their days ahead."""
    with reading(request, "therapist") as entered:
        people.seen(entered.db, entered.actor, person)
    refresh(entered.clinic, entered.now, results.page_ids(person))
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("schedules_read", person_row.id)
        here = decisions.here(entered.db, entered.now)
        return schedule_cards.cards(entered.db, entered.clinic.catalogue, person_row.id, here)


@routes.post("/people/{person}/schedules")
def draw(person: ThePerson, new_schedule: NewSchedule, request: Request) -> PersonSchedules:
    """Draw a schedule and lock it; it is never drawn again and never changed."""
    with reading(request, "therapist") as entered:
        people.seen(entered.db, entered.actor, person)
    refresh(entered.clinic, entered.now, results.page_ids(person))
    with changing(request, "therapist") as entered:
        db, catalogue = entered.db, entered.clinic.catalogue
        person_row = people.seen(db, entered.actor, person)
        plan = plans.in_force(db, person_row.id)
        if plan.id != new_schedule.plan:
            what = "Somebody else has changed the plan meanwhile."
            raise Conflicting("conflict", what, where="plan", todo="Load the page again and see.")
        here = decisions.here(db, entered.now)
        prescribed = Prescribed.model_validate_json(plan.body)
        schedules.draw(db, catalogue, person_row.id, entered.actor.id, new_schedule, prescribed, here)
        return schedule_cards.cards(db, catalogue, person_row.id, here)


@routes.get("/people/{person}/schedules/{schedule}")
def opened(person: ThePerson, schedule: TheSchedule, request: Request) -> OpenedSchedule:
    """A schedule with its days ahead and its seed; the access record says who has seen them."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        locked = schedules.schedule_of(entered.db, person_row.id, schedule)
        entered.note("schedule_opened", person_row.id)
        here = decisions.here(entered.db, entered.now)
        return schedule_cards.opened(entered.db, entered.clinic.catalogue, locked, here)


@routes.post("/people/{person}/schedules/{schedule}/end")
def end(person: ThePerson, schedule: TheSchedule, early_end: EarlyEnd, request: Request) -> PersonSchedules:
    """End a schedule before its last day, with a reason; the schedule itself stays as it was drawn."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        schedules.end(entered.db, person_row.id, schedule, entered.actor.id, early_end.reason, entered.now)
        entered.note("schedule_ended", person_row.id)
        here = decisions.here(entered.db, entered.now)
        return schedule_cards.cards(entered.db, entered.clinic.catalogue, person_row.id, here)
