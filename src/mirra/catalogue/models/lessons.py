"""Short lessons before a session: pages with what each rests on, and the questions that are asked afterwards."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from mirra.anatomy import ALL_LIMBS, Limb
from mirra.catalogue.models.evidence import ClaimId, Provenance, Rule
from mirra.catalogue.models.fields import AffectedLimb, Frozen, Slug, Text
from mirra.catalogue.wording import Said, sentences, words

LessonKind = Literal["why", "set_up", "normal", "when_to_stop", "story"]
Picture = Literal["camera", "glass"]
PAGE_SENTENCES = 2
FEW_WORDS = 6  # words a sentence in the variant for people with aphasia, in every language


def _page(text: str) -> str:
    if len(sentences(text)) > PAGE_SENTENCES:
        raise ValueError(f"a page has {PAGE_SENTENCES} sentences at most; make a second page")
    return text


def _few(text: str) -> str:
    for sentence in sentences(_page(text)):
        if words(sentence) > FEW_WORDS:
            raise ValueError(f"“{sentence}” has {words(sentence)} words; at most {FEW_WORDS} with aphasia")
    return text


PageText = Annotated[Said, AfterValidator(_page)]
FewWords = Annotated[Said, AfterValidator(_few)]


class Sourced(Frozen):
    """Something that is said in a lesson, with what it rests on."""

    claim: ClaimId | None = None
    source: Text
    provenance: Provenance

    @model_validator(mode="after")
    def _read_somewhere(self) -> Self:
        if self.provenance in ("read", "computed") and self.claim is None:
            raise ValueError(f"what is {self.provenance} must name its claim; else it is unverified or own")
        return self


class LessonPage(Sourced):
    """One page of a lesson; ``aphasia`` says the same in shorter sentences."""

    text: PageText
    aphasia: FewWords


class LessonOption(Frozen):
    """One possible answer."""

    id: Slug
    text: PageText


class LessonQuestion(Sourced):
    """A question after the lesson; ``right`` is its right option, ``explanation`` is said whatever was answered."""

    id: Slug
    text: PageText
    options: Annotated[tuple[LessonOption, ...], Field(min_length=2, max_length=4)]
    right: Slug
    explanation: PageText

    @model_validator(mode="after")
    def _one_right(self) -> Self:
        ids = [option.id for option in self.options]
        if len(set(ids)) < len(ids):
            raise ValueError("two options have the same id")
        if self.right not in ids:
            raise ValueError(f"right must be one of the options: {', '.join(ids)}")
        return self


class Lesson(Frozen):
    """One lesson; ``place`` orders them.

    It is for people with one of ``conditions`` (empty: any), one of ``limbs``, one of ``pictures``, and whose affected
    limb is there or gone. A story names who tells it and when they agreed, as ``told_by`` and ``agreed``.
    """

    id: Slug
    kind: LessonKind
    place: Annotated[int, Field(ge=0, le=1000, description="place among the lessons")]
    title: Said
    conditions: tuple[Slug, ...] = ()
    limbs: Annotated[tuple[Limb, ...], Field(min_length=1)] = ALL_LIMBS
    pictures: Annotated[tuple[Picture, ...], Field(min_length=1)] = ("camera", "glass")
    affected: AffectedLimb = "any"
    told_by: Annotated[str, Field(max_length=120)] = ""
    agreed: Annotated[str, Field(max_length=120)] = ""
    pages: Annotated[tuple[LessonPage, ...], Field(min_length=1, max_length=12)]
    questions: Annotated[tuple[LessonQuestion, ...], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [question.id for question in self.questions]
        if len(set(ids)) < len(ids):
            raise ValueError("two questions have the same id")
        agreed = bool(self.told_by.strip() and self.agreed.strip())
        if (self.kind == "story") != agreed or (self.kind != "story" and (self.told_by or self.agreed)):
            raise ValueError("a story names told_by and agreed, and no other lesson does")
        if self.kind == "why" and any(page.claim is None for page in self.pages):
            raise ValueError("each page of a lesson that says why must name its claim")
        return self

    def fits(self, condition: str, limb: Limb, picture: Picture, affected: AffectedLimb) -> bool:
        """Whether it is for somebody with this condition, limb and mirror, whose affected limb is there or gone."""
        for_condition = not self.conditions or condition in self.conditions
        for_limb = limb in self.limbs and self.affected in ("any", affected)
        return for_condition and for_limb and picture in self.pictures


class LessonsFile(Frozen):
    """What holds for all lessons.

    A lesson that was understood is asked about again after ``again_days``; one that was not understood is shown
    ``most_shown`` times at most. ``again_title`` stands above its questions when they are asked again.
    """

    again_title: Said
    again_days: Annotated[int, Field(ge=1, le=365, description="whole days")]
    most_shown: Annotated[int, Field(ge=1, le=20, description="times")]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
