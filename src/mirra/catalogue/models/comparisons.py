"""How mirror therapy compares with other treatments: what was compared, what came out, and how sure that is."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import ClaimId, Provenance
from mirra.catalogue.models.fields import Frozen, Slug, Text


class Pooled(Frozen):
    """A pooled effect with its 95 % interval; ``meaning`` says which direction is better for whom.

    ``trials``, ``people`` and ``i2`` (percent) are absent where the source at hand does not give them.
    """

    outcome: Text
    measure: Literal["SMD", "ES"]
    value: float
    low: float
    high: float
    meaning: Text
    trials: Annotated[int, Field(ge=1, description="trials")] | None = None
    people: Annotated[int, Field(ge=1, description="people")] | None = None
    i2: Annotated[float, Field(ge=0, le=100, description="percent")] | None = None
    model: Literal["random", "fixed", "not stated"]
    certainty: Text
    source: Text
    provenance: Provenance

    @model_validator(mode="after")
    def _within(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value must lie between low ({self.low}) and high ({self.high})")
        return self


class Treatment(Frozen):
    """A treatment other than mirror therapy."""

    id: Slug
    name: Text
    about: Text


class Comparison(Frozen):
    """One comparison in one condition; ``doubt`` names what of it was not read in its source."""

    treatment: Slug
    condition: Slug
    compared: Text
    finding: Text
    grade: Text
    figures: tuple[Pooled, ...] = ()
    claim: ClaimId
    source: Text
    provenance: Provenance
    doubt: Annotated[str, Field(max_length=600)] = ""


class ComparisonsFile(Frozen):
    """The treatments in the order in which they are shown, and what is known of each in each condition.

    ``order`` says that this order is not a ranking; ``none_known`` is shown where there is no comparison.
    """

    order: Text
    none_known: Text
    treatments: Annotated[tuple[Treatment, ...], Field(min_length=1)]
    comparisons: tuple[Comparison, ...]

    def of(self, treatment: str, condition: str) -> tuple[Comparison, ...]:
        """What is known of a treatment in a condition, in the order of the file."""
        return tuple(
            comparison
            for comparison in self.comparisons
            if comparison.treatment == treatment and comparison.condition == condition
        )
