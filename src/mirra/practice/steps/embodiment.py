"""Statements about the seen limb."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean
from typing import Literal, Self

from pydantic import Field

from mirra.catalogue.models.questions import Item
from mirra.practice import events
from mirra.practice.case import Case
from mirra.practice.course import Course
from mirra.practice.person import Person
from mirra.practice.steps.step import Step, part_of


class Embodiment(Step):
    """Statements about the seen limb, rated from ``low`` to ``high``, after at least a minute of looking.

    They are asked at most once in ``every_days``; ``explanation`` is said above the first. In a shorter session they
    are asked after a part of ``after_seconds``, as long as the look before them, and not before ``least``.
    """

    kind: Literal["embodiment"] = "embodiment"
    after_seconds: int = Field(ge=0, le=600)
    least: int = Field(default=0, ge=0, le=600)
    explanation: str = ""
    every_days: int = Field(default=0, ge=0, le=365)
    low: int = -3
    high: int = 3
    low_words: str
    high_words: str
    items: tuple[Item, ...]

    def shorter(self, share: float) -> Self:
        """The same, asked after the shorter look."""
        return self.model_copy(update={"after_seconds": part_of(self.after_seconds, share, self.least)})

    def simulate(self, person: Person) -> None:
        """Rate the statements; control items are mostly denied."""
        for item in self.items:
            person.wait(3, 8)
            mean = -2.2 if item.about == "control" else person.vividness
            value = min(max(round(person.random.gauss(mean, 0.9)), self.low), self.high)
            person.say(events.Answered, step=self.id, question=item.id, value=value)


def dose(case: Case, after: int) -> Embodiment:
    """The statements, asked after so many seconds of looking."""
    written = case.catalogue.embodiment
    return Embodiment(
        id="embodiment",
        title=written.title,
        explanation=written.explanation,
        every_days=written.every_days,
        after_seconds=after,
        least=case.condition.dose.look,
        low=written.low,
        high=written.high,
        low_words=written.low_words,
        high_words=written.high_words,
        items=written.items,
    )


def means(steps: Iterable[Step], course: Course) -> tuple[float | None, float | None]:
    """The means of the answers to the statements and to the control items; ``None`` where there are none."""
    own: list[int] = []
    control: list[int] = []
    for step in steps:
        for item in step.items if isinstance(step, Embodiment) else ():
            if felt := course.felt.get((step.id, item.id)):
                (control if item.about == "control" else own).append(felt.value)
    return (round(fmean(own), 3) if own else None), (round(fmean(control), 3) if control else None)
