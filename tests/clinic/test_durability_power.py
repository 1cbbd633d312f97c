"""The power fails: every write the system had not yet been told to put on the disk is forgotten, or some of them are.

The very statements of the store are run, with its own pragmas, on a file system that forgets; ``synchronous=NORMAL``
is the control, so that the test is known to notice.
"""

# ruff: noqa: N802 (apsw names its methods so)

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest
from sqlalchemy import event, select

from mirra.clinic.store import PRAGMAS, Store, sqlite_url
from mirra.clinic.tables import EventRow
from tests.clinic.world import World, add_person, lines_of, send, today

SESSION = "a" * 32
CUTS = 6
Statement = tuple[str, tuple[Any, ...]]


class Forgetful(apsw.VFS):
    """A file system that keeps what is written in memory until it is told to sync."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.files: list[ForgetfulFile] = []
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> ForgetfulFile:
        file = ForgetfulFile(name, flags)
        self.files.append(file)
        return file

    def cut(self, survive: float, random: Random) -> None:
        """The power fails; each write not yet synced has a chance to ``survive`` all the same."""
        for file in self.files:
            file.forget(survive, random)
        self.files.clear()


class ForgetfulFile(apsw.VFSFile):
    """A file whose unsynced writes are (offset, bytes) in ``waiting``."""

    def __init__(self, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self.waiting: list[tuple[int, bytes]] = []

    def xWrite(self, data: bytes, offset: int) -> None:
        self.waiting.append((offset, bytes(data)))

    def xFileSize(self) -> int:
        size: int = super().xFileSize()
        return max([size, *(offset + len(data) for offset, data in self.waiting)])

    def xRead(self, amount: int, offset: int) -> bytes:
        on_disk = super().xFileSize()
        found = bytearray(super().xRead(amount, offset) if offset < on_disk else b"")
        found += bytes(amount - len(found))
        for start, data in self.waiting:
            low, high = max(start, offset), min(start + len(data), offset + amount)
            if low < high:
                found[low - offset : high - offset] = data[low - start : high - start]
        return bytes(found[: max(0, min(amount, self.xFileSize() - offset))])

    def xTruncate(self, size: int) -> None:
        self.waiting = [(start, data[: size - start]) for start, data in self.waiting if start < size]
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        self._write_out()
        super().xSync(flags)

    def forget(self, survive: float, random: Random) -> None:
        self.waiting = [one for one in self.waiting if random.random() < survive]
        self._write_out()

    def _write_out(self) -> None:
        for offset, data in self.waiting:
            super().xWrite(data, offset)
        self.waiting = []


@dataclass
class Batch:
    """The statements of one request, and which events it acknowledged."""

    statements: list[Statement] = field(default_factory=list)
    acknowledged: tuple[int, ...] = ()


@dataclass
class Tape:
    """A database as it was before, and what was then done to it."""

    before: Path
    batches: list[Batch]


@contextlib.contextmanager
def recording(store: Store, onto: Batch) -> Iterator[None]:
    """Note every statement of the store, its transactions included, as the driver is told it."""

    def note(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        for row in parameters if many else [parameters]:
            onto.statements.append((statement, tuple(row or ())))

    def commit(_connection: Any) -> None:
        onto.statements.append(("COMMIT", ()))

    def rollback(_connection: Any) -> None:
        onto.statements.append(("ROLLBACK", ()))

    listeners: dict[str, Callable[..., Any]] = {
        "before_cursor_execute": note,
        "commit": commit,
        "rollback": rollback,
    }
    for name, listener in listeners.items():
        event.listen(store.engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners.items():
            event.remove(store.engine, name, listener)


@pytest.fixture(scope="module")
def tape(tmp_path_factory: pytest.TempPathFactory) -> Tape:
    """A session as it was really sent, with what the store did for it."""
    folder = tmp_path_factory.mktemp("tape")
    world = World(folder)
    device = world.device(add_person(world.staff()))
    lines = lines_of(today(device).plan, SESSION)
    world.clinic.store.close()
    before = folder / "before.sqlite"
    shutil.copy(folder / "mirra.sqlite", before)
    shutil.copy(folder / "mirra.sqlite.key", folder / "before.sqlite.key")
    world.start()
    browser = world.nobody()
    browser.cookies.update(device.cookies)
    batches = []
    for start in range(0, len(lines), 2):
        batch = Batch()
        with recording(world.clinic.store, batch):
            answer = send(browser, SESSION, lines[start : start + 2])
        batch.acknowledged = tuple(stored["seq"] for stored in answer.json()["stored"])
        batches.append(batch)
    world.clinic.store.close()
    return Tape(before, batches)


def run(tape: Tape, folder: Path, synchronous: str, survive: float, seed: int) -> tuple[int, int]:
    """Play the tape until the power fails; gives how many events were acknowledged and how many of them are lost."""
    random, file = Random(seed), folder / f"{synchronous}-{survive}-{seed}.sqlite"
    shutil.copy(tape.before, file)
    system = Forgetful(f"forgetful-{file.name}")
    disk = apsw.Connection(str(file), vfs=system.name)
    disk.execute("PRAGMA locking_mode=EXCLUSIVE")  # the model has no shared memory
    for pragma in PRAGMAS:
        disk.execute(f"PRAGMA {pragma.replace('synchronous=FULL', f'synchronous={synchronous}')}")
    acknowledged: set[int] = set()
    for batch in tape.batches[: random.randint(5, len(tape.batches))]:
        play(disk, batch.statements)
        acknowledged |= set(batch.acknowledged)
    cut = folder / f"cut-{file.name}"
    system.cut(survive, random)
    for suffix in ("", "-wal"):
        if Path(f"{file}{suffix}").exists():
            shutil.copy(f"{file}{suffix}", f"{cut}{suffix}")
    store = Store(sqlite_url(cut), Path(f"{tape.before}.key"))  # refuses a damaged database
    with store.reading() as db:
        kept = set(db.scalars(select(EventRow.seq).where(EventRow.session == SESSION)))
    store.close()
    return len(acknowledged), len(acknowledged - kept)


def play(disk: apsw.Connection, statements: Sequence[Statement]) -> None:
    """Do again what the store did."""
    for statement, parameters in statements:
        if statement in ("COMMIT", "ROLLBACK") and not disk.in_transaction:
            continue
        disk.execute(statement, parameters)


def lost(tape: Tape, folder: Path, synchronous: str, survive: float) -> tuple[int, int]:
    """Acknowledged and lost over several power cuts."""
    runs = [run(tape, folder, synchronous, survive, seed) for seed in range(CUTS)]
    return sum(acknowledged for acknowledged, _ in runs), sum(gone for _, gone in runs)


def test_the_tape_holds_what_the_store_does(tape: Tape) -> None:
    said = [statement for batch in tape.batches for statement, _ in batch.statements]
    assert said.count("BEGIN IMMEDIATE") == len(tape.batches), "not one transaction a batch"
    assert sum(statement.startswith("INSERT INTO events") for statement in said) >= len(tape.batches)
    assert "COMMIT" in said
    assert "synchronous=FULL" in PRAGMAS
    assert "journal_mode=WAL" in PRAGMAS


@pytest.mark.parametrize("survive", [0.0, 0.5, 0.9])
def test_the_power_fails_and_nothing_acknowledged_is_lost(tape: Tape, tmp_path: Path, survive: float) -> None:
    acknowledged, gone = lost(tape, tmp_path, "FULL", survive)
    assert acknowledged > 50, "hardly anything was acknowledged; this proves nothing"
    assert gone == 0, f"{gone} of {acknowledged} acknowledged events are lost"


def test_the_model_would_notice(tape: Tape, tmp_path: Path) -> None:
    acknowledged, gone = lost(tape, tmp_path, "NORMAL", 0.0)
    assert gone == acknowledged, "without syncing at each commit everything should be lost in this model"
