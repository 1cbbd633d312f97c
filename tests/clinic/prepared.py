"""What many tests begin from, made once in a process: an empty clinic's database, and what is kept of a password."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher

from mirra.clinic import accounts, audit
from mirra.clinic.api.shapes import Role
from mirra.clinic.context import utc_now
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


def add_account(store: Store, login: str, role: Role, password: str) -> str:
    """Make an account as ``mirra account add`` does, but for the work of hashing its password; gives its id."""
    now = utc_now()
    with store.writing() as db:
        account = accounts.insert(db, login, login.title(), role, _kept(password), now)
        audit.note(db, now, audit.COMMANDS, "account_made", account.id)
        return account.id


@cache
def _kept(password: str) -> str:
    """An argon2id hash that says of itself that it was made with little work, so that checking it takes little too."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)
