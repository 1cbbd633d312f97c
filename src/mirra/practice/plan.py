"""The session plan: everything the browser needs to lead one session, decided in Python beforehand.

All clinical content (wording, doses, limits, questions) travels inside the plan, so the client holds none.
The TypeScript types of the web client are generated from these models; the build fails when they differ.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from mirra.catalogue.models.evidence import Provenance as Provenance
from mirra.catalogue.models.evidence import Rule as Rule
from mirra.catalogue.models.exercises import Counting as Counting
from mirra.catalogue.models.fields import Check as Check
from mirra.catalogue.models.fields import Frozen as Frozen
from mirra.catalogue.models.fields import LanguageTag as LanguageTag
from mirra.catalogue.models.fields import Limb as Limb
from mirra.catalogue.models.fields import Placement as Placement
from mirra.catalogue.models.fields import Side as Side
from mirra.catalogue.models.fields import Slug as Slug
from mirra.catalogue.models.fields import View as View
from mirra.catalogue.models.profiles import Support as Support
from mirra.catalogue.models.questions import Choice as Choice
from mirra.catalogue.models.questions import Item as Item
from mirra.catalogue.models.questions import Question as Question
from mirra.catalogue.models.session import CoachWords as CoachWords
from mirra.catalogue.models.session import PlacementChoice as PlacementChoice
from mirra.errors import PlanError
from mirra.practice.display import Display
from mirra.practice.strict import NotStrictError, Wall, as_text, mistake, parsed

PLAN_VERSION = 1
PLAN_BYTES = 1_000_000

Picture = Literal["camera", "glass"]
SessionId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class CheckIn(Frozen):
    """Pain, distress and dizziness, before anything moves."""

    kind: Literal["check_in"] = "check_in"
    id: Slug
    title: str
    questions: tuple[Question, ...]


class SetUp(Frozen):
    """The camera coach, or the instructions for a glass mirror.

    ``tracked`` is said of the affected hand where it is tracked too, before the camera is chosen.
    ``questions`` are asked once there is a picture; with ``measure_delay`` the whole delay is measured too.
    """

    kind: Literal["set_up"] = "set_up"
    id: Slug
    title: str
    before: tuple[str, ...]
    glass: tuple[str, ...]
    placements: tuple[PlacementChoice, ...]
    checks: tuple[Check, ...]
    coach: CoachWords
    questions: tuple[Question, ...] = ()
    measure_delay: bool = False
    tracked: tuple[str, ...] = ()


class Look(Frozen):
    """Looking without moving, so that the seen limb can become one's own."""

    kind: Literal["look"] = "look"
    id: Slug
    title: str
    instruction: str
    seconds: int = Field(ge=5, le=600)


class Demonstration(Frozen):
    """The loop that shows an exercise, by the name of its files: it holds ``repetitions`` and lasts ``seconds``."""

    id: Slug
    repetitions: int = Field(ge=1, le=8)
    seconds: float = Field(ge=1, le=240)


class Exercise(Frozen):
    """One exercise as dosed for this session; ``tempo`` is seconds per repetition.

    Where ``count`` is null, a voice says the number of a repetition, then "and back". ``demonstration`` is null where
    there is no loop that shows it.
    """

    id: Slug
    name: str
    instruction: tuple[str, ...]
    wording: str
    movement: Literal["one_sided", "two_sided"]
    repetitions: int = Field(ge=1, le=200)
    tempo: float = Field(gt=0.5, le=30)
    caution: str
    source: str
    count: Counting | None = None
    demonstration: Demonstration | None = None


class Block(Frozen):
    """Exercises one after another, paced."""

    kind: Literal["block"] = "block"
    id: Slug
    title: str
    exercises: tuple[Exercise, ...]


class Rest(Frozen):
    """A pause; the person may go on earlier or rest longer, and may answer ``question`` again.

    ``energy`` is asked where the plan has a rule for people who tire quickly.
    """

    kind: Literal["rest"] = "rest"
    id: Slug
    title: str
    instruction: str
    seconds: int = Field(ge=5, le=600)
    question: Question | None = None
    energy: Question | None = None


class Embodiment(Frozen):
    """Statements about the seen limb, rated from ``low`` to ``high``, after at least a minute of looking.

    They are asked at most once in ``every_days``; ``explanation`` is said above the first.
    """

    kind: Literal["embodiment"] = "embodiment"
    id: Slug
    title: str
    after_seconds: int = Field(ge=0, le=600)
    explanation: str = ""
    every_days: int = Field(default=0, ge=0, le=365)
    low: int = -3
    high: int = 3
    low_words: str
    high_words: str
    items: tuple[Item, ...]


class CheckOut(Frozen):
    """Pain now, anything unpleasant by one tap each, and a word of the person's own."""

    kind: Literal["check_out"] = "check_out"
    id: Slug
    title: str
    questions: tuple[Question, ...]
    adverse_title: str
    adverse: tuple[Choice, ...]
    severities: tuple[Choice, ...]
    none_text: str
    note_title: str
    note_limit: int = Field(default=280, ge=0, le=280)


class Summary(Frozen):
    """The quiet account of what was done."""

    kind: Literal["summary"] = "summary"
    id: Slug
    title: str
    thanks: str


Step = Annotated[
    CheckIn | SetUp | Look | Block | Rest | Embodiment | CheckOut | Summary, Field(discriminator="kind")
]


class LatencyLimits(Frozen):
    """End-to-end delay in ms: green up to ``green``, amber up to ``amber``, red above; past ``illusion`` a word."""

    green: int
    amber: int
    illusion: int
    illusion_words: str
    claim: str


class Tracking(Frozen):
    """Whether the hand is tracked, and how many landmark sets a second are kept (0: none).

    With ``affected`` the hand of the affected side is tracked too. It stays covered on the screen.
    """

    hand: bool
    landmarks_hz: int = Field(default=0, ge=0, le=15)
    affected: bool = False

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if self.affected and not self.hand:
            raise ValueError("the affected hand is tracked only where the other one is")
        return self


class HoldStill(Frozen):
    """What to do on pain, stiffness or nausea: the picture freezes, the person watches until it settles."""

    instruction: tuple[str, ...]
    claim: str


class StopRule(Frozen):
    """When a question asked again has risen by ``rise`` over check-in, offer to end."""

    question: Slug
    rise: int
    words: str
    claim: str


class TiredRule(Frozen):
    """What an answer about energy does: ``shorten`` cuts repetitions to ``share``, ``offer`` offers to end."""

    question: Slug
    shorten: Slug
    offer: Slug
    share: float = Field(gt=0, lt=1)
    offer_words: str
    shorter_words: str
    claim: str


class AlarmRule(Frozen):
    """When the person is told whom to call: ``question`` risen by ``rise``, or an adverse event so strong."""

    question: Slug
    rise: int
    severities: tuple[Slug, ...]
    claim: str


class SessionPlan(Frozen):
    """One whole session, as data.

    ``display`` is how the camera's picture is shown; a glass mirror shows as it does. With ``hide_background`` the limb
    is shown on a plain table, unless the person has chosen otherwise.
    ``support`` is what the ``profiles`` come to for the session page; ``emergency`` is what the clinic says to a person
    who raises an alarm. ``language`` is that of the words; numbers and sources behind a rule stay English.
    """

    version: Literal[1] = 1
    id: SessionId
    made_at: Wall
    person: str
    condition: Slug
    condition_name: str
    affected: Side
    limb: Limb
    view: View
    picture: Picture
    language: LanguageTag = "en"
    display: Display = Display()
    pacing_sound: bool = True
    minutes: float
    tracking: Tracking
    hide_background: bool = False
    latency: LatencyLimits
    hold: HoldStill
    stop: StopRule
    alarm: AlarmRule | None = None
    emergency: tuple[str, ...] = ()
    tired: TiredRule | None = None
    profiles: tuple[Slug, ...] = ()
    support: Support = Support()
    resume_within: int = Field(default=3600, ge=0)
    steps: tuple[Step, ...]
    why: tuple[Rule, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Pages tell steps, exercises within a step, and rules apart by id: none may occur twice."""
        steps = [step.id for step in self.steps]
        blocks = [[one.id for one in step.exercises] for step in self.steps if isinstance(step, Block)]
        if any(len(ids) != len(set(ids)) for ids in (steps, *blocks)):
            raise ValueError("every step, and every exercise of a block, needs an id of its own")
        if len(self.why) != len({rule.id for rule in self.why}):
            raise ValueError("every rule needs an id of its own")
        return self


def seconds(step: Step) -> float:
    """How long a step is planned to last before the mirror, in s; questions and set-up have no planned length."""
    match step:
        case Look() | Rest():
            return float(step.seconds)
        case Block():
            return sum(e.repetitions * e.tempo for e in step.exercises)
        case _:
            return 0.0


def read_plan(text: str | bytes) -> SessionPlan:
    """Read a plan from JSON.

    Raises ``PlanError`` naming the field when the text is over ``PLAN_BYTES`` bytes of UTF-8, is not strict JSON
    (a key given twice, NaN, a number as text), of an unknown version, or outside the model.
    """
    try:
        text = as_text(text, PLAN_BYTES)
        data = parsed(text)
    except NotStrictError as error:
        raise PlanError(
            f"The session plan is refused: {error}.", where="plan", todo="Make it again."
        ) from None
    version = data.get("version") if isinstance(data, dict) else None
    if version != PLAN_VERSION or isinstance(version, bool):
        raise PlanError(
            f"The session plan has version {repr(version)[:40]}; this mirra reads version {PLAN_VERSION}.",
            where="plan.version",
            todo="Update mirra, or make the plan again.",
        )
    try:
        return SessionPlan.model_validate_json(text, strict=True)
    except ValidationError as error:
        place, what = mistake(error, "plan")
        raise PlanError(f"The session plan does not fit: {what}.", where=place) from None
