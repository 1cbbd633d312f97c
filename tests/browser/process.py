"""The server as a process of its own, to be killed and started again on the same port and the same file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import httpx

from material.clinic_site import Recorder, Site, until
from mirra.clinic.app import create_app
from mirra.clinic.settings import Settings, static_folder
from mirra.clinic.store import sqlite_url

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A loopback port that nobody holds just now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Process:
    """``mirra serve`` on a file in a folder; ``site`` gives tests the same clinic from their own side."""

    def __init__(self, folder: Path, static: Path | None = None) -> None:
        self.url = sqlite_url(folder / "clinic.sqlite")
        self.static = static or static_folder()
        self.port = free_port()
        app = create_app(Settings(database=self.url, static=self.static))
        self.site = Site(f"http://127.0.0.1:{self.port}", app.state.clinic, Recorder(app))
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = ["serve", "--no-browser", "--port", str(self.port), "--database", self.url]
        self.running = subprocess.Popen(
            [sys.executable, "-c", "from mirra.cli import main; main()", *words],
            cwd=ROOT,
            env=os.environ | {"MIRRA_STATIC": str(self.static)},
            stdout=subprocess.DEVNULL,
        )
        until(self.answers, "the server to answer", 90)

    def answers(self) -> bool:
        """Whether there is a server."""
        try:
            return httpx.get(f"{self.site.address}/api/health", timeout=1).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """End it as a power switch would: no handler runs, nothing is closed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it politely."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.running is not None:
            self.running.send_signal(how)
            self.running.wait(20)
            self.running = None

    def __enter__(self) -> Process:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.site.clinic.store.close()
