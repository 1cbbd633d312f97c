"""People: taken into somebody's care, and found again by those who may see them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mirra.catalogue.models import Catalogue
from mirra.clinic import places, summaries
from mirra.clinic.access import Actor, sees
from mirra.clinic.api.shapes import NewPerson
from mirra.clinic.problems import Refused, nothing_here
from mirra.clinic.secret import new_id
from mirra.clinic.tables import Care, Person
from mirra.practice.programme import Prescription, plan_for


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

    Raises ``PlanError`` when the condition is unknown or has no programme for the limb, ``Refused`` (422) for a name
    that cannot be shown.
    """
    name = new.name.strip()
    if not name or not name.isprintable():
        raise Refused(422, "misfit", "A name is made of letters that can be shown.", where="name")
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
    plan_for(catalogue, prescription(person), plan_id=new_id(), made_at=now)
    db.add(person)
    db.flush()
    db.add(Care(therapist=therapist, person=person.id))
    db.add(summaries.first(person.id, name))
    db.flush()
    places.keep(db, [person.id], now)
    return person


def seen(db: Session, actor: Actor, person: str) -> Person:
    """A person this actor may see; raises ``Refused`` (404) for anybody else and nobody alike."""
    found = db.scalar(select(Person).where(Person.id == person, sees(actor, Person.id)))
    if found is None:
        raise nothing_here()
    return found


def prescription(person: Person) -> Prescription:
    """What is decided for a person, as the programme takes it; they are named by id, for plans lie on devices."""
    return Prescription(
        person=person.id,
        condition=person.condition,
        affected=person.affected,
        limb=person.limb,
        picture=person.picture,
    )
