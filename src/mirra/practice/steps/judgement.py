"""Left/right judgement: is the hand or foot in the picture a left or a right one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirra.anatomy import Side
from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import Frozen, Judged, Slug
from mirra.catalogue.models.programmes import Measure
from mirra.practice.case import Case
from mirra.practice.events import Event
from mirra.practice.judging import AnswerWindow, Reply, Scores, scores
from mirra.practice.person import Person
from mirra.practice.steps.step import Step, StepResult, part_of
from mirra.practice.trials import COUNT, TURNS, Trial, block, own_block

PRACTICE = 4  # trials with feedback before the first block
MOST = 60  # trials of a step
PAUSE = 0.5  # s between an answer and the next cross
TONE = "medium"  # of the pictures that show how to hold one's own limb
USUAL = 2.0  # s that a person is planned to take for an answer

Means = Literal["pointer", "two_keys", "neighbouring_keys", "arrow_keys", "switch", "other", "simulated"]
Place = Annotated[int, Field(ge=0, lt=MOST)]


class JudgingStarted(Event):
    """Trials begin, or go on after a pause; the trial that was under way is shown again.

    ``interval`` is the time from one frame of the screen to the next, in ms; ``size`` is how large the picture is
    shown, in CSS pixels each way.
    """

    kind: Literal["judging_started"] = "judging_started"
    step: Slug
    trial: Place
    interval: Annotated[float, Field(gt=0, le=1000)]
    size: Annotated[int, Field(ge=1, le=10_000)]


class PictureJudged(Event):
    """An answer to the trial at a place in the list.

    ``ms`` runs from the time stamp of the frame in which the picture was painted to that of the event of the answer;
    ``dropped`` counts the frames that did not come in time meanwhile. ``again`` says that the picture may have been
    seen before, since a pause broke into the trial. ``own`` names the posture where the picture was one of the
    person's own limb, as ``ShownPicture.id`` does; the picture itself is never logged.
    """

    kind: Literal["picture_judged"] = "picture_judged"
    step: Slug
    trial: Place
    side: Side
    ms: Annotated[float, Field(ge=0, le=86_400_000)]
    dropped: Annotated[int, Field(ge=0, le=1_000_000)]
    again: bool
    by: Means
    own: Slug | None = None


class JudgementResult(StepResult):
    """What came of a block of trials: its scores, and what they must be read with.

    Times compare only between blocks answered ``by`` the same means. Answers by a switch have no times: it waits for
    its turn. ``again`` counts the answers to pictures that may have been seen before. ``scores`` are those of drawn
    pictures, ``own`` those of pictures of the person's own limb; null where none were to be judged. A trial that was
    not answered counts among those that were planned.
    """

    kind: Literal["judgement"] = "judgement"
    limb: Judged
    by: tuple[Means, ...]
    again: int
    scores: Scores
    own: Scores | None = None

    def share(self) -> float:
        """The share of trials with a valid answer: pictures tapped away too fast to be seen are not judged."""
        both = [block for block in (self.scores, self.own) if block is not None]
        return sum(block.answered * (block.valid or 0.0) for block in both) / sum(
            block.trials for block in both
        )

    def measures(self) -> dict[Measure, float]:
        """Accuracy of the worse side, time of the slower one (s), the difference between them (s).

        They are of drawn pictures, and of the person's own limb only where no drawn ones were answered.
        """
        values: dict[Measure, float] = {}
        scored = self.own if self.own is not None and self.scores.answered == 0 else self.scores
        accuracy, time, difference = scored.accuracy, scored.time, scored.difference
        if accuracy.left is not None and accuracy.right is not None:
            values["judgement_accuracy"] = min(accuracy.left, accuracy.right)
        if time.left is not None and time.right is not None:
            values["judgement_time"] = max(time.left, time.right)
        if difference is not None:
            values["judgement_difference"] = abs(difference)
        return values


class ShownPicture(Frozen):
    """A posture that the person shows to the camera; ``text`` says how, and the picture of a ``tone`` shows it.

    ``id`` names it in the log. It stands in for the drawn picture of this posture and view.
    """

    id: Slug
    posture: Slug
    view: Slug
    tone: Slug
    text: str


class OwnLimb(Frozen):
    """What leads the person through showing their own limb, ``place`` in each posture; ``countdown`` is in s."""

    instruction: tuple[str, ...]
    place: str
    countdown: Annotated[int, Field(ge=1, le=20)]
    shown: Annotated[tuple[ShownPicture, ...], Field(min_length=2, max_length=12)]


class Judgement(Step):
    """A block of trials. Those for ``trying`` come first: right or wrong is said, and nothing is logged.

    There is no deadline; ``window`` says which answers are valid. ``fixation`` is how long the cross is seen, in ms.
    ``try_out`` is said before those for trying. With ``own``, pictures of the person's own limb are taken first and
    judged in the place of the drawn ones, which stay for who cannot or will not show their limb.
    """

    events: ClassVar[tuple[type[Event], ...]] = (JudgingStarted, PictureJudged)
    result: ClassVar[type[StepResult] | None] = JudgementResult
    practice: ClassVar[bool] = True

    kind: Literal["judgement"] = "judgement"
    instruction: tuple[str, ...]
    try_out: str = ""
    limb: Judged
    trying: Annotated[tuple[Trial, ...], Field(max_length=MOST)] = ()
    trials: Annotated[tuple[Trial, ...], Field(min_length=1, max_length=MOST)]
    fixation: Annotated[int, Field(ge=200, le=5000)] = 800
    window: AnswerWindow = AnswerWindow()
    own: OwnLimb | None = None

    @model_validator(mode="after")
    def _all_shown(self) -> Self:
        if self.own is not None:
            shown = {(picture.posture, picture.view) for picture in self.own.shown}
            if any((trial.posture, trial.view) not in shown for trial in (*self.trying, *self.trials)):
                raise ValueError("a trial has a posture that the person does not show")
        return self

    def needs_camera(self) -> bool:
        """Where the person shows their own limb."""
        return self.own is not None

    def planned(self) -> float:
        """How long it takes who answers in 2 s, in s."""
        return len(self.trials) * (self.fixation / 1000 + PAUSE + USUAL)

    def rules(self, catalogue: Catalogue) -> tuple[Rule, ...]:
        """Why there is no deadline, what times compare with, and what becomes of pictures of the own limb."""
        written = catalogue.judgement
        return (*written.rules, written.own.rule) if self.own else written.rules

    def shorter(self, share: float) -> Self:
        """A part of the trials, from the first on."""
        return self.model_copy(update={"trials": self.trials[: part_of(len(self.trials), share)]})

    def fold(self, events: Sequence[Event]) -> StepResult | None:
        """The scores of the answers that are there."""
        answered = [event for event in events if isinstance(event, PictureJudged)]
        first = {answer.trial: answer for answer in reversed(answered)}
        planned = self.own is not None
        of_own = {
            index
            for index in range(len(self.trials))
            if (first[index].own is not None if index in first else planned)
        }
        return JudgementResult(
            step=self.id,
            limb=self.limb,
            by=tuple(dict.fromkeys(answer.by for answer in answered)),
            again=sum(answer.again for answer in first.values()),
            scores=self._scores(first, set(range(len(self.trials))) - of_own),
            own=self._scores(first, of_own) if of_own else None,
        )

    def _scores(self, answers: Mapping[int, PictureJudged], places: Set[int]) -> Scores:
        """The scores of the trials at these places."""
        indices = sorted(places)
        replies = [
            Reply(
                trial=at, side=answer.side, ms=answer.ms, dropped=answer.dropped, timed=answer.by != "switch"
            )
            for at, index in enumerate(indices)
            if (answer := answers.get(index)) is not None
        ]
        return scores([self.trials[index] for index in indices], replies, self.window)

    def simulate(self, person: Person) -> None:
        """Judge every picture."""
        self._judge(person, len(self.trials))

    def simulate_half(self, person: Person) -> None:
        """Judge half of the pictures."""
        self._judge(person, len(self.trials) // 2)

    def _judge(self, person: Person, number: int) -> None:
        shown = self.own.shown if self.own else ()
        person.wait(4, 8)
        for _ in shown:
            person.wait(4, 10)
        person.say(JudgingStarted, step=self.id, trial=0, interval=16.667, size=480)
        for index, trial in enumerate(self.trials[:number]):
            ms, side = person.traits.judge.judges(trial, person.terms.affected, person.random)
            person.at += self.fixation + ms
            person.say(
                PictureJudged,
                step=self.id,
                trial=index,
                side=side,
                ms=ms,
                dropped=int(person.random.random() < 0.02),
                again=False,
                by="simulated",
                own=next((o.id for o in shown if (o.posture, o.view) == (trial.posture, trial.view)), None),
            )
            person.at += 1000 * PAUSE


def dose(
    case: Case,
    number: int = 1,
    *,
    seed: int,
    limb: Judged | None = None,
    count: int = COUNT,
    rotations: int = TURNS,
    trying: int = PRACTICE,
    window: AnswerWindow | None = None,
) -> Judgement:
    """The block that comes at this place; the same ``seed`` gives the same pictures in the same order.

    Without a ``limb``, it is the hand for a person whose hand or arm is affected, else the foot. ``trying`` is how many
    trials come first for trying out. Raises ``ValueError`` for numbers that ``trials.block`` refuses.
    """
    written = case.catalogue.judgement
    shown = limb or ("hand" if case.prescription.limb in ("hand", "arm") else "foot")
    own = _own(case, shown) if case.prescription.own_limb else None

    def trials(seed: int, count: int) -> tuple[Trial, ...]:
        """A block of any pictures, or of those that the person shows."""
        pictures = case.catalogue.stimuli
        if own is None:
            return block(pictures, shown, seed, count=count, rotations=rotations)
        cells = [(picture.posture, picture.view) for picture in own.shown]
        return own_block(pictures, shown, seed, cells, count=count, rotations=rotations)

    return Judgement(
        id=f"judgement_{number}",
        title=written.title,
        instruction=written.told.hand if shown == "hand" else written.told.foot,
        try_out=written.practice if trying else "",
        limb=shown,
        trying=trials(seed + 1, trying) if trying else (),
        trials=trials(seed, count),
        fixation=written.fixation,
        window=window or AnswerWindow(),
        own=own,
    )


def _own(case: Case, limb: Judged) -> OwnLimb:
    """What leads a person through showing their own limb, by drawn pictures of the middle skin tone."""
    written = case.catalogue.judgement.own
    return OwnLimb(
        instruction=(written.told_hand if limb == "hand" else written.told_foot, *written.told),
        place=written.place,
        countdown=written.countdown,
        shown=tuple(
            ShownPicture(id=f"{posture.posture}_{posture.view}", tone=TONE, **dict(posture))
            for posture in (written.hand if limb == "hand" else written.foot)
        ),
    )
