"""The screening: what is asked, what answers mean, and what was kept of a person's screenings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from mirra.anatomy import Limb
from mirra.catalogue.models.conditions import Review
from mirra.catalogue.models.evidence import Conflict, Provenance, Rule
from mirra.catalogue.models.fields import Frozen, Slug
from mirra.catalogue.models.screening import Meaning
from mirra.clinic.shapes.fields import ScreeningId
from mirra.practice.screening import AffectedLimbNow, Outcome

Answers = Annotated[dict[Slug, Slug], Field(max_length=200)]


class AnswerCard(Frozen):
    """One answer that a question offers."""

    id: Slug
    text: str


class QuestionCard(Frozen):
    """One question of the screening."""

    id: Slug
    text: str
    answers: tuple[AnswerCard, ...]


class ScreeningAsk(Frozen):
    """Answers by the ids of their questions, the affected limb, and whether it is there."""

    limb: Limb
    affected_limb: AffectedLimbNow
    answers: Answers


class NewScreening(ScreeningAsk):
    """A screening to keep; ``signed_off_by`` names the clinician who signs precautions off."""

    signed_off_by: Annotated[str, Field(max_length=80)] = ""


class ReasonCard(Frozen):
    """An answer that is a precaution or means that nobody starts, and the rule that says so."""

    question: Slug
    asked: str
    answer: str
    means: Meaning
    reason: str
    precaution: str
    claim: str
    source: str
    provenance: Provenance


class PackCard(Frozen):
    """A condition pack that fits, with what its sources say and where they disagree; none is ranked above another."""

    id: Slug
    name: str
    note: str
    evidence: Literal["graded", "no graded evidence"]
    rules: tuple[Rule, ...]
    reviews: tuple[Review, ...]
    conflicts: tuple[Conflict, ...]


class ScreeningOutcome(Frozen):
    """What answers mean before anything is kept; ``open`` are the questions that wait for an answer."""

    outcome: Outcome
    reasons: tuple[ReasonCard, ...]
    open: tuple[Slug, ...]
    packs: tuple[PackCard, ...]


class AnswerGiven(Frozen):
    """A question as it was asked, and the answer as it was offered."""

    question: Slug
    asked: str
    answer: Slug
    said: str


class ScreeningBody(Frozen):
    """What was asked, answered and concluded, in the words of that day."""

    limb: Limb
    affected_limb: AffectedLimbNow
    answers: tuple[AnswerGiven, ...]
    reasons: tuple[ReasonCard, ...]


class ScreeningCard(ScreeningBody):
    """A screening of a person as it was kept."""

    id: ScreeningId
    made: datetime
    author: str
    outcome: Outcome
    signed_off_by: str


class PersonScreenings(Frozen):
    """The screening that holds, with the condition packs that fit, and the earlier ones, newest first.

    ``now`` is null for a person who was never screened.
    """

    now: ScreeningCard | None
    packs: tuple[PackCard, ...]
    earlier: tuple[ScreeningCard, ...]
