"""A person's locked schedules as their therapist reads them: what was given on which day, beside what was scheduled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import authors, schedules
from mirra.clinic.shapes.schedules import (
    DesignCard,
    Designs,
    GivenDay,
    GivenSession,
    OpenedSchedule,
    PersonSchedules,
    ScheduleCard,
    ScheduleEnd,
)
from mirra.clinic.tables import KeptSchedule, Plan, SessionRow
from mirra.practice import schedule
from mirra.practice.fold import SessionResult
from mirra.practice.schedule import Schedule


def designs(catalogue: Catalogue) -> Designs:
    """What a schedule can be drawn from."""
    offered = tuple(
        DesignCard(**design.model_dump(exclude={"layout", "rules"}), rules=design.rules)
        for design in catalogue.designs.values()
    )
    return Designs(designs=offered, displays=catalogue.displays.displays)


def cards(db: Session, catalogue: Catalogue, person: str, here: datetime) -> PersonSchedules:
    """The schedules of a person, newest first, without their days ahead."""
    rows = schedules.of(db, person)
    ends = [end for row in rows if (end := schedules.ended(db, row.id))]
    names = authors.names(db, {row.author for row in rows} | {end.author for end in ends})
    return PersonSchedules(schedules=tuple(_card(db, catalogue, row, names, here) for row in rows))


def opened(db: Session, catalogue: Catalogue, locked: KeptSchedule, here: datetime) -> OpenedSchedule:
    """A schedule with its days ahead and its seed."""
    drawn = schedule.read_schedule(locked.body)
    listed = cards(db, catalogue, locked.person, here).schedules
    return OpenedSchedule(
        card=next(card for card in listed if card.id == locked.id),
        person=locked.person,
        seed=drawn.seed,
        days=tuple(_name(drawn, id) for id in drawn.days),
        text=locked.body,
    )


def _card(
    db: Session, catalogue: Catalogue, locked: KeptSchedule, names: dict[str, str], here: datetime
) -> ScheduleCard:
    drawn, end = schedule.read_schedule(locked.body), schedules.ended(db, locked.id)
    practised = schedules.practised(db, locked.id)
    dates = sorted({date.fromisoformat(on) for _, on in practised})
    design = catalogue.designs.get(drawn.design)
    given_days, outside = _given(db, locked, drawn, here)
    return ScheduleCard(
        id=locked.id,
        made=locked.made,
        author=names.get(locked.author, ""),
        design=drawn.design,
        design_name=design.name if design else drawn.design.replace("_", " "),
        design_version=drawn.design_version,
        displays=tuple(named.name for named in drawn.displays),
        days=len(drawn.days),
        practised=len({number for number, _ in practised}),
        draws=drawn.draws,
        doubt=schedule.doubt(int(drawn.draws)),
        sha256=locked.sha256,
        state=schedules.state(db, locked),
        end=end and ScheduleEnd(made=end.made, author=names.get(end.author, ""), reason=end.reason),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        missed=(dates[-1] - dates[0]).days + 1 - len(dates) if dates else 0,
        given=given_days,
        outside=outside,
    )


def _given(
    db: Session, locked: KeptSchedule, drawn: Schedule, here: datetime
) -> tuple[tuple[GivenDay, ...], tuple[GivenSession, ...]]:
    """The sessions of each scheduled day, and the sessions meanwhile that had a plan of no day of this schedule."""
    end = schedules.ended(db, locked.id)
    rows = db.execute(
        select(SessionRow.id, SessionRow.began, SessionRow.result, Plan.schedule, Plan.scheduled_day)
        .join(Plan, SessionRow.plan == Plan.id)
        .where(
            SessionRow.person == locked.person,
            or_(Plan.schedule == locked.id, SessionRow.began >= locked.made),
            SessionRow.looked > 0,
        )
        .order_by(SessionRow.began, SessionRow.id)
    ).all()
    of_days: dict[int, list[GivenSession]] = {}
    outside: list[GivenSession] = []
    last = max((row.began for row in rows if row.schedule == locked.id), default=locked.made)
    until = end.made if end else here if schedules.state(db, locked) == "in_force" else last
    for row in rows:
        if row.schedule == locked.id and row.scheduled_day is not None:
            session = _session(row.id, row.began, row.result, drawn, drawn.days[row.scheduled_day - 1])
            of_days.setdefault(row.scheduled_day, []).append(session)
        elif row.schedule != locked.id and row.began <= until:
            outside.append(_session(row.id, row.began, row.result, drawn, None))
    given_days = tuple(
        GivenDay(day=day, scheduled=_name(drawn, drawn.days[day - 1]), sessions=tuple(of_days[day]))
        for day in sorted(of_days)
    )
    return given_days, tuple(outside)


def _session(
    id: str, began: datetime, body: str | None, drawn: Schedule, scheduled: str | None
) -> GivenSession:
    """A session, by what its log says was shown."""
    result = SessionResult.model_validate_json(body or "")
    shown = [display.shown.id for display in result.displays if display.looked > 0]
    names = {named.display: named.name for named in drawn.displays}
    due = {named.id: named.display for named in drawn.displays}.get(scheduled or "")
    return GivenSession(
        id=id,
        when=began,
        shown=tuple(names.get(display, display) for display in shown),
        as_scheduled=_only(shown, due),
        looked=result.looked,
    )


def _only(shown: Sequence[str], due: str | None) -> bool:
    return due is not None and set(shown) == {due}


def _name(drawn: Schedule, id: str) -> str:
    return next(named.name for named in drawn.displays if named.id == id)
