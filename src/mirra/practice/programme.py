"""From a prescription to today's session: which steps, how long, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Condition, Dose, Stage
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.exercises import Exercise
from mirra.catalogue.models.programmes import Practised, Programme
from mirra.errors import PlanError
from mirra.practice.address import addressed
from mirra.practice.case import Case
from mirra.practice.ladder import Tried
from mirra.practice.lessons import Due
from mirra.practice.plan import SessionPlan, length_of
from mirra.practice.prescription import Prescription, check, minutes_of, programme_of, tracks_hand
from mirra.practice.steps import (
    block,
    breathing,
    check_in,
    check_out,
    checklist,
    direct_movement,
    embodiment,
    imagery,
    judgement,
    lesson,
    look,
    observation,
    rest,
    set_up,
    summary,
)
from mirra.practice.steps.embodiment import Embodiment
from mirra.practice.steps.judgement import Judgement
from mirra.practice.steps.step import Step
from mirra.practice.support import chosen, shorter_rule, support_of, tired_rule
from mirra.practice.terms import AlarmRule, HoldStill, LatencyLimits, StageNow, StopRule, Tracking


@dataclass(frozen=True)
class Today:
    """What a session is planned from beside the prescription.

    ``plan_id`` is 32 hex digits, ``made_at`` has an offset; ``done`` counts the sessions before the mirror; ``felt`` is
    when the embodiment statements were last answered, so that they are not asked too often; ``stage`` is where the
    person stands in the prescription's programme, ``tried`` what came of direct movement in earlier sessions, oldest
    first, ``lesson_due`` the lesson that comes first.
    """

    plan_id: str
    made_at: datetime
    done: int = 0
    felt: datetime | None = None
    stage: StageNow | None = None
    tried: Sequence[Tried] = ()
    lesson_due: Due | None = None


def plan_for(
    catalogue: Catalogue,
    prescription: Prescription,
    today: Today,
    *,
    emergency: tuple[str, ...] = (),
) -> SessionPlan:
    """Today's session by a prescription; ``emergency`` are the clinic's own lines, in the place of the catalogue's.

    Raises ``PlanError`` for what ``prescription.check`` refuses, and for profiles that are unknown or exclude each
    other.
    """
    condition = check(catalogue, prescription)
    programme = programme_of(catalogue, prescription)
    profiles = chosen(catalogue, prescription.profiles)
    case = Case(catalogue, condition, prescription, profiles)
    kinds = _kinds(programme, today.stage, prescription)
    every = timedelta(days=catalogue.embodiment.every_days)
    practice = _practice(case, kinds, today, asks=today.felt is None or today.made_at - today.felt >= every)
    support = support_of(profiles)
    limits = catalogue.limits
    language = catalogue.language(prescription.language)
    plan = SessionPlan(
        id=today.plan_id,
        made_at=today.made_at,
        person=prescription.person,
        condition=condition.id,
        condition_name=condition.name,
        affected=prescription.affected,
        limb=prescription.limb,
        view=condition.view,
        picture=prescription.picture,
        language=language.language if language else "en",
        display=prescription.display,
        pacing_sound=support.sound,
        minutes=length_of(practice),
        tracking=Tracking(hand=tracks_hand(prescription), affected=prescription.track_affected),
        hide_background=prescription.hide_background,
        latency=LatencyLimits.model_validate(limits.latency.model_dump()),
        hold=HoldStill.model_validate(limits.hold.model_dump()),
        stop=StopRule.model_validate(limits.stop.model_dump()),
        alarm=AlarmRule(
            question=limits.stop.question,
            rise=limits.alarm.rise,
            severities=limits.alarm.severities,
            claim=limits.alarm.claim,
        ),
        emergency=emergency or limits.alarm.emergency,
        shorter=shorter_rule(catalogue, practice),
        tired=tired_rule(catalogue, profiles),
        profiles=tuple(profile.id for profile in profiles),
        support=support,
        resume_within=limits.resume_within,
        steps=_in_order(case, practice),
        stage=today.stage if programme else None,
        why=_why(case, programme, practice),
    )
    return addressed(plan, prescription.affected, prescription.limb, language)


def stage_at(condition: Condition, done: int) -> Stage:
    """The stage of a condition after so many done sessions."""
    return [stage for stage in condition.stages if stage.from_done <= max(done, 0)][-1]


def called_for(condition: Condition, exercise: Exercise) -> int | None:
    """After how many done sessions a stage of the condition first gives an exercise; ``None`` where none does."""
    stages = (
        stage for stage in condition.stages if exercise.size in stage.sizes and exercise.kind in stage.kinds
    )
    return next((stage.from_done for stage in stages), None)


def _kinds(
    programme: Programme | None, stage: StageNow | None, prescription: Prescription
) -> tuple[Practised, ...]:
    """What today's session practises: what the stage says, or the mirror alone.

    Direct movement that was prescribed comes after the mirror, and not before a programme has come to the mirror.
    """
    kinds: tuple[Practised, ...] = ("mirror",)
    if programme is not None:
        kinds = programme.stages[
            stage.place - 1 if stage else programme.index_of(prescription.stage)
        ].practise
    adds = prescription.direct_movement and "mirror" in kinds and "direct_movement" not in kinds
    return (*kinds, "direct_movement") if adds else kinds


def _practice(case: Case, kinds: Sequence[Practised], today: Today, *, asks: bool) -> list[Step]:
    """What today's session holds between check-in and check-out, set-up left out; ``asks``: with embodiment."""
    if case.prescription.direct_movement:
        direct_movement.ladder_of(case)  # refused now, not when a programme comes to the mirror
    before = (lesson.dose(case, today.lesson_due),) if today.lesson_due else ()
    practised = (step for kind in kinds for step in _practised(case, kind, today))
    chosen = (step for step in practised if asks or not isinstance(step, Embodiment))
    return [*before, *breathing.dose(case), *chosen, *checklist.dose(case, today.made_at.toordinal())]


def _in_order(case: Case, practice: Sequence[Step]) -> tuple[Step, ...]:
    """All steps of a session; set-up comes before the first that needs it, if there is one."""
    first = next((at for at, step in enumerate(practice) if step.needs_camera()), None)
    around = [*practice] if first is None else [*practice[:first], set_up.dose(case), *practice[first:]]
    return (check_in.dose(case), *around, check_out.dose(case), summary.dose(case))


def _practised(case: Case, kind: Practised, today: Today) -> list[Step]:
    """The steps in which a session practises this."""
    match kind:
        case "mirror":
            return _mirror(case, today.done)
        case "judgement":
            return [_judged(case, int(today.plan_id, 16))]
        case "imagery":
            imagined = imagery.dose(
                case, stage_at(case.condition, today.done), turn=today.made_at.toordinal()
            )
            return [_shown(imagined, "picture", "imagine")]
        case "observation":
            speed = case.prescription.observation_speed
            watched = observation.dose(
                case, stage_at(case.condition, today.done), turn=today.made_at.toordinal(), speed=speed
            )
            return [_shown(watched, "film", "watch")]
        case "direct_movement":
            return [direct_movement.dose(case, today.tried)]


def _shown(step: Step | None, what: str, to: str) -> Step:
    """A step that rests on a picture or a film of an exercise; ``PlanError`` where no exercise left has one."""
    if step is None:
        raise PlanError(
            f"None of the exercises that are left has a {what}, so there is nothing to {to}.",
            where="exercises_out",
            todo=f"Keep an exercise that is shown by a {what}.",
        )
    return step


def _judged(case: Case, seed: int) -> Judgement:
    try:
        return judgement.dose(case, seed=seed)
    except ValueError as error:
        what = f"No block of left/right judgement can be made: {error}."
        todo = "Draw the pictures of the postures again: python -m tools.stimuli."
        raise PlanError(what, where="programme", todo=todo) from None


def _mirror(case: Case, done: int) -> list[Step]:
    """Look, embodiment and blocks with rests between, together no longer than the minutes of a session."""
    stage = stage_at(case.condition, done)
    dose, total = case.condition.dose, minutes_of(case.condition, case.prescription) * 60
    if not stage.sizes:
        return _looks(case, total, dose)
    wanted = dose.block_low if any(profile.short_blocks for profile in case.profiles) else dose.block
    number, length = _blocks(total - dose.look, wanted, dose)
    spare = total - dose.look - number * length - (number - 1) * dose.rest
    first = min(dose.look + int(spare), 600)  # what no block can hold is spent looking
    steps: list[Step] = [look.dose(case, 1, first), embodiment.dose(case, first)]
    for index, exercises in enumerate(block.dose(case, stage, number, length, done * number)):
        steps += [rest.dose(case, index, dose.rest), exercises] if index else [exercises]
    return steps


def _blocks(left: int, wanted: int, dose: Dose) -> tuple[int, float]:
    """How many blocks of about ``wanted`` seconds fit into so many, and how long each is, rests between them."""
    number = max(1, (left + dose.rest) // (wanted + dose.rest))
    length = (left - (number - 1) * dose.rest) / number
    return number, min(length, float(dose.block_high))


def _looks(case: Case, total: int, dose: Dose) -> list[Step]:
    """Looks with rests between, for a stage in which nothing moves yet."""
    first = min(dose.look_only, total)
    steps: list[Step] = [look.dose(case, 1, first), embodiment.dose(case, first)]
    left, number = total - first, 1
    while left >= dose.rest + dose.look:
        length = min(dose.look_only, left - dose.rest)
        steps += [rest.dose(case, number, dose.rest), look.dose(case, number + 1, length)]
        left, number = left - dose.rest - length, number + 1
    return steps


def _why(case: Case, programme: Programme | None, practice: Sequence[Step]) -> tuple[Rule, ...]:
    """Every rule the plan follows, each id once."""
    of_profiles = (rule for profile in case.profiles for rule in profile.rules)
    of_steps = (rule for step in practice for rule in step.rules(case.catalogue))
    of_programme = programme.rules if programme else ()
    rules = (*case.condition.rules, *of_programme, *of_profiles, *case.catalogue.limits.safety, *of_steps)
    return tuple({rule.id: rule for rule in rules}.values())
