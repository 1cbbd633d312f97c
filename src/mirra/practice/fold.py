"""Folding a session's log into its result: every number in a report is computed here, from events.

Events may come out of order, twice, or with gaps: order is by ``seq``, durations come from ``at`` alone, and the time
across a gap counts for nothing until an event says again where the session stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Literal

from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.programmes import Measure
from mirra.practice import events as said
from mirra.practice.course import Course, Pause, take
from mirra.practice.display import Display, display_of
from mirra.practice.events import Event
from mirra.practice.plan import SessionPlan, made_shorter
from mirra.practice.steps.block import AffectedHand, Done, affected_hand, done
from mirra.practice.steps.check_out import Complaint
from mirra.practice.steps.embodiment import means
from mirra.practice.steps.kinds import AnyResult
from mirra.practice.steps.step import StepResult

State = Literal["open", "completed", "stopped", "not_started", "interrupted"]


class Felt(Frozen):
    """A whole-number answer, with the seconds since the session was opened."""

    step: Slug
    question: Slug
    value: int
    at: float


class Alarmed(Frozen):
    """A reason to call somebody, and what the person chose when told so."""

    step: Slug
    cause: Literal["pain", "adverse"]
    about: Slug
    chose: Literal["none", "rest", "go_on", "end"]


class Break(Frozen):
    """An interruption, and whether the session went on."""

    reason: str
    step: Slug
    at: float
    resumed: bool


class Delay(Frozen):
    """What was measured of the delay, in ms; null where nothing was.

    ``software_p50`` and ``software_p95`` are the medians, weighted by frames, of the percentiles logged through the
    session: percentiles of parts do not add up to the percentile of the whole. ``loop_median`` is the last one.
    """

    frames: int
    dropped: int
    software_p50: float | None
    software_p95: float | None
    loop_median: float | None
    loop_seen: bool | None


ENOUGH = 0.5  # of the planned viewing time: a session gone through to its end with less was opened only


class Shorter(Frozen):
    """That the session was made shorter: in which step, where the person said so, and to how many ``minutes``.

    ``minutes`` is how long the practice was then planned to take; ``viewing`` is how many s of it show the limb.
    """

    step: Slug
    said: Literal["home", "check_in", "energy", "offer"]
    minutes: float
    viewing: float


class Displayed(Frozen):
    """One way in which the limb was shown, and for how long it was looked at so (s)."""

    shown: Display
    looked: float


class SessionResult(Frozen):
    """What came of one session; times in seconds, ``null`` where nothing was measured.

    ``looked`` is time with a live picture (or a glass mirror) in look-only steps and blocks; holds, stops and
    interruptions are left out. ``moved`` is tracked moving time within blocks. Together they are the effective dose.
    ``planned`` is what looking and blocks would take as planned; ``lasted`` runs from opening to the last event,
    interruptions left out. ``in_view`` is the mean share of tracked time, ``embodiment`` the mean of its answers.
    ``displays`` share ``looked`` among the ways in which the limb was shown.
    ``results`` are what came of steps whose kind yields more than time and answers.
    ``alarms`` leaves out those whose answer was taken back. ``shorter`` is null for a session that stayed whole.
    """

    state: State
    simulated: bool
    planned: float
    lasted: float
    looked: float
    moved: float | None
    repetitions: int | None
    paced: int
    in_view: float | None
    pain_before: int | None
    pain_after: int | None
    felt: tuple[Felt, ...]
    exercises: tuple[Done, ...]
    adverse: tuple[Complaint, ...]
    alarms: tuple[Alarmed, ...] = ()
    breaks: tuple[Break, ...]
    holds: int
    delay: Delay
    embodiment: float | None
    embodiment_control: float | None
    note: str
    displays: tuple[Displayed, ...] = ()
    affected: AffectedHand | None = None
    results: tuple[AnyResult, ...] = ()
    shorter: Shorter | None = None

    @property
    def viewing_asked(self) -> float:
        """The viewing time (s) that was asked for in the end: as planned, or less where it was too much."""
        return self.shorter.viewing if self.shorter else self.planned

    @property
    def practised(self) -> bool:
        """Whether the session was done: gone through to its end, with at least half of what it asked for.

        A shorter session is held against what it asked for, so that who needs one and does it has practised.
        """
        looked = self.looked >= ENOUGH * self.viewing_asked
        return (
            self.state == "completed" and looked and all(result.share() >= ENOUGH for result in self.results)
        )

    @property
    def measures(self) -> dict[Measure, float]:
        """What gates may be held against; of several steps that yield a measure, the last one counts."""
        values: dict[Measure, float] = {}
        if self.pain_before is not None:
            values["pain_before"] = self.pain_before
            if self.pain_after is not None:
                values["pain_rise"] = self.pain_after - self.pain_before
        for result in self.results:
            values |= result.measures()
        return values


def fold(events: Iterable[Event], plan: SessionPlan) -> SessionResult:
    """What came of a session, from whatever events of it are there; pure, and raises nothing.

    Of events with the same ``seq`` the first given counts. An unfinished log is ``interrupted`` or ``stopped`` when
    that is the last that is known of it, else ``open``.
    """
    steps = {step.id: step for step in plan.steps}
    course = Course(
        glass=plan.picture == "glass", showing=frozenset(s.id for s in plan.steps if s.shows_limb)
    )
    own: dict[str, list[Event]] = {}
    before: Event | None = None
    for event in _in_order(events):
        if event.seq != (before.seq + 1 if before else 0):
            course.lose()
        elif before:
            course.spend(max(0.0, event.at - before.at))
        take(course, event)
        if step := steps.get(getattr(event, "step", "")):
            step.take(course, event)
            if isinstance(event, step.events) or (step.takes_answers and isinstance(event, said.Answered)):
                own.setdefault(step.id, []).append(event)
        before = event
    played = made_shorter(plan, course.shortened.step) if course.shortened else plan
    results = [step.fold(own.get(step.id, ())) for step in played.steps]
    return _result(course, plan, played, tuple(result for result in results if result))


def _in_order(events: Iterable[Event]) -> list[Event]:
    first: dict[int, Event] = {}
    for event in events:
        first.setdefault(event.seq, event)
    return [first[seq] for seq in sorted(first)]


def _result(
    course: Course, plan: SessionPlan, played: SessionPlan, results: tuple[StepResult, ...]
) -> SessionResult:
    own, control = means(plan.steps, course)
    return SessionResult(
        state=_state(course),
        simulated=course.simulated,
        planned=plan.viewing,
        lasted=_s(course.lasted),
        looked=_s(course.looked),
        moved=round(sum(course.moved), 3) if course.moved else None,
        repetitions=sum(course.counted) if course.counted else None,
        paced=sum(going.paced for going in course.exercises.values()),
        in_view=round(fmean(course.in_view), 4) if course.in_view else None,
        pain_before=_answer(course, plan, "check_in", "pain"),
        pain_after=_answer(course, plan, "check_out", "pain"),
        felt=tuple(_felt(answer) for answer in course.felt.values()),
        exercises=done(course),
        adverse=tuple(Complaint(category=c, severity=s) for c, s in course.adverse.items()),
        alarms=_alarms(course, plan),
        breaks=tuple(_break(pause) for pause in course.pauses),
        holds=course.holds,
        delay=_delay(course),
        embodiment=own,
        embodiment_control=control,
        note=course.note,
        displays=tuple(
            Displayed(shown=display_of(id), looked=_s(span)) for id, span in course.displays.items()
        ),
        affected=affected_hand(course.affected),
        results=results,
        shorter=_shorter(course.shortened, played) if course.shortened else None,
    )


def _shorter(event: said.Shortened, played: SessionPlan) -> Shorter:
    return Shorter(step=event.step, said=event.said, minutes=played.minutes, viewing=played.viewing)


def _state(course: Course) -> State:
    if course.closed:
        return course.closed
    if course.away:
        return "interrupted"
    return "stopped" if course.stopped else "open"


def _felt(answer: said.Answered) -> Felt:
    return Felt(step=answer.step, question=answer.question, value=answer.value, at=_s(answer.at))


def _break(pause: Pause) -> Break:
    event = pause.event
    return Break(reason=event.reason, step=event.step, at=_s(event.at), resumed=pause.resumed)


def _alarms(course: Course, plan: SessionPlan) -> tuple[Alarmed, ...]:
    """The alarms whose reason still stands at the end: a later answer may have taken it back."""
    rule = plan.alarm
    if rule is None:
        return ()
    check_ins = [step.id for step in plan.steps if (step.id, rule.question) in course.felt]
    first = course.felt[check_ins[0], rule.question].value if check_ins else 0
    alarms: list[Alarmed] = []
    for (step, cause, about), chose in course.alarms.items():
        felt = course.felt.get((step, about))
        risen = cause == "pain" and felt is not None and felt.value - first >= rule.rise
        severe = cause == "adverse" and course.adverse.get(about) in rule.severities
        if risen or severe:
            alarms.append(
                Alarmed.model_validate({"step": step, "cause": cause, "about": about, "chose": chose})
            )
    return tuple(alarms)


def _answer(course: Course, plan: SessionPlan, kind: str, question: str) -> int | None:
    """The last answer to a question in the steps of one kind."""
    latest = None
    for step in plan.steps:
        if step.kind == kind and (felt := course.felt.get((step.id, question))):
            latest = felt.value
    return latest


def _delay(course: Course) -> Delay:
    measured = [loop.median for loop in course.loops if loop.median is not None]
    return Delay(
        frames=sum(part.frames for part in course.software),
        dropped=sum(part.dropped for part in course.software),
        software_p50=_median([(part.p50, part.frames) for part in course.software]),
        software_p95=_median([(part.p95, part.frames) for part in course.software]),
        loop_median=measured[-1] if measured else None,
        loop_seen=any(loop.seen for loop in course.loops) if course.loops else None,
    )


def _median(weighted: Sequence[tuple[float, int]]) -> float | None:
    """The lower weighted median of (value, weight); ``None`` where nothing weighs."""
    half = sum(weight for _, weight in weighted) / 2
    reached = 0
    for value, weight in sorted(weighted):
        reached += weight
        if weight and reached >= half:
            return value
    return None


def _s(milliseconds: float) -> float:
    return round(milliseconds / 1000, 3)
