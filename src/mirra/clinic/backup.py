"""Writing a backup while the server goes on: everything as it stood at one moment, in one file."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, select
from sqlalchemy.orm import Session

import mirra
from mirra.clinic import audit, keys, schema
from mirra.clinic.archive import Manifest, Writer
from mirra.clinic.existing import existing, snapshot
from mirra.clinic.store import Store, usual_key_file
from mirra.clinic.tables import Audit
from mirra.errors import StoreError

ACTION = "backup_made"
ROWS_AT_ONCE = 1000
OWN_TABLES = ("alembic_version",)  # the step is in the manifest


@dataclass(frozen=True)
class Made:
    """A backup just made: its file, what it holds, its SHA-256, and whether the audit has kept that."""

    file: Path
    manifest: Manifest
    seal: str
    noted: bool


def backup(
    url: str, file: Path, now: datetime, *, key_file: Path | None = None, with_key: bool = True
) -> Made:
    """Write a backup of a database to a new file, or into a folder under a name made of the time.

    Raises ``StoreError`` when the file is there already, cannot be written, or the key is not to be found.
    """
    if file.is_dir():
        file = file / f"mirra-{now:%Y%m%dT%H%M%SZ}.backup"
    if file.exists():
        raise StoreError("There is such a file already.", where=str(file), todo="Name another.")
    with existing(url) as engine:
        where = key_file or usual_key_file(_file_of(engine))
        secret = _secret(where) if with_key else None
        fingerprint = keys.load(where).fingerprint() if where.exists() else None
        part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
        try:
            manifest, seal = _write(engine, part, fingerprint, secret, now)
            _name(part, file)
        except OSError as error:
            raise StoreError(
                f"The backup cannot be written ({error.strerror}).",
                where=str(file),
                todo="Name another place.",
            ) from None
        finally:
            part.unlink(missing_ok=True)
    current = manifest.schema == schema.newest() and where.exists()
    return Made(file, manifest, seal, current and _noted(url, where, seal, now))


def tables_of(connection: Connection) -> list[Table]:
    """The tables of a database as they are, each after those it points to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in OWN_TABLES]


def _write(
    engine: Engine, part: Path, fingerprint: str | None, secret: str | None, now: datetime
) -> tuple[Manifest, str]:
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as out, snapshot(engine) as connection:
        step = schema.current(connection)
        assert step is not None
        writer = Writer(
            out, Manifest(mirra.__version__, step, now.isoformat(timespec="seconds"), fingerprint)
        )
        for table in tables_of(connection):
            writer.table(table.name, [column.name for column in table.columns], _rows(connection, table))
        if secret:
            writer.key(secret)
        return writer.manifest, writer.close()


def _rows(connection: Connection, table: Table) -> Iterator[list[Any]]:
    rows = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(rows):
        yield [value.isoformat() if isinstance(value, datetime) else value for value in row]


def _secret(where: Path) -> str:
    if not where.exists():
        raise StoreError(
            "The clinic's key is not here.",
            where=str(where),
            todo="Name it with --key-file, or leave it out of the backup with --without-key.",
        )
    return keys.load(where).secret.hex()


def _name(part: Path, file: Path) -> None:
    """Give the finished file its name, never in the place of another."""
    try:
        os.link(part, file)
    except FileExistsError:
        raise StoreError("There is such a file already.", where=str(file), todo="Name another.") from None
    except OSError:  # a memory stick may know no links
        part.rename(file)
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _noted(url: str, key_file: Path, seal: str, now: datetime) -> bool:
    """Have the audit keep that everything was copied, and the hash of the copy, which is there whether or not."""
    try:
        store = Store(url, key_file)
    except StoreError:
        return False
    try:
        with store.writing() as db:
            audit.note(db, now, audit.COMMANDS, ACTION, seal)
    except StoreError:
        return False
    finally:
        store.close()
    return True


def _file_of(engine: Engine) -> str | None:
    return engine.url.database if engine.dialect.name == "sqlite" else None


def newest_backup(db: Session) -> datetime | None:
    """When the last backup was made that the audit knows of."""
    made = select(Audit.at).where(Audit.action == ACTION)
    return db.scalar(made.order_by(Audit.id.desc()).limit(1))
