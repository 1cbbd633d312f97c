"""The database: opened carefully, brought up to date, and writing to disk before anything is answered for."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from mirra.clinic import damage, keys, private, schema
from mirra.clinic.settings import data_folder
from mirra.errors import MissingExtra, StoreError

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
WAIT = 4.0  # seconds a writer waits for its turn, so that an upload is answered within five
READ_WAIT = 2.0  # seconds a reader waits for a connection, or for a database that is being recovered
COPY = (
    ".before-"  # and the step: how the copy is named that is made of a file before it is brought up to date
)
CONNECTIONS = 40  # as many as the server has threads: none of them has to wait for one
WRITERS = 6_472_610  # the lock that PostgreSQL's writers take in turn, as SQLite's do of themselves
TURN = text("SELECT set_config('lock_timeout', :wait, true), pg_advisory_xact_lock(:lock)")


class StoreFullError(StoreError):
    """The disk has no room for what should be kept; what was kept before is unharmed."""


class StoreBusyError(StoreError):
    """The database is in use and did not become free in time; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "The clinic's database is busy.", where="database", todo="Nothing is lost. Try again in a minute."
        )


def sqlite_url(path: Path) -> str:
    """The database URL of an SQLite file."""
    return f"sqlite:///{path}"


class Store:
    """One database; ``reading`` and ``writing`` give transactions on it, one writer at a time.

    ``key_file`` holds the clinic's secret; without one it lies beside an SQLite file, or in the user's data folder.
    Raises ``StoreError`` when the database cannot be opened or is damaged (it never starts empty in the place of a
    damaged one), or when its key file is gone, and ``MissingExtra`` when the driver of the URL is not installed.
    """

    def __init__(self, url: str, key_file: Path | None = None) -> None:
        self.engine = engine_of(url)
        self._for_writing = self.engine.execution_options(mirra_write=True)
        self._turn = (
            threading.Lock()
        )  # fair and at once, where a database's own lock is asked for again and again
        self.file = self.engine.url.database if self.engine.dialect.name == "sqlite" else None
        self._open()
        self.key_file = key_file or usual_key_file(self.file)
        self._refuse_lost_key()
        self.keys = keys.load(self.key_file)

    def _open(self) -> None:
        where = self.engine.url.render_as_string(hide_password=True)
        try:
            if self.file and not self.file.startswith("file:"):
                private.prepare(Path(self.file))
            damage.refuse(self.file)
            with self._for_writing.begin() as connection:
                self._migrate(connection)
        except (DBAPIError, sqlite3.Error, OSError) as error:
            cause = getattr(error, "orig", None) or error
            raise StoreError(
                f"The database cannot be opened ({str(cause).strip()}).",
                where=where,
                todo="Nothing in it was changed. Check the address, or put a backup in its place.",
            ) from None

    def _migrate(self, connection: Connection) -> None:
        """Bring the tables up to date, in one transaction; of an older SQLite file a copy is put beside it first."""
        now, steps = schema.current(connection), schema.known()
        self.made = now is None
        if now == steps[0]:
            return
        where = self.engine.url.render_as_string(hide_password=True)
        if now is None and self.file and inspect(connection).get_table_names():
            raise StoreError("This is another program's database.", where=where, todo="Name another file.")
        if now is not None and now not in steps:
            raise StoreError("A newer mirra wrote this database.", where=where, todo="Update mirra.")
        if now is not None and self.file:
            _copy(Path(self.file), f"{COPY}{steps[0]}")
        schema.bring(connection)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that reads; it waits for no writer. Raises ``StoreBusyError`` when no connection is free."""
        try:
            with Session(self.engine, info={"keys": self.keys}) as session:
                yield session
        except (DBAPIError, PoolTimeout) as error:
            raise _named(error) from None

    @contextlib.contextmanager
    def writing(self, wait: float = WAIT) -> Iterator[Session]:
        """A transaction that is on disk when this ends, or has left no trace.

        Raises ``StoreFullError`` when there is no room, and ``StoreBusyError`` when another writer did not end within
        ``wait`` seconds.
        """
        until = time.monotonic() + wait
        if not self._turn.acquire(timeout=wait):
            raise StoreBusyError
        try:
            left = max(1, int(1000 * (until - time.monotonic())))
            engine = self._for_writing.execution_options(mirra_wait=left)
            with Session(engine, info={"keys": self.keys}) as session, session.begin():
                if not self.file:
                    session.execute(TURN, {"wait": str(left), "lock": WRITERS})
                yield session
        except (DBAPIError, PoolTimeout) as error:
            raise _named(error) from None
        finally:
            self._turn.release()

    def _refuse_lost_key(self) -> None:
        """A new key in the place of a lost one would make every kept entry of the audit look forged."""
        if self.key_file.exists():
            return
        with Session(self.engine) as session:
            keyed = session.execute(text("SELECT 1 FROM audit WHERE keyed LIMIT 1")).first()
        if keyed:
            raise StoreError(
                "The key file of this database is not here.",
                where=str(self.key_file),
                todo="Put it back from a backup, or name it with --key-file. If it is lost: mirra audit new-key.",
            )

    def check_whole(self) -> list[str]:
        """Read all of the database and say what is damaged in it (empty: nothing). Gigabytes take minutes."""
        with self.engine.connect() as connection:
            return damage.findings(connection)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def usual_key_file(database: str | None) -> Path:
    """Where the key lies unless another place is named: beside an SQLite file, else in the user's data folder."""
    return Path(f"{database}.key") if database else data_folder() / "mirra.key"


def _named(error: DBAPIError | PoolTimeout) -> Exception:
    """The error of the store that a database's error stands for; any other stays what it is."""
    if isinstance(error, PoolTimeout):
        return StoreBusyError()
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    state = getattr(error.orig, "sqlstate", "")
    if code in NO_ROOM or state == "53100":
        return StoreFullError(
            "The server's disk is full; nothing of this was kept.",
            where="database",
            todo="Keep it and send it again later.",
        )
    return StoreBusyError() if code in IN_USE or state == "55P03" else error


def engine_of(url: str) -> Engine:
    """Connections to a database that is neither made nor changed by this; raises as ``Store`` does for its address."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql") or parsed.database in (
            None,
            "",
            ":memory:",
        ):
            raise ArgumentError
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        # Errors of the database end in the log; what people sent must not.
        engine = create_engine(
            parsed,
            pool_pre_ping=True,
            hide_parameters=True,
            pool_size=CONNECTIONS // 4,
            max_overflow=CONNECTIONS - CONNECTIONS // 4,
            pool_timeout=READ_WAIT,
        )
    except ModuleNotFoundError:
        raise MissingExtra(
            "The PostgreSQL driver is not installed.", todo="Install it: pip install 'mirra[postgres]'"
        ) from None
    except (ArgumentError, NoSuchModuleError):  # the address may hold a password: it is not said again
        raise StoreError(
            "The database must be an SQLite file or on PostgreSQL.",
            where="--database",
            todo="Use sqlite:///FILE or postgresql://USER@HOST/NAME.",
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 (the driver's own connection)
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgres(connection: Any, _record: object) -> None:  # noqa: ANN401
    """Whatever the server's own setting: a commit answers when it is on disk."""
    connection.execute("SET synchronous_commit = on")
    connection.execute("SET jit = off")  # our queries are short: compiling one takes longer than running it
    connection.execute(
        "SET random_page_cost = 1.1"
    )  # indexes lie in memory: reading one in order beats sorting
    connection.commit()


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401
    """Writers take the lock at once, so that none finds midway that another wrote what it had read."""
    options = connection.get_execution_options()
    wait = options.get("mirra_wait", int(1000 * READ_WAIT))
    connection.exec_driver_sql(f"PRAGMA busy_timeout={wait}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("mirra_write") else "BEGIN")


def _copy(file: Path, suffix: str) -> None:
    """A whole copy of a database, its write-ahead log included, beside it; an earlier copy stays."""
    copy = file.with_name(file.name + suffix)
    if copy.exists():
        return
    part = copy.with_name(f"{copy.name}.part")  # a copy that was cut short never has the name of a whole one
    part.unlink(missing_ok=True)
    part.touch(0o600)
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(copy)
