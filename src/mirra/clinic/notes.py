"""Notes of therapists about a person: added, read, never changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mirra.clinic import authors
from mirra.clinic.refusals import Invalid
from mirra.clinic.shapes.notes import NoteCard
from mirra.clinic.tables import Note
from mirra.clinic.tokens import new_id

MAX_NOTES_SHOWN = 500  # of one person


def add(db: Session, person: str, author: str, text: str, now: datetime) -> None:
    """Keep a note; raises ``Invalid`` for an empty one."""
    text = text.strip()
    if not text:
        raise Invalid("misfit", "The note is empty.", where="text", todo="Write something.")
    newest = db.scalar(select(func.max(Note.made)).where(Note.person == person))
    if newest is not None:  # the order stays when the clock was set back
        now = max(now, newest + timedelta(microseconds=1))
    db.add(Note(id=new_id(), person=person, made=now, author=author, text=text))
    db.flush()


def cards(db: Session, person: str) -> list[NoteCard]:
    """The notes about a person, newest first."""
    newest = (
        select(Note).where(Note.person == person).order_by(Note.made.desc(), Note.id).limit(MAX_NOTES_SHOWN)
    )
    rows = list(db.scalars(newest))
    names = authors.names(db, (row.author for row in rows))
    return [
        NoteCard(id=row.id, made=row.made, author=names.get(row.author, ""), text=row.text) for row in rows
    ]
