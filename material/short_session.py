"""Sessions in little: every kind of step of a plan, in a fraction of its time. Never a treatment."""

from __future__ import annotations

from functools import singledispatch

from mirra.practice.plan import SessionPlan, length_of
from mirra.practice.steps.block import Block
from mirra.practice.steps.breathing import Breathing
from mirra.practice.steps.checklist import Checklist
from mirra.practice.steps.direct_movement import DirectMovement
from mirra.practice.steps.embodiment import Embodiment
from mirra.practice.steps.imagery import Imagery
from mirra.practice.steps.judgement import Judgement
from mirra.practice.steps.look import Look
from mirra.practice.steps.observation import Observation
from mirra.practice.steps.rest import Rest
from mirra.practice.steps.step import Step

SHORTEST_LOOK_S = 5  # a plan may hold no shorter one
REPETITION_S = 2.0


def shortened(
    plan: SessionPlan, *, look: int = SHORTEST_LOOK_S, blocks: int | None = None, repetitions: int = 2
) -> SessionPlan:
    """The same session in little.

    Every kind of step stays, in the same order and with the same ids; look and rest take ``look`` seconds, each
    block keeps one exercise of ``repetitions`` at no more than 2 s, the embodiment questions come after that look.
    With ``blocks``, later blocks and the rests before them are left out.
    """
    steps: list[Step] = []
    blocks_so_far = 0
    for step in plan.steps:
        if isinstance(step, Block):
            blocks_so_far += 1
        last = blocks_so_far + isinstance(step, Rest)
        if blocks is not None and isinstance(step, Block | Rest) and last > blocks:
            continue
        steps.append(short_step(step, look, repetitions))
    rule = plan.shorter
    if rule:
        minutes = length_of(step.shorter(rule.share) for step in steps)
        rule = rule.model_copy(update={"minutes": minutes})
    return plan.model_copy(update={"steps": tuple(steps), "minutes": length_of(steps), "shorter": rule})


@singledispatch
def short_step(step: Step, seconds: int, repetitions: int) -> Step:
    """The step with waits of at most ``seconds``, and ``repetitions`` of what is repeated; else the step itself."""
    del seconds, repetitions
    return step


@short_step.register
def _(step: Look | Rest | Breathing, seconds: int, repetitions: int) -> Step:
    del repetitions
    return step.model_copy(update={"seconds": min(step.seconds, seconds)})


@short_step.register
def _(step: Block, seconds: int, repetitions: int) -> Step:
    del seconds
    first = step.exercises[0]
    few = {
        "repetitions": min(first.repetitions, repetitions),
        "tempo": min(first.tempo, REPETITION_S),
    }
    return step.model_copy(update={"exercises": (first.model_copy(update=few),)})


@short_step.register
def _(step: Checklist, seconds: int, repetitions: int) -> Step:
    few = step.items[: max(1, repetitions)]
    short = tuple(item.model_copy(update={"seconds": min(item.seconds, seconds)}) for item in few)
    return step.model_copy(update={"items": short})


@short_step.register
def _(step: DirectMovement, seconds: int, repetitions: int) -> Step:
    del seconds
    few = step.movements[:2]
    if step.due is not None and step.due not in {movement.id for movement in few}:
        few = tuple(movement for movement in step.movements if movement.id == step.due)
    return step.model_copy(update={"movements": few, "times": min(step.times, max(1, repetitions))})


@short_step.register
def _(step: Embodiment, seconds: int, repetitions: int) -> Step:
    del repetitions
    return step.model_copy(update={"after_seconds": min(step.after_seconds, seconds)})


@short_step.register
def _(step: Imagery, seconds: int, repetitions: int) -> Step:
    del seconds
    few = {
        "movements": step.movements[:1],
        "times": min(step.times, max(1, repetitions)),
        "executions": min(step.executions, repetitions),
    }
    return step.model_copy(update=few)


@short_step.register
def _(step: Judgement, seconds: int, repetitions: int) -> Step:
    del seconds
    return step.model_copy(update={"trials": step.trials[:repetitions], "trying": ()})


@short_step.register
def _(step: Observation, seconds: int, repetitions: int) -> Step:
    first = step.movements[0]
    few = first.model_copy(update={"repetitions": min(first.repetitions, max(1, repetitions))})
    return step.model_copy(update={"seconds": min(step.seconds, seconds), "movements": (few,)})
