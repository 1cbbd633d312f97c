"""The course of a session while its events go by: where it stands, and what has added up so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mirra.practice import log
from mirra.practice.display import MIRROR
from mirra.practice.log import Event
from mirra.practice.plan import Block, Look, SessionPlan


@dataclass
class Going:
    """An exercise under way."""

    outcome: Literal["done", "skipped", "cut", "open"] = "open"
    spent: float = 0.0
    paced: int = 0
    counted: list[int] = field(default_factory=list)
    counted_affected: list[int] = field(default_factory=list)


@dataclass
class Pause:
    """An interruption, and whether the session went on."""

    event: log.Interrupted
    resumed: bool = False


@dataclass
class Course:
    """Where the session stands while its events go by; sums in ms."""

    plan: SessionPlan
    known: bool = True
    step: str = ""
    exercise: str = ""
    glass: bool = False
    live: bool | None = False
    held: bool = False
    stopped: bool = False
    away: bool = False
    closed: Literal["completed", "stopped", "not_started"] | None = None
    simulated: bool = False
    looked: float = 0.0
    display: str = MIRROR.id
    displays: dict[str, float] = field(default_factory=dict)
    lasted: float = 0.0
    moved: list[float] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    in_view: list[float] = field(default_factory=list)
    affected: list[log.AffectedTracked] = field(default_factory=list)
    felt: dict[tuple[str, str], log.Answered] = field(default_factory=dict)
    exercises: dict[tuple[str, str], Going] = field(default_factory=dict)
    adverse: dict[str, str] = field(default_factory=dict)
    alarms: dict[tuple[str, str, str], str] = field(default_factory=dict)
    pauses: list[Pause] = field(default_factory=list)
    holds: int = 0
    software: list[log.SoftwareLatency] = field(default_factory=list)
    loops: list[log.LoopLatency] = field(default_factory=list)
    note: str = ""

    def __post_init__(self) -> None:
        self.kinds = {step.id: type(step) for step in self.plan.steps}
        self.glass = self.plan.picture == "glass"

    def lose(self) -> None:
        """Something is missing here: nothing is known until an event says so again."""
        self.known, self.step, self.exercise, self.live = False, "", "", None

    def playing(self, step: str) -> None:
        """The session is certainly under way in this step."""
        self.known, self.step, self.held, self.stopped, self.away = True, step, False, False, False

    @property
    def active(self) -> bool:
        """Whether the session is known to be going on, neither paused nor over."""
        return self.known and not (self.held or self.stopped or self.away or self.closed)

    @property
    def looking(self) -> bool:
        """Whether the person is known to have the picture, or their glass mirror, before them in a look or block."""
        seen = self.glass or self.live is True
        return self.active and seen and self.kinds.get(self.step) in (Look, Block)

    def spend(self, span: float) -> None:
        """Let time go by between two neighbouring events, in ms."""
        if self.looking:
            self.looked += span
            self.displays[self.display] = self.displays.get(self.display, 0.0) + span
        if not self.away:
            self.lasted += span
        if self.active and self.exercise and (going := self.exercises.get((self.step, self.exercise))):
            going.spent += span


def take(course: Course, event: Event) -> None:
    """Let one event change where the session stands."""
    course.display = event.display
    match event:
        case log.Opened():
            course.simulated, course.glass = event.simulated, event.picture == "glass"
        case log.StepStarted():
            course.playing(event.step)
            course.exercise = ""
        case log.StepEnded():
            course.step = course.exercise = ""
        case log.ExerciseStarted():
            course.playing(event.step)
            course.exercise = event.exercise
            course.exercises.setdefault((event.step, event.exercise), Going()).outcome = "open"
        case log.ExerciseEnded():
            going = course.exercises.setdefault((event.step, event.exercise), Going())
            going.outcome, going.paced, course.exercise = event.outcome, going.paced + event.paced, ""
        case log.CameraStarted() | log.CameraLost():
            course.live = isinstance(event, log.CameraStarted)
        case log.SoftwareLatency():
            course.software.append(event)
            course.live = True if course.live is None and event.frames else course.live
        case log.LoopLatency():
            course.loops.append(event)
        case log.Tracked():
            _take_tracked(course, event)
        case log.AffectedTracked():
            _take_affected(course, event)
        case (
            log.HoldStarted()
            | log.HoldEnded()
            | log.Stopped()
            | log.Interrupted()
            | log.Resumed()
            | log.Closed()
        ):
            _take_turn(course, event)
        case log.Answered() | log.Chose() | log.Adverse() | log.Note():
            _take_word(course, event)
        case log.Alarm():
            course.alarms.setdefault((event.step, event.cause, event.about), "none")
        case log.AlarmAnswered():
            _take_alarm_answered(course, event)
        case _:
            pass  # view, checks, coaching, landmarks and offers change no number here


def _take_turn(
    course: Course,
    event: log.HoldStarted | log.HoldEnded | log.Stopped | log.Interrupted | log.Resumed | log.Closed,
) -> None:
    """Take in what pauses the session or ends it."""
    match event:
        case log.HoldStarted():
            course.held, course.holds = True, course.holds + 1
        case log.HoldEnded(outcome="go_on"):
            course.playing(event.step)
        case log.HoldEnded():
            course.held = False
        case log.Stopped():
            course.stopped = True
        case log.Interrupted():
            course.away = True
            course.live = False if event.reason in {"closed", "found_open"} else course.live
            course.pauses.append(Pause(event))
        case log.Resumed():
            _resume(course)
        case log.Closed():
            course.closed = event.outcome


def _resume(course: Course) -> None:
    """Resumed takes back the interruption first, the stop under it only when said again."""
    if course.away and course.pauses:
        course.pauses[-1].resumed = True
    elif not course.away:
        course.stopped = False
    course.away = False


def _take_alarm_answered(course: Course, event: log.AlarmAnswered) -> None:
    """Take in what was done about the alarms of this step."""
    for key in course.alarms:
        if key[0] == event.step:
            course.alarms[key] = event.chose


def _counts(course: Course, event: log.Tracked | log.AffectedTracked) -> bool:
    """Whether a second of tracking counts: frames were seen in it, and the person was looking in this step."""
    return course.looking and course.step == event.step and event.frames > 0


def _take_tracked(course: Course, event: log.Tracked) -> None:
    """Take in one second of tracking; it counts only where looking does."""
    if course.live is None and event.frames:
        course.live = True
    if not _counts(course, event):
        return
    course.in_view.append(event.in_view)
    if course.kinds.get(event.step) is Block:
        course.moved.append(event.moving)
        if event.repetitions is None:
            return
        course.counted.append(event.repetitions)
        if going := course.exercises.get((event.step, course.exercise)):
            going.counted.append(event.repetitions)


def _take_affected(course: Course, event: log.AffectedTracked) -> None:
    """Take in one second of tracking the covered hand; it counts only within blocks."""
    if _counts(course, event) and course.kinds.get(event.step) is Block:
        course.affected.append(event)
        if going := course.exercises.get((event.step, course.exercise)):
            going.counted_affected.append(event.repetitions)


def _take_word(course: Course, event: log.Answered | log.Chose | log.Adverse | log.Note) -> None:
    """Take in what the person said."""
    match event:
        case log.Answered():
            course.felt[event.step, event.question] = event
        case log.Chose(question="picture"):
            course.glass = event.choice == "glass"
        case log.Adverse(severity="none"):
            course.adverse.pop(event.category, None)
        case log.Adverse():
            course.adverse[event.category] = event.severity
        case log.Note():
            course.note = event.text
        case _:
            pass
