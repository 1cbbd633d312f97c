"""What a therapist asks: the people in their care, their sessions, and codes for new devices."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from sqlalchemy import select

from mirra.clinic import enrolment, people, results
from mirra.clinic.access import changing, reading, visible_people
from mirra.clinic.api.shapes import (
    ConditionCard,
    Enrolment,
    NewPerson,
    PersonCard,
    PersonDetail,
    PersonId,
    SessionDetail,
)
from mirra.clinic.context import clinic_of, origin_of
from mirra.clinic.folding import refresh
from mirra.clinic.problems import nothing_here
from mirra.clinic.tables import Person, Plan, Practice
from mirra.practice.plan import SessionId, read_plan

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]
TheSession = Annotated[SessionId, Path()]


@routes.get("/people")
def everybody(request: Request) -> list[PersonCard]:
    """Everybody in this therapist's care."""
    _up_to_date(request)
    with reading(request, "therapist") as entered:
        entered.note("caseload_read")
        return results.caseload(entered)


@routes.post("/people", status_code=201)
def add(new: NewPerson, request: Request) -> Enrolment:
    """Take a person into care, and give the code for their first device."""
    with changing(request, "therapist") as entered:
        catalogue, by, now = entered.clinic.catalogue, entered.actor.id, entered.now
        person = people.add(entered.db, catalogue, by, new, now)
        entered.note("person_added", person.id)
        return enrolment.ticket(person.id, *enrolment.make(entered.db, person.id, now), origin_of(request))


@routes.get("/people/{person}")
def one(person: ThePerson, request: Request) -> PersonDetail:
    """One person with their sessions, newest first."""
    _up_to_date(request)
    with reading(request, "therapist") as entered:
        found = people.seen(entered.db, entered.actor, person)
        entered.note("person_read", found.id)
        theirs = Practice.person == found.id
        sessions = results.past(entered, theirs)
        return PersonDetail(
            card=results.person_card(entered, found, sessions),
            sessions=results.cards(entered, theirs),
            incomplete=results.incomplete(entered, theirs),
            pain=results.pain_course(sessions),
        )


@routes.post("/people/{person}/enrolment", status_code=201)
def another_device(person: ThePerson, request: Request) -> Enrolment:
    """A code for one more device; an earlier one that was not used no longer holds."""
    with changing(request, "therapist") as entered:
        found = people.seen(entered.db, entered.actor, person)
        entered.note("code_made", found.id)
        made = enrolment.make(entered.db, found.id, entered.now)
        return enrolment.ticket(found.id, *made, origin_of(request))


@routes.get("/sessions/{session}")
def session(session: TheSession, request: Request) -> SessionDetail:
    """One session: planned, done, felt, measured."""
    _up_to_date(request)
    with reading(request, "therapist") as entered:
        entered.note("session_read", session)
        whose = select(Person, Plan.body).join(Practice, Practice.person == Person.id)
        named = whose.join(Plan, Plan.id == Practice.plan).where(Practice.id == session)
        row = entered.db.execute(named.where(Person.id.in_(visible_people(entered.actor)))).first()
        if row is None:
            raise nothing_here()
        person, plan = row.Person, read_plan(row.body)
        found = results.cards(entered, Practice.id == session)
        if not found:
            raise nothing_here()
        return SessionDetail(person=person.id, person_name=person.name, card=found[0], plan=plan)


@routes.get("/conditions")
def conditions(request: Request) -> list[ConditionCard]:
    """The condition packs to choose from."""
    with reading(request, "therapist") as entered:
        return [
            ConditionCard(id=one.id, name=one.name, limbs=one.limbs, note=one.note)
            for one in entered.clinic.catalogue.conditions.values()
        ]


def _up_to_date(request: Request) -> None:
    """Fold what came in since, before the transaction in which it is read."""
    with reading(request, "therapist") as entered:
        actor = entered.actor
    refresh(clinic_of(request).store, actor)
