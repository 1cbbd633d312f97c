"""What gates and review points raise for the therapists, kept without anybody asking: after a session, on a new day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, aliased

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import days, decisions, notices, progress, reviews
from mirra.clinic.shapes.plans import Prescribed
from mirra.clinic.tables import KeptPrescription, Person, Summary
from mirra.practice.raised import Raised, raised_by_gates


def keep(db: Session, catalogue: Catalogue, people: Collection[str], now: datetime) -> None:
    """Keep what gates and review points say of these people, and when that may change, in the open transaction.

    A session counts for a gate from the day after it, so that what the gates say holds until a day ends. Of people in
    the archive nothing is raised. ``places.keep`` has to follow.
    """
    zone = decisions.zone(db)
    here, tomorrow = now.astimezone(zone), days.midnight(now, zone, 1)
    raised: dict[str, tuple[Raised, ...]] = {}
    turns: dict[str, datetime | None] = dict.fromkeys(people)
    for person, plan in _in_care(db, people):
        raised[person] = reviews.raised(db, catalogue, person, plan.condition, plan.limb)
        if plan.programme:
            turns[person] = tomorrow
            if stands := progress.of(db, catalogue, person, here):
                raised[person] += raised_by_gates(catalogue.programmes[stands.programme], stands)
    notices.keep_of_person(db, people, raised, now)
    if turns:
        db.execute(_put(), [{"whose": person, "new_turn": turn} for person, turn in turns.items()])


def _in_care(db: Session, people: Collection[str]) -> list[tuple[str, Prescribed]]:
    """Those that are not in the archive, with their plan in force."""
    prescription = aliased(KeptPrescription)
    theirs = select(prescription.id).where(prescription.person == Person.id)
    newest = theirs.order_by(prescription.made.desc(), prescription.id).limit(1)
    plans = (
        select(Person.id, KeptPrescription.body)
        .join(KeptPrescription, KeptPrescription.id == newest.scalar_subquery())
        .where(Person.id.in_(people), Person.archived.is_(None))
    )
    return [(id, Prescribed.model_validate_json(body)) for id, body in db.execute(plans)]


def _put() -> Any:  # noqa: ANN401 (an update of any number of rows)
    table = Summary.__table__
    put = update(table).where(table.c.person == bindparam("whose"))  # type: ignore[arg-type]
    return put.values(gates_turn=bindparam("new_turn"))
