"""Review points: due when their number of sessions is done, until somebody has looked back."""

from __future__ import annotations

from typing import Any

from mirra.clinic.shapes.plans import ReviewPoint
from mirra.practice.log import write_event
from mirra.practice.simulate import simulate
from tests.clinic.test_plans import change, plans_of
from tests.clinic.world import START, World, add_person, send_all, today


def practising(world: World, sessions: int) -> tuple[str, Any]:
    """A person with phantom limb pain, whose points are after 10 and 21 sessions, and who has done so many."""
    ticket = add_person(world.staff(), condition="phantom_limb_pain")
    device = world.device(ticket)
    world.later(days=1)
    for number in range(sessions):
        world.later(minutes=1)
        practise(world, device, number)
    world.later(days=1)
    return ticket.person, device


def practise(world: World, device: Any, number: int) -> None:
    plan = today(device).plan
    session = f"{plan.person[:16]}{number:016x}"
    whole = simulate(plan, session=session, started=START, seed=number)
    send_all(device, session, [write_event(event) for event in whole])
    today(device)  # which folds it


def points(world: World, person: str) -> tuple[ReviewPoint, ...]:
    found = plans_of(world.staff(), person).reviews
    assert found is not None
    return found.points


def test_a_point_is_due_once_its_sessions_are_done_and_not_before(world: World) -> None:
    person, device = practising(world, 9)
    assert [(one.after, one.reached, one.due) for one in points(world, person)] == [
        (10, False, False),
        (20, False, False),
    ]
    practise(world, device, 9)
    reviews = plans_of(world.staff(), person).reviews
    assert reviews is not None
    assert reviews.done == 10
    assert [(one.reached, one.due) for one in reviews.points] == [(True, True), (False, False)]


def test_a_note_or_a_change_of_the_plan_says_that_somebody_has_looked_back(world: World) -> None:
    for looking_back in ("note", "plan"):
        person, _ = practising(world, 10)
        if looking_back == "note":
            asked = {"text": "Pain is lower; we go on."}
            assert world.staff().post(f"/api/people/{person}/notes", json=asked).status_code == 200
        else:
            assert change(world.staff(), person, "Goes on", minutes=20).status_code == 200
        first = points(world, person)[0]
        assert (first.reached, first.due) == (True, False), looking_back


def test_a_language_that_the_person_chose_is_no_review(world: World) -> None:
    person, device = practising(world, 10)
    assert device.post("/api/language", json={"language": "en"}).status_code == 200
    assert points(world, person)[0].due


def test_every_condition_has_review_points_that_name_claims(world: World) -> None:
    catalogue = world.clinic.catalogue
    for condition in catalogue.conditions.values():
        assert all(review.claim in catalogue.claims for review in condition.reviews)
