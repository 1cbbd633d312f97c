"""Today's session of a person: made once a day, kept as it was given out."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import decisions, progress, schedules
from mirra.clinic.plans import in_force, prescription
from mirra.clinic.results import done_count, last_felt, lessons_had, tried
from mirra.clinic.tables import Person, Plan, SessionRow
from mirra.clinic.tokens import new_id
from mirra.errors import PlanError
from mirra.practice import lessons
from mirra.practice.plan import SessionPlan, read_plan
from mirra.practice.prescription import Prescription, check
from mirra.practice.programme import Today, plan_for
from mirra.practice.steps.judgement import Judgement


def plan_of_day(db: Session, catalogue: Catalogue, person: Person, here: datetime) -> SessionPlan:
    """The plan of the day on which ``here`` (wall time with offset) lies: the one given out, else a new one."""
    return given_out(db, person.id, here) or make(db, catalogue, person, here)


def given_out(db: Session, person: str, here: datetime) -> SessionPlan | None:
    """The plan that was given out on the day on which ``here`` lies, made from the prescription in force.

    One with left/right judgement is used up once a session has gone through it, since its pictures are known then.
    Under a locked schedule it is one of the scheduled day that today has. One that a newer mirra gave out, which this
    one cannot read, is kept and passed over.
    """
    day, in_force_now = here.date().isoformat(), in_force(db, person)
    before_those_were_kept = and_(Plan.prescription.is_(None), Plan.made >= in_force_now.made)
    follows = or_(Plan.prescription == in_force_now.id, before_those_were_kept)
    due = schedules.to_give(db, person, here)
    scheduled = (
        and_(Plan.schedule == due.schedule, Plan.scheduled_day == due.day) if due else Plan.schedule.is_(None)
    )
    over = SessionRow.state.in_(("completed", "stopped"))
    used = exists().where(SessionRow.person == person, SessionRow.plan == Plan.id, over)
    given_plans = select(Plan.body, used).where(Plan.person == person, Plan.day == day, follows, scheduled)
    for body, gone_through in db.execute(given_plans.order_by(Plan.made.desc(), Plan.id)):
        with contextlib.suppress(PlanError):
            plan = read_plan(body)
            used_up = gone_through and any(isinstance(step, Judgement) for step in plan.steps)
            if not used_up:
                return plan
    return None


def make(db: Session, catalogue: Catalogue, person: Person, here: datetime) -> SessionPlan:
    """Make a plan from what is decided for a person and what they have completed, and keep it.

    A locked schedule says how the limb is shown today. The plan itself names neither the schedule nor its day.
    """
    a_while = timedelta(days=catalogue.embodiment.every_days)
    in_force_now = in_force(db, person.id)
    stands = progress.of(db, catalogue, person.id, here)
    due = schedules.to_give(db, person.id, here)
    decided = prescription(in_force_now)
    plan = plan_for(
        catalogue,
        replace(decided, display=due.display) if due else decided,
        Today(
            plan_id=new_id(),
            made_at=here,
            done=done_count(db, person.id),
            felt=last_felt(db, person.id, here - a_while),
            stage=progress.stage(catalogue, stands) if stands else None,
            tried=tried(db, person.id),
            lesson_due=_lesson_due(db, catalogue, decided, here),
        ),
        emergency=decisions.emergency(db),
    )
    day = here.date().isoformat()
    body = plan.model_dump_json()
    plan_row = Plan(id=plan.id, person=person.id, day=day, prescription=in_force_now.id, made=here, body=body)
    if due:
        plan_row.schedule, plan_row.scheduled_day = due.schedule, due.day
    db.add(plan_row)
    db.flush()
    return plan


def _lesson_due(
    db: Session, catalogue: Catalogue, decided: Prescription, here: datetime
) -> lessons.Due | None:
    """The lesson of this day, from those that the person has had."""
    offered = lessons.offered(catalogue, check(catalogue, decided), decided)
    had = lessons_had(db, decided.person, here.tzinfo)
    return lessons.due(offered, had, here.date(), catalogue.lesson_terms)
