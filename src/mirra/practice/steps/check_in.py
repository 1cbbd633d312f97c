"""The questions before anything moves."""

from __future__ import annotations

from typing import Literal

from mirra.catalogue.models.questions import Question
from mirra.practice.case import Case
from mirra.practice.person import Person
from mirra.practice.steps.step import Step


class CheckIn(Step):
    """Pain, distress and dizziness, before anything moves."""

    kind: Literal["check_in"] = "check_in"
    questions: tuple[Question, ...]

    def simulate(self, person: Person) -> None:
        """Answer every question."""
        person.answer(self.id, self.questions)


def dose(case: Case) -> CheckIn:
    """The questions of every session's beginning."""
    written = case.catalogue.questions.check_in
    return CheckIn(id="check_in", title=written.title, questions=written.questions)
