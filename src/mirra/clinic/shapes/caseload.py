"""A therapist's people in a list."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from mirra.anatomy import Limb, Side
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.clinic.shapes.fields import Name, PersonId
from mirra.clinic.shapes.notices import NoticeCard


class PersonCard(Frozen):
    """One person in the caseload; what is ``planned`` is null where nothing says how many sessions a week.

    ``notice`` is the most pressing one of ``news`` that are not ticked off; ``unseen`` counts those of them that the
    therapist who asks has not been shown yet. ``week_looked`` and ``week_planned`` are the viewing times (s) of the
    last seven days and of a week as planned, ``week_moved`` is the movement time; null where nothing was tracked.
    """

    id: PersonId
    name: Name
    condition: Slug
    condition_name: str
    affected: Side
    limb: Limb
    simulated: bool
    enrolled: bool
    sessions: int
    last_seven_days: int
    planned_per_week: float | None
    last_session: datetime | None
    pain_first: int | None
    pain_last: int | None
    archived: datetime | None
    notice: NoticeCard | None
    news: int
    unseen: int
    week_looked: float
    week_moved: float | None
    week_planned: float | None
    interrupted: int
    adverse: int
    incomplete: int
    doubtful: int


class CaseloadQuery(Frozen):
    """Which people to list: those with every word of ``search`` in name, condition, limb or side; order; page.

    ``look`` puts the most pressing first; ``page`` counts from 0. People in the archive are listed only when asked for.
    """

    search: Annotated[str, Field(max_length=80)] = ""
    sort: Literal["look", "name", "last_session"] = "look"
    page: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    only: Literal["all", "new", "open", "quiet", "pain_up", "archived"] = "all"
    condition: Slug | None = None


class Caseload(Frozen):
    """A page of a therapist's people; ``found`` of all ``total`` match the search.

    ``waiting`` says that sessions have come in that the figures do not count yet.
    """

    people: tuple[PersonCard, ...]
    found: int
    total: int
    page_size: int
    waiting: bool
