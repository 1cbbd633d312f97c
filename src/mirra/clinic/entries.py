"""Taking in entries of the index page: each kept as the line that came, and answered for only when on disk."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mirra.clinic.access import Entered, sees
from mirra.clinic.refusals import NothingHere, Refused
from mirra.clinic.shapes.practising import Receipt, Stored
from mirra.clinic.tables import KeptEntry
from mirra.clinic.upload import TOLERANCE, sha256
from mirra.errors import ConflictError, EventError
from mirra.practice.entries import read_entry
from mirra.practice.entry import Entry

OLDEST = timedelta(days=366)  # so long an entry may wait on its device
NOTED = {"diary": "diary_written"}  # what the audit says of a new entry, by its kind


def read(id: str, line: str) -> Entry:
    """The entry in a line that was sent under an id; raises ``EventError`` naming the field that does not fit."""
    entry = read_entry(line)
    if entry.id != id:
        raise EventError("The entry has another id than its address.", where="entry.id")
    return entry


def keep(entered: Entered, entry: Entry, line: str) -> bool:
    """Put an entry into the open transaction; says whether it was new.

    Raises ``ConflictError`` when other bytes are kept under its id, ``NothingHere`` when the id is of somebody
    else's entry, and ``EventError`` when it was written in the future, or more than a year ago.
    """
    db, actor = entered.db, entered.actor
    mine = select(KeptEntry.sha256).where(KeptEntry.id == entry.id, sees(actor, KeptEntry.person))
    known = db.scalar(mine)
    if known is None and db.get(KeptEntry, entry.id) is not None:
        raise not_yours()
    if known is not None:
        if known != sha256(line):
            raise ConflictError(
                "Another entry is kept under this id; what was kept first stays.",
                where=f"entries.{entry.id}",
                todo="Tell whoever looks after this server.",
            )
        return False
    _check_dates(entered, entry)
    db.add(
        KeptEntry(
            id=entry.id,
            person=actor.id,
            kind=entry.kind,
            day=entry.on,
            line=line,
            sha256=sha256(line),
            received=entered.now,
            device=actor.device,
        )
    )
    db.flush()
    return True


def receipt(db: Session, id: str, line: str, sent: str) -> Receipt:
    """What is kept under an id, read after the commit, from the disk; for the line, the hash of what was ``sent``."""
    stored_hash = db.scalar(select(KeptEntry.sha256).where(KeptEntry.id == id))
    hashes = [] if stored_hash is None else [sha256(sent) if stored_hash == sha256(line) else stored_hash]
    return Receipt(stored=tuple(Stored(seq=0, sha256=line_hash) for line_hash in hashes), missing=())


def not_yours() -> Refused:
    """The answer to an entry that is not of the person who is connected here."""
    return NothingHere(
        "not_yours",
        "This entry was not written by this person.",
        todo="Keep it on the device, and connect it with a code of the person who wrote it.",
    )


def _check_dates(entered: Entered, entry: Entry) -> None:
    todo = "Set the date and time of the device right."
    if entry.wall > entered.now + TOLERANCE:
        what = "By the device's clock, this entry was written in the future."
        raise EventError(what, where="entry.wall", todo=todo)
    if entry.wall < entered.now - OLDEST:
        what = "By the device's clock, this entry was written more than a year ago."
        raise EventError(what, where="entry.wall", todo=todo)
