"""Sessions of a person and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mirra.catalogue.models.fields import Frozen
from mirra.clinic.shapes.fields import PersonId
from mirra.practice.beside import Beside
from mirra.practice.fold import SessionResult
from mirra.practice.plan import SessionPlan
from mirra.practice.terms import SessionId


class PainPoint(Frozen):
    """Pain 0-10 before and after one session."""

    when: datetime
    before: int | None
    after: int | None


class SessionCard(Frozen):
    """One session in a list; ``doubt`` says that the device's clock was wrong, so ``when`` is the server's time."""

    id: SessionId
    when: datetime
    doubt: Literal["ahead", "behind"] | None = None
    result: SessionResult


class IncompleteSession(Frozen):
    """A session that has no result: its first event never came, or a newer mirra wrote it.

    ``arrived`` and ``heard`` are when its first and last events came in, by the server's clock.
    """

    id: SessionId
    why: Literal["no_first", "unreadable"]
    lines: int
    arrived: datetime
    heard: datetime


class SessionPage(Frozen):
    """Some sessions of a person, newest first; ``older`` says whether there are more before them."""

    sessions: tuple[SessionCard, ...]
    older: bool


class SessionDetail(Frozen):
    """One session: planned, done, felt, measured; ``beside`` has what its scores are held against, a block each."""

    person: PersonId
    person_name: str
    card: SessionCard
    plan: SessionPlan
    beside: tuple[Beside, ...] = ()
