"""The audit of reads, while it can be written and while it cannot."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from mirra.clinic import audit, journal
from mirra.clinic.tables import Audit
from tests.clinic.world import World, add_person, lines_of, problem, send, send_all, today

SESSION = "a" * 32


@contextlib.contextmanager
def locked(world: World) -> Iterator[None]:
    """Another program writes to the database all the while."""
    assert world.clinic.store.file
    with contextlib.closing(sqlite3.connect(world.clinic.store.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def entries(world: World) -> list[Audit]:
    with world.clinic.store.reading() as db:
        audit.verify(db)
        return list(db.scalars(select(Audit).order_by(Audit.id)))


def practised(world: World) -> tuple[httpx.Client, str]:
    """A therapist, and the id of a person of theirs with one session whose result is kept."""
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    send_all(device, SESSION, lines_of(today(device).plan, SESSION))
    assert therapist.get(f"/api/people/{ticket.person}").status_code == 200
    return therapist, ticket.person


def test_clinical_data_can_be_read_while_nothing_can_be_written_and_this_is_recorded_afterwards(
    world: World,
) -> None:
    therapist, person = practised(world)
    before = len(entries(world))
    with locked(world):
        for path in (f"/api/people/{person}", f"/api/sessions/{SESSION}", "/api/conditions", "/api/me"):
            assert therapist.get(path).status_code == 200, f"{path} waits for a writer"
    world.later(minutes=10)
    assert therapist.get(f"/api/people/{person}").status_code == 200
    added = entries(world)[before:]
    assert [one.action for one in added] == ["person_read", "session_read", "person_read", "audit_was_away"]
    assert added[0].at == world.time - timedelta(minutes=10), "an entry has not the time of its read"
    assert added[-1].subject.startswith("2 entries since ")


def test_after_an_hour_without_an_audit_nothing_clinical_is_shown_until_it_can_be_written(
    world: World,
) -> None:
    therapist, person = practised(world)
    with locked(world):
        assert therapist.get(f"/api/people/{person}").status_code == 200
        world.later(minutes=61)
        refused = therapist.get(f"/api/people/{person}")
        assert (refused.status_code, problem(refused)) == (503, "audit_away")
        assert "Pia" not in refused.text
        assert therapist.get("/api/me").status_code == 200, "who is signed in is not clinical"
    assert therapist.get(f"/api/people/{person}").status_code == 200


def test_what_is_held_has_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    therapist, person = practised(world)
    monkeypatch.setattr(journal, "MAX_ENTRIES_HELD", 2)
    with locked(world):
        statuses = [therapist.get(f"/api/people/{person}").status_code for _ in range(4)]
    assert statuses == [200, 200, 503, 503]


def test_held_entries_are_written_by_a_flush_and_only_once(world: World) -> None:
    therapist, person = practised(world)
    before = len(entries(world))
    with locked(world):
        therapist.get(f"/api/people/{person}")
        world.clinic.journal.flush()
    world.clinic.journal.flush()
    world.clinic.journal.flush()
    assert [one.action for one in entries(world)[before:]] == ["person_read", "audit_was_away"]


def test_reads_at_the_same_time_as_a_failure_are_each_recorded_once(world: World) -> None:
    therapist, person = practised(world)
    before = len(entries(world))

    def read() -> None:
        browser = world.nobody()
        browser.cookies.update(therapist.cookies)
        assert browser.get(f"/api/people/{person}").status_code == 200

    threads = [threading.Thread(target=read) for _ in range(6)]
    with locked(world):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    world.clinic.journal.flush()
    actions = [one.action for one in entries(world)[before:]]
    assert actions.count("person_read") == 6


def test_a_refused_read_is_recorded_with_what_was_asked_for(world: World) -> None:
    _, person = practised(world)
    other = world.staff("otto")
    before = len(entries(world))
    assert other.get(f"/api/people/{person}").status_code == 404
    assert other.post(f"/api/people/{person}/enrolment").status_code == 404
    added = entries(world)[before:]
    assert [(one.action, one.subject) for one in added] == [
        ("read_refused", person),
        ("change_refused", person),
    ]


def test_uploads_do_not_wait_for_a_reader(world: World) -> None:
    therapist = world.staff()
    device = world.device(add_person(therapist))
    lines = lines_of(today(device).plan, SESSION)
    with world.clinic.store.reading() as db:
        db.scalars(select(Audit)).all()
        assert send(device, SESSION, lines).status_code == 200
