"""The session plan: everything the browser needs to lead one session, decided in Python beforehand.

All clinical content (wording, doses, limits, questions) travels inside the plan, so the client holds none.
The TypeScript types of the web client are generated from these models; the build fails when they differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from pydantic import ValidationError, model_validator

from mirra.catalogue.models.evidence import Rule
from mirra.errors import PlanError
from mirra.practice.steps.block import Block
from mirra.practice.steps.kinds import AnyStep
from mirra.practice.steps.step import Step
from mirra.practice.strict import NotStrictError, as_text, mistake, parsed
from mirra.practice.terms import Terms

PLAN_VERSION = 1
PLAN_BYTES = 1_000_000


class SessionPlan(Terms):
    """One whole session, as data: what holds for all of it, its steps, and why they are so."""

    steps: tuple[AnyStep, ...]
    why: tuple[Rule, ...]

    @property
    def viewing(self) -> float:
        """Planned viewing time, in s: what looks and blocks would take."""
        return sum(step.planned() for step in self.steps if step.shows_limb)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Pages tell steps, exercises within a step, and rules apart by id: none may occur twice."""
        steps = [step.id for step in self.steps]
        blocks = [
            [exercise.id for exercise in step.exercises] for step in self.steps if isinstance(step, Block)
        ]
        if any(len(ids) != len(set(ids)) for ids in (steps, *blocks)):
            raise ValueError("every step, and every exercise of a block, needs an id of its own")
        if len(self.why) != len({rule.id for rule in self.why}):
            raise ValueError("every rule needs an id of its own")
        return self


def made_shorter(plan: SessionPlan, after: str) -> SessionPlan:
    """The plan as it is played once the person has said in the step ``after`` that it is too much today.

    Steps up to that one stay as they are; a plan without a rule for it stays whole.
    """
    rule = plan.shorter or plan.tired
    places = [index for index, step in enumerate(plan.steps) if step.id == after]
    if rule is None or not places:
        return plan
    steps = tuple(
        step.shorter(rule.share) if index > places[0] else step for index, step in enumerate(plan.steps)
    )
    less = length_of(plan.steps) - length_of(steps)
    return plan.model_copy(update={"steps": steps, "minutes": round(plan.minutes - less, 1)})


def length_of(steps: Iterable[Step]) -> float:
    """How many minutes these steps are planned to take."""
    return round(sum(step.planned() for step in steps) / 60, 1)


def read_plan(text: str | bytes) -> SessionPlan:
    """Read a plan from JSON.

    Raises ``PlanError`` naming the field when the text is over ``PLAN_BYTES`` bytes of UTF-8, is not strict JSON
    (a key given twice, NaN, a number as text), of an unknown version, or outside the model.
    """
    try:
        text = as_text(text, PLAN_BYTES)
        data = parsed(text)
    except NotStrictError as error:
        raise PlanError(
            f"The session plan is refused: {error}.", where="plan", todo="Make it again."
        ) from None
    version = data.get("version") if isinstance(data, dict) else None
    if version != PLAN_VERSION or isinstance(version, bool):
        raise PlanError(
            f"The session plan has version {repr(version)[:40]}; this mirra reads version {PLAN_VERSION}.",
            where="plan.version",
            todo="Update mirra, or make the plan again.",
        )
    try:
        return SessionPlan.model_validate_json(text, strict=True)
    except ValidationError as error:
        where, what = mistake(error, "plan")
        raise PlanError(f"The session plan does not fit: {what}.", where=where) from None
