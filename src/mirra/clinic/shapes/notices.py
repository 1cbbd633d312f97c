"""What sessions, gates and review points raised, and what was done about it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.fields import Frozen, Slug
from mirra.clinic.shapes.fields import NoticeId, Reason
from mirra.practice.raised import AtReview, AtStage, Kind
from mirra.practice.terms import SessionId


class NoticeCard(Frozen):
    """Something that a session of ``at`` raised; ``level`` 3 is an alarm, ``done`` is when it was ticked off.

    ``events`` are adverse events; ``rise`` is pain (0-10) at check-in and at its worst. What the gates of a programme
    raised has no ``session`` and says ``at_stage`` what they said; a review point that is due has none either, and
    ``at_review`` says which it is. ``at`` is when it was first raised. ``unseen`` marks those that the therapist who
    asks has not been shown yet; cards in a list of people are never marked.
    """

    id: NoticeId
    session: SessionId | None
    kind: Kind
    level: int
    at: datetime
    events: tuple[Slug, ...] = ()
    rise: tuple[int, int] | None = None
    at_stage: AtStage | None = None
    at_review: AtReview | None = None
    done: datetime | None = None
    done_by: str = ""
    note: str = ""
    unseen: bool = False


class TickOff(Frozen):
    """What to tick off, and what was done about it."""

    notices: Annotated[tuple[NoticeId, ...], Field(min_length=1, max_length=200)]
    note: Reason


class ShownNotices(Frozen):
    """What the therapist who asks has been shown."""

    notices: Annotated[tuple[NoticeId, ...], Field(min_length=1, max_length=200)]
