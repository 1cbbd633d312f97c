"""The screening before a plan: from answers to an outcome with its reasons, and the condition packs that fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mirra.anatomy import Limb
from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.conditions import Condition
from mirra.catalogue.models.screening import ScreeningAnswer, ScreeningQuestion, ScreeningRule
from mirra.errors import ScreeningError

Outcome = Literal["fits", "precautions", "unfinished", "cannot_start"]  # from best to worst
AffectedLimbNow = Literal["there", "gone"]


@dataclass(frozen=True)
class Reason:
    """An answer that has a meaning, with the rule that says which."""

    question: ScreeningQuestion
    answer: ScreeningAnswer
    rule: ScreeningRule


@dataclass(frozen=True)
class Screened:
    """What came of a screening: ``reasons``, first those that mean that nobody starts; ``open`` are not answered."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    open: tuple[ScreeningQuestion, ...]


def screen(catalogue: Catalogue, answers: Mapping[str, str]) -> Screened:
    """What the answers, by the ids of their questions, mean; ``unfinished`` while one is missing.

    An answer that means that nobody starts decides at once, whatever is not answered yet. Raises ``ScreeningError``
    naming the question for an answer that is not offered.
    """
    questions = {question.id: question for question in catalogue.screening}
    for name in answers:
        if name not in questions:
            todo = f"Ask one of: {', '.join(questions)}."
            raise ScreeningError("The screening has no such question.", where=f"answers.{name}", todo=todo)
    chosen = {name: _answer(questions[name], answer) for name, answer in answers.items()}
    reasons = [
        Reason(question, chosen[question.id], rule)
        for question in catalogue.screening
        if question.id in chosen
        for rule in question.rules
        if chosen[question.id].id in rule.answers
    ]
    reasons.sort(key=lambda reason: reason.rule.means != "cannot_start")  # stable: the questions' order stays
    left = tuple(question for question in catalogue.screening if question.id not in chosen)
    return Screened(_outcome(reasons, left), tuple(reasons), left)


def _answer(question: ScreeningQuestion, answer: str) -> ScreeningAnswer:
    for offered_answer in question.answers:
        if offered_answer.id == answer:
            return offered_answer
    offered = ", ".join(choice.id for choice in question.answers)
    what = "The question does not offer this answer."
    raise ScreeningError(what, where=f"answers.{question.id}", todo=f"Choose from: {offered}.")


def _outcome(reasons: list[Reason], left: tuple[ScreeningQuestion, ...]) -> Outcome:
    meanings = {reason.rule.means for reason in reasons}
    if "cannot_start" in meanings:
        return "cannot_start"
    if left:
        return "unfinished"
    return "precautions" if meanings else "fits"


def packs(catalogue: Catalogue, limb: Limb, affected_limb: AffectedLimbNow) -> tuple[Condition, ...]:
    """The condition packs for a limb that is there or gone, in the order of their ids: none is ranked above another."""
    return tuple(
        condition.of_limb(limb)
        for condition in catalogue.conditions.values()
        if limb in condition.limbs and condition.affected_limb == affected_limb
    )
