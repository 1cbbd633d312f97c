"""What sessions raised for the therapists of a person, kept until one of them ticks it off with a note."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mirra.clinic import counting
from mirra.clinic.api.shapes import NoticeCard, TickOff
from mirra.clinic.plans import authors
from mirra.clinic.problems import nothing_here
from mirra.clinic.secret import new_id
from mirra.clinic.tables import Notice, Practice
from mirra.practice.raised import Raised

SHOWN = 200  # of one person


def keep(db: Session, session: str, found: Sequence[Raised]) -> None:
    """Keep what a session raises. What was ticked off stays as it is; the rest goes when it no longer holds."""
    practice = db.get_one(Practice, session)
    known = {one.kind: one for one in db.scalars(select(Notice).where(Notice.session == session))}
    for one in found:
        if one.kind not in known:
            _add(db, practice, one)
        elif known[one.kind].done is None:
            known[one.kind].body = one.model_dump_json()
    kinds = {one.kind for one in found}
    for kind, kept in known.items():
        if kind not in kinds and kept.done is None:
            db.delete(kept)
    db.flush()


def keep_broken_off(db: Session, people: Collection[str], now: datetime) -> None:
    """Keep that sessions of these people were left open and have been silent for an hour."""
    noticed = select(Notice.id).where(Notice.session == Practice.id, Notice.kind == "interrupted").exists()
    silent = select(Practice).where(
        Practice.person.in_(people),
        Practice.state == "open",
        Practice.heard < now - counting.RESUMABLE,
        ~noticed,
    )
    for practice in list(db.scalars(silent)):
        _add(db, practice, Raised(kind="interrupted"))
    db.flush()


def tick_off(db: Session, person: str, by: str, asked: TickOff, now: datetime) -> None:
    """Tick things off with a note; one that a colleague ticked off before keeps theirs.

    Raises ``Refused`` (404) when one of them is not this person's.
    """
    wanted = set(asked.notices)
    found = list(db.scalars(select(Notice).where(Notice.id.in_(wanted), Notice.person == person)))
    if len(found) != len(wanted):
        raise nothing_here()
    for one in found:
        if one.done is None:
            one.done, one.done_by, one.note = now, by, asked.note.strip()
    db.flush()


def cards(db: Session, person: str) -> list[NoticeCard]:
    """All about a person: what is not ticked off first, the most pressing first, then the newest first."""
    wanted = select(Notice).where(Notice.person == person)
    order = (Notice.done.is_not(None), Notice.done.desc(), Notice.level.desc(), Notice.at.desc(), Notice.id)
    return _cards(db, db.scalars(wanted.order_by(*order).limit(SHOWN)))


def card(one: Notice, done_by: str = "") -> NoticeCard:
    """One of them, as it is shown."""
    said = Raised.model_validate_json(one.body).model_dump()
    where = {"id": one.id, "session": one.session, "at": one.at, "level": one.level}
    return NoticeCard(**where, **said, done=one.done, done_by=done_by, note=one.note or "")


def worst(person: InstrumentedAttribute[str]) -> ScalarSelect[Any]:
    """The level of the most pressing thing of a person that is not ticked off; null where there is none."""
    return (
        select(func.max(Notice.level)).where(Notice.person == person, Notice.done.is_(None)).scalar_subquery()
    )


def first(person: InstrumentedAttribute[str]) -> ScalarSelect[Any]:
    """The id of the most pressing thing of a person that is not ticked off, of equal ones the newest."""
    open_ones = select(Notice.id).where(Notice.person == person, Notice.done.is_(None))
    return open_ones.order_by(Notice.level.desc(), Notice.at.desc(), Notice.id).limit(1).scalar_subquery()


def number(person: InstrumentedAttribute[str]) -> ScalarSelect[Any]:
    """How many things of a person are not ticked off."""
    return select(func.count()).where(Notice.person == person, Notice.done.is_(None)).scalar_subquery()


def _add(db: Session, practice: Practice, one: Raised) -> None:
    at, body = practice.began or practice.heard, one.model_dump_json()
    kept = {"kind": one.kind, "level": one.level, "at": at, "body": body}
    db.add(Notice(id=new_id(), person=practice.person, session=practice.id, **kept))


def _cards(db: Session, kept: Iterable[Notice]) -> list[NoticeCard]:
    rows = list(kept)
    names = authors(db, {one.done_by for one in rows if one.done_by})
    return [card(one, names.get(one.done_by or "", "")) for one in rows]
