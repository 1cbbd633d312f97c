"""The screening of people: its questions, what answers mean, and what was kept; added to, never changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.clinic import people, screenings
from mirra.clinic.access import changing, reading
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.screening import (
    NewScreening,
    PersonScreenings,
    QuestionCard,
    ScreeningAsk,
    ScreeningOutcome,
)

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]


@routes.get("/screening")
def questions(request: Request) -> list[QuestionCard]:
    """The questions of the screening."""
    with reading(request, "therapist") as entered:
        return screenings.questions(entered.clinic.catalogue)


@routes.post("/screening")
def outcome(answered: ScreeningAsk, request: Request) -> ScreeningOutcome:
    """What answers mean and which condition packs fit; it is a read, and keeps nothing."""
    with reading(request, "therapist") as entered:
        return screenings.outcome(entered.clinic.catalogue, answered)


@routes.get("/people/{person}/screenings")
def of_person(person: ThePerson, request: Request) -> PersonScreenings:
    """The screening of a person that holds, and the earlier ones."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("screenings_read", person_row.id)
        return screenings.cards(entered.db, entered.clinic.catalogue, person_row.id)


@routes.post("/people/{person}/screenings")
def add(person: ThePerson, new_screening: NewScreening, request: Request) -> PersonScreenings:
    """Keep a new screening of a person; the earlier ones stay as they were."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        catalogue, by = entered.clinic.catalogue, entered.actor.id
        screenings.keep(entered.db, catalogue, person_row.id, by, new_screening, entered.now)
        entered.note("screening_added", person_row.id)
        return screenings.cards(entered.db, catalogue, person_row.id)
