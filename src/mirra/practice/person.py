"""The simulated person: their clock, what they feel, and what they have logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from mirra.anatomy import Side, opposite
from mirra.catalogue.models.questions import Question
from mirra.practice import events
from mirra.practice.events import Event
from mirra.practice.judge import Judge
from mirra.practice.terms import Terms


@dataclass(frozen=True)
class Traits:
    """What somebody made up is like.

    ``pain`` (0 to 10) is what they have at check-in, and falls on average by ``relief`` points; ``unpleasant`` is the
    chance of each of two adverse events, ``holds`` that of holding still within an exercise; ``judge`` is how they tell
    left from right, ``fear`` how many points of pain more than they have they expect of a movement; ``too_much`` is the
    chance that they say at check-in that it is too much today, where the plan can be made shorter.
    """

    pain: int = 5
    relief: float = 1.0
    unpleasant: float = 0.15
    holds: float = 0.03
    judge: Judge = field(default_factory=Judge)
    fear: float = 2.0
    too_much: float = 0.0


@dataclass
class Person:
    """Somebody made up who plays a session; each kind of step says what they do in it.

    ``pain`` is theirs at the moment, 0 to 10; ``vividness`` is how far they take the limb for their own today; ``at``
    is in ms.
    """

    terms: Terms
    session: str
    started: datetime
    random: Random
    traits: Traits
    log: list[Event] = field(default_factory=list)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.pain = self.traits.pain
        self.vividness = self.random.gauss(0.8, 1.0)

    @property
    def intact(self) -> Side:
        """The side of the limb that is seen."""
        return opposite(self.terms.affected)

    def say(self, kind: Callable[..., Event], **fields: object) -> None:
        """Log one event at the present moment."""
        at = round(self.at, 1)
        wall = self.started + timedelta(milliseconds=at)
        stamp = {"session": self.session, "seq": len(self.log), "at": at, "wall": wall}
        self.log.append(kind(**stamp, display=self.terms.display.id, **fields))

    def wait(self, low: float, high: float) -> None:
        """Let so many seconds go by."""
        self.at += 1000 * self.random.uniform(low, high)

    def answer(self, step: str, questions: Sequence[Question]) -> None:
        """Answer every question; a choice that stops is never taken."""
        for question in questions:
            self.wait(2, 6)
            if question.choices:
                choice = next((c for c in question.choices if not c.stops), question.choices[0])
                self.say(events.Chose, step=step, question=question.id, choice=choice.id)
                continue
            value = self.pain if question.id == "pain" else round(self.random.triangular(0, 5, 1))
            value = min(max(value, question.low), question.high)
            self.say(events.Answered, step=step, question=question.id, value=value)

    def watch(self, step: str, duration: float, tempo: float | None = None) -> None:
        """Look for so many seconds, logged second by second; with a ``tempo`` (s a repetition) the limb moves."""
        done, shown = 0.0, 0
        for second in range(int(duration)):
            self.at += 1000
            if self.terms.tracking.hand:
                before = int(done)
                done += max(0.0, self.random.gauss(0.95, 0.2)) / tempo if tempo else 0.0  # roughly to the cue
                self._track(step, tempo is not None, int(done) - before)
            if self.terms.tracking.landmarks_hz and tempo:
                self._landmarks(second / tempo)
            shown += 30
            if self.terms.picture == "camera" and second % 10 == 9:
                self._drawn(shown)
                shown = 0
        self.at += 1000 * (duration - int(duration))
        if shown and self.terms.picture == "camera":
            self._drawn(shown)

    def _track(self, step: str, moving: bool, repetitions: int) -> None:
        """One second as the hand tracker would see it."""
        share = min(1.0, max(0.0, self.random.gauss(0.75, 0.12))) if moving else 0.0
        self.say(
            events.Tracked,
            step=step,
            frames=self.random.randint(13, 15),
            in_view=round(min(1.0, self.random.gauss(0.97, 0.04)), 3),
            movement=round(share * abs(self.random.gauss(1.2, 0.3)), 3),
            moving=round(share, 3),
            repetitions=repetitions,
            side=self.intact,
        )
        if self.terms.tracking.affected:
            self._track_affected(step, share, repetitions)

    def _track_affected(self, step: str, share: float, repetitions: int) -> None:
        """The same second of the covered hand: it moves less, not always, and follows somewhat later."""
        share = round(share * min(1.0, max(0.0, self.random.gauss(0.6, 0.2))), 3)
        self.say(
            events.AffectedTracked,
            step=step,
            frames=14,
            in_view=round(min(1.0, max(0.0, self.random.gauss(0.9, 0.06))), 3),
            movement=round(share * abs(self.random.gauss(0.7, 0.2)), 3),
            moving=share,
            repetitions=repetitions if share > 0.3 else 0,
            lag=round(min(1000.0, max(-1000.0, self.random.gauss(180, 60)))) if share > 0.3 else None,
        )

    def _landmarks(self, phase: float) -> None:
        """A second of a hand that opens and closes, as landmarks."""
        rate = self.terms.tracking.landmarks_hz
        times = tuple(round(1000 * frame / rate) for frame in range(rate))
        open_by = 400 + round(300 * abs((phase % 1) * 2 - 1))
        hand = [(5000 + 90 * (k % 5) - 180, 8000 - open_by * (k // 5 + 1)) for k in range(21)]
        flat = tuple(value for _ in times for point in hand for value in point)
        self.say(events.Landmarks, times=times, points=flat)

    def _drawn(self, frames: int) -> None:
        """What the page would log of its software delay."""
        p50 = abs(self.random.gauss(8, 1.5))
        self.say(
            events.SoftwareLatency,
            frames=frames,
            dropped=self.random.choice((0, 0, 0, 1)),
            p50=round(p50, 2),
            p95=round(p50 + 4, 2),
            p99=round(p50 + 9, 2),
            clock="presentation",
        )
