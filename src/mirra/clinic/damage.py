"""Whether a database is whole: a quick look at every start, and a reading of all of it when asked for."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from mirra.errors import StoreError

MAX_ROWS_READ_WHOLE = 20_000  # up to which a table is read whole at every start


def refuse(file: str | None) -> None:
    """Raise ``StoreError`` when an SQLite file is there and is damaged, as far as a quick look can see.

    It sees a file that was cut short, another kind of file, and damage in the schema, in tables of up to
    ``MAX_ROWS_READ_WHOLE`` rows, or where a larger table and its indexes begin and end; ``findings`` sees the rest.
    Whatever SQLite itself finds unreadable is raised as ``sqlite3.DatabaseError``.
    """
    if file is None or not Path(file).exists():
        return
    if Path(file).stat().st_size == 0:
        log = Path(f"{file}-wal")
        if log.exists() and log.stat().st_size:
            raise StoreError("The database is empty, its log is not.", where=file, todo="Put a backup there.")
        return
    with contextlib.closing(sqlite3.connect(file)) as connection:
        finding = next(_quick_findings(connection), None)
    if finding:
        raise StoreError(
            f"The database is damaged ({finding}).",
            where=file,
            todo="Nothing in it was changed. Put a backup in its place.",
        )


def findings(connection: Connection) -> list[str]:
    """What is damaged in an open database, all of which is read; empty when it is whole.

    PostgreSQL tells of a damaged page only where it was set up with checksums.
    """
    try:
        if connection.dialect.name == "sqlite":
            damaged = connection.execute(text("PRAGMA integrity_check(20)")).scalars()
            lost = connection.execute(text("PRAGMA foreign_key_check"))
            points = [f"a row of {row[0]} names a row of {row[2]} that is not there" for row in lost]
            return [line for line in damaged if line != "ok"] + points[:20]
        for table in inspect(connection).get_table_names():
            connection.execute(text(f'SELECT sum(length(t::text)) FROM "{table}" t'))  # noqa: S608 (our own name)
    except DBAPIError as error:
        return [str(error.orig).strip()]
    return []


def _quick_findings(connection: sqlite3.Connection) -> Iterator[str]:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for (table,) in tables.fetchall():
        last = connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()[0]  # noqa: S608
        if (last or 0) > MAX_ROWS_READ_WHOLE:
            _read_ends(connection, table)
            continue
        for (finding,) in connection.execute(f'PRAGMA quick_check("{table}")'):
            if finding != "ok":
                yield finding


def _read_ends(connection: sqlite3.Connection, table: str) -> None:
    """Read the first and the last row of a table by itself and by each of its indexes."""
    ends = [("", "rowid")]
    for index in connection.execute(f'PRAGMA index_list("{table}")').fetchall():
        first = connection.execute(f'PRAGMA index_info("{index[1]}")').fetchone()[2]
        ends.append((f'INDEXED BY "{index[1]}"', f'"{first}"'))
    for by, column in ends:
        for way in ("ASC", "DESC"):
            query = f'SELECT * FROM "{table}" {by} ORDER BY {column} {way} LIMIT 1'  # noqa: S608
            connection.execute(query).fetchall()
