"""Looking without moving."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.evidence import Rule
from mirra.practice.case import Case
from mirra.practice.person import Person
from mirra.practice.steps.step import Step, part_of


class Look(Step):
    """Looking without moving, so that the seen limb can become one's own.

    It is made no shorter than ``least`` s, since the seen limb becomes one's own only after a while.
    """

    shows_limb: ClassVar[bool] = True
    practice: ClassVar[bool] = True

    kind: Literal["look"] = "look"
    instruction: str
    seconds: int = Field(ge=5, le=600)
    least: int = Field(default=0, ge=0, le=600)

    def planned(self) -> float:
        """Its length in s."""
        return float(self.seconds)

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """Why one looks before one moves."""
        return (catalogue.limits.look,)

    def shorter(self, share: float) -> Self:
        """A part of its seconds."""
        return self.model_copy(update={"seconds": part_of(self.seconds, share, self.least)})

    def simulate(self, person: Person) -> None:
        """Look to the end."""
        person.watch(self.id, float(self.seconds))

    def simulate_half(self, person: Person) -> None:
        """Look half way."""
        person.watch(self.id, self.seconds / 2)


def dose(case: Case, number: int, length: int) -> Look:
    """The look that comes at this place, of so many seconds."""
    words = case.catalogue.words
    return Look(
        id=f"look_{number}",
        title=words.look_title,
        instruction=words.look_instruction,
        seconds=length,
        least=case.condition.dose.look,
    )
