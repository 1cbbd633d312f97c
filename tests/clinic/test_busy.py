"""A database that is locked or has no connection left: said so in time, and nothing is lost."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from mirra.clinic import store as module
from mirra.clinic.store import WRITERS, Store, StoreBusyError, sqlite_url
from tests.clinic.running import Running
from tests.clinic.world import World, add_person, lines_of, moved, problem, send, static, today

SESSION = "a" * 32
MANY = 40  # as many as the server has threads


@contextlib.contextmanager
def locked(url: str) -> Iterator[None]:
    """Another program holds the right to write, on SQLite or PostgreSQL."""
    if url.startswith("sqlite"):
        with contextlib.closing(
            sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS,))
            yield


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_server_whose_database_is_locked_says_so_in_time_and_then_goes_on(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIRRA_DATA", str(tmp_path))  # where the key of a PostgreSQL lies
    sqlite = kind == "sqlite"
    url = (
        sqlite_url(tmp_path / "mirra.sqlite") if sqlite else request.getfixturevalue("postgres").new_clinic()
    )
    world = World(tmp_path, url=url, time=datetime.now(UTC))  # a device stays enrolled for some months only
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    assert send(device, SESSION, lines[:2]).status_code == 200
    world.clinic.store.close()
    with Running(url, static(tmp_path / "static")) as server:

        def upload(_: int) -> httpx.Response:
            with httpx.Client(
                base_url=server.address, cookies=moved(device, server.address), timeout=30
            ) as browser:
                return send(browser, SESSION, lines[2:6])

        with locked(url), ThreadPoolExecutor(MANY) as pool:
            first = httpx.Client(base_url=server.address, cookies=moved(device, server.address), timeout=5)
            answer = send(first, SESSION, lines[2:6])  # raises when there is no answer within five seconds
            assert (answer.status_code, problem(answer)) == (503, "store_busy")
            assert int(answer.headers["retry-after"]) > 0
            waiting = [pool.submit(upload, number) for number in range(MANY)]
            health = httpx.Client(base_url=server.address, timeout=1)
            for _ in range(20):
                assert health.get("/api/health").status_code == 200, "health waits for the writers"
            assert {one.result().status_code for one in waiting} == {503}
        assert upload(0).status_code == 200, "it did not come back by itself"
        first.close()
        health.close()


def test_a_pool_without_a_free_connection_is_a_503_and_never_a_500(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECTIONS", 4)
    monkeypatch.setattr(module, "READ_WAIT", 0.2)
    world = World(tmp_path)
    therapist = world.staff()
    with contextlib.ExitStack() as held:
        for _ in range(4):
            held.enter_context(world.clinic.store.reading()).execute(text("SELECT 1"))
        for method, path in (("GET", "/api/me"), ("GET", "/api/conditions"), ("POST", "/api/sign-out")):
            answer = therapist.request(method, path)
            assert (answer.status_code, problem(answer)) == (503, "store_busy"), path
    assert therapist.post("/api/caseload", json={}).status_code == 200
    world.clinic.store.close()


def test_writers_of_one_server_take_turns_and_the_last_gives_up_in_time(tmp_path: Path) -> None:
    store = Store(sqlite_url(tmp_path / "mirra.sqlite"))
    begun, done = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing():
            begun.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait(10)
    with pytest.raises(StoreBusyError), store.writing(wait=0.05):
        pytest.fail("two writers at once")
    done.set()
    holder.join()
    with store.writing(wait=0.05):
        pass  # the turn was given back
    store.close()


def test_health_says_so_when_the_database_does_not_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = threading.Event()
    monkeypatch.setattr("mirra.clinic.api.entrance._ask_database", lambda _store: waiting.wait(20))
    answer = world.nobody().get("/api/health")
    waiting.set()
    assert (answer.status_code, problem(answer)) == (503, "store_away")
