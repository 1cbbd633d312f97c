"""What a therapist asks: the people in their care, their sessions, and codes for new devices."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from sqlalchemy import select

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.addons import Addon
from mirra.catalogue.models.conditions import Condition
from mirra.catalogue.models.programmes import Programme
from mirra.clinic import caseload, enrolment, people, results
from mirra.clinic.access import changing, reading, sees
from mirra.clinic.context import origin_of
from mirra.clinic.folding import refresh
from mirra.clinic.refusals import NothingHere
from mirra.clinic.shapes.caseload import Caseload, CaseloadQuery
from mirra.clinic.shapes.devices import Enrolment
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.people import NewPerson, PersonDetail
from mirra.clinic.shapes.plans import (
    AddonCard,
    ConditionCard,
    ExerciseCard,
    LessonCard,
    LimbNote,
    ProgrammeCard,
    StageCard,
)
from mirra.clinic.shapes.sessions import SessionDetail, SessionPage
from mirra.clinic.tables import Person, Plan, SessionRow
from mirra.practice.plan import read_plan
from mirra.practice.programme import called_for
from mirra.practice.steps.direct_movement import may_be_due
from mirra.practice.terms import SessionId

routes = APIRouter(prefix="/api")
ThePerson = Annotated[PersonId, Path()]
TheSession = Annotated[SessionId, Path()]
FOLDED_AT_ONCE = 20  # sessions that somebody asking for their people waits for; the keeper folds the rest


@routes.post("/caseload")
def everybody(query: CaseloadQuery, request: Request) -> Caseload:
    """A page of the people in this therapist's care; it is a read, and asked by POST because it takes words."""
    with reading(request, "therapist") as entered:
        page = caseload.caseload(entered, query)
        if not page.waiting:
            entered.note("caseload_read")
            return page
        waiting = caseload.just_came(entered, FOLDED_AT_ONCE)
    refresh(entered.clinic, entered.now, waiting)
    with reading(request, "therapist") as entered:
        entered.note("caseload_read")
        return caseload.caseload(entered, query)


@routes.post("/people", status_code=201)
def add(new: NewPerson, request: Request) -> Enrolment:
    """Take a person into care, and give the code for their first device."""
    with changing(request, "therapist") as entered:
        catalogue, by, now = entered.clinic.catalogue, entered.actor.id, entered.now
        person = people.add(entered.db, catalogue, by, new, now)
        entered.note("person_added", person.id)
        if new.screening is not None:
            entered.note("screening_added", person.id)
        return enrolment.ticket(person.id, *enrolment.make(entered.db, person.id, now), origin_of(request))


@routes.get("/people/{person}")
def detail(person: ThePerson, request: Request) -> PersonDetail:
    """One person with the newest of their sessions."""
    with reading(request, "therapist") as entered:
        people.seen(entered.db, entered.actor, person)
    refresh(entered.clinic, entered.now, results.page_ids(person))
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("person_read", person_row.id)
        newest = results.page(entered, person_row.id)
        return PersonDetail(
            card=caseload.card(entered, person_row.id),
            sessions=newest.sessions,
            older=newest.older,
            incomplete=results.incomplete(entered, person_row.id),
            pain=results.pain_course(entered.db, person_row.id),
        )


@routes.get("/people/{person}/before/{session}")
def older(person: ThePerson, session: TheSession, request: Request) -> SessionPage:
    """The sessions of a person that come before one of theirs."""
    with reading(request, "therapist") as entered:
        people.seen(entered.db, entered.actor, person)
    refresh(entered.clinic, entered.now, results.page_ids(person, session))
    with reading(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("person_read", person_row.id)
        return results.page(entered, person_row.id, session)


@routes.post("/people/{person}/enrolment", status_code=201)
def another_device(person: ThePerson, request: Request) -> Enrolment:
    """A code for one more device; an earlier one that was not used no longer holds."""
    with changing(request, "therapist") as entered:
        person_row = people.seen(entered.db, entered.actor, person)
        entered.note("code_made", person_row.id)
        made = enrolment.make(entered.db, person_row.id, entered.now)
        return enrolment.ticket(person_row.id, *made, origin_of(request))


@routes.get("/sessions/{session}")
def session(session: TheSession, request: Request) -> SessionDetail:
    """One session: planned, done, felt, measured."""
    with reading(request, "therapist") as entered:
        theirs = sees(entered.actor, SessionRow.person)
    refresh(entered.clinic, entered.now, select(SessionRow.id).where(SessionRow.id == session, theirs))
    with reading(request, "therapist") as entered:
        entered.note("session_read", session)
        whose = select(Person, Plan.body).join(SessionRow, SessionRow.person == Person.id)
        named = whose.join(Plan, Plan.id == SessionRow.plan).where(SessionRow.id == session)
        row = entered.db.execute(named.where(sees(entered.actor, Person.id))).first()
        if row is None:
            raise NothingHere()
        person, plan = row.Person, read_plan(row.body)
        cards = results.cards(entered, SessionRow.id == session)
        if not cards:
            raise NothingHere()
        references = results.judgement_references(entered.db, entered.clinic.catalogue, person.id, cards[0])
        return SessionDetail(
            person=person.id, person_name=person.name, card=cards[0], plan=plan, beside=references
        )


@routes.get("/conditions")
def conditions(request: Request) -> list[ConditionCard]:
    """The condition packs to choose from."""
    with reading(request, "therapist") as entered:
        catalogue = entered.clinic.catalogue
        return [_offered(catalogue, condition) for condition in catalogue.conditions.values()]


def _offered(catalogue: Catalogue, condition: Condition) -> ConditionCard:
    return ConditionCard(
        id=condition.id,
        name=condition.name,
        limbs=condition.limbs,
        note=condition.note,
        packs=tuple(LimbNote(limbs=each.limbs, note=each.note) for each in condition.packs),
        minutes=condition.dose.minutes,
        minutes_severe=condition.dose.minutes_severe,
        minutes_low=condition.dose.minutes_low,
        minutes_high=condition.dose.minutes_high,
        minutes_source=condition.dose.minutes_source,
        minutes_reason=condition.dose.minutes_reason,
        per_week=condition.dose.per_week,
        movement=condition.movement,
        movement_fixed=condition.movement_fixed,
        affected_limb=condition.affected_limb,
        exercises=tuple(
            ExerciseCard(
                id=each.id,
                name=each.name,
                limbs=each.limbs,
                from_done=called_for(condition, each),
                direct=may_be_due(catalogue, each),
            )
            for each in catalogue.exercises.values()
            if each.id not in condition.without and set(each.limbs) & set(condition.limbs)
        ),
        lessons=tuple(
            LessonCard(id=each.id, title=each.title, limbs=each.limbs, pictures=each.pictures)
            for each in catalogue.lessons.values()
            if each.affected in ("any", condition.affected_limb)
            and (not each.conditions or condition.id in each.conditions)
        ),
        programmes=tuple(
            _programme(each) for each in catalogue.programmes.values() if condition.id in each.conditions
        ),
        addons=tuple(_addon(each) for each in catalogue.addons.values() if condition.id in each.conditions),
    )


def _addon(addon: Addon) -> AddonCard:
    minutes = sum(item.minutes for item in addon.items)
    return AddonCard(
        id=addon.id, name=addon.name, note=addon.note, minutes=minutes, conflicts=addon.conflicts
    )


def _programme(programme: Programme) -> ProgrammeCard:
    stages = tuple(
        StageCard(id=each.id, name=each.name, days=each.days, practise=each.practise)
        for each in programme.stages
    )
    return ProgrammeCard(
        id=programme.id,
        name=programme.name,
        note=programme.note,
        stages=stages,
        conflicts=programme.conflicts,
    )
