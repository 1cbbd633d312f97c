"""Damage of a database: a quick look sees the gross, a whole reading sees all."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from material.postgres import Postgres
from mirra.clinic import damage
from mirra.clinic.store import Store, sqlite_url
from mirra.errors import StoreError

ROWS = 3000


def filled(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with a table that is larger than what is read whole at start."""
    monkeypatch.setattr(damage, "MAX_ROWS_READ_WHOLE", ROWS // 2)
    Store(sqlite_url(file)).close()
    with sqlite3.connect(file) as db:
        rows = [(f"{number:064}", "2026-03-02 09:30:00.000000") for number in range(ROWS)]
        db.executemany("INSERT INTO attempts (key, at) VALUES (?, ?)", rows)
        db.execute("INSERT INTO settings (name, value) VALUES ('a', 'b')")
    db.close()


def pages_of(file: Path, name: str) -> list[int]:
    """The pages that hold a table or an index: its root, and what the root points to."""
    with sqlite3.connect(file) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    db.close()
    data = file.read_bytes()
    page = data[4096 * (root - 1) : 4096 * root]
    if page[0] not in (2, 5):  # a leaf: there is only the root
        return [root]
    cells = int.from_bytes(page[3:5], "big")
    starts = [int.from_bytes(page[12 + 2 * k : 14 + 2 * k], "big") for k in range(cells)]
    return [
        root,
        *(int.from_bytes(page[at : at + 4], "big") for at in starts),
        int.from_bytes(page[8:12], "big"),
    ]


def smash(file: Path, page: int) -> None:
    data = bytearray(file.read_bytes())
    data[4096 * (page - 1) : 4096 * page] = b"\x7f" * 4096
    file.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("attempts", 0),  # the root of a large table
        ("attempts", 1),  # its first rows
        ("attempts", -1),  # its last rows
        ("attempts_key_at", 0),
        ("attempts_key_at", 1),
        ("attempts_key_at", -1),
        ("settings", 0),  # a small table
        ("accounts", 0),
        ("events", 0),
    ],
)
def test_a_quick_look_refuses_it_where_a_table_begins_or_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, place: int
) -> None:
    file = tmp_path / "harmed.sqlite"
    filled(file, monkeypatch)
    smash(file, pages_of(file, name)[place])
    with pytest.raises(StoreError, match=r"damaged|cannot be opened"):
        Store(sqlite_url(file))


def test_a_whole_reading_finds_what_a_quick_look_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "harmed.sqlite"
    filled(file, monkeypatch)
    whole = Store(sqlite_url(file))
    assert whole.check_whole() == []
    whole.close()
    smash(file, random.Random(1).choice(pages_of(file, "attempts")[3:-3]))
    store = Store(sqlite_url(file))
    assert store.check_whole(), "damage in the middle of a large table was not found"
    store.close()


def test_a_row_that_names_another_that_is_gone_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "harmed.sqlite"
    filled(file, monkeypatch)
    with sqlite3.connect(file) as db:
        db.execute("INSERT INTO care (therapist, person) VALUES ('nobody', 'nobody')")
    db.close()
    store = Store(sqlite_url(file))
    assert any("care" in one for one in store.check_whole())
    store.close()


def test_the_start_reads_only_the_ends_of_a_large_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "large.sqlite"
    filled(file, monkeypatch)
    steps = {}
    for few in (ROWS // 2, 10 * ROWS):
        monkeypatch.setattr(damage, "MAX_ROWS_READ_WHOLE", few)
        counted = [0]
        with sqlite3.connect(file) as db:
            db.set_progress_handler(lambda counted=counted: counted.__setitem__(0, counted[0] + 1), 1)  # type: ignore[misc]
            assert not list(damage._quick_findings(db))
        db.close()
        steps[few] = counted[0]
    assert steps[ROWS // 2] < steps[10 * ROWS] / 10, "a large table was read through at start"


def test_a_postgres_database_is_read_whole(postgres: Postgres, tmp_path: Path) -> None:
    store = Store(postgres.new_database(), tmp_path / "mirra.key")
    assert store.check_whole() == []
    store.close()
