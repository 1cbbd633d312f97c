"""The disk is full: said so, nothing acknowledged is lost, and with room again all goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from mirra.clinic.store import Store, sqlite_url
from mirra.clinic.tables import EventRow
from tests.clinic.running import Running
from tests.clinic.world import PASSWORD, World, add_person, lines_of, moved, problem, send, static, today

resource = pytest.importorskip("resource", reason="limits on a process are a thing of Unix")
SESSIONS = [f"{number:032x}" for number in range(1, 30)]
UNLIMITED = resource.RLIM_INFINITY


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 2 MB, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("a small file system cannot be mounted by this user")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def enrolled(folder: Path) -> tuple[httpx.Client, dict[str, list[str]]]:
    """A clinic in a folder with an enrolled device, and sessions to send."""
    world = World(folder, time=datetime.now(UTC))  # a device stays enrolled for some months only
    device = world.device(add_person(world.staff()))
    plan = today(device).plan
    world.clinic.store.close()
    return device, {session: lines_of(plan, session) for session in SESSIONS}


def fill(
    browser: httpx.Client, sessions: dict[str, list[str]], told: dict[tuple[str, int], str]
) -> httpx.Response:
    """Send sessions until one is refused; ``told`` gets what was acknowledged."""
    for session, lines in sessions.items():
        for start in range(0, len(lines), 20):
            answer = send(browser, session, lines[start : start + 20])
            if answer.status_code != 200:
                return answer
            told.update({(session, one["seq"]): one["sha256"] for one in answer.json()["stored"]})
    raise AssertionError("the disk never became full")


def check(url: str, told: dict[tuple[str, int], str]) -> None:
    """Everything acknowledged is there, and nothing is that was not."""
    store = Store(url)
    with store.reading() as db:
        rows = db.execute(select(EventRow.session, EventRow.seq, EventRow.sha256))
        kept = {(row.session, row.seq): row.sha256 for row in rows}
    store.close()
    assert kept == told, "what was acknowledged and what is kept differ"


def test_a_full_file_system(small_disk: Path, tmp_path: Path) -> None:
    device, sessions = enrolled(small_disk)
    told: dict[tuple[str, int], str] = {}
    url = sqlite_url(small_disk / "mirra.sqlite")
    with Running(url, static(tmp_path / "static")) as server:
        with httpx.Client(
            base_url=server.address, cookies=moved(device, server.address), timeout=30
        ) as browser:
            signed_in = browser.post("/api/sign-in", json={"login": "thea", "password": PASSWORD})
            assert signed_in.status_code == 200
            assert browser.get("/api/today").status_code == 200, "the plan of the day is made"
            ballast = small_disk / "ballast"
            ballast.write_bytes(os.urandom(300_000))
            refused = fill(browser, sessions, told)
            assert (refused.status_code, problem(refused)) == (507, "disk_full")
            assert told, "nothing was acknowledged before the disk was full"
            assert browser.get("/api/health").status_code == 200, "a full disk took the whole server down"
            for path in ("/api/me", "/api/conditions", "/api/today"):
                assert browser.get(path).status_code == 200, f"{path} cannot be read on a full disk"
            assert browser.post("/api/caseload", json={}).status_code == 200
            ballast.unlink()
            session, lines = next(one for one in sessions.items() if (one[0], len(one[1]) - 1) not in told)
            again = send(browser, session, lines[:40])
            assert again.status_code == 200, f"with room again it still refuses: {again.text}"
            told.update({(session, one["seq"]): one["sha256"] for one in again.json()["stored"]})
        server.kill()
    check(url, told)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux changes another process's limits")
def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    device, sessions = enrolled(tmp_path)
    told: dict[tuple[str, int], str] = {}
    url = sqlite_url(tmp_path / "mirra.sqlite")
    with Running(url, static(tmp_path / "static")) as server:
        with httpx.Client(
            base_url=server.address, cookies=moved(device, server.address), timeout=30
        ) as browser:
            limit = (tmp_path / "mirra.sqlite").stat().st_size + 60_000
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (limit, UNLIMITED))
            refused = fill(browser, sessions, told)
            assert (refused.status_code, problem(refused)) == (507, "disk_full")
            assert told, "nothing was acknowledged before the limit"
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))
            session, lines = next(one for one in sessions.items() if (one[0], len(one[1]) - 1) not in told)
            again = send(browser, session, lines[:40])
            assert again.status_code == 200, f"with room again it still refuses: {again.text}"
            told.update({(session, one["seq"]): one["sha256"] for one in again.json()["stored"]})
        server.kill()
    check(url, told)
