"""Paced breathing: slowly, longer out than in, and never with a pause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.breathing import OutShare, Pace
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.practice.case import Case
from mirra.practice.events import Event
from mirra.practice.person import Person
from mirra.practice.steps.step import Step, StepResult, part_of


class BreathingSet(Event):
    """How the pace is given from the next breath on: logged at the beginning, and after each change by the person.

    ``per_minute`` is in breaths a minute; ``heard`` and ``felt`` say what comes with what is seen.
    """

    kind: Literal["breathing_set"] = "breathing_set"
    step: Slug
    per_minute: Pace
    heard: Literal["nothing", "tones", "voice"]
    felt: bool


class BreathPaced(Event):
    """One whole breath was paced, at ``per_minute`` breaths a minute; one that was broken off is not logged."""

    kind: Literal["breath_paced"] = "breath_paced"
    step: Slug
    per_minute: Pace


class PaceUsed(Frozen):
    """How many breaths were paced at one pace, in breaths a minute."""

    per_minute: float
    breaths: int


class BreathingResult(StepResult):
    """What came of paced breathing: whole breaths, and the seconds that they took.

    ``paces`` stand in the order in which they were first used.
    """

    kind: Literal["breathing"] = "breathing"
    seconds: float
    breaths: int
    paces: tuple[PaceUsed, ...]


class Breathing(Step):
    """Breathing with a shape that grows and shrinks, for so many ``seconds`` and to the end of the breath under way.

    ``per_minute`` is the pace at the beginning, in breaths a minute. The person may change it by ``pace_step`` between
    ``slowest`` and ``fastest``. ``out_share`` of each breath is breathing out, the rest breathing in: no time is left
    for a pause. It is made no shorter than ``least`` s.
    """

    events: ClassVar[tuple[type[Event], ...]] = (BreathingSet, BreathPaced)
    result: ClassVar[type[StepResult] | None] = BreathingResult
    practice: ClassVar[bool] = True

    kind: Literal["breathing"] = "breathing"
    instruction: tuple[str, ...]
    breathe_in: str
    breathe_out: str
    seconds: int = Field(ge=5, le=300)
    least: int = Field(default=0, ge=0, le=300)
    per_minute: Pace
    slowest: Pace
    fastest: Pace
    pace_step: float = Field(gt=0, le=1)
    out_share: OutShare

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.slowest <= self.per_minute <= self.fastest:
            raise ValueError("the pace must lie between the slowest and the fastest")
        return self

    def breath(self, per_minute: float) -> tuple[float, float]:
        """How long breathing in and breathing out take at a pace, in s."""
        whole = 60 / per_minute
        return whole * (1 - self.out_share), whole * self.out_share

    def planned(self) -> float:
        """Its length in s."""
        return float(self.seconds)

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """Why so slowly, why longer out than in, and why without a pause."""
        return catalogue.breathing.rules

    def shorter(self, share: float) -> Self:
        """A part of its seconds."""
        return self.model_copy(update={"seconds": part_of(self.seconds, share, self.least)})

    def fold(self, events: Sequence[Event]) -> StepResult | None:
        """The breaths that were paced, and how long they took."""
        paces = Counter(event.per_minute for event in events if isinstance(event, BreathPaced))
        return BreathingResult(
            step=self.id,
            seconds=round(sum(60 / pace * breaths for pace, breaths in paces.items()), 3),
            breaths=paces.total(),
            paces=tuple(PaceUsed(per_minute=pace, breaths=breaths) for pace, breaths in paces.items()),
        )

    def simulate(self, person: Person) -> None:
        """Breathe along to the end."""
        self._breathe(person, float(self.seconds))

    def simulate_half(self, person: Person) -> None:
        """Breathe along half way."""
        self._breathe(person, self.seconds / 2)

    def _breathe(self, person: Person, seconds: float) -> None:
        """Breathe whole breaths for at least so long; some change the pace once."""
        person.wait(2, 6)
        pace, passed = self.per_minute, 0.0
        changes = person.random.random() < 0.3
        heard = "tones" if person.terms.pacing_sound else "nothing"
        person.say(BreathingSet, step=self.id, per_minute=pace, heard=heard, felt=False)
        while passed < seconds:
            passed += 60 / pace
            person.at += 60_000 / pace
            person.say(BreathPaced, step=self.id, per_minute=pace)
            if changes and passed > seconds / 3:
                changes = False
                wanted = pace + person.random.choice((-self.pace_step, self.pace_step))
                pace = min(max(wanted, self.slowest), self.fastest)
                person.say(BreathingSet, step=self.id, per_minute=pace, heard=heard, felt=False)


def dose(case: Case) -> tuple[Breathing, ...]:
    """The breathing that was prescribed for before the session; none where none was."""
    minutes, written = case.prescription.breathing_minutes, case.catalogue.breathing
    if minutes is None:
        return ()
    step = Breathing(
        id="breathing",
        title=written.title,
        instruction=written.told,
        breathe_in=written.breathe_in,
        breathe_out=written.breathe_out,
        seconds=60 * minutes,
        least=60 * written.minutes_low,
        per_minute=written.usual,
        slowest=written.slowest,
        fastest=written.fastest,
        pace_step=written.pace_step,
        out_share=written.out_share,
    )
    return (step,)
