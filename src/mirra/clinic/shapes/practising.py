"""What a person's own page takes and gives: today's plan, and the events of a session."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.fields import Frozen, LanguageTag
from mirra.clinic.shapes.diary import DiaryForm
from mirra.clinic.shapes.fields import PersonId
from mirra.clinic.shapes.sessions import PainPoint, SessionCard
from mirra.practice.daily import Enough
from mirra.practice.plan import SessionPlan


class Today(Frozen):
    """What the person's page needs: today's plan, the newest of what was done, the pain course.

    ``plan`` is null where no session is given, since the last screening says that the person cannot start.
    ``enough`` is the condition's most of a day, where one more session would pass it. ``language`` is that of the
    plan in force, ``languages`` are those that the person may choose from. ``diary`` is what the diary asks.
    """

    name: str
    plan: SessionPlan | None
    language: LanguageTag
    done_today: int
    enough: Enough | None = None
    sessions: tuple[SessionCard, ...]
    older: bool = False
    pain: tuple[PainPoint, ...]
    diary: DiaryForm
    languages: tuple[LanguageTag, ...] = ()


class ChosenLanguage(Frozen):
    """The language that a person chooses for themselves."""

    language: LanguageTag


class Batch(Frozen):
    """Events of one session as the exact lines the device stored; ``person`` is whose enrolment wrote them.

    A line may be sealed (``clinic.sealed``), and is then longer than the event in it.
    """

    person: PersonId | None = None
    events: Annotated[
        tuple[Annotated[str, Field(max_length=11_200)], ...], Field(min_length=1, max_length=200)
    ]


class Stored(Frozen):
    """One event the disk has: its place and the SHA-256 (hex) of its line, of a sealed one as the device sent it."""

    seq: int
    sha256: str


class Receipt(Frozen):
    """The acknowledgement: what the disk has of this batch, and inclusive ranges still missing before the last."""

    stored: tuple[Stored, ...]
    missing: tuple[tuple[int, int], ...]
