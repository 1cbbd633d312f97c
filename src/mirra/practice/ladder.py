"""Which movement of a person's ladder is due: a pure function of what came of earlier sessions.

A ladder is the movements from the one ranked lowest (least hard) to the one ranked highest, as the person ranked them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mirra.catalogue.models.direct_movement import Climbing

Advice = Literal["first", "stay", "up", "down", "chosen"]


@dataclass(frozen=True)
class Tried:
    """What came of direct movement in one session.

    ``ranked`` is how hard each movement was ranked then (0-10). ``before`` is pain at check-in, ``felt`` pain during
    the movement (0-10), null where it was not said; the movement was done ``times`` out of ``planned``.
    """

    movement: str | None = None
    times: int = 0
    planned: int = 1
    before: int | None = None
    felt: int | None = None
    ranked: Mapping[str, int] = field(default_factory=dict)

    @property
    def rise(self) -> int | None:
        """How far pain during the movement was above that of the check-in; ``None`` where either was not said."""
        return None if self.felt is None or self.before is None else self.felt - self.before


@dataclass(frozen=True)
class Due:
    """The movement that is due, and why in one sentence; ``None``: the one that is ranked lowest in the session."""

    movement: str | None
    advice: Advice
    why: str


def ranking(tried: Sequence[Tried]) -> dict[str, int]:
    """How hard each movement was ranked the last time."""
    return {id: value for session in tried for id, value in session.ranked.items()}


def in_order(movements: Sequence[str], tried: Sequence[Tried]) -> tuple[str, ...]:
    """The ladder by each movement's last ranking; equal ones as given, and those never ranked last."""
    ranked = ranking(tried)
    return tuple(sorted(movements, key=lambda id: ranked.get(id, 11)))


def asks_again(tried: Sequence[Tried], sessions: int) -> bool:
    """Whether to ask for the ranking: it never was, or the last time was so many ``sessions`` ago."""
    return not any(session.ranked for session in tried[-sessions:])


def due(
    movements: Sequence[str], tried: Sequence[Tried], climbing: Climbing, chosen: str | None = None
) -> Due:
    """The movement that is due after these sessions, oldest first; ``chosen`` is the therapist's choice."""
    if chosen is not None:
        return Due(chosen, "chosen", "The therapist chose this movement.")
    ladder = in_order(movements, tried)
    last = next((session for session in reversed(tried) if session.movement in ladder), None)
    if last is None or last.movement is None:
        return Due(None, "first", "It is the first session with direct movement.")
    at, rise = ladder.index(last.movement), last.rise
    if rise is not None and rise >= climbing.down_rise:
        why = f"In the last session pain rose by {rise} during the movement ({climbing.down_rise} or more lead back)."
        return Due(ladder[max(0, at - 1)], "down" if at else "stay", why)
    row = _in_a_row(tried, last.movement, climbing)
    needed = f"{climbing.sessions} needed, with all times done and pain at most {climbing.up_rise} higher"
    why = f"Sessions in a row that went well: {row} ({needed})."
    if row < climbing.sessions:
        return Due(last.movement, "stay", why)
    if at + 1 == len(ladder):
        return Due(last.movement, "stay", f"{why} It is the last movement of the ladder.")
    return Due(ladder[at + 1], "up", why)


def _in_a_row(tried: Sequence[Tried], movement: str, climbing: Climbing) -> int:
    """In how many of the last sessions with this movement, one after another, all of it went well."""
    row = 0
    for session in reversed(tried):
        well = (
            session.rise is not None and session.rise <= climbing.up_rise and session.times >= session.planned
        )
        if session.movement != movement or not well:
            break
        row += 1
    return row
