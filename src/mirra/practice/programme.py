"""From a prescription to today's session: which steps, which exercises, how long, and why."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Condition, Dose, Stage
from mirra.catalogue.models.exercises import Exercise as Written
from mirra.catalogue.models.profiles import Profile
from mirra.practice.address import addressed, fitting
from mirra.practice.plan import (
    AlarmRule,
    Block,
    CheckIn,
    CheckOut,
    Choice,
    Demonstration,
    Embodiment,
    Exercise,
    HoldStill,
    LatencyLimits,
    Look,
    PlacementChoice,
    Rest,
    Rule,
    SessionPlan,
    SetUp,
    Step,
    StopRule,
    Summary,
    Tracking,
    seconds,
)
from mirra.practice.prescription import (
    Prescription,
    check,
    exercises_left,
    minutes_of,
    movement_of,
    tracks_hand,
)
from mirra.practice.support import chosen, support_of, tired_rule

MOST_RAISED = 1.5  # repetitions may be raised by at most half to fill a block
LOOK_LEAST = 5  # the shortest look a plan may hold, for trying out


def plan_for(
    catalogue: Catalogue,
    prescription: Prescription,
    *,
    plan_id: str,
    made_at: datetime,
    done: int = 0,
    felt: datetime | None = None,
    emergency: tuple[str, ...] = (),
) -> SessionPlan:
    """Today's session for a person who has ``done`` so many sessions.

    ``plan_id`` is 32 hex digits, ``made_at`` has an offset; ``felt`` is when the embodiment statements were last
    answered, so that they are not asked too often; ``emergency`` are the clinic's own lines for an emergency, in the
    place of the catalogue's. Raises ``PlanError`` for what ``prescription.check`` refuses, and for profiles that are
    unknown or exclude each other.
    """
    condition = check(catalogue, prescription)
    minutes = minutes_of(condition, prescription)
    stage = stage_at(condition, done)
    profiles = chosen(catalogue, prescription.profiles)
    practice = _practice(catalogue, condition, prescription, stage, minutes, done)
    if felt is not None and made_at - felt < timedelta(days=catalogue.embodiment.every_days):
        practice = [step for step in practice if not isinstance(step, Embodiment)]
    support = support_of(profiles)
    limits = catalogue.limits
    language = catalogue.language(prescription.language)
    plan = SessionPlan(
        id=plan_id,
        made_at=made_at,
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
        minutes=round(sum(seconds(step) for step in practice) / 60, 1),
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
        tired=tired_rule(catalogue, profiles),
        profiles=tuple(profile.id for profile in profiles),
        support=support,
        resume_within=limits.resume_within,
        steps=(
            _check_in(catalogue),
            _set_up(catalogue, condition, prescription),
            *practice,
            *_after(catalogue, condition, prescription),
        ),
        why=_why(catalogue, condition, profiles, practice),
    )
    return addressed(plan, prescription.affected, prescription.limb, language)


def shortened(
    plan: SessionPlan, *, look: int = LOOK_LEAST, blocks: int | None = None, repetitions: int = 2
) -> SessionPlan:
    """The same session in little, for trying out and for tests: never a treatment.

    Every kind of step stays, in the same order and with the same ids; look and rest take ``look`` seconds, each
    block keeps one exercise of ``repetitions`` at no more than 2 s, the embodiment questions come after that look.
    With ``blocks``, later blocks and the rests before them are left out.
    """
    steps: list[Step] = []
    kept = 0
    for step in plan.steps:
        if isinstance(step, Block):
            kept += 1
        if blocks is not None and isinstance(step, Block | Rest) and kept + isinstance(step, Rest) > blocks:
            continue
        steps.append(_little(step, look, repetitions))
    minutes = round(sum(seconds(step) for step in steps) / 60, 1)
    return plan.model_copy(update={"steps": tuple(steps), "minutes": minutes})


def _little(step: Step, look: int, repetitions: int) -> Step:
    match step:
        case Look() | Rest():
            return step.model_copy(update={"seconds": min(step.seconds, look)})
        case Embodiment():
            return step.model_copy(update={"after_seconds": min(step.after_seconds, look)})
        case Block():
            first = step.exercises[0]
            few = {"repetitions": min(first.repetitions, repetitions), "tempo": min(first.tempo, 2.0)}
            return step.model_copy(update={"exercises": (first.model_copy(update=few),)})
        case _:
            return step


def stage_at(condition: Condition, done: int) -> Stage:
    """The stage of a condition after so many done sessions."""
    return [stage for stage in condition.stages if stage.from_done <= max(done, 0)][-1]


def called_for(condition: Condition, exercise: Written) -> int | None:
    """After how many done sessions a stage of the condition first gives an exercise; ``None`` where none does."""
    stages = (one for one in condition.stages if exercise.size in one.sizes and exercise.kind in one.kinds)
    return next((one.from_done for one in stages), None)


def _practice(
    catalogue: Catalogue,
    condition: Condition,
    prescription: Prescription,
    stage: Stage,
    minutes: int,
    done: int,
) -> list[Step]:
    """Look, embodiment and blocks with rests between, together no longer than ``minutes``."""
    dose, total = condition.dose, minutes * 60
    if not stage.sizes:
        return _looks(catalogue, prescription, total, dose)
    profiles = chosen(catalogue, prescription.profiles)
    wanted = dose.block_low if any(profile.short_blocks for profile in profiles) else dose.block
    number, length = _blocks(total - dose.look, wanted, dose)
    spare = total - dose.look - number * length - (number - 1) * dose.rest
    look = min(dose.look + int(spare), 600)  # what no block can hold is spent looking
    steps: list[Step] = [_look(catalogue, 1, look), _embodiment(catalogue, look)]
    pool = _pool(catalogue, condition, prescription, stage, done * number)
    for place in range(1, number + 1):
        if place > 1:
            steps.append(_rest(catalogue, place - 1, dose.rest, profiles))
        filled = _fill(pool, length, catalogue.limits.change_over)
        steps.append(Block(id=f"block_{place}", title=catalogue.words.block_title, exercises=filled))
    return steps


def _pool(
    catalogue: Catalogue, condition: Condition, prescription: Prescription, stage: Stage, turn: int
) -> deque[Exercise]:
    """A stage's exercises as dosed, begun elsewhere every session so that each has its turn."""
    written = _chosen(catalogue, condition, prescription, stage)
    pool = deque(_dosed(catalogue, one, condition, prescription) for one in written)
    pool.rotate(-turn)
    return pool


def _chosen(
    catalogue: Catalogue, condition: Condition, prescription: Prescription, stage: Stage
) -> tuple[Written, ...]:
    """The exercises of a stage, without those the therapist took out and with those put in.

    Where none of the stage is left, those of all stages are given that were not taken out.
    """
    left = exercises_left(catalogue, condition, prescription)
    of_stage = {one.id for one in catalogue.fitting(condition, prescription.limb, stage)}
    wanted = of_stage | set(prescription.exercises_in)
    return tuple(one for id, one in left.items() if id in wanted) or tuple(left.values())


def _blocks(left: int, wanted: int, dose: Dose) -> tuple[int, float]:
    """How many blocks of about ``wanted`` seconds fit into so many, and how long each is, rests between them."""
    number = max(1, (left + dose.rest) // (wanted + dose.rest))
    length = (left - (number - 1) * dose.rest) / number
    return number, min(length, float(dose.block_high))


def _fill(pool: deque[Exercise], length: float, change_over: int) -> tuple[Exercise, ...]:
    """One block's exercises: the next in turn that fit, none twice, repetitions raised to fill the time.

    Where none fits (a short block), the next gets as many repetitions as do. Those taken go to the end of the queue.
    """
    taken: list[Exercise] = []
    left = length
    for exercise in list(pool):
        needed = exercise.repetitions * exercise.tempo + (change_over if taken else 0)
        if needed <= left:
            taken.append(exercise)
            left -= needed
            pool.remove(exercise)
    if not taken:
        first = pool.popleft()
        few = {"repetitions": max(1, int(length / first.tempo))}
        pool.append(first)
        return (first.model_copy(update=few),)
    pool.extend(taken)
    raised = min(1 + left / sum(e.repetitions * e.tempo for e in taken), MOST_RAISED)
    return tuple(e.model_copy(update={"repetitions": int(e.repetitions * raised)}) for e in taken)


def _looks(catalogue: Catalogue, prescription: Prescription, total: int, dose: Dose) -> list[Step]:
    """Looks with rests between, for a stage in which nothing moves yet."""
    first = min(dose.look_only, total)
    steps: list[Step] = [_look(catalogue, 1, first), _embodiment(catalogue, first)]
    left, place = total - first, 1
    while left >= dose.rest + dose.look:
        length = min(dose.look_only, left - dose.rest)
        steps += [
            _rest(catalogue, place, dose.rest, chosen(catalogue, prescription.profiles)),
            _look(catalogue, place + 1, length),
        ]
        left, place = left - dose.rest - length, place + 1
    return steps


def _demonstration(catalogue: Catalogue, written: Written) -> Demonstration | None:
    loop, motion = catalogue.loop(written.id), catalogue.motions.get(written.id)
    if loop is None or motion is None:
        return None
    return Demonstration(id=motion.id, repetitions=motion.repetitions, seconds=loop.seconds)


def _dosed(
    catalogue: Catalogue, written: Written, condition: Condition, prescription: Prescription
) -> Exercise:
    """An exercise as this condition doses it and as this person should read it."""
    movement, language = movement_of(condition, prescription), catalogue.language(prescription.language)
    wording = [written.one_sided]
    if movement == "two_sided":
        both = written.two_sided if condition.affected_limb == "there" else written.alone
        wording = [text for text in (both, condition.two_sided_words) if text]
    lines = (written.needs, *written.instruction) if written.needs else written.instruction
    return Exercise(
        id=written.id,
        name=written.name,
        instruction=lines,
        wording=" ".join(language.said(text) if language else text for text in wording),
        movement=movement,
        repetitions=condition.dose.repetitions or written.repetitions,
        tempo=min(written.tempo * condition.dose.tempo_factor, 30.0),
        caution=written.caution,
        source=f"{written.claim}: {written.source}" if written.claim else written.source,
        count=written.count,
        demonstration=_demonstration(catalogue, written),
    )


def _check_in(catalogue: Catalogue) -> CheckIn:
    written = catalogue.questions.check_in
    return CheckIn(id="check_in", title=written.title, questions=written.questions)


def _set_up(catalogue: Catalogue, condition: Condition, prescription: Prescription) -> SetUp:
    written, glass = catalogue.set_up, prescription.picture == "glass"
    who = prescription.limb, condition.affected_limb
    checks = written.checks_hand if tracks_hand(prescription) else written.checks_other
    return SetUp(
        id="set_up",
        title=written.glass_title if glass else written.title,
        before=tuple(
            line.text
            for line in fitting(written.before, *who)
            if not (line.untracked and prescription.track_affected)
        ),
        tracked=tuple(line.text for line in fitting(written.tracked, *who))
        if prescription.track_affected
        else (),
        glass=tuple(line.text for line in fitting(written.glass, *who)),
        placements=tuple(
            PlacementChoice(id=one.id, text=one.text, rotate=one.rotate, flip=one.flip)
            for one in fitting(written.placements, *who)
        ),
        checks=() if glass else checks,
        coach=written.coach,
        questions=written.questions,
        measure_delay=prescription.measure_delay,
    )


def _look(catalogue: Catalogue, place: int, length: int) -> Look:
    words = catalogue.words
    said = words.look_instruction
    return Look(id=f"look_{place}", title=words.look_title, instruction=said, seconds=length)


def _rest(catalogue: Catalogue, place: int, length: int, profiles: Sequence[Profile]) -> Rest:
    words = catalogue.words
    again = catalogue.limits.stop.question  # so that the stop rule can speak before the session is over
    return Rest(
        id=f"rest_{place}",
        title=words.rest_title,
        instruction=words.rest_instruction,
        seconds=length,
        question=next((q for q in catalogue.questions.check_in.questions if q.id == again), None),
        energy=catalogue.questions.energy.question if any(one.asks_energy for one in profiles) else None,
    )


def _embodiment(catalogue: Catalogue, after: int) -> Embodiment:
    written = catalogue.embodiment
    return Embodiment(
        id="embodiment",
        title=written.title,
        explanation=written.explanation,
        every_days=written.every_days,
        after_seconds=after,
        low=written.low,
        high=written.high,
        low_words=written.low_words,
        high_words=written.high_words,
        items=written.items,
    )


def _after(
    catalogue: Catalogue, condition: Condition, prescription: Prescription
) -> tuple[CheckOut, Summary]:
    out, words = catalogue.questions.check_out, catalogue.words
    return (
        CheckOut(
            id="check_out",
            title=out.title,
            questions=out.questions,
            adverse_title=out.adverse_title,
            adverse=tuple(
                Choice(id=one.id, text=one.text, stops=one.stops)
                for one in fitting(out.adverse, prescription.limb, condition.affected_limb)
            ),
            severities=out.severities,
            none_text=out.none_text,
            note_title=out.note_title,
        ),
        Summary(id="summary", title=words.summary_title, thanks=words.summary_thanks),
    )


def _why(
    catalogue: Catalogue, condition: Condition, profiles: Sequence[Profile], practice: Sequence[Step]
) -> tuple[Rule, ...]:
    """Every rule the plan follows, each id once."""
    of_profiles = (rule for profile in profiles for rule in profile.rules)
    rules = (*condition.rules, *of_profiles, *catalogue.limits.safety, *_why_exercises(catalogue, practice))
    return tuple({rule.id: rule for rule in rules}.values())


def _why_exercises(catalogue: Catalogue, practice: Sequence[Step]) -> list[Rule]:
    """One rule for every exercise that names a claim."""
    found: dict[str, Rule] = {}
    for step in practice:
        for exercise in step.exercises if isinstance(step, Block) else ():
            written = catalogue.exercises[exercise.id]
            if written.claim:
                found[written.id] = Rule(
                    id=f"exercise_{written.id}"[:48],
                    plain=written.caution,
                    text=f"{written.name}: {written.caution}",
                    claim=written.claim,
                    source=written.source,
                    provenance=written.provenance,
                )
    return list(found.values())
