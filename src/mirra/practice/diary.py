"""The diary: a line a day if wished. A later line of a day takes the place of the earlier one in what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from mirra.catalogue.models.diary import HIGHEST, MOST_QUESTIONS
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.practice.entry import Entry

WORDS_OF_ONE = 120  # letters that a person may add to one answer
LATE = timedelta(days=7)  # so long after a day a line for it may be written


def _in_the_calendar(day: str) -> str:
    date.fromisoformat(day)
    return day


Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_in_the_calendar)]


class DiaryAnswer(Frozen):
    """The answer to one question: the number it stands for, the choice, words of the person's own, or several."""

    question: Slug
    value: Annotated[int, Field(ge=0, le=HIGHEST)] | None
    choice: Slug | None
    text: Annotated[str, Field(max_length=WORDS_OF_ONE)]

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and self.choice is None and not self.text.strip():
            raise ValueError("an answer that says nothing is left out")
        return self


class DiaryLine(Entry):
    """A line for one day (the person's own date). No question has to be answered, but one is.

    ``wall`` is when it was written: on that day, or up to a week later.
    """

    kind: Literal["diary"] = "diary"
    day: Day
    answers: Annotated[tuple[DiaryAnswer, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]

    @property
    def on(self) -> str:
        """The day of the line."""
        return self.day

    @model_validator(mode="after")
    def _of_its_day(self) -> Self:
        questions = [answer.question for answer in self.answers]
        if len(set(questions)) < len(questions):
            raise ValueError("a question is answered twice")
        since = self.wall.date() - date.fromisoformat(self.day)
        if since < timedelta(0):
            raise ValueError("the line is for a day that had not begun when it was written")
        if since > LATE:
            raise ValueError("the line was written more than a week after its day")
        return self


def newest(lines: Iterable[DiaryLine]) -> dict[str, DiaryLine]:
    """By day, the newest first, the line that was written last; ids tell apart what was written at one moment."""
    last: dict[str, DiaryLine] = {}
    for line in lines:
        before = last.get(line.day)
        if before is None or (before.wall, before.id) < (line.wall, line.id):
            last[line.day] = line
    return dict(sorted(last.items(), reverse=True))
