"""What must not be guessed: tokens, enrolment codes, and the hashes that alone are kept of them."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without 0 O 1 I L, which are taken for one another
LETTERS_PER_GROUP = 4
CODE_LETTERS = 2 * LETTERS_PER_GROUP


def new_id() -> str:
    """An id for a row: 32 hex digits."""
    return secrets.token_hex(16)


def new_token() -> str:
    """A token for a cookie: 256 bits."""
    return secrets.token_urlsafe(32)


def new_code(groups: int = CODE_LETTERS // LETTERS_PER_GROUP) -> str:
    """A code to be typed: letters and digits in groups of four, about 20 bits a group."""
    return "-".join(
        "".join(secrets.choice(CODE_ALPHABET) for _ in range(LETTERS_PER_GROUP)) for _ in range(groups)
    )


def plain_code(typed: str) -> str:
    """A code as typed, without what does not matter: case, spaces, hyphens."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def plain_login(typed: str) -> str:
    """A login as typed, without what does not matter: spaces around it, case, and other forms of the same letters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).strip().casefold()).strip()


def hashed(secret: str) -> str:
    """The SHA-256 of a secret of full strength (64 hex digits); passwords need more, see ``passwords``."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
