"""What the gates of a programme raise: in the list of people, by time alone, until ticked off or no longer true."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from mirra.clinic.keeper import Keeper
from mirra.clinic.tables import Notice, Summary
from mirra.practice.events import Answered
from mirra.practice.log import write_event
from mirra.practice.made_up import MADE_UP, MadeUp
from tests.clinic.test_notices import notices, tick
from tests.clinic.test_plans import change
from tests.clinic.test_progress import graded, practise, stands
from tests.clinic.world import World, add_person, caseload, send_all, today


@pytest.fixture(params=["sqlite", "postgresql"])
def each(request: pytest.FixtureRequest, tmp_path: Any) -> Any:
    """A clinic on each kind of database."""
    url = request.getfixturevalue("postgres").new_clinic() if request.param == "postgresql" else ""
    world = World(tmp_path, url=url, options={"key_file": tmp_path / "mirra.key"})
    yield world
    world.clinic.store.close()


def upkeep(world: World) -> None:
    """What the server does by itself until there is nothing left to do."""
    keeper = Keeper(world.clinic)
    while keeper.work():
        pass


def let_days_pass(world: World, days: int) -> None:
    """Days on which nobody asks for anything."""
    for _ in range(days):
        world.later(days=1)
        upkeep(world)


def kinds(world: World, person: str) -> list[str]:
    """What is open of what the gates raised."""
    found = notices(world.staff(), person)
    return [one["kind"] for one in found if one["done"] is None and one["session"] is None]


def test_days_without_a_session_alone_raise_that_the_gates_ask(each: World) -> None:
    person, _ = graded(each)
    let_days_pass(each, 13)
    assert kinds(each, person) == []
    let_days_pass(each, 1)
    (one,) = notices(each.staff(), person)
    assert (one["kind"], one["level"], one["session"], one["unseen"]) == ("gate_asks", 1, None, True)
    assert one["at_stage"] == {
        "stage": "judgement",
        "name": "Left or right",
        "since": "2026-03-02",
        "decided_by": "sessions",
        "why": "After 14 days there were 0 sessions; 7 are planned at least.",
    }
    card = caseload(each.staff()).people[0]
    assert card.notice is not None
    assert (card.notice.kind, card.notice.session, card.news, card.unseen) == ("gate_asks", None, 1, 1)
    assert [one.id for one in caseload(each.staff(), only="open").people] == [person]


def test_its_numbers_are_those_of_today_and_it_stays_one_notice(world: World) -> None:
    person, _ = graded(world)
    let_days_pass(world, 14)
    (before,) = notices(world.staff(), person)
    let_days_pass(world, 3)
    (after,) = notices(world.staff(), person)
    assert (after["id"], after["at"]) == (before["id"], before["at"])
    assert after["at_stage"]["why"].startswith("After 17 days")


def test_ticked_off_it_is_not_raised_again_for_the_same_stage_and_reason(world: World) -> None:
    person, _ = graded(world)
    let_days_pass(world, 14)
    (one,) = notices(world.staff(), person)
    assert tick(world.staff(), person, [one["id"]]).status_code == 200
    let_days_pass(world, 5)
    assert kinds(world, person) == []
    assert caseload(world.staff()).people[0].notice is None


def test_another_stay_at_the_same_stage_raises_it_again(world: World) -> None:
    person, _ = graded(world)
    let_days_pass(world, 14)
    (one,) = notices(world.staff(), person)
    tick(world.staff(), person, [one["id"]])
    assert change(world.staff(), person, "Once more", stage="judgement").status_code == 200
    let_days_pass(world, 13)
    assert kinds(world, person) == []
    let_days_pass(world, 1)
    assert kinds(world, person) == ["gate_asks"]


def test_it_goes_at_once_when_the_therapist_decides(each: World) -> None:
    person, _ = graded(each)
    let_days_pass(each, 14)
    therapist = each.staff()
    (one,) = notices(therapist, person)
    therapist.post(f"/api/people/{person}/notices/seen", json={"notices": [one["id"]]})
    assert change(therapist, person, "Knows it well", stage="mirror").status_code == 200
    assert notices(therapist, person) == []
    assert caseload(therapist).people[0].notice is None


def practised(world: World, device: Any, who: MadeUp, days: int) -> None:
    for day in range(days):
        practise(world, device, who, day, day + 1)
        world.later(days=1)
        upkeep(world)


def test_sessions_that_do_not_meet_the_gate_raise_it_on_the_next_day(world: World) -> None:
    person, device = graded(world, picture="glass")
    practised(world, device, MADE_UP["non_responder"], 14)
    (one,) = [one for one in notices(world.staff(), person) if one["session"] is None]
    assert (one["kind"], one["at_stage"]["decided_by"]) == ("gate_asks", "gate")
    assert "needed" in one["at_stage"]["why"]


def test_it_stands_on_the_days_on_which_the_gates_ask_and_on_no_other(world: World) -> None:
    person, device = graded(world, picture="glass")
    for day in range(28):
        practise(world, device, MADE_UP["improver"], day, day + 1)
        world.later(days=1)
        upkeep(world)
        now = stands(world, person)
        assert kinds(world, person) == (["gate_asks"] if now.verdict.advice == "ask" else [])
        if now.stage == "imagery":
            return
    pytest.fail("the first gate was never met")


def test_a_step_back_is_raised_and_goes_when_a_stage_is_chosen(world: World) -> None:
    person, device = graded(world)
    assert change(world.staff(), person, "Knows it well", stage="imagery").status_code == 200
    for number in range(3):
        plan = today(device).plan
        session = f"{number + 1:032x}"
        log = MADE_UP["adverse"].play(plan, session=session, started=world.time, day=25, seed=number)
        hurt = [
            event.model_copy(update={"value": 2 if event.step == "check_in" else 8})
            if isinstance(event, Answered) and event.question == "pain"
            else event
            for event in log
        ]
        send_all(device, session, [write_event(event) for event in hurt])
        world.later(days=1)
        upkeep(world)
    back = [one for one in notices(world.staff(), person) if one["kind"] == "stepped_back"]
    assert [one["at_stage"]["stage"] for one in back] == ["judgement"]
    assert "leads back" in back[0]["at_stage"]["why"]
    assert change(world.staff(), person, "Stays", stage="imagery").status_code == 200
    assert "stepped_back" not in kinds(world, person)


def test_nothing_is_raised_of_somebody_in_the_archive(world: World) -> None:
    person, _ = graded(world)
    let_days_pass(world, 14)
    archive = f"/api/people/{person}/archive"
    assert world.staff().post(archive, json={"archived": True}).status_code == 200
    assert kinds(world, person) == []
    let_days_pass(world, 2)
    assert kinds(world, person) == []
    assert world.staff().post(archive, json={"archived": False}).status_code == 200
    assert kinds(world, person) == ["gate_asks"]


def test_only_people_in_a_programme_are_looked_at_on_a_new_day(world: World) -> None:
    add_person(world.staff(), name="Quin")
    person, _ = graded(world)
    upkeep(world)
    with world.clinic.store.reading() as db:
        due = dict(db.execute(select(Summary.person, Summary.gates_turn)).all())
    assert [one for one, turn in due.items() if turn] == [person]


def test_erasing_a_person_erases_what_the_gates_raised(each: World) -> None:
    person, _ = graded(each)
    let_days_pass(each, 14)
    asked = {"name": "Pia"}
    assert each.staff().post(f"/api/people/{person}/erase", json=asked).status_code == 200
    with each.clinic.store.reading() as db:
        assert list(db.scalars(select(Notice))) == []
