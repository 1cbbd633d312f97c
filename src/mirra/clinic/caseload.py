"""The people in somebody's care as cards, found, sorted and cut into pages by the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
)

from mirra.anatomy import Limb, Side
from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import counting, days, notices, places
from mirra.clinic.access import Entered, sees, visible_people
from mirra.clinic.names import folded
from mirra.clinic.refusals import NothingHere
from mirra.clinic.shapes.caseload import Caseload, CaseloadQuery, PersonCard
from mirra.clinic.tables import Care, Notice, Person, SessionRow, Summary

PEOPLE_PER_PAGE = 50
READER = bindparam("reader", type_=String)  # the therapist whose list it is
FALLING = {"level", "unseen", "things", "news", "last_session"}  # sorted from the most, or the latest


def caseload(entered: Entered, query: CaseloadQuery) -> Caseload:
    """A page of the people in a therapist's care; ``waiting`` says that sessions came in that it does not count."""
    assert entered.actor.role == "therapist"  # nobody else has a list
    listed = visible_people(entered.actor).where(Care.archived == (query.only == "archived"))
    matching = listed.where(*_matches(entered.clinic.catalogue, query.search), *_filtered(entered, query))
    about = _about(entered, query, listed, matching)
    if about.turned:
        matching = matching.join(Summary, Summary.person == Care.person)
    keys = _keys(query.sort, turned=about.turned)
    in_order = matching.add_columns(*keys).order_by(*(_directed(key, key.name) for key in keys))
    # The limit is written into the query, so that the database always plans for so few people.
    page = (
        in_order.limit(literal_column(str(PEOPLE_PER_PAGE))).offset(query.page * PEOPLE_PER_PAGE).subquery()
    )
    of_page = _figures().join(page, page.c.person == Person.id)
    rows = entered.db.execute(
        of_page.order_by(*(_directed(page.c[key.name], key.name) for key in keys)),
        _values(entered),
    )
    return Caseload(
        people=tuple(_card(row, entered.clinic.catalogue) for row in rows),
        found=about.matching,
        total=about.total,
        page_size=PEOPLE_PER_PAGE,
        waiting=about.waiting,
    )


def card(entered: Entered, person: str) -> PersonCard:
    """The card of one person; raises ``NothingHere`` when this actor may not see them."""
    theirs = _figures().where(Person.id == person, sees(entered.actor, Person.id))
    row = entered.db.execute(theirs, _values(entered)).one_or_none()
    if row is None:
        raise NothingHere()
    return _card(row, entered.clinic.catalogue)


def just_came(entered: Entered, most: int) -> list[str]:
    """Up to ``most`` sessions of people this actor may see, with events that are not in their results yet."""
    return list(entered.db.scalars(select(SessionRow.id).where(*_waits(entered)).limit(most)))


def _waits(entered: Entered) -> tuple[ColumnElement[bool], ...]:
    return SessionRow.folded.is_(None), SessionRow.plan.is_not(None), sees(entered.actor, SessionRow.person)


@dataclass(frozen=True)
class _About:
    """How many people an actor may see and how many match, whether sessions wait, whether the kept order holds."""

    total: int
    matching: int
    waiting: bool
    turned: bool


def _about(entered: Entered, query: CaseloadQuery, listed: Select[str], matching: Select[str]) -> _About:
    columns = [_number(listed), exists().where(*_waits(entered))]
    if query.sort == "look":
        columns.append(exists().where(places.has_turned(entered.now), sees(entered.actor, Summary.person)))
    else:
        columns.append(false())
    if query.search.strip() or query.condition or query.only in ("new", "open", "quiet", "pain_up"):
        columns.append(_number(matching))
    total, waiting, turned, *counted = entered.db.execute(select(*columns)).one()
    return _About(total, counted[0] if counted else total, bool(waiting), bool(turned))


def _number(people: Select[str]) -> Any:  # noqa: ANN401
    return people.with_only_columns(func.count()).scalar_subquery()


def _matches(catalogue: Catalogue, search: str) -> list[ColumnElement[bool]]:
    """Each word asked for is in the name or in that of the condition, or begins the limb or the side."""
    conditions = {id: _folded_condition(condition.name) for id, condition in catalogue.conditions.items()}
    criteria: list[ColumnElement[bool]] = []
    for word in folded(search).split():
        special = any(
            sign in word for sign in "%_/"
        )  # asking to escape what is not there takes twice as long
        named = Care.search_name.contains(word, autoescape=special)
        ill = [id for id, name in conditions.items() if word in name]
        ways = [named, *([Care.condition.in_(ill)] if ill else [])]
        for column, words in ((Care.limb, get_args(Limb)), (Care.affected, get_args(Side))):
            meant = [value for value in words if value.startswith(word)]
            ways += [column.in_(meant)] if meant else []
        criteria.append(or_(*ways))
    return criteria


def _filtered(entered: Entered, query: CaseloadQuery) -> list[ColumnElement[bool]]:
    """Of a condition, or with something true of them that is kept with their place."""
    criteria: list[ColumnElement[bool]] = []
    if query.condition:
        criteria.append(Care.condition == query.condition)
    match query.only:
        case "new":
            criteria.append(Care.unseen > 0)
        case "open":
            criteria.append(Care.level > 0)
        case "quiet":
            criteria.append(Care.last_session < days.week_began(entered.now, entered.zone))
        case "pain_up":
            criteria.append(Care.pain_up.is_(True))
    return criteria


@cache
def _folded_condition(name: str) -> str:
    return folded(name)


def _keys(sort: str, *, turned: bool) -> list[Any]:
    """What a list is sorted by, each by its name; counted now when time has ``turned`` the kept order."""
    by_name = [Care.search_name, Care.person.label("whose")]
    match sort:
        case "look" if turned:
            now = places.to_look_at(Care.news).label("things")
            return [Care.level, Care.unseen, now, Care.news, *by_name]
        case "look":
            return [Care.level, Care.unseen, Care.things, Care.news, *by_name]
        case "last_session":
            return [Care.last_session, *by_name]
        case _:
            return by_name


def _directed(key: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    return key.desc() if name in FALLING else key


def _values(entered: Entered) -> dict[str, Any]:
    """The values of the parameters in ``_figures``."""
    return places.moments(entered.now, entered.zone) | {"reader": entered.actor.id}


@cache
def _figures() -> Any:  # noqa: ANN401 (a select of many columns)
    """What cards are made of, a row for each person; to be narrowed. It is made once, since making it takes long."""
    recent = select(func.count()).where(
        SessionRow.person == Summary.person,
        SessionRow.began >= places.WEEK_BEGAN,
        SessionRow.state != "not_started",
    )
    unseen = select(Care.unseen).where(Care.person == Person.id, Care.therapist == READER)
    looked = recent.with_only_columns(func.coalesce(func.sum(SessionRow.looked), 0.0))
    moved = recent.with_only_columns(func.sum(SessionRow.moved))
    return (
        select(
            *(Person.id, Person.name, Person.condition, Person.affected, Person.limb, Person.simulated),
            *(Person.archived, Person.per_week),
            *(Summary.sessions, Summary.last_session, Summary.pain_first, Summary.pain_last),
            *(Summary.adverse, Summary.incomplete, Summary.doubtful),
            counting.interrupted().label("interrupted"),
            places.connected().label("enrolled"),
            recent.scalar_subquery().label("last_seven_days"),
            looked.scalar_subquery().label("week_looked"),
            moved.scalar_subquery().label("week_moved"),
            *(Summary.planned, Summary.news, Notice),
            func.coalesce(unseen.scalar_subquery(), 0).label("unseen"),
        )
        .join(Summary, Summary.person == Person.id)
        .join(Notice, Notice.id == Summary.notice, isouter=True)
    )


def _card(row: Any, catalogue: Catalogue) -> PersonCard:  # noqa: ANN401 (a row of ``_figures``)
    condition = catalogue.conditions.get(row.condition)
    figures = dict(row._mapping)
    own, planned, notice = figures.pop("per_week"), figures.pop("planned"), figures.pop("Notice")
    per_week = own or (condition.planned_per_week if condition else None)
    return PersonCard(
        condition_name=condition.name if condition else row.condition,
        planned_per_week=per_week,
        week_planned=planned * per_week if planned and per_week else None,
        notice=notices.card(notice) if notice else None,
        **figures,
    )
