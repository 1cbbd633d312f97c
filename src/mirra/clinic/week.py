"""The week ahead of a person: the sessions that are planned for it, as their plan in force would make them today."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from mirra.catalogue.catalogue import Catalogue
from mirra.clinic.shapes.sheets import ComingSessions, WeekAhead
from mirra.clinic.tokens import new_id
from mirra.practice.plan import SessionPlan
from mirra.practice.prescription import Prescription, check
from mirra.practice.programme import Today, plan_for
from mirra.practice.steps.block import Block
from mirra.practice.terms import StageNow

USUAL_WEEK = 7  # sessions looked ahead where nothing says how many a week has
MOST_AHEAD = 21  # sessions looked ahead at most: by then every exercise of a stage has had its turn


def per_week(catalogue: Catalogue, prescription: Prescription) -> float | None:
    """Sessions a week: the therapist's number, else the condition's, else ``None``.

    Raises ``PlanError`` for a prescription that cannot be followed.
    """
    condition = check(catalogue, prescription)
    return prescription.per_week or condition.planned_per_week


def sessions(
    catalogue: Catalogue,
    prescription: Prescription,
    *,
    made_at: datetime,
    done: int,
    emergency: tuple[str, ...] = (),
    stage: StageNow | None = None,
) -> list[SessionPlan]:
    """The plans of the coming week's sessions, after so many ``done``.

    Raises ``PlanError`` for a prescription that cannot be followed.
    """
    number = min(math.ceil(per_week(catalogue, prescription) or USUAL_WEEK), MOST_AHEAD)
    return [
        plan_for(
            catalogue,
            prescription,
            Today(plan_id=new_id(), made_at=made_at, done=sessions_before, stage=stage),
            emergency=emergency,
        )
        for sessions_before in range(done, done + number)
    ]


def ahead(
    catalogue: Catalogue,
    prescription: Prescription,
    *,
    made_at: datetime,
    done: int,
    stage: StageNow | None = None,
    days_left: int | None = None,
) -> WeekAhead:
    """The coming week as a therapist reads it, in English.

    Sessions that follow each other and have the same exercises, in whatever order, are one entry.

    ``days_left`` are the days that the present stage of a programme is still planned for. Raises ``PlanError`` for a
    prescription that cannot be followed.
    """
    english = replace(prescription, language="en")
    planned = sessions(catalogue, english, made_at=made_at, done=done, stage=stage)
    coming = tuple(_alike(list(same)) for _, same in groupby(planned, key=_alike_by))
    return WeekAhead(per_week=per_week(catalogue, prescription), days_left=days_left, coming=coming)


def _what(plan: SessionPlan) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """Minutes, what is practised and the exercises, each once and in order."""
    parts = dict.fromkeys(step.title for step in plan.steps if step.practice and not isinstance(step, Block))
    exercises = dict.fromkeys(
        exercise.name for step in plan.steps if isinstance(step, Block) for exercise in step.exercises
    )
    return plan.minutes, tuple(parts), tuple(exercises)


def _alike_by(plan: SessionPlan) -> tuple[float, tuple[str, ...], frozenset[str]]:
    minutes, parts, exercises = _what(plan)
    return minutes, parts, frozenset(exercises)


def _alike(plans: Sequence[SessionPlan]) -> ComingSessions:
    minutes, parts, exercises = _what(plans[0])
    return ComingSessions(sessions=len(plans), minutes=minutes, parts=parts, exercises=exercises)
