"""Places in lists: kept through every change and the passing of time, and read in order without sorting anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, event, select

from mirra.clinic import care, days, people
from mirra.clinic import caseload as module
from mirra.clinic.access import Actor, Entered
from mirra.clinic.keeper import Keeper
from mirra.clinic.names import folded
from mirra.clinic.shapes.caseload import CaseloadQuery, PersonCard
from mirra.clinic.shapes.devices import DeviceCard
from mirra.clinic.shapes.people import NewPerson
from mirra.clinic.tables import NEVER, Account, Care, Summary
from tests.clinic.world import START, World, add_person, caseload, lines_of, send, send_all, today

SORTS = ("look", "name", "last_session")


def things(card: PersonCard, world: World) -> int:
    """How many things there are to look at, counted from what the card says."""
    week_began = days.week_began(world.time, None)
    quiet = card.last_session is None or card.last_session < week_began or not card.enrolled
    worse = None not in (card.pain_first, card.pain_last) and card.pain_last > card.pain_first  # type: ignore[operator]
    facts = (bool(worse), card.incomplete > 0, card.doubtful > 0, quiet)
    return card.news + sum(facts)


def level(card: PersonCard) -> int:
    """How pressing the most pressing thing is."""
    return card.notice.level if card.notice else 0


def in_order(cards: list[PersonCard], sort: str, world: World) -> list[str]:
    """The names as they are to be sorted, by Python."""

    def key(card: PersonCard) -> Any:
        name = (folded(card.name), card.id)
        if sort == "look":
            return (-level(card), -card.unseen, -things(card, world), -card.news, *name)
        if sort == "last_session":
            return (-(card.last_session.timestamp() if card.last_session else 0), *name)
        return name

    return [card.name for card in sorted(cards, key=key)]


def lists_are_right(world: World, *therapists: httpx.Client) -> None:
    """Every list of each therapist is in the order of what its cards say; that the place is kept says the table."""
    for therapist in therapists:
        for sort in SORTS:
            cards = list(caseload(therapist, sort=sort).people)
            assert [card.name for card in cards] == in_order(cards, sort, world), sort
            kept_places_are_right(world, cards)


def kept_places_are_right(world: World, cards: list[PersonCard]) -> None:
    """In every care of these people, whatever time has not turned yet."""
    with world.clinic.store.reading() as db:
        for card in cards:
            turns = db.get_one(Summary, card.id).turns
            for kept in db.scalars(select(Care).where(Care.person == card.id)):
                assert kept.search_name == folded(card.name)
                assert kept.condition == card.condition
                assert kept.last_session == (card.last_session or NEVER)
                if turns is None or turns > world.time:
                    found = (kept.things, kept.level, kept.news)
                    assert found == (things(card, world), level(card), card.news), card.name


def devices_of(therapist: httpx.Client, person: str) -> list[DeviceCard]:
    return [DeviceCard.model_validate(one) for one in therapist.get(f"/api/people/{person}/devices").json()]


def test_every_change_keeps_everybodys_place(clinic: World) -> None:
    world, therapist, other = clinic, clinic.staff(), clinic.staff("otto")
    pia, quin, rosa = (add_person(therapist, name=name) for name in ("Pia", "Quin", "Ósa"))
    lists_are_right(world, therapist, other)
    device, second = world.device(pia), world.device(quin)
    lists_are_right(world, therapist, other)
    send_all(device, "a" * 32, lines_of(today(device).plan, "a" * 32, unpleasant=1.0))
    lists_are_right(world, therapist, other)
    send(second, "b" * 32, lines_of(today(second).plan, "b" * 32)[:20])
    lists_are_right(world, therapist, other)
    with world.clinic.store.reading() as db:
        otto = db.scalars(select(Account.id).where(Account.login == "otto")).one()
    assert therapist.post(f"/api/people/{pia.person}/carers", json={"therapist": otto}).status_code == 200
    lists_are_right(world, therapist, other)
    lost = devices_of(therapist, quin.person)[0].id
    assert therapist.post(f"/api/people/{quin.person}/devices/{lost}/sign-out").status_code == 200
    lists_are_right(world, therapist, other)
    assert device.post("/api/sign-out").status_code == 200
    assert not caseload(other).people[0].enrolled
    lists_are_right(world, therapist, other)
    world.device(rosa)
    with world.clinic.store.writing() as db:
        thea = db.scalars(select(Account.id).where(Account.login == "thea")).one()
        assert care.hand_over(db, thea, otto) == 3
    assert caseload(other).total == 3
    lists_are_right(world, therapist, other)


def test_a_device_that_becomes_somebody_elses_takes_its_first_owner_down_the_list(clinic: World) -> None:
    therapist = clinic.staff()
    pia, quin = (add_person(therapist, name=name) for name in ("Pia", "Quin"))
    device = clinic.device(pia)
    assert device.post("/api/enrol", json={"code": quin.code}).status_code == 200
    assert {card.name: card.enrolled for card in caseload(therapist).people} == {"Pia": False, "Quin": True}
    lists_are_right(clinic, therapist)


@pytest.mark.parametrize(
    "span",
    [{"hours": 1, "seconds": 1}, {"days": 7}, {"days": 8}, {"days": 90}],
    ids=["a session breaks off", "a week goes by", "a day more", "the device expires"],
)
def test_what_time_alone_changes_is_in_order_at_once_and_kept_by_the_keeper(
    clinic: World, span: dict[str, float]
) -> None:
    therapist = clinic.staff()
    device, never = (clinic.device(add_person(therapist, name=name)) for name in ("Ben", "Zoe"))
    send(device, "a" * 32, lines_of(today(device).plan, "a" * 32)[:20])
    today(never)
    assert [card.name for card in caseload(therapist).people] == ["Zoe", "Ben"]
    clinic.later(**span)
    therapist = clinic.staff()
    a_week = span.get("days", 0) >= 7
    at_once = ["Ben", "Zoe"] if a_week else ["Zoe", "Ben"]  # both have not practised for a week
    assert [card.name for card in caseload(therapist).people] == at_once
    lists_are_right(clinic, therapist)
    keeper = Keeper(clinic.clinic)
    assert keeper.work()
    assert not keeper.work(), "a place that was just kept is due again"
    first = caseload(therapist).people[0]
    assert first.name == "Ben"
    assert first.notice is not None
    assert first.notice.kind == "interrupted", "a session that broke off was not raised"
    lists_are_right(clinic, therapist)


def test_a_device_that_is_used_goes_on_after_the_day_its_place_was_to_turn(clinic: World) -> None:
    therapist = clinic.staff()
    device = clinic.device(add_person(therapist))
    for number in range(16):
        clinic.later(days=6)
        session = f"{number:032x}"
        send_all(device, session, lines_of(today(device).plan, session))
    assert clinic.time > START + timedelta(days=90)
    therapist = clinic.staff()
    assert caseload(therapist).people[0].enrolled
    lists_are_right(clinic, therapist)
    assert not Keeper(clinic.clinic).work()


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"sort": "look"}, "care_look"),
        ({"sort": "look", "page": 4}, "care_look"),
        ({"sort": "look", "search": "person"}, "care_look"),
        ({"sort": "name", "page": 4}, "care_name"),
        ({"sort": "last_session", "page": 4}, "care_last_session"),
    ],
)
def test_no_page_of_a_list_is_sorted_or_read_from_more_than_an_index(
    clinic: World, query: dict[str, Any], index: str
) -> None:
    therapist, store = clinic.staff(), clinic.clinic.store
    with store.writing() as db:
        account = db.scalars(select(Account)).one()
        actor = Actor("therapist", account.id, account.name, "")
        for number in range(300):
            new = NewPerson(name=f"Person {number}", condition="stroke", affected="left", limb="hand")
            people.add(db, clinic.clinic.catalogue, account.id, new, START)
    asked: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    with store.reading() as db:
        page = module.caseload(Entered(clinic.clinic, db, actor, START), CaseloadQuery(**query))
    assert page == caseload(therapist, **query)
    assert page.people
    statement, values = next(said for said in asked if "OFFSET" in said[0])
    with store.engine.connect() as connection:
        plan = planned(connection, statement, values)
    assert index in plan
    assert plan.count("TEMP B-TREE") + plan.count("Sort Key") == 1, f"more than the page is sorted:\n{plan}"


def planned(connection: Connection, statement: str, values: Any) -> str:
    """How a database that has indexes to choose from goes about a query, in its words."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:  # so few people it would read and sort otherwise
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    rows = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", values).all()
    return "\n".join(str(row[-1]) for row in rows)
