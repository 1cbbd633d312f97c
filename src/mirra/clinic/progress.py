"""Where a person stands in their programme, from the plans and sessions that are kept."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.programmes import Programme
from mirra.clinic.shapes.plans import Prescribed
from mirra.clinic.tables import KeptPrescription, SessionRow
from mirra.practice.fold import SessionResult
from mirra.practice.progress import Cause, Standing, Start, standing
from mirra.practice.progress import Session as Practised
from mirra.practice.terms import StageBefore, StageNow

MAX_STAGES_BEFORE = 12  # before the present one that a person reads of
MAX_SESSIONS_READ = 2000  # five a day for a year


def of(db: Session, catalogue: Catalogue, person: str, here: datetime) -> Standing | None:
    """Where a person stands on the day on which ``here`` (with its zone) lies; ``None`` without a programme."""
    starts, programme = _starts(db, catalogue, person, here)
    if programme is None:
        return None
    return standing(programme, starts, _sessions(db, person, starts[0].day, here), here.date())


def stage(catalogue: Catalogue, now: Standing) -> StageNow:
    """The stage as today's plan tells the person of it."""
    programme = catalogue.programmes[now.programme]
    current = programme.stages[now.place - 1]
    before = [
        StageBefore(
            name=programme.stages[programme.index_of(move.stage)].name,
            begun=move.day,
            why=_came_to(programme, move.stage, move.cause),
        )
        for move in now.moves[:-1]
    ]
    return StageNow(
        programme=now.programme,
        id=current.id,
        name=current.name,
        told=current.told,
        why=_came_to(programme, current.id, now.cause),
        welcome=(programme.welcome if now.stage_kept else programme.welcome_moved) if now.back_after else "",
        place=now.place,
        of=now.of,
        begun=now.since,
        days=now.day_of_stage - 1,
        practised=now.practised,
        before=tuple(before[-MAX_STAGES_BEFORE:]),
    )


def _came_to(programme: Programme, stage: str, cause: Cause) -> str:
    """How a person came to a stage, as it is said to them."""
    back = programme.back.moved if programme.back else ""
    moved = programme.stages[programme.index_of(stage)].moved
    return {"therapist": programme.chosen, "back": back}.get(cause, moved)


def _starts(
    db: Session, catalogue: Catalogue, person: str, here: datetime
) -> tuple[list[Start], Programme | None]:
    """The plans since the programme in force began, without a day that ended without it, and the programme.

    A day counts as it ended: a programme that was taken away and given again on one day went on. A plan of the future,
    which a clock that was set back has left, counts as today's.
    """
    prescriptions = select(KeptPrescription.made, KeptPrescription.body).where(
        KeptPrescription.person == person
    )
    rows = db.execute(prescriptions.order_by(KeptPrescription.made, KeptPrescription.id)).all()
    days: dict[date, list[Prescribed]] = {}
    for made, body in rows:
        day = min(made.astimezone(here.tzinfo).date(), here.date())
        days.setdefault(day, []).append(Prescribed.model_validate_json(body))
    starts: list[Start] = []
    named = [*days.values()][-1][-1].programme if days else None
    for day, of_day in reversed(days.items()):
        if named is None or of_day[-1].programme != named:
            break
        starts += [
            Start(day, prescribed.stage) for prescribed in reversed(of_day) if prescribed.programme == named
        ]
    programme = catalogue.programmes.get(named) if named else None
    return starts[::-1], programme


def _sessions(db: Session, person: str, first: date, here: datetime) -> list[Practised]:
    begun = datetime.combine(first, time(), here.tzinfo)
    newest = select(SessionRow.began, SessionRow.result).where(
        SessionRow.person == person, SessionRow.began >= begun, SessionRow.result.is_not(None)
    )
    rows = db.execute(
        newest.order_by(SessionRow.began.desc(), SessionRow.id.desc()).limit(MAX_SESSIONS_READ)
    ).all()
    sessions: list[Practised] = []
    for began, body in reversed(rows):
        assert began is not None
        result = SessionResult.model_validate_json(body or "")
        day = began.astimezone(here.tzinfo).date()
        sessions.append(Practised(day, result.practised, result.shorter is not None, result.measures))
    return sessions
