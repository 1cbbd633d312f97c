"""What pages are given of the diary: the questions in the person's words, and the lines as they are shown."""

from __future__ import annotations

from datetime import datetime

from mirra.catalogue.models.fields import Frozen, LanguageTag


class DiaryChoiceCard(Frozen):
    """One possible answer; ``value`` is the number that it stands for, null where it stands for none."""

    id: str
    text: str
    value: int | None


class DiaryQuestionCard(Frozen):
    """One question that a person may answer, with either a scale or choices.

    ``drawn`` choices have a picture of their value as a length in per cent of the other limb; ``note`` (empty: none)
    asks for words of the person's own.
    """

    id: str
    name: str
    text: str
    low: int
    high: int
    low_words: str
    high_words: str
    choices: tuple[DiaryChoiceCard, ...]
    drawn: bool
    note: str


class DiaryForm(Frozen):
    """The questions that are asked of one person, in their language."""

    language: LanguageTag
    title: str
    lead: str
    questions: tuple[DiaryQuestionCard, ...]


class DiarySaid(Frozen):
    """One answer as it was given, and ``said``: the same in words."""

    question: str
    value: int | None
    choice: str | None
    text: str
    said: str


class DiaryDay(Frozen):
    """The line that holds for a day, when it was written, and how many earlier ones it took the place of."""

    day: str
    wall: datetime
    replaced: int
    answers: tuple[DiarySaid, ...]


class DiaryColumn(Frozen):
    """What stands above the answers to one question, and how a course of their values is drawn.

    ``high`` is the highest value that an answer stands for, null where values are no measure or the question is gone;
    ``low_words`` and ``high_words`` say what 0 and ``high`` mean.
    """

    question: str
    name: str
    high: int | None = None
    low_words: str = ""
    high_words: str = ""


class DiaryPage(Frozen):
    """Days of the diary, newest first; ``older`` says whether there are days before the last one.

    ``unreadable`` is how many kept lines among these days cannot be read.
    """

    columns: tuple[DiaryColumn, ...]
    days: tuple[DiaryDay, ...]
    older: bool
    unreadable: int


class OwnDiary(Frozen):
    """The person's own diary."""

    form: DiaryForm
    page: DiaryPage
