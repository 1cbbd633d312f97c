"""What holds for a whole session, whatever its steps: for whom it is, how the limb is shown, limits and rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mirra.anatomy import Limb, Side
from mirra.catalogue.models.fields import Frozen, LanguageTag, Slug, View
from mirra.catalogue.models.profiles import Support
from mirra.practice.display import Display
from mirra.practice.strict import Wall

Picture = Literal["camera", "glass"]
SessionId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


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


class ShorterRule(Frozen):
    """What "Too much today" does: each step of practice that follows is cut to ``share``, as its kind says.

    ``minutes`` is how long the practice is then planned to take, said before the person chooses to begin.
    """

    share: float = Field(gt=0, lt=1)
    minutes: float
    claim: str


class TiredRule(Frozen):
    """What an answer about energy does: ``shorten`` cuts what follows to ``share``, ``offer`` offers to end."""

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


class StageBefore(Frozen):
    """A stage that the person was in before: from which day on, and how they came to it."""

    name: str
    begun: date
    why: str


class StageNow(Frozen):
    """Where the person stands in a programme: stage ``place`` of ``of``, since ``begun``.

    ``told`` says what they do in it, ``why`` how they came to it. ``welcome`` is for those who come back after a long
    time, else empty. Of the ``days`` since then, today left out, they practised on ``practised``. ``before`` are the
    last stages before this one, oldest first.
    """

    programme: Slug
    id: Slug
    name: str
    told: str
    why: str
    welcome: str = ""
    place: int = Field(ge=1)
    of: int = Field(ge=1)
    begun: date
    days: int = Field(ge=0, default=0)
    practised: int = Field(ge=0, default=0)
    before: tuple[StageBefore, ...] = ()


class Terms(Frozen):
    """The part of a session plan that is no step.

    ``display`` is how the camera's picture is shown; a glass mirror shows as it does. With ``hide_background`` the limb
    is shown on a plain table, unless the person has chosen otherwise.
    ``stage`` is the stage of a programme; mirror sessions alone have none.
    ``support`` is what the ``profiles`` come to for the session page; ``emergency`` is what the clinic says to a person
    who raises an alarm. ``shorter`` is null where no step can be made shorter. ``language`` is that of the words;
    numbers and sources behind a rule stay English.
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
    shorter: ShorterRule | None = None
    tired: TiredRule | None = None
    profiles: tuple[Slug, ...] = ()
    support: Support = Support()
    stage: StageNow | None = None
    resume_within: int = Field(default=3600, ge=0)
