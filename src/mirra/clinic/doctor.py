"""A whole examination of a clinic's database and what lies beside it; it changes nothing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import Session

from mirra.clinic import audit, damage, keys, schedules, schema
from mirra.clinic.backup import newest_backup
from mirra.clinic.erasing import REWRITING_DUE, copies
from mirra.clinic.existing import existing
from mirra.clinic.store import usual_key_file
from mirra.clinic.tables import EventRow, KeptEntry, SessionRow, Setting
from mirra.errors import StoreError

MAX_FAULTS_NAMED = 5
BACKUP_STALE_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Finding:
    """One thing examined: ``good`` is false when something has to be done about it."""

    good: bool
    what: str


@dataclass(frozen=True)
class Patient:
    """What is examined: an open database, its SQLite file if it has one, its key file, and the time."""

    engine: Engine
    file: Path | None
    key_file: Path
    now: datetime


def examine(url: str, now: datetime, *, key_file: Path | None = None) -> Iterator[Finding]:
    """Examine a database, one finding at a time; raises ``StoreError`` when it is not there or cannot be read."""
    with existing(url) as engine:
        file = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
        patient = Patient(engine, file, key_file or usual_key_file(str(file) if file else None), now)
        step = _schema(patient)
        yield step
        yield from _files(patient)
        yield _whole(patient)
        if step.good:
            for check in CHECKS:
                yield check(patient)


def _schema(patient: Patient) -> Finding:
    with patient.engine.connect() as connection:
        step = schema.current(connection)
    if step == schema.newest():
        return Finding(True, f"Version of the tables: {step}, the newest.")
    if step in schema.known():
        what = f"The tables are of an older version ({step}). Starting the server brings them up to date."
        return Finding(False, what)
    return Finding(False, f"The tables are of a newer mirra ({step}). Update mirra.")


def _files(patient: Patient) -> Iterator[Finding]:
    """Modes of the files, room on the disk, the key."""
    files = [patient.key_file]
    if patient.file:
        database_files = [Path(f"{patient.file}{end}") for end in ("", "-wal", "-shm")]
        files += [*database_files, *copies(patient.file)]
    open_to_others = [file for file in files if file.exists() and file.stat().st_mode & 0o077]
    for file in open_to_others:
        yield Finding(False, f"Other users of this machine can read {file}. Run: chmod 600 '{file}'")
    if not open_to_others:
        yield Finding(True, "Only their owner can read the files.")
    folder = (patient.file or patient.key_file).resolve().parent
    if folder.exists():
        yield _folder(folder)
    if patient.file:
        yield _room(patient.file)
    there = patient.key_file.exists()
    state = "is here" if there else "is missing. Put it back from a backup, or run: mirra audit new-key"
    yield Finding(there, f"The clinic's key {state} ({patient.key_file}).")


def _folder(folder: Path) -> Finding:
    if folder.stat().st_mode & 0o077:
        return Finding(False, f"Other users of this machine can open the folder. Run: chmod 700 '{folder}'")
    return Finding(True, "Only its owner can open the folder.")


def _room(file: Path) -> Finding:
    free, size = shutil.disk_usage(file.parent).free, file.stat().st_size
    what = f"Room on the disk: {free / 1e9:.1f} GB; the database has {size / 1e9:.3f} GB."
    if free < 2 * size + 200_000_000:
        return Finding(False, f"{what} Make room: updates and erasing need twice the database's size.")
    return Finding(True, what)


def _whole(patient: Patient) -> Finding:
    with patient.engine.connect() as connection:
        damages = damage.findings(connection)
    if damages:
        return Finding(
            False, f"The database is damaged: {'; '.join(damages[:MAX_FAULTS_NAMED])}. Restore a backup."
        )
    return Finding(True, "The whole database can be read, and every row's links are whole.")


def _events(patient: Patient) -> Finding:
    """Every event's line against the hash that its device was given."""
    count = 0
    wrong: list[str] = []
    with Session(patient.engine) as db:
        lines = select(EventRow.session, EventRow.seq, EventRow.line, EventRow.sha256)
        for row in db.execute(lines.execution_options(yield_per=1000)):
            count += 1
            if hashlib.sha256(row.line.encode()).hexdigest() != row.sha256 and len(wrong) < MAX_FAULTS_NAMED:
                wrong.append(f"{row.session} {row.seq}")
    if wrong:
        return Finding(False, f"Events are not as they came ({', '.join(wrong)}). Restore a backup.")
    return Finding(True, f"All {count} events are as they came.")


def _entries(patient: Patient) -> Finding:
    """Every entry of the index page against the hash that its device was given."""
    count = 0
    wrong: list[str] = []
    with Session(patient.engine) as db:
        entries = select(KeptEntry.id, KeptEntry.line, KeptEntry.sha256)
        for row in db.execute(entries.execution_options(yield_per=1000)):
            count += 1
            if hashlib.sha256(row.line.encode()).hexdigest() != row.sha256 and len(wrong) < MAX_FAULTS_NAMED:
                wrong.append(row.id)
    if wrong:
        return Finding(False, f"Entries are not as they came ({', '.join(wrong)}). Restore a backup.")
    return Finding(True, f"All {count} entries outside of sessions are as they came.")


def _sessions(patient: Patient) -> Finding:
    """Every session's count of lines against its lines."""
    counted = select(EventRow.session, func.count().label("found")).group_by(EventRow.session).subquery()
    joined = select(SessionRow.id).outerjoin(counted, counted.c.session == SessionRow.id)
    differ = joined.where(or_(counted.c.found.is_(None), counted.c.found != SessionRow.lines))
    with Session(patient.engine) as db:
        total = db.scalar(select(func.count()).select_from(SessionRow)) or 0
        wrong = list(db.scalars(differ.where(SessionRow.lines > 0).limit(MAX_FAULTS_NAMED)))
    if wrong:
        return Finding(
            False, f"Sessions lack events or have too many ({', '.join(wrong)}). Restore a backup."
        )
    return Finding(True, f"All {total} sessions have as many events as were counted.")


def _schedules(patient: Patient) -> Finding:
    """Every locked schedule against its seed, its hash and the audit."""
    with Session(patient.engine) as db:
        verified = list(schedules.verify(db))
    if wrong := [f"{schedule.id}: {schedule.wrong}" for schedule in verified if schedule.wrong]:
        return Finding(False, f"Schedules are not as they were drawn ({' '.join(wrong[:MAX_FAULTS_NAMED])}).")
    return Finding(True, f"All {len(verified)} locked schedules are as they were drawn.")


def _audit(patient: Patient) -> Finding:
    if not patient.key_file.exists():
        return Finding(False, "The audit cannot be verified without the clinic's key.")
    try:
        with Session(patient.engine, info={"keys": keys.load(patient.key_file)}) as db:
            verified = audit.verify(db)
    except StoreError as error:
        return Finding(False, f"{error.what} ({error.where}) {error.todo}")
    what = f"All {verified.entries} entries of the audit are as they were written; the newest is {verified.newest}."
    if verified.unchecked:
        what += f" {verified.unchecked} were made under an earlier key and could not be checked."
    return Finding(True, what)


def _backup(patient: Patient) -> Finding:
    with Session(patient.engine) as db:
        last = newest_backup(db)
    if last is None:
        return Finding(False, "No backup has been made. Run: mirra backup FILE")
    age = patient.now - last
    what = f"The last backup was made {age.days} days ago ({last:%Y-%m-%d %H:%M} UTC)."
    return Finding(
        age <= BACKUP_STALE_AFTER, what if age <= BACKUP_STALE_AFTER else f"{what} Run: mirra backup FILE"
    )


def _rewriting(patient: Patient) -> Finding:
    with Session(patient.engine) as db:
        due = db.get(Setting, REWRITING_DUE)
    if due:
        return Finding(
            False, "A person was erased; old pages may still hold them. Run: mirra erase --rewrite"
        )
    return Finding(True, "Nothing erased is left in the files.")


CHECKS: tuple[Callable[[Patient], Finding], ...] = (
    _events,
    _entries,
    _sessions,
    _schedules,
    _audit,
    _backup,
    _rewriting,
)
