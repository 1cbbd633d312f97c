"""The audit of reads: written in a short transaction of its own, so that reading never waits for a writer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from mirra.clinic import audit
from mirra.clinic.refusals import OutOfOrder
from mirra.clinic.store import Store
from mirra.errors import StoreError

PATIENCE = timedelta(hours=1)  # so long clinical data can be read although nothing can be recorded
MAX_ENTRIES_HELD = 100_000  # meanwhile
LOCK_WAIT_S = 0.5
log = logging.getLogger("mirra")


@dataclass(frozen=True)
class Entry:
    """One entry still to be written: when, by whom, what, of whom (ids)."""

    at: datetime
    actor: str
    action: str
    subject: str = ""


@dataclass
class Journal:
    """Writes audit entries of reads. What cannot be written, on a full disk for example, is held and written later."""

    store: Store
    now: Callable[[], datetime]
    _held: list[Entry] = field(default_factory=list)
    _since: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, entries: Iterable[Entry]) -> None:
        """Record these, with what was held before.

        Raises ``OutOfOrder`` when nothing could be recorded for over an hour: reads then have to wait.
        """
        new = list(entries)
        if not new:
            return
        try:
            self._write(new)
        except (StoreError, DBAPIError):
            self._hold(new)

    def flush(self) -> None:
        """Record what is held, if that is possible again."""
        if self._held:
            try:
                self._write([])
            except (StoreError, DBAPIError):
                log.warning("%d reads are not recorded in the audit yet", len(self._held))

    def _write(self, new: list[Entry]) -> None:
        with self._lock:
            held, since = self._held, self._since
            self._held = []
        try:
            with self.store.writing(LOCK_WAIT_S) as db:
                for entry in (*held, *new):
                    audit.note(db, entry.at, entry.actor, entry.action, entry.subject)
                if since:
                    subject = f"{len(held)} entries since {since.isoformat(timespec='seconds')}"
                    audit.note(db, self.now(), "server", "audit_was_away", subject)
        except BaseException:
            with self._lock:
                self._held = held + self._held
            raise
        with self._lock:
            self._since = None if not self._held else self._since

    def _hold(self, new: list[Entry]) -> None:
        with self._lock:
            self._since = self._since or self.now()
            late = self.now() - self._since > PATIENCE or len(self._held) + len(new) > MAX_ENTRIES_HELD
            if not late:
                self._held += new
        if late:
            raise OutOfOrder(
                "audit_away",
                "The clinic's server cannot record who reads what, so nothing is shown.",
                todo="Tell whoever looks after this server: its disk may be full.",
                seconds=60,
            )
