"""The course of a session while its events go by: where it stands, and what has added up so far.

Here is what holds for every kind of step; what an event of one kind changes stands with that kind in ``steps/``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mirra.practice import events
from mirra.practice.display import MIRROR
from mirra.practice.events import Event


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

    event: events.Interrupted
    resumed: bool = False


@dataclass
class Course:
    """Where the session stands while its events go by; sums in ms.

    ``glass`` says that the person looks into a glass mirror; ``showing`` are the ids of the steps that show the limb.
    """

    glass: bool
    showing: frozenset[str]
    known: bool = True
    step: str = ""
    exercise: str = ""
    live: bool | None = False
    held: bool = False
    stopped: bool = False
    away: bool = False
    shortened: events.Shortened | None = None
    closed: Literal["completed", "stopped", "not_started"] | None = None
    simulated: bool = False
    looked: float = 0.0
    display: str = MIRROR.id
    displays: dict[str, float] = field(default_factory=dict)
    lasted: float = 0.0
    moved: list[float] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    in_view: list[float] = field(default_factory=list)
    affected: list[events.AffectedTracked] = field(default_factory=list)
    felt: dict[tuple[str, str], events.Answered] = field(default_factory=dict)
    exercises: dict[tuple[str, str], Going] = field(default_factory=dict)
    adverse: dict[str, str] = field(default_factory=dict)
    alarms: dict[tuple[str, str, str], str] = field(default_factory=dict)
    pauses: list[Pause] = field(default_factory=list)
    holds: int = 0
    software: list[events.SoftwareLatency] = field(default_factory=list)
    loops: list[events.LoopLatency] = field(default_factory=list)
    note: str = ""

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
        """Whether the person is known to see the picture, or their glass mirror, in a step that shows the limb."""
        seen = self.glass or self.live is True
        return self.active and seen and self.step in self.showing

    def spend(self, span: float) -> None:
        """Let time go by between two neighbouring events, in ms."""
        if self.looking:
            self.looked += span
            self.displays[self.display] = self.displays.get(self.display, 0.0) + span
        if not self.away:
            self.lasted += span
        if self.active and self.exercise and (going := self.exercises.get((self.step, self.exercise))):
            going.spent += span

    def counts(self, event: events.Tracked | events.AffectedTracked) -> bool:
        """Whether a second of tracking counts: it saw frames, and the person was looking in its step."""
        return self.looking and self.step == event.step and event.frames > 0


def take(course: Course, event: Event) -> None:
    """Let one event change where the session stands."""
    course.display = event.display
    match event:
        case events.Opened():
            course.simulated, course.glass = event.simulated, event.picture == "glass"
        case events.StepStarted():
            course.playing(event.step)
            course.exercise = ""
        case events.StepEnded():
            course.step = course.exercise = ""
        case events.CameraStarted() | events.CameraLost() | events.CameraReleased():
            course.live = isinstance(event, events.CameraStarted)
        case events.SoftwareLatency():
            course.software.append(event)
            course.live = True if course.live is None and event.frames else course.live
        case events.LoopLatency():
            course.loops.append(event)
        case events.Tracked():
            course.live = True if course.live is None and event.frames else course.live
            if course.counts(event):
                course.in_view.append(event.in_view)
        case events.Answered():
            course.felt[event.step, event.question] = event
        case events.Chose(question="picture"):
            course.glass = event.choice == "glass"
        case events.Alarm():
            course.alarms.setdefault((event.step, event.cause, event.about), "none")
        case events.AlarmAnswered():
            _take_alarm_answered(course, event)
        case _:
            _take_turn(course, event)


def _take_turn(course: Course, event: Event) -> None:
    """Take in what pauses the session or ends it; view, coaching, landmarks and offers change no number."""
    match event:
        case events.HoldStarted():
            course.held, course.holds = True, course.holds + 1
        case events.HoldEnded(outcome="go_on"):
            course.playing(event.step)
        case events.HoldEnded():
            course.held = False
        case events.Stopped():
            course.stopped = True
        case events.Shortened():
            course.shortened = course.shortened or event
        case events.Interrupted():
            course.away = True
            course.live = False if event.reason in {"closed", "found_open"} else course.live
            course.pauses.append(Pause(event))
        case events.Resumed():
            _resume(course)
        case events.Closed():
            course.closed = event.outcome


def _resume(course: Course) -> None:
    """Resumed takes back the interruption first, the stop under it only when said again."""
    if course.away and course.pauses:
        course.pauses[-1].resumed = True
    elif not course.away:
        course.stopped = False
    course.away = False


def _take_alarm_answered(course: Course, event: events.AlarmAnswered) -> None:
    """Take in what was done about the alarms of this step."""
    for key in course.alarms:
        if key[0] == event.step:
            course.alarms[key] = event.chose
