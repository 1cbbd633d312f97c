"""What a session's result, and the gates of a programme, raise for the therapist."""

from __future__ import annotations

from typing import Any

import pytest

from mirra.practice.fold import Felt, SessionResult
from mirra.practice.plan import SessionPlan
from mirra.practice.raised import raised, raised_by_gates
from mirra.practice.steps.check_out import Complaint
from tests.clinic.test_results import EMPTY
from tests.practice.given import a_plan
from tests.practice.test_progress import GRADED, every_day, on, stands


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


def test_gates_raise_that_they_ask_with_their_sentence_and_nothing_while_a_stage_lasts() -> None:
    assert raised_by_gates(GRADED, stands([], 13)) == ()
    (one,) = raised_by_gates(GRADED, stands([], 14))
    assert one.at_stage is not None
    assert (one.kind, one.level, one.at_stage.name) == ("gate_asks", 1, "Left or right")
    assert one.at_stage.why == "After 14 days there were 0 sessions; 7 are planned at least."
    (later,) = raised_by_gates(GRADED, stands([], 15))
    assert later.at_stage is not None
    assert later.at_stage.same_reason(one.at_stage), "another number is no other reason"
    assert raised_by_gates(GRADED, stands(every_day(14), 14)) == (), "moving on is what was planned"


def test_a_step_back_is_raised_with_its_reason() -> None:
    hurt = [on(day, pain_rise=2) for day in (16, 17, 18)]
    (one,) = raised_by_gates(GRADED, stands([*every_day(16), *hurt], 19))
    assert one.at_stage is not None
    assert (one.kind, one.at_stage.stage) == ("stepped_back", "judgement")
    assert one.at_stage.why.startswith("In the last 3 sessions the rise of pain was 2, 2, 2")
