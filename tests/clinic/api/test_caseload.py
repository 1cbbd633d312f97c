"""What a therapist asks, as requests."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from material.in_process import HOME
from mirra.clinic import accounts, people, places
from mirra.clinic import caseload as module
from mirra.clinic.shapes.caseload import PersonCard
from mirra.clinic.shapes.devices import Enrolment
from mirra.clinic.shapes.people import NewPerson, PersonDetail
from mirra.clinic.shapes.plans import ConditionCard
from mirra.clinic.shapes.sessions import SessionDetail
from mirra.clinic.tables import Audit, Summary
from mirra.practice.raised import Raised
from tests.clinic.world import (
    START,
    World,
    add_person,
    caseload,
    lines_of,
    problem,
    raised_by,
    send,
    send_all,
    today,
)
from tests.scanner import scanned

SESSIONS = [letter * 32 for letter in "abcdef"]


def card(therapist: Any, person: str) -> PersonCard:
    answer = therapist.get(f"/api/people/{person}")
    assert answer.status_code == 200, answer.text
    return PersonDetail.model_validate_json(answer.content).card


def test_a_person_is_taken_into_care_with_a_code_a_link_and_a_picture(world: World) -> None:
    ticket = add_person(world.staff())
    left, right = ticket.code.split("-")
    assert len(left) == len(right) == 4
    assert ticket.link == f"{HOME}/#/enrol/{ticket.code}"
    assert (ticket.expires - START).total_seconds() == 24 * 3600
    assert scanned(ticket.qr) == ticket.link


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"condition": "unheard_of"}, "condition"),
        ({"limb": "tail"}, "limb"),
        ({"affected": "both"}, "affected"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "Pia\x00"}, "name"),
        ({"name": "Pia\ud800"}, "name"),
        ({"photo": "/9j/4AAQSkZJRg"}, "photo"),
    ],
)
def test_a_person_who_does_not_fit_is_refused_by_the_field(
    world: World, change: dict[str, str], where: str
) -> None:
    therapist = world.staff()
    new = {"name": "Pia", "condition": "stroke", "affected": "left", "limb": "hand"} | change
    as_json = {"content-type": "application/json"}
    answer = therapist.post("/api/people", content=json.dumps(new), headers=as_json)
    assert answer.status_code == 422, answer.text
    problem(answer)
    assert answer.json()["error"]["where"] == where
    assert caseload(therapist).people == ()


def test_the_caseload_sums_each_person_up(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    assert not card(therapist, ticket.person).enrolled
    device = world.device(ticket)
    plan = today(device).plan
    for number, (session, outcome) in enumerate(
        zip(SESSIONS, ("completed", "stopped", "interrupted"), strict=False)
    ):
        lines = lines_of(plan, session, seed=number, outcome=outcome, pain=7 - number, unpleasant=1.0)  # type: ignore[arg-type]
        send_all(device, session, lines)
    found = caseload(therapist).people[0]
    assert found == card(therapist, ticket.person)
    assert found.enrolled
    assert (found.sessions, found.last_seven_days, found.interrupted) == (3, 3, 1)
    assert found.pain_first == 7
    assert found.last_session == START
    assert found.adverse == 4, "two unpleasant things at each of two check-outs"
    assert found.condition_name == "Stroke"
    world.later(days=8)
    assert card(world.staff(), ticket.person).last_seven_days == 0


def test_a_person_and_a_session_in_full(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    plan = today(device).plan
    send_all(device, SESSIONS[0], lines_of(plan, SESSIONS[0], pain=4))
    detail = PersonDetail.model_validate_json(therapist.get(f"/api/people/{ticket.person}").content)
    assert [one.id for one in detail.sessions] == SESSIONS[:1]
    assert detail.pain[0].before == 4
    told = SessionDetail.model_validate_json(therapist.get(f"/api/sessions/{SESSIONS[0]}").content)
    assert (told.person, told.person_name) == (ticket.person, "Pia")
    assert told.plan == plan
    assert told.card == detail.sessions[0]


def test_a_session_whose_opening_has_not_come_is_not_there_yet(world: World) -> None:
    therapist = world.staff()
    device = world.device(add_person(therapist))
    send(device, SESSIONS[0], lines_of(today(device).plan, SESSIONS[0])[1:])
    assert therapist.get(f"/api/sessions/{SESSIONS[0]}").status_code == 404


def test_a_second_device_is_the_same_persons(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    first = world.device(ticket)
    answer = therapist.post(f"/api/people/{ticket.person}/enrolment")
    assert answer.status_code == 201
    second = world.device(Enrolment.model_validate_json(answer.content))
    assert today(second).plan == today(first).plan


def test_the_conditions_are_those_of_the_catalogue(world: World) -> None:
    found = [ConditionCard.model_validate(one) for one in world.staff().get("/api/conditions").json()]
    assert {one.id for one in found} == set(world.clinic.catalogue.conditions)
    assert all(one.note and one.limbs for one in found)


@pytest.fixture
def forty(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A therapist with people called N00 to N39, seven a page, the therapist of one more beside them."""
    monkeypatch.setattr(module, "PEOPLE_PER_PAGE", 7)
    therapist, other = world.staff(), world.staff("otto")
    add_person(other, name="N99")
    with world.clinic.store.writing() as db:
        thea = accounts.account_of(db, "thea")
        assert thea is not None
        for number in reversed(range(40)):
            condition = "crps" if number % 2 else "stroke"
            new = NewPerson(name=f"N{number:02}", condition=condition, affected="left", limb="hand")
            person = people.add(db, world.clinic.catalogue, thea.id, new, START)
            kept = db.get_one(Summary, person.id)
            kept.last_session = None if number < 3 else START - timedelta(days=number)
            if number in (5, 6):
                raised_by(
                    db, person.id, Raised(kind="event"), *([Raised(kind="stopped")] if number == 6 else [])
                )
        places.keep(db, list(db.scalars(select(Summary.person))), START)
    return therapist


@pytest.mark.parametrize("sort", ["look", "name", "last_session"])
def test_pages_together_hold_everybody_once(forty: Any, sort: str) -> None:
    found = [one.name for page in range(6) for one in caseload(forty, sort=sort, page=page).people]
    assert sorted(found) == [f"N{number:02}" for number in range(40)]
    first = caseload(forty, sort=sort)
    assert (first.found, first.total, first.page_size, len(first.people)) == (40, 40, 7, 7)
    assert caseload(forty, sort=sort, page=6).people == ()


def test_people_are_sorted_by_the_database(forty: Any) -> None:
    def names(**query: Any) -> list[str]:
        return [one.name for one in caseload(forty, **query).people]

    assert names(sort="name") == [f"N{number:02}" for number in range(7)]
    assert names(sort="last_session") == [f"N{number:02}" for number in range(3, 10)]
    assert names(sort="last_session", page=5)[-3:] == ["N00", "N01", "N02"], (
        "those who never practised come last"
    )
    assert names(sort="look")[:3] == ["N06", "N05", "N00"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("n1", 10),
        ("N17", 1),
        ("  ń17 ", 1),
        ("complex regional", 20),
        ("17 crps", 1),
        ("16 crps", 0),
        ("%", 0),
        ("_", 0),
        ("N99", 0),
        ("", 40),
        ("   ", 40),
    ],
)
def test_search_looks_at_name_and_condition_whatever_the_case_and_accents(
    forty: Any, search: str, found: int
) -> None:
    page = caseload(forty, search=search)
    assert (page.found, page.total) == (found, 40)
    assert len(page.people) == min(found, 7)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"sort": "shoe size"}, "sort"),
        ({"page": -1}, "page"),
        ({"search": "x" * 81}, "search"),
        ({"x": 1}, "x"),
    ],
)
def test_a_query_that_does_not_fit_is_refused_by_the_field(
    world: World, query: dict[str, Any], where: str
) -> None:
    answer = world.staff().post("/api/caseload", json=query)
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == where


def test_a_page_of_the_longest_names_is_not_over_60_kilobytes(world: World) -> None:
    therapist = world.staff()
    with world.clinic.store.writing() as db:
        thea = accounts.account_of(db, "thea")
        assert thea is not None
        for number in range(module.PEOPLE_PER_PAGE):
            new = NewPerson(
                name=f"{number:02}" + "\U0001f98b" * 78, condition="stroke", affected="right", limb="hand"
            )
            kept = db.get_one(Summary, people.add(db, world.clinic.catalogue, thea.id, new, START).id)
            kept.last_session, kept.sessions, kept.adverse = START, 10**6, 10**6
    answer = therapist.post("/api/caseload", json={})
    assert len(answer.json()["people"]) == module.PEOPLE_PER_PAGE
    assert len(answer.content) <= 60_000


def test_a_device_that_is_signed_out_or_expired_is_none(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    assert caseload(therapist).people[0].enrolled
    device.post("/api/sign-out")
    assert not caseload(therapist).people[0].enrolled


def test_asking_for_people_is_kept_as_a_read(world: World) -> None:
    therapist = world.staff()
    caseload(therapist)
    assert problem(world.staff("ada", "admin").post("/api/caseload", json={})) == "not_found"
    with world.clinic.store.reading() as db:
        actions = list(db.scalars(select(Audit.action).order_by(Audit.id)))
    assert actions.count("caseload_read") == 1
    assert "read_refused" in actions
    assert "change_refused" not in actions
