"""Action observation: a movement is watched for a dosed time, then done at once, at the person's own pace."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirra.anatomy import Side, opposite
from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Stage
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.observation import SPEED_MOST, Speed
from mirra.practice.case import Case
from mirra.practice.events import Event, Milliseconds, Share
from mirra.practice.person import Person
from mirra.practice.steps.block import Demonstration, chosen, demonstration_of
from mirra.practice.steps.step import Step, StepResult, part_of

Outcome = Literal["done", "skipped"]
FilmShown = Literal["drawn", "own"]
USES_CAMERA = 0.4  # how many of those made up let the camera count, where the plan offers it


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
    """The watched movement was done once; ``by`` says who counted it.

    Where the camera did, ``amplitude`` is how far the part of the hand that moved most went, as the camera sees it, in
    palm lengths; ``lasted`` is the time in ms since the turning point of the repetition before. Null is not measured.
    """

    kind: Literal["movement_repeated"] = "movement_repeated"
    step: Slug
    movement: Slug
    by: Literal["taps", "camera"] = "taps"
    amplitude: Annotated[float, Field(ge=0, le=100)] | None = None
    lasted: Milliseconds | None = None


class MovementFollowed(Event):
    """The camera looked for the hand for ``lasted`` ms while the movement was to be done.

    ``in_view`` is the share of its looks in which it saw the hand.
    """

    kind: Literal["movement_followed"] = "movement_followed"
    step: Slug
    movement: Slug
    lasted: Milliseconds
    in_view: Share


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

    ``watched`` is in s, null where it was not watched. ``tempo`` is the median time of a repetition in s, of
    ``tempo_n`` times: between two presses, or between two turning points that the camera saw; null where there is none.
    ``left`` says that the person went on before all of them. ``film`` is the one watched last. ``by_camera`` of the
    repetitions were counted by the camera, the others by presses; ``amplitude`` is the median of those
    ``amplitude_n`` that it measured, in palm lengths. ``in_view`` is the share of its looks in which it saw the hand,
    null where it did not look.
    """

    movement: Slug
    watched: float | None
    repetitions: int
    tempo: float | None
    left: bool
    film: FilmShown | None = None
    tempo_n: int = 0
    by_camera: int = 0
    amplitude: float | None = None
    amplitude_n: int = 0
    in_view: float | None = None


class ObservationResult(StepResult):
    """What came of action observation: ``watched`` in s and ``repetitions`` of all its movements."""

    kind: Literal["observation"] = "observation"
    movements: tuple[ObservedResult, ...]
    watched: float
    repetitions: int

    def share(self) -> float:
        """The share of movements that were watched and done at least once."""
        return sum(bool(movement.watched and movement.repetitions) for movement in self.movements) / len(
            self.movements
        )


class Observation(Step):
    """Movements watched one after another for ``seconds`` each, and each done at once by the limb of ``side``.

    ``speed`` is that of the film, 1 being as it was drawn. ``before`` is said once, ``watch`` with the film, and
    ``act`` before the movement is done. With ``camera`` the person may let the camera count: a hand is at the end of
    the limb that moves, and a hand is all that the camera can follow.
    """

    events: ClassVar[tuple[type[Event], ...]] = (
        MovementWatched,
        MovementRepeated,
        MovementFollowed,
        RepeatingLeft,
    )
    result: ClassVar[type[StepResult] | None] = ObservationResult
    practice: ClassVar[bool] = True

    kind: Literal["observation"] = "observation"
    before: tuple[str, ...]
    watch: tuple[str, ...]
    act: str
    side: Side
    seconds: int = Field(ge=2, le=600)
    speed: Speed = SPEED_MOST
    camera: bool = False
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

    def shorter(self, share: float) -> Self:
        """A part of the movements, each watched and done as planned."""
        return self.model_copy(update={"movements": self.movements[: part_of(len(self.movements), share)]})

    def fold(self, events: Sequence[Event]) -> ObservationResult:
        """How long each movement was watched, how often it was done, and how fast."""
        movements = tuple(_movement(movement.id, events) for movement in self.movements)
        return ObservationResult(
            step=self.id,
            movements=movements,
            watched=round(sum(movement.watched or 0.0 for movement in movements), 3),
            repetitions=sum(movement.repetitions for movement in movements),
        )

    def simulate(self, person: Person) -> None:
        """Watch each movement to its end and do it so often as planned; some let the camera count."""
        person.wait(2, 6)
        by_camera = self.camera and person.random.random() < USES_CAMERA
        for movement in self.movements:
            self._watch(person, movement)
            if by_camera:
                self._before_camera(person, movement)
                continue
            for _ in range(movement.repetitions):
                _pause(person, movement)
                person.say(MovementRepeated, step=self.id, movement=movement.id)

    def simulate_half(self, person: Person) -> None:
        """Watch the first movement, and do nothing."""
        self._watch(person, self.movements[0])

    def _before_camera(self, person: Person, movement: ObservedMovement) -> None:
        """Do it so often as planned before the camera, which counts and measures."""
        began = person.at
        reach = max(0.4, person.random.gauss(1.2, 0.3))
        for repetition in range(movement.repetitions):
            pause = _pause(person, movement)
            amplitude = round(max(0.3, person.random.gauss(reach, 0.1 * reach)), 3)
            person.say(
                MovementRepeated,
                step=self.id,
                movement=movement.id,
                by="camera",
                amplitude=amplitude,
                lasted=round(1000 * pause, 1) if repetition else None,
            )
        person.say(
            MovementFollowed,
            step=self.id,
            movement=movement.id,
            lasted=round(person.at - began, 1),
            in_view=round(min(1.0, max(0.0, person.random.gauss(0.95, 0.04))), 3),
        )

    def _watch(self, person: Person, movement: ObservedMovement) -> None:
        person.wait(self.seconds, self.seconds)
        lasted = 1000.0 * self.seconds
        person.say(MovementWatched, step=self.id, movement=movement.id, lasted=lasted, outcome="done")


def _pause(person: Person, movement: ObservedMovement) -> float:
    """Let about the time of a repetition go by; gives it in s."""
    pause = movement.tempo * max(0.3, person.random.gauss(1.1, 0.15))
    person.wait(pause, pause)
    return pause


def _movement(id: str, events: Sequence[Event]) -> ObservedResult:
    """What came of one movement, from the events of the whole step."""
    seen = [event for event in events if isinstance(event, MovementWatched) and event.movement == id]
    watched = [event.lasted for event in seen]
    done = [event for event in events if isinstance(event, MovementRepeated) and event.movement == id]
    times = _times(done)
    amplitudes = [event.amplitude for event in done if event.amplitude is not None]
    followed = [event for event in events if isinstance(event, MovementFollowed) and event.movement == id]
    looked = sum(event.lasted for event in followed)
    return ObservedResult(
        movement=id,
        watched=round(sum(watched) / 1000, 3) if watched else None,
        repetitions=len(done),
        tempo=round(median(times) / 1000, 3) if times else None,
        left=any(isinstance(event, RepeatingLeft) and event.movement == id for event in events),
        film=seen[-1].film if seen else None,
        tempo_n=len(times),
        by_camera=sum(event.by == "camera" for event in done),
        amplitude=round(median(amplitudes), 3) if amplitudes else None,
        amplitude_n=len(amplitudes),
        in_view=round(sum(event.in_view * event.lasted for event in followed) / looked, 3)
        if looked
        else None,
    )


def _times(done: Sequence[MovementRepeated]) -> list[float]:
    """How long repetitions took, in ms: as the camera measured them, else from one press to the next."""
    measured = [event.lasted for event in done if event.by == "camera" and event.lasted is not None]
    pressed = [
        max(0.0, later.at - earlier.at)
        for earlier, later in pairwise(done)
        if earlier.by == "taps" and later.by == "taps"
    ]
    return measured + pressed


@dataclass(frozen=True)
class Amount:
    """How much is watched and done; what is None is the catalogue's.

    ``movements`` of a session, ``seconds`` of watching each, ``repetitions`` of each.
    """

    movements: int | None = None
    seconds: int | None = None
    repetitions: int | None = None


def dose(
    case: Case,
    stage: Stage,
    *,
    id: str = "observation",
    turn: int = 0,
    amount: Amount = Amount(),
    speed: float | None = None,
    by: Literal["affected", "intact"] = "affected",
) -> Observation | None:
    """Movements of a stage to watch and do, beginning elsewhere with each ``turn``; ``None`` where none has a film.

    A stage that only looks gives those of the first stage that moves. ``by`` is the limb that does them; where the
    affected one is gone, the intact one does. ``speed`` lies between 0.5 and 1 (claim C45: a slower film is untested).
    """
    written, condition = case.catalogue.observation, case.condition
    moving = (
        stage
        if stage.sizes
        else next((candidate for candidate in condition.stages if candidate.sizes), stage)
    )
    often = amount.repetitions or written.repetitions
    pool = deque(
        ObservedMovement(
            id=exercise.id,
            name=exercise.name,
            instruction=(exercise.needs, *exercise.instruction) if exercise.needs else exercise.instruction,
            caution=exercise.caution,
            tempo=exercise.tempo,
            repetitions=often,
            demonstration=shown,
        )
        for exercise in chosen(case, moving)
        if (shown := demonstration_of(case.catalogue, exercise)) is not None
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
        side=affected if own else opposite(affected),
        seconds=amount.seconds or written.seconds,
        speed=written.speed if speed is None else speed,
        camera=case.prescription.limb in {"hand", "arm"},
        movements=tuple(pool)[: amount.movements or written.movements],
    )
