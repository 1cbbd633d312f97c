"""What every session has: its limits, set-up, and the words of steps without a file of their own."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from mirra.anatomy import ALL_LIMBS, Limb
from mirra.catalogue.models.evidence import ClaimId, Rule
from mirra.catalogue.models.fields import AffectedLimb, Check, Frozen, Placement, Slug
from mirra.catalogue.models.questions import SaidQuestion
from mirra.catalogue.wording import Said, say_all


class CoachWords(Frozen):
    """What the coach says when a check fails; ``lost`` is said when the limb leaves the view.

    ``left``, ``right``, ``up`` and ``down`` say where to move the limb, as the person sees it, when a part of it is
    beyond the line or the picture's edge. Texts with a default are empty in plans made before they were added.
    """

    in_view: str
    side: str
    own_view: str = ""
    light: str
    distance: str
    lost: str
    good: str
    left: str = ""
    right: str = ""
    up: str = ""
    down: str = ""


class PlacementChoice(Frozen):
    """A place the camera may stand, and how its picture is turned into the person's own view.

    The picture is first turned clockwise by ``rotate`` degrees, then flipped left to right if ``flip``.
    """

    id: Placement
    text: str
    rotate: Literal[0, 90, 180, 270]
    flip: bool


class FittedLine(Frozen):
    """A line said to some people only: those with one of ``limbs``, whose affected limb is there, gone, or either.

    ``untracked`` limits it to plans that do not also track the affected hand.
    """

    text: Said
    limbs: tuple[Limb, ...] = ALL_LIMBS
    affected: AffectedLimb = "any"
    untracked: bool = False


class FittedPlacement(PlacementChoice):
    """A place of the camera that is offered for some limbs only."""

    limbs: tuple[Limb, ...] = ALL_LIMBS
    affected: AffectedLimb = "any"


SaidPlacement = Annotated[FittedPlacement, AfterValidator(say_all)]
SaidCoach = Annotated[CoachWords, AfterValidator(say_all)]


class Latency(Frozen):
    """Limits of the end-to-end delay in ms: green up to ``green``, amber up to ``amber``, red above."""

    green: Annotated[int, Field(ge=1, le=2000, description="milliseconds")]
    amber: Annotated[int, Field(ge=1, le=2000, description="milliseconds")]
    illusion: Annotated[int, Field(ge=1, le=2000, description="milliseconds")]
    illusion_words: Said
    claim: ClaimId

    @model_validator(mode="after")
    def _rise(self) -> Self:
        if not self.green < self.amber < self.illusion:
            raise ValueError("green < amber < illusion must hold")
        return self


class Stop(Frozen):
    """When ``question`` has risen by ``rise`` points over check-in, offer to end."""

    question: Slug
    rise: Annotated[int, Field(ge=1, le=10, description="points on the 0-10 scale")]
    words: Said
    claim: ClaimId


class Alarm(Frozen):
    """When the person is told whom to call, and what they are told until a clinic sets its own words."""

    rise: Annotated[int, Field(ge=1, le=10, description="points on the 0-10 scale")]
    severities: tuple[Slug, ...]
    claim: ClaimId
    emergency: Annotated[tuple[Said, ...], Field(min_length=1)]


class Hold(Frozen):
    """What to say when the person holds still."""

    instruction: Annotated[tuple[Said, ...], Field(min_length=1)]
    claim: ClaimId


class Limits(Frozen):
    """What bounds every session: delay, stop, alarm, hold still, and the seconds between two exercises.

    ``look`` says why one looks before one moves.
    """

    latency: Latency
    stop: Stop
    alarm: Alarm
    hold: Hold
    change_over: Annotated[int, Field(ge=0, le=60, description="whole seconds")]
    resume_within: Annotated[int, Field(ge=0, le=86_400, description="whole seconds")]
    safety: Annotated[tuple[Rule, ...], Field(min_length=1)]
    look: Rule


class SetUpFile(Frozen):
    """Getting ready: words before, the glass mirror, where the camera may stand, what the coach checks and says.

    ``questions`` are asked once there is a picture; ``tracked`` is said where the affected hand is tracked too.
    """

    title: Said
    glass_title: Said
    before: Annotated[tuple[FittedLine, ...], Field(min_length=1)]
    glass: Annotated[tuple[FittedLine, ...], Field(min_length=1)]
    tracked: Annotated[tuple[FittedLine, ...], Field(min_length=1)]
    checks_hand: tuple[Check, ...]
    checks_other: tuple[Check, ...]
    placements: Annotated[tuple[SaidPlacement, ...], Field(min_length=1)]
    coach: SaidCoach
    questions: Annotated[tuple[SaidQuestion, ...], Field(min_length=1)]


class Words(Frozen):
    """Titles and sentences of the steps that have no file of their own."""

    look_title: Said
    look_instruction: Said
    block_title: Said
    rest_title: Said
    rest_instruction: Said
    summary_title: Said
    summary_thanks: Said
