"""Keeping the results of sessions in step with their events: folded when asked for, and kept until more events come."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import mirra
from mirra.clinic.access import Actor, visible_people
from mirra.clinic.store import Store
from mirra.clinic.tables import Line, Plan, Practice
from mirra.errors import EventError, PlanError, StoreError
from mirra.practice.fold import SessionResult, fold
from mirra.practice.log import read_event
from mirra.practice.plan import read_plan

log = logging.getLogger("mirra")
AT_ONCE = 20  # results written in one transaction
WAIT = 1.0  # seconds; who reads does not wait for long


@dataclass(frozen=True)
class Fresh:
    """A result just folded from so many lines."""

    session: str
    lines: int
    result: SessionResult | None  # none where a newer mirra wrote what this one cannot read


def refresh(store: Store, actor: Actor) -> None:
    """Fold every session this actor may see that has got events, or mirra a new version, since it was last folded.

    Nothing else waits meanwhile: each result is put down in a moment, and only if no event came in between.
    """
    stale = select(Practice.id).where(
        Practice.person.in_(visible_people(actor)),
        Practice.plan.is_not(None),
        Practice.folded.is_(None) | (Practice.folded != mirra.__version__),
    )
    with store.reading() as db:
        waiting = list(db.scalars(stale))
    for start in range(0, len(waiting), AT_ONCE):
        with store.reading() as db:
            found = [_fold(db, session) for session in waiting[start : start + AT_ONCE]]
        try:
            with store.writing(WAIT) as db:
                for fresh in found:
                    if fresh:
                        _put_down(db, fresh)
        except StoreError:  # busy or full: what was folded before can be read all the same
            log.warning("results cannot be kept now")
            return


def _fold(db: Session, session: str) -> Fresh | None:
    """The result of a session; ``None`` when the session has gone since."""
    body = db.scalar(select(Plan.body).join(Practice, Practice.plan == Plan.id).where(Practice.id == session))
    if body is None:
        return None
    lines = list(db.scalars(select(Line.line).where(Line.session == session).order_by(Line.seq)))
    try:
        return Fresh(session, len(lines), fold(map(read_event, lines), read_plan(body)))
    except (PlanError, EventError) as error:  # the rest must go on
        log.error("session %s cannot be folded: %s", session, error.where)
        return Fresh(session, len(lines), None)


def _put_down(db: Session, fresh: Fresh) -> None:
    result = fresh.result
    unchanged = update(Practice).where(Practice.id == fresh.session, Practice.lines == fresh.lines)
    if result is None:
        db.execute(unchanged.values(trouble="unreadable", folded=mirra.__version__))
        return
    db.execute(
        unchanged.values(
            trouble=None,
            state=result.state,
            pain_before=result.pain_before,
            pain_after=result.pain_after,
            adverse=len(result.adverse),
            result=result.model_dump_json(),
            folded=mirra.__version__,
        )
    )
