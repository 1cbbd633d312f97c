"""A person's sessions in figures, counted by the database when sessions are folded, and kept for lists of people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, literal, select, update
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import counting, gates, notices, places
from mirra.clinic.names import folded
from mirra.clinic.tables import NEVER, Person, SessionRow, Summary


def due(db: Session, now: datetime, most: int) -> list[str]:
    """People whose kept figures or places in lists no longer hold because time has gone by."""
    return list(db.scalars(select(Summary.person).where(places.has_turned(now)).limit(most)))


def recount(db: Session, catalogue: Catalogue, people: Collection[str], now: datetime) -> None:
    """Count the sessions of these people again, keep the figures and their places, in the open transaction."""
    counted = counting.figures(now - counting.RESUMABLE).where(SessionRow.person.in_(people))
    if rows := [dict(row) for row in db.execute(counted).mappings()]:
        db.execute(update(Summary), rows)
    notices.keep_broken_off(db, people, now)
    gates.keep(db, catalogue, people, now)
    places.keep(db, people, now)


def first(person: str, name: str) -> Summary:
    """The summary of a person who has no session yet."""
    none = dict.fromkeys(("sessions", "interrupted", "adverse", "incomplete", "doubtful"), 0)
    return Summary(person=person, search_name=folded(name), **none)


def fill(connection: Connection) -> None:
    """Make the summaries of everybody in a database that has none yet, by the same counting.

    Nothing counts as silent yet and every place is kept as of long ago: what time has changed since is counted by the
    requests that need it until the keeper has kept it.
    """
    counted = counting.figures(NEVER).subquery()
    sums = ("sessions", "interrupted", "adverse", "incomplete", "doubtful")
    figures = ("last_session", "pain_first", "pain_last", "open_heard", "planned")
    everybody = (
        select(
            Person.id,
            literal(""),
            *(func.coalesce(counted.c[name], 0) for name in sums),
            *(counted.c[name] for name in figures),
        )
        .select_from(Person)
        .join(counted, counted.c.person == Person.id, isouter=True)
    )
    connection.execute(insert(Summary).from_select(["person", "search_name", *sums, *figures], everybody))
    named = connection.execute(select(Person.id, Person.name)).all()
    if named:
        names = [{"whose": id, "as_searched": folded(name)} for id, name in named]
        table = Summary.__table__
        put = update(table).where(table.c.person == bindparam("whose"))  # type: ignore[arg-type]
        connection.execute(put.values(search_name=bindparam("as_searched")), names)
        places.keep(connection, [id for id, _ in named], NEVER)
        connection.execute(update(Summary).values(turns=NEVER))
