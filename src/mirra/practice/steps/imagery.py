"""Motor imagery: movements imagined to a pictured posture and back, rated, and executed where the plan says so."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from statistics import fmean, median
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Stage
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.imagery import LEAST_TIMES
from mirra.catalogue.models.questions import Question
from mirra.practice.address import fitting
from mirra.practice.case import Case
from mirra.practice.events import Event, Milliseconds
from mirra.practice.person import Person
from mirra.practice.steps.block import Demonstration, chosen, demonstration_of
from mirra.practice.steps.step import Step, StepResult, part_of

BETWEEN = 2.0  # s that a person is planned to take before each movement
RATING = 10.0  # s for both ratings of a movement

Way = Literal["imagined", "executed"]
Sense = Literal["seen", "felt"]
Part = Literal["imagined", "seen", "felt", "executed"]


class MovementTimed(Event):
    """One movement there and back: ``lasted`` ms from the press that marked its begin to that which marked its end."""

    kind: Literal["movement_timed"] = "movement_timed"
    step: Slug
    movement: Slug
    way: Way
    lasted: Milliseconds


class VividnessRated(Event):
    """How vivid a movement was, seen or felt: ``value`` from 1 to 5. A later rating of the same replaces it."""

    kind: Literal["vividness_rated"] = "vividness_rated"
    step: Slug
    movement: Slug
    sense: Sense
    value: int = Field(ge=1, le=5)


class ImagerySkipped(Event):
    """The person went on before a part of a movement was done."""

    kind: Literal["imagery_skipped"] = "imagery_skipped"
    step: Slug
    movement: Slug
    part: Part


class ImaginedMovement(Frozen):
    """One movement of motor imagery; ``demonstration`` names the still picture that shows its posture."""

    id: Slug
    name: str
    caution: str = ""
    demonstration: Demonstration


class MovementResult(Frozen):
    """One movement as it went; all times in s.

    ``imagined_time`` and ``executed_time`` are medians, ``ratio`` is the first over the second. ``seen`` and ``felt``
    are the ratings from 1 to 5. Each is null where there is nothing to take it from.
    """

    movement: Slug
    imagined: tuple[float, ...]
    executed: tuple[float, ...]
    imagined_time: float | None
    executed_time: float | None
    ratio: float | None
    seen: int | None
    felt: int | None
    skipped: tuple[Part, ...]


class ImageryResult(StepResult):
    """What came of motor imagery.

    ``ratio`` is the median of the movements' ratios, ``seen`` and ``felt`` are the means of their ratings; null where
    there are none.
    """

    kind: Literal["imagery"] = "imagery"
    movements: tuple[MovementResult, ...]
    ratio: float | None
    seen: float | None
    felt: float | None

    def share(self) -> float:
        """The share of movements that were imagined at least once."""
        return sum(bool(movement.imagined) for movement in self.movements) / len(self.movements)


class Imagery(Step):
    """Movements imagined one after another, each ``times`` times, at the person's own pace and without moving.

    ``before`` is said once, ``imagine`` with each posture. Then ``seen`` and ``felt`` are asked. With ``executions``
    the same movement is done so often as well, after ``execute`` was said; with 0 nothing is executed.
    """

    events: ClassVar[tuple[type[Event], ...]] = (MovementTimed, VividnessRated, ImagerySkipped)
    result: ClassVar[type[StepResult] | None] = ImageryResult
    practice: ClassVar[bool] = True

    kind: Literal["imagery"] = "imagery"
    before: tuple[str, ...]
    imagine: tuple[str, ...]
    execute: tuple[str, ...] = ()
    movements: tuple[ImaginedMovement, ...] = Field(min_length=1, max_length=20)
    times: int = Field(ge=1, le=20)
    executions: int = Field(default=0, ge=0, le=20)
    seen: Question
    felt: Question

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [movement.id for movement in self.movements]
        if len(ids) != len(set(ids)):
            raise ValueError("every movement of an imagery step needs an id of its own")
        return self

    def planned(self) -> float:
        """How long it takes at the pace of the loops, with a moment before each and a rating after, in s."""
        each = [
            movement.demonstration.seconds / movement.demonstration.repetitions for movement in self.movements
        ]
        return sum((self.times + self.executions) * (seconds + BETWEEN) + RATING for seconds in each)

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """Those of motor imagery."""
        return catalogue.imagery.rules

    def shorter(self, share: float) -> Self:
        """A part of the movements, each imagined as often as planned."""
        return self.model_copy(update={"movements": self.movements[: part_of(len(self.movements), share)]})

    def fold(self, events: Sequence[Event]) -> ImageryResult:
        """Times, ratings and the ratio of each movement."""
        movements = tuple(_movement(movement.id, events) for movement in self.movements)
        ratios = [movement.ratio for movement in movements if movement.ratio is not None]
        return ImageryResult(
            step=self.id,
            movements=movements,
            ratio=round(median(ratios), 4) if ratios else None,
            seen=_mean(movement.seen for movement in movements),
            felt=_mean(movement.felt for movement in movements),
        )

    def simulate(self, person: Person) -> None:
        """Imagine every movement, rate it, and execute it where asked; now and then a rating is skipped."""
        person.wait(3, 8)
        for movement in self.movements:
            tempo = movement.demonstration.seconds / movement.demonstration.repetitions
            self._time(person, movement, "imagined", tempo * person.random.gauss(1.1, 0.15), self.times)
            self._rate(person, movement)
            self._time(person, movement, "executed", tempo * person.random.gauss(1.0, 0.1), self.executions)

    def simulate_half(self, person: Person) -> None:
        """Imagine the first movement, and rate nothing."""
        first = self.movements[0]
        self._time(person, first, "imagined", first.demonstration.seconds, self.times)

    def _time(self, person: Person, movement: ImaginedMovement, way: Way, mean: float, times: int) -> None:
        for _ in range(times):
            person.wait(1, 3)
            lasted = max(0.3, person.random.gauss(mean, 0.1 * abs(mean)))
            person.wait(lasted, lasted)
            lasted = round(1000 * lasted, 1)
            person.say(MovementTimed, step=self.id, movement=movement.id, way=way, lasted=lasted)

    def _rate(self, person: Person, movement: ImaginedMovement) -> None:
        for sense in ("seen", "felt"):
            person.wait(2, 6)
            if person.random.random() < 0.05:
                person.say(ImagerySkipped, step=self.id, movement=movement.id, part=sense)
                continue
            value = min(max(round(person.random.gauss(3 + person.vividness / 2, 0.8)), 1), 5)
            person.say(VividnessRated, step=self.id, movement=movement.id, sense=sense, value=value)


def _movement(id: str, events: Sequence[Event]) -> MovementResult:
    """What came of one movement, from the events of the whole step."""
    times: dict[Way, list[float]] = {"imagined": [], "executed": []}
    rated: dict[Sense, int] = {}
    skipped: list[Part] = []
    for event in events:
        match event:
            case MovementTimed(movement=movement) if movement == id:
                times[event.way].append(round(event.lasted / 1000, 3))
            case VividnessRated(movement=movement) if movement == id:
                rated[event.sense] = event.value
            case ImagerySkipped(movement=movement) if movement == id and event.part not in skipped:
                skipped.append(event.part)
    imagined, executed = (round(median(lasted), 4) if lasted else None for lasted in times.values())
    return MovementResult(
        movement=id,
        imagined=tuple(times["imagined"]),
        executed=tuple(times["executed"]),
        imagined_time=imagined,
        executed_time=executed,
        ratio=round(imagined / executed, 4) if imagined is not None and executed else None,
        seen=rated.get("seen"),
        felt=rated.get("felt"),
        skipped=tuple(skipped),
    )


def _mean(values: Iterable[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(fmean(known), 3) if known else None


def dose(
    case: Case,
    stage: Stage,
    *,
    id: str = "imagery",
    turn: int = 0,
    movements: int | None = None,
    times: int | None = None,
    execute: bool = False,
) -> Imagery | None:
    """Movements of a stage to imagine, beginning elsewhere with each ``turn``; ``None`` where none has a picture.

    A stage that only looks gives those of the first stage that moves. ``times`` below the least of claim M01 is raised
    to it. ``execute`` asks for the movements to be done as well; where the affected limb is gone they never are.
    """
    written, condition = case.catalogue.imagery, case.condition
    who = case.prescription.limb, condition.affected_limb
    moving = (
        stage
        if stage.sizes
        else next((candidate for candidate in condition.stages if candidate.sizes), stage)
    )
    pool = deque(
        ImaginedMovement(id=exercise.id, name=exercise.name, caution=exercise.caution, demonstration=shown)
        for exercise in chosen(case, moving)
        if (shown := demonstration_of(case.catalogue, exercise)) is not None
    )
    if not pool:
        return None
    pool.rotate(-turn)
    often = max(LEAST_TIMES, times or written.times)
    executions = often if execute and condition.affected_limb == "there" else 0
    return Imagery(
        id=id,
        title=written.title,
        before=written.before,
        imagine=tuple(line.text for line in fitting(written.imagine, *who)),
        execute=tuple(line.text for line in fitting(written.execute, *who)) if executions else (),
        movements=tuple(pool)[: movements or written.movements],
        times=often,
        executions=executions,
        seen=written.seen,
        felt=written.felt,
    )
