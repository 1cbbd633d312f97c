"""The same clinic on PostgreSQL: a URL is all that changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from material.postgres import Postgres
from mirra.clinic import audit
from mirra.clinic.tables import Base, EventRow
from tests.clinic.world import World, add_person, caseload, lines_of, problem, send, send_all, today

SESSION = "a" * 32


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A server for all tests of this file."""
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture
def world(postgres: Postgres, tmp_path: Path) -> Iterator[World]:
    """A clinic on an emptied database."""
    made = World(tmp_path, url=postgres.url, options={"key_file": tmp_path / "mirra.key"})
    yield made
    Base.metadata.drop_all(made.clinic.store.engine)
    with made.clinic.store.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    made.clinic.store.close()


def kept(world: World) -> dict[int, str]:
    with world.clinic.store.reading() as db:
        rows = db.execute(select(EventRow.seq, EventRow.line).where(EventRow.session == SESSION))
        return {row.seq: row.line for row in rows}


def test_all_tables_are_there_and_a_commit_waits_for_the_disk(world: World) -> None:
    tables = set(inspect(world.clinic.store.engine).get_table_names())
    assert tables == {*Base.metadata.tables, "alembic_version"}
    with world.clinic.store.writing() as db:
        assert db.scalar(text("SHOW synchronous_commit")) == "on"


def test_a_session_from_enrolment_to_the_therapists_page(world: World) -> None:
    therapist = world.staff()
    device = world.device(add_person(therapist, name="Zoë Łuk"))
    lines = lines_of(today(device).plan, SESSION, pain=6)
    send_all(device, SESSION, lines)
    assert send(device, SESSION, lines[:40]).status_code == 200, "the same again is no conflict"
    assert problem(send(device, SESSION, [lines[3] + " "])) == "conflict"
    assert kept(world) == dict(enumerate(lines))
    world.restart()
    found = caseload(world.staff()).people[0]
    assert (found.name, found.sessions, found.pain_first) == ("Zoë Łuk", 1, 6)
    assert world.staff().get(f"/api/sessions/{SESSION}").json()["card"]["result"]["state"] == "completed"
    with world.clinic.store.reading() as db:
        assert audit.verify(db).entries > 0


@pytest.mark.parametrize("name", ["Pia\x00", "\x00"])
def test_a_sign_that_postgres_cannot_keep_is_refused_before_it_gets_there(world: World, name: str) -> None:
    therapist = world.staff()
    new = {"name": name, "condition": "stroke", "affected": "left", "limb": "hand"}
    assert therapist.post("/api/people", json=new).status_code == 422
    browser = world.nobody()
    assert (
        browser.post("/api/sign-in", json={"login": name, "password": "not the password"}).status_code == 401
    )


def test_the_same_batch_from_many_at_once_is_kept_once(world: World) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)[:30]
    answers: list[int] = []

    def upload() -> None:
        browser = world.nobody()
        browser.cookies.update(device.cookies)
        answers.append(send(browser, SESSION, lines).status_code)

    threads = [threading.Thread(target=upload) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 5
    assert kept(world) == dict(enumerate(lines))


def test_a_database_that_crashes_is_said_so_and_loses_nothing_acknowledged(
    world: World, postgres: Postgres
) -> None:
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    assert send(device, SESSION, lines[:20]).status_code == 200
    postgres.crash()
    away = send(device, SESSION, lines[20:30])
    assert (away.status_code, problem(away)) == (503, "store_away")
    assert int(away.headers["retry-after"]) > 0
    postgres.start()
    assert kept(world) == dict(enumerate(lines[:20])), "what was acknowledged did not outlive the crash"
    assert send(device, SESSION, lines[20:30]).status_code == 200, "it did not come back by itself"
