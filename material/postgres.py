"""A real PostgreSQL of this test's own, where the machine has one."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from mirra.clinic.store import Store


def programs() -> Path:
    """The folder of initdb and postgres; skips the test where there is none."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if not found or not shutil.which("postgres"):
        pytest.skip("no PostgreSQL server is installed here")
    return Path(found).parent


class Postgres:
    """One server on a free port of loopback, trusting this machine; ``url`` is what mirra is given.

    Without ``fsync`` it is quicker, and what it kept is lost with the machine's power.
    """

    def __init__(self, *, fsync: bool = True) -> None:
        self.fsync = fsync
        self.programs = programs()
        self.user = _another_user() if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="mirra-postgres-"))
        if self.user:
            shutil.chown(self.folder, self.user)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._run("initdb", "-D", "data", "-U", "mirra", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.url = f"postgresql://mirra@127.0.0.1:{self.port}/postgres"
        self.made = 0
        self.prepared = False
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [str(self.programs / "postgres"), "-D", "data", "-p", str(self.port), "-k", "."]
        # Off, so that it shows whether mirra asks for it by itself.
        command += ["-c", "listen_addresses=127.0.0.1", "-c", "synchronous_commit=off"]
        command += ["-c", "wal_recycle=off"]  # as the compose file has it
        command += [] if self.fsync else ["-c", "fsync=off"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=self.folder, user=self.user, **quiet)  # type: ignore[call-overload]
        for _ in range(300):
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise AssertionError("PostgreSQL did not start")

    def new_database(self) -> str:
        """The URL of one more, empty database on this server."""
        self.made += 1
        return self._create(f"another_{self.made}")

    def new_clinic(self) -> str:
        """The URL of one more database, as a clinic's first start leaves it; its key is not there."""
        if not self.prepared:
            Store(self._create("prepared"), self.folder / "prepared.key").close()
            self.prepared = True
        self.made += 1
        return self._create(f"another_{self.made}", "TEMPLATE prepared")

    def _create(self, name: str, how: str = "") -> str:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {how}".encode())
        return self.url.replace("/postgres", f"/{name}")

    def crash(self) -> None:
        """End it at once, nothing put in order."""
        self._run("pg_ctl", "stop", "-D", "data", "-m", "immediate")
        self.process.wait(timeout=30)

    def remove(self) -> None:
        """End it and delete what it kept."""
        if self.process.poll() is None:
            self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.programs / program), *words]
        done = subprocess.run(
            command, cwd=self.folder, user=self.user, capture_output=True, check=False, text=True
        )
        assert done.returncode == 0, done.stderr


def _another_user() -> str:
    """PostgreSQL does not run as root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("PostgreSQL does not run as root, and there is no other user")
