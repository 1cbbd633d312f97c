"""How much of a day's practice is done, and whether one more session fits into the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mirra.catalogue.models.conditions import Dose
from mirra.catalogue.models.fields import Frozen


class Enough(Frozen):
    """A condition's most of a day, where another session would pass it: minutes before the mirror, or sessions."""

    of: Literal["minutes", "sessions"]
    most: int


def enough(dose: Dose, looked: Sequence[float], planned: float) -> Enough | None:
    """Why a session of ``planned`` s before the mirror is too much for the day; ``None`` where it fits.

    ``looked`` are the seconds before the mirror of each session done that day; a session without a mirror counts by its
    number only. The first session of a day always fits.
    """
    if looked and dose.day_sessions is not None and len(looked) >= dose.day_sessions:
        return Enough(of="sessions", most=dose.day_sessions)
    if looked and planned > 0 and sum(looked) + planned > 60 * dose.day_minutes:
        return Enough(of="minutes", most=dose.day_minutes)
    return None
