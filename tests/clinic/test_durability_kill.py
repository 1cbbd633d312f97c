"""A server killed in the middle of uploads: whatever it had acknowledged is there, byte for byte, each time."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import select

from mirra.clinic.store import Store, sqlite_url
from mirra.clinic.tables import EventRow
from mirra.clinic.upload import sha256
from tests.clinic.running import Running
from tests.clinic.world import World, add_person, lines_of, moved, send, static, today

ROUNDS = 5
SESSIONS = [f"{number:032x}" for number in range(1, 4)]


def uploading(
    address: str, cookies: dict[str, str], session: str, lines: list[str], told: dict[int, str]
) -> None:
    """Send small batches over and over until the server is gone; ``told`` gets what it acknowledged."""
    random = Random(session)
    with httpx.Client(base_url=address, cookies=cookies, timeout=10) as browser:
        while True:
            start = random.randrange(len(lines))
            try:
                answer = send(browser, session, lines[start : start + random.randint(1, 15)])
            except httpx.HTTPError:
                return
            assert answer.status_code == 200, answer.text
            told.update({stored["seq"]: stored["sha256"] for stored in answer.json()["stored"]})


@pytest.mark.timeout(300)
def test_a_server_killed_while_it_takes_events_in_loses_none_it_acknowledged(tmp_path: Path) -> None:
    world = World(tmp_path, time=datetime.now(UTC))  # a device stays enrolled for some months only
    device = world.device(add_person(world.staff()))
    lines = {session: lines_of(today(device).plan, session) for session in SESSIONS}
    for session in SESSIONS:
        assert send(device, session, lines[session][:1]).status_code == 200
    world.clinic.store.close()
    told: dict[str, dict[int, str]] = {session: {} for session in SESSIONS}
    url = sqlite_url(tmp_path / "mirra.sqlite")
    with Running(url, static(tmp_path / "static")) as server:
        for turn in range(ROUNDS):
            threads = [
                threading.Thread(
                    target=uploading,
                    args=(
                        server.address,
                        moved(device, server.address),
                        session,
                        lines[session],
                        told[session],
                    ),
                )
                for session in SESSIONS
            ]
            for thread in threads:
                thread.start()
            threads[0].join(timeout=0.3 + 0.2 * turn)
            _wait_for(told, 25 * (turn + 1))
            server.kill()
            for thread in threads:
                thread.join(timeout=20)
            _all_there(url, lines, told)
            if turn < ROUNDS - 1:
                server.start()
    assert sum(map(len, told.values())) > 100, "hardly anything was acknowledged; this proves nothing"


def _wait_for(told: dict[str, dict[int, str]], least: int) -> None:
    """A slow machine needs longer until enough was acknowledged."""
    end = time.monotonic() + 40
    while sum(map(len, told.values())) <= least and time.monotonic() < end:
        time.sleep(0.05)


def _all_there(url: str, lines: dict[str, list[str]], told: dict[str, dict[int, str]]) -> None:
    store = Store(url)
    with store.reading() as db:
        kept = {
            (row.session, row.seq): row.line
            for row in db.execute(select(EventRow.session, EventRow.seq, EventRow.line))
        }
    store.close()
    for session, places in told.items():
        for seq, sha in places.items():
            line = kept.get((session, seq))
            assert line is not None, f"event {seq} was acknowledged and is gone"
            assert sha256(line) == sha, f"event {seq} came back with other bytes"
            assert line == lines[session][seq]
