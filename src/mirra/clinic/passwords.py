"""Passwords: which are taken, and how they are kept (argon2id)."""

from __future__ import annotations

import re
import threading
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mirra.errors import AccessError

MIN_PASSWORD_LETTERS = 12
MAX_PASSWORD_LETTERS = 200
_hasher = PasswordHasher()  # argon2id, RFC 9106, 64 MiB
_few_at_once = threading.Semaphore(2)  # else many tries at once would take all memory


def check(password: str, *names: str) -> None:
    """Raise ``AccessError`` saying why, when a password is too short, too long, common, or made of a name given."""
    todo = "Take a few words that do not belong together."
    if not MIN_PASSWORD_LETTERS <= len(password) <= MAX_PASSWORD_LETTERS:
        raise AccessError(
            f"A password has {MIN_PASSWORD_LETTERS} to {MAX_PASSWORD_LETTERS} characters.",
            where="password",
            todo=todo,
        )
    bare = _bare(password)
    if bare in common() or bare.rstrip("0123456789") in common():
        raise AccessError("That password is among the commonest.", where="password", todo=todo)
    if len(set(bare)) < 5 or len(bare) > (bare + bare).find(bare, 1):
        raise AccessError("That password repeats itself too much.", where="password", todo=todo)
    if any(len(name) > 3 and name.casefold() in password.casefold() for name in names):
        raise AccessError("That password holds the login or the name.", where="password", todo=todo)


def hash_of(password: str) -> str:
    """What is kept of a password."""
    with _few_at_once:
        return _hasher.hash(password.encode("utf-8", "replace"))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether a password is the kept one; takes as long where there is none (``None``)."""
    with _few_at_once:
        try:
            right = _hasher.verify(password_hash or nobodys(), password.encode("utf-8", "replace"))
        except (VerificationError, InvalidHashError):
            return False
    return right and password_hash is not None


@cache
def nobodys() -> str:
    """The hash that stands in for an account that does not exist."""
    return _hasher.hash(b"nobody has this password")


@cache
def common() -> frozenset[str]:
    """Passwords that are tried first, as ``_bare`` leaves them."""
    text = (files("mirra.clinic") / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _bare(password: str) -> str:
    """A password without case, and without the signs put in to make it look harder."""
    return re.sub(r"[\W_]+", "", password.casefold())
