"""What a session's result raises for the therapist."""

from __future__ import annotations

from typing import Any

import pytest

from mirra.practice.fold import Felt, SessionResult
from mirra.practice.plan import SessionPlan
from mirra.practice.raised import raised
from mirra.practice.steps.check_out import Complaint
from tests.clinic.test_results import EMPTY
from tests.practice.given import a_plan


@pytest.fixture(scope="module")
def plan() -> SessionPlan:
    """A plan of the catalogue."""
    return a_plan()


def result(pain: tuple[int, ...] = (), **more: Any) -> SessionResult:
    steps = ("check_in", "rest_1", "rest_2", "check_out")
    felt = tuple(
        Felt(step=step, question="pain", value=value, at=0) for step, value in zip(steps, pain, strict=False)
    )
    return EMPTY.model_copy(update={"felt": felt, "state": "completed"} | more)


def events(*severities: str) -> tuple[Complaint, ...]:
    return tuple(Complaint(category=f"kind_{s}", severity=s) for s in severities)


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        (result(), []),
        (result((4, 5)), []),
        (result((4, 8)), ["pain_rise"]),
        (result((4, 8, 4)), ["pain_rise"]),
        (result((6,)), []),
        (result((7, 3)), []),
        (result(adverse=events("mild", "severe")), ["severe_event", "event"]),
        (result(adverse=events("moderate")), ["event"]),
        (result((2, 9), adverse=events("mild"), state="stopped"), ["pain_rise", "event", "stopped"]),
        (result(state="interrupted"), ["interrupted"]),
        (result(state="open"), []),
    ],
)
def test_alarms_come_first_and_nothing_is_raised_of_a_quiet_session(
    plan: SessionPlan, found: SessionResult, kinds: list[str]
) -> None:
    assert [one.kind for one in raised(found, plan)] == kinds


def test_it_says_which_events_and_how_far_pain_rose(plan: SessionPlan) -> None:
    one, two, three = raised(result((2, 3, 9, 5), adverse=events("severe", "mild")), plan)
    assert (one.events, two.rise, three.events) == (("kind_severe",), (2, 9), ("kind_mild",))
    assert (one.level, two.level, three.level) == (3, 3, 2)


def test_the_rise_is_the_one_of_the_plans_own_rule(plan: SessionPlan) -> None:
    assert plan.alarm
    strict = plan.model_copy(update={"alarm": plan.alarm.model_copy(update={"rise": 5})})
    assert raised(result((4, 8)), strict) == ()
    before_that_rule = plan.model_copy(update={"alarm": None})
    found = result((4, 4 + plan.stop.rise), adverse=events("severe"))
    assert [one.kind for one in raised(found, before_that_rule)] == ["severe_event", "pain_rise"]
