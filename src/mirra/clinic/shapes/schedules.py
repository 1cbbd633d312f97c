"""Locked schedules of days: what can be drawn, what was drawn, and what was given on its days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from mirra.catalogue.models.designs import DISPLAYS, MOST_DAYS, DesignRule, NamedDisplay
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.clinic.shapes.fields import PlanId, Reason, ScheduleId
from mirra.practice.terms import SessionId

State = Literal["in_force", "finished", "ended"]


class ScheduleAsk(Frozen):
    """A design, the displays that it compares in their order (A, B ...), and on how many days practised."""

    design: Slug
    displays: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=DISPLAYS)]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]


class NewSchedule(ScheduleAsk):
    """A schedule to draw for a person; ``plan`` is the plan in force that the therapist saw."""

    plan: PlanId


class PossibleDraws(Frozen):
    """How many draws are possible, in digits, each equally likely; ``doubt`` warns where they are too few."""

    draws: str
    doubt: str


class DesignCard(Frozen):
    """A design as offered when a schedule is drawn."""

    id: Slug
    name: str
    version: int
    note: str
    displays_low: int
    displays_high: int
    days: int
    days_low: int
    days_high: int
    rules: tuple[DesignRule, ...]


class Designs(Frozen):
    """The designs, and the displays that they compare."""

    designs: tuple[DesignCard, ...]
    displays: tuple[NamedDisplay, ...]


class GivenSession(Frozen):
    """A session of a scheduled day: what was really shown, by name, and whether that was what the day had."""

    id: SessionId
    when: datetime
    shown: tuple[str, ...]
    as_scheduled: bool
    looked: float


class GivenDay(Frozen):
    """A day of the schedule that was practised, the display that it had, and its sessions."""

    day: int
    scheduled: str
    sessions: tuple[GivenSession, ...]


class ScheduleEnd(Frozen):
    """That a schedule was ended before its last day."""

    made: datetime
    author: str
    reason: str


class ScheduleCard(Frozen):
    """A schedule of a person, without its days ahead and the seed from which they follow.

    ``missed`` counts days of the calendar without practice between the first and the last day practised. ``outside``
    are sessions meanwhile that had a plan of no day of this schedule, as a device without network may give.
    """

    id: ScheduleId
    made: datetime
    author: str
    design: Slug
    design_name: str
    design_version: int
    displays: tuple[str, ...]
    days: int
    practised: int
    draws: str
    doubt: str
    sha256: str
    state: State
    end: ScheduleEnd | None
    first: date | None
    last: date | None
    missed: int
    given: tuple[GivenDay, ...]
    outside: tuple[GivenSession, ...]


class PersonSchedules(Frozen):
    """The schedules of a person, newest first."""

    schedules: tuple[ScheduleCard, ...]


class OpenedSchedule(Frozen):
    """A schedule with its days ahead: the display of every day by name, the seed, and the text that was hashed."""

    card: ScheduleCard
    person: str
    seed: str
    days: tuple[str, ...]
    text: str


class EarlyEnd(Frozen):
    """Why a schedule is ended before its last day."""

    reason: Reason
