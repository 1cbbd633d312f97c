"""Erasing a person: every row of theirs goes, a pseudonym stays, and the files are rewritten."""

from __future__ import annotations

import contextlib
import hmac
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Delete, MetaData, create_engine, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from mirra.clinic import audit
from mirra.clinic.keys import Keys
from mirra.clinic.store import COPY, Store, sqlite_url
from mirra.clinic.tables import Base, Erased, Setting
from mirra.errors import StoreError

REWRITING_DUE = "rewriting_due"  # the setting that says since when the database's files have to be rewritten
REWRITE_WAIT_S = 30  # that rewriting waits for its turn
LOG_LEFT = (
    "PostgreSQL's write-ahead log may hold deleted data until it is written over. To end that now, have PostgreSQL's "
    "administrator set wal_recycle to off, and run twice: SELECT pg_switch_wal(); CHECKPOINT;"
)
ARCHIVE_LEFT = "If this PostgreSQL archives its write-ahead log, the archive still holds the deleted data."
_one_at_a_time = threading.Lock()
log = logging.getLogger("mirra")


@dataclass(frozen=True)
class Erasure:
    """Who was erased, by the pseudonym that stays, and how many sessions went."""

    pseudonym: str
    sessions: int


def pseudonym(keys: Keys, person: str) -> str:
    """What stays of a person's id: nobody without the clinic's key can tell whose it was."""
    return hmac.digest(keys.of("erased"), person.encode(), "sha256").hex()[:32]


def erase(connection: Connection, keys: Keys, person: str, by: str, now: datetime) -> Erasure | None:
    """Delete all rows of a person and put down the pseudonym, in the open transaction; ``None`` when nobody is there.

    The files still hold what was deleted until ``rewrite`` has run; that it has to is put down here too.
    """
    tables = Base.metadata.tables
    if (
        connection.execute(select(tables["people"].c.id).where(tables["people"].c.id == person)).first()
        is None
    ):
        return None
    theirs = tables["sessions"].c.person == person
    sessions = connection.scalar(select(func.count()).select_from(tables["sessions"]).where(theirs)) or 0
    for _, statement in deletions(Base.metadata, person):
        connection.execute(statement)
    erasure = Erasure(pseudonym(keys, person), sessions)
    connection.execute(insert(Erased).values(id=erasure.pseudonym, at=now, by=by, sessions=sessions))
    connection.execute(delete(Setting).where(Setting.name == REWRITING_DUE))
    connection.execute(insert(Setting).values(name=REWRITING_DUE, value=now.isoformat()))
    return erasure


def erase_noted(store: Store, person: str, by: str, now: datetime) -> Erasure | None:
    """``erase`` in a transaction of its own, kept in the audit; ``rewrite`` has to follow."""
    with store.writing() as db:
        erasure = erase(db.connection(), store.keys, person, by, now)
        if erasure:
            audit.note(db, now, by, "person_erased", person)
    return erasure


def deletions(metadata: MetaData, person: str) -> Iterator[tuple[str, Delete]]:
    """For each table that holds rows of a person, its name and a statement; those first that point to others."""
    for table in reversed(metadata.sorted_tables):
        if table.name == "people":
            yield table.name, delete(table).where(table.c.id == person)
        elif "person" in table.c:
            yield table.name, delete(table).where(table.c.person == person)
        elif "session" in table.c:
            sessions = metadata.tables["sessions"].c
            theirs = select(sessions.id).where(sessions.person == person)
            yield table.name, delete(table).where(table.c.session.in_(theirs))


def list_file(key_file: Path) -> Path:
    """Where the pseudonyms of all who were erased are kept outside the database, for an older backup has them not."""
    return key_file.with_name(f"{key_file.name}.erased")


def remembered(key_file: Path) -> set[str]:
    """The pseudonyms in the list beside the key."""
    file = list_file(key_file)
    return set(file.read_text().split()) if file.exists() else set()


def again(connection: Connection, keys: Keys, key_file: Path, now: datetime) -> int:
    """Erase everybody in the list beside the key whom an older backup has brought back; how many that were."""
    listed = remembered(key_file)
    people = list(connection.scalars(select(Base.metadata.tables["people"].c.id))) if listed else []
    back = [person for person in people if pseudonym(keys, person) in listed]
    for person in back:
        connection.execute(delete(Erased).where(Erased.id == pseudonym(keys, person)))
        erase(connection, keys, person, audit.COMMANDS, now)
    return len(back)


def due(store: Store) -> bool:
    """Whether the database's files still have to be rewritten after an erasure."""
    with store.reading() as db:
        return db.get(Setting, REWRITING_DUE) is not None


def rewrite(store: Store) -> list[str]:
    """Rewrite the database's files and the old copies beside them, so that nothing erased is left in them.

    Gives what has to be known or done by hand beyond that. With SQLite, reading goes on meanwhile; uploads wait on
    their devices. Raises ``StoreError`` when there is no room or the database is too busy; it is then still due.
    """
    with _one_at_a_time:
        with store.reading() as db:
            gone = set(db.scalars(select(Erased.id)))
        try:
            _remember(store.key_file, gone)
            left = (
                _rewrite_sqlite(Path(store.file), store.keys, gone)
                if store.file
                else _rewrite_postgres(store)
            )
        except (DBAPIError, sqlite3.Error, OSError) as error:
            cause = getattr(error, "orig", None) or error
            raise StoreError(
                f"The person is erased, but the database's files could not be rewritten ({str(cause).strip()}).",
                where=store.file or "database",
                todo="Until then they may hold deleted data. Run: mirra erase --rewrite",
            ) from None
        with store.writing() as db:
            db.execute(delete(Setting).where(Setting.name == REWRITING_DUE))
        return left


def copies(file: Path) -> list[Path]:
    """The copies beside an SQLite file that were made before it was brought up to date."""
    return sorted(file.parent.glob(f"{file.name}{COPY}*"))


def rewrite_or_warn(store: Store) -> None:
    """``rewrite`` where nobody waits for it; the log says when it has to be done again."""
    try:
        for warning in rewrite(store):
            log.warning("%s", warning)
    except StoreError as error:
        log.error("%s", error)


def finish(store: Store) -> None:
    """Go on, in the background, with rewriting that a server's end cut short."""
    if due(store):
        threading.Thread(target=rewrite_or_warn, args=(store,), daemon=True).start()


def _remember(key_file: Path, gone: set[str]) -> None:
    """Put the pseudonyms that are not there yet into the list beside the key."""
    handle = os.open(list_file(key_file), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as file:
        file.writelines(f"{erased}\n" for erased in sorted(gone - remembered(key_file)))
        file.flush()
        os.fsync(file.fileno())


def _rewrite_sqlite(file: Path, keys: Keys, gone: set[str]) -> list[str]:
    for copy in copies(file):
        _erase_in_copy(copy, keys, gone)
    _vacuum(file)
    return []


def _erase_in_copy(copy: Path, keys: Keys, gone: set[str]) -> None:
    """Erase in an old copy whoever was erased since."""
    engine = create_engine(sqlite_url(copy))
    try:
        with engine.begin() as connection:
            metadata = MetaData()
            metadata.reflect(connection)
            people = list(connection.scalars(select(metadata.tables["people"].c.id)))
            for person in people:
                if pseudonym(keys, person) in gone:
                    for _, statement in deletions(metadata, person):
                        connection.execute(statement)
    finally:
        engine.dispose()
    _vacuum(copy)


def _vacuum(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file, timeout=REWRITE_WAIT_S)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("VACUUM")
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise sqlite3.OperationalError("the write-ahead log is in use")


def _rewrite_postgres(store: Store) -> list[str]:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table, _ in deletions(Base.metadata, ""):
            connection.execute(text(f'VACUUM FULL "{table}"'))
        try:
            for _ in range(2):  # a piece of the log that one checkpoint still needs goes with the next
                connection.execute(text("SELECT pg_switch_wal()"))
                connection.execute(text("CHECKPOINT"))
            gone = connection.scalar(text("SHOW wal_recycle")) == "off"
        except DBAPIError:  # not for this user
            gone = False
    return [ARCHIVE_LEFT] if gone else [LOG_LEFT, ARCHIVE_LEFT]
