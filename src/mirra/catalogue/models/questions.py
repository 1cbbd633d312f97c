"""Questions and their answers: check-in, check-out, the embodiment statements, energy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mirra.anatomy import ALL_LIMBS, Limb
from mirra.catalogue.models.evidence import ClaimId
from mirra.catalogue.models.fields import AffectedLimb, Frozen, Slug
from mirra.catalogue.wording import Said, say_all


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


class EnergyFile(Frozen):
    """The question about energy: the choice ``shorten`` cuts what follows to ``share``, ``offer`` offers to end.

    "Too much today" cuts a session to the same ``share``.
    """

    question: SaidQuestion
    shorten: Slug
    offer: Slug
    share: Annotated[float, Field(gt=0, lt=1, description="share of what follows")]
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


@dataclass(frozen=True)
class Questions:
    """What is asked before and after."""

    check_in: CheckInFile
    check_out: CheckOutFile
    energy: EnergyFile
