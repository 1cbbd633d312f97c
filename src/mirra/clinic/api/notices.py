"""What sessions raised for a therapist: read, marked as seen, and ticked off with a note."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.clinic import notices, people, places
from mirra.clinic.access import changing, reading
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.notices import NoticeCard, ShownNotices, TickOff

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]


@routes.get("/people/{person}/notices")
def read(person: ThePerson, request: Request) -> list[NoticeCard]:
    """What the sessions of a person raised, what is not ticked off first."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("notices_read", person_row.id)
        return notices.cards(entered.db, person_row.id, entered.actor.id)


@routes.post("/people/{person}/notices/seen")
def see(person: ThePerson, body: ShownNotices, request: Request) -> list[NoticeCard]:
    """Keep that the therapist who asks has been shown these, so that they are no longer new to them."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        if notices.see(entered.db, person_row.id, entered.actor.id, body.notices):
            places.keep(entered.db, [person_row.id], entered.now)
            entered.note("notices_seen", person_row.id)
        return notices.cards(entered.db, person_row.id, entered.actor.id)


@routes.post("/people/{person}/notices")
def tick_off(person: ThePerson, body: TickOff, request: Request) -> list[NoticeCard]:
    """Tick things off with a note."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        notices.tick_off(entered.db, person_row.id, entered.actor.id, body, entered.now)
        places.keep(entered.db, [person_row.id], entered.now)
        entered.note("notices_ticked_off", person_row.id)
        return notices.cards(entered.db, person_row.id, entered.actor.id)
