"""Which lesson comes in today's session, from those a person has had; pure, and the same for the same past."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Condition
from mirra.catalogue.models.lessons import Lesson, LessonsFile
from mirra.practice.prescription import Prescription

# "left": it was begun, and not all of its questions were answered. "not_reached": nothing of it was done.
Outcome = Literal["understood", "not_understood", "left", "not_reached"]


@dataclass(frozen=True)
class Had:
    """One time that a lesson was in a person's session; ``again`` says that only its questions were asked."""

    lesson: str
    day: date
    outcome: Outcome
    again: bool = False


@dataclass(frozen=True)
class Known:
    """Where a person stands with one lesson.

    ``shown`` counts how often it was shown, ``last`` is the last day of it, ``understood`` the day on which it was
    understood and since when nothing spoke against it, ``kept`` says that it was understood again later. ``asked``
    counts how often its questions were asked again since then, and left.
    """

    shown: int = 0
    last: date | None = None
    understood: date | None = None
    kept: bool = False
    asked: int = 0


@dataclass(frozen=True)
class Due:
    """The lesson of a session: shown whole, or with ``again`` only asked about."""

    lesson: Lesson
    again: bool


def fitting(catalogue: Catalogue, condition: Condition, prescription: Prescription) -> tuple[Lesson, ...]:
    """Every lesson for a person with this condition, limb and picture, in their order."""
    who = condition.id, prescription.limb, prescription.picture, condition.affected_limb
    return tuple(lesson for lesson in catalogue.lessons.values() if lesson.fits(*who))


def offered(catalogue: Catalogue, condition: Condition, prescription: Prescription) -> tuple[Lesson, ...]:
    """The lessons that a person may be given, in their order: those that fit, without those left out."""
    if not prescription.lessons:
        return ()
    out = prescription.lessons_out
    return tuple(lesson for lesson in fitting(catalogue, condition, prescription) if lesson.id not in out)


def to_read_again(offered: Iterable[Lesson], had: Sequence[Had], out: Collection[str]) -> tuple[Lesson, ...]:
    """Those that were shown to a person, also when they skipped them, without those that a therapist left out."""
    return tuple(
        lesson for lesson in offered if lesson.id not in out and last_shown(lesson.id, had) is not None
    )


def known(lesson: str, had: Iterable[Had]) -> Known:
    """Where a person stands with a lesson, from every time that they had it."""
    now = Known()
    for time in sorted((time for time in had if time.lesson == lesson), key=lambda time: time.day):
        now = _after(now, time)
    return now


def last_shown(lesson: str, had: Iterable[Had]) -> date | None:
    """The last day on which the pages of a lesson were shown; ``None`` where they never were."""
    days = [
        time.day for time in had if time.lesson == lesson and not time.again and time.outcome != "not_reached"
    ]
    return max(days, default=None)


def _after(now: Known, time: Had) -> Known:
    """Where they stand after having had it once more."""
    if time.outcome == "not_reached":
        return now
    shown = now.shown + (not time.again)
    understood = now.understood
    if time.outcome == "understood":
        understood_again = time.again and understood is not None
        return Known(shown, time.day, understood if understood_again else time.day, understood_again)
    if time.outcome == "left" and time.again:
        return Known(shown, time.day, understood, now.kept, now.asked + 1)
    return Known(shown, time.day)


def due(lessons: Sequence[Lesson], had: Sequence[Had], today: date, terms: LessonsFile) -> Due | None:
    """The lesson of today's session; ``None`` where there is none left.

    Questions that are to be asked again come first, those understood longest ago before others. Then come lessons that
    are not understood: what was shown least, in the order of ``lessons``.
    """
    stands = [(lesson, known(lesson.id, had)) for lesson in lessons]
    again = [
        (standing.understood, order, lesson)
        for order, (lesson, standing) in enumerate(stands)
        if standing.understood is not None
        and not standing.kept
        and standing.asked < terms.most_shown
        and today - standing.understood >= timedelta(days=terms.again_days)
    ]
    if again:
        return Due(min(again, key=lambda candidate: candidate[:2])[2], again=True)
    open_ = [
        (standing.shown, order, lesson)
        for order, (lesson, standing) in enumerate(stands)
        if standing.understood is None and standing.shown < terms.most_shown
    ]
    return Due(min(open_, key=lambda candidate: candidate[:2])[2], again=False) if open_ else None
