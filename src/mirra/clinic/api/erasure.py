"""Erasing a person, by a therapist who cares for them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Path, Request

from mirra.clinic import erasing, people
from mirra.clinic.access import changing
from mirra.clinic.refusals import Invalid
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.people import ErasedPerson, EraseRequest

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]


@routes.post("/people/{person}/erase")
def erase(person: ThePerson, body: EraseRequest, request: Request, after: BackgroundTasks) -> ErasedPerson:
    """Erase a person whose name was typed to confirm it; the database's files are rewritten after the answer."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        if body.name.strip() != person_row.name:
            raise Invalid("other_name", "This is not the name of this person.", where="name")
        store, by, now = entered.clinic.store, entered.actor.id, entered.now
        erasure = erasing.erase(entered.db.connection(), store.keys, person, by, now)
        assert erasure
        entered.note("person_erased", person)
    after.add_task(erasing.rewrite_or_warn, store)
    return ErasedPerson(sessions=erasure.sessions)
