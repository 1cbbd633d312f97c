"""One condition: for whom, how much, which movements in which order."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.anatomy import Limb
from mirra.catalogue.models.evidence import ClaimId, Conflict, Provenance, Rule
from mirra.catalogue.models.fields import Frozen, Minutes, Movement, Seconds, Slug, Text, View
from mirra.catalogue.wording import SaidOrNothing


class Stage(Frozen):
    """Which exercises a person may have from so many done sessions on; with no sizes, looking only."""

    id: Slug
    from_done: Annotated[int, Field(ge=0, le=1000, description="sessions done")]
    sizes: tuple[Literal["large", "small", "complex"], ...] = ()
    kinds: tuple[Literal["basic", "functional", "sensory"], ...] = ()


class Dose(Frozen):
    """How long, how often, how many: minutes before the mirror with rests, and repetitions of a movement.

    ``per_week`` and ``weeks`` are absent where no source names them; ``tempo_factor`` slows every exercise.
    ``minutes_source`` is the longest session that the source names, absent where none does; where ``minutes_high`` is
    above it, ``minutes_reason`` says why. ``day_minutes`` are the most of a day before the mirror, ``day_sessions`` the
    most sessions, where a source says so.
    """

    minutes: Minutes
    minutes_low: Minutes
    minutes_high: Minutes
    minutes_severe: Minutes
    minutes_source: Minutes | None = None
    minutes_reason: Annotated[str, Field(max_length=300)] = ""
    per_week: Annotated[float, Field(gt=0, le=70, description="sessions a week")] | None = None
    weeks: Annotated[int, Field(ge=1, le=52, description="weeks")] | None = None
    day_minutes: Annotated[int, Field(ge=1, le=600, description="whole minutes")]
    day_sessions: Annotated[int, Field(ge=1, le=50, description="sessions a day")] | None = None
    look: Annotated[int, Field(ge=60, le=600, description="whole seconds")]
    look_only: Annotated[int, Field(ge=60, le=600, description="whole seconds")]
    block: Seconds
    block_low: Seconds
    block_high: Seconds
    rest: Seconds
    repetitions_low: Annotated[int, Field(ge=1, le=200, description="repetitions")]
    repetitions: Annotated[int, Field(ge=1, le=200, description="repetitions")] | None = None
    tempo_factor: Annotated[float, Field(ge=0.5, le=4, description="times the exercise's own tempo")] = 1.0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.minutes_low, self.minutes_high
        for name in ("minutes", "minutes_severe"):
            if not low <= getattr(self, name) <= high:
                raise ValueError(f"{name} must lie between minutes_low ({low}) and minutes_high ({high})")
        if low * 60 < self.look + self.block:
            raise ValueError(f"minutes_low must hold one look and one block ({self.look + self.block} s)")
        if self.minutes_source is not None and high > self.minutes_source and not self.minutes_reason:
            above = f"minutes_high ({high}) is above the {self.minutes_source} minutes of the source"
            raise ValueError(f"{above}; say why in minutes_reason, or lower it")
        if self.day_minutes < high:
            raise ValueError(f"day_minutes must hold a session of minutes_high ({high})")
        if not self.block_low <= self.block <= self.block_high:
            raise ValueError("block must lie between block_low and block_high")
        if self.repetitions is not None and self.repetitions < self.repetitions_low:
            raise ValueError(f"repetitions must be at least repetitions_low ({self.repetitions_low})")
        return self


class Review(Frozen):
    """When a therapist looks back with the person, in sessions done before the mirror, and what at."""

    after: Annotated[int, Field(ge=1, le=1000, description="sessions done")]
    text: Text
    claim: ClaimId
    source: Text
    provenance: Provenance


class Pack(Frozen):
    """What holds for some limbs of a condition, beside what holds for all of them.

    ``reviews`` take the place of the condition's, where there are any. Dose and movement are those of the condition.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    limbs: Annotated[tuple[Limb, ...], Field(min_length=1)]
    note: Text
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    reviews: tuple[Review, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Condition(Frozen):
    """One condition: for whom, how much, which movements in which order, and why.

    ``movement`` is the default; ``movement_fixed`` forbids a therapist's override (where the source warns of it).
    ``affected_limb`` is ``gone`` after an amputation. ``two_sided_words`` is added to two-sided exercises, ``note`` is
    what a therapist reads when enrolling. ``reviews`` are the points at which to look back, ``conflicts``
    show where sources disagree. ``packs`` add what holds for some of its limbs alone.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=60)]
    note: Text
    evidence: Literal["graded", "no graded evidence"]
    limbs: Annotated[tuple[Limb, ...], Field(min_length=1)]
    view: View
    movement: Movement
    movement_fixed: bool = False
    affected_limb: Literal["there", "gone"] = "there"
    two_sided_words: SaidOrNothing = ""
    without: tuple[Slug, ...] = ()
    dose: Dose
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    reviews: Annotated[tuple[Review, ...], Field(min_length=1)]
    conflicts: tuple[Conflict, ...] = ()
    packs: tuple[Pack, ...] = ()

    def pack(self, limb: Limb) -> Pack | None:
        """What holds for this limb beside what holds for all; ``None`` where nothing does."""
        return next((pack for pack in self.packs if limb in pack.limbs), None)

    def of_limb(self, limb: Limb) -> Self:
        """The condition for one limb: what holds for all of its limbs, and what holds for this one."""
        pack = self.pack(limb)
        if pack is None:
            return self
        return self.model_copy(
            update={
                "note": f"{self.note} {pack.note}",
                "rules": (*self.rules, *pack.rules),
                "reviews": pack.reviews or self.reviews,
                "conflicts": (*self.conflicts, *pack.conflicts),
            }
        )

    @property
    def planned_per_week(self) -> float | None:
        """Sessions a week, or ``None`` where the condition names none."""
        return self.dose.per_week

    @model_validator(mode="after")
    def _stages_rise(self) -> Self:
        starts = [stage.from_done for stage in self.stages]
        if starts[0] != 0 or starts != sorted(set(starts)):
            raise ValueError("stages must begin with from_done = 0 and rise")
        for reviews in (self.reviews, *(pack.reviews for pack in self.packs)):
            points = [review.after for review in reviews]
            if points != sorted(set(points)):
                raise ValueError("reviews must rise")
        for stage in self.stages:
            if bool(stage.sizes) != bool(stage.kinds):
                raise ValueError(
                    f"stage {stage.id} must name both sizes and kinds, or neither (looking only)"
                )
        return self

    @model_validator(mode="after")
    def _packs_share_no_limb(self) -> Self:
        named = [limb for pack in self.packs for limb in pack.limbs]
        for limb in named:
            if limb not in self.limbs:
                raise ValueError(f"a pack is for the {limb}, which the condition is not for")
            if named.count(limb) > 1:
                raise ValueError(f"two packs are for the {limb}")
        return self
