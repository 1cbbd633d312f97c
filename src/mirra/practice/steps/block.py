"""Exercises before the mirror, one after another, paced."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from statistics import fmean, median
from typing import ClassVar, Literal, Self

from pydantic import Field

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Stage
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.exercises import FASTEST, SLOWEST, Counting
from mirra.catalogue.models.exercises import Exercise as Written
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.practice import events
from mirra.practice.case import Case
from mirra.practice.course import Course, Going
from mirra.practice.events import Count, Event
from mirra.practice.person import Person
from mirra.practice.prescription import exercises_left, movement_of
from mirra.practice.steps.step import Step, part_of

MOST_REPETITIONS = 200  # of one exercise in a block
MOST_RAISED = 1.5  # repetitions may be raised by at most half to fill a block


class Demonstration(Frozen):
    """The loop that shows an exercise, by the name of its files: it holds ``repetitions`` and lasts ``seconds``."""

    id: Slug
    repetitions: int = Field(ge=1, le=8)
    seconds: float = Field(ge=1, le=240)


class Exercise(Frozen):
    """One exercise as dosed for this session; ``tempo`` is seconds per repetition.

    Where ``count`` is null, a voice says the number of a repetition, then "and back". ``demonstration`` is null where
    there is no loop that shows it.
    """

    id: Slug
    name: str
    instruction: tuple[str, ...]
    wording: str
    movement: Literal["one_sided", "two_sided"]
    repetitions: int = Field(ge=1, le=MOST_REPETITIONS)
    tempo: float = Field(gt=FASTEST, le=SLOWEST)
    caution: str
    source: str
    count: Counting | None = None
    demonstration: Demonstration | None = None

    @property
    def seconds(self) -> float:
        """How long its repetitions take, in s."""
        return self.repetitions * self.tempo


class ExerciseStarted(Event):
    """An exercise came up."""

    kind: Literal["exercise_started"] = "exercise_started"
    step: Slug
    exercise: Slug


class ExerciseEnded(Event):
    """An exercise was left; ``paced`` counts the pacing cues given, whether or not they were followed."""

    kind: Literal["exercise_ended"] = "exercise_ended"
    step: Slug
    exercise: Slug
    outcome: Literal["done", "skipped", "cut"]
    paced: Count


class Done(Frozen):
    """One exercise as it went; ``tracked`` and ``affected`` are the repetitions that the camera counted.

    ``tracked`` is null where no hand was tracked, ``affected`` where the covered hand was not.
    """

    step: Slug
    exercise: Slug
    outcome: Literal["done", "skipped", "cut", "open"]
    seconds: float
    paced: int
    tracked: int | None
    affected: int | None = None


class AffectedHand(Frozen):
    """The covered hand of the affected side within blocks, as far as it was tracked.

    ``tracked`` is for how long it was looked for and ``moved`` for how long it moved, in s; ``in_view`` is the mean
    share of the first in which it was seen. ``lag`` is the median of the lags logged, in ms.
    """

    tracked: float
    in_view: float
    moved: float
    repetitions: int
    lag: float | None


class Block(Step):
    """Exercises one after another, paced."""

    events: ClassVar[tuple[type[Event], ...]] = (ExerciseStarted, ExerciseEnded)
    shows_limb: ClassVar[bool] = True
    practice: ClassVar[bool] = True

    kind: Literal["block"] = "block"
    exercises: tuple[Exercise, ...]

    def planned(self) -> float:
        """How long its exercises take one after another, in s."""
        return sum(exercise.seconds for exercise in self.exercises)

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """A rule for each exercise that names a claim."""
        written = (catalogue.exercises[exercise.id] for exercise in self.exercises)
        return tuple(
            Rule(
                id=f"exercise_{exercise.id}"[:48],
                plain=exercise.caution,
                text=f"{exercise.name}: {exercise.caution}",
                claim=exercise.claim,
                source=exercise.source,
                provenance=exercise.provenance,
            )
            for exercise in written
            if exercise.claim
        )

    def shorter(self, share: float) -> Self:
        """A part of the repetitions of each exercise."""
        fewer = (
            exercise.model_copy(update={"repetitions": part_of(exercise.repetitions, share)})
            for exercise in self.exercises
        )
        return self.model_copy(update={"exercises": tuple(fewer)})

    def take(self, course: Course, event: Event) -> None:
        """Keep which exercise is under way, and how much was moved in it."""
        match event:
            case ExerciseStarted():
                course.playing(event.step)
                course.exercise = event.exercise
                course.exercises.setdefault((event.step, event.exercise), Going()).outcome = "open"
            case ExerciseEnded():
                going = course.exercises.setdefault((event.step, event.exercise), Going())
                going.outcome, going.paced, course.exercise = event.outcome, going.paced + event.paced, ""
            case events.Tracked() if course.counts(event):
                course.moved.append(event.moving)
                _count(course, event)
            case events.AffectedTracked() if course.counts(event):
                course.affected.append(event)
                if affected := course.exercises.get((event.step, course.exercise)):
                    affected.counted_affected.append(event.repetitions)

    def simulate(self, person: Person) -> None:
        """Every exercise, paced to its end."""
        for exercise in self.exercises:
            person.say(ExerciseStarted, step=self.id, exercise=exercise.id)
            person.wait(3, 6)
            if person.random.random() < person.traits.holds:
                person.say(events.HoldStarted, step=self.id)
                person.wait(10, 40)
                person.say(events.HoldEnded, step=self.id, outcome="go_on")
            person.watch(self.id, exercise.seconds, exercise.tempo)
            self._end(person, exercise, "done", exercise.repetitions)

    def simulate_half(self, person: Person) -> None:
        """Half of the first exercise."""
        first = self.exercises[0]
        person.say(ExerciseStarted, step=self.id, exercise=first.id)
        person.watch(self.id, first.seconds / 2, first.tempo)

    def simulate_cut(self, person: Person) -> None:
        """The first exercise ends where it was."""
        first = self.exercises[0]
        self._end(person, first, "cut", first.repetitions // 2)

    def _end(self, person: Person, exercise: Exercise, outcome: str, paced: int) -> None:
        person.say(ExerciseEnded, step=self.id, exercise=exercise.id, outcome=outcome, paced=paced)


def _count(course: Course, event: events.Tracked) -> None:
    """Add up repetitions; null where only pixels were watched, which count nothing."""
    if event.repetitions is None:
        return
    course.counted.append(event.repetitions)
    if going := course.exercises.get((event.step, course.exercise)):
        going.counted.append(event.repetitions)


def done(course: Course) -> tuple[Done, ...]:
    """The exercises as they went, in the order in which they were begun."""
    return tuple(
        Done(
            step=step,
            exercise=exercise,
            outcome=going.outcome,
            seconds=round(going.spent / 1000, 3),
            paced=going.paced,
            tracked=sum(going.counted) if going.counted else None,
            affected=sum(going.counted_affected) if going.counted_affected else None,
        )
        for (step, exercise), going in course.exercises.items()
    )


def affected_hand(seconds: Sequence[events.AffectedTracked]) -> AffectedHand | None:
    """What came of tracking the covered hand second by second; ``None`` where it was not tracked."""
    if not seconds:
        return None
    lags = [second.lag for second in seconds if second.lag is not None]
    return AffectedHand(
        tracked=float(len(seconds)),
        in_view=round(fmean(second.in_view for second in seconds), 4),
        moved=round(sum(second.moving for second in seconds), 3),
        repetitions=sum(second.repetitions for second in seconds),
        lag=float(median(lags)) if lags else None,
    )


def dose(case: Case, stage: Stage, number: int, length: float, turn: int) -> tuple[Block, ...]:
    """So many blocks of the stage's exercises, each of about ``length`` seconds.

    The exercises begin elsewhere with each ``turn``, so that over the sessions every one has its turn.
    """
    pool = deque(dosed(case, exercise) for exercise in chosen(case, stage))
    pool.rotate(-turn)
    title, between = case.catalogue.words.block_title, case.catalogue.limits.change_over
    return tuple(
        Block(id=f"block_{block}", title=title, exercises=_fill(pool, length, between))
        for block in range(1, number + 1)
    )


def chosen(case: Case, stage: Stage) -> tuple[Written, ...]:
    """The exercises of a stage, without those the therapist took out and with those put in.

    Where none of the stage is left, those of all stages are given that were not taken out.
    """
    left = exercises_left(case.catalogue, case.condition, case.prescription)
    of_stage = {
        exercise.id for exercise in case.catalogue.fitting(case.condition, case.prescription.limb, stage)
    }
    wanted = of_stage | set(case.prescription.exercises_in)
    return tuple(exercise for id, exercise in left.items() if id in wanted) or tuple(left.values())


def _fill(pool: deque[Exercise], length: float, change_over: int) -> tuple[Exercise, ...]:
    """One block's exercises: the next in turn that fit, none twice, repetitions raised to fill the time.

    Where none fits (a short block), the next gets as many repetitions as do. Those taken go to the end of the queue.
    """
    taken: list[Exercise] = []
    left = length
    for exercise in list(pool):
        needed = exercise.repetitions * exercise.tempo + (change_over if taken else 0)
        if needed <= left:
            taken.append(exercise)
            left -= needed
            pool.remove(exercise)
    if not taken:
        first = pool.popleft()
        few = {"repetitions": min(max(1, int(length / first.tempo)), MOST_REPETITIONS)}
        pool.append(first)
        return (first.model_copy(update=few),)
    pool.extend(taken)
    raised = min(1 + left / sum(e.repetitions * e.tempo for e in taken), MOST_RAISED)
    often = {e.id: min(int(e.repetitions * raised), MOST_REPETITIONS) for e in taken}
    return tuple(e.model_copy(update={"repetitions": often[e.id]}) for e in taken)


def demonstration_of(catalogue: Catalogue, written: Written) -> Demonstration | None:
    """The loop that shows an exercise; ``None`` where there is none that is current."""
    loop, motion = catalogue.loop(written.id), catalogue.motions.get(written.id)
    if loop is None or motion is None:
        return None
    return Demonstration(id=motion.id, repetitions=motion.repetitions, seconds=loop.seconds)


def dosed(case: Case, written: Written) -> Exercise:
    """An exercise as this condition doses it and as this person should read it."""
    condition, prescription = case.condition, case.prescription
    movement, language = movement_of(condition, prescription), case.catalogue.language(prescription.language)
    wording = [written.one_sided]
    if movement == "two_sided":
        both = written.two_sided if condition.affected_limb == "there" else written.alone
        wording = [text for text in (both, condition.two_sided_words) if text]
    lines = (written.needs, *written.instruction) if written.needs else written.instruction
    return Exercise(
        id=written.id,
        name=written.name,
        instruction=lines,
        wording=" ".join(language.said(text) if language else text for text in wording),
        movement=movement,
        repetitions=condition.dose.repetitions or written.repetitions,
        tempo=min(written.tempo * condition.dose.tempo_factor, 30.0),
        caution=written.caution,
        source=f"{written.claim}: {written.source}" if written.claim else written.source,
        count=written.count,
        demonstration=demonstration_of(case.catalogue, written),
    )
