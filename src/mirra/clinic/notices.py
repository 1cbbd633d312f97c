"""What sessions, gates and reviews raised for the therapists of a person, kept until one ticks it off with a note.

Ticking off is for all of them alike; whether a notice is new is known for each: it is until they have been shown it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mirra.clinic import authors, counting
from mirra.clinic.refusals import NothingHere
from mirra.clinic.shapes.notices import NoticeCard, TickOff
from mirra.clinic.tables import Notice, SeenNotice, SessionRow
from mirra.clinic.tokens import new_id
from mirra.practice.raised import Raised

MAX_NOTICES_SHOWN = 200  # of one person


def keep(db: Session, session: str, raised: Sequence[Raised]) -> None:
    """Keep what a session raises. What was ticked off stays as it is; the rest goes when it no longer holds.

    A session that ended before notices were kept raises nothing (``SessionRow.unraised``).
    """
    practice = db.get_one(SessionRow, session)
    if practice.unraised is not None and practice.lines <= practice.unraised:
        return
    known = {notice.kind: notice for notice in db.scalars(select(Notice).where(Notice.session == session))}
    for content in raised:
        if content.kind not in known:
            _of_session(db, practice, content)
        elif known[content.kind].done is None:
            known[content.kind].body = content.model_dump_json()
    kinds = {content.kind for content in raised}
    gone = [notice for kind, notice in known.items() if kind not in kinds and notice.done is None]
    _delete(db, gone)


def keep_broken_off(db: Session, people: Collection[str], now: datetime) -> None:
    """Keep that sessions of these people were left open and have been silent for an hour."""
    noticed = select(Notice.id).where(Notice.session == SessionRow.id, Notice.kind == "interrupted").exists()
    silent = select(SessionRow).where(
        SessionRow.person.in_(people),
        SessionRow.state == "open",
        SessionRow.heard < now - counting.RESUMABLE,
        or_(SessionRow.unraised.is_(None), SessionRow.lines > SessionRow.unraised),
        ~noticed,
    )
    for practice in list(db.scalars(silent)):
        _of_session(db, practice, Raised(kind="interrupted"))
    db.flush()


def keep_of_person(
    db: Session, people: Collection[str], raised: Mapping[str, Sequence[Raised]], now: datetime
) -> None:
    """Keep what gates and review points raise for these people, nothing for those who are not in ``raised``.

    What no longer holds goes, unless it was ticked off. What was ticked off is not raised again for the same reason as
    long as the person stays at the stage, nor for the same review point; what is open keeps its date and has the
    numbers of today.
    """
    theirs: dict[str, list[Notice]] = {person: [] for person in people}
    for each in db.scalars(select(Notice).where(Notice.person.in_(theirs), Notice.session.is_(None))):
        theirs[each.person].append(each)
    gone: list[Notice] = []
    for person, notices in theirs.items():
        lasting: set[str] = set()
        for content in raised.get(person, ()):
            same = [each for each in notices if _same_reason(each, content)]
            lasting.update(each.id for each in same)
            for each in same:
                each.body = each.body if each.done else content.model_dump_json()
            if not same:
                _add(db, person, None, content, now)
        gone += [each for each in notices if each.done is None and each.id not in lasting]
    _delete(db, gone)


def tick_off(db: Session, person: str, by: str, ticked: TickOff, now: datetime) -> None:
    """Tick things off with a note; one that a colleague ticked off before keeps theirs.

    Raises ``NothingHere`` when one of them is not this person's.
    """
    notices = _those(db, person, ticked.notices)
    for notice in notices:
        if notice.done is None:
            notice.done, notice.done_by, notice.note = now, by, ticked.note.strip()
    _forget_who_saw(db, {notice.id for notice in notices})
    db.flush()


def see(db: Session, person: str, therapist: str, shown: Collection[str]) -> int:
    """Keep that a therapist has been shown these notices, and say how many were new to them.

    Raises ``NothingHere`` when one of them is not this person's.
    """
    new = {notice.id for notice in _those(db, person, shown) if notice.done is None}
    seen = select(SeenNotice.notice).where(SeenNotice.notice.in_(new), SeenNotice.therapist == therapist)
    new -= set(db.scalars(seen))
    db.add_all(SeenNotice(notice=notice_id, therapist=therapist, person=person) for notice_id in sorted(new))
    db.flush()
    return len(new)


def cards(db: Session, person: str, therapist: str) -> list[NoticeCard]:
    """All about a person: what is not ticked off first, the most pressing first, then the newest first.

    Those that this therapist has not been shown yet are marked as ``unseen``.
    """
    wanted = select(Notice).where(Notice.person == person)
    order = (Notice.done.is_not(None), Notice.done.desc(), Notice.level.desc(), Notice.at.desc(), Notice.id)
    rows = list(db.scalars(wanted.order_by(*order).limit(MAX_NOTICES_SHOWN)))
    unseen = set(db.scalars(select(Notice.id).where(Notice.person == person, *_unseen_by(therapist))))
    names = authors.names(db, {notice.done_by for notice in rows if notice.done_by})
    return [card(notice, names.get(notice.done_by or "", ""), unseen=notice.id in unseen) for notice in rows]


def card(notice: Notice, done_by: str = "", *, unseen: bool = False) -> NoticeCard:
    """One of them, as it is shown."""
    said = Raised.model_validate_json(notice.body).model_dump()
    where = {"id": notice.id, "session": notice.session, "at": notice.at, "level": notice.level}
    ticked = {"done": notice.done, "done_by": done_by, "note": notice.note or "", "unseen": unseen}
    return NoticeCard(**where, **said, **ticked)


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


def unseen(person: SQLColumnExpression[str], therapist: SQLColumnExpression[str]) -> ScalarSelect[Any]:
    """How many things of a person are not ticked off that a therapist has not been shown yet."""
    number = select(func.count()).where(Notice.person == person, *_unseen_by(therapist))
    return number.correlate_except(Notice).scalar_subquery()


def _unseen_by(therapist: SQLColumnExpression[str] | str) -> tuple[ColumnElement[bool], ...]:
    seen = exists().where(SeenNotice.notice == Notice.id, SeenNotice.therapist == therapist)
    return Notice.done.is_(None), ~seen.correlate_except(SeenNotice)


def _those(db: Session, person: str, ids: Collection[str]) -> list[Notice]:
    wanted = set(ids)
    notices = list(db.scalars(select(Notice).where(Notice.id.in_(wanted), Notice.person == person)))
    if len(notices) != len(wanted):
        raise NothingHere()
    return notices


def _forget_who_saw(db: Session, ids: Collection[str]) -> None:
    if ids:
        db.execute(delete(SeenNotice).where(SeenNotice.notice.in_(ids)))


def _delete(db: Session, gone: Sequence[Notice]) -> None:
    _forget_who_saw(db, {notice.id for notice in gone})
    for notice in gone:
        db.delete(notice)
    db.flush()


def _same_reason(notice: Notice, content: Raised) -> bool:
    """Whether a kept notice says the same of the same stage, or is of the same review point."""
    before = Raised.model_validate_json(notice.body)
    if notice.kind != content.kind:
        return False
    if before.at_review and content.at_review:
        return before.at_review.same_point(content.at_review)
    return bool(before.at_stage and content.at_stage and before.at_stage.same_reason(content.at_stage))


def _of_session(db: Session, practice: SessionRow, content: Raised) -> None:
    _add(db, practice.person, practice.id, content, practice.began or practice.heard)


def _add(db: Session, person: str, session: str | None, content: Raised, at: datetime) -> None:
    columns = {"kind": content.kind, "level": content.level, "at": at, "body": content.model_dump_json()}
    db.add(Notice(id=new_id(), person=person, session=session, **columns))
