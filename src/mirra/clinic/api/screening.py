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
def outcome(asked: ScreeningAsk, request: Request) -> ScreeningOutcome:
    """What answers mean and which condition packs fit; it is a read, and keeps nothing."""
    with reading(request, "therapist") as entered:
        return screenings.outcome(entered.clinic.catalogue, asked)


@routes.get("/people/{person}/screenings")
def of_person(person: ThePerson, request: Request) -> PersonScreenings:
    """The screening of a person that holds, and the earlier ones."""
    with reading(request, "therapist") as entered:
        found = people.seen(entered.db, entered.actor, person)
        entered.note("screenings_read", found.id)
        return screenings.cards(entered.db, entered.clinic.catalogue, found.id)


@routes.post("/people/{person}/screenings")
def add(person: ThePerson, asked: NewScreening, request: Request) -> PersonScreenings:
    """Keep a new screening of a person; the earlier ones stay as they were."""
    with changing(request, "therapist") as entered:
        found = people.seen(entered.db, entered.actor, person)
        catalogue, by = entered.clinic.catalogue, entered.actor.id
        screenings.keep(entered.db, catalogue, found.id, by, asked, entered.now)
        entered.note("screening_added", found.id)
        return screenings.cards(entered.db, catalogue, found.id)
