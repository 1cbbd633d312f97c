"""Screenings of people: what answers mean, keeping one, and the one that holds beside the earlier ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mirra.anatomy import Limb
from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Condition
from mirra.clinic import authors
from mirra.clinic.refusals import Invalid
from mirra.clinic.shapes.screening import (
    AnswerCard,
    AnswerGiven,
    NewScreening,
    PackCard,
    PersonScreenings,
    QuestionCard,
    ReasonCard,
    ScreeningAsk,
    ScreeningBody,
    ScreeningCard,
    ScreeningOutcome,
)
from mirra.clinic.tables import KeptScreening
from mirra.clinic.tokens import new_id
from mirra.practice.screening import Reason, Screened, packs, screen

MAX_SCREENINGS_SHOWN = 100  # of one person


def questions(catalogue: Catalogue) -> list[QuestionCard]:
    """The questions in the order in which they are asked."""
    return [
        QuestionCard(
            id=question.id,
            text=question.text,
            answers=tuple(AnswerCard(id=answer.id, text=answer.text) for answer in question.answers),
        )
        for question in catalogue.screening
    ]


def outcome(catalogue: Catalogue, answered: ScreeningAsk) -> ScreeningOutcome:
    """What answers mean, and which condition packs fit; nothing is kept.

    Raises ``ScreeningError`` naming the question for an answer that is not offered.
    """
    screened = screen(catalogue, answered.answers)
    return ScreeningOutcome(
        outcome=screened.outcome,
        reasons=_reasons(screened),
        open=tuple(question.id for question in screened.open),
        packs=_packs(catalogue, answered),
    )


def keep(
    db: Session, catalogue: Catalogue, person: str, author: str, new_screening: NewScreening, now: datetime
) -> None:
    """Keep a screening of a person.

    Raises ``ScreeningError`` for an answer that is not offered, and ``Invalid`` while a question is open or when
    nobody has signed the precautions off.
    """
    screened = screen(catalogue, new_screening.answers)
    if screened.outcome == "unfinished":
        first = screened.open[0]
        what = f"This question is not answered: {first.text}"
        raise Invalid("misfit", what, where=f"answers.{first.id}", todo="Answer every question.")
    signed = new_screening.signed_off_by.strip() if screened.outcome == "precautions" else ""
    if screened.outcome == "precautions" and not signed:
        what = "Nobody has signed the precautions off."
        todo = "Write the name of the clinician who does."
        raise Invalid("misfit", what, where="signed_off_by", todo=todo)
    last = db.scalar(_newest(person).limit(1))
    if last is not None:  # the order stays when the clock was set back
        now = max(now, last.made + timedelta(microseconds=1))
    body = ScreeningBody(
        limb=new_screening.limb,
        affected_limb=new_screening.affected_limb,
        answers=_given(catalogue, new_screening),
        reasons=_reasons(screened),
    )
    db.add(
        KeptScreening(
            id=new_id(),
            person=person,
            made=now,
            author=author,
            outcome=screened.outcome,
            signed_off_by=signed,
            body=body.model_dump_json(),
        )
    )
    db.flush()


def barred_since(db: Session, person: str) -> datetime | None:
    """When the last screening was made, where it says that a person cannot start; else ``None``."""
    last = db.scalar(_newest(person).limit(1))
    return last.made if last is not None and last.outcome == "cannot_start" else None


def bar(db: Session, person: str) -> str:
    """Why the last screening says that a person cannot start; empty where it does not, or where there is none."""
    last = db.scalar(_newest(person).limit(1))
    if last is None or last.outcome != "cannot_start":
        return ""
    reasons = ScreeningBody.model_validate_json(last.body).reasons
    return " ".join(reason.reason for reason in reasons if reason.means == "cannot_start")


def cards(db: Session, catalogue: Catalogue, person: str) -> PersonScreenings:
    """The screening that holds and the earlier ones."""
    rows = list(db.scalars(_newest(person).limit(MAX_SCREENINGS_SHOWN)))
    names = authors.names(db, (row.author for row in rows))
    screenings = tuple(_card(row, names) for row in rows)
    now = screenings[0] if screenings else None
    return PersonScreenings(
        now=now, packs=() if now is None else _packs(catalogue, now), earlier=screenings[1:]
    )


def _newest(person: str) -> Select[KeptScreening]:
    return (
        select(KeptScreening)
        .where(KeptScreening.person == person)
        .order_by(KeptScreening.made.desc(), KeptScreening.id)
    )


def _card(row: KeptScreening, names: dict[str, str]) -> ScreeningCard:
    body = ScreeningBody.model_validate_json(row.body)
    return ScreeningCard(
        id=row.id,
        made=row.made,
        author=names.get(row.author, ""),
        outcome=row.outcome,
        signed_off_by=row.signed_off_by,
        **dict(body),
    )


def _given(catalogue: Catalogue, answered: ScreeningAsk) -> tuple[AnswerGiven, ...]:
    return tuple(
        AnswerGiven(question=question.id, asked=question.text, answer=answer.id, said=answer.text)
        for question in catalogue.screening
        for answer in question.answers
        if answered.answers.get(question.id) == answer.id
    )


def _reasons(screened: Screened) -> tuple[ReasonCard, ...]:
    return tuple(_reason(reason) for reason in screened.reasons)


def _reason(reason: Reason) -> ReasonCard:
    return ReasonCard(
        question=reason.question.id,
        asked=reason.question.text,
        answer=reason.answer.text,
        **reason.rule.model_dump(exclude={"answers"}),
    )


def _packs(catalogue: Catalogue, screening: ScreeningAsk | ScreeningBody) -> tuple[PackCard, ...]:
    return tuple(
        _pack(condition, screening.limb)
        for condition in packs(catalogue, screening.limb, screening.affected_limb)
    )


def _pack(condition: Condition, limb: Limb) -> PackCard:
    own = condition.pack(limb)
    return PackCard(
        id=condition.id,
        name=own.name if own else condition.name,
        note=condition.note,
        evidence=condition.evidence,
        rules=condition.rules,
        reviews=condition.reviews,
        conflicts=condition.conflicts,
    )
