"""The server's log: faults only, and the same fault once a minute, so that nobody can fill the disk with it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

REPEAT_AFTER_S = 60.0
MAX_FAULTS_KNOWN = 200  # different faults kept in mind


class OnceAMinute(logging.Filter):
    """Lets the same message through once a minute, then with how often it was held back; ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock = clock
        self.seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log this."""
        now, kind = self.clock(), (record.name, record.getMessage())
        logged_at, held = self.seen.get(kind, (-REPEAT_AFTER_S, 0))
        if now - logged_at < REPEAT_AFTER_S:
            self.seen[kind] = logged_at, held + 1
            return False
        if held:
            record.msg, record.args = f"{kind[1]} ({held} more since it was last logged)", ()
        self.seen.pop(kind, None)
        self.seen[kind] = now, 0
        while len(self.seen) > MAX_FAULTS_KNOWN:
            del self.seen[next(iter(self.seen))]
        return True


def begin() -> None:
    """Log warnings and worse on standard error: never an address asked for, never a body."""
    handler = logging.StreamHandler()
    handler.addFilter(OnceAMinute())
    logging.basicConfig(format="mirra: %(levelname)s %(message)s", level=logging.WARNING, handlers=[handler])
