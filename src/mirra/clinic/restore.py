"""Putting a backup into an empty database: checked wholly before anything is written, and all of it or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import DateTime

from mirra.clinic import audit, erasing, keys, schema
from mirra.clinic.archive import Archive, Manifest, opened
from mirra.clinic.backup import ROWS_AT_ONCE, tables_of
from mirra.clinic.store import Store, engine_of, usual_key_file
from mirra.errors import StoreError


@dataclass(frozen=True)
class Restored:
    """What came back: the backup's manifest and seal, the audit's state, and how many people were erased again.

    ``verified`` is ``None`` when the clinic's key is not here.
    """

    manifest: Manifest
    seal: str
    verified: audit.Verified | None
    erased_anew: int


def restore(file: Path, url: str, now: datetime, *, key_file: Path | None = None) -> Restored:
    """Put a backup into a database that is empty or not there yet, and bring it up to date.

    Raises ``StoreError`` for a backup that is not whole or of a newer mirra, a database that is not empty, or a key in
    place that is not the backup's; nothing is written then.
    """
    with opened(file) as archive:
        if archive.manifest.schema not in schema.known():
            raise StoreError("A newer mirra made this backup.", where=str(file), todo="Update mirra.")
        engine = engine_of(url)
        database = engine.url.database if engine.dialect.name == "sqlite" else None
        where = key_file or usual_key_file(database)
        _check_key(archive, where)
        with _filling(engine) as connection:
            _fill(connection, archive)
            _restore_key(archive, where)
            erased = erasing.again(connection, keys.load(where), where, now) if where.exists() else 0
        verified = _finish(url, where, archive, now) if where.exists() else None
        return Restored(archive.manifest, archive.seal, verified, erased)


def _check_key(archive: Archive, where: Path) -> None:
    if where.exists() and archive.manifest.key not in (None, keys.load(where).fingerprint()):
        raise StoreError(
            "Another clinic's key lies here.",
            where=str(where),
            todo="Move it away, or name another place with --key-file.",
        )


def _restore_key(archive: Archive, where: Path) -> None:
    secret = archive.key()
    if secret and not where.exists():
        where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        keys.write(where, bytes.fromhex(secret))


@contextlib.contextmanager
def _filling(engine: Engine) -> Iterator[Connection]:
    """One transaction on an empty database; an SQLite file that was not there before goes again when it fails."""
    where = engine.url.render_as_string(hide_password=True)
    file = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    made = file is not None and not file.exists()
    if file and made:
        file.touch(0o600)
    try:
        with engine.execution_options(mirra_write=True).begin() as connection:
            if inspect(connection).get_table_names():
                raise StoreError(
                    "This database is not empty.",
                    where=where,
                    todo="Name a new one; this one was not changed.",
                )
            yield connection
    except BaseException as error:
        engine.dispose()
        if file and made:
            for path in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
                path.unlink(missing_ok=True)
        if isinstance(error, DBAPIError):
            raise StoreError(
                f"The backup could not be restored ({str(error.orig).strip()}).",
                where=where,
                todo="Nothing was kept of it. Check the room on the disk and the address, and try again.",
            ) from None
        raise
    engine.dispose()


def _fill(connection: Connection, archive: Archive) -> None:
    schema.bring(connection, archive.manifest.schema)
    tables = tables_of(connection)
    if {table.name for table in tables} != set(archive.manifest.tables):
        raise StoreError("This backup has other tables than mirra.", todo="Update mirra, and try again.")
    for table in tables:
        rows = _rows(archive, table)
        while some := list(islice(rows, ROWS_AT_ONCE)):
            connection.execute(insert(table), some)
        _count_on(connection, table)
        row_count = connection.scalar(select(func.count()).select_from(table))
        if row_count != archive.manifest.tables[table.name].rows:
            raise StoreError(f"Not every row of {table.name} came back.", todo="Nothing was kept. Try again.")
    schema.bring(connection)


def _rows(archive: Archive, table: Table) -> Iterator[dict[str, Any]]:
    columns = archive.manifest.tables[table.name].columns
    times = {column.name for column in table.columns if isinstance(column.type, DateTime)}
    for row in archive.rows(table.name):
        yield {
            name: datetime.fromisoformat(value) if name in times and value else value
            for name, value in zip(columns, row, strict=True)
        }


def _count_on(connection: Connection, table: Table) -> None:
    """Have PostgreSQL go on counting after the numbers that came back."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        counter = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": table.name, "column": column.name},
        )
        if counter and (last := connection.scalar(select(func.max(column)))):
            connection.execute(text("SELECT setval(:counter, :last)"), {"counter": counter, "last": last})


def _finish(url: str, where: Path, archive: Archive, now: datetime) -> audit.Verified:
    """Open what came back as the server will, verify the audit, and note in it what was done."""
    store = Store(url, where)
    try:
        if erasing.due(store):
            erasing.rewrite(store)
        with store.writing() as db:
            verified = audit.verify(db)
            audit.note(db, now, audit.COMMANDS, "backup_restored", archive.seal)
        return verified
    finally:
        store.close()
