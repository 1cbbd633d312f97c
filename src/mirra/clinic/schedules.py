"""Locked schedules of people: drawing one, which of its days is today's, ending it early, holding it to its hash.

A day of a schedule is a day on which the person practised. One without practice uses nothing up: the next day that is
practised has the display that it would have had.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.designs import Design, NamedDisplay
from mirra.clinic import audit, days
from mirra.clinic.refusals import Conflicting, Invalid, NothingHere, Refused
from mirra.clinic.shapes.plans import Prescribed
from mirra.clinic.shapes.schedules import PossibleDraws, ScheduleAsk, State
from mirra.clinic.tables import Audit, EndedSchedule, KeptSchedule, Plan, SessionRow
from mirra.clinic.tokens import new_id
from mirra.errors import ScheduleError
from mirra.practice import schedule
from mirra.practice.display import MIRROR, Display, display_of

FIXED = {
    "condition": "the condition",
    "affected": "the affected side",
    "limb": "the limb",
    "picture": "what shows the limb",
    "display": "how the limb is shown",
    "programme": "the programme",
    "stage": "the stage",
}
END_FIRST = "End the schedule early first, with a reason, or leave this as it is."


@dataclass(frozen=True)
class ToGive:
    """What today's session has: the day (from 1) of a schedule, and the display of that day."""

    schedule: str
    day: int
    display: Display


def possible(catalogue: Catalogue, design_choice: ScheduleAsk) -> PossibleDraws:
    """How many draws are possible; raises ``ScheduleError`` naming the field where none is."""
    design, displays = _chosen(catalogue, design_choice)
    schedule.check(design, len(displays), design_choice.days)
    draws = schedule.count(design.layout, len(displays), design_choice.days)
    return PossibleDraws(draws=str(draws), doubt=schedule.doubt(draws))


def draw(
    db: Session,
    catalogue: Catalogue,
    person: str,
    author: str,
    design_choice: ScheduleAsk,
    plan: Prescribed,
    here: datetime,
    *,
    seed: str = "",
) -> KeptSchedule:
    """Draw a schedule and keep it; there is no way to draw it again.

    ``plan`` is the one in force; ``seed`` is for examples that are always the same. Raises ``ScheduleError`` for what
    the design does not allow, and ``Conflicting`` while another schedule is in force, where the plan in force says
    something else about the display, or when there was a session today.
    """
    design, displays = _chosen(catalogue, design_choice)
    if in_force(db, person):
        raise _conflict("A locked schedule is in force already, and a draw is final.", END_FIRST)
    _check_plan(plan)
    if _practised_on(db, person, here):
        what = "The person has practised today, so today would have two displays."
        raise _conflict(what, "Draw the schedule tomorrow, before the first session.")
    drawn = schedule.draw(
        design,
        displays,
        design_choice.days,
        person=person,
        seed=seed or new_id(),
        drawn_at=here,
        drawn_by=author,
    )
    last = db.scalar(_newest(person).limit(1))
    made = here if last is None else max(here, last.made + timedelta(microseconds=1))
    locked = KeptSchedule(
        id=new_id(), person=person, made=made, author=author, sha256=drawn.sha256, body=drawn.text
    )
    db.add(locked)
    db.flush()
    audit.note(db, here, author, "schedule_drawn", person)
    audit.note(db, here, author, "schedule_hash", drawn.sha256)  # in the chain no hand can change it unseen
    return locked


def end(db: Session, person: str, which: str, author: str, reason: str, now: datetime) -> None:
    """End a schedule before its last day; raises ``NothingHere`` for an unknown one, ``Invalid`` without a reason."""
    locked = schedule_of(db, person, which)
    if not reason.strip():
        raise Invalid("misfit", "The reason is empty.", where="reason", todo="Say why in a few words.")
    if state(db, locked) != "in_force":
        raise _conflict("This schedule is over already.", "Load the page again and see.")
    db.add(EndedSchedule(schedule=locked.id, person=person, made=now, author=author, reason=reason.strip()))
    db.flush()


def schedule_of(db: Session, person: str, which: str) -> KeptSchedule:
    """A schedule of a person; raises ``NothingHere`` where it is not theirs."""
    locked = db.scalar(select(KeptSchedule).where(KeptSchedule.id == which, KeptSchedule.person == person))
    if locked is None:
        raise NothingHere()
    return locked


def of(db: Session, person: str) -> list[KeptSchedule]:
    """The schedules of a person, newest first."""
    return list(db.scalars(_newest(person)))


def in_force(db: Session, person: str) -> KeptSchedule | None:
    """The schedule that a person's sessions follow now."""
    newest = db.scalar(_newest(person).limit(1))
    return newest if newest is not None and state(db, newest) == "in_force" else None


def ended(db: Session, which: str) -> EndedSchedule | None:
    """That and why a schedule was ended before its last day."""
    return db.get(EndedSchedule, which)


def state(db: Session, locked: KeptSchedule) -> State:
    """Whether a schedule is in force, was finished, or was ended early."""
    if ended(db, locked.id):
        return "ended"
    return "in_force" if _left(locked, practised(db, locked.id)) else "finished"


def practised(db: Session, which: str) -> set[tuple[int, str]]:
    """The days of a schedule that were practised, with their dates: in a session of it the picture was looked at."""
    rows = db.execute(
        select(Plan.scheduled_day, Plan.day)
        .join(SessionRow, SessionRow.plan == Plan.id)
        .where(Plan.schedule == which, SessionRow.looked > 0)
    )
    return {(row.scheduled_day, row.day) for row in rows if row.scheduled_day is not None}


def to_give(db: Session, person: str, here: datetime) -> ToGive | None:
    """The scheduled day that the day of ``here`` has: one already practised today, else the first that is left."""
    locked = db.scalar(_newest(person).limit(1))
    if locked is None or ended(db, locked.id):
        return None
    done, today = practised(db, locked.id), here.date().isoformat()
    of_today = [number for number, date in done if date == today]
    number = max(of_today, default=0) or min(_left(locked, done), default=0)
    return ToGive(locked.id, number, _display(locked, number)) if number else None


def refuse_change(db: Session, person: str, before: Prescribed, after: Prescribed) -> None:
    """Raises ``Conflicting`` where a new plan changes what a schedule in force has locked."""
    changed = [field for field in FIXED if getattr(before, field) != getattr(after, field)]
    if changed and in_force(db, person):
        what = f"A locked schedule is in force, and this plan changes {FIXED[changed[0]]}."
        raise Conflicting("scheduled", what, where=f"plan.{changed[0]}", todo=END_FIRST)


@dataclass(frozen=True)
class Verified:
    """A schedule held against its seed, its hash and the audit; ``wrong`` says what does not agree."""

    id: str
    person: str
    sha256: str
    wrong: str


def verify(db: Session) -> Iterator[Verified]:
    """Every schedule drawn again from its seed, and held against its hash and the audit."""
    for locked in db.scalars(select(KeptSchedule).order_by(KeptSchedule.made, KeptSchedule.id)):
        wrong = ""
        try:
            if schedule.verify(locked.body, locked.sha256).person != locked.person:
                wrong = "It was drawn for somebody else."
            noted = exists().where(Audit.action == "schedule_hash", Audit.subject == locked.sha256)
            if not db.scalar(select(noted)):
                wrong = "Its hash is not in the audit."
        except ScheduleError as error:
            wrong = error.what
        yield Verified(locked.id, locked.person, locked.sha256, wrong)


def _chosen(catalogue: Catalogue, design_choice: ScheduleAsk) -> tuple[Design, list[NamedDisplay]]:
    design = catalogue.designs.get(design_choice.design)
    if design is None:
        todo = f"Choose one of {', '.join(catalogue.designs)}."
        raise ScheduleError(f"There is no design “{design_choice.design}”.", where="design", todo=todo)
    known = {shown.id: shown for shown in catalogue.displays.displays}
    if unknown := [id for id in design_choice.displays if id not in known]:
        todo = f"Choose from {', '.join(known)}."
        raise ScheduleError(f"There is no display “{unknown[0]}”.", where="displays", todo=todo)
    if len(set(design_choice.displays)) < len(design_choice.displays):
        raise ScheduleError("A display is named twice.", where="displays", todo="Choose different ones.")
    return design, [known[id] for id in design_choice.displays]


def _check_plan(plan: Prescribed) -> None:
    """Refuse a plan whose sessions could not have the displays of a schedule."""
    if plan.picture == "glass":
        raise _conflict("A glass mirror has one display only.", "Choose the camera in the plan first.")
    if plan.programme is not None:
        what = "The plan follows a programme, which has sessions without a picture of the limb."
        raise _conflict(what, "Choose mirror sessions only in the plan first.")
    if plan.display != MIRROR:
        what = "The plan sets how the limb is shown; in a schedule each day does."
        raise _conflict(what, "Choose the usual display in the plan first.")


def _practised_on(db: Session, person: str, here: datetime) -> bool:
    """Whether a session began on the day of ``here``, other than one in which nothing was looked at."""
    begin, end = (days.midnight(here, here.tzinfo, later) for later in (0, 1))
    looked = or_(SessionRow.looked.is_(None), SessionRow.looked > 0)
    within = and_(SessionRow.began >= begin, SessionRow.began < end)
    return bool(db.scalar(select(exists().where(SessionRow.person == person, within, looked))))


def _left(locked: KeptSchedule, done: set[tuple[int, str]]) -> set[int]:
    """The days that nobody has practised yet."""
    return set(range(1, len(schedule.read_schedule(locked.body).days) + 1)) - {number for number, _ in done}


def _display(locked: KeptSchedule, day: int) -> Display:
    drawn = schedule.read_schedule(locked.body)
    shown = {named.id: named.display for named in drawn.displays}
    return display_of(shown[drawn.days[day - 1]])


def _newest(person: str) -> Select[KeptSchedule]:
    return (
        select(KeptSchedule)
        .where(KeptSchedule.person == person)
        .order_by(KeptSchedule.made.desc(), KeptSchedule.id)
    )


def _conflict(what: str, todo: str) -> Refused:
    return Conflicting("scheduled", what, where="schedule", todo=todo)
