"""Erasing a person: a planted marker is found nowhere afterwards, in no file of the clinic's."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import ForeignKey, func, select, text

from material.postgres import Postgres
from mirra.clinic import audit, erasing
from mirra.clinic.backup import backup
from mirra.clinic.store import Store
from mirra.clinic.tables import Base, Erased, Person, Plan, Setting
from mirra.errors import StoreError
from tests.clinic.world import START, World, add_person, lines_of, problem, send_all, today

MARKER = "Xanthippe-Quark"
NOTE, OTHERS = "e" * 32, "f" * 32


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A server for all tests of this file."""
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[World, Path]]:
    """A clinic and the folder in which its database lies."""
    if request.param == "sqlite":
        made, folder = World(tmp_path), tmp_path
    else:
        server = request.getfixturevalue("postgres")
        folder = server.folder / "data"
        made = World(tmp_path, url=server.new_database(), options={"key_file": tmp_path / "mirra.key"})
    yield made, folder
    made.clinic.store.close()


def marked(world: World) -> str:
    """A person whose name, notes and plans carry the marker, and another who stays; gives the first one's id."""
    therapist = world.staff()
    ticket = add_person(therapist, name=MARKER)
    device = world.device(ticket)
    lines = lines_of(today(device).plan, NOTE)
    last = json.loads(lines[-1])
    where = {"v": 1, "session": NOTE, "seq": len(lines), "at": last["at"], "wall": last["wall"]}
    noted = [json.dumps(where | {"kind": "note", "step": "check_in", "text": f"{MARKER} {'x' * 200}"})]
    send_all(device, NOTE, [*lines, *noted])
    other = world.device(add_person(therapist, name="Pia"))
    send_all(other, OTHERS, lines_of(today(other).plan, OTHERS))
    with world.clinic.store.writing() as db:
        for number in range(300):  # pages that fill, split and empty again
            body = json.dumps({"for": MARKER, "filling": "y" * 900})
            plan = Plan(id=f"{number:032x}", person=ticket.person, day="2026-03-02", made=START, body=body)
            db.add(plan)
    therapist.get(f"/api/people/{ticket.person}")
    therapist.get(f"/api/sessions/{NOTE}")
    return ticket.person


def found(folder: Path, word: str = MARKER) -> set[str]:
    """The files under a folder that hold a word; those of PostgreSQL's server that end meanwhile are left out."""
    holding = set()
    for file in folder.rglob("*"):
        try:
            if file.is_file() and word.encode() in file.read_bytes():
                holding.add(str(file.relative_to(folder)))
        except FileNotFoundError:
            continue
    return holding


def test_a_marker_is_found_nowhere_afterwards(kept: tuple[World, Path]) -> None:
    world, folder = kept
    person = marked(world)
    if not world.clinic.store.file:
        with world.clinic.store.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.execute(text("CHECKPOINT"))
    assert found(folder), "the marker was never there"
    erasure = erasing.erase_noted(world.clinic.store, person, "thea", START)
    assert erasure
    assert erasure.sessions == 1
    erasing.rewrite(world.clinic.store)
    assert found(folder) == set()
    assert found(world.folder) == set()
    therapist = world.staff()
    assert problem(therapist.get(f"/api/people/{person}")) == "not_found"
    assert problem(therapist.get(f"/api/sessions/{NOTE}")) == "not_found"
    assert therapist.get(f"/api/sessions/{OTHERS}").status_code == 200
    with world.clinic.store.reading() as db:
        assert audit.verify(db).entries > 0
        tombstone = db.scalars(select(Erased)).one()
    assert (tombstone.id, tombstone.sessions, tombstone.by) == (erasure.pseudonym, 1, "thea")
    assert person not in tombstone.id
    assert not erasing.due(world.clinic.store)


def test_no_row_that_names_the_person_is_left_in_any_table(world: World) -> None:
    person = marked(world)
    erasing.erase_noted(world.clinic.store, person, "thea", START)
    with world.clinic.store.reading() as db:
        for table in Base.metadata.sorted_tables:
            if (
                table.name == "audit"
            ):  # ids that lead nowhere any more, kept so that the chain can be verified
                continue
            for row in db.execute(select(table)):
                assert person not in map(str, row), table.name
                assert NOTE not in map(str, row), table.name


def test_each_table_that_points_to_a_person_or_their_rows_is_erased_from() -> None:
    covered = {name for name, _ in erasing.deletions(Base.metadata, "")}

    def points(key: ForeignKey) -> bool:
        return key.column.table.name in covered - {"accounts"}

    pointing = {table.name for table in Base.metadata.sorted_tables if any(map(points, table.foreign_keys))}
    assert pointing <= covered
    assert "people" in covered


def test_copies_made_by_an_update_are_erased_from_too(tmp_path: Path) -> None:
    databases = Path(__file__).parent / "databases"
    shutil.copy(databases / "v0001.db", tmp_path / "mirra.sqlite")
    pia = json.loads((databases / "v0001.json").read_text())["pia"]
    store = Store(f"sqlite:///{tmp_path / 'mirra.sqlite'}")
    (copy,) = erasing.copies(tmp_path / "mirra.sqlite")
    assert b"Pia" in copy.read_bytes()
    assert b"a" * 32 in copy.read_bytes()
    erasing.erase_noted(store, pia, "thea", START)
    erasing.rewrite(store)
    left = copy.read_bytes()
    assert b"Pia" not in left
    assert b"Quin" in left
    assert left.count(b"b" * 32) == 1, "more of a session than its id in the audit is left"
    store.close()
    assert not Path(f"{copy}-wal").exists()


def test_what_was_cut_short_is_seen_and_gone_on_with(world: World) -> None:
    person = marked(world)
    world.clinic.store.close()
    shutil.copy(world.folder / "mirra.sqlite", world.folder / "mirra.sqlite.before-0002")
    erasing.erase_noted(world.clinic.store, person, "thea", START)
    world.restart()
    assert erasing.due(world.clinic.store)
    assert "mirra.sqlite.before-0002" in found(world.folder)
    erasing.finish(world.clinic.store)
    for _ in range(200):
        if not erasing.due(world.clinic.store):
            break
        time.sleep(0.05)
    assert found(world.folder) == set()


def test_a_file_that_cannot_be_rewritten_is_said_so_and_stays_due(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "REWRITE_WAIT_S", 0.1)
    erasing.erase_noted(world.clinic.store, marked(world), "thea", START)
    with world.clinic.store.writing() as db:
        db.execute(text("UPDATE settings SET value = value"))
        with pytest.raises(StoreError, match=r"could not be rewritten.*--rewrite"):
            erasing.rewrite(world.clinic.store)
    assert erasing.due(world.clinic.store)
    erasing.rewrite(world.clinic.store)
    assert not erasing.due(world.clinic.store)


def test_a_person_who_is_not_there_erases_nobody(world: World) -> None:
    marked(world)
    assert erasing.erase_noted(world.clinic.store, "0" * 32, "thea", START) is None
    with world.clinic.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Person)) == 2
        assert db.get(Setting, erasing.REWRITING_DUE) is None


def test_an_erased_persons_device_is_signed_out_and_their_code_is_unknown(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    code = therapist.post(f"/api/people/{ticket.person}/enrolment").json()["code"]
    erasing.erase_noted(world.clinic.store, ticket.person, "thea", START)
    assert problem(device.get("/api/today")) == "signed_out"
    assert problem(world.nobody().post("/api/enrol", json={"code": code})) == "code_unknown"


def test_a_backup_made_afterwards_holds_nothing_of_them(world: World) -> None:
    person = marked(world)
    erasing.erase_noted(world.clinic.store, person, "thea", START)
    made = backup(world.url, world.folder / "after.backup", START)
    assert made.manifest.tables["erased"].rows == 1
    assert made.manifest.tables["people"].rows == 1
