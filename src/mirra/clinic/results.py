"""What came of sessions, as cards: of one session, of a person, of everybody in somebody's care."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mirra.catalogue.models import Catalogue
from mirra.clinic.access import Entered, visible_people
from mirra.clinic.api.shapes import IncompleteSession, PainPoint, PersonCard, SessionCard
from mirra.clinic.tables import Device, Person, Practice
from mirra.practice.fold import SessionResult

WEEK = timedelta(days=7)
RESUMABLE = timedelta(hours=1)  # as long as a session can be gone on with, one without an end counts as open


@dataclass(frozen=True)
class Past:
    """A session as far as lists need it: the date it counts for, how it ended, pain 0-10."""

    id: str
    person: str
    when: datetime
    state: str
    before: int | None
    after: int | None
    adverse: int


def past(entered: Entered, *narrower: ColumnElement[bool]) -> list[Past]:
    """The sessions this actor may see that were opened and folded, oldest first."""
    columns = (
        Practice.id,
        Practice.person,
        Practice.began,
        Practice.state,
        Practice.heard,
        Practice.pain_before,
        Practice.pain_after,
        Practice.adverse,
    )
    seen = select(*columns).where(Practice.person.in_(visible_people(entered.actor)), *narrower)
    known = seen.where(Practice.state.is_not(None), Practice.began.is_not(None))
    return [
        Past(id, person, began, _state(state, heard, entered.now), before, after, adverse or 0)
        for id, person, began, state, heard, before, after, adverse in entered.db.execute(
            known.order_by(Practice.began, Practice.id)
        )
        if began is not None and state is not None
    ]


def cards(entered: Entered, *narrower: ColumnElement[bool]) -> tuple[SessionCard, ...]:
    """The same sessions with their results, newest first."""
    seen = select(Practice).where(Practice.person.in_(visible_people(entered.actor)), *narrower)
    known = seen.where(Practice.result.is_not(None), Practice.began.is_not(None))
    rows = entered.db.scalars(known.order_by(Practice.began.desc(), Practice.id))
    return tuple(_card(row, entered.now) for row in rows)


def incomplete(entered: Entered, *narrower: ColumnElement[bool]) -> tuple[IncompleteSession, ...]:
    """The sessions this actor may see that have no result, newest first, each with the reason."""
    seen = select(Practice).where(Practice.person.in_(visible_people(entered.actor)), *narrower)
    rows = entered.db.scalars(
        seen.where(Practice.trouble.is_not(None)).order_by(Practice.heard.desc(), Practice.id)
    )
    return tuple(
        IncompleteSession(
            id=row.id, why=row.trouble, lines=row.lines, arrived=row.arrived or row.heard, heard=row.heard
        )
        for row in rows
        if row.trouble is not None
    )


def pain_course(sessions: Iterable[Past]) -> tuple[PainPoint, ...]:
    """Pain before and after of the sessions in which it was asked, in the order given."""
    asked = (one for one in sessions if one.before is not None or one.after is not None)
    return tuple(PainPoint(when=one.when, before=one.before, after=one.after) for one in asked)


def caseload(entered: Entered) -> list[PersonCard]:
    """Everybody this actor may see, by name."""
    seen = select(Person).where(Person.id.in_(visible_people(entered.actor)))
    people = entered.db.scalars(seen.order_by(Person.name, Person.id)).all()
    by_person: dict[str, list[Past]] = {person.id: [] for person in people}
    for session in past(entered):
        by_person[session.person].append(session)
    enrolled = _enrolled(entered)
    clinic = entered.clinic
    return [
        _person_card(one, by_person[one.id], one.id in enrolled, clinic.catalogue, entered.now)
        for one in people
    ]


def person_card(entered: Entered, person: Person, sessions: Sequence[Past]) -> PersonCard:
    """One person summed up from their sessions, oldest first."""
    enrolled = person.id in _enrolled(entered)
    return _person_card(person, sessions, enrolled, entered.clinic.catalogue, entered.now)


def done_count(db: Session, person: str) -> int:
    """How many sessions a person has completed."""
    done = select(Practice.id).where(Practice.person == person, Practice.state == "completed")
    return len(db.scalars(done).all())


def _enrolled(entered: Entered) -> set[str]:
    seen = Device.person.in_(visible_people(entered.actor))
    return set(entered.db.scalars(select(Device.person).where(seen, Device.expires > entered.now)))


def _person_card(
    person: Person, sessions: Sequence[Past], enrolled: bool, catalogue: Catalogue, now: datetime
) -> PersonCard:
    condition = catalogue.conditions.get(person.condition)
    begun = [one for one in sessions if one.state != "not_started"]
    pain = [felt for one in sessions for felt in (one.before, one.after) if felt is not None]
    known = {
        name: getattr(person, name) for name in ("id", "name", "condition", "affected", "limb", "simulated")
    }
    return PersonCard.model_validate(
        {
            **known,
            "condition_name": condition.name if condition else person.condition,
            "enrolled": enrolled,
            "sessions": len(begun),
            "last_seven_days": sum(now - WEEK < one.when for one in begun),
            "planned_per_week": condition.planned_per_week if condition else None,
            "last_session": begun[-1].when if begun else None,
            "pain_first": pain[0] if pain else None,
            "pain_last": pain[-1] if pain else None,
            "interrupted": sum(one.state == "interrupted" for one in sessions),
            "adverse": sum(one.adverse for one in sessions),
        }
    )


def _card(row: Practice, now: datetime) -> SessionCard:
    result = SessionResult.model_validate_json(row.result or "")
    state = _state(result.state, row.heard, now)
    assert row.began is not None
    told = result.model_copy(update={"state": state})
    return SessionCard(id=row.id, when=row.began, doubt=row.doubt, result=told)


def _state(folded: str, heard: datetime, now: datetime) -> str:
    """How a session stands: one of which nothing more was heard has broken off, though nothing could say so."""
    return "interrupted" if folded == "open" and now - heard > RESUMABLE else folded
