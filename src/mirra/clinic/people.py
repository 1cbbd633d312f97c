"""People: taken into somebody's care, and found again by those who may see them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import care, gates, places, plans, screenings, summaries
from mirra.clinic.access import Actor, sees
from mirra.clinic.names import can_be_shown, folded
from mirra.clinic.refusals import Invalid, NothingHere
from mirra.clinic.shapes.people import NewPerson
from mirra.clinic.tables import Person, Summary
from mirra.clinic.tokens import new_id


def add(
    db: Session,
    catalogue: Catalogue,
    therapist: str,
    new: NewPerson,
    now: datetime,
    *,
    simulated: bool = False,
) -> Person:
    """Take a person into a therapist's care.

    Raises ``PlanError`` when the condition is unknown or has no programme for the limb, ``Invalid`` for a name
    that cannot be shown, a screening that is not whole, or one that says "cannot start" without a reason.
    """
    name = shown_name(new.name)
    person = Person(
        id=new_id(),
        name=name,
        condition=new.condition,
        affected=new.affected,
        limb=new.limb,
        picture=new.picture,
        simulated=simulated,
        made=now,
    )
    db.add(person)
    db.flush()
    if new.screening is not None:
        screenings.keep(db, catalogue, person.id, therapist, new.screening, now)
    plans.begin(db, catalogue, person, therapist, new.reason)
    db.add(summaries.first(person.id, name))
    db.flush()
    care.begin(db, person.id, therapist, now)
    return person


def seen(db: Session, actor: Actor, person: str) -> Person:
    """A person this actor may see; raises ``NothingHere`` for anybody else and nobody alike."""
    person_row = db.scalar(select(Person).where(Person.id == person, sees(actor, Person.id)))
    if person_row is None:
        raise NothingHere()
    return person_row


def rename(db: Session, person: Person, name: str, now: datetime) -> None:
    """Correct a person's name; raises ``Invalid`` for one that cannot be shown."""
    person.name = shown_name(name)
    db.get_one(Summary, person.id).search_name = folded(person.name)
    db.flush()
    places.keep(db, [person.id], now)


def archive(db: Session, catalogue: Catalogue, person: Person, now: datetime, *, archived: bool) -> None:
    """Put a person into the archive, or take them back; nothing of theirs is deleted."""
    person.archived = (person.archived or now) if archived else None
    db.flush()
    gates.keep(db, catalogue, [person.id], now)
    places.keep(db, [person.id], now)


def shown_name(name: str) -> str:
    """A name without spaces around it; raises ``Invalid`` for one that cannot be shown."""
    name = name.strip()
    if not can_be_shown(name):
        raise Invalid("misfit", "A name is made of letters that can be shown.", where="name")
    return name
