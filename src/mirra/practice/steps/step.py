"""What every kind of step has, and what it may have of its own."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import ClassVar, Self

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.programmes import Measure
from mirra.practice.course import Course
from mirra.practice.events import Event
from mirra.practice.person import Person


class StepResult(Frozen):
    """What came of one step, for kinds whose result is more than time and answers."""

    kind: str
    step: Slug

    def share(self) -> float:
        """How much of the step was done, from 0 to 1."""
        return 1.0

    def measures(self) -> dict[Measure, float]:
        """What gates may be held against, each in the unit that ``catalogue.models.programmes`` names."""
        return {}


def part_of(number: int, share: float, least: int = 1) -> int:
    """This share of a number, rounded up; never below ``least``, and never above the number."""
    return min(number, max(least, ceil(number * share)))


class Step(Frozen):
    """One step of a session; ``title`` is its heading.

    ``events`` are the kind's own, ``result`` is the shape of what they come to, with ``takes_answers`` also what the
    answers to its questions do. ``shows_limb`` says that the person looks at their limb meanwhile; ``practice`` that
    the session is for this step, and that it may be stopped half way.
    """

    events: ClassVar[tuple[type[Event], ...]] = ()
    takes_answers: ClassVar[bool] = False
    result: ClassVar[type[StepResult] | None] = None
    shows_limb: ClassVar[bool] = False
    practice: ClassVar[bool] = False

    kind: str
    id: Slug
    title: str

    def needs_camera(self) -> bool:
        """Whether the camera, or the glass mirror, must have been set up before."""
        return self.shows_limb

    def planned(self) -> float:
        """How long it is planned to take, in s; 0 where a person takes the time they need."""
        return 0.0

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """The rules it follows beyond those of the condition, each with its claim."""
        del catalogue
        return ()

    def shorter(self, share: float) -> Self:
        """The same with about this share of its work, for who says "Too much today"; itself where it stays whole.

        ``web/src/session/steps/<kind>.ts`` holds the same rule: what is left out there is not expected here.
        """
        del share
        return self

    def take(self, course: Course, event: Event) -> None:
        """Let an event of this step change the course of the session."""

    def fold(self, events: Sequence[Event]) -> StepResult | None:
        """What came of it, from those of its events that are there, in their order; pure, and raises nothing."""
        del events
        return None

    def simulate(self, person: Person) -> None:
        """Let a simulated person do it."""
        raise NotImplementedError

    def simulate_half(self, person: Person) -> None:
        """Let a simulated person begin it, and not end it."""
        person.wait(2, 6)

    def simulate_cut(self, person: Person) -> None:
        """Let a simulated person who stopped half way leave it."""
