"""The plan in force of a person: shown, changed with a reason, the earlier ones kept."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from mirra.clinic.plans import in_force
from mirra.clinic.shapes.plans import PersonPlans
from mirra.clinic.tables import Audit
from mirra.practice.display import MIRROR
from mirra.practice.steps.block import Block
from mirra.practice.steps.observation import Observation
from tests.clinic.world import World, add_person, problem, today


def plans_of(therapist: httpx.Client, person: str) -> PersonPlans:
    answer = therapist.get(f"/api/people/{person}/plan")
    assert answer.status_code == 200, answer.text
    return PersonPlans.model_validate_json(answer.content)


def change(therapist: httpx.Client, person: str, reason: str = "Tired", **what: Any) -> httpx.Response:
    now = plans_of(therapist, person).now
    plan = now.plan.model_dump(mode="json") | what
    body = {"plan": plan, "reason": reason, "replaces": now.id}
    return therapist.post(f"/api/people/{person}/plan", json=body)


def exercises(device: httpx.Client) -> set[str]:
    return {e.id for step in today(device).plan.steps if isinstance(step, Block) for e in step.exercises}


def test_a_person_begins_with_what_was_chosen_when_they_were_added(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist, picture="glass")
    found = plans_of(therapist, ticket.person)
    assert found.earlier == ()
    assert (found.now.author, found.now.reason, found.now.plan.picture) == ("Thea", "", "glass")
    assert found.now.plan.minutes is None


def test_a_change_is_kept_with_its_author_and_reason_and_the_earlier_plan_stays(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    before = plans_of(therapist, ticket.person).now
    world.later(days=3)
    therapist = world.staff()
    assert (
        change(therapist, ticket.person, "Tires after 20 minutes", minutes=20, per_week=7).status_code == 200
    )
    found = plans_of(therapist, ticket.person)
    assert (found.now.reason, found.now.author, found.now.made) == (
        "Tires after 20 minutes",
        "Thea",
        world.time,
    )
    assert (found.now.plan.minutes, found.now.plan.per_week) == (20, 7)
    assert found.earlier == (before,)
    with world.clinic.store.reading() as db:
        assert "plan_changed" in db.scalars(select(Audit.action).where(Audit.subject == ticket.person)).all()


def test_the_next_session_follows_a_change_made_after_today_was_given_out(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    first = today(device).plan
    assert today(device).plan == first
    assert change(therapist, ticket.person, minutes=15, affected="right", two_sided=True).status_code == 200
    second = today(device).plan
    assert second.id != first.id
    assert second.minutes <= 15
    assert second.affected == "right"
    assert today(device).plan == second, "a second plan of the same day is not kept"
    assert therapist.get(f"/api/people/{ticket.person}").json()["card"]["affected"] == "right"


def test_exercises_are_taken_out_and_put_in(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    given = exercises(device)
    out, not_yet = sorted(given)[0], "key_turn"
    assert not_yet not in given
    assert change(therapist, ticket.person, exercises_out=[out], exercises_in=[not_yet]).status_code == 200
    assert out not in exercises(device)
    fitting = {
        one["id"]
        for condition in therapist.get("/api/conditions").json()
        if condition["id"] == "stroke"
        for one in condition["exercises"]
        if "hand" in one["limbs"]
    }
    assert change(therapist, ticket.person, exercises_out=sorted(fitting - {not_yet})).status_code == 200
    assert exercises(device) == {not_yet}


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ({"minutes": 90}, "minutes"),
        ({"limb": "tail"}, "plan.limb"),
        ({"condition": "unheard_of"}, "condition"),
        ({"exercises_out": ["unheard_of"]}, "exercises_out"),
        ({"exercises_in": ["toe_curl"]}, "exercises_in"),
        ({"profiles": ["unheard_of"]}, "profiles"),
        ({"condition": "crps", "two_sided": False}, "two_sided"),
    ],
)
def test_a_plan_of_which_no_session_can_be_made_is_refused_and_changes_nothing(
    world: World, what: dict[str, Any], where: str
) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    before = plans_of(therapist, ticket.person)
    answer = change(therapist, ticket.person, **what)
    problem(answer)
    assert where in answer.json()["error"]["where"]
    assert plans_of(therapist, ticket.person) == before


def test_a_change_without_a_reason_is_refused(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    assert problem(change(therapist, ticket.person, " ", minutes=20)) == "misfit"


def test_two_therapists_do_not_overwrite_each_other(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    first = plans_of(therapist, ticket.person).now
    assert change(therapist, ticket.person, minutes=20).status_code == 200
    late = {"plan": first.plan.model_dump(mode="json"), "reason": "Late", "replaces": first.id}
    answer = therapist.post(f"/api/people/{ticket.person}/plan", json=late)
    assert (answer.status_code, problem(answer)) == (409, "conflict")


def test_the_order_of_plans_stays_when_the_clock_is_set_back(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    assert change(therapist, ticket.person, minutes=20).status_code == 200
    world.later(hours=-3)
    assert change(therapist, ticket.person, minutes=25).status_code == 200
    found = plans_of(therapist, ticket.person)
    assert [one.plan.minutes for one in (found.now, *found.earlier)] == [25, 20, None]


def test_who_archives_finds_the_person_again_when_they_practise(world: World) -> None:
    from tests.clinic.world import lines_of, send_all

    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    answer = therapist.post(f"/api/people/{ticket.person}/archive", json={"archived": True})
    assert answer.json()["archived"] is not None
    answer = therapist.post(f"/api/people/{ticket.person}/archive", json={"archived": False})
    assert answer.json()["archived"] is None
    therapist.post(f"/api/people/{ticket.person}/archive", json={"archived": True})
    send_all(device, "b" * 32, lines_of(today(device).plan, "b" * 32))
    assert therapist.get(f"/api/people/{ticket.person}").json()["card"]["archived"] is None


def test_a_corrected_name_is_found_and_sorted_by(world: World) -> None:
    from tests.clinic.world import caseload

    therapist = world.staff()
    ticket = add_person(therapist, name="Pia")
    answer = therapist.post(f"/api/people/{ticket.person}/name", json={"name": " Ruth "})
    assert answer.json()["name"] == "Ruth"
    assert [one.name for one in caseload(therapist, search="ruth").people] == ["Ruth"]
    assert caseload(therapist, search="pia").people == ()
    assert problem(therapist.post(f"/api/people/{ticket.person}/name", json={"name": "\u200d"})) == "misfit"


def test_notes_are_kept_newest_first_with_their_author(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    for text in ("First", "Second"):
        answer = therapist.post(f"/api/people/{ticket.person}/notes", json={"text": text})
    assert [(one["text"], one["author"]) for one in answer.json()] == [("Second", "Thea"), ("First", "Thea")]
    assert therapist.get(f"/api/people/{ticket.person}/notes").json() == answer.json()
    assert problem(therapist.post(f"/api/people/{ticket.person}/notes", json={"text": "  "})) == "misfit"


def test_another_display_reaches_the_session_and_a_glass_mirror_has_none(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    display = {"size": 0.5, "delay": 200, "covered": True}
    assert change(therapist, ticket.person, display=display).status_code == 200
    assert plans_of(therapist, ticket.person).now.plan.display.model_dump() == display
    assert today(device).plan.display.model_dump() == display
    refused = change(therapist, ticket.person, picture="glass")
    assert refused.status_code == 422
    assert "glass mirror" in refused.text
    for wrong in ({"size": 3}, {"delay": 900}):
        assert change(therapist, ticket.person, display=wrong).status_code == 422


def test_the_affected_hand_is_tracked_where_both_move_and_refused_where_one_does(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    assert not today(device).plan.tracking.affected
    refused = change(therapist, ticket.person, track_affected=True)
    assert refused.status_code == 422
    assert "one-sided" in refused.text
    assert change(therapist, ticket.person, track_affected=True, two_sided=True).status_code == 200
    assert plans_of(therapist, ticket.person).now.plan.track_affected
    assert today(device).plan.tracking.affected


def test_the_background_is_hidden_where_the_plan_says_so(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    assert not today(device).plan.hide_background
    assert change(therapist, ticket.person, hide_background=True).status_code == 200
    assert plans_of(therapist, ticket.person).now.plan.hide_background
    assert today(device).plan.hide_background


def test_breathing_comes_first_where_the_plan_says_so_and_only_for_two_to_five_minutes(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    assert "breathing" not in {step.kind for step in today(device).plan.steps}
    assert change(therapist, ticket.person, breathing_minutes=3).status_code == 200
    assert plans_of(therapist, ticket.person).now.plan.breathing_minutes == 3
    assert [step.kind for step in today(device).plan.steps[:4]] == [
        "check_in", "lesson", "breathing", "set_up",
    ]  # fmt: skip
    for wrong in (1, 6, 2.5):
        assert change(therapist, ticket.person, breathing_minutes=wrong).status_code == 422


def test_films_run_as_fast_as_the_plan_says_and_a_speed_outside_half_to_whole_is_refused(
    world: World,
) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    device = world.device(ticket)
    watching = {"programme": "observation_then_mirror"}
    assert change(therapist, ticket.person, **watching).status_code == 200
    assert [step.speed for step in today(device).plan.steps if isinstance(step, Observation)] == [1.0]
    assert change(therapist, ticket.person, **watching, observation_speed=0.8).status_code == 200
    (step,) = (step for step in today(device).plan.steps if isinstance(step, Observation))
    assert (step.speed, len(step.movements)) == (0.8, 2)
    for wrong in (0.45, 1.05, "slow"):
        assert change(therapist, ticket.person, **watching, observation_speed=wrong).status_code == 422


def test_a_plan_kept_before_there_were_displays_shows_the_mirror_as_it_is(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist)
    with world.clinic.store.writing() as db:
        kept = in_force(db, ticket.person)
        body = json.loads(kept.body)
        del body["display"]
        kept.body = json.dumps(body)
    assert plans_of(therapist, ticket.person).now.plan.display == MIRROR
    assert change(therapist, ticket.person, minutes=20).status_code == 200
