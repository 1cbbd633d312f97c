"""Locked schedules through the real API: drawn once, followed by sessions, held against, and never changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from material.short_session import shortened
from mirra.clinic import audit, schedules
from mirra.clinic.backup import backup
from mirra.clinic.doctor import examine
from mirra.clinic.erasing import erase_noted
from mirra.clinic.restore import restore
from mirra.clinic.shapes.schedules import OpenedSchedule, PersonSchedules, ScheduleCard
from mirra.clinic.tables import Audit, EndedSchedule, KeptSchedule, Plan
from mirra.practice import schedule
from mirra.practice.display import display_of
from mirra.practice.log import write_event
from mirra.practice.plan import SessionPlan
from mirra.practice.simulate import Ending, simulate
from tests.clinic.test_decisions import decide
from tests.clinic.test_plans import change, plans_of
from tests.clinic.world import START, World, add_person, problem, send_all, today

ASKED: dict[str, Any] = {"design": "blocks", "displays": ["covered", "mirror"], "days": 10}
NAMES = ("Covered mirror", "Delayed picture", "Small picture")


def drawing(world: World, person: str, **other: Any) -> httpx.Response:
    therapist = world.staff()
    body = ASKED | {"plan": plans_of(therapist, person).now.id} | other
    return therapist.post(f"/api/people/{person}/schedules", json=body)


def scheduled(world: World, **other: Any) -> tuple[str, httpx.Client]:
    """A person with a locked schedule, and their device."""
    ticket = add_person(world.staff())
    answer = drawing(world, ticket.person, **other)
    assert answer.status_code == 200, answer.text
    return ticket.person, world.device(ticket)


def cards(world: World, person: str) -> tuple[ScheduleCard, ...]:
    answer = world.staff().get(f"/api/people/{person}/schedules")
    return PersonSchedules.model_validate_json(answer.content).schedules


def opened(world: World, person: str) -> OpenedSchedule:
    which = cards(world, person)[0].id
    answer = world.staff().get(f"/api/people/{person}/schedules/{which}")
    return OpenedSchedule.model_validate_json(answer.content)


def due(world: World, person: str) -> list[str]:
    """The id of the display that each day of the newest schedule has."""
    drawn = schedule.read_schedule(opened(world, person).text)
    shown = {one.id: one.display for one in drawn.displays}
    return [shown[id] for id in drawn.days]


def practise(
    world: World, device: httpx.Client, outcome: Ending = "completed", plan: SessionPlan | None = None
) -> SessionPlan:
    """A session of today's plan at the clinic's time, simulated and sent; gives its plan."""
    plan = plan or today(device).plan
    session = f"{int(world.time.timestamp()):032x}"
    little = shortened(plan, blocks=1)
    events = simulate(little, session=session, started=world.time, seed=1, outcome=outcome)
    send_all(device, session, [write_event(event) for event in events])
    return plan


def end(world: World, person: str, reason: str = "Moved away") -> httpx.Response:
    which = cards(world, person)[0].id
    return world.staff().post(f"/api/people/{person}/schedules/{which}/end", json={"reason": reason})


def row(world: World) -> tuple[object, ...]:
    """The newest schedule's row, to the last letter."""
    with world.clinic.store.reading() as db:
        return tuple(db.execute(text("SELECT * FROM schedules ORDER BY made DESC")).first() or ())


def test_what_can_be_drawn_comes_with_evidence_and_the_number_of_draws_is_exact(world: World) -> None:
    therapist = world.staff()
    offered = therapist.get("/api/designs").json()
    assert {one["id"] for one in offered["designs"]} == set(world.clinic.catalogue.designs)
    assert all(rule["claim"] and rule["source"] for one in offered["designs"] for rule in one["rules"])
    assert [one["id"] for one in offered["displays"]] == ["mirror", "covered", "delayed", "small"]
    assert all(one["seen"] for one in offered["displays"])
    told = therapist.post("/api/designs", json=ASKED).json()
    assert told == {"draws": "32", "doubt": ""}
    few = therapist.post("/api/designs", json=ASKED | {"design": "abab", "days": 22}).json()
    assert few["draws"] == "10"
    assert few["doubt"].startswith("Only 10 draws are possible")


def test_a_schedule_is_drawn_locked_and_told_without_its_days_ahead(clinic: World) -> None:
    person, _ = scheduled(clinic)
    (card,) = cards(clinic, person)
    assert (card.state, card.author, card.days, card.practised, card.draws) == (
        "in_force",
        "Thea",
        10,
        0,
        "32",
    )
    assert (card.displays, card.given, card.end) == (("Covered mirror", "Mirror"), (), None)
    told = clinic.staff().get(f"/api/people/{person}/schedules").text
    whole = opened(clinic, person)
    assert whole.seed not in told
    assert whole.text not in told
    assert sorted(set(whole.days)) == ["Covered mirror", "Mirror"]
    found = schedule.verify(whole.text, card.sha256)
    assert (found.person, found.seed, len(found.days)) == (person, whole.seed, 10)
    with clinic.clinic.store.reading() as db:
        noted = list(db.execute(select(Audit.action, Audit.subject)))
        assert ("schedule_drawn", person) in noted
        assert ("schedule_hash", card.sha256) in noted
        assert ("schedule_opened", person) in noted, "nobody can see who has seen the days ahead"
        assert [one.wrong for one in schedules.verify(db)] == [""]
        audit.verify(db)


def test_each_day_has_its_display_and_a_missed_day_uses_none_up(world: World) -> None:
    person, device = scheduled(world)
    shown = due(world, person)
    for number, missed in enumerate((0, 0, 3, 0, 1), start=1):
        world.later(days=1 + missed)
        today(device)
        world.later(hours=1)
        plan = practise(world, device)
        assert plan.display.id == shown[number - 1], f"day {number}"
        assert today(device).plan == plan, "the display changed within a day"
    (card,) = cards(world, person)
    assert (card.practised, card.missed, card.state) == (5, 4, "in_force")
    assert [one.day for one in card.given] == [1, 2, 3, 4, 5]
    for number, given_day in enumerate(card.given):
        (session,) = given_day.sessions
        assert session.as_scheduled
        assert session.shown == (given_day.scheduled,)
        name = "Covered mirror" if display_of(shown[number]).covered else "Mirror"
        assert given_day.scheduled == name


def test_a_day_opened_and_left_before_the_picture_was_seen_is_not_used_up(world: World) -> None:
    _, device = scheduled(world)
    first = today(device).plan
    world.later(days=1)
    again = today(device).plan
    assert (again.display, again.id != first.id) == (first.display, True)
    with world.clinic.store.reading() as db:
        days = list(db.scalars(select(Plan.scheduled_day)))
    assert days == [1, 1]


def test_several_sessions_of_a_day_have_the_same_display_and_so_after_a_change_of_language(
    world: World,
) -> None:
    person, device = scheduled(world)
    assert decide(world.staff("ada", "admin"), languages=["en", "de"], language="en").status_code == 200
    first = practise(world, device)
    world.later(hours=2)
    assert device.post("/api/language", json={"language": "de"}).status_code == 200
    second = today(device).plan
    assert (second.language, second.display) == ("de", first.display)
    practise(world, device)
    (card,) = cards(world, person)
    assert (card.practised, [len(one.sessions) for one in card.given]) == (1, [2])


def test_after_the_last_day_the_plan_in_force_holds_again_and_the_last_day_stays_whole(world: World) -> None:
    person, device = scheduled(world)
    shown = due(world, person)
    for _ in range(10):
        world.later(days=1)
        last = practise(world, device)
    assert cards(world, person)[0].state == "finished"
    world.later(hours=1)
    assert change(world.staff(), person, minutes=20).status_code == 200
    assert today(device).plan.display.id == last.display.id == shown[-1]
    world.later(days=1)
    assert today(device).plan.display.id == "s100_d0"
    assert drawing(world, person).status_code == 200, "no second schedule after the first was finished"


def test_the_session_plan_names_neither_the_schedule_nor_its_displays(world: World) -> None:
    person, device = scheduled(world)
    told = device.get("/api/today").text
    whole = opened(world, person)
    for word in (
        *NAMES,
        "schedule",
        "sham",
        "phase",
        "random",
        "design",
        whole.seed,
        whole.card.sha256,
        whole.card.id,
    ):
        assert word.lower() not in told.lower(), f"the person's page is told “{word}”"


def test_an_old_plan_on_a_device_without_network_is_shown_as_what_it_was(world: World) -> None:
    ticket = add_person(world.staff())
    device = world.device(ticket)
    old = today(device).plan
    world.later(days=1)
    assert drawing(world, ticket.person, displays=["covered", "delayed"]).status_code == 200
    world.later(hours=1)
    practise(world, device, plan=old)
    world.later(days=1)
    practise(world, device)
    (card,) = cards(world, ticket.person)
    assert [one.shown for one in card.outside] == [("s100_d0",)]
    assert [one.day for one in card.given] == [1], "a session of no day used one up"


@pytest.mark.parametrize(
    ("asked", "where", "what"),
    [
        ({"design": "latin_square"}, "design", "There is no design"),
        ({"displays": ["mirror", "glass"]}, "displays", "There is no display"),
        ({"displays": ["mirror", "mirror"]}, "displays", "A display is named twice"),
        ({"displays": ["mirror"]}, "displays", "does not compare 1"),
        ({"days": 11}, "days", "cannot share 11 days among 2 displays"),
        ({"plan": "0" * 32}, "plan", "Somebody else has changed the plan"),
    ],
)
def test_a_draw_that_cannot_be_is_refused_in_plain_words_and_keeps_nothing(
    world: World, asked: dict[str, Any], where: str, what: str
) -> None:
    person = add_person(world.staff()).person
    answer = drawing(world, person, **asked)
    problem(answer)
    assert answer.json()["error"]["where"] == where
    assert what in answer.json()["error"]["what"]
    assert cards(world, person) == ()


@pytest.mark.parametrize(
    ("plan", "what"),
    [
        ({"picture": "glass"}, "A glass mirror has one display only."),
        ({"display": {"size": 1.5}}, "The plan sets how the limb is shown"),
        ({"programme": "graded_imagery"}, "The plan follows a programme"),
    ],
)
def test_a_plan_under_which_the_displays_could_not_be_given_is_refused(
    world: World, plan: dict[str, Any], what: str
) -> None:
    person = add_person(world.staff(), condition="crps").person
    assert change(world.staff(), person, **plan).status_code == 200
    answer = drawing(world, person)
    assert problem(answer) == "scheduled"
    assert answer.json()["error"]["what"].startswith(what)


def test_a_draw_is_final_and_comes_before_the_first_session_of_a_day(world: World) -> None:
    ticket = add_person(world.staff())
    device = world.device(ticket)
    practise(world, device)
    answer = drawing(world, ticket.person)
    assert problem(answer) == "scheduled"
    assert answer.json()["error"]["what"].startswith("The person has practised today")
    world.later(days=1)
    assert drawing(world, ticket.person).status_code == 200
    before = row(world)
    again = drawing(world, ticket.person)
    assert problem(again) == "scheduled"
    assert "a draw is final" in again.json()["error"]["what"]
    assert row(world) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("condition", "phantom_limb_pain"),
        ("affected", "right"),
        ("limb", "arm"),
        ("picture", "glass"),
        ("display", {"size": 1.5, "delay": 0, "covered": False}),
        ("programme", "graded_imagery"),
    ],
)
def test_a_plan_that_contradicts_a_schedule_in_force_is_refused(
    world: World, field: str, value: object
) -> None:
    person = add_person(world.staff(), condition="crps").person
    assert drawing(world, person).status_code == 200
    changed: dict[str, Any] = {field: value}
    answer = change(world.staff(), person, **changed)
    assert problem(answer) == "scheduled"
    told = answer.json()["error"]
    assert told["where"] == f"plan.{field}"
    assert told["what"].startswith("A locked schedule is in force, and this plan changes ")
    assert change(world.staff(), person, minutes=7).status_code == 200, "the dose can no longer be lowered"
    assert end(world, person).status_code == 200
    assert change(world.staff(), person, **changed).status_code == 200


def test_a_schedule_ends_early_with_a_reason_once_and_stays_as_it_was(world: World) -> None:
    person, device = scheduled(world, displays=["covered", "delayed"])
    practise(world, device)
    before = row(world)
    assert end(world, person, "  ").status_code == 422
    answer = end(world, person, " Pain rose ")
    assert answer.status_code == 200
    (card,) = PersonSchedules.model_validate_json(answer.content).schedules
    assert card.state == "ended"
    assert card.end is not None
    assert (card.end.reason, card.end.author) == ("Pain rose", "Thea")
    assert problem(end(world, person)) == "scheduled"
    assert row(world) == before
    assert today(device).plan.display.id == "s100_d0"
    world.later(days=1)
    assert drawing(world, person).status_code == 200
    assert [one.state for one in cards(world, person)] == ["in_force", "ended"]


def test_schedules_go_with_a_backup_and_go_when_a_person_is_erased(clinic: World) -> None:
    person, _ = scheduled(clinic)
    assert end(clinic, person).status_code == 200
    made = backup(clinic.url, clinic.folder / "all.backup", START, key_file=clinic.options.get("key_file"))
    target = f"sqlite:///{clinic.folder / 'restored.sqlite'}"
    restore(made.file, target, START, key_file=clinic.folder / "restored.key")
    told = [one.what for one in examine(target, START, key_file=clinic.folder / "restored.key")]
    assert "All 1 locked schedules are as they were drawn." in told
    assert erase_noted(clinic.clinic.store, person, "thea", clinic.time) is not None
    with clinic.clinic.store.reading() as db:
        assert db.scalars(select(KeptSchedule)).all() == []
        assert db.scalars(select(EndedSchedule)).all() == []


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        (
            'UPDATE schedules SET body = replace(body, \'"days":["\', \'"days":["mirror","\')',
            "its hash differs",
        ),
        (f"UPDATE schedules SET sha256 = '{'0' * 64}'", "its hash differs"),
    ],
)
def test_a_schedule_changed_by_hand_is_found(world: World, statement: str, wrong: str) -> None:
    scheduled(world)
    with world.clinic.store.writing() as db:
        db.execute(text(statement))
    with world.clinic.store.reading() as db:
        (found,) = schedules.verify(db)
    assert wrong in found.wrong


def test_another_schedule_in_the_place_of_the_one_that_was_drawn_is_found(world: World) -> None:
    """One whose days do follow from its seed and whose hash is right, but which nobody drew here."""
    person, _ = scheduled(world)
    drawn = schedule.read_schedule(opened(world, person).text)
    other = schedule.draw(
        world.clinic.catalogue.designs["blocks"],
        world.clinic.catalogue.displays.displays[:2],
        10,
        person=person,
        seed="0" * 32,
        drawn_at=world.time,
        drawn_by=drawn.drawn_by,
    )
    with world.clinic.store.writing() as db:
        statement = text("UPDATE schedules SET body = :body, sha256 = :hash")
        db.execute(statement, {"body": other.text, "hash": other.sha256})
    with world.clinic.store.reading() as db:
        (found,) = schedules.verify(db)
    assert found.wrong == "Its hash is not in the audit."


STEPS = ("practise", "stop", "day", "days", "minutes", "display", "draw", "end", "language", "rename")


@given(st.lists(st.sampled_from(STEPS), max_size=12))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_locked_schedule_never_changes_whatever_is_done(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    world = World(tmp_path_factory.mktemp("clinic"))
    person, device = scheduled(world)
    decide(world.staff("ada", "admin"), languages=["en", "fr"], language="en")
    first, shown = row(world), due(world, person)
    for step in steps:
        world.time += timedelta(minutes=10)
        match step:
            case "practise" | "stop":
                practise(world, device, outcome="completed" if step == "practise" else "stopped")
            case "day" | "days":
                world.later(days=1 if step == "day" else 4)
            case "minutes":
                change(world.staff(), person, minutes=20)
            case "display":
                change(world.staff(), person, display={"size": 2, "delay": 0, "covered": False})
            case "draw":
                drawing(world, person)
            case "end":
                end(world, person)
            case "language":
                device.post("/api/language", json={"language": "fr"})
            case "rename":
                world.staff().post(f"/api/people/{person}/name", json={"name": "Pia Q"})
        with world.clinic.store.reading() as db:
            rows = [tuple(one) for one in db.execute(text("SELECT * FROM schedules"))]
            assert first in rows, f"the schedule changed at “{step}”"
            assert [one.wrong for one in schedules.verify(db)] == [""] * len(rows)
    with world.clinic.store.reading() as db:
        given_out = db.execute(select(Plan.scheduled_day, Plan.body).where(Plan.schedule == first[0]))
        for number, body in given_out:
            assert number is not None
            assert f'"display":{display_of(shown[number - 1]).model_dump_json()}' in body
    world.clinic.store.close()
