"""What sessions raised for a therapist: read, and ticked off with a note."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.clinic import notices, people, places
from mirra.clinic.access import changing, reading
from mirra.clinic.api.shapes import NoticeCard, PersonId, TickOff

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]


@routes.get("/people/{person}/notices")
def read(person: ThePerson, request: Request) -> list[NoticeCard]:
    """What the sessions of a person raised, what is not ticked off first."""
    with reading(request, "therapist") as entered:
        found = people.seen(entered.db, entered.actor, person)
        entered.note("notices_read", found.id)
        return notices.cards(entered.db, found.id)


@routes.post("/people/{person}/notices")
def tick_off(person: ThePerson, asked: TickOff, request: Request) -> list[NoticeCard]:
    """Tick things off with a note."""
    with changing(request, "therapist") as entered:
        found = people.seen(entered.db, entered.actor, person)
        notices.tick_off(entered.db, found.id, entered.actor.id, asked, entered.now)
        places.keep(entered.db, [found.id], entered.now)
        entered.note("notices_ticked_off", found.id)
        return notices.cards(entered.db, found.id)
