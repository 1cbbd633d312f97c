"""What a therapist asks about how mirror therapy may work."""

from __future__ import annotations

from fastapi import APIRouter, Request

from mirra.clinic import mechanism
from mirra.clinic.access import reading
from mirra.clinic.shapes.mechanism import Mechanism

routes = APIRouter(prefix="/api")


@routes.get("/mechanism")
def laid_out(request: Request) -> Mechanism:
    """The graph of how mirror therapy may work, laid out to be drawn."""
    with reading(request, "therapist") as entered:
        return mechanism.laid_out(entered.clinic.catalogue)
