"""A real server process on a real port, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import httpx

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """``mirra serve`` in a process of its own; ``address`` is where it answers, ``files`` how many it may have open."""

    def __init__(self, database: str, static: Path, *words: str, files: int | None = None) -> None:
        self.database, self.static, self.words, self.files = database, static, words, files
        self.complaints = ""
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [
            sys.executable,
            "-m",
            "mirra.cli",
            "serve",
            "--no-browser",
            "--port",
            "0",
            "--database",
            self.database,
            *self.words,
        ]
        if self.files:
            command = ["/bin/sh", "-c", f'ulimit -n {self.files} && exec "$@"', "sh", *command]
        environment = os.environ | {"MIRRA_STATIC": str(self.static), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if "http://" not in said:
            self._wait()
            raise AssertionError(f"the server did not start: {said!r}")
        self.address = said.split("http://")[1].split()[0].join(("http://", ""))
        for _ in range(200):
            try:
                httpx.get(f"{self.address}/api/health", timeout=1)
                return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End it as a power switch of its own would: no signal handler runs, nothing is closed."""
        self.process.send_signal(signal.SIGKILL)
        self._wait()

    def stop(self) -> None:
        """End it politely."""
        self.process.send_signal(signal.SIGTERM)
        self._wait()

    def _wait(self) -> None:
        _, said = self.process.communicate(timeout=20)
        self.complaints += said

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.kill()
