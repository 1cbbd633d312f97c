"""argon2id at its real cost, but each password is hashed once, and each try checked once, in a whole run."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError


class Remembering:
    """Stands before a hasher; the hashes and answers it gives are that hasher's own."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self.hasher = hasher
        self.hashes: dict[bytes, str] = {}
        self.answers: dict[tuple[str, bytes], VerificationError | None] = {}

    def hash(self, password: bytes) -> str:
        """The hash of a password; the second time the same one."""
        if password not in self.hashes:
            self.hashes[password] = self.hasher.hash(password)
        return self.hashes[password]

    def verify(self, kept: str, password: bytes) -> bool:
        """Whether a password is the kept one; raises as the hasher did."""
        if (kept, password) not in self.answers:
            try:
                self.hasher.verify(kept, password)
                self.answers[kept, password] = None
            except VerificationError as error:
                self.answers[kept, password] = error
        answer = self.answers[kept, password]
        if answer:
            raise answer
        return True
