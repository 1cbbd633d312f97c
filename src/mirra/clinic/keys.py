"""The secret of one clinic, in a file beside its database: whoever has the database alone does not have it."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mirra.errors import StoreError

BYTES = 32


@dataclass(frozen=True)
class Keys:
    """One secret of 32 bytes, and the keys derived from it, one for each purpose (HKDF-SHA-256, RFC 5869)."""

    secret: bytes = field(repr=False)
    new: bool = False

    def of(self, purpose: str, length: int = 32) -> bytes:
        """The key for one purpose, of ``length`` bytes; the same every time."""
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"mirra {purpose}".encode()).derive(
            self.secret
        )

    def fingerprint(self) -> str:
        """What tells this secret from another without telling it: 16 hex digits."""
        return self.of("fingerprint", 8).hex()


def load(file: Path) -> Keys:
    """The keys of a file, which is made when it is not there, readable by its owner alone.

    Raises ``StoreError`` when it cannot be read or made, or holds something else.
    """
    try:
        if not file.exists():
            _make(file)
            return Keys(_read(file), new=True)
        return Keys(_read(file))
    except OSError as error:
        raise StoreError(
            f"The key file cannot be read or made ({error.strerror}).",
            where=str(file),
            todo="Check the folder's permissions, or name another file with --key-file.",
        ) from None


def write(file: Path, secret: bytes) -> None:
    """Write a key file that is not there yet, readable by its owner alone; it is whole or not there at all."""
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as open_file:
        open_file.write(secret.hex() + "\n")
        open_file.flush()
        os.fsync(open_file.fileno())
    try:
        os.link(part, file)  # unlike a rename, this never takes the place of a file that another process made
    except FileExistsError:
        pass
    finally:
        part.unlink()


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write(file, secrets.token_bytes(BYTES))


def _read(file: Path) -> bytes:
    try:
        secret = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) != BYTES:
        raise StoreError(
            "This is no key file of mirra.", where=str(file), todo="Put the key file from a backup here."
        )
    return secret
