"""Norms of left/right judgement that a clinic adds for some ages: asked for in the plan, shown beside the scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from mirra.practice.log import write_event
from mirra.practice.simulate import simulate
from tests.clinic.test_plans import change
from tests.clinic.world import START, World, add_person, send_all, today

BUILT_IN = Path(__file__).parents[2] / "src/mirra/catalogue/steps/judgement.toml"
OLDER = """
[[norms]]
limb = "hand"
mean = 3.1
deviation = 0.6
from_age = 60
to_age = 80
claim = "J01"
source = "our own clinic"
provenance = "own"
"""


@pytest.fixture
def with_ages(tmp_path: Path) -> World:
    """A clinic that has a norm of its own for ages from 60 to 79."""
    steps = tmp_path / "ours" / "steps"
    steps.mkdir(parents=True)
    (steps / "judgement.toml").write_text(BUILT_IN.read_text("utf-8") + OLDER, "utf-8")
    return World(tmp_path, options={"catalogue": tmp_path / "ours"})


def norm_of_a_session(world: World, therapist: httpx.Client, **plan: Any) -> Any:
    """What stands beside a session of left/right judgement of somebody with this plan."""
    ticket = add_person(therapist, condition="crps")
    assert change(therapist, ticket.person, programme="graded_imagery", **plan).status_code == 200
    device = world.device(ticket)
    session = f"{len(str(plan)):032x}"
    events = simulate(today(device).plan, session=session, started=START, seed=3)
    send_all(device, session, [write_event(event) for event in events])
    return therapist.get(f"/api/sessions/{session}").json()["beside"][0]["norm"]


def test_a_norm_for_the_age_in_the_plan_is_shown_with_its_ages(with_ages: World) -> None:
    therapist = with_ages.staff()
    assert therapist.get("/api/choices").json()["norms_by_age"] is True
    norm = norm_of_a_session(with_ages, therapist, age=66)
    assert (norm["mean"], norm["from_age"], norm["to_age"], norm["source"]) == (3.1, 60, 80, "our own clinic")
    any_age = norm_of_a_session(with_ages, therapist)
    assert (any_age["mean"], any_age["from_age"]) == (2.0, None)


def test_age_is_not_asked_for_where_no_norm_needs_it(world: World) -> None:
    assert world.staff().get("/api/choices").json()["norms_by_age"] is False


@pytest.mark.parametrize("wrong", [-1, 121, 66.5])
def test_an_age_that_nobody_has_is_refused(world: World, wrong: float) -> None:
    therapist = world.staff()
    ticket = add_person(therapist, condition="crps")
    assert change(therapist, ticket.person, programme="graded_imagery", age=wrong).status_code == 422
