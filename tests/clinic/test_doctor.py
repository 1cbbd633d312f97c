"""The examination of a clinic: each trouble is found and named, a healthy clinic has none, and nothing is changed."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from material.postgres import Postgres
from mirra.clinic import erasing
from mirra.clinic.backup import backup
from mirra.clinic.doctor import examine
from mirra.clinic.tables import EventRow
from mirra.errors import StoreError
from tests.clinic.world import START, World, add_person, lines_of, send_all, today

SESSION = "a" * 32


@pytest.fixture
def healthy(world: World) -> World:
    """A clinic in which somebody has practised, all in order."""
    world.folder.chmod(0o700)
    device = world.device(add_person(world.staff()))
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))
    backup(world.url, world.folder / "all.backup", START)
    for file in world.folder.glob("mirra.sqlite*"):
        file.chmod(0o600)
    return world


def wrong(world: World, later: timedelta = timedelta()) -> list[str]:
    """What is found to be wrong."""
    found = examine(world.url, START + later, key_file=world.options.get("key_file"))
    return [one.what for one in found if not one.good]


def test_nothing_is_wrong_with_a_healthy_clinic(healthy: World) -> None:
    assert wrong(healthy) == []
    told = [one.what for one in examine(healthy.url, START)]
    assert len(told) == 13
    with healthy.clinic.store.reading() as db:
        events = db.scalar(select(func.count()).select_from(EventRow))
    assert any(f"All {events} events are as they came" in one for one in told)
    assert any("All 1 sessions" in one for one in told)


def test_nothing_is_changed(healthy: World) -> None:
    healthy.clinic.store.close()
    before = {one.name: one.read_bytes() for one in healthy.folder.iterdir() if one.is_file()}
    wrong(healthy)
    after = {one.name: one.read_bytes() for one in healthy.folder.iterdir() if one.is_file()}
    assert after == before


def change(statement: str) -> Callable[[World], None]:
    def done(world: World) -> None:
        with world.clinic.store.writing() as db:
            db.execute(text(statement))

    return done


def loosen(name: str) -> Callable[[World], None]:
    return lambda world: (world.folder / name).chmod(0o644)


def unlink(world: World) -> None:
    with sqlite3.connect(world.folder / "mirra.sqlite") as database:  # links are not held to here
        database.execute("UPDATE care SET person = 'nobody'")
    database.close()


def overwrite(world: World) -> None:
    world.clinic.store.close()
    with (world.folder / "mirra.sqlite").open("r+b") as file:
        file.seek(-3 * 4096, 2)
        file.write(b"\x7f" * 8192)


TROUBLES: dict[str, tuple[Callable[[World], None], str]] = {
    "a file for all": (loosen("mirra.sqlite"), r"Other users .*mirra\.sqlite\. Run: chmod 600"),
    "a key for all": (loosen("mirra.sqlite.key"), r"Other users .*mirra\.sqlite\.key\. Run: chmod 600"),
    "a folder for all": (lambda world: world.folder.chmod(0o755), r"open the folder. Run: chmod 700"),
    "no key": (lambda world: (world.folder / "mirra.sqlite.key").unlink(), r"key is missing"),
    "another line": (change("UPDATE events SET line = line || ' ' WHERE seq = 3"), rf"\({SESSION} 3\)"),
    "a line too few": (change("DELETE FROM events WHERE seq = 3"), rf"lack events .*\({SESSION}\)"),
    "audit changed": (change("UPDATE audit SET actor = 'x' WHERE id = 2"), r"audit entry 2"),
    "a loose link": (unlink, r"names a row of people that is not there"),
    "damaged": (overwrite, r"damaged|cannot be read"),
    "older tables": (change("UPDATE alembic_version SET version_num = '0001'"), r"older version"),
    "newer tables": (change("UPDATE alembic_version SET version_num = '9999'"), r"newer mirra"),
    "an erasure cut short": (
        change(f"INSERT INTO settings VALUES ('{erasing.REWRITING_DUE}', 'x')"),
        r"mirra erase --rewrite",
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_each_trouble_is_found_and_named(healthy: World, trouble: str) -> None:
    make, told = TROUBLES[trouble]
    make(healthy)
    try:
        found = "\n".join(wrong(healthy))
    except StoreError as error:
        found = str(error)
    assert re.search(told, found), found


def test_an_old_backup_and_none_at_all(world: World, healthy: World) -> None:
    assert wrong(healthy, timedelta(days=6)) == []
    (old,) = wrong(healthy, timedelta(days=9))
    assert "9 days ago" in old


def test_too_little_room_is_said_so(healthy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 99, 1))
    (told,) = wrong(healthy)
    assert "Make room" in told


def test_a_clinic_on_postgresql_is_examined_too(postgres: Postgres, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    world = World(tmp_path, url=postgres.new_clinic(), options={"key_file": tmp_path / "mirra.key"})
    device = world.device(add_person(world.staff()))
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))
    assert wrong(world) == ["No backup has been made. Run: mirra backup FILE"]
    change("UPDATE events SET line = line || ' ' WHERE seq = 3")(world)
    assert f"({SESSION} 3)" in wrong(world)[0]
    world.clinic.store.close()
