"""The yardstick: how mirra answered before people had kept figures, which is by counting every session in Python.

Commit 704236e's own queries and models, on today's tables. Its HTTP, sign-in and audit are left out, for free.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

import mirra
from mirra.catalogue.catalogue import Catalogue
from mirra.clinic.shapes.caseload import PersonCard
from mirra.clinic.shapes.sessions import PainPoint, SessionCard
from mirra.clinic.tables import Care, Device, Person, SessionRow
from mirra.practice.fold import SessionResult

WEEK, RESUMABLE = timedelta(days=7), timedelta(hours=1)
Past = tuple[str, str, datetime, str, int | None, int | None, int]
CARDS = TypeAdapter(list[PersonCard])


def caseload(db: Session, catalogue: Catalogue, therapist: str, now: datetime) -> bytes:
    """Everybody in a therapist's care, summed up from all sessions, as JSON."""
    theirs = select(Care.person).where(Care.therapist == therapist)
    _stale(db, theirs)
    people = db.scalars(select(Person).where(Person.id.in_(theirs)).order_by(Person.name, Person.id)).all()
    by_person: dict[str, list[Past]] = {person.id: [] for person in people}
    for session in _past(db, theirs, now):
        by_person[session[1]].append(session)
    enrolled = _enrolled(db, theirs, now)
    cards = [_card(one, by_person[one.id], one.id in enrolled, catalogue, now) for one in people]
    return CARDS.dump_json(cards)


def person(db: Session, catalogue: Catalogue, therapist: str, whose: str, now: datetime) -> bytes:
    """One person with all their sessions, as JSON."""
    theirs = select(Care.person).where(Care.therapist == therapist)
    _stale(db, theirs)
    found = db.scalars(select(Person).where(Person.id == whose, Person.id.in_(theirs))).one()
    past = _past(db, theirs, now, SessionRow.person == whose)
    card = _card(found, past, whose in _enrolled(db, theirs, now), catalogue, now)
    rows = db.scalars(
        select(SessionRow)
        .where(SessionRow.person.in_(theirs), SessionRow.person == whose, SessionRow.result.is_not(None))
        .order_by(SessionRow.opened.desc(), SessionRow.id)
    )
    sessions = [
        SessionCard(
            id=row.id, when=row.began or now, result=SessionResult.model_validate_json(row.result or "")
        )
        for row in rows
    ]
    pain = [PainPoint(when=one[2], before=one[4], after=one[5]) for one in past]
    return b"".join(one.model_dump_json().encode() for one in (card, *sessions, *pain))


def start(file: str) -> str:
    """What a start read of an SQLite file: all of it."""
    with sqlite3.connect(file) as connection:
        found: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    connection.close()
    return found


def _stale(db: Session, theirs: Any) -> list[str]:  # noqa: ANN401
    """The sessions to fold again, looked for in every request."""
    mark = SessionRow.folded.is_(None) | (SessionRow.folded != mirra.__version__)
    return list(
        db.scalars(
            select(SessionRow.id).where(SessionRow.person.in_(theirs), SessionRow.plan.is_not(None), mark)
        )
    )


def _past(db: Session, theirs: Any, now: datetime, *narrower: ColumnElement[bool]) -> list[Past]:  # noqa: ANN401
    columns = (
        SessionRow.id,
        SessionRow.person,
        SessionRow.opened,
        SessionRow.state,
        SessionRow.heard,
        SessionRow.pain_before,
        SessionRow.pain_after,
        SessionRow.adverse,
    )
    known = select(*columns).where(
        SessionRow.person.in_(theirs),
        *narrower,
        SessionRow.state.is_not(None),
        SessionRow.opened.is_not(None),
    )
    return [
        (id, whose, opened, _state(state, heard, now), before, after, adverse or 0)
        for id, whose, opened, state, heard, before, after, adverse in db.execute(
            known.order_by(SessionRow.opened, SessionRow.id)
        )
        if opened is not None and state is not None
    ]


def _enrolled(db: Session, theirs: Any, now: datetime) -> set[str]:  # noqa: ANN401
    return set(db.scalars(select(Device.person).where(Device.person.in_(theirs), Device.expires > now)))


def _state(folded: str, heard: datetime, now: datetime) -> str:
    return "interrupted" if folded == "open" and now - heard > RESUMABLE else folded


DOSE = {"week_looked": 0, "week_moved": None, "week_planned": None}


def _card(
    one: Person, sessions: Iterable[Past], enrolled: bool, catalogue: Catalogue, now: datetime
) -> PersonCard:
    condition = catalogue.conditions.get(one.condition)
    sessions = list(sessions)
    begun = [session for session in sessions if session[3] != "not_started"]
    pain = [felt for session in sessions for felt in session[4:6] if felt is not None]
    known = {
        name: getattr(one, name) for name in ("id", "name", "condition", "affected", "limb", "simulated")
    }
    return PersonCard.model_validate(
        {
            **known,
            "condition_name": condition.name if condition else one.condition,
            "enrolled": enrolled,
            "sessions": len(begun),
            "last_seven_days": sum(now - WEEK < session[2] for session in begun),
            "planned_per_week": condition.planned_per_week if condition else None,
            "last_session": begun[-1][2] if begun else None,
            "pain_first": pain[0] if pain else None,
            "pain_last": pain[-1] if pain else None,
            "interrupted": sum(session[3] == "interrupted" for session in sessions),
            "adverse": sum(session[6] for session in sessions),
            "incomplete": 0,
            "doubtful": 0,
            **{"archived": None, "notice": None, "news": 0, "unseen": 0},
            **DOSE,
        }
    )
