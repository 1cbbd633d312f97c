"""Left/right judgement: what is said before it, and what its scores are held against."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import ClaimId, Provenance, Rule
from mirra.catalogue.models.fields import Frozen, Judged, Slug, Text
from mirra.catalogue.wording import Said

TimeSeconds = Annotated[float, Field(gt=0, le=60, description="seconds")]
ShareOf1 = Annotated[float, Field(ge=0, le=1, description="share, 0 to 1")]
Age = Annotated[int, Field(ge=0, le=120, description="years")]


class Sourced(Frozen):
    """A number from the literature with its claim, and whether it was read in its source."""

    claim: ClaimId
    source: Text
    provenance: Provenance


class Norm(Sourced):
    """The time that healthy people take: ``mean`` and standard deviation of correct answers, in s.

    Without ``from_age`` and ``to_age`` it is for any age. A norm for the age of a person comes before one for any age.
    """

    limb: Judged
    mean: TimeSeconds
    deviation: TimeSeconds
    from_age: Age | None = None
    to_age: Age | None = None

    @model_validator(mode="after")
    def _band(self) -> Self:
        if (self.from_age is None) != (self.to_age is None):
            raise ValueError("from_age and to_age stand together, or neither does")
        if self.from_age is not None and self.to_age is not None and self.to_age <= self.from_age:
            raise ValueError("to_age must be more than from_age")
        return self

    def fits(self, age: int | None) -> bool:
        """Whether it is for a person of this age in years; ``None`` where the age is not known."""
        if self.from_age is None or self.to_age is None:
            return True
        return age is not None and self.from_age <= age < self.to_age


class Detectable(Sourced):
    """The change of a score that is more than chance: sources give a range, from ``low`` to ``high``."""

    score: Literal["time", "accuracy"]
    low: Annotated[float, Field(gt=0, le=60, description="seconds for time, share for accuracy")]
    high: Annotated[float, Field(gt=0, le=60, description="seconds for time, share for accuracy")]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.high < self.low:
            raise ValueError("high must not be less than low")
        return self


class Enough(Sourced):
    """The accuracy from which a person may move on, for both sides."""

    accuracy: ShareOf1


class Told(Frozen):
    """What is said before the pictures of one limb come up."""

    hand: Annotated[tuple[Said, ...], Field(min_length=1)]
    foot: Annotated[tuple[Said, ...], Field(min_length=1)]


class ShownPosture(Frozen):
    """A posture that a person shows to the camera with their own limb, in one view; ``text`` says how.

    It is one of ``stimuli/postures.toml``, whose picture leads the person.
    """

    posture: Slug
    view: Slug
    text: Said


Postures = Annotated[tuple[ShownPosture, ...], Field(min_length=2, max_length=12)]


class OwnLimbFile(Frozen):
    """How pictures are taken of a person's own limb, and the rule that says what becomes of them.

    ``place`` says where in the picture it is held; ``countdown`` is how long it can settle before each picture, in s.
    """

    told_hand: Said
    told_foot: Said
    told: Annotated[tuple[Said, ...], Field(min_length=1)]
    place: Said
    countdown: Annotated[int, Field(ge=1, le=20, description="seconds")]
    rule: Rule
    hand: Postures
    foot: Postures

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for limb in ("hand", "foot"):
            shown = [(picture.posture, picture.view) for picture in getattr(self, limb)]
            if len(set(shown)) != len(shown):
                raise ValueError(f"two postures of the {limb} are the same")
        return self


class JudgementFile(Frozen):
    """The words of left/right judgement, and the numbers that its scores are held against.

    ``unknown`` says what no source gives. ``fixation`` is how long the cross is seen before a picture, in ms.
    """

    title: Said
    told: Told
    practice: Said
    own: OwnLimbFile
    fixation: Annotated[int, Field(ge=200, le=5000, description="milliseconds")]
    norms: Annotated[tuple[Norm, ...], Field(min_length=1)]
    detectable: Annotated[tuple[Detectable, ...], Field(min_length=1)]
    enough: Enough
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    unknown: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        bands: dict[str, list[tuple[int, int]]] = {}
        for norm in self.norms:
            band = (-1, -1) if norm.from_age is None or norm.to_age is None else (norm.from_age, norm.to_age)
            for low, high in bands.setdefault(norm.limb, []):
                if band == (low, high) or (band[0] < high and low < band[1]):
                    raise ValueError(f"two norms of the {norm.limb} are for the same age")
            bands[norm.limb].append(band)
        if len({change.score for change in self.detectable}) != len(self.detectable):
            raise ValueError("a score has two detectable changes")
        return self

    def norm(self, limb: Judged, age: int | None) -> Norm | None:
        """The norm for a limb and an age: one for that age before one for any."""
        fitting = [norm for norm in self.norms if norm.limb == limb and norm.fits(age)]
        return min(fitting, key=lambda norm: norm.from_age is None, default=None)

    def change(self, score: Literal["time", "accuracy"]) -> Detectable | None:
        """The detectable change of a score."""
        return next((change for change in self.detectable if change.score == score), None)
