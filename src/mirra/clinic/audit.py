"""Who saw or changed what: a chain of entries, each holding the hash of itself and of all before it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mirra.clinic.tables import Audit
from mirra.errors import StoreError

START = "0" * 64


def note(db: Session, now: datetime, actor: str, action: str, subject: str = "") -> None:
    """Add an entry; ``actor`` and ``subject`` are ids, never names. Only within a writing transaction."""
    last = db.scalar(select(Audit.hash).order_by(Audit.id.desc()).limit(1)) or START
    entry = Audit(at=now, actor=actor, action=action, subject=subject, hash="")
    entry.hash = _hash(last, entry)
    db.add(entry)
    db.flush()


def verify(db: Session) -> int:
    """How many entries there are, all of them as they were written.

    Raises ``StoreError`` naming the first that was changed, or before which one was taken out. Entries cut off the
    end cannot be seen from within: keep the last hash elsewhere to know of them.
    """
    last, number = START, 0
    for entry in db.scalars(select(Audit).order_by(Audit.id)):
        if _hash(last, entry) != entry.hash:
            raise StoreError(
                "The audit was changed by hand, here or just before.",
                where=f"audit entry {entry.id}",
                todo="Compare with a backup.",
            )
        last, number = entry.hash, number + 1
    return number


def _hash(before: str, entry: Audit) -> str:
    content = [before, entry.at.isoformat(), entry.actor, entry.action, entry.subject]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
