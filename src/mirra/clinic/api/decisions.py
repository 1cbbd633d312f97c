"""The settings of the clinic: an admin reads and changes them; a therapist reads what is offered."""

from __future__ import annotations

from fastapi import APIRouter, Request

from mirra.clinic import decisions
from mirra.clinic.access import changing, reading
from mirra.clinic.shapes.decisions import ClinicChoices, ClinicPage, ClinicSettings

routes = APIRouter(prefix="/api")


@routes.get("/clinic")
def read(request: Request) -> ClinicPage:
    """What is decided, and what there is to choose from."""
    with reading(request, "admin") as entered:
        return decisions.page(entered.db, entered.clinic.catalogue)


@routes.post("/clinic")
def change(new_settings: ClinicSettings, request: Request) -> ClinicPage:
    """Decide again."""
    with changing(request, "admin") as entered:
        decisions.decide(entered.db, entered.clinic.catalogue, new_settings)
        entered.note("clinic_settings_changed")
        return decisions.page(entered.db, entered.clinic.catalogue)


@routes.get("/choices")
def choices(request: Request) -> ClinicChoices:
    """What the clinic offers for a person's plan."""
    with reading(request, "therapist") as entered:
        return decisions.choices(entered.db, entered.clinic.catalogue)
