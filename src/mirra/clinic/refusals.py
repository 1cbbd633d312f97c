"""Why the clinic does not do what it was asked; ``problems`` alone says with which status that is answered."""

from __future__ import annotations

from mirra.errors import MirraError


class Refused(MirraError):
    """A request that is not granted; ``code`` is the reason in a word that the pages know."""

    def __init__(self, code: str, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what, where=where, todo=todo)
        self.code = code


class Malformed(Refused):
    """The request is not one that this server takes, whoever sends it."""


class TooLarge(Refused):
    """The request is larger than this server takes."""


class WrongType(Refused):
    """The body is not of the one type that this server takes."""


class NotSignedIn(Refused):
    """Nobody is signed in, or what they signed in with is wrong."""


class NotAllowed(Refused):
    """It is known who asks, and this is not for them now."""


class NothingHere(Refused):
    """What was asked for does not exist, or is not for this one to see: the answer does not say which."""

    def __init__(
        self,
        code: str = "not_found",
        what: str = "There is nothing here.",
        *,
        where: str = "",
        todo: str = "",
    ) -> None:
        super().__init__(code, what, where=where, todo=todo)


class Conflicting(Refused):
    """It cannot be done together with what is kept now."""


class UsedUp(Refused):
    """It was good once, and is no longer."""


class Invalid(Refused):
    """What was sent can be read, and is not right."""


class RetryLater(Refused):
    """It can be done later: after ``seconds``."""

    def __init__(self, code: str, what: str, *, seconds: int, where: str = "", todo: str = "") -> None:
        super().__init__(code, what, where=where, todo=todo)
        self.seconds = seconds


class TooManyTries(RetryLater):
    """There were too many tries: the next one has to wait."""


class OutOfOrder(RetryLater):
    """The server cannot do it until something is put right."""
