"""A person's sessions as cards, newest first, and the course of their pain: a page at a time."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import days
from mirra.clinic.access import Entered, sees
from mirra.clinic.counting import standing
from mirra.clinic.refusals import NothingHere
from mirra.clinic.shapes.plans import Prescribed
from mirra.clinic.shapes.sessions import IncompleteSession, PainPoint, SessionCard, SessionPage
from mirra.clinic.tables import KeptPrescription, Plan, SessionRow
from mirra.practice import beside as held
from mirra.practice.beside import Beside
from mirra.practice.fold import ENOUGH, SessionResult
from mirra.practice.ladder import Tried
from mirra.practice.lessons import Had
from mirra.practice.steps.direct_movement import DirectMovementResult
from mirra.practice.steps.judgement import JudgementResult
from mirra.practice.steps.lesson import LessonResult

SESSIONS_PER_PAGE = 30
# The session to compare with is looked for among the first ones with judgement.
MAX_SESSIONS_COMPARED = 50
MAX_PAIN_POINTS = 400  # of the pain course: over a year of daily sessions
LESSON_IN_RESULT = '"kind":"lesson"'  # how a result says that a lesson was in its session
NEWEST_FIRST = (SessionRow.began.desc(), SessionRow.id.desc())


def page_ids(person: str, before: str | None = None) -> Select[str]:
    """The ids of a page of a person's sessions, newest first, and of one more when there are older ones.

    ``before`` is a session of theirs after which the page goes on.
    """
    dated = select(SessionRow.id).where(SessionRow.person == person, SessionRow.began.is_not(None))
    if before:
        last = (
            select(SessionRow.began)
            .where(SessionRow.id == before, SessionRow.person == person)
            .scalar_subquery()
        )
        same_time = and_(SessionRow.began == last, SessionRow.id < before)
        dated = dated.where(or_(SessionRow.began < last, same_time))
    return dated.order_by(*NEWEST_FIRST).limit(SESSIONS_PER_PAGE + 1)


def page(entered: Entered, person: str, before: str | None = None) -> SessionPage:
    """A page of a person's sessions with their results; raises ``NothingHere`` when ``before`` is not theirs."""
    if before and not entered.db.scalar(
        select(SessionRow.id).where(SessionRow.id == before, SessionRow.person == person)
    ):
        raise NothingHere()
    ids = list(entered.db.scalars(page_ids(person, before)))
    sessions = cards(entered, SessionRow.id.in_(ids[:SESSIONS_PER_PAGE]))
    return SessionPage(sessions=sessions, older=len(ids) > SESSIONS_PER_PAGE)


def cards(entered: Entered, *narrower: ColumnElement[bool]) -> tuple[SessionCard, ...]:
    """The sessions this actor may see that have a result, newest first."""
    seen = select(SessionRow).where(sees(entered.actor, SessionRow.person), *narrower)
    known = seen.where(SessionRow.result.is_not(None), SessionRow.began.is_not(None))
    rows = entered.db.scalars(known.order_by(*NEWEST_FIRST))
    return tuple(_card(row, entered.now) for row in rows)


def incomplete(entered: Entered, person: str) -> tuple[IncompleteSession, ...]:
    """A person's sessions that have no result, newest first and at most a page, each with the reason."""
    seen = select(SessionRow).where(sees(entered.actor, SessionRow.person), SessionRow.person == person)
    rows = entered.db.scalars(
        seen.where(SessionRow.trouble.is_not(None))
        .order_by(SessionRow.heard.desc(), SessionRow.id)
        .limit(SESSIONS_PER_PAGE)
    )
    return tuple(
        IncompleteSession(
            id=row.id, why=row.trouble, lines=row.lines, arrived=row.arrived or row.heard, heard=row.heard
        )
        for row in rows
        if row.trouble is not None
    )


def pain_course(db: Session, person: str) -> tuple[PainPoint, ...]:
    """A person's pain before and after each session that asked, oldest first, the last ``MAX_PAIN_POINTS`` of them."""
    with_pain = select(SessionRow.began, SessionRow.pain_before, SessionRow.pain_after).where(
        SessionRow.person == person,
        SessionRow.began.is_not(None),
        or_(SessionRow.pain_before.is_not(None), SessionRow.pain_after.is_not(None)),
    )
    rows = db.execute(with_pain.order_by(*NEWEST_FIRST).limit(MAX_PAIN_POINTS)).all()
    return tuple(
        PainPoint(when=row.began, before=row.pain_before, after=row.pain_after) for row in reversed(rows)
    )


def done_on(db: Session, person: str, here: datetime) -> int:
    """How many sessions a person completed or stopped on the day on which ``here`` (with its zone) lies."""
    ended = SessionRow.state.in_(("completed", "stopped"))
    return db.scalars(select(func.count()).where(*_on_day(person, here), ended)).one()


def looked_on(db: Session, person: str, here: datetime) -> list[float]:
    """The viewing time (s) of each session of the day on which ``here`` lies, also of those that broke off."""
    begun = SessionRow.state != "not_started"
    looked = db.scalars(select(SessionRow.looked).where(*_on_day(person, here), begun))
    return [seconds or 0.0 for seconds in looked]


def _on_day(person: str, here: datetime) -> tuple[ColumnElement[bool], ...]:
    begin, end = (days.midnight(here, here.tzinfo, later) for later in (0, 1))
    return SessionRow.person == person, SessionRow.began >= begin, SessionRow.began < end


def done_count(db: Session, person: str) -> int:
    """How many sessions before the mirror a person has completed.

    One that was clicked through is not done, and leads no further. A shorter session is held against what it asked for.
    """
    return db.scalars(select(func.count()).where(*_done(person))).one()


def done_at(db: Session, person: str, number: int) -> datetime | None:
    """When the session before the mirror began that made so many done; ``None`` where there are fewer."""
    began = select(SessionRow.began).where(*_done(person), SessionRow.began.is_not(None))
    return db.scalar(began.order_by(SessionRow.began, SessionRow.id).offset(number - 1).limit(1))


def _done(person: str) -> tuple[ColumnElement[bool], ...]:
    mirror = func.coalesce(SessionRow.planned, 1.0) > 0
    asked_s = func.coalesce(SessionRow.asked, SessionRow.planned, 0.0)
    enough = func.coalesce(SessionRow.looked, 0.0) >= ENOUGH * asked_s
    return SessionRow.person == person, SessionRow.state == "completed", mirror, enough


def last_felt(db: Session, person: str, since: datetime) -> datetime | None:
    """When a person last answered the embodiment statements, if that was after ``since``."""
    newest = select(SessionRow.began, SessionRow.result).where(
        SessionRow.person == person, SessionRow.began > since, SessionRow.result.is_not(None)
    )
    for began, result in db.execute(newest.order_by(*NEWEST_FIRST)):
        if SessionResult.model_validate_json(result or "").embodiment is not None:
            return began
    return None


def tried(db: Session, person: str) -> tuple[Tried, ...]:
    """What came of direct movement in a person's last ``SESSIONS_PER_PAGE`` sessions that had it, oldest first."""
    with_it = SessionRow.result.contains('"kind":"direct_movement"', autoescape=True)
    newest = select(SessionRow.result).where(
        SessionRow.person == person, SessionRow.began.is_not(None), with_it
    )
    tries: list[Tried] = []
    for body in db.scalars(newest.order_by(*NEWEST_FIRST).limit(SESSIONS_PER_PAGE)):
        result = SessionResult.model_validate_json(body or "")
        tries += [
            Tried(
                movement=part.movement,
                times=part.times,
                planned=part.planned,
                before=result.pain_before,
                felt=part.felt,
                ranked={each.movement: each.value for each in part.ranked},
            )
            for part in result.results
            if isinstance(part, DirectMovementResult)
        ]
    return tuple(reversed(tries))


def judgement_references(
    db: Session, catalogue: Catalogue, person: str, card: SessionCard
) -> tuple[Beside, ...]:
    """What stands beside the scores of a session's left/right judgement, from the sessions before it."""
    judged = _judged(card.result)
    if not judged:
        return ()
    before = select(SessionRow.result).where(
        SessionRow.person == person,
        SessionRow.began < card.when,
        SessionRow.result.contains('"kind":"judgement"'),
    )
    rows = db.scalars(before.order_by(SessionRow.began, SessionRow.id).limit(MAX_SESSIONS_COMPARED))
    earlier = [
        judgement for body in rows for judgement in _judged(SessionResult.model_validate_json(body or ""))
    ]
    age = _age(db, card.id)
    return tuple(held.references(catalogue.judgement, judgement, earlier, age) for judgement in judged)


def _age(db: Session, session: str) -> int | None:
    """The age in years that the plan of a session names; ``None`` where it names none."""
    of_session = select(KeptPrescription.body).join(Plan, Plan.prescription == KeptPrescription.id)
    body = db.scalar(of_session.join(SessionRow, SessionRow.plan == Plan.id).where(SessionRow.id == session))
    return Prescribed.model_validate_json(body).age if body else None


def _judged(result: SessionResult) -> list[JudgementResult]:
    return [part for part in result.results if isinstance(part, JudgementResult)]


def lessons_had(db: Session, person: str, zone: tzinfo | None) -> tuple[Had, ...]:
    """Every lesson that was in a session of a person, oldest first, on the days of the clinic's zone."""
    with_one = select(SessionRow.began, SessionRow.result).where(
        SessionRow.person == person,
        SessionRow.began.is_not(None),
        SessionRow.result.contains(LESSON_IN_RESULT, autoescape=True),
    )
    return tuple(
        Had(part.lesson, began.astimezone(zone).date(), part.outcome, part.again)
        for began, result in db.execute(with_one.order_by(SessionRow.began, SessionRow.id))
        if began is not None
        for part in SessionResult.model_validate_json(result or "").results
        if isinstance(part, LessonResult)
    )


def _card(row: SessionRow, now: datetime) -> SessionCard:
    result = SessionResult.model_validate_json(row.result or "")
    state = standing(result.state, row.heard, now)
    assert row.began is not None
    current = result.model_copy(update={"state": state})
    return SessionCard(id=row.id, when=row.began, doubt=row.doubt, result=current)
