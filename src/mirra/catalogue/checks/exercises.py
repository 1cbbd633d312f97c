"""Whether exercises fit the conditions that give them, and what is drawn fits what it shows."""

from __future__ import annotations

from typing import get_args

from mirra.anatomy import ALL_LIMBS
from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.checks.names import there_is
from mirra.catalogue.models.conditions import Condition
from mirra.catalogue.models.exercises import FASTEST, SLOWEST, Exercise
from mirra.catalogue.models.fields import Judged
from mirra.errors import CatalogueError

JUDGED: tuple[Judged, ...] = get_args(Judged)
RESTS = tuple(f"rest_{limb}" for limb in ALL_LIMBS)


def check_exercises(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a condition or a stage without an exercise, or an exercise that fits no block."""
    for condition in catalogue.conditions.values():
        where = f"conditions/{condition.id}.toml"
        for index, name in enumerate(condition.without):
            what = f"The exercise “{name}” does not exist."
            there_is(name, catalogue.exercises, where=f"{where}: without.{index}", what=what)
        for limb in condition.limbs:
            if not catalogue.fitting(condition, limb):
                todo = f"Leave the {limb} out of the limbs, or an exercise for it out of “without”."
                raise CatalogueError(
                    f"No exercise is left for the {limb}.", where=f"{where}: limbs", todo=todo
                )
            for exercise in catalogue.fitting(condition, limb):
                _check_dose(condition, exercise)
            for stage in condition.stages:
                if stage.sizes and not catalogue.fitting(condition, limb, stage):
                    raise CatalogueError(
                        f"The stage {stage.id} has no exercise for the {limb}.", where=f"{where}: stages"
                    )


def _check_dose(condition: Condition, exercise: Exercise) -> None:
    """An exercise must have the repetitions a condition asks for, and fit into one of its blocks."""
    dose = condition.dose
    todo = f"Change it, or name {exercise.id} under “without” in conditions/{condition.id}.toml."
    if dose.repetitions is None and exercise.repetitions < dose.repetitions_low:
        what = f"The {exercise.repetitions} repetitions are fewer than the {dose.repetitions_low} of {condition.name}."
        raise CatalogueError(what, where=f"exercises/{exercise.id}.toml: repetitions", todo=todo)
    tempo = exercise.tempo * dose.tempo_factor
    if not SLOWEST >= tempo > FASTEST:
        allowed = f"more than {FASTEST:g} s and at most {SLOWEST:g} s"
        what = f"A repetition lasts {tempo:g} s for {condition.name}; it may last {allowed}."
        raise CatalogueError(what, where=f"exercises/{exercise.id}.toml: tempo", todo=todo)
    lasts = (dose.repetitions or exercise.repetitions) * tempo
    if lasts > dose.block:
        what = f"It lasts {lasts:g} s for {condition.name}, whose blocks have {dose.block} s."
        raise CatalogueError(what, where=f"exercises/{exercise.id}.toml: tempo", todo=todo)


def check_motions(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a motion of no exercise and no limb at rest, and for a loop of no motion."""
    for name in catalogue.motions:
        if name not in catalogue.exercises and name not in RESTS:
            todo = f"Name it like its exercise, or like a limb at rest: {', '.join(RESTS)}."
            raise CatalogueError(f"No exercise is called “{name}”.", where=f"motions/{name}.toml", todo=todo)
    todo = "Write the list again: python -m tools.demonstrations."
    for name in catalogue.loops:
        what, where = f"There is no motion “{name}”.", f"loops/drawn.toml: {name}"
        there_is(name, catalogue.motions, where=where, what=what, todo=todo)


def check_own_limb(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a posture of the own limb of which no picture was drawn to lead the person."""
    drawn = {(picture.limb, picture.posture, picture.view) for picture in catalogue.stimuli}
    for limb in JUDGED:
        for index, posture in enumerate(getattr(catalogue.judgement.own, limb)):
            if (limb, posture.posture, posture.view) not in drawn:
                what = (
                    f"No picture of the {limb} was drawn as “{posture.posture}” seen from “{posture.view}”."
                )
                where = f"steps/judgement.toml: own.{limb}.{index}"
                raise CatalogueError(what, where=where, todo="Name a posture and a view of stimuli/.")
