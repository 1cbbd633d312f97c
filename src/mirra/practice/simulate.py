"""A simulated person who can play any plan, so that every exercise and every number can be tried without a patient.

The log is marked ``simulated`` and comes out the same for the same seed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Literal

from mirra.practice import log
from mirra.practice.log import Event
from mirra.practice.plan import (
    Block,
    CheckIn,
    CheckOut,
    Embodiment,
    Exercise,
    Look,
    Question,
    Rest,
    SessionPlan,
    SetUp,
    Step,
    Summary,
)

Ending = Literal["completed", "stopped", "interrupted"]


def simulate(
    plan: SessionPlan,
    *,
    session: str,
    started: datetime,
    seed: int,
    pain: int = 5,
    outcome: Ending = "completed",
    relief: float = 1.0,
    unpleasant: float = 0.15,
    holds: float = 0.03,
) -> list[Event]:
    """Play a plan and return its log.

    ``session`` is 32 hex digits, ``started`` has an offset, ``pain`` (0-10) is answered at check-in and falls on
    average by ``relief`` points, ``unpleasant`` is the chance of each of two adverse events, and ``holds`` that of
    holding still within an exercise. ``stopped`` ends at Stop and check-out, ``interrupted`` breaks off for good,
    both in the middle of practice.
    """
    person = _Person(plan, session, started, Random(seed), pain, relief, unpleasant, holds)  # noqa: S311 (nothing secret)
    practice = [place for place, step in enumerate(plan.steps) if isinstance(step, Look | Block)]
    last = None if outcome == "completed" or not practice else practice[len(practice) // 2]
    person.say(
        log.Opened,
        plan=plan.id,
        simulated=True,
        input="simulated",
        picture=plan.picture,
        browser="none",
        shown=plan.display,
    )
    for place, step in enumerate(plan.steps):
        person.say(log.StepStarted, step=step.id)
        if place != last:
            person.play(step)
            person.say(log.StepEnded, step=step.id, outcome="done")
            continue
        person.breaks_off(step, outcome)
        break
    if outcome == "completed" or last is None:
        person.say(log.Closed, outcome="completed")
    return person.events


class _Person:
    """The simulated person, their clock (ms), and what they have logged."""

    def __init__(
        self,
        plan: SessionPlan,
        session: str,
        started: datetime,
        random: Random,
        pain: int,
        relief: float,
        unpleasant: float,
        holds: float,
    ) -> None:
        self.plan, self.session, self.started, self.random = plan, session, started, random
        self.pain, self.relief, self.unpleasant, self.holds = pain, relief, unpleasant, holds
        self.events: list[Event] = []
        self.at = 0.0
        self._seq = count()
        self.vividness = random.gauss(0.8, 1.0)  # how far this person takes the limb for their own today

    def say(self, kind: Callable[..., Event], **fields: object) -> None:
        """Log one event at the present moment."""
        at = round(self.at, 1)
        wall = self.started + timedelta(milliseconds=at)
        stamp = {"session": self.session, "seq": next(self._seq), "at": at, "wall": wall}
        self.events.append(kind(**stamp, display=self.plan.display.id, **fields))

    def wait(self, low: float, high: float) -> None:
        """Let so many seconds go by."""
        self.at += 1000 * self.random.uniform(low, high)

    def play(self, step: Step) -> None:
        """Do what a step asks."""
        match step:
            case CheckIn():
                self.answer(step.id, step.questions)
            case SetUp():
                self.set_up(step)
            case Look():
                self.watch(step, float(step.seconds))
            case Rest():
                self.wait(step.seconds, step.seconds + 4)
                self.answer(step.id, (step.energy,) if step.energy else ())
            case Block():
                for exercise in step.exercises:
                    self.exercise(step, exercise)
            case Embodiment():
                self.embody(step)
            case CheckOut():
                self.check_out(step)
            case Summary():
                self.wait(4, 12)

    def answer(self, step: str, questions: tuple[Question, ...]) -> None:
        """Answer every question; a choice that stops is never taken."""
        for question in questions:
            self.wait(2, 6)
            if question.choices:
                choice = next((c for c in question.choices if not c.stops), question.choices[0])
                self.say(log.Chose, step=step, question=question.id, choice=choice.id)
                continue
            value = self.pain if question.id == "pain" else round(self.random.triangular(0, 5, 1))
            value = min(max(value, question.low), question.high)
            self.say(log.Answered, step=step, question=question.id, value=value)

    def set_up(self, step: SetUp) -> None:
        """Put the camera up, or the glass mirror."""
        self.wait(8, 25)
        if self.plan.picture == "glass":
            return self.answer(step.id, step.questions)
        place = step.placements[0]
        self.say(
            log.CameraStarted,
            source="drawn_hand",
            placement=place.id,
            rotate=place.rotate,
            flip=place.flip,
            width=640,
            height=480,
            rate=30,
        )
        intact = "left" if self.plan.affected == "right" else "right"
        self.say(log.ViewChanged, view=self.plan.view, midline=0.5, intact=intact)
        for check in step.checks:
            self.wait(1, 3)
            self.say(log.Checked, check=check, passed=True, value=round(self.random.uniform(0.6, 1), 3))
        self.say(log.Coached, about="good")
        median = round(self.random.gauss(95, 15), 1)
        self.say(log.LoopLatency, flashes=10, seen=9, median=max(median, 40.0), spread=12.0)
        self.answer(step.id, step.questions)

    def watch(self, step: Look | Block, duration: float, exercise: Exercise | None = None) -> float:
        """Look for so many seconds, logged second by second; returns the repetitions done."""
        done, shown = 0.0, 0
        for second in range(int(duration)):
            self.at += 1000
            if self.plan.tracking.hand:
                before = int(done)
                done += self.pace(exercise)
                self.track(step.id, exercise is not None, int(done) - before)
            if self.plan.tracking.landmarks_hz and exercise:
                self.landmarks(second / exercise.tempo)
            shown += 30
            if self.plan.picture == "camera" and second % 10 == 9:
                self.drawn(shown)
                shown = 0
        self.at += 1000 * (duration - int(duration))
        if shown and self.plan.picture == "camera":
            self.drawn(shown)
        return done

    def pace(self, exercise: Exercise | None) -> float:
        """Repetitions of this second; people keep roughly to the cue."""
        return max(0.0, self.random.gauss(0.95, 0.2)) / exercise.tempo if exercise else 0.0

    def track(self, step: str, moving: bool, repetitions: int) -> None:
        """One second as the hand tracker would see it."""
        share = min(1.0, max(0.0, self.random.gauss(0.75, 0.12))) if moving else 0.0
        self.say(
            log.Tracked,
            step=step,
            frames=self.random.randint(13, 15),
            in_view=round(min(1.0, self.random.gauss(0.97, 0.04)), 3),
            movement=round(share * abs(self.random.gauss(1.2, 0.3)), 3),
            moving=round(share, 3),
            repetitions=repetitions,
            side="left" if self.plan.affected == "right" else "right",
        )

        if self.plan.tracking.affected:
            self.track_affected(step, share, repetitions)

    def track_affected(self, step: str, share: float, repetitions: int) -> None:
        """The same second of the covered hand: it moves less, not always, and follows somewhat later."""
        share = round(share * min(1.0, max(0.0, self.random.gauss(0.6, 0.2))), 3)
        self.say(
            log.AffectedTracked,
            step=step,
            frames=14,
            in_view=round(min(1.0, max(0.0, self.random.gauss(0.9, 0.06))), 3),
            movement=round(share * abs(self.random.gauss(0.7, 0.2)), 3),
            moving=share,
            repetitions=repetitions if share > 0.3 else 0,
            lag=round(min(1000.0, max(-1000.0, self.random.gauss(180, 60)))) if share > 0.3 else None,
        )

    def landmarks(self, phase: float) -> None:
        """A second of a hand that opens and closes, as landmarks."""
        rate = self.plan.tracking.landmarks_hz
        times = tuple(round(1000 * frame / rate) for frame in range(rate))
        open_by = 400 + round(300 * abs((phase % 1) * 2 - 1))
        hand = [(5000 + 90 * (k % 5) - 180, 8000 - open_by * (k // 5 + 1)) for k in range(21)]
        flat = tuple(value for _ in times for point in hand for value in point)
        self.say(log.Landmarks, times=times, points=flat)

    def drawn(self, frames: int) -> None:
        """What the page would log of its software delay."""
        p50 = abs(self.random.gauss(8, 1.5))
        self.say(
            log.SoftwareLatency,
            frames=frames,
            dropped=self.random.choice((0, 0, 0, 1)),
            p50=round(p50, 2),
            p95=round(p50 + 4, 2),
            p99=round(p50 + 9, 2),
            clock="presentation",
        )

    def exercise(self, step: Block, exercise: Exercise) -> None:
        """One exercise, paced to its end."""
        self.say(log.ExerciseStarted, step=step.id, exercise=exercise.id)
        self.wait(3, 6)
        if self.random.random() < self.holds:
            self.say(log.HoldStarted, step=step.id)
            self.wait(10, 40)
            self.say(log.HoldEnded, step=step.id, outcome="go_on")
        self.watch(step, exercise.repetitions * exercise.tempo, exercise)
        self.say(
            log.ExerciseEnded, step=step.id, exercise=exercise.id, outcome="done", paced=exercise.repetitions
        )

    def embody(self, step: Embodiment) -> None:
        """Rate the statements; control items are mostly denied."""
        for item in step.items:
            self.wait(3, 8)
            mean = -2.2 if item.about == "control" else self.vividness
            value = min(max(round(self.random.gauss(mean, 0.9)), step.low), step.high)
            self.say(log.Answered, step=step.id, question=item.id, value=value)

    def check_out(self, step: CheckOut) -> None:
        """Pain again, now and then something unpleasant, seldom a word."""
        self.pain = min(max(round(self.random.gauss(self.pain - self.relief, 0.9)), 0), 10)
        self.answer(step.id, step.questions)
        unpleasant = [one.id for one in step.adverse]
        for category in self.random.sample(unpleasant, min(2, len(unpleasant))):
            if self.random.random() < self.unpleasant and step.severities:
                self.wait(1, 4)
                severity = step.severities[0 if self.random.random() < 0.7 else -1].id
                self.say(log.Adverse, step=step.id, category=category, severity=severity)
        if step.note_limit and self.random.random() < 0.2:
            self.say(log.Note, step=step.id, text="It felt strange at first."[: step.note_limit])

    def breaks_off(self, step: Step, outcome: Ending) -> None:
        """Leave a look or a block half way: by Stop and check-out, or for good."""
        exercise = step.exercises[0] if isinstance(step, Block) else None
        if exercise:
            self.say(log.ExerciseStarted, step=step.id, exercise=exercise.id)
        if isinstance(step, Look | Block):
            whole = exercise.repetitions * exercise.tempo if exercise else float(getattr(step, "seconds", 2))
            self.watch(step, whole / 2, exercise)
        if outcome == "interrupted":
            self.say(log.Interrupted, step=step.id, reason="closed")
            return
        self.say(log.Stopped, step=step.id, by="button")
        self.wait(2, 6)
        if exercise:
            paced = exercise.repetitions // 2
            self.say(log.ExerciseEnded, step=step.id, exercise=exercise.id, outcome="cut", paced=paced)
        self.say(log.StepEnded, step=step.id, outcome="cut")
        for later in self.plan.steps:
            if isinstance(later, CheckOut | Summary):
                self.say(log.StepStarted, step=later.id)
                self.play(later)
                self.say(log.StepEnded, step=later.id, outcome="done")
        self.say(log.Closed, outcome="stopped")
