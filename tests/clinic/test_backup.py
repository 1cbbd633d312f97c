"""Backups: everything at one moment, in one file that belongs to no kind of database."""

from __future__ import annotations

import threading
import zipfile

import pytest
from sqlalchemy import select

from mirra.clinic import archive
from mirra.clinic.backup import backup
from mirra.clinic.context import utc_now
from mirra.clinic.tables import Audit
from mirra.errors import StoreError
from tests.clinic.world import START, World, add_person, lines_of, send, send_all, today

SESSION = "a" * 32


def lived(world: World) -> None:
    device = world.device(add_person(world.staff()))
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))


def test_a_backup_holds_every_row_and_says_so(world: World) -> None:
    lived(world)
    made = backup(world.url, world.folder / "all.backup", START)
    assert made.file.stat().st_mode & 0o777 == 0o600
    with archive.opened(made.file) as found:
        assert found.seal == made.seal
        events = found.manifest.tables["events"]
        lines = [dict(zip(events.columns, row, strict=True))["line"] for row in found.rows("events")]
        assert len(lines) == events.rows >= 50
        assert {"people", "accounts", "care", "plans", "audit", "erased"} <= set(found.manifest.tables)
        assert found.key() == world.clinic.store.keys.secret.hex()
    with world.clinic.store.reading() as db:
        last = db.scalars(select(Audit).order_by(Audit.id.desc())).first()
    assert last is not None
    assert (last.action, last.subject) == ("backup_made", made.seal)


def test_a_common_program_opens_it(world: World) -> None:
    made = backup(world.url, world.folder / "all.backup", START)
    with zipfile.ZipFile(made.file) as packed:
        assert packed.testzip() is None
        assert {"manifest.json", "mirra.key", "tables/people.jsonl"} <= set(packed.namelist())


def test_the_key_can_be_left_out(world: World) -> None:
    made = backup(world.url, world.folder / "all.backup", START, with_key=False)
    with archive.opened(made.file) as found:
        assert found.key() is None
        assert found.manifest.key == world.clinic.store.keys.fingerprint()
    assert world.clinic.store.keys.secret.hex().encode() not in made.file.read_bytes()


def test_a_folder_gets_a_file_named_by_the_time(world: World) -> None:
    assert backup(world.url, world.folder, START).file.name == "mirra-20260302T093000Z.backup"


def test_no_file_is_overwritten_and_no_part_of_one_left(world: World) -> None:
    there = world.folder / "there.backup"
    there.write_text("kept")
    with pytest.raises(StoreError, match="already"):
        backup(world.url, there, START)
    with pytest.raises(StoreError, match="cannot be written"):
        backup(world.url, world.folder / "no" / "such" / "folder.backup", START)
    assert there.read_text() == "kept"
    assert not list(world.folder.rglob("*.part"))


def test_a_mistyped_database_is_said_so_and_not_made(world: World) -> None:
    absent = world.folder / "mirrra.sqlite"
    with pytest.raises(StoreError, match="no database here"):
        backup(f"sqlite:///{absent}", world.folder / "all.backup", START)
    assert not absent.exists()


def test_it_is_of_one_moment_while_events_come_in(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    stop = threading.Event()

    def practise() -> None:
        for start in range(0, len(lines), 3):
            if stop.is_set():
                return
            assert send(device, SESSION, lines[start : start + 3]).status_code == 200

    writer = threading.Thread(target=practise)
    writer.start()
    try:
        for number in range(5):
            made = backup(world.url, world.folder / f"{number}.backup", utc_now())
            with archive.opened(made.file) as found:
                columns = found.manifest.tables["sessions"].columns
                counted = [dict(zip(columns, row, strict=True))["lines"] for row in found.rows("sessions")]
                assert sum(counted) == found.manifest.tables["events"].rows, "half of a batch was kept"
    finally:
        stop.set()
        writer.join()
