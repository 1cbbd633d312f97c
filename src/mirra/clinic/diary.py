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
DAYS = 30  # of a page


def form(catalogue: Catalogue, decided: Prescription) -> DiaryForm:
    """What is asked of the person with this prescription, in their language, in few words where a profile says so."""
    language = catalogue.language(decided.language)
    told, few = _told(catalogue, decided), _few_words(catalogue, decided)
    return DiaryForm(
        language=language.language if language else "en",
        title=told.title,
        lead=told.few if few else told.lead,
        questions=tuple(_card(one, few) for one in _asked(catalogue, told, decided)),
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
    told = catalogue.diary if english else _told(catalogue, decided)
    theirs = [KeptEntry.person == person, KeptEntry.kind == KIND]
    if before is not None:
        theirs.append(KeptEntry.day < before)
    days = select(KeptEntry.day).where(*theirs).distinct().order_by(KeptEntry.day.desc()).limit(DAYS + 1)
    found = list(db.scalars(days))
    shown = found[:DAYS]
    rows = list(db.scalars(select(KeptEntry).where(*theirs, KeptEntry.day >= shown[-1]))) if shown else []
    lines = list(_read(rows))
    written = Counter(line.day for line in lines)
    held = newest(lines)
    current = {one.id for one in _asked(catalogue, told, decided)}
    return DiaryPage(
        columns=_columns(told, current, held.values()),
        days=tuple(
            DiaryDay(
                day=day,
                wall=line.wall,
                replaced=written[day] - 1,
                answers=tuple(_said(told, answer) for answer in line.answers),
            )
            for day, line in held.items()
        ),
        older=len(found) > DAYS,
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


def _told(catalogue: Catalogue, decided: Prescription) -> DiaryFile:
    language = catalogue.language(decided.language)
    return addressed(catalogue.diary, decided.affected, decided.limb, language)


def _few_words(catalogue: Catalogue, decided: Prescription) -> bool:
    known = [catalogue.profiles[one] for one in decided.profiles if one in catalogue.profiles]
    return support_of(known).few_words


def asked(catalogue: Catalogue, decided: Prescription) -> Sequence[DiaryQuestion]:
    """The questions that are asked of the person with this prescription, in English."""
    return _asked(catalogue, catalogue.diary, decided)


def _asked(catalogue: Catalogue, told: DiaryFile, decided: Prescription) -> Sequence[DiaryQuestion]:
    """The questions for a person; a condition that the catalogue no longer has counts as one with the limb there."""
    condition = catalogue.conditions.get(decided.condition)
    affected = condition.affected_limb if condition else "there"
    return [one for one in told.questions if one.asked_of(decided.condition, decided.limb, affected)]


def _card(one: DiaryQuestion, few: bool) -> DiaryQuestionCard:
    return DiaryQuestionCard(
        id=one.id,
        name=one.name,
        text=one.few if few else one.text,
        low=one.low,
        high=one.high,
        low_words=one.low_words,
        high_words=one.high_words,
        choices=tuple(DiaryChoiceCard(id=each.id, text=each.text, value=each.value) for each in one.choices),
        drawn=one.drawn,
        note=one.note,
    )


def _columns(told: DiaryFile, current: set[str], lines: Iterable[DiaryLine]) -> tuple[DiaryColumn, ...]:
    """The questions that are asked, and those of earlier answers; one that the catalogue no longer has by its id."""
    answered = {answer.question for line in lines for answer in line.answers}
    known = [one for one in told.questions if one.id in current | answered]
    gone = sorted(answered - {one.id for one in known})
    return tuple(_column(one) for one in known) + tuple(
        DiaryColumn(question=id, name=id.replace("_", " ")) for id in gone
    )


def _column(one: DiaryQuestion) -> DiaryColumn:
    if not one.choices:
        return DiaryColumn(
            question=one.id,
            name=one.name,
            high=one.high,
            low_words=one.low_words,
            high_words=one.high_words,
        )
    valued = {each.value: each.text for each in one.choices if each.value is not None}
    high = max(valued, default=0)
    if not high:
        return DiaryColumn(question=one.id, name=one.name)
    return DiaryColumn(
        question=one.id, name=one.name, high=high, low_words=valued.get(0, ""), high_words=valued[high]
    )


def _said(told: DiaryFile, answer: DiaryAnswer) -> DiarySaid:
    question = next((one for one in told.questions if one.id == answer.question), None)
    choices = {one.id: one.text for one in question.choices} if question else {}
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
        said=": ".join(one for one in (words, answer.text.strip()) if one),
    )
