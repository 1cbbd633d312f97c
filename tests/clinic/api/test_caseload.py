"""What a therapist asks, as requests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mirra.clinic.api.shapes import ConditionCard, Enrolment, PersonCard, PersonDetail, SessionDetail
from tests.clinic.world import HOME, START, World, add_person, lines_of, problem, send, send_all, today

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
    assert len(ticket.qr) == len(ticket.qr[0]) >= 21, "the picture is not square"
    assert set("".join(ticket.qr)) == {"0", "1"}
    assert ticket.qr[0][:8] == "11111110", "the picture has no corner mark"


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
    assert therapist.get("/api/people").json() == []


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
    found = PersonCard.model_validate(therapist.get("/api/people").json()[0])
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
