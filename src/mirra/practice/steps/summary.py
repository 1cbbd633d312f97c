"""The quiet end of a session."""

from __future__ import annotations

from typing import Literal

from mirra.practice.case import Case
from mirra.practice.person import Person
from mirra.practice.steps.step import Step


class Summary(Step):
    """The quiet account of what was done."""

    kind: Literal["summary"] = "summary"
    thanks: str

    def simulate(self, person: Person) -> None:
        """Read it."""
        person.wait(4, 12)


def dose(case: Case) -> Summary:
    """The words of every session's end."""
    words = case.catalogue.words
    return Summary(id="summary", title=words.summary_title, thanks=words.summary_thanks)
