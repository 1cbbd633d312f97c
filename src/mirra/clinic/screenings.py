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

SHOWN = 100  # screenings of one person


def questions(catalogue: Catalogue) -> list[QuestionCard]:
    """The questions in the order in which they are asked."""
    return [
        QuestionCard(
            id=one.id,
            text=one.text,
            answers=tuple(AnswerCard(id=each.id, text=each.text) for each in one.answers),
        )
        for one in catalogue.screening
    ]


def outcome(catalogue: Catalogue, asked: ScreeningAsk) -> ScreeningOutcome:
    """What answers mean, and which condition packs fit; nothing is kept.

    Raises ``ScreeningError`` naming the question for an answer that is not offered.
    """
    found = screen(catalogue, asked.answers)
    return ScreeningOutcome(
        outcome=found.outcome,
        reasons=_reasons(found),
        open=tuple(one.id for one in found.open),
        packs=_packs(catalogue, asked),
    )


def keep(
    db: Session, catalogue: Catalogue, person: str, author: str, asked: NewScreening, now: datetime
) -> None:
    """Keep a screening of a person.

    Raises ``ScreeningError`` for an answer that is not offered, and ``Invalid`` while a question is open or when
    nobody has signed the precautions off.
    """
    found = screen(catalogue, asked.answers)
    if found.outcome == "unfinished":
        first = found.open[0]
        what = f"This question is not answered: {first.text}"
        raise Invalid("misfit", what, where=f"answers.{first.id}", todo="Answer every question.")
    signed = asked.signed_off_by.strip() if found.outcome == "precautions" else ""
    if found.outcome == "precautions" and not signed:
        what = "Nobody has signed the precautions off."
        todo = "Write the name of the clinician who does."
        raise Invalid("misfit", what, where="signed_off_by", todo=todo)
    last = db.scalar(_newest(person).limit(1))
    if last is not None:  # the order stays when the clock was set back
        now = max(now, last.made + timedelta(microseconds=1))
    body = ScreeningBody(
        limb=asked.limb,
        affected_limb=asked.affected_limb,
        answers=_given(catalogue, asked),
        reasons=_reasons(found),
    )
    db.add(
        KeptScreening(
            id=new_id(),
            person=person,
            made=now,
            author=author,
            outcome=found.outcome,
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
    return " ".join(one.reason for one in reasons if one.means == "cannot_start")


def cards(db: Session, catalogue: Catalogue, person: str) -> PersonScreenings:
    """The screening that holds and the earlier ones."""
    kept = list(db.scalars(_newest(person).limit(SHOWN)))
    names = authors.names(db, (one.author for one in kept))
    told = tuple(_card(one, names) for one in kept)
    now = told[0] if told else None
    return PersonScreenings(now=now, packs=() if now is None else _packs(catalogue, now), earlier=told[1:])


def _newest(person: str) -> Select[KeptScreening]:
    return (
        select(KeptScreening)
        .where(KeptScreening.person == person)
        .order_by(KeptScreening.made.desc(), KeptScreening.id)
    )


def _card(one: KeptScreening, names: dict[str, str]) -> ScreeningCard:
    body = ScreeningBody.model_validate_json(one.body)
    return ScreeningCard(
        id=one.id,
        made=one.made,
        author=names.get(one.author, ""),
        outcome=one.outcome,
        signed_off_by=one.signed_off_by,
        **dict(body),
    )


def _given(catalogue: Catalogue, asked: ScreeningAsk) -> tuple[AnswerGiven, ...]:
    return tuple(
        AnswerGiven(question=one.id, asked=one.text, answer=answer.id, said=answer.text)
        for one in catalogue.screening
        for answer in one.answers
        if asked.answers.get(one.id) == answer.id
    )


def _reasons(found: Screened) -> tuple[ReasonCard, ...]:
    return tuple(_reason(one) for one in found.reasons)


def _reason(one: Reason) -> ReasonCard:
    return ReasonCard(
        question=one.question.id,
        asked=one.question.text,
        answer=one.answer.text,
        **one.rule.model_dump(exclude={"answers"}),
    )


def _packs(catalogue: Catalogue, asked: ScreeningAsk | ScreeningBody) -> tuple[PackCard, ...]:
    return tuple(_pack(one, asked.limb) for one in packs(catalogue, asked.limb, asked.affected_limb))


def _pack(one: Condition, limb: Limb) -> PackCard:
    own = one.pack(limb)
    return PackCard(
        id=one.id,
        name=own.name if own else one.name,
        note=one.note,
        evidence=one.evidence,
        rules=one.rules,
        reviews=one.reviews,
        conflicts=one.conflicts,
    )
