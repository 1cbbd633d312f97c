"""The list of all kinds of step: a new kind is registered here, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from mirra.practice.events import OF_EVERY_STEP, Event
from mirra.practice.steps.block import Block
from mirra.practice.steps.breathing import Breathing
from mirra.practice.steps.check_in import CheckIn
from mirra.practice.steps.check_out import CheckOut
from mirra.practice.steps.checklist import Checklist
from mirra.practice.steps.direct_movement import DirectMovement
from mirra.practice.steps.embodiment import Embodiment
from mirra.practice.steps.imagery import Imagery
from mirra.practice.steps.judgement import Judgement
from mirra.practice.steps.lesson import Lesson
from mirra.practice.steps.look import Look
from mirra.practice.steps.observation import Observation
from mirra.practice.steps.rest import Rest
from mirra.practice.steps.set_up import SetUp
from mirra.practice.steps.step import Step, StepResult
from mirra.practice.steps.summary import Summary

KINDS: tuple[type[Step], ...] = (
    CheckIn,
    Lesson,
    Breathing,
    SetUp,
    Look,
    Block,
    Judgement,
    Rest,
    Imagery,
    Observation,
    DirectMovement,
    Checklist,
    Embodiment,
    CheckOut,
    Summary,
)
EVENTS: tuple[type[Event], ...] = OF_EVERY_STEP + tuple(event for kind in KINDS for event in kind.events)
RESULTS: tuple[type[StepResult], ...] = tuple(kind.result for kind in KINDS if kind.result)


def _one_of(classes: Sequence[type]) -> object:
    """Any one of these classes, told apart by ``kind``; the class itself where there is only one."""
    return classes[0] if len(classes) == 1 else Annotated[reduce(or_, classes), Field(discriminator="kind")]


if TYPE_CHECKING:
    AnyStep = Step
    AnyEvent = Event
    AnyResult = StepResult
else:
    AnyStep = _one_of(KINDS)
    AnyEvent = _one_of(EVENTS)
    AnyResult = _one_of(RESULTS or (StepResult,))
