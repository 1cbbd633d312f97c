"""A database that must be there already: opened as it is, neither made nor brought up to date."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from mirra.clinic import schema
from mirra.clinic.store import engine_of
from mirra.errors import StoreError


@contextlib.contextmanager
def existing(url: str) -> Iterator[Engine]:
    """Connections to a database of mirra's that is there; its server may be running.

    Raises ``StoreError`` when it is not there, cannot be opened, or belongs to another program.
    """
    engine = engine_of(url)
    where = engine.url.render_as_string(hide_password=True)
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
        raise StoreError("There is no database here.", where=where, todo="Check --database.")
    try:
        with engine.connect() as connection:
            step = schema.current(connection)
        if step is None:
            raise StoreError("This is no database of mirra.", where=where, todo="Check --database.")
        yield engine
    except (DBAPIError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(
            f"The database cannot be read ({str(cause).strip()}).",
            where=where,
            todo="Check the address, and run mirra doctor.",
        ) from None
    finally:
        engine.dispose()


@contextlib.contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One moment of a database, which does not change while it is read and holds up no writer."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection, connection.begin():
        yield connection
