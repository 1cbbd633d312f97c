"""The diary, read: by the person who writes it, and by the therapists who care for them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from mirra.clinic import devices, diary, people, plans
from mirra.clinic.access import Entered, reading
from mirra.clinic.shapes.diary import DiaryPage, OwnDiary
from mirra.clinic.shapes.fields import PersonId
from mirra.practice.diary import Day

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]
TheDay = Annotated[Day, Path()]


@routes.get("/diary", dependencies=[Depends(devices.contact)])
def own(request: Request) -> OwnDiary:
    """The diary of the person whose device asks."""
    with reading(request, "patient") as entered:
        decided = plans.prescription(plans.in_force(entered.db, entered.actor.id))
        form = diary.form(entered.clinic.catalogue, decided)
        return OwnDiary(form=form, page=_page(entered, entered.actor.id, english=False))


@routes.get("/diary/before/{day}", dependencies=[Depends(devices.contact)])
def own_before(day: TheDay, request: Request) -> DiaryPage:
    """The days before one of the person's own diary."""
    with reading(request, "patient") as entered:
        return _page(entered, entered.actor.id, english=False, before=day)


@routes.get("/people/{person}/diary")
def of_person(person: ThePerson, request: Request) -> DiaryPage:
    """The diary of a person in the therapist's care."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("diary_read", person_row.id)
        return _page(entered, person_row.id, english=True)


@routes.get("/people/{person}/diary/before/{day}")
def before(person: ThePerson, day: TheDay, request: Request) -> DiaryPage:
    """The days before one of the diary of a person in the therapist's care."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("diary_read", person_row.id)
        return _page(entered, person_row.id, english=True, before=day)


def _page(entered: Entered, person: str, *, english: bool, before: str | None = None) -> DiaryPage:
    decided = plans.prescription(plans.in_force(entered.db, person))
    catalogue = entered.clinic.catalogue
    return diary.page(entered.db, catalogue, person, decided, english=english, before=before)
