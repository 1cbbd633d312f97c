"""The database that most tests of the clinic begin from, brought up to date once in a process."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from mirra.clinic.store import Store, sqlite_url


def new_database(at: Path) -> Path:
    """An SQLite file as a clinic's first start leaves it, without a key; gives its path."""
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_bytes(_empty())
    return at


@cache
def _empty() -> bytes:
    folder = Path(tempfile.mkdtemp(prefix="mirra-prepared-"))
    file = folder / "empty.sqlite"
    Store(sqlite_url(file)).close()  # the last connection brings the write-ahead log into the file
    assert sorted(one.name for one in folder.iterdir()) == ["empty.sqlite", "empty.sqlite.key"]
    made = file.read_bytes()
    shutil.rmtree(folder)
    return made
