"""The events of a session that belong to no one kind of step; what is a kind's own stands with it in ``steps/``.

``seq`` counts from 0 without gaps within a session and gives the order; ``at`` is milliseconds on a monotonic clock
since the session was opened; ``wall`` is wall time with offset, kept beside it and never used for durations.
``display`` is the id of how the limb is shown at this event; older events lack it, for the limb was then always shown
as in a mirror. No event can carry a picture: numbers, enums and short ids only, and one note of the person's own words.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mirra.anatomy import Side
from mirra.catalogue.models.fields import Check, Frozen, Placement, Slug, View
from mirra.practice.display import MIRROR, Display, DisplayId
from mirra.practice.strict import Number, Wall
from mirra.practice.terms import Picture, SessionId

Milliseconds = Annotated[float, Field(ge=0, le=1e9)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]


class Event(Frozen):
    """What every event says: of which session, in which order, when, and how the limb was shown."""

    v: Annotated[Literal[1], Number] = 1
    session: SessionId
    seq: int = Field(ge=0, le=1_000_000)
    at: Milliseconds
    wall: Wall
    display: DisplayId = MIRROR.id
    kind: str


class Opened(Event):
    """The session begins; ``input`` is the interface variant, kept because variants change scores.

    ``shown`` is the whole display.
    """

    kind: Literal["opened"] = "opened"
    plan: SessionId
    simulated: bool = False
    input: Literal["pointer", "keyboard", "switch", "simulated"]
    picture: Picture
    browser: Literal["chromium", "firefox", "safari", "other", "none"]
    lacks: tuple[Slug, ...] = Field(default=(), max_length=16)
    shown: Display = MIRROR


class DisplayChanged(Event):
    """The limb is shown in another way from now on."""

    kind: Literal["display_changed"] = "display_changed"
    shown: Display


class Resumed(Event):
    """The session goes on after an interruption, at the step it had reached."""

    kind: Literal["resumed"] = "resumed"
    step: Slug


class StepStarted(Event):
    """A step of the plan came up."""

    kind: Literal["step_started"] = "step_started"
    step: Slug


class StepEnded(Event):
    """A step was left: done, skipped by the person, or cut short."""

    kind: Literal["step_ended"] = "step_ended"
    step: Slug
    outcome: Literal["done", "skipped", "cut"]


class Answered(Event):
    """A whole-number answer to a question or statement; a later answer in the same step replaces it."""

    kind: Literal["answered"] = "answered"
    step: Slug
    question: Slug
    value: int = Field(ge=-100, le=100)


class Chose(Event):
    """A choice as an answer to a question."""

    kind: Literal["chose"] = "chose"
    step: Slug
    question: Slug
    choice: Slug


class CameraStarted(Event):
    """A picture is live: the device's camera, or the drawn hand offered where there is none."""

    kind: Literal["camera_started"] = "camera_started"
    source: Literal["camera", "drawn_hand"]
    placement: Placement
    rotate: Annotated[Literal[0, 90, 180, 270], Number]
    flip: bool
    width: int = Field(ge=1, le=10_000)
    height: int = Field(ge=1, le=10_000)
    rate: float = Field(ge=0, le=1000)


class CameraLost(Event):
    """The picture went away: refused, absent, unplugged, taken by another program."""

    kind: Literal["camera_lost"] = "camera_lost"
    reason: Literal["refused", "absent", "busy", "ended"]


class CameraReleased(Event):
    """The session let go of the camera, which one step alone had used."""

    kind: Literal["camera_released"] = "camera_released"


class ViewChanged(Event):
    """How the picture is shown; ``midline`` is the share of the width at which it is reflected.

    With a ``hidden`` background the limb is shown on a plain table, as soon as it has been told from the empty one.
    """

    kind: Literal["view_changed"] = "view_changed"
    view: View
    midline: Share
    intact: Side
    background: Literal["shown", "hidden"] = "shown"


class Checked(Event):
    """One coach check on the live picture; ``value`` is what was measured, in the check's own unit."""

    kind: Literal["checked"] = "checked"
    check: Check
    passed: bool
    value: float = Field(ge=-1e6, le=1e6)


class Coached(Event):
    """The coach said something; a direction is where to move the limb, as the person sees it."""

    kind: Literal["coached"] = "coached"
    about: Literal[
        "in_view", "side", "own_view", "light", "distance", "lost", "good", "left", "right", "up", "down"
    ]


class SoftwareLatency(Event):
    """Percentiles of captured-to-drawn time in ms since the last such event.

    ``clock`` says what the start was: the capture time the browser gave, or the frame's presentation.
    """

    kind: Literal["software_latency"] = "software_latency"
    frames: Count
    dropped: Count
    p50: Milliseconds
    p95: Milliseconds
    p99: Milliseconds
    clock: Literal["capture", "presentation"]


class LoopLatency(Event):
    """End-to-end delay by the flash test in ms: median of the flashes that the camera saw."""

    kind: Literal["loop_latency"] = "loop_latency"
    flashes: int = Field(ge=1, le=100)
    seen: int = Field(ge=0, le=100)
    median: Milliseconds | None
    spread: Milliseconds | None


class Tracked(Event):
    """One second of tracking; ``movement`` is mean fingertip path in palm lengths per second.

    ``movement`` and ``repetitions`` are null where only pixels were watched: they measure no palm and count nothing.
    """

    kind: Literal["tracked"] = "tracked"
    step: Slug
    frames: int = Field(ge=0, le=240)
    in_view: Share
    movement: Annotated[float, Field(ge=0, le=1000)] | None
    moving: Share
    repetitions: Annotated[int, Field(ge=0, le=20)] | None
    side: Side | None


class AffectedTracked(Event):
    """One second of tracking the covered hand of the affected side, in the units of ``tracked``.

    ``lag`` is by how many ms its movement follows that of the unaffected hand, negative where it leads: the place of
    the highest cross-correlation over the last seconds. It is null where the two do not move alike, or one is not seen.
    """

    kind: Literal["affected_tracked"] = "affected_tracked"
    step: Slug
    frames: int = Field(ge=0, le=240)
    in_view: Share
    movement: Annotated[float, Field(ge=0, le=1000)]
    moving: Share
    repetitions: Annotated[int, Field(ge=0, le=20)]
    lag: Annotated[int, Field(ge=-1000, le=1000)] | None


class Landmarks(Event):
    """Up to a second of landmarks, kept if the plan asks.

    ``points`` holds (frames, 21, 2) flattened, in 1/10000 of the raw picture's width and height;
    ``times`` the ms of each frame after ``at``.
    """

    kind: Literal["landmarks"] = "landmarks"
    times: tuple[Annotated[int, Field(ge=0, le=2000)], ...] = Field(max_length=15)
    points: tuple[Annotated[int, Field(ge=-20_000, le=30_000)], ...] = Field(max_length=15 * 42)


class HoldStarted(Event):
    """Hold still: the picture froze."""

    kind: Literal["hold_started"] = "hold_started"
    step: Slug


class HoldEnded(Event):
    """The person goes on, or ends the session."""

    kind: Literal["hold_ended"] = "hold_ended"
    step: Slug
    outcome: Literal["go_on", "end"]


class EndOffered(Event):
    """A stop rule offered to end the session; what the person chose."""

    kind: Literal["end_offered"] = "end_offered"
    step: Slug
    question: Slug
    accepted: bool


class Stopped(Event):
    """Stop was used."""

    kind: Literal["stopped"] = "stopped"
    step: Slug
    by: Literal["button", "escape"]


class Interrupted(Event):
    """The session broke off without the person's Stop."""

    kind: Literal["interrupted"] = "interrupted"
    step: Slug
    reason: Literal["hidden", "closed", "camera_lost", "found_open"]


class Shortened(Event):
    """What follows this step is made shorter: the person said "Too much today", or that little energy is left.

    ``said`` is where: on their page before the session, at check-in, by an answer about energy, or when a stop rule
    offered to end.
    """

    kind: Literal["shortened"] = "shortened"
    step: Slug
    said: Literal["home", "check_in", "energy", "offer"]


class Alarm(Event):
    """Pain rose far, or an adverse event is severe: the clinic's emergency words are shown, and the therapist is told.

    ``about`` is the question or the category of adverse events.
    """

    kind: Literal["alarm"] = "alarm"
    step: Slug
    cause: Literal["pain", "adverse"]
    about: Slug


class AlarmAnswered(Event):
    """What the person chose when they had read the emergency words."""

    kind: Literal["alarm_answered"] = "alarm_answered"
    step: Slug
    chose: Literal["rest", "go_on", "end"]


class Closed(Event):
    """The session is over; nothing follows."""

    kind: Literal["closed"] = "closed"
    outcome: Literal["completed", "stopped", "not_started"]


OF_EVERY_STEP: tuple[type[Event], ...] = (
    Opened,
    DisplayChanged,
    Resumed,
    StepStarted,
    StepEnded,
    Answered,
    Chose,
    CameraStarted,
    CameraLost,
    CameraReleased,
    ViewChanged,
    Checked,
    Coached,
    SoftwareLatency,
    LoopLatency,
    Tracked,
    AffectedTracked,
    Landmarks,
    HoldStarted,
    HoldEnded,
    EndOffered,
    Shortened,
    Stopped,
    Interrupted,
    Alarm,
    AlarmAnswered,
    Closed,
)
