"""What a therapist decides for one person, and what no prescription may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mirra.anatomy import Limb, Side
from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.addons import EveryDays
from mirra.catalogue.models.conditions import Condition
from mirra.catalogue.models.exercises import Exercise
from mirra.catalogue.models.fields import Frozen, Movement, Slug
from mirra.catalogue.models.observation import SPEED_LEAST, SPEED_MOST
from mirra.catalogue.models.programmes import Programme
from mirra.errors import PlanError
from mirra.practice.display import MIRROR, Display
from mirra.practice.terms import Picture


class PrescribedAddon(Frozen):
    """An add-on that a therapist gives on every so many days: 1 is every day, 2 every second one."""

    id: Slug
    every_days: EveryDays = 1


@dataclass(frozen=True)
class Prescription:
    """What a therapist has decided for one person; ``None`` leaves a thing to the condition's dose.

    ``minutes`` are those before the mirror, rests included; a ``severe`` course begins with the condition's shortest.
    ``measure_delay`` asks for the whole delay to be measured in set-up, by a screen that flashes.
    ``display`` is how the camera's picture is shown; a glass mirror cannot do other than it does.
    ``track_affected`` asks for the covered hand of the affected side to be tracked too, where both hands move.
    ``hide_background`` shows the limb on a plain table from the start; the person may change it.
    ``own_limb`` asks for pictures of the person's own limb in left/right judgement, taken by the camera of the session.
    ``breathing_minutes`` are those of paced breathing before the session; ``None`` gives none.
    ``observation_speed`` is that of the films of action observation (0.5 to 1); ``None`` leaves it to the catalogue.
    ``lessons`` says whether a session may begin with a short lesson; ``lessons_out`` are never given, and ids that the
    catalogue does not have are passed over, so that a clinic may take a lesson away.
    ``exercises_out`` are never given; ``exercises_in`` are given although the stage does not call for them.
    ``programme`` is one of the condition's; without one, every session is one before the mirror. ``stage`` is a stage
    of it that the therapist chose for now.
    ``direct_movement`` adds the affected limb's own movement, ``due_movement`` is the movement of its ladder that the
    therapist chose; ``None`` leaves it to the sessions.
    ``addons`` are given after the practice, each on its days.
    ``age`` is that of the person in years when the plan was put in force; scores are held against norms for it.
    ``language`` is a tag such as "pt"; a language that the catalogue does not have gives English.
    """

    person: str
    condition: str
    affected: Side
    limb: Limb
    picture: Picture = "camera"
    severity: Literal["mild", "moderate", "severe"] | None = None
    minutes: int | None = None
    per_week: int | None = None
    two_sided: bool | None = None
    exercises_out: tuple[str, ...] = ()
    exercises_in: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    measure_delay: bool = False
    display: Display = MIRROR
    track_affected: bool = False
    hide_background: bool = False
    own_limb: bool = False
    breathing_minutes: int | None = None
    observation_speed: float | None = None
    lessons: bool = True
    lessons_out: tuple[str, ...] = ()
    language: str = "en"
    direct_movement: bool = False
    due_movement: str | None = None
    addons: tuple[PrescribedAddon, ...] = ()
    programme: str | None = None
    stage: str | None = None
    age: int | None = None


def check(catalogue: Catalogue, prescription: Prescription) -> Condition:
    """The condition of a prescription that can be followed, from its first session to its last.

    Raises ``PlanError`` for an unknown condition or exercise, a limb, a movement or minutes that the condition does not
    allow, no exercise left, a display that a glass mirror cannot show, an affected hand that cannot be tracked, an
    unknown programme or stage, pictures of the own limb without a camera or a programme with left/right judgement,
    direct movement of a limb that is gone, minutes of breathing that the catalogue does not allow, a speed that no film
    has, and an add-on that the condition does not have.
    """
    condition = _condition(catalogue, prescription)
    minutes_of(condition, prescription)
    movement_of(condition, prescription)  # refused now, not when a later stage begins to move
    exercises_left(catalogue, condition, prescription)
    _check_display(prescription)
    _check_affected_tracked(condition, prescription)
    programme_of(catalogue, prescription)
    _check_own_limb(catalogue, prescription)
    _check_breathing(catalogue, prescription)
    _check_direct_movement(condition, prescription)
    _check_speed(prescription)
    _check_addons(catalogue, prescription)
    return condition


def _condition(catalogue: Catalogue, prescription: Prescription) -> Condition:
    condition = catalogue.conditions.get(prescription.condition)
    if condition is None:
        known = ", ".join(catalogue.conditions)
        raise PlanError(
            f"There is no condition “{prescription.condition}”.",
            where="condition",
            todo=f"Choose one of {known}.",
        )
    if prescription.limb not in condition.limbs:
        allowed = ", ".join(condition.limbs)
        raise PlanError(
            f"The condition {condition.name} has no programme for the {prescription.limb}.",
            where="limb",
            todo=f"Choose {allowed}.",
        )
    return condition.of_limb(prescription.limb)


def minutes_of(condition: Condition, prescription: Prescription) -> int:
    """Minutes of a session before the mirror; ``PlanError`` outside the condition's range."""
    dose = condition.dose
    if prescription.minutes is None:
        return dose.minutes_severe if prescription.severity == "severe" else dose.minutes
    if not dose.minutes_low <= prescription.minutes <= dose.minutes_high:
        raise PlanError(
            f"A session of {prescription.minutes} minutes lies outside what {condition.name} allows.",
            where="minutes",
            todo=f"Choose {dose.minutes_low} to {dose.minutes_high}.",
        )
    return prescription.minutes


def programme_of(catalogue: Catalogue, prescription: Prescription) -> Programme | None:
    """The programme of a prescription; ``PlanError`` for one that the condition does not have, or an unknown stage."""
    if prescription.programme is None:
        if prescription.stage is not None:
            raise PlanError(
                "There is no stage without a programme.", where="stage", todo="Choose a programme."
            )
        return None
    offered = {p.id: p for p in catalogue.programmes.values() if prescription.condition in p.conditions}
    programme = offered.get(prescription.programme)
    if programme is None:
        todo = f"Choose from: {', '.join(offered)}." if offered else "Leave the programme out."
        what = f"The condition {prescription.condition} has no programme “{prescription.programme}”."
        raise PlanError(what, where="programme", todo=todo)
    stages = [stage.id for stage in programme.stages]
    if prescription.stage is not None and prescription.stage not in stages:
        what = f"The programme {programme.name} has no stage “{prescription.stage}”."
        raise PlanError(what, where="stage", todo=f"Choose from: {', '.join(stages)}.")
    return programme


def _check_display(prescription: Prescription) -> None:
    if prescription.picture == "glass" and prescription.display != MIRROR:
        raise PlanError(
            "A glass mirror shows the limb at its own size, at once and uncovered.",
            where="display",
            todo="Choose the camera, or the usual display.",
        )


def _check_affected_tracked(condition: Condition, prescription: Prescription) -> None:
    if not prescription.track_affected:
        return
    if not tracks_hand(prescription):
        what, todo = (
            "Only a hand before the camera is tracked.",
            "Choose the camera, and the hand or the arm.",
        )
    elif condition.affected_limb == "gone":
        what, todo = f"With {condition.name} there is no affected hand to track.", "Leave it out."
    elif movement_of(condition, prescription) == "one_sided":
        what, todo = (
            "The affected hand does not move in one-sided sessions.",
            "Let both sides move, or leave it out.",
        )
    else:
        return
    raise PlanError(what, where="track_affected", todo=todo)


def _check_own_limb(catalogue: Catalogue, prescription: Prescription) -> None:
    if not prescription.own_limb:
        return
    programme = programme_of(catalogue, prescription)
    if programme is None or not programme.practises("judgement"):
        raise PlanError(
            "Without left/right judgement there are no pictures of the own limb.",
            where="own_limb",
            todo="Choose a programme that has it, or leave the pictures out.",
        )
    if prescription.picture == "glass":
        raise PlanError(
            "A glass mirror takes no pictures of the own limb.",
            where="own_limb",
            todo="Choose the camera, or leave the pictures out.",
        )


def _check_breathing(catalogue: Catalogue, prescription: Prescription) -> None:
    low, high = catalogue.breathing.minutes_low, catalogue.breathing.minutes_high
    minutes = prescription.breathing_minutes
    if minutes is not None and not low <= minutes <= high:
        raise PlanError(
            f"Paced breathing of {minutes} minutes lies outside what is allowed.",
            where="breathing_minutes",
            todo=f"Choose {low} to {high}, or none.",
        )


def _check_direct_movement(condition: Condition, prescription: Prescription) -> None:
    if prescription.due_movement is not None and not prescription.direct_movement:
        raise PlanError(
            "There is no movement to choose without direct movement.",
            where="due_movement",
            todo="Add direct movement, or leave it out.",
        )
    if prescription.direct_movement and condition.affected_limb == "gone":
        raise PlanError(
            f"With {condition.name} there is no affected limb to move.",
            where="direct_movement",
            todo="Leave direct movement out.",
        )


def _check_speed(prescription: Prescription) -> None:
    speed = prescription.observation_speed
    if speed is not None and not SPEED_LEAST <= speed <= SPEED_MOST:
        raise PlanError(
            f"A film cannot run at {speed:g} times its own speed.",
            where="observation_speed",
            todo=f"Choose {SPEED_LEAST} to {SPEED_MOST}, or leave it out.",
        )


def _check_addons(catalogue: Catalogue, prescription: Prescription) -> None:
    offered = [addon.id for addon in catalogue.addons.values() if prescription.condition in addon.conditions]
    wanted = [addon.id for addon in prescription.addons]
    for wanted_addon in wanted:
        if wanted_addon not in offered:
            todo = f"Choose from: {', '.join(offered)}." if offered else "Leave the add-ons out."
            what = f"The condition {prescription.condition} has no add-on “{wanted_addon}”."
            raise PlanError(what, where="addons", todo=todo)
    if len(wanted) != len(set(wanted)):
        raise PlanError("An add-on is given twice.", where="addons", todo="Name each one once.")


def movement_of(condition: Condition, prescription: Prescription) -> Movement:
    """Whether one side moves or both; ``PlanError`` where the condition forbids what the therapist wants."""
    if prescription.two_sided is None:
        return condition.movement
    wanted: Movement = "two_sided" if prescription.two_sided else "one_sided"
    if condition.movement_fixed and wanted != condition.movement:
        raise PlanError(
            f"The condition {condition.name} must be practised {condition.movement.replace('_', '-')}.",
            where="two_sided",
        )
    return wanted


def exercises_left(
    catalogue: Catalogue, condition: Condition, prescription: Prescription
) -> dict[str, Exercise]:
    """The exercises that a condition has for the limb and the therapist did not take out, by their ids.

    Raises ``PlanError`` where none is left, and for an id in or out that the condition does not have for the limb.
    """
    fitting = {exercise.id: exercise for exercise in catalogue.fitting(condition, prescription.limb)}
    for field in ("exercises_out", "exercises_in"):
        for unknown in set(getattr(prescription, field)) - set(fitting):
            raise PlanError(
                f"The condition {condition.name} has no exercise “{unknown}” for the {prescription.limb}.",
                where=field,
                todo="Choose from the list.",
            )
    left = {id: exercise for id, exercise in fitting.items() if id not in prescription.exercises_out}
    if not left:
        raise PlanError("No exercise is left.", where="exercises_out", todo="Keep at least one.")
    return left


def tracks_hand(prescription: Prescription) -> bool:
    """Whether a session tracks a hand: only the camera sees one, and only where a hand or an arm moves."""
    return prescription.picture == "camera" and prescription.limb in {"hand", "arm"}
