"""The diary: which questions a person may answer once a day, in which words, and of whom each is asked."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mirra.anatomy import ALL_LIMBS, Limb
from mirra.catalogue.models.fields import AffectedLimb, Frozen, Slug
from mirra.catalogue.models.lessons import FewWords, Sourced
from mirra.catalogue.wording import Said, SaidOrNothing

PAIN = "pain"  # the question whose answers are drawn as a course
MOST_QUESTIONS = 12
HIGHEST = 100  # of what an answer stands for: a rating, a step, or a length in per cent


class DiaryChoice(Frozen):
    """One possible answer; ``value`` is the number that it stands for, null where it stands for none."""

    id: Slug
    text: Said
    value: Annotated[int | None, Field(ge=0, le=HIGHEST)] = None


class DiaryQuestion(Sourced):
    """One question, with either a whole-number scale or a few choices.

    It is asked of those with one of ``limbs`` whose affected limb is there or gone, and with one of ``conditions``
    (empty: any). ``name`` stands above its answers, ``few`` asks the same in fewer words. ``drawn`` choices have a
    picture of their value as a length in per cent of the other limb. ``note`` asks for words of the person's own.
    """

    id: Slug
    name: Said
    text: Said
    few: FewWords
    limbs: tuple[Limb, ...] = ALL_LIMBS
    affected: AffectedLimb = "any"
    conditions: tuple[Slug, ...] = ()
    low: Annotated[int, Field(ge=0, le=HIGHEST)] = 0
    high: Annotated[int, Field(ge=0, le=10, description="whole numbers, one target each")] = 0
    low_words: SaidOrNothing = ""
    high_words: SaidOrNothing = ""
    choices: Annotated[tuple[DiaryChoice, ...], Field(max_length=10)] = ()
    drawn: bool = False
    note: SaidOrNothing = ""

    def asked_of(self, condition: str, limb: Limb, affected: AffectedLimb) -> bool:
        """Whether it is asked of a person with this condition and limb, whose affected one is there or gone."""
        fits = not self.conditions or condition in self.conditions
        return fits and limb in self.limbs and self.affected in ("any", affected)

    @model_validator(mode="after")
    def _one_way_to_answer(self) -> Self:
        if bool(self.choices) == (self.low < self.high):
            raise ValueError("a question has either choices or a scale from low to a higher high")
        ids = [choice.id for choice in self.choices]
        if len(set(ids)) < len(ids):
            raise ValueError("two choices have the same id")
        if self.drawn and not self.choices:
            raise ValueError("only choices can be drawn")
        return self


class DiaryFile(Frozen):
    """The diary's title, what is said above its questions (``few``: in fewer words), and the questions in order."""

    title: Said
    lead: Said
    few: FewWords
    questions: Annotated[tuple[DiaryQuestion, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]

    @model_validator(mode="after")
    def _pain_is_rated(self) -> Self:
        ids = [question.id for question in self.questions]
        if len(set(ids)) < len(ids):
            raise ValueError("two questions have the same id")
        pain = [
            question
            for question in self.questions
            if question.id == PAIN and (question.low, question.high) == (0, 10)
        ]
        if not pain:
            raise ValueError("one question must be “pain” with a scale from 0 to 10, for the course")
        return self
