"""The drill: a backup under writes, restored elsewhere, from each kind of database into each."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from mirra.clinic import archive, audit, erasing, keys
from mirra.clinic.archive import Archive
from mirra.clinic.backup import backup
from mirra.clinic.existing import existing
from mirra.clinic.restore import restore
from mirra.clinic.store import Store
from mirra.errors import StoreError
from tests.clinic.world import START, World, add_person, lines_of, problem, send, send_all, today

FIRST, SECOND = "a" * 32, "b" * 32
Place = Callable[[str], str]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Makes the address of a new database of the kind asked for."""

    def made(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / f'{len(list(tmp_path.iterdir()))}.sqlite'}"
        server = request.getfixturevalue("postgres")
        return server.new_database()  # type: ignore[no-any-return]

    return made


def hashes(found: Archive) -> dict[str, str]:
    """Of each table, the hash of its rows in an order of our own; the audit's later entries left out."""
    told = {}
    for name in found.manifest.tables:
        rows = sorted(json.dumps(row) for row in found.rows(name))
        told[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return told


def rehashed(url: str, key_file: Path, file: Path) -> dict[str, str]:
    """The same of a database, without the entry that says it was restored."""
    store = Store(url, key_file)
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE action = 'backup_restored'"))
    store.close()
    backup(url, file, START, key_file=key_file)
    with archive.opened(file) as found:
        return hashes(found)


@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_the_drill(tmp_path: Path, place: Place, source: str, target: str) -> None:
    key = tmp_path / "first.key"
    world = World(tmp_path, url=place(source), options={"key_file": key})
    device = world.device(add_person(world.staff(), name="Zoë Łuk"))
    first, second = (lines_of(today(device).plan, session) for session in (FIRST, SECOND))
    send_all(device, FIRST, first)
    begun = threading.Event()

    def practise() -> None:
        for start in range(0, len(second) - 8, 2):
            assert send(device, SECOND, second[start : start + 2]).status_code == 200
            begun.set()

    writer = threading.Thread(target=practise)
    writer.start()
    begun.wait(30)
    made = backup(world.url, tmp_path / "drill.backup", START, key_file=key)
    writer.join()
    cookies = device.cookies
    world.clinic.store.close()

    elsewhere, new_key = place(target), tmp_path / "elsewhere" / "second.key"
    done = restore(made.file, elsewhere, START, key_file=new_key)
    assert done.verified
    assert new_key.read_bytes() == key.read_bytes()
    assert new_key.stat().st_mode & 0o777 == 0o600
    with archive.opened(made.file) as found:
        assert rehashed(elsewhere, new_key, tmp_path / "again.backup") == hashes(found)

    moved = World(tmp_path / "elsewhere", url=elsewhere, options={"key_file": new_key})
    device = moved.nobody()
    device.cookies.update(cookies)
    send_all(device, SECOND, second)  # what was kept before the backup comes again, and what came after it
    therapist = moved.staff()
    person = therapist.post("/api/caseload", json={}).json()["people"][0]
    assert (person["name"], person["sessions"]) == ("Zoë Łuk", 2)
    card = therapist.get(f"/api/sessions/{SECOND}").json()["card"]
    assert card["result"]["state"] == "completed"
    with moved.clinic.store.reading() as db:
        assert audit.verify(db).entries > done.verified.entries
    moved.clinic.store.close()


@pytest.fixture
def made(world: World) -> Path:
    """A backup of a small clinic."""
    add_person(world.staff())
    return backup(world.url, world.folder / "small.backup", START).file


def test_a_database_that_holds_something_is_left_alone(world: World, made: Path) -> None:
    with pytest.raises(StoreError, match="not empty"):
        restore(made, world.url, START)
    assert world.staff().post("/api/caseload", json={}).status_code == 200


def test_another_clinics_key_is_left_alone(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    keys.load(other)
    before = other.read_bytes()
    with pytest.raises(StoreError, match="Another clinic's key"):
        restore(made, f"sqlite:///{tmp_path / 'new.sqlite'}", START, key_file=other)
    assert other.read_bytes() == before
    assert not (tmp_path / "new.sqlite").exists()


def test_a_backup_of_a_newer_mirra_is_refused(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mirra.clinic.schema.known", lambda: ("0001",))
    with pytest.raises(StoreError, match="newer mirra"):
        restore(made, f"sqlite:///{tmp_path / 'new.sqlite'}", START)
    assert not (tmp_path / "new.sqlite").exists()


def test_without_the_key_all_comes_back_and_the_audit_is_said_to_be_unverified(
    world: World, tmp_path: Path
) -> None:
    add_person(world.staff())
    bare = backup(world.url, tmp_path / "bare.backup", START, with_key=False).file
    target = f"sqlite:///{tmp_path / 'new.sqlite'}"
    assert restore(bare, target, START).verified is None
    with pytest.raises(StoreError, match="key file"):
        Store(target)
    (tmp_path / "new.sqlite.key").write_bytes((tmp_path / "mirra.sqlite.key").read_bytes())
    store = Store(target)
    with store.reading() as db:
        audit.verify(db)
    store.close()


def test_what_fails_midway_leaves_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new.sqlite"

    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mirra.clinic.restore._restore_key", stumble)
    with pytest.raises(ZeroDivisionError):
        restore(made, f"sqlite:///{target}", START)
    assert not list(tmp_path.glob("new.sqlite*"))


def test_an_audit_changed_before_the_backup_is_found_when_it_comes_back(world: World, tmp_path: Path) -> None:
    add_person(world.staff())
    with world.clinic.store.writing() as db:
        db.execute(text("UPDATE audit SET actor = 'somebody' WHERE id = 2"))
    file = backup(world.url, tmp_path / "changed.backup", START).file
    with pytest.raises(StoreError, match="changed by hand"):
        restore(file, f"sqlite:///{tmp_path / 'new.sqlite'}", START)


def test_people_erased_after_the_backup_are_erased_again(world: World, made: Path, tmp_path: Path) -> None:
    therapist = world.staff()
    person = backup_person(made)
    erasing.erase_noted(world.clinic.store, person, "thea", START)
    erasing.rewrite(world.clinic.store)
    new_key = tmp_path / "moved" / "mirra.key"
    new_key.parent.mkdir()
    for end in ("", ".erased"):
        new_key.with_name(new_key.name + end).write_bytes((tmp_path / f"mirra.sqlite.key{end}").read_bytes())
    target = f"sqlite:///{tmp_path / 'moved' / 'mirra.sqlite'}"
    assert restore(made, target, START, key_file=new_key).erased_anew == 1
    assert problem(therapist.get(f"/api/people/{person}")) == "not_found"
    with existing(target) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM people")) == 0
    assert not any(person.encode() in one.read_bytes() for one in tmp_path.glob("moved/*.sqlite-wal"))


def backup_person(file: Path) -> str:
    """The id of the one person in a backup."""
    with archive.opened(file) as found:
        (row,) = found.rows("people")
        return str(row[found.manifest.tables["people"].columns.index("id")])
