"""A person's place in a therapist's list: what lists are sorted and searched by, kept with the care for the person.

The number of things to look at changes with time alone: a week goes by without a session, a device expires, an open
session breaks off, the gates of a programme say something else on a new day. The moment of the next such change is
kept too (``Summary.turns``).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta, tzinfo
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from mirra.clinic import counting, days, decisions, notices
from mirra.clinic.tables import NEVER, Care, Device, Person, Summary, UtcTime

NOW, WEEK_BEGAN = bindparam("now", type_=UtcTime()), bindparam("week_began", type_=UtcTime())
A_MOMENT = timedelta(microseconds=1)
PEOPLE_PER_QUERY = 500


def moments(now: datetime, zone: tzinfo | None) -> dict[str, datetime]:
    """The values of the parameters in the expressions here and in ``counting``; weeks are of the clinic's zone."""
    return {"now": now, "week_began": days.week_began(now, zone), "silent": now - counting.RESUMABLE}


def keep(db: Session | Connection, people: Collection[str], now: datetime) -> None:
    """Keep the places of these people in every list, and until when they hold, in the open transaction."""
    everybody, zone = list(people), decisions.zone(db)
    for start in range(0, len(everybody), PEOPLE_PER_QUERY):
        those = _found().where(Summary.person.in_(everybody[start : start + PEOPLE_PER_QUERY]))
        rows = db.execute(those, moments(now, zone)).all()
        if rows:
            db.execute(_put(), [_place(row) for row in rows])
            db.execute(_put_summary(), [_summed(row, now, zone) for row in rows])


def has_turned(now: datetime) -> ColumnElement[bool]:
    """Whether time has changed the place of a summary's person since it was kept."""
    return Summary.turns <= now


def to_look_at(news: Any) -> ColumnElement[int]:  # noqa: ANN401 (a column of either kind)
    """How many things there are to look at, ``news`` among them; ``attention.ts`` has the words for each."""
    quiet = or_(Summary.last_session.is_(None), Summary.last_session < WEEK_BEGAN, ~connected())
    total: ColumnElement[int] = func.coalesce(news, 0)
    for thing in (
        Summary.pain_last > Summary.pain_first,
        Summary.incomplete > 0,
        Summary.doubtful > 0,
        quiet,
    ):
        total = total + case((thing, 1), else_=0)
    return total


def connected() -> ColumnElement[bool]:
    """Whether the person of a summary has a device that is signed in."""
    return exists().where(Device.person == Summary.person, Device.ended.is_(None), Device.expires > NOW)


@cache
def _found() -> Any:  # noqa: ANN401 (a select of many columns)
    number = notices.number(Summary.person)
    until = select(func.max(Device.expires)).where(Device.person == Summary.person, Device.ended.is_(None))
    return select(
        Summary.person,
        Summary.search_name,
        *(Person.condition, Person.affected, Person.limb),
        Person.archived.is_not(None).label("archived"),
        notices.worst(Summary.person).label("level"),
        notices.first(Summary.person).label("notice"),
        number.label("news"),
        to_look_at(number).label("things"),
        case((Summary.pain_last > Summary.pain_first, True), else_=False).label("pain_up"),
        Summary.last_session,
        Summary.open_heard,
        Summary.gates_turn,
        until.scalar_subquery().label("connected_until"),
    ).join(Person, Person.id == Summary.person)


KEPT = (
    *("search_name", "condition", "affected", "limb", "archived"),
    *("level", "things", "news", "pain_up", "last_session"),
)


@cache
def _put() -> Any:  # noqa: ANN401 (an update of any number of rows)
    table = Care.__table__
    put = update(table).where(table.c.person == bindparam("whose"))  # type: ignore[arg-type]
    unseen = notices.unseen(table.c.person, table.c.therapist)
    return put.values({name: bindparam(f"new_{name}") for name in KEPT} | {"unseen": unseen})


@cache
def _put_summary() -> Any:  # noqa: ANN401
    table = Summary.__table__
    put = update(table).where(table.c.person == bindparam("whose"))  # type: ignore[arg-type]
    return put.values({name: bindparam(f"new_{name}") for name in ("turns", "news", "notice")})


def _place(row: Any) -> dict[str, Any]:  # noqa: ANN401 (a row of ``_found``)
    columns = {f"new_{name}": getattr(row, name) for name in KEPT}
    return columns | {
        "whose": row.person,
        "new_level": row.level or 0,
        "new_last_session": row.last_session or NEVER,
    }


def _summed(row: Any, now: datetime, zone: tzinfo | None) -> dict[str, Any]:  # noqa: ANN401 (a row of ``_found``)
    return {
        "whose": row.person,
        "new_turns": _turns(row, now, zone),
        "new_news": row.news,
        "new_notice": row.notice,
    }


def _turns(row: Any, now: datetime, zone: tzinfo | None) -> datetime | None:  # noqa: ANN401 (a row of ``_found``)
    """When time alone changes what there is to look at; a renewed device only makes this too early, which is safe."""
    coming: list[datetime] = []
    if row.open_heard:
        coming.append(row.open_heard + counting.RESUMABLE + A_MOMENT)
    if row.gates_turn:
        coming.append(row.gates_turn)
    if row.last_session and row.connected_until:
        quiet_from = min(days.week_after(row.last_session, zone), row.connected_until)
        coming += [quiet_from] if quiet_from > now else []
    return min(coming, default=None)
