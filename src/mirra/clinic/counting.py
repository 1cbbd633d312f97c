"""A person's sessions counted by the database, and when one that was left open counts as interrupted."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from mirra.clinic.tables import SessionRow, Summary, UtcTime

RESUMABLE = timedelta(hours=1)  # as long as a session can be gone on with, one without an end counts as open
SILENT = bindparam("silent", type_=UtcTime())  # sessions last heard of before it have broken off


def standing(state: str, heard: datetime, now: datetime) -> str:
    """How a session stands: one left open counts as interrupted an hour after its last event came in."""
    return "interrupted" if state == "open" and heard < now - RESUMABLE else state


@cache
def interrupted() -> ColumnElement[int]:
    """The number of interrupted sessions of a summary's person, with ``SILENT`` to be given: an hour before now.

    The kept number holds until an open session has been silent for an hour; from then on it is counted again, until
    ``summaries.recount`` has kept the new one.
    """
    counted = select(func.count()).where(SessionRow.person == Summary.person, _broken_off(SILENT))
    return case((Summary.open_heard < SILENT, counted.scalar_subquery()), else_=Summary.interrupted)


def figures(silent: datetime) -> Select[Any]:
    """A row of figures for each person with sessions; sessions last heard of before ``silent`` have broken off."""
    known = _known()
    begun = and_(known, SessionRow.state != "not_started")
    still_open = and_(known, SessionRow.state == "open", SessionRow.heard >= silent)
    return select(
        SessionRow.person,
        _number(begun).label("sessions"),
        func.max(case((begun, SessionRow.began))).label("last_session"),
        _pain(first=True).label("pain_first"),
        _pain(first=False).label("pain_last"),
        _number(_broken_off(silent)).label("interrupted"),
        func.sum(case((known, func.coalesce(SessionRow.adverse, 0)), else_=0)).label("adverse"),
        _number(SessionRow.trouble.is_not(None)).label("incomplete"),
        _number(and_(known, SessionRow.doubt.is_not(None))).label("doubtful"),
        func.min(case((still_open, SessionRow.heard))).label("open_heard"),
        _planned().label("planned"),
    ).group_by(SessionRow.person)


def _known() -> ColumnElement[bool]:
    return and_(SessionRow.state.is_not(None), SessionRow.began.is_not(None))


def _broken_off(silent: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    ended = or_(
        SessionRow.state == "interrupted", and_(SessionRow.state == "open", SessionRow.heard < silent)
    )
    return and_(SessionRow.began.is_not(None), ended)


def _number(those: ColumnElement[bool]) -> Any:  # noqa: ANN401
    return func.sum(case((those, 1), else_=0))


def _planned() -> ScalarSelect[Any]:
    """The viewing time (s) that the newest session's plan asked for."""
    session = aliased(SessionRow)
    with_plan = (
        session.person == SessionRow.person,
        session.began.is_not(None),
        session.planned.is_not(None),
    )
    newest = select(session.planned).where(*with_plan).order_by(session.began.desc(), session.id.desc())
    return newest.limit(1).scalar_subquery()


def _pain(*, first: bool) -> ScalarSelect[Any]:
    """The first or the last pain that a person told, before a session or after it."""
    session = aliased(SessionRow)
    pains = (session.pain_before, session.pain_after)
    order = (session.began, session.id) if first else (session.began.desc(), session.id.desc())
    return (
        select(func.coalesce(*(pains if first else pains[::-1])))
        .where(
            session.person == SessionRow.person,
            session.state.is_not(None),
            session.began.is_not(None),
            or_(session.pain_before.is_not(None), session.pain_after.is_not(None)),
        )
        .order_by(*order)
        .limit(1)
        .scalar_subquery()
    )
