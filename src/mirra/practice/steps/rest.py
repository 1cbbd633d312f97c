"""A pause between two steps of practice."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mirra.catalogue.models.questions import Question
from mirra.practice.case import Case
from mirra.practice.person import Person
from mirra.practice.steps.step import Step


class Rest(Step):
    """A pause; the person may go on earlier or rest longer, and may answer ``question`` again.

    ``energy`` is asked where the plan has a rule for people who tire quickly.
    """

    kind: Literal["rest"] = "rest"
    instruction: str
    seconds: int = Field(ge=5, le=600)
    question: Question | None = None
    energy: Question | None = None

    def planned(self) -> float:
        """Its length in s."""
        return float(self.seconds)

    def simulate(self, person: Person) -> None:
        """Rest as long as planned, or a little longer, and say how much energy is left."""
        person.wait(self.seconds, self.seconds + 4)
        person.answer(self.id, (self.energy,) if self.energy else ())


def dose(case: Case, number: int, length: int) -> Rest:
    """The rest that comes at this place, of so many seconds."""
    catalogue = case.catalogue
    again = catalogue.limits.stop.question  # so that the stop rule can speak before the session is over
    return Rest(
        id=f"rest_{number}",
        title=catalogue.words.rest_title,
        instruction=catalogue.words.rest_instruction,
        seconds=length,
        question=next((q for q in catalogue.questions.check_in.questions if q.id == again), None),
        energy=catalogue.questions.energy.question
        if any(profile.asks_energy for profile in case.profiles)
        else None,
    )
