"""Review points: due, and a notice in the list, when their sessions are done, until somebody has looked back."""

from __future__ import annotations

from typing import Any

from mirra.clinic.shapes.plans import ReviewPoint
from mirra.practice.log import write_event
from mirra.practice.simulate import simulate
from tests.clinic.test_gates import let_days_pass
from tests.clinic.test_notices import notices, tick
from tests.clinic.test_plans import change, plans_of
from tests.clinic.world import START, World, add_person, caseload, send_all, today


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


def due(world: World, person: str) -> list[int]:
    """After how many sessions the reviews are that stand in the therapist's list, not ticked off."""
    found = [one for one in notices(world.staff(), person) if one["done"] is None]
    return [one["at_review"]["after"] for one in found if one["kind"] == "review_due"]


def tick_what_sessions_raised(world: World, person: str) -> None:
    """Leave nothing in the list but what is of the person."""
    found = notices(world.staff(), person)
    ids = [one["id"] for one in found if one["done"] is None and one["session"] is not None]
    if ids:
        assert tick(world.staff(), person, ids).status_code == 200


def test_a_review_that_is_due_stands_in_the_list_of_people_once_and_days_do_not_change_that(
    world: World,
) -> None:
    person, device = practising(world, 9)
    let_days_pass(world, 1)
    assert due(world, person) == []
    practise(world, device, 9)
    let_days_pass(world, 1)
    tick_what_sessions_raised(world, person)
    card = caseload(world.staff()).people[0]
    assert card.notice is not None
    assert (card.notice.kind, card.notice.session, card.notice.level) == ("review_due", None, 1)
    assert card.notice.at_review is not None
    assert (card.notice.at_review.after, card.news) == (10, 1)
    assert [one.id for one in caseload(world.staff(), only="open").people] == [person]
    let_days_pass(world, 9)
    practise(world, device, 10)
    let_days_pass(world, 1)
    (again,) = (one for one in notices(world.staff(), person) if one["kind"] == "review_due")
    assert again["id"] == card.notice.id


def test_ticked_off_the_review_is_settled_with_who_and_when_and_never_raised_again(world: World) -> None:
    person, device = practising(world, 10)
    let_days_pass(world, 1)
    (one,) = (one for one in notices(world.staff(), person) if one["kind"] == "review_due")
    assert tick(world.staff(), person, [one["id"]], "Looked back by phone.").status_code == 200
    assert [point.due for point in points(world, person)] == [False, False]
    practise(world, device, 10)
    let_days_pass(world, 20)
    assert due(world, person) == []
    (kept,) = (one for one in notices(world.staff(), person) if one["kind"] == "review_due")
    assert (kept["done_by"], kept["note"]) == ("Thea", "Looked back by phone.")
    assert kept["done"] is not None


def test_a_note_or_a_change_of_the_plan_takes_the_notice_away_at_once(world: World) -> None:
    for looking_back in ("note", "plan"):
        person, _ = practising(world, 10)
        let_days_pass(world, 1)
        assert due(world, person) == [10]
        tick_what_sessions_raised(world, person)
        if looking_back == "note":
            asked = {"text": "Pain is lower; we go on."}
            assert world.staff().post(f"/api/people/{person}/notes", json=asked).status_code == 200
        else:
            assert change(world.staff(), person, "Goes on", minutes=20).status_code == 200
        assert due(world, person) == [], looking_back
        card = next(one for one in caseload(world.staff()).people if one.id == person)
        assert card.notice is None, looking_back


def test_the_next_review_is_raised_after_an_earlier_one_was_settled(world: World) -> None:
    person, device = practising(world, 10)
    let_days_pass(world, 1)
    tick(world.staff(), person, [one["id"] for one in notices(world.staff(), person)])
    for number in range(10, 20):
        world.later(minutes=1)
        practise(world, device, number)
    let_days_pass(world, 1)
    assert due(world, person) == [20]


def test_every_condition_has_review_points_that_name_claims(world: World) -> None:
    catalogue = world.clinic.catalogue
    for condition in catalogue.conditions.values():
        assert all(review.claim in catalogue.claims for review in condition.reviews)
