"""The audit as staff read it, a page at a time; where to go on is in the body, since no address takes a query."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.clinic import people, record
from mirra.clinic.access import reading
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.record import AuditAsk, AuditPage

routes = APIRouter(prefix="/api")


@routes.post("/audit")
def everything(query: AuditAsk, request: Request) -> AuditPage:
    """For an admin every entry, without names of people; for a therapist what is about those they care for."""
    with reading(request, "therapist", "admin") as entered:
        return record.page(entered.db, entered.actor, query.before)


@routes.post("/people/{person}/audit")
def of_person(person: Annotated[PersonId, Path()], query: AuditAsk, request: Request) -> AuditPage:
    """Who read or changed what of one person in this therapist's care."""
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        return record.page(entered.db, entered.actor, query.before, person_row.id)
