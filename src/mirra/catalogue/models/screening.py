"""The screening before a plan: what a therapist asks, and which answers are a precaution or mean that nobody starts."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import ClaimId, Provenance
from mirra.catalogue.models.fields import Frozen, Slug, Text

Meaning = Literal["precaution", "cannot_start"]


class ScreeningAnswer(Frozen):
    """One possible answer."""

    id: Slug
    text: Annotated[str, Field(min_length=1, max_length=80)]


class ScreeningRule(Frozen):
    """What some answers of a question mean, and why.

    ``reason`` says it to the therapist; ``precaution`` says what to do, and is empty where nobody starts.
    """

    answers: Annotated[tuple[Slug, ...], Field(min_length=1)]
    means: Meaning
    reason: Text
    precaution: Annotated[str, Field(max_length=600)] = ""
    claim: ClaimId
    source: Text
    provenance: Provenance

    @model_validator(mode="after")
    def _says_what_to_do(self) -> Self:
        if (self.means == "precaution") != bool(self.precaution.strip()):
            raise ValueError("precaution must say what to do where means is “precaution”, and there alone")
        return self


class ScreeningQuestion(Frozen):
    """One question of the screening; ``place`` orders them. An answer that no rule names changes nothing."""

    id: Slug
    place: Annotated[int, Field(ge=0, le=1000, description="place among the questions")]
    text: Text
    answers: Annotated[tuple[ScreeningAnswer, ...], Field(min_length=2)]
    rules: Annotated[tuple[ScreeningRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _answers_differ(self) -> Self:
        ids = [answer.id for answer in self.answers]
        if len(set(ids)) < len(ids):
            raise ValueError("two answers have the same id")
        return self
