"""Makes the people and their sessions: rows in bulk, copies of a few sessions that were simulated and folded."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import psycopg
from sqlalchemy import delete, select

import mirra
from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import accounts, places, summaries
from mirra.clinic.store import Store
from mirra.clinic.tables import Care, Device, EventRow, Notice, Person, Plan, SessionRow, Summary
from mirra.practice.fold import SessionResult, fold
from mirra.practice.log import write_event
from mirra.practice.person import Traits
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.raised import Raised
from mirra.practice.simulate import Ending, simulate

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "violet harbour seven"
FIRST = ("Anna", "Ben", "Cleo", "Dana", "Emil", "Zoë", "Łukasz", "Ravi", "Mei", "Omar")
LAST = ("Adler", "Brand", "Costa", "Diaz", "Engel", "Fuchs", "Gross", "Hansen", "Ito", "Jónsson")
ENDINGS: tuple[Ending, ...] = ("completed", "completed", "completed", "stopped", "interrupted")
CHUNK = 5000


@dataclass(frozen=True)
class Size:
    """How many people, sessions in all, and events kept of each session."""

    people: int
    sessions: int
    lines: int


@dataclass(frozen=True)
class Pattern:
    """One simulated session whose copies fill the clinic: its condition's plan, first lines and result."""

    condition: str
    plan: SessionPlan
    lines: tuple[str, ...]
    result: SessionResult


def patterns(catalogue: Catalogue, lines: int) -> list[Pattern]:
    """A session of each kind of ending for each condition; its ids are written over in the copies."""
    made = []
    for condition in catalogue.conditions.values():
        wanted = Prescription(
            person="a" * 32, condition=condition.id, affected="left", limb=condition.limbs[0]
        )
        plan = plan_for(catalogue, wanted, Today(plan_id="b" * 32, made_at=NOW))
        for seed, ending in enumerate(ENDINGS):
            events = list(
                simulate(
                    plan,
                    session="c" * 32,
                    started=NOW,
                    seed=seed,
                    outcome=ending,
                    traits=Traits(pain=seed + 2, unpleasant=0.1),
                )
            )
            kept = tuple(map(write_event, [*events[: lines - 1], events[-1]]))
            made.append(Pattern(condition.id, plan, kept, fold(events, plan)))
    return made


def fill(store: Store, catalogue: Catalogue, size: Size) -> None:
    """Put the people, all in one therapist's care, with devices, plans, sessions and events into an empty database."""
    therapist = accounts.add(store, "thea", "Thea", "therapist", PASSWORD)
    put = _putter(store)
    for table, rows in _rows(therapist, patterns(catalogue, size.lines), size):
        put(table, rows)
    with store.writing(600) as db:
        db.execute(delete(Summary))
        summaries.fill(db.connection())
        places.keep(db, list(db.scalars(select(Person.id))), NOW)
    if not store.file:
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")  # as a clinic's own has long had it


def _putter(store: Store) -> Callable[[Any, list[dict[str, Any]]], None]:
    """The fastest way into this database."""
    if store.file:

        def put(table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401
            names, marks = ", ".join(rows[0]), ", ".join("?" * len(rows[0]))
            with contextlib.closing(sqlite3.connect(str(store.file))) as connection:
                connection.execute("PRAGMA synchronous = OFF")  # nothing here has to outlive a power cut
                connection.executemany(
                    f"INSERT INTO {table.__tablename__} ({names}) VALUES ({marks})",
                    (tuple(map(_text, row.values())) for row in rows),
                )
                connection.commit()

        return put

    url = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def copy(table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401
        names = ", ".join(f'"{name}"' for name in rows[0])
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            command = f"COPY {table.__tablename__} ({names}) FROM STDIN"
            with cursor.copy(command) as into:
                for row in rows:
                    into.write_row([_naive(value) for value in row.values()])

    return copy


def _text(value: Any) -> Any:  # noqa: ANN401
    return _naive(value).isoformat(" ", "microseconds") if isinstance(value, datetime) else value


def _naive(value: Any) -> Any:  # noqa: ANN401
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _rows(therapist: str, made: list[Pattern], size: Size) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Rows table by table, in chunks, those first that others point to."""
    random, each = Random(1), size.sessions // size.people
    ids = [f"{random.getrandbits(128):032x}" for _ in range(size.people)]
    for start in range(0, size.people, CHUNK // each + 1):
        people = list(enumerate(ids))[start : start + CHUNK // each + 1]
        yield Person, [_person(number, id, made[number % len(made)], random) for number, id in people]
        yield Care, [{"therapist": therapist, "person": id} for _, id in people]
        yield Device, [_device(id) for _, id in people]
        yield Plan, [_plan(id, made[number % len(made)]) for number, id in people]
        sessions = [
            _session(id, k, made[number % len(made)], random) for number, id in people for k in range(each)
        ]
        yield SessionRow, [row for row, _ in sessions]
        yield Notice, [_notice(row) for row, _ in sessions[:: each * 3]]
        yield (
            EventRow,
            [line for row, pattern in sessions for line in _lines(row["id"], row["heard"], pattern)],
        )


def _person(number: int, id: str, pattern: Pattern, random: Random) -> dict[str, Any]:
    return {
        "id": id,
        "name": f"{random.choice(FIRST)} {random.choice(LAST)} {number:05}",
        "condition": pattern.condition,
        "affected": "left",
        "limb": pattern.plan.limb,
        "picture": "camera",
        "simulated": True,
        "made": NOW - timedelta(days=400),
    }


def _device(person: str) -> dict[str, Any]:
    return {
        "id": person[::-1],
        "token": hashlib.sha256(person.encode()).hexdigest(),
        "next_token": None,
        "person": person,
        "label": "Tablet or phone, Chrome",
        "made": NOW,
        "renewed": NOW,
        "seen": NOW,
        "expires": NOW + timedelta(days=90),
        "ended": None,
        "ended_by": None,
    }


def _plan(person: str, pattern: Pattern) -> dict[str, Any]:
    body = pattern.plan.model_dump_json().replace("b" * 32, person).replace("a" * 32, person)
    return {
        "id": person,
        "person": person,
        "day": "2026-03-02",
        "made": NOW - timedelta(days=400),
        "body": body,
    }


def _session(person: str, number: int, pattern: Pattern, random: Random) -> tuple[dict[str, Any], Pattern]:
    began = NOW - timedelta(days=2 * number + random.randrange(12), hours=random.randrange(1, 9))
    result = pattern.result
    row = {
        "id": f"{random.getrandbits(128):032x}",
        "person": person,
        "lines": len(pattern.lines),
        "heard": began + timedelta(minutes=20),
        "plan": person,
        "opened": began,
        "arrived": began,
        "began": began,
        "state": result.state if number % 20 == 0 else "completed",
        "pain_before": result.pain_before,
        "pain_after": result.pain_after,
        "adverse": len(result.adverse) if number % 30 == 0 else 0,
        "looked": result.looked,
        "moved": result.moved,
        "planned": result.planned,
        "result": result.model_dump_json(),
        "folded": mirra.__version__,
    }
    return row, pattern


def _notice(session: dict[str, Any]) -> dict[str, Any]:
    """Something that one session of every third person raised."""
    raised = Raised(kind="event", events=("fatigue",))
    return {
        "id": session["id"],
        "person": session["person"],
        "session": session["id"],
        "kind": raised.kind,
        "level": raised.level,
        "at": session["began"],
        "body": raised.model_dump_json(),
    }


def _lines(session: str, received: datetime, pattern: Pattern) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(pattern.lines):
        text = line.replace("c" * 32, session)
        sha = hashlib.sha256(text.encode()).hexdigest()
        yield {
            "session": session,
            "seq": number,
            "line": text,
            "sha256": sha,
            "received": received,
            "device": None,
        }
