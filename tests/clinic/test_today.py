"""Today's session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mirra.clinic import today as module
from mirra.clinic.tables import Person, Plan
from mirra.practice.fold import ENOUGH
from mirra.practice.log import write_event
from mirra.practice.person import Traits
from mirra.practice.simulate import simulate
from tests.clinic.world import START, World, add_person, lines_of, send_all, today


def test_one_plan_a_day_by_the_clock_on_the_wall(world: World) -> None:
    ticket = add_person(world.staff())
    store, catalogue = world.clinic.store, world.clinic.catalogue
    evening = START.astimezone().replace(hour=23, minute=59)
    with store.writing() as db:
        person = db.get_one(Person, ticket.person)
        first = module.plan_of_day(db, catalogue, person, evening)
        again = module.plan_of_day(db, catalogue, person, evening.replace(hour=0))
        after_midnight = module.plan_of_day(db, catalogue, person, evening + timedelta(minutes=2))
        assert first == again
        assert after_midnight.id != first.id
        assert db.scalars(select(func.count()).select_from(Plan)).one() == 2


def test_what_was_completed_moves_the_programme_on(world: World) -> None:
    device = world.device(add_person(world.staff(), condition="crps"))
    stages = world.clinic.catalogue.conditions["crps"].stages
    assert len(stages) > 1, "this condition has but one stage"
    first = today(device).plan
    for number in range(stages[1].from_done):
        session = f"{number:032x}"
        send_all(device, session, lines_of(first, session, outcome="completed"))
    unfinished = "f" * 32
    send_all(device, unfinished, lines_of(first, unfinished, outcome="stopped"))
    assert today(device).plan == first, "the plan changed within the day"
    world.later(days=1)
    kinds = [step.kind for step in today(device).plan.steps]
    assert kinds != [step.kind for step in first.steps] or today(device).plan.steps != first.steps


@pytest.mark.parametrize(("share", "moves_on"), [(0.45, False), (0.55, True)])
def test_a_session_that_was_clicked_through_leads_no_further(
    clinic: World, share: float, moves_on: bool
) -> None:
    device = clinic.device(add_person(clinic.staff(), condition="crps"))
    stages = clinic.clinic.catalogue.conditions["crps"].stages
    first = today(device).plan
    for number in range(stages[1].from_done):
        session = f"{number:032x}"
        whole = simulate(first, session=session, started=START, seed=1, outcome="completed")
        faster = [event.model_copy(update={"at": event.at * share}) for event in whole]
        send_all(device, session, [write_event(event) for event in faster])
    clinic.later(days=1)
    then = today(device)
    assert [card.result.state for card in then.sessions] == ["completed"] * stages[1].from_done
    for card in then.sessions:
        assert (card.result.looked >= ENOUGH * card.result.planned) == moves_on
    assert any(step.kind == "block" for step in then.plan.steps) == moves_on


def test_a_shorter_session_leads_on_like_a_whole_one(clinic: World) -> None:
    device = clinic.device(add_person(clinic.staff(), condition="crps"))
    stages = clinic.clinic.catalogue.conditions["crps"].stages
    first = today(device).plan
    for number in range(stages[1].from_done):
        session = f"{number:032x}"
        short = simulate(first, session=session, started=START, seed=1, traits=Traits(too_much=1.0))
        faster = [event.model_copy(update={"at": event.at * 0.8}) for event in short]
        send_all(device, session, [write_event(event) for event in faster])
    clinic.later(days=1)
    then = today(device)
    assert all(card.result.shorter for card in then.sessions)
    assert all(card.result.looked < ENOUGH * card.result.planned for card in then.sessions), (
        "held against the whole session, it would not count"
    )
    assert any(step.kind == "block" for step in then.plan.steps)


def test_the_embodiment_statements_are_not_asked_again_within_a_week_of_being_answered(world: World) -> None:
    device = world.device(add_person(world.staff()))

    def asked() -> bool:
        return any(step.kind == "embodiment" for step in today(device).plan.steps)

    assert asked(), "they are not asked in the first session"
    plan, session = today(device).plan, "a" * 32
    send_all(device, session, lines_of(plan, session, outcome="completed"))
    for days, again in ((1, False), (5, False), (1, True)):
        world.later(days=days)
        assert asked() == again, f"{days} days later"
