"""Keeping the results of sessions in step with their events: folded when asked for, and kept until more events come."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy import String, cast, literal, select, update
from sqlalchemy.orm import Session

import mirra
from mirra.clinic.access import Actor, visible_people
from mirra.clinic.store import Store
from mirra.clinic.tables import Line, Plan, Practice
from mirra.errors import EventError, PlanError
from mirra.practice.fold import SessionResult, fold
from mirra.practice.log import read_event
from mirra.practice.plan import read_plan

log = logging.getLogger("mirra")
AT_ONCE = 20  # results written in one transaction


@dataclass(frozen=True)
class Fresh:
    """A result just folded from so many lines."""

    session: str
    lines: int
    result: SessionResult


def refresh(store: Store, actor: Actor) -> None:
    """Fold every session this actor may see that has got events, or mirra a new version, since it was last folded.

    Nothing else waits meanwhile: each result is put down in a moment, and only if no event came in between.
    """
    mark = literal(f"{mirra.__version__}:") + cast(Practice.lines, String)
    stale = select(Practice.id).where(
        Practice.person.in_(visible_people(actor)),
        Practice.plan.is_not(None),
        Practice.folded.is_(None) | (Practice.folded != mark),
    )
    with store.reading() as db:
        waiting = list(db.scalars(stale))
    for start in range(0, len(waiting), AT_ONCE):
        with store.reading() as db:
            found = [_fold(db, session) for session in waiting[start : start + AT_ONCE]]
        with store.writing() as db:
            for fresh in found:
                if fresh:
                    _put_down(db, fresh)


def _fold(db: Session, session: str) -> Fresh | None:
    """The result of a session, or ``None`` when a newer mirra wrote what this one cannot read: the rest must go on."""
    body = select(Plan.body).join(Practice, Practice.plan == Plan.id).where(Practice.id == session)
    try:
        plan = read_plan(db.scalars(body).one())
        lines = list(db.scalars(select(Line.line).where(Line.session == session).order_by(Line.seq)))
        return Fresh(session, len(lines), fold(map(read_event, lines), plan))
    except (PlanError, EventError) as error:
        log.error("session %s cannot be folded: %s", session, error.where)
        return None


def _put_down(db: Session, fresh: Fresh) -> None:
    result = fresh.result
    unchanged = update(Practice).where(Practice.id == fresh.session, Practice.lines == fresh.lines)
    db.execute(
        unchanged.values(
            state=result.state,
            pain_before=result.pain_before,
            pain_after=result.pain_after,
            adverse=len(result.adverse),
            result=result.model_dump_json(),
            folded=f"{mirra.__version__}:{fresh.lines}",
        )
    )
