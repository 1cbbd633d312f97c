"""A person's sessions in figures, counted by the database when sessions are folded, and kept for lists of people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from mirra.clinic.names import folded
from mirra.clinic.tables import Person, Practice, Summary, UtcTime

RESUMABLE = timedelta(hours=1)  # as long as a session can be gone on with, one without an end counts as open
SILENT = bindparam("silent", type_=UtcTime())  # sessions last heard of before it have broken off
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def standing(state: str, heard: datetime, now: datetime) -> str:
    """How a session stands: one left open counts as interrupted an hour after its last event came in."""
    return "interrupted" if state == "open" and heard < now - RESUMABLE else state


@cache
def interrupted() -> ColumnElement[int]:
    """The number of interrupted sessions of a summary's person, with ``SILENT`` to be given: an hour before now.

    The kept number holds until an open session has been silent for an hour; from then on it is counted again, until
    ``recount`` has kept the new one.
    """
    counted = select(func.count()).where(Practice.person == Summary.person, _broken_off(SILENT))
    return case((Summary.open_heard < SILENT, counted.scalar_subquery()), else_=Summary.interrupted)


def due(db: Session, now: datetime, most: int) -> list[str]:
    """People whose kept figures no longer hold because an open session has been silent for an hour."""
    return list(db.scalars(select(Summary.person).where(Summary.open_heard < now - RESUMABLE).limit(most)))


def recount(db: Session, people: Collection[str], now: datetime) -> None:
    """Count the sessions of these people again and keep the figures, in the open transaction."""
    found = db.execute(_counted(now - RESUMABLE).where(Practice.person.in_(people))).mappings()
    if rows := [dict(row) for row in found]:
        db.execute(update(Summary), rows)


def first(person: str, name: str) -> Summary:
    """The summary of a person who has no session yet."""
    none = dict.fromkeys(("sessions", "interrupted", "adverse", "incomplete", "doubtful"), 0)
    return Summary(person=person, search_name=folded(name), **none)


def fill(connection: Connection) -> None:
    """Make the summaries of everybody in a database that has none yet, by the same counting."""
    counted = _counted(BEGINNING).subquery()  # nothing counts as silent yet: ``interrupted`` sees to that
    sums = ("sessions", "interrupted", "adverse", "incomplete", "doubtful")
    kept = ("last_session", "pain_first", "pain_last", "open_heard")
    everybody = (
        select(
            Person.id,
            literal(""),
            *(func.coalesce(counted.c[name], 0) for name in sums),
            *(counted.c[name] for name in kept),
        )
        .select_from(Person)
        .join(counted, counted.c.person == Person.id, isouter=True)
    )
    connection.execute(insert(Summary).from_select(["person", "search_name", *sums, *kept], everybody))
    names = [
        {"whose": id, "as_searched": folded(name)}
        for id, name in connection.execute(select(Person.id, Person.name))
    ]
    if names:
        named = update(Summary.__table__).where(Summary.__table__.c.person == bindparam("whose"))  # type: ignore[arg-type]
        connection.execute(named.values(search_name=bindparam("as_searched")), names)


def _counted(silent: datetime) -> Select[Any]:
    """A row of figures for each person with sessions; sessions last heard of before ``silent`` have broken off."""
    known = _known()
    begun = and_(known, Practice.state != "not_started")
    still_open = and_(known, Practice.state == "open", Practice.heard >= silent)
    return select(
        Practice.person,
        _number(begun).label("sessions"),
        func.max(case((begun, Practice.began))).label("last_session"),
        _pain(first=True).label("pain_first"),
        _pain(first=False).label("pain_last"),
        _number(_broken_off(silent)).label("interrupted"),
        func.sum(case((known, func.coalesce(Practice.adverse, 0)), else_=0)).label("adverse"),
        _number(Practice.trouble.is_not(None)).label("incomplete"),
        _number(and_(known, Practice.doubt.is_not(None))).label("doubtful"),
        func.min(case((still_open, Practice.heard))).label("open_heard"),
    ).group_by(Practice.person)


def _known() -> ColumnElement[bool]:
    return and_(Practice.state.is_not(None), Practice.began.is_not(None))


def _broken_off(silent: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    ended = or_(Practice.state == "interrupted", and_(Practice.state == "open", Practice.heard < silent))
    return and_(Practice.began.is_not(None), ended)


def _number(those: ColumnElement[bool]) -> Any:  # noqa: ANN401
    return func.sum(case((those, 1), else_=0))


def _pain(*, first: bool) -> ScalarSelect[Any]:
    """The first or the last pain that a person told, before a session or after it."""
    session = aliased(Practice)
    told = (session.pain_before, session.pain_after)
    order = (session.began, session.id) if first else (session.began.desc(), session.id.desc())
    return (
        select(func.coalesce(*(told if first else told[::-1])))
        .where(
            session.person == Practice.person,
            session.state.is_not(None),
            session.began.is_not(None),
            or_(session.pain_before.is_not(None), session.pain_after.is_not(None)),
        )
        .order_by(*order)
        .limit(1)
        .scalar_subquery()
    )
