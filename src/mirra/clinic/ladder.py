"""Where a person stands on their ladder of direct movement."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic.results import tried
from mirra.clinic.shapes.plans import LadderNow, Rung
from mirra.errors import PlanError
from mirra.practice.case import Case
from mirra.practice.ladder import ranking
from mirra.practice.prescription import Prescription
from mirra.practice.steps import direct_movement


def now(db: Session, catalogue: Catalogue, prescription: Prescription) -> LadderNow | None:
    """The ladder as last ranked and the movement that is due; ``None`` where there is no direct movement.

    A plan that the catalogue does not allow any more has none either.
    """
    condition = catalogue.conditions.get(prescription.condition)
    if not prescription.direct_movement or condition is None:
        return None
    before = tried(db, prescription.person)
    try:
        step = direct_movement.dose(Case(catalogue, condition, prescription), before)
    except PlanError:
        return None
    ranked = ranking(before)
    rungs = tuple(
        Rung(movement=movement.id, name=movement.name, ranked=ranked.get(movement.id))
        for movement in step.movements
    )
    return LadderNow(rungs=rungs, due=step.due, why=step.why, sessions=len(before))
