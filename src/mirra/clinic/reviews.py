"""At which of a condition's review points a person stands, and whether the therapist has looked back since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mirra.anatomy import Limb
from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import results
from mirra.clinic.shapes.plans import ReviewPoint, Reviews
from mirra.clinic.tables import KeptPrescription, Note, Notice
from mirra.practice.raised import AtReview, Raised


def now(db: Session, catalogue: Catalogue, person: str, condition: str, limb: Limb) -> Reviews | None:
    """The review points and which are due; ``None`` for a condition that the catalogue has no more.

    A point that was reached is due until a therapist writes a note, puts another plan in force, or ticks its
    notice off.
    """
    condition_pack = catalogue.conditions.get(condition)
    if condition_pack is None:
        return None
    looked_back = _looked_back(db, person)
    points = []
    for review in condition_pack.of_limb(limb).reviews:
        reached = results.done_at(db, person, review.after)
        due = reached is not None and (looked_back is None or looked_back < reached)
        points.append(ReviewPoint(**review.model_dump(), reached=reached is not None, due=due))
    return Reviews(done=results.done_count(db, person), points=tuple(points))


def raised(db: Session, catalogue: Catalogue, person: str, condition: str, limb: Limb) -> tuple[Raised, ...]:
    """A notice for each review point that is due."""
    reviews = now(db, catalogue, person, condition, limb)
    return tuple(
        Raised(kind="review_due", at_review=AtReview(condition=condition, after=point.after, text=point.text))
        for point in (reviews.points if reviews else ())
        if point.due
    )


def _looked_back(db: Session, person: str) -> datetime | None:
    """When a therapist last wrote a note, put a plan in force, or ticked a review off with what was done."""
    noted = db.scalar(select(func.max(Note.made)).where(Note.person == person))
    author = KeptPrescription.author != ""  # a language that the person chose is none of theirs
    planned = db.scalar(
        select(func.max(KeptPrescription.made)).where(KeptPrescription.person == person, author)
    )
    of_review = Notice.person == person, Notice.kind == "review_due"
    ticked = db.scalar(select(func.max(Notice.done)).where(*of_review))
    return max((moment for moment in (noted, planned, ticked) if moment), default=None)
