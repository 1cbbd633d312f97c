"""Databases of earlier versions, brought up to date: all that was kept is there, and a copy of how it was."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

import mirra
from mirra.clinic import audit, schema
from mirra.clinic.backup import backup
from mirra.clinic.existing import existing
from mirra.clinic.keeper import Keeper
from mirra.clinic.restore import restore
from mirra.clinic.store import engine_of
from mirra.clinic.tables import Audit, EventRow, SessionRow
from mirra.practice.log import read_event, write_event
from tests.clinic.running import ROOT
from tests.clinic.world import START, World, lines_of, send_all, today

KEPT = Path(__file__).parent / "databases"
KNOWN = json.loads((KEPT / "v0001.json").read_text())
COMPLETE, INTERRUPTED, NO_FIRST, AHEAD = (letter * 32 for letter in "abcd")
NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
STEPS = (
    "DROP TABLE devices",
    "UPDATE sessions SET trouble",
    "CREATE TABLE erased",
    "INSERT INTO prescriptions",
    "UPDATE alembic_version",
)
KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from mirra.clinic.store import Store

@event.listens_for(Engine, "before_cursor_execute")
def kill(connection, cursor, statement, *rest):
    if statement.lstrip().startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

Store(sys.argv[1])
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database as the first version left it."""
    copied = tmp_path / "mirra.sqlite"
    shutil.copy(KEPT / "v0001.db", copied)
    return copied


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, file: Path) -> str:
    """The address of the same first version's rows, in each kind of database."""
    if request.param == "sqlite":
        return f"sqlite:///{file}"
    made = backup(f"sqlite:///{file}", file.with_name("v0001.backup"), START, with_key=False).file
    target = request.getfixturevalue("postgres").new_database()
    engine = engine_of(target)
    with pytest.MonkeyPatch.context() as patch:  # as far as the first version went
        patch.setattr(schema, "newest", lambda: "0001")
        real = schema.bring
        patch.setattr(schema, "bring", lambda connection, step="0001": real(connection, step))
        restore(made, target, START, key_file=file.with_name("absent.key"))
    with engine.connect() as connection:
        assert schema.current(connection) == "0001"
    engine.dispose()
    return str(target)


def rows(url: str, table: str) -> set[tuple[object, ...]]:
    """All rows of a table, whatever the version."""
    with existing(url) as engine, engine.connect() as connection:
        return {tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))}


def started(url: str, folder: Path) -> World:
    """A clinic on it, a day after the last session."""
    return World(folder, url=url, options={"key_file": folder / "mirra.key"}, time=NOW)


def test_every_line_is_there_byte_for_byte_and_signed_in_devices_go_on(old: str, tmp_path: Path) -> None:
    before = {row[:4] for row in rows(old, "events")}
    assert len(before) == 189
    world = started(old, tmp_path)
    with world.clinic.store.reading() as db:
        kept = db.execute(select(EventRow.session, EventRow.seq, EventRow.line, EventRow.sha256))
        assert {tuple(row) for row in kept} == before
    device = world.nobody()
    device.cookies.update(KNOWN["cookies"]["pia"])
    assert device.get("/api/me").json()["person"] == KNOWN["pia"]
    session = "e" * 32
    send_all(device, session, lines_of(today(device).plan, session))
    assert world.staff().get(f"/api/sessions/{session}").status_code == 200, (
        "the old password no longer holds"
    )
    world.clinic.store.close()


def test_the_therapist_finds_each_session_as_it_was(old: str, tmp_path: Path) -> None:
    world = started(old, tmp_path)
    therapist = world.staff()
    pia = therapist.get(f"/api/people/{KNOWN['pia']}").json()
    states = {one["id"]: one["result"]["state"] for one in pia["sessions"]}
    assert states == {COMPLETE: "completed", INTERRUPTED: "interrupted"}
    assert [one["doubt"] for one in pia["sessions"]] == [None, None]
    (incomplete,) = pia["incomplete"]
    assert (incomplete["id"], incomplete["why"], incomplete["lines"]) == (NO_FIRST, "no_first", 49)
    (ahead,) = therapist.get(f"/api/people/{KNOWN['quin']}").json()["sessions"]
    assert (ahead["id"], ahead["doubt"], ahead["when"]) == (AHEAD, "ahead", "2026-03-05T09:30:00Z")
    world.clinic.store.close()


def test_the_caseload_counts_them_rightly(old: str, tmp_path: Path) -> None:
    world = started(old, tmp_path)
    answer = world.staff().post("/api/caseload", json={}).json()
    found = {one["name"]: one for one in answer["people"]}
    assert {name: one["sessions"] for name, one in found.items()} == {"Pia": 2, "Quin": 1}
    assert found["Pia"]["interrupted"] == 1
    assert found["Quin"]["last_session"] == "2026-03-05T09:30:00Z"
    assert found["Pia"]["enrolled"]
    assert (found["Pia"]["incomplete"], found["Quin"]["doubtful"]) == (1, 1)
    world.clinic.store.close()


def test_the_audit_goes_on_under_a_key_after_entries_without_one(old: str, tmp_path: Path) -> None:
    world = started(old, tmp_path)
    world.staff()
    with world.clinic.store.reading() as db:
        keyed = list(db.scalars(select(Audit.keyed).order_by(Audit.id)))
        assert audit.verify(db).entries == len(keyed)
    assert keyed == sorted(keyed)
    assert set(keyed) == {False, True}
    world.clinic.store.close()


@pytest.mark.parametrize("step", ["0001", "0002"])
def test_what_was_decided_when_somebody_was_added_is_their_first_plan(
    old: str, tmp_path: Path, step: str
) -> None:
    engine = engine_of(old)
    with engine.execution_options(mirra_write=True).begin() as connection:
        schema.bring(connection, step)
    engine.dispose()
    people = {row[0]: row for row in rows(old, "people")}
    world = started(old, tmp_path)
    therapist = world.staff()
    for name in ("pia", "quin"):
        plans = therapist.get(f"/api/people/{KNOWN[name]}/plan").json()
        told, before = plans["now"], people[KNOWN[name]]
        assert plans["earlier"] == []
        assert (told["author"], told["reason"]) == ("", "")
        assert {told["plan"][field] for field in ("condition", "affected", "limb", "picture")} <= set(before)
        assert told["plan"]["minutes"] is None
    changed = {"plan": told["plan"] | {"minutes": 20}, "reason": "Tired", "replaces": told["id"]}
    assert therapist.post(f"/api/people/{KNOWN['quin']}/plan", json=changed).status_code == 200
    assert therapist.get(f"/api/people/{KNOWN['pia']}/notes").json() == []
    world.clinic.store.close()


@pytest.mark.parametrize("step", ["0001", "0002", "0003"])
def test_people_of_an_earlier_version_were_never_screened_and_can_be(
    old: str, tmp_path: Path, step: str
) -> None:
    engine = engine_of(old)
    with engine.execution_options(mirra_write=True).begin() as connection:
        schema.bring(connection, step)
    engine.dispose()
    world = started(old, tmp_path)
    therapist = world.staff()
    path = f"/api/people/{KNOWN['pia']}/screenings"
    assert therapist.get(path).json() == {"now": None, "packs": [], "earlier": []}
    told = therapist.get(f"/api/people/{KNOWN['pia']}/plan").json()
    changed = {"plan": told["now"]["plan"], "reason": "Rested", "replaces": told["now"]["id"]}
    assert therapist.post(f"/api/people/{KNOWN['pia']}/plan", json=changed).status_code == 200
    body = {"limb": "hand", "affected_limb": "there", "answers": {"picture": "no"}}
    assert therapist.post(path, json=body).json()["now"]["outcome"] == "cannot_start"
    world.clinic.store.close()


def test_notices_and_who_saw_them_are_there_when_a_session_becomes_optional(old: str, tmp_path: Path) -> None:
    engine = engine_of(old)
    with engine.execution_options(mirra_write=True).begin() as connection:
        schema.bring(connection, "0004")
        account = connection.scalar(text("SELECT id FROM accounts WHERE role = 'therapist'"))
        told = {"id": "9" * 32, "person": KNOWN["pia"], "session": COMPLETE, "therapist": account}
        connection.execute(
            text(
                "INSERT INTO notices (id, person, session, kind, level, at, body) VALUES "
                "(:id, :person, :session, 'event', 2, '2026-03-02 09:30:00', '{\"kind\": \"event\"}')"
            ),
            told,
        )
        connection.execute(
            text("INSERT INTO seen_notices (notice, therapist, person) VALUES (:id, :therapist, :person)"),
            told,
        )
    engine.dispose()
    before = {table: rows(old, table) for table in ("notices", "seen_notices")}
    world = started(old, tmp_path)
    assert {table: rows(old, table) for table in before} == before
    assert world.clinic.store.check_whole() == []
    therapist = world.staff()
    (one,) = therapist.get(f"/api/people/{KNOWN['pia']}/notices").json()
    assert (one["session"], one["kind"], one["unseen"]) == (COMPLETE, "event", False)
    world.clinic.store.close()


def test_a_copy_of_how_it_was_is_kept_for_its_owner_alone(file: Path, tmp_path: Path) -> None:
    started(f"sqlite:///{file}", tmp_path).clinic.store.close()
    copy = file.with_name(f"{file.name}.before-{schema.newest()}")
    assert copy.stat().st_mode & 0o777 == 0o600
    asked = "SELECT session, seq, line, sha256, received FROM events ORDER BY 1, 2"
    with sqlite3.connect(copy) as kept, sqlite3.connect(KEPT / "v0001.db") as original:
        assert kept.execute(asked).fetchall() == original.execute(asked).fetchall()
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    kept.close()
    original.close()


@pytest.mark.parametrize("step", ["0001", "0002"])
def test_what_ended_before_notices_were_kept_raises_nothing_however_often_it_is_folded(
    old: str, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_of(old)
    with engine.execution_options(mirra_write=True).begin() as connection:
        schema.bring(connection, step)
    engine.dispose()
    world = started(old, tmp_path)
    therapist = world.staff()
    for version in (mirra.__version__, "99"):
        monkeypatch.setattr(mirra, "__version__", version)
        keeper = Keeper(world.clinic)
        while keeper.work():
            pass
        listed = therapist.post("/api/caseload", json={}).json()["people"]
        assert [(one["news"], one["notice"], one["unseen"]) for one in listed] == [(0, None, 0)] * 2
        for name in ("pia", "quin"):
            assert therapist.get(f"/api/people/{KNOWN[name]}/notices").json() == []
    with world.clinic.store.reading() as db:
        folded = dict(
            db.execute(select(SessionRow.id, SessionRow.folded).where(SessionRow.plan.is_not(None))).all()
        )
        assert set(folded.values()) == {"99"}
        rest = [
            read_event(line)
            for line in db.scalars(select(EventRow.line).where(EventRow.session == INTERRUPTED))
        ]
    device = world.nobody()
    device.cookies.update(KNOWN["cookies"]["pia"])
    last = max(rest, key=lambda one: one.seq)
    more = last.model_copy(update={"seq": last.seq + 1, "at": last.at + 1})
    send_all(device, INTERRUPTED, [write_event(more)])
    raised = [one["kind"] for one in therapist.get(f"/api/people/{KNOWN['pia']}/notices").json()]
    assert raised == [], "it was raised before the session was folded again"
    therapist.get(f"/api/people/{KNOWN['pia']}")
    (late,) = therapist.get(f"/api/people/{KNOWN['pia']}/notices").json()
    assert (late["session"], late["kind"], late["unseen"]) == (INTERRUPTED, "interrupted", True)
    world.clinic.store.close()


def test_a_clock_that_differs_by_little_is_not_doubted_and_one_far_behind_is(
    file: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(file) as database:
        change = "UPDATE sessions SET opened = ? WHERE id = ?"
        database.execute(change, ("2026-03-02 09:32:00.000000", COMPLETE))
        database.execute(change, ("2026-01-01 09:30:00.000000", INTERRUPTED))
    database.close()
    world = started(f"sqlite:///{file}", tmp_path)
    found = world.staff().get(f"/api/people/{KNOWN['pia']}").json()["sessions"]
    told = {one["id"]: (one["doubt"], one["when"]) for one in found}
    assert told[COMPLETE] == (None, "2026-03-02T09:32:00Z")
    assert told[INTERRUPTED] == ("behind", "2026-03-03T09:30:00Z")
    world.clinic.store.close()


@pytest.mark.parametrize("statement", STEPS)
def test_a_migration_killed_midway_leaves_all_as_it_was(old: str, tmp_path: Path, statement: str) -> None:
    tables = ("events", "sessions", "devices", "people", "audit", "alembic_version")
    before = {table: rows(old, table) for table in tables}
    command = [sys.executable, "-c", KILLED, old, statement]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-500:]
    assert {table: rows(old, table) for table in tables} == before
    started(old, tmp_path).clinic.store.close()
    assert rows(old, "alembic_version") == {(schema.newest(),)}


def test_the_kept_database_is_of_the_first_version() -> None:
    engine = create_engine(f"sqlite:///file:{KEPT / 'v0001.db'}?mode=ro&immutable=1&uri=true")
    with engine.connect() as connection:
        assert schema.current(connection) == "0001"
    engine.dispose()
