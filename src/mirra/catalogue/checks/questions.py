"""Whether what is asked can be answered, and everybody is told where the camera or the glass mirror stands."""

from __future__ import annotations

from mirra.anatomy import ALL_LIMBS
from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.checks.names import there_is
from mirra.catalogue.models.fields import AffectedLimb
from mirra.errors import CatalogueError

AFFECTED: tuple[AffectedLimb, ...] = ("there", "gone")
PAIN = "pain"  # the question that pain before and after a session are read from


def check_questions(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a question that the rules need and nobody asks, or that cannot be answered."""
    known_ids = {question.id for question in catalogue.questions.check_in.questions}
    again = {question.id for question in catalogue.questions.check_out.questions}
    rule = catalogue.limits.stop.question
    if rule not in known_ids & again:
        where = "session/limits.toml: stop.question"
        raise CatalogueError(f"“{rule}” is not asked both at check-in and at check-out.", where=where)
    if PAIN not in known_ids & again:
        where = "questions/check_in.toml: questions"
        what = (
            f"“{PAIN}” is not asked both at check-in and at check-out, so no gate could be held against pain."
        )
        raise CatalogueError(what, where=where)
    if catalogue.direct_movement.felt.id != rule:
        where, what = (
            "steps/direct_movement.toml: felt.id",
            f"It is not “{rule}”, the question of the stop rule.",
        )
        raise CatalogueError(what, where=where)
    severities = {choice.id for choice in catalogue.questions.check_out.severities}
    if unknown := set(catalogue.limits.alarm.severities) - severities:
        where = "session/limits.toml: alarm.severities"
        raise CatalogueError(f"“{min(unknown)}” is no severity of questions/check_out.toml.", where=where)
    for name, group in (
        ("questions/check_in", catalogue.questions.check_in.questions),
        ("questions/check_out", catalogue.questions.check_out.questions),
        ("session/set_up", catalogue.set_up.questions),
    ):
        ids = [question.id for question in group]
        for index, question in enumerate(group):
            if question.id in ids[:index]:
                where = f"{name}.toml: questions.{index}.id"
                raise CatalogueError(f"A question before it is called “{question.id}”, too.", where=where)
            if bool(question.choices) == (question.low < question.high):
                what = "A question has either choices or a scale from low to a higher high."
                raise CatalogueError(what, where=f"{name}.toml: questions.{index}")


def check_energy(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for an answer about energy that is not offered."""
    energy = catalogue.questions.energy
    known = {choice.id for choice in energy.question.choices}
    for field in ("shorten", "offer"):
        what = f"The question has no choice “{getattr(energy, field)}”."
        there_is(getattr(energy, field), known, where=f"questions/energy.toml: {field}", what=what)


def check_screening(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a rule of the screening about an answer that is not offered."""
    for question in catalogue.screening:
        known = {answer.id for answer in question.answers}
        for index, rule in enumerate(question.rules):
            for which, answer in enumerate(rule.answers):
                where = f"screening/{question.id}.toml: rules.{index}.answers.{which}"
                what = f"The question has no answer “{answer}”."
                there_is(
                    answer, known, where=where, what=what, todo=f"Choose from: {', '.join(sorted(known))}."
                )


def check_placements(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a limb for which the camera may stand nowhere."""
    for limb in ALL_LIMBS:
        if not any(limb in placement.limbs for placement in catalogue.set_up.placements):
            where = "session/set_up.toml: placements"
            raise CatalogueError(f"The camera may stand nowhere for the {limb}.", where=where)


def check_sheet(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a part of the sheet that says nothing to somebody it may be printed for."""
    for index, part in enumerate(catalogue.glass_mirror.parts):
        for limb in ALL_LIMBS:
            for affected in AFFECTED:
                if not any(line.said_to(limb, affected) for line in part.lines):
                    whom = f"the {limb} of somebody whose affected limb is {affected}"
                    todo = "Add a line for it, or leave the part out."
                    where = f"home/glass_mirror.toml: parts.{index}.lines"
                    raise CatalogueError(
                        f"The part “{part.id}” has no line for {whom}.", where=where, todo=todo
                    )
