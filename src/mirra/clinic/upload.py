"""Taking events in: each kept as the line that came, all of a batch or none, and answered for only when on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from mirra.clinic import places
from mirra.clinic.access import Entered, visible_people
from mirra.clinic.refusals import NothingHere, Refused
from mirra.clinic.shapes.practising import Receipt, Stored
from mirra.clinic.tables import Doubt, EventRow, Person, Plan, SessionRow
from mirra.errors import ConflictError, EventError
from mirra.practice.events import Event, Landmarks, Opened
from mirra.practice.log import read_event
from mirra.practice.plan import read_plan

TOLERANCE = timedelta(minutes=5)  # by which a clock may differ before its date is doubted


def read_batch(session: str, lines: Iterable[str]) -> dict[int, tuple[str, Event]]:
    """The lines of a batch by their place in the session's log, each with what it says.

    Raises ``EventError`` naming the line (counted from 0) that is refused or belongs to another session, and
    ``ConflictError`` when two lines of one place differ.
    """
    batch: dict[int, tuple[str, Event]] = {}
    for number, line in enumerate(lines):
        try:
            event = read_event(line)
        except EventError as error:
            where = f"events.{number}.{error.where}".removesuffix(".")
            raise EventError(error.what, where=where, todo=error.todo) from None
        if event.session != session:
            raise EventError("The event is of another session.", where=f"events.{number}.event.session")
        if batch.setdefault(event.seq, (line, event))[0] != line:
            raise _conflict(event.seq)
    return batch


def keep(entered: Entered, session: str, batch: Mapping[int, tuple[str, Event]]) -> bool:
    """Put a batch into the open transaction; says whether the session was new.

    Raises ``ConflictError`` when other bytes are kept in a place, ``EventError`` when the first event does not open
    the session or names a plan that is not this person's, or when there are landmarks and the plan asks for none, and
    ``NothingHere`` when the session is somebody else's or was never opened here. The transaction then has to end.
    """
    db = entered.db
    practice = _session(entered, session, opens=0 in batch)
    new_session = practice.lines == 0
    known = _hashes(db, session, batch)
    new = {seq: line for seq, (line, _) in batch.items() if seq not in known}
    for seq, (line, _) in batch.items():
        if seq in known and known[seq] != sha256(line):
            raise _conflict(seq)
    if 0 in new:
        _open(entered, practice, batch[0][1])
    _as_planned(db, practice, {seq: batch[seq][1] for seq in new})
    if new:
        db.execute(insert(EventRow), [_row(entered, session, seq, line) for seq, line in new.items()])
        practice.lines, practice.heard, practice.folded = practice.lines + len(new), entered.now, None
    return new_session


def hashes(batch: Mapping[int, tuple[str, Event]], sent: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """For each place of a batch, the hash of its line and of the text in which the device ``sent`` that line."""
    return {seq: (sha256(line), sha256(sent[line])) for seq, (line, _) in batch.items()}


def receipt(db: Session, session: str, batch: Mapping[int, tuple[str, str]]) -> Receipt:
    """What is kept of a batch's places, and the gaps before the last one that is; read after the commit, from the disk.

    ``batch`` is of ``hashes``. Where the disk has the line, the answer names the hash of what the device holds, sealed
    or not, so that it lets go of that only; where it has another line, the hash of that.
    """
    stored_hashes = sorted(_hashes(db, session, batch).items())
    stored = [(seq, batch[seq][1] if sha == batch[seq][0] else sha) for seq, sha in stored_hashes]
    return Receipt(
        stored=tuple(Stored(seq=seq, sha256=sha) for seq, sha in stored), missing=_missing(db, session)
    )


def sha256(line: str) -> str:
    """The SHA-256 of a line's UTF-8 bytes, in hex."""
    return hashlib.sha256(line.encode()).hexdigest()


def not_opened() -> Refused:
    """The answer to events of a session that this person has not opened here, whoever else may have."""
    return NothingHere(
        "not_opened",
        "This session was not opened by this person.",
        todo="Keep the events on the device, and connect it with a code of the person who practised.",
    )


def _session(entered: Entered, session: str, *, opens: bool) -> SessionRow:
    """The session of this person, made now when a batch opens it."""
    db, actor = entered.db, entered.actor
    mine = select(SessionRow).where(SessionRow.id == session, SessionRow.person.in_(visible_people(actor)))
    session_row = db.scalar(mine)
    if session_row is None:
        taken = db.get(SessionRow, session) is not None
        if taken or not opens:
            raise not_opened()
        session_row = SessionRow(id=session, person=actor.id, lines=0, arrived=entered.now, heard=entered.now)
        db.add(session_row)
        db.flush()
    return session_row


def _open(entered: Entered, practice: SessionRow, opened: Event) -> None:
    if not isinstance(opened, Opened):
        raise EventError("The first event of a session must open it.", where="event.kind")
    mine = select(Plan).where(Plan.id == opened.plan, Plan.person.in_(visible_people(entered.actor)))
    plan = entered.db.scalar(mine)
    if plan is None:
        raise EventError("The plan is not one of this person's.", where="event.plan")
    practice.plan, practice.opened, practice.trouble = plan.id, opened.wall, None
    back = update(Person).where(Person.id == practice.person, Person.archived.is_not(None))
    if entered.db.execute(back.values(archived=None).returning(Person.id)).first():
        places.keep(entered.db, [practice.person], entered.now)  # who practises is seen in the list again
    practice.began, practice.doubt = dated(opened.wall, plan.made, practice.arrived or entered.now)


def _as_planned(db: Session, practice: SessionRow, events: Mapping[int, Event]) -> None:
    """Landmarks could draw a hand: they are taken only where the session's plan asks for them."""
    seq = next((seq for seq, event in events.items() if isinstance(event, Landmarks)), None)
    if seq is None:
        return
    body = db.scalar(select(Plan.body).where(Plan.id == practice.plan))
    if body is None or read_plan(body).tracking.landmarks_hz == 0:
        raise EventError("The plan of this session asks for no landmarks.", where=f"events.{seq}.event.kind")


def dated(opened: datetime, planned: datetime, arrived: datetime) -> tuple[datetime, Doubt | None]:
    """The date a session counts for, and how the device's clock stood if it cannot be right.

    A session is opened after its plan was made and before its first line arrives, both by the server's clock.
    """
    if opened > arrived + TOLERANCE:
        return arrived, "ahead"
    if opened < planned - TOLERANCE:
        return planned, "behind"
    return opened, None


def _hashes(db: Session, session: str, places: Iterable[int]) -> dict[int, str]:
    stored_hashes = select(EventRow.seq, EventRow.sha256).where(
        EventRow.session == session, EventRow.seq.in_(list(places))
    )
    return {row.seq: row.sha256 for row in db.execute(stored_hashes)}


def _missing(db: Session, session: str) -> tuple[tuple[int, int], ...]:
    after = func.lag(EventRow.seq, 1, -1).over(order_by=EventRow.seq).label("after")
    pairs = select(after, EventRow.seq).where(EventRow.session == session).subquery()
    gaps = select(pairs.c.after, pairs.c.seq).where(pairs.c.seq > pairs.c.after + 1).order_by(pairs.c.seq)
    return tuple((before + 1, seq - 1) for before, seq in db.execute(gaps))


def _row(entered: Entered, session: str, seq: int, line: str) -> dict[str, object]:
    return {
        "session": session,
        "seq": seq,
        "line": line,
        "sha256": sha256(line),
        "received": entered.now,
        "device": entered.actor.device,
    }


def _conflict(seq: int) -> ConflictError:
    return ConflictError(
        f"Event {seq} is kept with other bytes; what was kept first stays, and nothing of this batch was kept.",
        where=f"events.{seq}",
        todo="Tell whoever looks after this server.",
    )
