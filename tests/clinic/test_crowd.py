"""A crowd of connections that want nothing, on a real server, while somebody practises: loopback only, and bounded."""

from __future__ import annotations

import platform
import resource
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from mirra.clinic.store import Store, sqlite_url
from mirra.clinic.tables import EventRow
from tests.clinic.running import Running
from tests.clinic.world import World, add_person, lines_of, moved, send, static, today

IDLE, SLOW = 1500, 100
FILES = 1024  # what a process usually may have open: fewer than come here
SESSION = f"{7:032x}"
BODY = b"POST /api/sign-in HTTP/1.1\r\nhost: %s\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{"


class Strangers:
    """Connections that want nothing: each that is closed is opened again, until ``stop``."""

    def __init__(self, address: str) -> None:
        host, port = address.removeprefix("http://").split(":")
        self.server, self.name = (host, int(port)), f"{host}:{port}".encode()
        self.idle = [self.connect(number) for number in range(IDLE)]
        self.slow = [self.begin(number) for number in range(SLOW)]
        self.opened, self.stopped = 0, threading.Event()
        self.thread = threading.Thread(target=self.go_on)
        self.thread.start()

    def connect(self, number: int) -> socket.socket:
        """A connection; a third comes from the person's own address, and Linux has many more on its loopback."""
        many = platform.system() == "Linux" and number % 3
        source = (f"127.0.{1 + number % 50}.1" if many else "127.0.0.1", 0)
        return socket.create_connection(self.server, timeout=20, source_address=source)

    def begin(self, number: int) -> socket.socket:
        """A connection that sends a body a byte at a time."""
        one = self.connect(number)
        one.sendall(BODY % self.name)
        return one

    def go_on(self) -> None:
        """Send a byte of each body, and open again what was closed; at most 200 a second and 5,000 in all."""
        while not self.stopped.wait(0.1) and self.opened < 5000:
            for some, anew in ((self.idle, self.connect), (self.slow, self.begin)):
                gone = [number for number, one in enumerate(some) if not self.lives(one, some is self.slow)]
                for number in gone[:10]:
                    some[number].close()
                    self.opened += 1
                    try:
                        some[number] = anew(number)
                    except OSError:
                        continue

    def lives(self, one: socket.socket, slow: bool) -> bool:
        """Whether the server still has a connection."""
        try:
            one.setblocking(False)
            return (one.send(b"x") if slow else one.recv(1)) > 0  # type: ignore[operator]
        except BlockingIOError:
            return True
        except (OSError, TypeError):
            return False

    def stop(self) -> None:
        """Close all."""
        self.stopped.set()
        self.thread.join()
        for one in (*self.idle, *self.slow):
            one.close()


@pytest.fixture
def many_files() -> None:
    """As many open files as the strangers need, here in the test."""
    needed = IDLE + SLOW + 300
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        pytest.skip(f"this machine allows a process {hard} open files, and {needed} are needed")
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def test_a_crowd_that_wants_nothing_keeps_nobody_out(tmp_path: Path, many_files: None) -> None:
    world = World(tmp_path, time=datetime.now(UTC))  # a device stays enrolled for some months only
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    world.clinic.store.close()
    url = sqlite_url(tmp_path / "mirra.sqlite")
    with Running(url, static(tmp_path / "static"), files=FILES) as server:
        strangers, cookies = Strangers(server.address), moved(device, server.address)
        try:
            told: dict[int, str] = {}
            for start in range(0, len(lines), 5):  # each time as a page does that was just opened
                with httpx.Client(base_url=server.address, cookies=cookies, timeout=20) as page:
                    assert page.get("/").status_code == 200
                    assert page.get("/api/me").json()["role"] == "patient"
                    answer = send(page, SESSION, lines[start : start + 5])
                    assert answer.status_code == 200, answer.text
                    told |= {stored["seq"]: stored["sha256"] for stored in answer.json()["stored"]}
        finally:
            strangers.stop()
        server.stop()
    assert len(told) == len(lines), "not all was acknowledged"
    store = Store(url)
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(EventRow)) == len(lines)
    store.close()
    said = server.complaints.splitlines()
    assert any("to make room for others" in line for line in said), "the trouble was not logged"
    assert len(said) <= 5, said[:20]
    assert len(server.complaints) < 2000
