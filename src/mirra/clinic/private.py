"""Files that hold people's data: for their owner alone, wherever they lie and whoever made them wider."""

from __future__ import annotations

import logging
import os
from pathlib import Path

OTHERS = 0o077
log = logging.getLogger("mirra")


def prepare(database: Path) -> None:
    """Make an SQLite file that is not there yet, or narrow one that is, with what lies beside it, to mode 0600.

    SQLite gives its write-ahead log and shared memory the mode of the file. Raises ``OSError`` when it cannot be made.
    """
    if not database.exists():
        os.close(os.open(database, os.O_WRONLY | os.O_CREAT, 0o600))
    for file in (database, *database.parent.glob(f"{_literal(database.name)}[-.]*")):
        _narrow(file)


def open_folder(database: Path) -> Path | None:
    """The folder of a database when other users of this machine can look into it."""
    folder = database.resolve().parent
    return folder if os.name == "posix" and folder.stat().st_mode & OTHERS else None


def _narrow(file: Path) -> None:
    try:
        mode = file.stat().st_mode
        if os.name == "posix" and file.is_file() and mode & OTHERS:
            file.chmod(mode & 0o700)
    except FileNotFoundError:
        pass  # the last program to close a database takes its log away
    except OSError:
        log.warning("other users of this machine can read %s, and its mode cannot be changed", file)


def _literal(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
