"""What the tests of a session begin with: one catalogue, plans for anybody, simulated logs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from hypothesis import strategies as st

from material.short_session import shortened
from mirra.catalogue.load import load
from mirra.practice.address import addressed
from mirra.practice.case import Case
from mirra.practice.events import Event
from mirra.practice.lessons import Due
from mirra.practice.person import Traits
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription
from mirra.practice.programme import Today, plan_for
from mirra.practice.simulate import Ending, simulate
from mirra.practice.steps import lesson
from mirra.practice.steps.step import Step

CATALOGUE = load()
MADE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PLAN_ID = "0" * 32
SESSION = "1" * 32
LIMBS = ("hand", "arm", "foot", "leg")


def a_plan(condition: str = "stroke", limb: Any = "hand", done: int = 5, **more: Any) -> SessionPlan:
    """Today's plan for somebody."""
    prescription = Prescription("someone", condition, more.pop("affected", "left"), limb, **more)
    return plan_for(CATALOGUE, prescription, Today(plan_id=PLAN_ID, made_at=MADE, done=done))


def a_case(condition: str = "stroke", limb: Any = "hand", affected: Any = "left", **more: Any) -> Case:
    """Somebody's case, from which a kind of step is dosed."""
    prescription = Prescription("someone", condition, affected, limb, **more)
    return Case(CATALOGUE, CATALOGUE.conditions[condition], prescription)


def holding(plan: SessionPlan, *steps: Step) -> SessionPlan:
    """The plan with these steps before its check-out, said to its person in their language."""
    at = next(place for place, step in enumerate(plan.steps) if step.kind == "check_out")
    held = plan.model_copy(update={"steps": (*plan.steps[:at], *steps, *plan.steps[at:])})
    return addressed(held, plan.affected, plan.limb, CATALOGUE.language(plan.language))


def a_log(plan: SessionPlan, seed: int = 1, outcome: Ending = "completed", **traits: Any) -> list[Event]:
    """A simulated person's log of it."""
    return simulate(plan, session=SESSION, started=MADE, seed=seed, outcome=outcome, traits=Traits(**traits))


def with_lesson(plan: SessionPlan, which: str = "when_to_stop", *, again: bool = False) -> SessionPlan:
    """The same plan, with a lesson after its check-in."""
    case = a_case(plan.condition, plan.limb, plan.affected)
    step = addressed(lesson.dose(case, Due(CATALOGUE.lessons[which], again)), plan.affected, plan.limb)
    return plan.model_copy(update={"steps": (plan.steps[0], step, *plan.steps[1:])})


@st.composite
def plans(draw: st.DrawFn, little: bool = False) -> SessionPlan:
    """Any plan the programme can make; shortened ones make short logs."""
    condition = draw(st.sampled_from(sorted(CATALOGUE.conditions)))
    plan = a_plan(
        condition,
        draw(st.sampled_from(LIMBS)),
        draw(st.integers(0, 60)),
        affected=draw(st.sampled_from(("left", "right"))),
        picture=draw(st.sampled_from(("camera", "glass"))),
    )
    return shortened(plan, blocks=draw(st.integers(1, 3))) if little else plan


@st.composite
def logs(draw: st.DrawFn) -> tuple[SessionPlan, list[Event]]:
    """A little plan and a valid log of it, ended in any of the three ways."""
    plan = draw(plans(little=True))
    ending: Literal["completed", "stopped", "interrupted"] = draw(
        st.sampled_from(("completed", "stopped", "interrupted"))
    )
    return plan, a_log(plan, draw(st.integers(0, 2**32)), outcome=ending, pain=draw(st.integers(0, 10)))
