"""The shapes of the clinical content: what a catalogue file may say, and in which units.

Texts said to the person practising are ``Said``: at most eight words a sentence, and never a breath hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from mirra.catalogue.said import Said, SaidOrNothing, say_all

if TYPE_CHECKING:
    from mirra.catalogue.language import Language
    from mirra.catalogue.motion import Loop, Motion

Side = Literal["left", "right"]  # always the anatomical side of the person, never of the picture
Limb = Literal["hand", "arm", "foot", "leg"]
View = Literal["mirror", "flip", "plain"]
Placement = Literal["facing", "above", "lid", "feet"]
Check = Literal["in_view", "side", "own_view", "light", "distance"]
Movement = Literal["one_sided", "two_sided"]
AffectedLimb = Literal["any", "there", "gone"]
SideOrBoth = Literal["both", "left", "right"]
Provenance = Literal["read", "unverified", "computed", "own"]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
ClaimId = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2,3}$")]
Text = Annotated[str, Field(min_length=1, max_length=600)]
Seconds = Annotated[int, Field(ge=5, le=600, description="whole seconds")]
Minutes = Annotated[int, Field(ge=1, le=60, description="whole minutes")]


class Frozen(BaseModel):
    """An immutable model: unknown fields are refused, and so are numbers that are none."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class Rule(Frozen):
    """Why a part of the plan is as it is: the rule, its claim id and its source.

    ``plain`` says it to the person, without numbers of trials; plans made before it existed have none.
    """

    id: Slug
    plain: SaidOrNothing = ""
    text: str
    claim: str
    source: str
    provenance: Provenance


class Choice(Frozen):
    """One possible answer; ``stops`` holds what to tell a person who should not start with it."""

    id: Slug
    text: str
    stops: str = ""


class Question(Frozen):
    """A question with either a whole-number scale or a few choices."""

    id: Slug
    text: str
    low: int = 0
    high: int = 0
    low_words: str = ""
    high_words: str = ""
    choices: tuple[Choice, ...] = ()


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


ALL_LIMBS: tuple[Limb, ...] = ("hand", "arm", "foot", "leg")


class FittedLine(Frozen):
    """A line said to some people only: those with one of ``limbs``, whose affected limb is there, gone, or either.

    ``tracked`` limits it to plans that also track the affected hand (true), or to plans that do not (false).
    """

    text: Said
    limbs: tuple[Limb, ...] = ALL_LIMBS
    affected: AffectedLimb = "any"
    tracked: bool | None = None


class FittedPlacement(PlacementChoice):
    """A place of the camera that is offered for some limbs only."""

    limbs: tuple[Limb, ...] = ALL_LIMBS
    affected: AffectedLimb = "any"


class FittedChoice(Choice):
    """An answer offered to some people only."""

    limbs: tuple[Limb, ...] = ALL_LIMBS
    affected: AffectedLimb = "any"


class Item(Frozen):
    """One embodiment statement; control items are not expected to be agreed with."""

    id: Slug
    text: str
    about: Literal["ownership", "location", "agency", "control"]


SaidQuestion = Annotated[Question, AfterValidator(say_all)]
SaidChoice = Annotated[Choice, AfterValidator(say_all)]
SaidFittedChoice = Annotated[FittedChoice, AfterValidator(say_all)]
SaidItem = Annotated[Item, AfterValidator(say_all)]
SaidPlacement = Annotated[FittedPlacement, AfterValidator(say_all)]
SaidCoach = Annotated[CoachWords, AfterValidator(say_all)]


class Claim(Frozen):
    """One statement about mirror therapy, looked up: what the best evidence says of it.

    ``say`` is what mirra may print of it; ``doubt`` names what of the row was not read in its source.
    """

    id: ClaimId
    claim: Text
    evidence: Annotated[str, Field(min_length=1, max_length=1200)]
    verdict: Literal["supported", "partly", "not supported", "unknown"]
    citation: Text
    provenance: Provenance
    doubt: str = ""
    say: Text


class Counting(Frozen):
    """What a voice says with the tempo: when a repetition begins, and when it turns back."""

    out: Said
    back: Said


class Exercise(Frozen):
    """One exercise file; ``tempo`` is seconds per repetition, ``joint`` the one that moves most.

    ``size`` (large, small, complex) and ``kind`` (basic, functional, sensory) let a condition's stages choose.
    Without ``count`` a voice counts by numbers.
    Two-sided practice of a person whose affected limb is gone says ``alone``: there is no second limb to move.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=40)]
    limbs: Annotated[tuple[Limb, ...], Field(min_length=1)]
    joint: Literal["fingers", "thumb", "wrist", "forearm", "elbow", "toes", "ankle", "knee"]
    size: Literal["large", "small", "complex"]
    kind: Literal["basic", "functional", "sensory"]
    needs: SaidOrNothing = ""
    instruction: Annotated[tuple[Said, ...], Field(min_length=1, max_length=5)]
    count: Counting | None = None
    one_sided: Said
    two_sided: Said
    alone: Said
    repetitions: Annotated[int, Field(ge=1, le=200, description="repetitions")]
    tempo: Annotated[float, Field(ge=1, le=30, description="seconds per repetition")]
    caution: SaidOrNothing
    claim: ClaimId | None = None
    source: Text
    provenance: Provenance


class Stage(Frozen):
    """Which exercises a person may have from so many done sessions on; with no sizes, looking only."""

    id: Slug
    from_done: Annotated[int, Field(ge=0, le=1000, description="sessions done")]
    sizes: tuple[Literal["large", "small", "complex"], ...] = ()
    kinds: tuple[Literal["basic", "functional", "sensory"], ...] = ()


class Dose(Frozen):
    """How long, how often, how many: minutes before the mirror with rests, and repetitions of a movement.

    ``per_week`` and ``weeks`` are absent where no source names them; ``tempo_factor`` slows every exercise.
    """

    minutes: Minutes
    minutes_low: Minutes
    minutes_high: Minutes
    minutes_severe: Minutes
    per_week: Annotated[float, Field(gt=0, le=70, description="sessions a week")] | None = None
    weeks: Annotated[int, Field(ge=1, le=52, description="weeks")] | None = None
    look: Annotated[int, Field(ge=60, le=600, description="whole seconds")]
    look_only: Annotated[int, Field(ge=60, le=600, description="whole seconds")]
    block: Seconds
    block_low: Seconds
    block_high: Seconds
    rest: Seconds
    repetitions_low: Annotated[int, Field(ge=1, le=200, description="repetitions")]
    repetitions: Annotated[int, Field(ge=1, le=200, description="repetitions")] | None = None
    tempo_factor: Annotated[float, Field(ge=0.5, le=4, description="times the exercise's own tempo")] = 1.0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.minutes_low, self.minutes_high
        for name in ("minutes", "minutes_severe"):
            if not low <= getattr(self, name) <= high:
                raise ValueError(f"{name} must lie between minutes_low ({low}) and minutes_high ({high})")
        if low * 60 < self.look + self.block:
            raise ValueError(f"minutes_low must hold one look and one block ({self.look + self.block} s)")
        if not self.block_low <= self.block <= self.block_high:
            raise ValueError("block must lie between block_low and block_high")
        if self.repetitions is not None and self.repetitions < self.repetitions_low:
            raise ValueError(f"repetitions must be at least repetitions_low ({self.repetitions_low})")
        return self


class Condition(Frozen):
    """One condition pack: for whom, how much, which movements in which order, and why.

    ``movement`` is the default; ``movement_fixed`` forbids a therapist's override (where the source warns of it).
    ``affected_limb`` is ``gone`` after an amputation. ``two_sided_words`` is added to two-sided exercises, ``note`` is
    what a therapist reads when enrolling.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=60)]
    note: Text
    evidence: Literal["graded", "no graded evidence"]
    limbs: Annotated[tuple[Limb, ...], Field(min_length=1)]
    view: View
    movement: Movement
    movement_fixed: bool = False
    affected_limb: Literal["there", "gone"] = "there"
    two_sided_words: SaidOrNothing = ""
    without: tuple[Slug, ...] = ()
    dose: Dose
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @property
    def planned_per_week(self) -> float | None:
        """Sessions a week, or ``None`` where the condition names none."""
        return self.dose.per_week

    @model_validator(mode="after")
    def _stages_rise(self) -> Self:
        starts = [stage.from_done for stage in self.stages]
        if starts[0] != 0 or starts != sorted(set(starts)):
            raise ValueError("stages must begin with from_done = 0 and rise")
        for stage in self.stages:
            if bool(stage.sizes) != bool(stage.kinds):
                raise ValueError(
                    f"stage {stage.id} must name both sizes and kinds, or neither (looking only)"
                )
        return self


class Support(Frozen):
    """How the session page serves a person: what they can use, and what is shown and heard.

    ``hand`` can reach the buttons; ``seeing`` is the side attended to, the other one gets a cue; ``few_words`` shows at
    most eight words beside a picture; ``scanning`` lights the buttons in turn, ``scan_seconds`` each.
    """

    hand: SideOrBoth = "both"
    seeing: SideOrBoth = "both"
    few_words: bool = False
    spoken: bool = False
    scanning: bool = False
    scan_seconds: Annotated[float, Field(ge=0.5, le=10, description="seconds")] = 2.0
    large_text: bool = False
    less_motion: bool = False
    sound: bool = True


class Profile(Frozen):
    """One profile file: what a person can use or needs, what it changes, and why.

    ``note`` is what a therapist reads; ``short_blocks`` takes the condition's shortest blocks, ``asks_energy`` asks at
    each rest how much energy is left.
    """

    id: Slug
    name: Annotated[str, Field(min_length=1, max_length=40)]
    note: Text
    not_with: tuple[Slug, ...] = ()
    short_blocks: bool = False
    asks_energy: bool = False
    support: Support = Support()
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]


class EnergyFile(Frozen):
    """The question about energy: the choice ``shorten`` cuts repetitions to ``share``, ``offer`` offers to end."""

    question: SaidQuestion
    shorten: Slug
    offer: Slug
    share: Annotated[float, Field(gt=0, lt=1, description="share of the repetitions")]
    offer_words: Said
    shorter_words: Said
    claim: ClaimId


class CheckInFile(Frozen):
    """The check-in: its title and questions."""

    title: Said
    questions: Annotated[tuple[SaidQuestion, ...], Field(min_length=1)]


class CheckOutFile(Frozen):
    """The check-out: questions, and the register of adverse events with its severities."""

    title: Said
    questions: Annotated[tuple[SaidQuestion, ...], Field(min_length=1)]
    adverse_title: Said
    adverse: Annotated[tuple[SaidFittedChoice, ...], Field(min_length=1)]
    severities: Annotated[tuple[SaidChoice, ...], Field(min_length=1)]
    none_text: Said
    note_title: Said
    claim: ClaimId


class EmbodimentFile(Frozen):
    """The embodiment statements, rated from ``low`` to ``high``, at most once in ``every_days``."""

    title: Said
    explanation: Said
    every_days: Annotated[int, Field(ge=1, le=365, description="whole days")]
    low: int
    high: int
    low_words: Said
    high_words: Said
    items: Annotated[tuple[SaidItem, ...], Field(min_length=1)]
    claim: ClaimId


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
    """What bounds every session: delay, stop, alarm, hold still, and the seconds between two exercises."""

    latency: Latency
    stop: Stop
    alarm: Alarm
    hold: Hold
    change_over: Annotated[int, Field(ge=0, le=60, description="whole seconds")]
    resume_within: Annotated[int, Field(ge=0, le=86_400, description="whole seconds")]
    safety: Annotated[tuple[Rule, ...], Field(min_length=1)]


class SetUpFile(Frozen):
    """Getting ready: words before, the glass mirror, where the camera may stand, what the coach checks and says.

    ``questions`` are asked once there is a picture.
    """

    title: Said
    glass_title: Said
    before: Annotated[tuple[FittedLine, ...], Field(min_length=1)]
    glass: Annotated[tuple[FittedLine, ...], Field(min_length=1)]
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


@dataclass(frozen=True)
class Questions:
    """What is asked before and after."""

    check_in: CheckInFile
    check_out: CheckOutFile
    energy: EnergyFile


@dataclass(frozen=True)
class Catalogue:
    """The whole clinical content, checked; all mappings by id, in the order of their ids.

    Its texts are English; ``languages`` hold their translations.
    """

    conditions: Mapping[str, Condition]
    exercises: Mapping[str, Exercise]
    profiles: Mapping[str, Profile]
    claims: Mapping[str, Claim]
    motions: Mapping[str, Motion]
    loops: Mapping[str, Loop]
    questions: Questions
    embodiment: EmbodimentFile
    limits: Limits
    set_up: SetUpFile
    words: Words
    languages: Mapping[str, Language]

    def language(self, tag: str) -> Language | None:
        """The language of a tag such as "pt-BR", or of its first part; ``None`` is English."""
        return self.languages.get(tag) or self.languages.get(tag.partition("-")[0])

    @property
    def adverse(self) -> tuple[Choice, ...]:
        """The categories of the adverse-event register."""
        return self.questions.check_out.adverse

    def loop(self, exercise: str) -> Loop | None:
        """The loop that shows an exercise; ``None`` where none was drawn, or where its motion has changed since."""
        loop, motion = self.loops.get(exercise), self.motions.get(exercise)
        return loop if loop is not None and motion is not None and loop.motion == motion.digest else None

    def fitting(self, condition: Condition, limb: Limb, stage: Stage | None = None) -> tuple[Exercise, ...]:
        """The exercises a condition may use for a limb, all or those of one stage, in the order of their ids."""
        return tuple(
            exercise
            for exercise in self.exercises.values()
            if limb in exercise.limbs
            and exercise.id not in condition.without
            and (stage is None or (exercise.size in stage.sizes and exercise.kind in stage.kinds))
        )
