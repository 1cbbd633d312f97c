"""The database: opened carefully, brought up to date, written to disk."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from mirra.clinic import schema
from mirra.clinic import store as module
from mirra.clinic.context import utc_now
from mirra.clinic.store import Store, StoreFullError, sqlite_url
from mirra.clinic.tables import Attempt, Base
from mirra.errors import MissingExtra, StoreError

NEXT_STEP = '''"""A step that a later mirra might make."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("people", sa.Column("shoe_size", sa.Integer))
    {more}
'''


def attempts(store: Store) -> int:
    with store.reading() as db:
        return db.scalars(select(func.count()).select_from(Attempt)).one()


def add(store: Store, key: str = "key") -> None:
    with store.writing() as db:
        db.add(Attempt(key=key, at=utc_now()))


def test_a_new_file_gets_all_tables_as_the_code_has_them(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "new.sqlite"))
    found = inspect(store.engine)
    assert set(found.get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    for name, table in Base.metadata.tables.items():
        made = {column["name"]: column["nullable"] for column in found.get_columns(name)}
        assert made == {column.name: column.nullable for column in table.columns}, name
        indexes = {index["name"] for index in found.get_indexes(name)}
        assert indexes == {index.name for index in table.indexes}, name
    store.close()


def test_every_connection_is_set_to_keep_what_it_is_given(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "new.sqlite"))
    for session in (store.reading, store.writing):
        with session() as db:
            asked = {
                name: db.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    store.close()


def test_what_fails_midway_leaves_no_trace(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "new.sqlite"))

    def stumble() -> None:
        with store.writing() as db:
            db.add(Attempt(key="key", at=utc_now()))
            db.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert attempts(store) == 0
    store.close()


def test_writers_take_turns(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "new.sqlite"))

    def count_up() -> None:
        for _ in range(10):
            with store.writing() as db:
                number = db.scalars(select(func.count()).select_from(Attempt)).one()
                db.add(Attempt(key=str(number), at=utc_now()))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as db:
        keys = sorted(int(key) for key in db.scalars(select(Attempt.key)))
    assert keys == list(range(40)), "two writers saw the same state"
    store.close()


def damaged(file: Path, how: str) -> None:
    """Make a database and harm it."""
    store = Store(sqlite_url(file))
    for number in range(200):
        add(store, f"{number:064}")
    store.close()
    whole = file.read_bytes()
    harmed = {
        "cut short": whole[: len(whole) // 2],
        "overwritten in the middle": whole[:4096] + b"\x7f" * 8192 + whole[12288:],
        "another kind of file": b"\x89PNG\r\n\x1a\n" + whole[8:],
        "text": b"this is no database, but a letter of some length" * 100,
    }
    file.write_bytes(harmed[how])


@pytest.mark.parametrize("how", ["cut short", "overwritten in the middle", "another kind of file", "text"])
def test_a_damaged_file_is_refused_loudly_and_left_as_it_is(tmp_path: Path, how: str) -> None:
    file = tmp_path / "harmed.sqlite"
    damaged(file, how)
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"damaged|cannot be opened") as told:
        Store(sqlite_url(file))
    assert "backup" in told.value.todo
    assert str(file) in told.value.where
    assert file.read_bytes() == before, "a damaged database was written to"


def test_an_emptied_file_beside_its_log_is_not_started_afresh(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    file.touch()
    Path(f"{file}-wal").write_bytes(b"something")
    with pytest.raises(StoreError, match="its log is not"):
        Store(sqlite_url(file))


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        Store(sqlite_url(file))
    with sqlite3.connect(file) as other:
        assert [name for (name,) in other.execute("SELECT name FROM sqlite_master")] == ["recipes"]
    other.close()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "nonsense",
        "mysql://localhost/x",
        "sqlite:////no/such/folder/x.sqlite",
        "postgresql://",
    ],
)
def test_an_address_that_will_not_do_is_said_so(url: str) -> None:
    with pytest.raises(StoreError):
        Store(url)


def test_a_missing_driver_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'")

    monkeypatch.setattr(module, "create_engine", missing)
    with pytest.raises(MissingExtra, match=r"pip install 'mirra\[postgres\]'"):
        Store("postgresql://localhost/mirra")


@pytest.fixture
def later_mirra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The steps of a mirra that has one more; ``more`` of it can be filled in."""
    steps = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    (steps / "versions" / "v9999_next.py").write_text(NEXT_STEP.format(more=""))
    return steps


def test_an_older_file_is_brought_up_to_date_and_a_copy_of_it_kept(tmp_path: Path, later_mirra: Path) -> None:
    file = tmp_path / "old.sqlite"
    step = later_mirra / "versions" / "v9999_next.py"
    written = step.read_text()
    step.unlink()
    old = Store(sqlite_url(file))
    add(old)
    old.close()
    step.write_text(written)
    store = Store(sqlite_url(file))
    assert "shoe_size" in {column["name"] for column in inspect(store.engine).get_columns("people")}
    assert attempts(store) == 1
    store.close()
    copy = tmp_path / "old.sqlite.before-9999"
    assert copy.stat().st_mode & 0o077 == 0, "other users of this machine can read the copy"
    with sqlite3.connect(copy) as before:
        assert before.execute("SELECT count(*) FROM attempts").fetchone() == (1,)
        assert "shoe_size" not in str(before.execute("SELECT sql FROM sqlite_master").fetchall())
    before.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, later_mirra: Path) -> None:
    file = tmp_path / "old.sqlite"
    step = later_mirra / "versions" / "v9999_next.py"
    step.unlink()
    old = Store(sqlite_url(file))
    add(old)
    old.close()
    step.write_text(NEXT_STEP.format(more='op.execute("DROP TABLE nowhere")'))
    with pytest.raises(StoreError, match="nowhere"):
        Store(sqlite_url(file))
    step.unlink()
    store = Store(sqlite_url(file))
    assert attempts(store) == 1
    assert "shoe_size" not in {column["name"] for column in inspect(store.engine).get_columns("people")}
    store.close()


def test_a_file_of_a_newer_mirra_is_refused(tmp_path: Path, later_mirra: Path) -> None:
    file = tmp_path / "new.sqlite"
    Store(sqlite_url(file)).close()
    (later_mirra / "versions" / "v9999_next.py").unlink()
    with pytest.raises(StoreError, match="newer mirra"):
        Store(sqlite_url(file))


def test_no_room_is_an_error_of_its_own_and_room_again_is_used(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "new.sqlite"))
    with store.writing() as db:
        pages = db.scalar(text("PRAGMA page_count"))

    def overfill() -> None:
        with store.writing() as db:
            db.execute(text(f"PRAGMA max_page_count={pages}"))
            for number in range(2000):
                db.add(Attempt(key=f"{number:064}", at=utc_now()))

    with pytest.raises(StoreFullError):
        overfill()
    assert attempts(store) == 0, "half of it was kept"
    store.close()
    add(store)
    assert attempts(store) == 1
    store.close()
