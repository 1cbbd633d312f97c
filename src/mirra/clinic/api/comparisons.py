"""What a therapist asks about a condition: how mirror therapy compares with other treatments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from mirra.catalogue.models.fields import Slug
from mirra.clinic import comparisons
from mirra.clinic.access import reading
from mirra.clinic.refusals import NothingHere
from mirra.clinic.shapes.comparisons import Comparisons

routes = APIRouter(prefix="/api")


@routes.get("/conditions/{condition}/comparisons")
def compared(condition: Annotated[Slug, Path()], request: Request) -> Comparisons:
    """Mirror therapy beside other treatments in one condition."""
    with reading(request, "therapist") as entered:
        catalogue = entered.clinic.catalogue
        condition_pack = catalogue.conditions.get(condition)
        if condition_pack is None:
            raise NothingHere()
        return comparisons.compared(catalogue, condition_pack)
