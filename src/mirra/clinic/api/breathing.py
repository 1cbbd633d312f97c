"""What the page for breathing outside a session asks."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request

from mirra.clinic import devices, plans
from mirra.clinic.access import reading
from mirra.clinic.shapes.breathing import BreathingAlone
from mirra.practice.address import addressed

routes = APIRouter(prefix="/api", dependencies=[Depends(devices.contact)])


@routes.get("/breathing")
def alone(request: Request) -> BreathingAlone:
    """The words and numbers of paced breathing, in the language of the person, or in English for a therapist."""
    with reading(request, "patient", "therapist") as entered:
        catalogue = entered.clinic.catalogue
        if entered.actor.role == "therapist":
            return BreathingAlone(
                language="en",
                breathing=catalogue.breathing,
                heart=catalogue.heart,
                clinician=catalogue.clinician,
            )
        decided = plans.prescription(plans.in_force(entered.db, entered.actor.id))
        language = catalogue.language(decided.language)
        return BreathingAlone(
            language=language.language if language else "en",
            breathing=addressed(catalogue.breathing, decided.affected, decided.limb, language),
            heart=addressed(catalogue.heart, decided.affected, decided.limb, language),
        )
