"""Who saw or changed what: a chain of entries, each holding the hash of itself and of all before it.

The hash is keyed by the clinic's secret (HMAC-SHA-256), which lies outside the database: whoever can write to the
database alone can neither change an entry nor add one unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from mirra.clinic.keys import Keys
from mirra.clinic.tables import Audit
from mirra.errors import StoreError

START = "0" * 64
NEW_KEY = "key_made"
COMMANDS = "command_line"  # the actor of what a technician does on the server's own machine


@dataclass(frozen=True)
class Verified:
    """How many entries there are, how many were made under a key that is not here, and the newest hash."""

    entries: int
    unchecked: int
    newest: str


def note(db: Session, now: datetime, actor: str, action: str, subject: str = "") -> None:
    """Add an entry; ``actor`` and ``subject`` are ids, never names. Only within a writing transaction."""
    last = db.scalar(select(Audit.hash).order_by(Audit.id.desc()).limit(1)) or START
    said = {"at": now, "actor": actor, "action": action, "subject": subject, "keyed": True}
    row = said | {"hash": _hash(last, Audit(**said), _key(db))}
    db.execute(insert(Audit.__table__), row)  # type: ignore[arg-type]


def verify(db: Session, *, newest: int | None = None) -> Verified:
    """Check that the entries are as they were written; all of them, or the ``newest`` so many.

    Raises ``StoreError`` naming the first that was changed, or before which one was taken out. Entries cut off the
    end cannot be seen from within: compare the newest hash with one that was kept elsewhere.
    """
    entries = db.scalar(select(func.count()).select_from(Audit)) or 0
    first, last = _beginning(db, newest)
    unchecked = db.scalar(select(func.count()).select_from(Audit).where(Audit.id < first)) or 0
    key, keyed = _key(db), False
    checked = select(Audit).where(Audit.id >= first).order_by(Audit.id)
    for entry in db.scalars(checked.execution_options(yield_per=1000)):
        keyed = keyed or entry.keyed
        if keyed != entry.keyed or _hash(last, entry, key) != entry.hash:
            raise StoreError(
                "The audit was changed by hand, here or just before.",
                where=f"audit entry {entry.id}",
                todo="Compare with a backup.",
            )
        last = entry.hash
    return Verified(entries, unchecked if newest is None else 0, last)


def newest(db: Session) -> str:
    """The hash of the newest entry, which binds all before it."""
    return db.scalar(select(Audit.hash).order_by(Audit.id.desc()).limit(1)) or START


def expect(db: Session, expected: str) -> None:
    """Raise ``StoreError`` when a hash that was printed earlier is no longer among the entries."""
    if expected != START and db.scalar(select(Audit.id).where(Audit.hash == expected).limit(1)) is None:
        raise StoreError(
            "The expected hash is not in the audit: entries were cut off its end, or this is another clinic's.",
            where=expected,
            todo="Compare with a backup.",
        )


def _beginning(db: Session, newest: int | None) -> tuple[int, str]:
    """The id to check from, and the hash before it: the last change of key, or the ``newest`` so many."""
    first = db.scalar(select(func.max(Audit.id)).where(Audit.action == NEW_KEY)) or 0
    if newest is not None:
        nth = db.scalar(select(Audit.id).order_by(Audit.id.desc()).offset(newest).limit(1)) or 0
        first = max(first, nth + 1 if nth else 0)
    before = db.scalar(select(Audit.hash).where(Audit.id < first).order_by(Audit.id.desc()).limit(1))
    return first, before or START


def _key(db: Session) -> bytes:
    clinic_keys = db.info["keys"]
    assert isinstance(clinic_keys, Keys)
    return clinic_keys.of("audit")


def _hash(before: str, entry: Audit, key: bytes) -> str:
    content = json.dumps([before, entry.at.isoformat(), entry.actor, entry.action, entry.subject]).encode()
    return hmac.digest(key, content, "sha256").hex() if entry.keyed else hashlib.sha256(content).hexdigest()
