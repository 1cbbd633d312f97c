"""Direct movement with graded exposure: the affected limb itself moves, pain expected before and felt afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.exercises import Exercise as Written
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.programmes import Measure
from mirra.catalogue.models.questions import Question
from mirra.errors import PlanError
from mirra.practice import ladder
from mirra.practice.case import Case
from mirra.practice.events import Answered, Event
from mirra.practice.ladder import Tried
from mirra.practice.person import Person
from mirra.practice.prescription import exercises_left
from mirra.practice.steps.block import Demonstration, demonstration_of
from mirra.practice.steps.step import Step, StepResult, part_of

ASKING = 10.0  # s for one question
SIZES = ("large", "small", "complex")  # a ladder that nobody has ranked yet has this order

Part = Literal["rank", "expected", "moving", "felt"]


class MovementRanked(Event):
    """How hard the person says that a movement would be, from 0 to 10. A later answer replaces it."""

    kind: Literal["movement_ranked"] = "movement_ranked"
    step: Slug
    movement: Slug
    value: int = Field(ge=0, le=10)


class DirectlyMoved(Event):
    """The movement that is due was done once."""

    kind: Literal["directly_moved"] = "directly_moved"
    step: Slug
    movement: Slug


class DirectPartLeft(Event):
    """The person went on before a part was done."""

    kind: Literal["direct_part_left"] = "direct_part_left"
    step: Slug
    movement: Slug
    part: Part


class LadderMovement(Frozen):
    """One movement of the ladder; ``tempo`` is seconds per repetition, as it was drawn."""

    id: Slug
    name: str
    instruction: tuple[str, ...]
    caution: str = ""
    tempo: float = Field(gt=0.5, le=30)
    demonstration: Demonstration


class Ranked(Frozen):
    """How hard a movement was ranked, from 0 to 10."""

    movement: Slug
    value: int


class DirectMovementResult(StepResult):
    """What came of direct movement.

    ``movement`` was due and was done ``times`` out of ``planned``; null where the session did not come so far.
    ``expected`` and ``felt`` are pain from 0 to 10, null where it was not said.
    """

    kind: Literal["direct_movement"] = "direct_movement"
    movement: Slug | None
    times: int
    planned: int
    expected: int | None
    felt: int | None
    ranked: tuple[Ranked, ...]
    left: tuple[Part, ...]

    def share(self) -> float:
        """The share of the times that were done."""
        return min(1.0, self.times / self.planned)

    def measures(self) -> dict[Measure, float]:
        """Pain felt during the movement."""
        return {} if self.felt is None else {"movement_pain": self.felt}


class DirectMovement(Step):
    """The movement that is ``due``, done ``times`` by the affected limb at the person's own pace.

    ``movements`` are the ladder, as last ranked. ``rank`` is asked for each of them, after ``ranking`` was said; it is
    null in a session that does not ask. Without a ``due`` movement it is the one ranked lowest today. ``news`` says to
    the person how it came to be due, ``why`` to the therapist. ``expected`` is asked before it, ``felt`` afterwards.
    """

    events: ClassVar[tuple[type[Event], ...]] = (MovementRanked, DirectlyMoved, DirectPartLeft)
    takes_answers: ClassVar[bool] = True
    result: ClassVar[type[StepResult] | None] = DirectMovementResult
    practice: ClassVar[bool] = True

    kind: Literal["direct_movement"] = "direct_movement"
    before: tuple[str, ...]
    ranking: tuple[str, ...] = ()
    rank: Question | None = None
    movements: tuple[LadderMovement, ...] = Field(min_length=1, max_length=20)
    due: Slug | None = None
    news: str = ""
    why: str = ""
    act: tuple[str, ...]
    times: int = Field(ge=1, le=20)
    expected: Question
    felt: Question

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [movement.id for movement in self.movements]
        if len(ids) != len(set(ids)):
            raise ValueError("every movement of the ladder needs an id of its own")
        if self.due is not None and self.due not in ids:
            raise ValueError("the movement that is due must be one of the ladder")
        return self

    def planned(self) -> float:
        """How long it takes at the pace of the film, with ten seconds for each question, in s."""
        questions = 2 + (len(self.movements) if self.rank else 0)
        first = next((movement for movement in self.movements if movement.id == self.due), self.movements[0])
        return self.times * first.tempo + questions * ASKING

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """Those of direct movement."""
        return catalogue.direct_movement.rules

    def shorter(self, share: float) -> Self:
        """A part of the times that the movement is done."""
        return self.model_copy(update={"times": part_of(self.times, share)})

    def fold(self, events: Sequence[Event]) -> DirectMovementResult:
        """How the movements were ranked, and how the one that was due went."""
        ids = {movement.id for movement in self.movements}
        ranked = {
            event.movement: event.value
            for event in events
            if isinstance(event, MovementRanked) and event.movement in ids
        }
        moved = [
            event.movement for event in events if isinstance(event, DirectlyMoved) and event.movement in ids
        ]
        left = [event for event in events if isinstance(event, DirectPartLeft) and event.movement in ids]
        answers = {event.question: event.value for event in events if isinstance(event, Answered)}
        after_ranking = [*moved, *(event.movement for event in left if event.part != "rank")]
        movement = self.due or next(iter(after_ranking), None)
        return DirectMovementResult(
            step=self.id,
            movement=movement,
            times=sum(done == movement for done in moved),
            planned=self.times,
            expected=answers.get(self.expected.id),
            felt=answers.get(self.felt.id),
            ranked=tuple(Ranked(movement=id, value=value) for id, value in ranked.items()),
            left=tuple(dict.fromkeys(event.part for event in left)),
        )

    def simulate(self, person: Person) -> None:
        """Rank where asked, expect more pain than there is, and move."""
        movement = self._begin(person)
        self._move(person, movement, self.times)
        person.wait(2, 6)
        felt = _points(person.random.gauss(person.pain + 0.3, 0.6))
        person.say(Answered, step=self.id, question=self.felt.id, value=felt)

    def simulate_half(self, person: Person) -> None:
        """Move once, and say nothing of what was felt."""
        self._move(person, self._begin(person), 1)

    def _begin(self, person: Person) -> str:
        ranks: dict[str, int] = {}
        for rank, movement in enumerate(self.movements if self.rank else ()):
            person.wait(2, 6)
            value = _points(person.random.gauss(person.traits.fear + rank / 2, 1.0))
            ranks[movement.id] = value
            person.say(MovementRanked, step=self.id, movement=movement.id, value=value)
        person.wait(2, 6)
        expected = _points(person.pain + person.traits.fear)
        person.say(Answered, step=self.id, question=self.expected.id, value=expected)
        return self.due or (min(ranks, key=ranks.__getitem__) if ranks else self.movements[0].id)

    def _move(self, person: Person, movement: str, times: int) -> None:
        tempo = next(candidate.tempo for candidate in self.movements if candidate.id == movement)
        for _ in range(times):
            person.wait(tempo, 1.5 * tempo)
            person.say(DirectlyMoved, step=self.id, movement=movement)


def _points(value: float) -> int:
    return min(max(round(value), 0), 10)


def may_be_due(catalogue: Catalogue, exercise: Written) -> bool:
    """Whether an exercise may be on a ladder: it has a picture, and is no exercise of touch."""
    return exercise.kind != "sensory" and demonstration_of(catalogue, exercise) is not None


def rungs(case: Case) -> tuple[Written, ...]:
    """The movements of a person's ladder before they are ranked: those of the limb that have a picture, of every size.

    Those that the therapist chose come before others. Exercises of touch are left out: they are no movements to fear.
    """
    left = exercises_left(case.catalogue, case.condition, case.prescription).values()
    fit = [exercise for exercise in left if may_be_due(case.catalogue, exercise)]
    wanted = {*case.prescription.exercises_in, case.prescription.due_movement}
    sizes = [[exercise for exercise in fit if exercise.size == size] for size in SIZES]
    in_turn = [exercise for turn in zip_longest(*sizes) for exercise in turn if exercise is not None]
    in_turn.sort(key=lambda exercise: exercise.id not in wanted)
    rungs_kept = in_turn[: case.catalogue.direct_movement.movements]
    return tuple(sorted(rungs_kept, key=lambda exercise: SIZES.index(exercise.size)))


def ladder_of(case: Case) -> dict[str, Written]:
    """The movements of a person's ladder by their ids.

    Raises ``PlanError`` where the affected limb is gone, where no exercise that is left has a picture, and for a
    movement chosen by the therapist that the ladder does not have.
    """
    if case.condition.affected_limb == "gone":
        what = f"With {case.condition.name} there is no affected limb to move."
        raise PlanError(what, where="direct_movement", todo="Leave direct movement out.")
    chosen, movements = case.prescription.due_movement, {rung.id: rung for rung in rungs(case)}
    if not movements:
        what = "None of the exercises that are left has a picture, so there is nothing to move to."
        raise PlanError(what, where="exercises_out", todo="Keep an exercise that is shown by a picture.")
    if chosen is not None and chosen not in movements:
        what = f"The ladder has no movement “{chosen}”."
        raise PlanError(what, where="due_movement", todo=f"Choose from: {', '.join(movements)}.")
    return movements


def dose(case: Case, tried: Sequence[Tried] = ()) -> DirectMovement:
    """Today's direct movement after what was ``tried`` in earlier sessions, oldest first.

    Raises ``PlanError`` where there is no ladder (``ladder_of``).
    """
    written, movements = case.catalogue.direct_movement, ladder_of(case)
    due = ladder.due(tuple(movements), tried, written.climbing, case.prescription.due_movement)
    asks = ladder.asks_again(tried, written.rank_again)
    news = {"first": written.first, "stay": written.stays, "up": written.up, "down": written.down}
    return DirectMovement(
        id="direct_movement",
        title=written.title,
        before=written.before,
        ranking=written.ranking if asks else (),
        rank=written.rank if asks else None,
        movements=tuple(_movement(case, movements[id]) for id in ladder.in_order(tuple(movements), tried)),
        due=due.movement,
        news=written.chosen if due.advice == "chosen" else news[due.advice],
        why=due.why,
        act=written.act,
        times=written.times,
        expected=written.expected,
        felt=written.felt,
    )


def _movement(case: Case, written: Written) -> LadderMovement:
    shown = demonstration_of(case.catalogue, written)
    assert shown is not None  # rungs leaves out those without
    return LadderMovement(
        id=written.id,
        name=written.name,
        instruction=(written.needs, *written.instruction) if written.needs else written.instruction,
        caution=written.caution,
        tempo=written.tempo,
        demonstration=shown,
    )
