"""A programme: stages of practice one after another, and what must be seen before a person moves on."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import ClaimId, Conflict, Provenance, Rule
from mirra.catalogue.models.fields import Frozen, Slug, Text
from mirra.catalogue.wording import Said, SaidOrNothing

Practised = Literal["judgement", "imagery", "observation", "mirror", "direct_movement"]
Measure = Literal[
    "judgement_accuracy",
    "judgement_time",
    "judgement_difference",
    "movement_pain",
    "pain_before",
    "pain_rise",
]
OF_EVERY_SESSION: tuple[Measure, ...] = ("pain_before", "pain_rise")
YIELDS: dict[Practised, tuple[Measure, ...]] = {
    "judgement": ("judgement_accuracy", "judgement_time", "judgement_difference"),
    "imagery": (),
    "observation": (),
    "mirror": (),
    "direct_movement": ("movement_pain",),
}
Unit = Literal["share", "seconds", "points"]  # points of pain, 0 to 10


class Measured(Frozen):
    """What a measure is called and its unit."""

    name: str
    unit: Unit

    @property
    def within(self) -> str:
        """The name within a sentence."""
        return self.name[:1].lower() + self.name[1:]


MEASURES: dict[Measure, Measured] = {
    "judgement_accuracy": Measured(name="Correct answers on the worse side", unit="share"),
    "judgement_time": Measured(name="Median time on the slower side", unit="seconds"),
    "judgement_difference": Measured(name="Difference between the sides", unit="seconds"),
    "movement_pain": Measured(name="Pain felt in direct movement", unit="points"),
    "pain_before": Measured(name="Pain before", unit="points"),
    "pain_rise": Measured(name="Rise of pain", unit="points"),
}
POSSIBLE: dict[Unit, tuple[float, float]] = {"share": (0, 1), "seconds": (0, 60), "points": (-10, 10)}
Days = Annotated[int, Field(ge=1, le=365, description="days")]


class Need(Frozen):
    """What a measure must be: at least or at most so much, in its own unit (``MEASURES``)."""

    measure: Measure
    at_least: float | None = None
    at_most: float | None = None
    claim: ClaimId
    source: Text
    provenance: Provenance

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a need has either at_least or at_most")
        unit = MEASURES[self.measure].unit
        low, high = POSSIBLE[unit]
        if not low <= self.limit <= high:
            what = f"{self.measure} lies between {low:g} and {high:g} ({unit}), so it is never {self.limit:g}"
            raise ValueError(what)
        return self

    @property
    def limit(self) -> float:
        """The limit, whichever of the two it is."""
        return self.at_least if self.at_least is not None else self.at_most or 0.0

    def met(self, value: float) -> bool:
        """Whether a value is as needed."""
        return value >= self.limit if self.at_least is not None else value <= self.limit


class Gate(Frozen):
    """What must hold before a person moves on: every need, in every session of the last ``days``.

    On at least ``practised`` of these days there must have been a session, so that one good day does not open it.
    """

    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    days: Days
    practised: Days

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.practised > self.days:
            raise ValueError(f"practised must not be more than days ({self.days})")
        return self


class ProgrammeStage(Frozen):
    """One stage: what its sessions practise, for how many days it is planned, and the gate at its end.

    ``told`` says to the person what they do in it, ``moved`` why they have come to it. A stage without a gate ends by
    its days, when the person has practised in at least ``sessions`` sessions.
    """

    id: Slug
    name: Said
    told: Said
    moved: Said
    practise: Annotated[tuple[Practised, ...], Field(min_length=1)]
    days: Days
    sessions: Annotated[int, Field(ge=1, le=1000, description="sessions")]
    gate: Gate | None = None

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if len(self.practise) != len(set(self.practise)):
            raise ValueError("practise names something twice")
        yielded = {*OF_EVERY_SESSION, *(measure for kind in self.practise for measure in YIELDS[kind])}
        for need in self.gate.needs if self.gate else ():
            if need.measure not in yielded:
                what = f"nothing in this stage yields {need.measure}; its sessions practise {', '.join(self.practise)}"
                raise ValueError(what)
        return self


class Back(Frozen):
    """When a person steps back to the stage before: the need, in each of the last ``sessions`` that measured it."""

    need: Need
    sessions: Annotated[int, Field(ge=1, le=100, description="sessions")]
    moved: Said

    @model_validator(mode="after")
    def _of_every_session(self) -> Self:
        if self.need.measure not in OF_EVERY_SESSION:
            raise ValueError(f"need.measure must be one of {', '.join(OF_EVERY_SESSION)}")
        return self


class Programme(Frozen):
    """A programme of stages, offered for ``conditions``; ``note`` is what a therapist reads when choosing it.

    ``welcome`` is said to a person who comes back after ``away`` days without a session, ``welcome_moved`` where the
    stage has changed meanwhile, ``chosen`` to one whose therapist has chosen the stage. ``conflicts`` are shown where
    it is chosen.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=60)]
    note: Text
    conditions: Annotated[tuple[Slug, ...], Field(min_length=1)]
    stages: Annotated[tuple[ProgrammeStage, ...], Field(min_length=1)]
    back: Back | None = None
    away: Days
    welcome: Said
    welcome_moved: SaidOrNothing = ""
    chosen: Said
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    conflicts: tuple[Conflict, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [stage.id for stage in self.stages]
        if len(ids) != len(set(ids)):
            raise ValueError("every stage needs an id of its own")
        return self

    def has(self, stage: str | None) -> bool:
        """Whether it has a stage of this id."""
        return any(candidate.id == stage for candidate in self.stages)

    def index_of(self, stage: str | None) -> int:
        """The place of a stage by its id, from 0; the first where it has no such stage."""
        return next((at for at, candidate in enumerate(self.stages) if candidate.id == stage), 0)

    def practises(self, kind: Practised) -> bool:
        """Whether any of its stages practises this."""
        return any(kind in stage.practise for stage in self.stages)
