"""Sheets to read or print: the person's own, and for a therapist those of the people in their care."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from mirra.clinic import devices, people, plans, sheets
from mirra.clinic.access import Entered, reading
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.sheets import GlassSheet

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
        found = people.seen(entered.db, entered.actor, person)
        entered.note("plan_read", found.id)
        return _glass_mirror(entered, found.id)


def _glass_mirror(entered: Entered, person: str) -> GlassSheet:
    decided = plans.prescription(plans.in_force(entered.db, person))
    return sheets.glass_mirror(entered.clinic.catalogue, decided)
