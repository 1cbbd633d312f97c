"""The commands of whoever keeps a clinic running, as they meet them at a terminal."""

from __future__ import annotations

import re
import signal
import sqlite3
from pathlib import Path

import httpx
import pytest

from tests.cli.test_clinic import Server, mirra


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """The data folder of a clinic with one account."""
    words = ("account", "add", "thea", "--role", "therapist", "--name", "Thea", "--random-password")
    assert mirra(*words, data=tmp_path).returncode == 0
    return tmp_path


def hash_in(said: str) -> str:
    return re.search(r"\b[0-9a-f]{64}\b", said)[0]  # type: ignore[index]


def answers(server: Server) -> None:
    """Wait until it answers."""
    with httpx.Client(
        transport=httpx.HTTPTransport(retries=10), base_url=server.address, timeout=30
    ) as asking:
        assert asking.get("/api/health").status_code == 200


def tamper(clinic: Path, statement: str) -> None:
    """Change the database behind the clinic's back."""
    with sqlite3.connect(clinic / "mirra.sqlite") as database:
        database.execute(statement)
    database.close()


def test_the_audit_is_verified_and_a_kept_hash_found_again(clinic: Path) -> None:
    done = mirra("audit", "verify", data=clinic)
    assert done.returncode == 0, done.stderr
    kept = hash_in(done.stdout)
    mirra("account", "password", "thea", "--random-password", data=clinic)
    again = mirra("audit", "verify", "--expect", kept, data=clinic)
    assert again.returncode == 0
    assert "2 entries" in again.stdout
    assert hash_in(again.stdout) != kept


def test_a_changed_entry_is_named_and_a_cut_end_seen_by_the_kept_hash(clinic: Path) -> None:
    mirra("account", "password", "thea", "--random-password", data=clinic)
    kept = hash_in(mirra("audit", "verify", data=clinic).stdout)
    tamper(clinic, "DELETE FROM audit WHERE id = 2")
    assert mirra("audit", "verify", data=clinic).returncode == 0, "a cut end cannot be seen from within"
    cut = mirra("audit", "verify", "--expect", kept, data=clinic)
    assert cut.returncode == 1
    assert "cut off" in cut.stderr
    tamper(clinic, "UPDATE audit SET subject = 'somebody' WHERE id = 1")
    changed = mirra("audit", "verify", data=clinic)
    assert changed.returncode == 1
    assert "audit entry 1" in changed.stderr


def test_a_server_prints_the_newest_hash_at_its_start_and_stop(clinic: Path) -> None:
    newest = hash_in(mirra("audit", "verify", data=clinic).stdout)
    server = Server(["serve"], clinic, until=r"newest hash at the start: \S+\n")
    answers(server)
    assert newest in server.said
    server.process.send_signal(signal.SIGTERM)
    said, complaints = server.process.communicate(timeout=30)
    assert server.process.returncode == 0, complaints
    assert f"newest hash at the stop: {newest}" in said
    assert "WARNING" not in complaints


def test_a_server_whose_audit_was_changed_says_so_loudly_and_starts(clinic: Path) -> None:
    tamper(clinic, "UPDATE audit SET actor = 'somebody' WHERE id = 1")
    server = Server(["serve"], clinic, until=r"newest hash at the start: \S+\n")
    answers(server)
    status, complaints = server.end(signal.SIGTERM)
    assert status == 0
    assert "WARNING: audit entry 1" in complaints


def test_a_lost_key_is_said_so_and_a_new_one_goes_on(clinic: Path) -> None:
    key = clinic / "mirra.sqlite.key"
    before = key.read_text()
    told = mirra("audit", "new-key", "--yes", data=clinic)
    assert told.returncode == 1
    assert "nothing to do" in told.stderr
    key.unlink()
    refused = mirra("audit", "verify", data=clinic)
    assert refused.returncode == 1
    assert "new-key" in refused.stderr
    assert not key.exists(), "a key was made without being asked for"
    assert mirra("audit", "new-key", data=clinic, entered="n\n").returncode == 1
    assert not key.exists()
    made = mirra("audit", "new-key", data=clinic, entered="y\n")
    assert made.returncode == 0, made.stderr
    assert "second" in made.stderr
    assert key.read_text() != before
    verified = mirra("audit", "verify", data=clinic)
    assert verified.returncode == 0, verified.stderr
    assert "1 of them were made under an earlier key" in verified.stdout
    assert mirra("account", "list", data=clinic).returncode == 0


def test_backup_and_restore_from_the_terminal(clinic: Path, tmp_path: Path) -> None:
    made = mirra("backup", str(clinic / "all.backup"), data=clinic)
    assert made.returncode == 0, made.stderr
    assert hash_in(made.stdout)
    assert "as safe as" in made.stderr
    again = mirra("backup", str(clinic / "all.backup"), data=clinic)
    assert again.returncode == 1
    assert "already" in again.stderr
    url = f"sqlite:///{clinic}/new/mirra.sqlite"
    (clinic / "new").mkdir(mode=0o700)
    done = mirra("restore", str(clinic / "all.backup"), "--database", url, data=clinic)
    assert done.returncode == 0, done.stderr
    assert re.search(r"accounts +1 rows", done.stdout)
    assert "newest hash" in done.stdout
    assert "thea" in mirra("account", "list", "--database", url, data=clinic).stdout
    full = mirra("restore", str(clinic / "all.backup"), "--database", url, data=clinic)
    assert full.returncode == 1
    assert "not empty" in full.stderr


def test_a_backup_without_the_key_says_what_that_means(clinic: Path) -> None:
    made = mirra("backup", str(clinic / "bare.backup"), "--without-key", data=clinic)
    assert made.returncode == 0
    assert "Keep it elsewhere" in made.stderr
    assert (clinic / "mirra.sqlite.key").read_bytes().strip() not in (clinic / "bare.backup").read_bytes()


@pytest.mark.parametrize(
    "command", [("audit", "verify"), ("doctor",), ("erase", "--rewrite"), ("backup", "x")]
)
def test_a_mistyped_database_is_said_so_and_not_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    absent = tmp_path / "absent.sqlite"
    done = mirra(*command, "--database", f"sqlite:///{absent}", data=tmp_path)
    assert done.returncode == 1
    assert "no database here" in done.stderr
    assert not list(tmp_path.glob("absent*"))
