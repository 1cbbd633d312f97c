"""Programmes through the real API: stages, gates, overrides, and six weeks of thirty people."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from mirra.clinic import decisions, plans
from mirra.clinic.shapes.decisions import ClinicSettings
from mirra.clinic.tables import Person
from mirra.practice.log import write_event
from mirra.practice.made_up import MADE_UP, MadeUp, Manner
from mirra.practice.plan import SessionPlan
from mirra.practice.progress import Standing
from tests.catalogue.test_main import folder
from tests.clinic.test_plans import change, plans_of
from tests.clinic.world import World, add_person, problem, send_all, today


def graded(world: World, condition: str = "crps", **new: Any) -> tuple[str, Any]:
    """A person whose plan names the graded programme, and their device."""
    therapist = world.staff()
    ticket = add_person(therapist, condition=condition, **new)
    device = world.device(ticket)
    assert change(therapist, ticket.person, programme="graded_imagery").status_code == 200
    return ticket.person, device


def stands(world: World, person: str) -> Standing:
    found = plans_of(world.staff(), person).standing
    assert found is not None
    return found


def stands_or_none(world: World, person: str) -> Standing | None:
    return plans_of(world.staff(), person).standing


def kinds(plan: SessionPlan) -> list[str]:
    return [step.kind for step in plan.steps]


def test_without_a_programme_there_is_no_standing(world: World) -> None:
    ticket = add_person(world.staff())
    assert plans_of(world.staff(), ticket.person).standing is None
    assert today(world.device(ticket)).plan.stage is None


def test_the_programme_begins_with_its_first_stage_and_needs_no_camera(world: World) -> None:
    person, device = graded(world)
    plan = today(device).plan
    assert kinds(plan) == ["check_in", "lesson", "judgement", "check_out", "summary"]
    assert plan.stage is not None
    assert (plan.stage.place, plan.stage.of, plan.stage.name) == (1, 3, "Left or right")
    assert {"graded_order", "graded_gate"} <= {rule.id for rule in plan.why}
    assert stands(world, person).verdict.why == "It is day 1 of 14."
    wall = world.staff().get(f"/api/people/{person}/wall").json()
    assert (wall["stage"], wall["exercises"]) == (
        ["Left or right", "You say which side a picture shows."],
        [],
    )


def test_a_condition_without_the_programme_and_an_unknown_stage_are_refused(world: World) -> None:
    therapist = world.staff()
    ticket = add_person(therapist, condition="stroke")
    assert problem(change(therapist, ticket.person, programme="graded_imagery")) == "refused"
    other = add_person(therapist, condition="crps", name="Other")
    assert problem(change(therapist, other.person, programme="graded_imagery", stage="nine")) == "refused"
    assert problem(change(therapist, other.person, stage="mirror")) == "refused"


def test_a_therapist_overrides_the_gates_with_a_reason_that_is_kept(world: World) -> None:
    person, device = graded(world)
    assert change(world.staff(), person, "Knows it well", stage="mirror").status_code == 200
    now = stands(world, person)
    assert (now.stage, now.cause) == ("mirror", "therapist")
    plan = today(device).plan
    assert "look" in kinds(plan)
    assert plan.stage is not None
    assert plan.stage.why == "Your therapist has chosen this stage for you."
    kept = plans_of(world.staff(), person)
    assert (kept.now.reason, kept.now.author, kept.now.plan.stage) == ("Knows it well", "Thea", "mirror")


def test_watching_and_the_mirror_come_in_sessions_of_their_own_and_sources_that_disagree_are_told(
    world: World,
) -> None:
    therapist = world.staff()
    ticket = add_person(therapist, condition="stroke")
    device = world.device(ticket)
    watching = {"programme": "observation_then_mirror"}
    assert change(therapist, ticket.person, **watching).status_code == 200
    plan = today(device).plan
    assert kinds(plan) == ["check_in", "lesson", "observation", "check_out", "summary"]
    assert {"watching_order", "watching_apart", "observation", "observation_speed"} <= {
        rule.id for rule in plan.why
    }
    assert (
        change(therapist, ticket.person, "Has watched enough", **watching, stage="mirror").status_code == 200
    )
    assert {"look", "observation"} & {*kinds(today(device).plan)} == {"look"}
    (offered,) = (
        programme
        for card in therapist.get("/api/conditions").json()
        if card["id"] == "stroke"
        for programme in card["programmes"]
    )
    claims = [one["claim"] for conflict in offered["conflicts"] for one in conflict["statements"]]
    assert claims == ["C45", "O01", "O02"]


def test_a_language_chosen_or_minutes_changed_the_same_day_leave_the_choice_of_a_stage(world: World) -> None:
    person, device = graded(world)
    world.later(days=3)
    assert change(world.staff(), person, "Ready", stage="mirror").status_code == 200
    assert change(world.staff(), person, "Shorter", minutes=6).status_code == 200
    assert device.post("/api/language", json={"language": "en"}).status_code == 200
    world.later(days=1)
    assert (stands(world, person).stage, stands(world, person).day_of_stage) == ("mirror", 2)
    assert "look" in kinds(today(device).plan)


def test_a_programme_taken_away_and_given_again_on_one_day_goes_on(world: World) -> None:
    person, _ = graded(world)
    assert change(world.staff(), person, "Ready", stage="mirror").status_code == 200
    world.later(days=5)
    assert change(world.staff(), person, "By mistake", programme=None, stage=None).status_code == 200
    assert stands_or_none(world, person) is None
    assert change(world.staff(), person, "Back again", programme="graded_imagery").status_code == 200
    assert (stands(world, person).stage, stands(world, person).day_of_stage) == ("mirror", 6)


def test_a_person_reads_the_stages_before_and_the_days_they_practised_in_their_language(world: World) -> None:
    person, device = graded(world)
    world.later(days=3)
    assert change(world.staff(), person, "Ready", stage="mirror").status_code == 200
    world.later(days=2)
    now = today(device).plan.stage
    assert now is not None
    assert (now.days, now.practised) == (2, 0)
    assert [(one.name, one.why) for one in now.before] == [
        ("Left or right", "You begin with pictures of both sides.")
    ]
    assert (now.begun - now.before[0].begun).days == 3
    with world.clinic.store.writing() as db:
        decisions.decide(db, world.clinic.catalogue, ClinicSettings(languages=("en", "de")))
        plans.speak(db, db.get_one(Person, person), "de", world.time)
    german = today(device).plan.stage
    assert german is not None
    assert german.before[0].name != now.before[0].name
    assert german.before[0].begun == now.before[0].begun


def test_a_clock_that_was_set_back_leaves_plan_and_session(world: World) -> None:
    person, device = graded(world)
    world.later(days=-2)
    assert stands(world, person).day_of_stage == 1
    assert "judgement" in kinds(today(device).plan)


def test_a_plan_that_a_later_stage_could_not_follow_is_refused_at_once(tmp_path: Path) -> None:
    own = Path(folder(tmp_path / "ours"))  # an exercise without a loop, so that nothing shows what to imagine
    world = World(tmp_path, options={"catalogue": own})
    therapist = world.staff()
    ticket = add_person(therapist, condition="crps")
    catalogue = world.clinic.catalogue
    fitting = catalogue.fitting(catalogue.conditions["crps"], "hand")
    out = [one.id for one in fitting if one.id != "thumb_up"]
    assert change(therapist, ticket.person, exercises_out=out).status_code == 200
    answer = change(therapist, ticket.person, exercises_out=out, programme="graded_imagery")
    assert (answer.status_code, problem(answer)) == (422, "refused")
    assert "nothing to imagine" in answer.text
    world.clinic.store.close()


SIX_WEEKS = 42
MANNERS: tuple[Manner, ...] = tuple(MADE_UP)


def practise(world: World, device: Any, who: MadeUp, day: int, seed: int) -> None:
    """One day of a made-up person: today's session as planned, sent as their device would."""
    plan = today(device).plan
    session = f"{seed:032x}"
    log = who.play(plan, session=session, started=world.time, day=day, seed=seed)
    send_all(device, session, [write_event(event) for event in log])


@pytest.mark.timeout(600)
def test_six_weeks_of_thirty_people_reach_the_stages_their_gates_lead_to(world: World) -> None:
    people: list[tuple[Manner, str, Any, Random]] = []
    for number in range(30):
        manner = MANNERS[number % len(MANNERS)]
        condition = ("crps", "phantom_limb_pain")[number % 2]
        person, device = graded(world, condition, name=f"Person {number}", picture="glass")
        people.append((manner, person, device, Random(number)))
    for day in range(SIX_WEEKS):
        for number, (manner, _, device, random) in enumerate(people):
            if MADE_UP[manner].comes(day, random):
                practise(world, device, MADE_UP[manner], day, 1000 * number + day + 1)
        world.later(days=1)
    reached = {
        manner: [stands(world, who) for how, who, _, _ in people if how == manner] for manner in MANNERS
    }
    for one in reached["improver"]:
        assert [(move.stage, move.cause) for move in one.moves] == [
            ("judgement", "first"),
            ("imagery", "gate"),
            ("mirror", "days"),
        ]
        assert one.verdict.advice in ("stay", "ask"), "the last stage ends with a review"
    for one in reached["non_responder"]:
        assert (one.stage, one.verdict.advice) == ("judgement", "ask")
        assert next(need.measure for need in one.verdict.needs if not need.met) == "judgement_accuracy"
    for one in reached["drop_out"]:
        assert one.stage == "judgement"
        assert one.missed >= SIX_WEEKS - 10
        assert one.back_after is not None
    for one in reached["adverse"]:
        assert ("judgement", "back") in [(move.stage, move.cause) for move in one.moves]
    for one in reached["forgetful"]:
        assert one.practised + one.missed == one.day_of_stage - 1
        assert one.practised < 0.6 * (one.day_of_stage - 1)
