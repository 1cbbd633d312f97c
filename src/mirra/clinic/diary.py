"""The diary of one person: the questions in their words, and the lines that hold, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.diary import DiaryFile, DiaryQuestion
from mirra.clinic.shapes.diary import (
    DiaryChoiceCard,
    DiaryColumn,
    DiaryDay,
    DiaryForm,
    DiaryPage,
    DiaryQuestionCard,
    DiarySaid,
)
from mirra.clinic.tables import KeptEntry
from mirra.errors import EventError
from mirra.practice.address import addressed
from mirra.practice.diary import DiaryAnswer, DiaryLine, newest
from mirra.practice.entries import read_entry
from mirra.practice.prescription import Prescription
from mirra.practice.support import support_of

KIND = "diary"
DAYS_PER_PAGE = 30


def form(catalogue: Catalogue, decided: Prescription) -> DiaryForm:
    """What is asked of the person with this prescription, in their language, in few words where a profile says so."""
    language = catalogue.language(decided.language)
    diary_file, few = _diary_for(catalogue, decided), _few_words(catalogue, decided)
    return DiaryForm(
        language=language.language if language else "en",
        title=diary_file.title,
        lead=diary_file.few if few else diary_file.lead,
        questions=tuple(_card(question, few) for question in _questions(catalogue, diary_file, decided)),
    )


def page(
    db: Session,
    catalogue: Catalogue,
    person: str,
    decided: Prescription,
    *,
    english: bool = False,
    before: str | None = None,
) -> DiaryPage:
    """The newest days of a person's diary, or those ``before`` a day, in the person's language or in English.

    Lines that cannot be read are passed over and counted.
    """
    diary_file = catalogue.diary if english else _diary_for(catalogue, decided)
    theirs = [KeptEntry.person == person, KeptEntry.kind == KIND]
    if before is not None:
        theirs.append(KeptEntry.day < before)
    days = (
        select(KeptEntry.day)
        .where(*theirs)
        .distinct()
        .order_by(KeptEntry.day.desc())
        .limit(DAYS_PER_PAGE + 1)
    )
    newest_days = list(db.scalars(days))
    shown = newest_days[:DAYS_PER_PAGE]
    rows = list(db.scalars(select(KeptEntry).where(*theirs, KeptEntry.day >= shown[-1]))) if shown else []
    lines = list(_read(rows))
    written = Counter(line.day for line in lines)
    held = newest(lines)
    current = {question.id for question in _questions(catalogue, diary_file, decided)}
    return DiaryPage(
        columns=_columns(diary_file, current, held.values()),
        days=tuple(
            DiaryDay(
                day=day,
                wall=line.wall,
                replaced=written[day] - 1,
                answers=tuple(_said(diary_file, answer) for answer in line.answers),
            )
            for day, line in held.items()
        ),
        older=len(newest_days) > DAYS_PER_PAGE,
        unreadable=len(rows) - len(lines),
    )


def _read(rows: Iterable[KeptEntry]) -> Iterable[DiaryLine]:
    for row in rows:
        try:
            entry = read_entry(row.line)
        except EventError:
            continue
        if isinstance(entry, DiaryLine) and (entry.id, entry.day) == (row.id, row.day):
            yield entry


def _diary_for(catalogue: Catalogue, decided: Prescription) -> DiaryFile:
    language = catalogue.language(decided.language)
    return addressed(catalogue.diary, decided.affected, decided.limb, language)


def _few_words(catalogue: Catalogue, decided: Prescription) -> bool:
    known = [catalogue.profiles[profile] for profile in decided.profiles if profile in catalogue.profiles]
    return support_of(known).few_words


def questions(catalogue: Catalogue, decided: Prescription) -> Sequence[DiaryQuestion]:
    """The questions that are asked of the person with this prescription, in English."""
    return _questions(catalogue, catalogue.diary, decided)


def _questions(catalogue: Catalogue, diary_file: DiaryFile, decided: Prescription) -> Sequence[DiaryQuestion]:
    """The questions for a person; a condition that the catalogue no longer has counts as one with the limb there."""
    condition = catalogue.conditions.get(decided.condition)
    affected = condition.affected_limb if condition else "there"
    return [
        question
        for question in diary_file.questions
        if question.asked_of(decided.condition, decided.limb, affected)
    ]


def _card(question: DiaryQuestion, few: bool) -> DiaryQuestionCard:
    return DiaryQuestionCard(
        id=question.id,
        name=question.name,
        text=question.few if few else question.text,
        low=question.low,
        high=question.high,
        low_words=question.low_words,
        high_words=question.high_words,
        choices=tuple(
            DiaryChoiceCard(id=choice.id, text=choice.text, value=choice.value) for choice in question.choices
        ),
        drawn=question.drawn,
        note=question.note,
    )


def _columns(diary_file: DiaryFile, current: set[str], lines: Iterable[DiaryLine]) -> tuple[DiaryColumn, ...]:
    """The questions that are asked, and those of earlier answers; one that the catalogue no longer has by its id."""
    answered = {answer.question for line in lines for answer in line.answers}
    known = [question for question in diary_file.questions if question.id in current | answered]
    gone = sorted(answered - {question.id for question in known})
    return tuple(_column(question) for question in known) + tuple(
        DiaryColumn(question=id, name=id.replace("_", " ")) for id in gone
    )


def _column(question: DiaryQuestion) -> DiaryColumn:
    if not question.choices:
        return DiaryColumn(
            question=question.id,
            name=question.name,
            high=question.high,
            low_words=question.low_words,
            high_words=question.high_words,
        )
    valued = {choice.value: choice.text for choice in question.choices if choice.value is not None}
    high = max(valued, default=0)
    if not high:
        return DiaryColumn(question=question.id, name=question.name)
    return DiaryColumn(
        question=question.id,
        name=question.name,
        high=high,
        low_words=valued.get(0, ""),
        high_words=valued[high],
    )


def _said(diary_file: DiaryFile, answer: DiaryAnswer) -> DiarySaid:
    question = next(
        (candidate for candidate in diary_file.questions if candidate.id == answer.question), None
    )
    choices = {choice.id: choice.text for choice in question.choices} if question else {}
    words = "" if answer.choice is None else choices.get(answer.choice, answer.choice.replace("_", " "))
    if answer.value is not None and not words:
        words = str(answer.value)
    elif answer.value is not None and question and question.drawn:
        words = f"{words} ({answer.value}\u00a0%)"
    return DiarySaid(
        question=answer.question,
        value=answer.value,
        choice=answer.choice,
        text=answer.text,
        said=": ".join(part for part in (words, answer.text.strip()) if part),
    )
