"""Who cares for a person: asked, shared, handed over and ended by a therapist who cares for them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.clinic import care, people
from mirra.clinic.access import changing, reading
from mirra.clinic.shapes.care import Carers, Share
from mirra.clinic.shapes.fields import PersonId

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]


@routes.get("/people/{person}/carers")
def carers(person: ThePerson, request: Request) -> Carers:
    """Who cares for a person, and which other therapists there are."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        return care.carers(entered.db, person_row.id, entered.actor.id)


@routes.post("/people/{person}/carers")
def share(person: ThePerson, body: Share, request: Request) -> Carers:
    """Have another therapist care for a person, beside oneself or in one's place."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        care.share(entered.db, person_row.id, entered.actor.id, body.therapist)
        entered.note("care_shared", person_row.id)
        if body.in_my_place:
            care.leave(entered.db, person_row.id, entered.actor.id)
            entered.note("care_ended", person_row.id)
        return care.carers(entered.db, person_row.id, entered.actor.id)


@routes.post("/people/{person}/carers/leave")
def leave(person: ThePerson, request: Request) -> Carers:
    """End one's own care for a person, when somebody else cares for them."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        care.leave(entered.db, person_row.id, entered.actor.id)
        entered.note("care_ended", person_row.id)
        return care.carers(entered.db, person_row.id, entered.actor.id)
