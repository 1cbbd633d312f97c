"""Direct movement with graded exposure: what is said and asked, how the ladder is climbed, and the rules it follows."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen
from mirra.catalogue.models.questions import SaidQuestion
from mirra.catalogue.wording import Said

Points = Annotated[int, Field(ge=0, le=10, description="points on the 0-10 scale")]


class Climbing(Frozen):
    """When the next movement of the ladder is due.

    It is after ``sessions`` in a row in which all was done and pain during the movement was at most ``up_rise`` above
    that of the check-in. The one before is due again after a session in which it was at least ``down_rise`` above.
    """

    sessions: Annotated[int, Field(ge=1, le=20, description="sessions in a row")]
    up_rise: Points
    down_rise: Points

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.up_rise >= self.down_rise:
            raise ValueError("up_rise must be lower than down_rise")
        return self


class DirectMovementFile(Frozen):
    """The words and the dose of direct movement.

    The ladder has at most ``movements``; each is ranked by ``rank``, and again after ``rank_again`` sessions. The
    movement that is due is done ``times``. ``first``, ``stays``, ``up``, ``down`` and ``chosen`` say to the person why
    it is due.
    """

    title: Said
    before: Annotated[tuple[Said, ...], Field(min_length=1)]
    ranking: Annotated[tuple[Said, ...], Field(min_length=1)]
    act: Annotated[tuple[Said, ...], Field(min_length=1)]
    movements: Annotated[int, Field(ge=2, le=12, description="movements of the ladder")]
    times: Annotated[int, Field(ge=1, le=20, description="times each")]
    rank_again: Annotated[int, Field(ge=1, le=100, description="sessions")]
    climbing: Climbing
    first: Said
    stays: Said
    up: Said
    down: Said
    chosen: Said
    rank: SaidQuestion
    expected: SaidQuestion
    felt: SaidQuestion
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _scales(self) -> Self:
        for name in ("rank", "expected", "felt"):
            value = getattr(self, name)
            if (value.low, value.high, value.choices) != (0, 10, ()):
                raise ValueError(f"{name} must have a scale from 0 to 10")
        return self
