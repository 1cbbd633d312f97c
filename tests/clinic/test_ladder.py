"""Direct movement through the real API: the ladder is climbed from session to session, and the therapist sees it."""

from __future__ import annotations

import httpx

from mirra.clinic.shapes.plans import LadderNow
from mirra.practice.log import write_event
from mirra.practice.person import Traits
from mirra.practice.simulate import simulate
from mirra.practice.steps.direct_movement import DirectMovement
from tests.clinic.test_plans import change, plans_of
from tests.clinic.world import World, add_person, problem, send_all, today


def step_of(device: httpx.Client) -> DirectMovement:
    """Today's direct movement."""
    return next(step for step in today(device).plan.steps if isinstance(step, DirectMovement))


def practise(world: World, device: httpx.Client, number: int) -> None:
    """Today's session of somebody whose pain stays as it is, and the next day."""
    plan = today(device).plan
    session = f"{number:032x}"
    log = simulate(
        plan,
        session=session,
        started=world.time,
        seed=number,
        traits=Traits(pain=3, relief=0.0, unpleasant=0.0),
    )
    send_all(device, session, [write_event(event) for event in log])
    world.later(days=1)


def ladder(world: World, person: str) -> LadderNow:
    found = plans_of(world.staff(), person).ladder
    assert found is not None
    return found


def test_the_ladder_is_ranked_once_and_climbed_when_sessions_go_well(world: World) -> None:
    ticket = add_person(world.staff(), condition="crps", picture="glass")
    device = world.device(ticket)
    assert plans_of(world.staff(), ticket.person).ladder is None
    assert change(world.staff(), ticket.person, direct_movement=True).status_code == 200
    before = ladder(world, ticket.person)
    assert (before.due, before.sessions) == (None, 0)
    assert all(one.ranked is None for one in before.rungs)
    assert step_of(device).rank is not None
    due: list[str | None] = []
    for number in range(1, 5):
        due.append(step_of(device).due)
        practise(world, device, number)
    assert step_of(device).rank is None
    now = ladder(world, ticket.person)
    ranks = [one.ranked for one in now.rungs if one.ranked is not None]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(now.rungs)
    assert now.sessions == 4
    names = [one.movement for one in now.rungs]
    assert due[:2] == [None, names[0]], "after one session that went well the same movement comes again"
    assert due[2] == names[1]
    assert now.due == step_of(device).due
    assert now.why == step_of(device).why


def test_a_limb_that_is_gone_gets_no_direct_movement(world: World) -> None:
    ticket = add_person(world.staff(), condition="phantom_limb_pain")
    refused = change(world.staff(), ticket.person, direct_movement=True)
    assert problem(refused) == "refused"
    assert refused.json()["error"]["where"] == "direct_movement"


def test_a_movement_that_the_therapist_chose_stays_due(world: World) -> None:
    ticket = add_person(world.staff(), condition="crps", picture="glass")
    device = world.device(ticket)
    asked = change(world.staff(), ticket.person, direct_movement=True, due_movement="pinch")
    assert asked.status_code == 200
    for number in range(1, 4):
        assert step_of(device).due == "pinch"
        practise(world, device, number)
    assert ladder(world, ticket.person).why == "The therapist chose this movement."
