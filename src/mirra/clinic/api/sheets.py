"""Sheets to read or print: the person's own, and for a therapist those of the people in their care."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import decisions, devices, people, plans, progress, results, sheets, wall, week
from mirra.clinic.access import Entered, reading
from mirra.clinic.folding import refresh
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.sheets import GlassSheet, LessonSheets, WallPlan, WeekAhead
from mirra.practice.lessons import Had
from mirra.practice.prescription import Prescription

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]


@routes.get("/glass-mirror", dependencies=[Depends(devices.contact)])
def own_glass_mirror(request: Request) -> GlassSheet:
    """How the person whose device asks sets up a glass mirror."""
    with reading(request, "patient") as entered:
        return _glass_mirror(entered, entered.actor.id)


@routes.get("/people/{person}/glass-mirror")
def glass_mirror(person: ThePerson, request: Request) -> GlassSheet:
    """How a person in the therapist's care sets up a glass mirror."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("plan_read", person_row.id)
        return _glass_mirror(entered, person_row.id)


@routes.get("/lessons", dependencies=[Depends(devices.contact)])
def own_lessons(request: Request) -> LessonSheets:
    """The lessons that the person whose device asks has had, to read again."""
    with reading(request, "patient") as entered:
        actor = entered.actor
    refresh(entered.clinic, entered.now, results.page_ids(actor.id))
    with reading(request, "patient") as entered:
        return sheets.own_lessons(*_lessons(entered, entered.actor.id))


@routes.get("/people/{person}/lessons")
def lessons(person: ThePerson, request: Request) -> LessonSheets:
    """Every lesson for a person in the therapist's care."""
    with reading(request, "therapist") as entered:
        people.seen(entered.db, entered.actor, person)
    refresh(entered.clinic, entered.now, results.page_ids(person))
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("plan_read", person_row.id)
        return sheets.all_lessons(*_lessons(entered, person_row.id))


@routes.get("/people/{person}/wall")
def wall_plan(person: ThePerson, request: Request) -> WallPlan:
    """The plan of a person in the therapist's care, to be printed for the wall."""
    with reading(request, "therapist") as entered:
        db, person_row = entered.db, people.seen(entered.db, entered.actor, person)
        entered.note("plan_read", person_row.id)
        catalogue, here = entered.clinic.catalogue, decisions.here(db, entered.now)
        stands = progress.of(db, catalogue, person_row.id, here)
        return wall.wall(
            catalogue,
            plans.prescription(plans.in_force(db, person_row.id)),
            name=person_row.name,
            made_at=here,
            stage=progress.stage(catalogue, stands) if stands else None,
            done=results.done_count(db, person_row.id),
            emergency=decisions.emergency(db),
        )


@routes.get("/people/{person}/week")
def week_ahead(person: ThePerson, request: Request) -> WeekAhead:
    """The coming week of a person in the therapist's care, as the plan in force has it."""
    with reading(request, "therapist") as entered:
        db, person_row = entered.db, people.seen(entered.db, entered.actor, person)
        entered.note("plan_read", person_row.id)
        catalogue, here = entered.clinic.catalogue, decisions.here(db, entered.now)
        stands = progress.of(db, catalogue, person_row.id, here)
        return week.ahead(
            catalogue,
            plans.prescription(plans.in_force(db, person_row.id)),
            made_at=here,
            done=results.done_count(db, person_row.id),
            stage=progress.stage(catalogue, stands) if stands else None,
            days_left=max(stands.planned_days - stands.day_of_stage + 1, 0) if stands else None,
        )


def _glass_mirror(entered: Entered, person: str) -> GlassSheet:
    decided = plans.prescription(plans.in_force(entered.db, person))
    return sheets.glass_mirror(entered.clinic.catalogue, decided)


def _lessons(entered: Entered, person: str) -> tuple[Catalogue, Prescription, tuple[Had, ...]]:
    """What the lessons of a person are chosen from: the content, the plan in force, and those they have had."""
    db = entered.db
    zone = decisions.here(db, entered.now).tzinfo
    decided = plans.prescription(plans.in_force(db, person))
    return entered.clinic.catalogue, decided, results.lessons_had(db, person, zone)
