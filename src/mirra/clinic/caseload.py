"""The people in somebody's care as cards, found, sorted and cut into pages by the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, or_, select

from mirra.catalogue.models import Catalogue
from mirra.clinic import summaries
from mirra.clinic.access import Entered, sees, visible_people
from mirra.clinic.api.shapes import Caseload, CaseloadQuery, PersonCard
from mirra.clinic.names import folded
from mirra.clinic.problems import nothing_here
from mirra.clinic.tables import Device, Person, Practice, Summary, UtcTime

WEEK = timedelta(days=7)
SHOWN = 50  # people on a page
NOW, WEEK_AGO = bindparam("now", type_=UtcTime()), bindparam("week_ago", type_=UtcTime())


def caseload(entered: Entered, query: CaseloadQuery, *, waiting: bool) -> Caseload:
    """A page of the people this actor may see; ``waiting`` says that sessions have come in that it does not count."""
    db, now = entered.db, entered.now
    visible = visible_people(entered.actor).subquery()
    theirs = select(Summary.person).join(visible, visible.c[0] == Summary.person)
    matching = theirs.where(*_matches(entered.clinic.catalogue, query.search))
    total = found = _count(entered, select(visible.c[0]))
    on_page = matching.order_by(*_order(query.sort))
    on_page = on_page.limit(SHOWN).offset(query.page * SHOWN)
    ids = list(db.scalars(on_page, _moments(now)))
    if query.search.strip():
        found = _count(entered, matching)
    return Caseload(
        people=tuple(_cards(entered, ids)),
        found=found,
        total=total,
        page_size=SHOWN,
        waiting=waiting,
    )


def card(entered: Entered, person: str) -> PersonCard:
    """The card of one person; raises ``Refused`` (404) when this actor may not see them."""
    if not entered.db.scalar(select(Person.id).where(Person.id == person, sees(entered.actor, Person.id))):
        raise nothing_here()
    return _cards(entered, [person])[0]


def _cards(entered: Entered, ids: Sequence[str]) -> list[PersonCard]:
    """The cards of these people, whom the actor may see, in this order."""
    asked = entered.db.execute(_figures().where(Person.id.in_(ids)), _moments(entered.now))
    rows = {row.Person.id: row for row in asked}
    week = _last_seven_days(entered, ids)
    return [_card(rows[id], week.get(id, 0), entered.clinic.catalogue) for id in ids]


def just_came(entered: Entered, most: int) -> list[str]:
    """Up to ``most`` sessions of people this actor may see, with events that are not in their results yet."""
    waits = (Practice.folded.is_(None), Practice.plan.is_not(None), sees(entered.actor, Practice.person))
    return list(entered.db.scalars(select(Practice.id).where(*waits).limit(most)))


def _count(entered: Entered, people: Select[str]) -> int:
    return entered.db.scalars(select(func.count()).select_from(people.subquery())).one()


def _matches(catalogue: Catalogue, search: str) -> list[ColumnElement[bool]]:
    """Each word asked for is in the name, or in that of the condition."""
    conditions = {id: folded(one.name) for id, one in catalogue.conditions.items()}
    found: list[ColumnElement[bool]] = []
    for word in folded(search).split():
        special = any(
            sign in word for sign in "%_/"
        )  # asking to escape what is not there takes twice as long
        named = Summary.search_name.contains(word, autoescape=special)
        ill = [id for id, name in conditions.items() if word in name]
        of_condition = exists().where(Person.id == Summary.person, Person.condition.in_(ill))
        found.append(or_(named, of_condition) if ill else named)
    return found


def _moments(now: datetime) -> dict[str, datetime]:
    """What the expressions below ask for. They are made once: making them takes as long as running them."""
    return {"now": now, "week_ago": now - WEEK, "silent": now - summaries.RESUMABLE}


@cache
def _figures() -> Any:  # noqa: ANN401 (a select of four columns)
    columns = (Person, Summary, summaries.interrupted().label("interrupted"), _connected().label("connected"))
    return select(*columns).join(Summary, Summary.person == Person.id)


@cache
def _order(sort: str) -> tuple[ColumnElement[Any], ...]:
    by_name = (cast(ColumnElement[str], Summary.search_name), cast(ColumnElement[str], Summary.person))
    match sort:
        case "look":
            return (_to_look_at().desc(), Summary.adverse.desc(), summaries.interrupted().desc(), *by_name)
        case "last_session":
            return (Summary.last_session.is_(None), Summary.last_session.desc(), *by_name)
        case _:
            return by_name


def _to_look_at() -> ColumnElement[int]:
    """How many things there are to look at; ``attention.ts`` has the words for each."""
    quiet = or_(Summary.last_session.is_(None), Summary.last_session <= WEEK_AGO, ~_connected())
    things = (
        Summary.adverse > 0,
        summaries.interrupted() > 0,
        Summary.pain_last > Summary.pain_first,
        Summary.incomplete > 0,
        Summary.doubtful > 0,
        quiet,
    )
    total: ColumnElement[int] = case((things[0], 1), else_=0)
    for thing in things[1:]:
        total = total + case((thing, 1), else_=0)
    return total


def _connected() -> ColumnElement[bool]:
    """Whether the person of a summary has a device that is signed in."""
    return exists().where(Device.person == Summary.person, Device.ended.is_(None), Device.expires > NOW)


def _last_seven_days(entered: Entered, ids: Sequence[str]) -> dict[str, int]:
    recent = select(Practice.person, func.count()).where(
        Practice.person.in_(ids),
        Practice.began > entered.now - WEEK,
        Practice.state != "not_started",
    )
    return {row[0]: row[1] for row in entered.db.execute(recent.group_by(Practice.person))}


def _card(row: Any, last_seven_days: int, catalogue: Catalogue) -> PersonCard:  # noqa: ANN401 (a row of ``cards``)
    person, kept = row.Person, row.Summary
    condition = catalogue.conditions.get(person.condition)
    return PersonCard(
        id=person.id,
        name=person.name,
        condition=person.condition,
        condition_name=condition.name if condition else person.condition,
        affected=person.affected,
        limb=person.limb,
        simulated=person.simulated,
        enrolled=row.connected,
        sessions=kept.sessions,
        last_seven_days=last_seven_days,
        planned_per_week=condition.planned_per_week if condition else None,
        last_session=kept.last_session,
        pain_first=kept.pain_first,
        pain_last=kept.pain_last,
        interrupted=row.interrupted,
        adverse=kept.adverse,
        incomplete=kept.incomplete,
        doubtful=kept.doubtful,
    )
