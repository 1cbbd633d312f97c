"""Work in the background of a running server: results and figures brought up to date, held audit entries written."""

from __future__ import annotations

import logging
import threading
import time
import traceback

from sqlalchemy.exc import DBAPIError

from mirra.clinic import folding, summaries
from mirra.clinic.context import Clinic
from mirra.errors import StoreError

PIECES_AT_ONCE = 10  # sessions folded, or people counted, before others get their turn
REST_S = 0.02  # between two pieces of work, or as long as the piece took when that is longer
IDLE_S = 3.0  # until it looks again when there was nothing to do
log = logging.getLogger("mirra")


class Keeper:
    """One thread that works in pieces of some milliseconds and rests between them, so that uploads are not held up."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the piece of work that is being done."""
        self._ended.set()
        self._thread.join()

    def work(self) -> bool:
        """Do one piece of work; whether there was any."""
        clinic, now = self.clinic, self.clinic.now()
        clinic.journal.flush()
        with clinic.store.reading() as db:
            stale = folding.some_stale(db, PIECES_AT_ONCE)
            due = [] if stale else summaries.due(db, now, PIECES_AT_ONCE)
        if stale:
            folding.fold_now(clinic, now, stale)
        elif due:
            with clinic.store.writing(folding.LOCK_WAIT_S) as db:
                summaries.recount(db, clinic.catalogue, due, now)
        return bool(stale or due)

    def _run(self) -> None:
        rest = 0.0
        while not self._ended.wait(rest):
            began = time.monotonic()
            try:
                worked = self.work()
            except (StoreError, DBAPIError):  # busy, full or away: the events are kept, so this can wait
                worked = False
            except Exception as error:  # a fault of ours must not end the upkeep for good
                where = "".join(traceback.format_tb(error.__traceback__)[-3:])
                log.error("%s in the keeper\n%s", type(error).__name__, where)
                worked = False
            rest = max(REST_S, time.monotonic() - began) if worked else IDLE_S
