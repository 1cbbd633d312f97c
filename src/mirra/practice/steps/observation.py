"""Action observation: a movement is watched for a dosed time, then done at once, at the person's own pace."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Stage
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, Side, Slug
from mirra.catalogue.models.observation import SPEED_MOST, Speed
from mirra.practice.case import Case
from mirra.practice.events import Event, Milliseconds
from mirra.practice.person import Person
from mirra.practice.steps.block import Demonstration, chosen, demonstration_of
from mirra.practice.steps.step import Step, StepResult, part_of

Outcome = Literal["done", "skipped"]
FilmShown = Literal["drawn", "own"]


class MovementWatched(Event):
    """The film of a movement was watched for ``lasted`` ms in all, to its dosed time or until the person went on.

    ``film`` says which: the drawn one, or one of the person's or therapist's own, which stays on their device.
    """

    kind: Literal["movement_watched"] = "movement_watched"
    step: Slug
    movement: Slug
    lasted: Milliseconds
    outcome: Outcome
    film: FilmShown = "drawn"


class MovementRepeated(Event):
    """The watched movement was done once; ``by`` says who counted it."""

    kind: Literal["movement_repeated"] = "movement_repeated"
    step: Slug
    movement: Slug
    by: Literal["taps"] = "taps"


class RepeatingLeft(Event):
    """The person went on before the movement was done so often as planned."""

    kind: Literal["repeating_left"] = "repeating_left"
    step: Slug
    movement: Slug


class ObservedMovement(Frozen):
    """One movement to watch and to do; ``tempo`` is seconds per repetition of its film at speed 1."""

    id: Slug
    name: str
    instruction: tuple[str, ...]
    caution: str = ""
    tempo: float = Field(gt=0.5, le=30)
    repetitions: int = Field(ge=1, le=200)
    demonstration: Demonstration


class ObservedResult(Frozen):
    """One movement as it went.

    ``watched`` is in s, null where it was not watched. ``tempo`` is the median time between two repetitions in s, null
    below two. ``left`` says that the person went on before all of them. ``film`` is the one watched last.
    """

    movement: Slug
    watched: float | None
    repetitions: int
    tempo: float | None
    left: bool
    film: FilmShown | None = None


class ObservationResult(StepResult):
    """What came of action observation: ``watched`` in s and ``repetitions`` of all its movements."""

    kind: Literal["observation"] = "observation"
    movements: tuple[ObservedResult, ...]
    watched: float
    repetitions: int

    def share(self) -> float:
        """The share of movements that were watched and done at least once."""
        return sum(bool(one.watched and one.repetitions) for one in self.movements) / len(self.movements)


class Observation(Step):
    """Movements watched one after another for ``seconds`` each, and each done at once by the limb of ``side``.

    ``speed`` is that of the film, 1 being as it was drawn. ``before`` is said once, ``watch`` with the film, and
    ``act`` before the movement is done.
    """

    events: ClassVar[tuple[type[Event], ...]] = (MovementWatched, MovementRepeated, RepeatingLeft)
    result: ClassVar[type[StepResult] | None] = ObservationResult
    practice: ClassVar[bool] = True

    kind: Literal["observation"] = "observation"
    before: tuple[str, ...]
    watch: tuple[str, ...]
    act: str
    side: Side
    seconds: int = Field(ge=2, le=600)
    speed: Speed = SPEED_MOST
    movements: tuple[ObservedMovement, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [movement.id for movement in self.movements]
        if len(ids) != len(set(ids)):
            raise ValueError("every movement of an observation step needs an id of its own")
        return self

    def planned(self) -> float:
        """How long is watched, in s; doing takes the time that the person needs."""
        return float(self.seconds * len(self.movements))

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """Those of action observation."""
        return catalogue.observation.rules

    def shortened(self, seconds: int, repetitions: int) -> Self:
        """The same with one movement, watched for at most ``seconds`` and done at most ``repetitions`` times."""
        first = self.movements[0]
        few = {"repetitions": min(first.repetitions, max(1, repetitions))}
        return self.model_copy(
            update={"seconds": min(self.seconds, seconds), "movements": (first.model_copy(update=few),)}
        )

    def shorter(self, share: float) -> Self:
        """A part of the movements, each watched and done as planned."""
        return self.model_copy(update={"movements": self.movements[: part_of(len(self.movements), share)]})

    def fold(self, events: Sequence[Event]) -> ObservationResult:
        """How long each movement was watched, how often it was done, and how fast."""
        movements = tuple(_movement(one.id, events) for one in self.movements)
        return ObservationResult(
            step=self.id,
            movements=movements,
            watched=round(sum(one.watched or 0.0 for one in movements), 3),
            repetitions=sum(one.repetitions for one in movements),
        )

    def simulate(self, person: Person) -> None:
        """Watch each movement to its end and do it so often as planned."""
        person.wait(2, 6)
        for movement in self.movements:
            self._watch(person, movement)
            for _ in range(movement.repetitions):
                pause = movement.tempo * max(0.3, person.random.gauss(1.1, 0.15))
                person.wait(pause, pause)
                person.say(MovementRepeated, step=self.id, movement=movement.id)

    def simulate_half(self, person: Person) -> None:
        """Watch the first movement, and do nothing."""
        self._watch(person, self.movements[0])

    def _watch(self, person: Person, movement: ObservedMovement) -> None:
        person.wait(self.seconds, self.seconds)
        lasted = 1000.0 * self.seconds
        person.say(MovementWatched, step=self.id, movement=movement.id, lasted=lasted, outcome="done")


def _movement(id: str, events: Sequence[Event]) -> ObservedResult:
    """What came of one movement, from the events of the whole step."""
    seen = [one for one in events if isinstance(one, MovementWatched) and one.movement == id]
    watched = [one.lasted for one in seen]
    done = [one.at for one in events if isinstance(one, MovementRepeated) and one.movement == id]
    between = [max(0.0, later - earlier) for earlier, later in pairwise(done)]
    return ObservedResult(
        movement=id,
        watched=round(sum(watched) / 1000, 3) if watched else None,
        repetitions=len(done),
        tempo=round(median(between) / 1000, 3) if between else None,
        left=any(isinstance(one, RepeatingLeft) and one.movement == id for one in events),
        film=seen[-1].film if seen else None,
    )


def dose(
    case: Case,
    stage: Stage,
    *,
    id: str = "observation",
    turn: int = 0,
    movements: int | None = None,
    seconds: int | None = None,
    speed: float | None = None,
    repetitions: int | None = None,
    by: Literal["affected", "intact"] = "affected",
) -> Observation | None:
    """Movements of a stage to watch and do, beginning elsewhere with each ``turn``; ``None`` where none has a film.

    A stage that only looks gives those of the first stage that moves. ``by`` is the limb that does them; where the
    affected one is gone, the intact one does. ``speed`` lies between 0.5 and 1 (claim C45: a slower film is untested).
    """
    written, condition = case.catalogue.observation, case.condition
    moving = stage if stage.sizes else next((one for one in condition.stages if one.sizes), stage)
    often = repetitions or written.repetitions
    pool = deque(
        ObservedMovement(
            id=one.id,
            name=one.name,
            instruction=(one.needs, *one.instruction) if one.needs else one.instruction,
            caution=one.caution,
            tempo=one.tempo,
            repetitions=often,
            demonstration=shown,
        )
        for one in chosen(case, moving)
        if (shown := demonstration_of(case.catalogue, one)) is not None
    )
    if not pool:
        return None
    pool.rotate(-turn)
    affected = case.prescription.affected
    own = by == "affected" and condition.affected_limb == "there"
    return Observation(
        id=id,
        title=written.title,
        before=written.before,
        watch=written.watch,
        act=written.affected if own else written.intact,
        side=affected if own else "left" if affected == "right" else "right",
        seconds=seconds or written.seconds,
        speed=written.speed if speed is None else speed,
        movements=tuple(pool)[: movements or written.movements],
    )
