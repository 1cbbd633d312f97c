"""Keeping the results of sessions in step with their events: folded, and kept until more events or a new mirra come.

What somebody is about to read is folded when they ask; the rest by the keeper (``keeper``), in the background.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session

import mirra
from mirra.clinic import notices, summaries
from mirra.clinic.context import Clinic
from mirra.clinic.tables import EventRow, Plan, SessionRow
from mirra.errors import MirraError, StoreError
from mirra.practice.fold import SessionResult, fold
from mirra.practice.log import read_event
from mirra.practice.plan import read_plan
from mirra.practice.raised import Raised, raised

log = logging.getLogger("mirra")
RESULTS_AT_ONCE = 10  # written in one transaction: some milliseconds
LOCK_WAIT_S = 1.0  # who reads does not wait for long


@dataclass(frozen=True)
class Fresh:
    """A result just folded from so many lines."""

    session: str
    person: str
    lines: int
    result: SessionResult | None  # none where a newer mirra wrote what this one cannot read
    raised: tuple[Raised, ...] = ()


def stale() -> ColumnElement[bool]:
    """Whether a session has got events, or mirra a new version, since it was last folded."""
    return and_(
        SessionRow.plan.is_not(None), or_(SessionRow.folded.is_(None), SessionRow.folded != mirra.__version__)
    )


def refresh(clinic: Clinic, now: datetime, wanted: Select[str] | list[str]) -> None:
    """Fold those of the ``wanted`` sessions (their ids, or a query for them with a limit) that are stale.

    What cannot be kept now, because the database is busy or full, is left to a later asking: what was folded before
    can be read all the same.
    """
    with clinic.store.reading() as db:
        waiting = list(db.scalars(select(SessionRow.id).where(SessionRow.id.in_(wanted), stale())))
    try:
        fold_now(clinic, now, waiting)
    except StoreError:
        log.warning("results cannot be kept now")


def some_stale(db: Session, most: int) -> list[str]:
    """Up to ``most`` stale sessions of anybody, those with new events first; found by the index on ``folded``."""
    stale: list[str] = []
    known = select(SessionRow.id).where(SessionRow.plan.is_not(None))
    for way in (
        SessionRow.folded.is_(None),
        SessionRow.folded < mirra.__version__,
        SessionRow.folded > mirra.__version__,
    ):
        if len(stale) < most:
            stale += db.scalars(known.where(way).limit(most - len(stale)))
    return stale


def fold_now(clinic: Clinic, now: datetime, sessions: Sequence[str]) -> None:
    """Fold these sessions and keep the results, with the figures of the people they are of.

    Nothing else waits meanwhile: each result is put down in a moment, and only if no event came in between. Raises
    ``StoreError`` when nothing can be written.
    """
    for start in range(0, len(sessions), RESULTS_AT_ONCE):
        with clinic.store.reading() as db:
            read = [_fold(db, session) for session in sessions[start : start + RESULTS_AT_ONCE]]
        folded = [fresh for fresh in read if fresh]
        with clinic.store.writing(LOCK_WAIT_S) as db:
            for fresh in folded:
                _put_down(db, fresh)
            db.flush()
            summaries.recount(db, clinic.catalogue, {fresh.person for fresh in folded}, now)


def _fold(db: Session, session: str) -> Fresh | None:
    """The result of a session; ``None`` when the session has gone since."""
    planned = select(SessionRow.person, Plan.body).join(Plan, SessionRow.plan == Plan.id)
    row = db.execute(planned.where(SessionRow.id == session)).first()
    if row is None:
        return None
    lines = list(db.scalars(select(EventRow.line).where(EventRow.session == session).order_by(EventRow.seq)))
    try:
        plan = read_plan(row.body)
        result = fold(map(read_event, lines), plan)
        return Fresh(session, row.person, len(lines), result, raised(result, plan))
    except Exception as error:  # whatever it is, the rest must go on
        where = error.where if isinstance(error, MirraError) else type(error).__name__
        log.error("session %s cannot be folded: %s", session, where)
        return Fresh(session, row.person, len(lines), None)


def _put_down(db: Session, fresh: Fresh) -> None:
    result = fresh.result
    unchanged = update(SessionRow).where(SessionRow.id == fresh.session, SessionRow.lines == fresh.lines)
    if result is None:
        db.execute(unchanged.values(trouble="unreadable", folded=mirra.__version__))
        return
    written = db.execute(
        unchanged.values(
            trouble=None,
            state=result.state,
            pain_before=result.pain_before,
            pain_after=result.pain_after,
            adverse=len(result.adverse),
            looked=result.looked,
            moved=result.moved,
            planned=result.planned,
            asked=result.viewing_asked,
            result=result.model_dump_json(),
            folded=mirra.__version__,
        )
        .returning(SessionRow.id)
        .execution_options(synchronize_session=False)
    ).first()
    if written:
        notices.keep(db, fresh.session, fresh.raised)
