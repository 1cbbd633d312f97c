"""A person's plan for the wall: condition, dose, the exercises of the coming week, what to do on pain, whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic import week
from mirra.clinic.shapes.sheets import WallExercise, WallPlan
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription, check, minutes_of
from mirra.practice.steps.block import Block, Exercise
from mirra.practice.steps.look import Look
from mirra.practice.terms import StageNow


def wall(
    catalogue: Catalogue,
    prescription: Prescription,
    *,
    name: str,
    made_at: datetime,
    done: int,
    emergency: tuple[str, ...] = (),
    stage: StageNow | None = None,
) -> WallPlan:
    """The plan of a person who has ``done`` so many sessions before the mirror, and is at this stage of a programme.

    ``emergency`` are the clinic's own words, if it has any. Raises ``PlanError`` for a prescription that cannot be
    followed.
    """
    condition = check(catalogue, prescription)
    sessions = week.sessions(
        catalogue, prescription, made_at=made_at, done=done, emergency=emergency, stage=stage
    )
    first, language = sessions[0], catalogue.language(prescription.language)
    return WallPlan(
        name=name,
        language=first.language,
        direction=language.direction if language else "ltr",
        condition=first.condition_name,
        affected=first.affected,
        limb=first.limb,
        picture=first.picture,
        stage=(first.stage.name, first.stage.told) if first.stage else (),
        minutes=max(1, round(first.minutes)) if first.stage else minutes_of(condition, prescription),
        per_week=week.per_week(catalogue, prescription),
        look=next((step.instruction for step in first.steps if isinstance(step, Look)), ""),
        exercises=_exercises(sessions),
        hold=first.hold.instruction,
        emergency=first.emergency,
    )


def _exercises(sessions: Sequence[SessionPlan]) -> tuple[WallExercise, ...]:
    """Every exercise of the sessions once, in the order in which they come."""
    by_id: dict[str, list[Exercise]] = {}
    for plan in sessions:
        for block in (step for step in plan.steps if isinstance(step, Block)):
            for exercise in block.exercises:
                by_id.setdefault(exercise.id, []).append(exercise)
    return tuple(
        WallExercise(
            id=id,
            name=same[0].name,
            lines=(*same[0].instruction, same[0].wording),
            caution=same[0].caution,
            fewest=min(exercise.repetitions for exercise in same),
            most=max(exercise.repetitions for exercise in same),
        )
        for id, same in by_id.items()
    )
