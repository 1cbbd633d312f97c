"""The audit of a database that no server of this process has open: reading it, and going on under a new key."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mirra.clinic import audit, keys, schema
from mirra.clinic.existing import existing
from mirra.clinic.store import Store, usual_key_file
from mirra.clinic.tables import Audit
from mirra.errors import StoreError


@contextlib.contextmanager
def opened(url: str, key_file: Path | None) -> Iterator[Session]:
    """A transaction to verify the audit in; raises ``StoreError`` when tables are older, or no key is here."""
    with existing(url) as engine:
        with engine.connect() as connection:
            if schema.current(connection) != schema.newest():
                raise StoreError(
                    "This database is of another version of mirra.",
                    todo="Start the server, which brings it up to date.",
                )
        where = _key_file(engine.url.database if engine.dialect.name == "sqlite" else None, key_file)
        if not where.exists():
            raise StoreError(
                "The clinic's key is not here.",
                where=str(where),
                todo="Put it back from a backup, or name it with --key-file. If it is lost: mirra audit new-key",
            )
        with Session(engine, info={"keys": keys.load(where)}) as db:
            yield db


def begin_anew(url: str, key_file: Path | None, now: datetime) -> Path:
    """Make a new key in the place of a lost one, and have the audit go on under it; gives the key's file.

    Raises ``StoreError`` when the key that the newest entry was made with is here.
    """
    with existing(url) as engine:
        where = _key_file(engine.url.database if engine.dialect.name == "sqlite" else None, key_file)
    before = where.exists()
    keys.load(where)
    store = Store(url, where)
    try:
        with store.writing() as db:
            if before and _fits(db):
                raise StoreError(
                    "The key is here and is the right one.", where=str(where), todo="There is nothing to do."
                )
            last = db.scalar(select(func.max(Audit.id))) or 0
            audit.note(db, now, audit.COMMANDS, audit.NEW_KEY, f"after entry {last}")
    finally:
        store.close()
    return where


def _key_file(database: str | None, named: Path | None) -> Path:
    return named or usual_key_file(database)


def _fits(db: Session) -> bool:
    try:
        audit.verify(db, newest=1)
    except StoreError:
        return False
    return True
