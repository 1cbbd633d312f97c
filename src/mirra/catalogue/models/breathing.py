"""Paced breathing: what is said before it, its pace and its length."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen
from mirra.catalogue.wording import Said

SLOWEST, FASTEST = 4.5, 6.5  # the range of claim C44: no catalogue file may leave it
SHORTEST, LONGEST = 2, 5  # minutes

Pace = Annotated[float, Field(ge=SLOWEST, le=FASTEST, description="breaths a minute")]
OutShare = Annotated[float, Field(gt=0.5, le=0.75, description="share of a breath")]
Minutes = Annotated[int, Field(ge=SHORTEST, le=LONGEST, description="minutes")]


class BreathingFile(Frozen):
    """The words and numbers of paced breathing.

    ``pace_step`` is by how many breaths a minute one tap changes the pace; ``out_share`` is how much of a breath is
    breathing out. There is no number for a pause, because there is none.
    """

    title: Said
    told: Annotated[tuple[Said, ...], Field(min_length=1)]
    breathe_in: Said
    breathe_out: Said
    usual: Pace
    slowest: Pace
    fastest: Pace
    pace_step: Annotated[float, Field(ge=0.1, le=1, description="breaths a minute")]
    out_share: OutShare
    minutes_low: Minutes
    minutes_high: Minutes
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.slowest <= self.usual <= self.fastest:
            raise ValueError("usual must lie between slowest and fastest")
        if self.minutes_high < self.minutes_low:
            raise ValueError("minutes_high must not be less than minutes_low")
        return self
