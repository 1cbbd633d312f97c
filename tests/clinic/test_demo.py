"""The demonstration clinic."""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from typing import get_type_hints

import pytest

from material.in_process import HOME, client
from mirra.cli.clinic import demo as command
from mirra.clinic import demo
from mirra.clinic.accounts import add
from mirra.clinic.examples import EXAMPLES, MAX_PEOPLE, examples
from mirra.errors import AccessError
from tests.clinic.test_plans import plans_of
from tests.clinic.world import PASSWORD, World, caseload


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, demo.Entrance, list[str]]:
    """A demonstration, and what it said while it was made."""
    said: list[str] = []
    world = World(tmp_path_factory.mktemp("demo"), options={"demonstration": True})
    return world, demo.furnish(world.clinic, HOME, said.append), said


def test_people_of_three_conditions_each_with_a_past(
    furnished: tuple[World, demo.Entrance, list[str]],
) -> None:
    world, entrance, said = furnished
    browser = client(world.app)
    signed = browser.post("/api/sign-in", json={"login": entrance.login, "password": entrance.password})
    assert signed.json()["demonstration"]
    cards = caseload(browser, sort="name").people
    assert [card.name for card in cards] == [one.name for one in EXAMPLES]
    assert len({card.condition for card in cards}) == 3
    assert [card.sessions for card in cards] == [len(one.days_ago) for one in EXAMPLES]
    assert all(card.simulated for card in cards)
    assert all(not card.enrolled for card in cards)
    screened = [browser.get(f"/api/people/{card.id}/screenings").json()["now"] for card in cards[:3]]
    assert [one and one["outcome"] for one in screened] == ["fits", "precautions", None]
    assert len(said) == len(EXAMPLES), "something that takes seconds goes on in silence"


def test_there_is_somebody_at_every_stage_and_one_for_the_therapist_to_decide_about(
    furnished: tuple[World, demo.Entrance, list[str]],
) -> None:
    world, entrance, _ = furnished
    browser = client(world.app)
    browser.post("/api/sign-in", json={"login": entrance.login, "password": entrance.password})
    found = {card.name: plans_of(browser, card.id).standing for card in caseload(browser, sort="name").people}
    programmes = world.clinic.catalogue.programmes.values()
    stages = {(one.id, stage.id) for one in programmes for stage in one.stages}
    assert {(one.programme, one.stage) for one in found.values() if one} == stages
    undecided = found["Gus"]
    assert undecided is not None
    assert undecided.verdict.advice == "ask"


def test_somebody_practises_by_a_locked_schedule_and_was_given_what_it_says(
    furnished: tuple[World, demo.Entrance, list[str]],
) -> None:
    world, entrance, _ = furnished
    browser = client(world.app)
    browser.post("/api/sign-in", json={"login": entrance.login, "password": entrance.password})
    person = next(card.id for card in caseload(browser, sort="name").people if card.name == "Jale")
    (card,) = browser.get(f"/api/people/{person}/schedules").json()["schedules"]
    assert (card["state"], card["practised"], card["missed"]) == ("in_force", 12, 4)
    sessions = [session for day in card["given"] for session in day["sessions"]]
    assert len(sessions) == 12
    assert all(session["as_scheduled"] for session in sessions)
    assert {day["scheduled"] for day in card["given"]} == {"Covered mirror", "Mirror"}


def test_the_command_makes_all_of_them_unless_told_otherwise() -> None:
    people = get_type_hints(command, include_extras=True)["people"].__metadata__[0]
    assert signature(command).parameters["people"].default == len(EXAMPLES)
    assert people.max == MAX_PEOPLE


def test_each_link_makes_one_browser_that_persons(furnished: tuple[World, demo.Entrance, list[str]]) -> None:
    world, entrance, _ = furnished
    for way, example in zip(entrance.ways, EXAMPLES, strict=True):
        assert way.about.startswith(example.name)
        code = way.link.removeprefix(f"{HOME}/#/enrol/")
        answer = client(world.app).post("/api/enrol", json={"code": code})
        assert answer.json()["name"] == example.name


def test_what_the_terminal_says_is_all_that_is_needed(
    furnished: tuple[World, demo.Entrance, list[str]],
) -> None:
    _, entrance, _ = furnished
    told = demo.instructions(entrance, HOME)
    for needed in (HOME, entrance.login, entrance.password, *(way.link for way in entrance.ways)):
        assert needed in told
    assert told.count(entrance.password) == 1


def test_every_word_of_the_past_came_through_the_door_that_real_ones_do(
    furnished: tuple[World, demo.Entrance, list[str]],
) -> None:
    from sqlalchemy import select

    from mirra.clinic.tables import EventRow, SessionRow
    from mirra.clinic.upload import sha256
    from mirra.practice.log import read_event

    world, _, _ = furnished
    with world.clinic.store.reading() as db:
        for practice in db.scalars(select(SessionRow)):
            lines = list(
                db.scalars(select(EventRow).where(EventRow.session == practice.id).order_by(EventRow.seq))
            )
            assert [line.seq for line in lines] == list(range(practice.lines))
            assert read_event(lines[0].line).kind == "opened"
            assert all(line.sha256 == sha256(line.line) for line in lines)


def test_a_real_clinic_is_left_alone(tmp_path: Path) -> None:
    world = World(tmp_path)
    add(world.clinic.store, "thea", "Thea", "therapist", PASSWORD)
    with pytest.raises(AccessError, match="no demonstration"):
        demo.furnish(world.clinic, HOME, lambda _: None)
    world.clinic.store.close()


def test_a_larger_demonstration_adds_people_who_are_the_same_every_time() -> None:
    assert examples(len(EXAMPLES)) == EXAMPLES
    assert examples(2) == EXAMPLES[:2]
    many = examples(MAX_PEOPLE)
    assert many[:41] == examples(41)
    assert len({example.name for example in many}) == MAX_PEOPLE
    assert {example.condition for example in examples(41)} > {example.condition for example in EXAMPLES}
    assert any(not example.days_ago for example in many), "nobody has yet to begin"
