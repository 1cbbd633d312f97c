"""Whether every claim that a file names is there, and whether the rules of a plan can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.checks.names import there_is
from mirra.catalogue.models.conditions import Condition, Pack
from mirra.catalogue.models.evidence import Conflict, Rule, Statement
from mirra.catalogue.models.programmes import Need
from mirra.errors import CatalogueError


def check_claims(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a claim that is named and not there."""
    todo = "Name a claim of evidence/, or add it there."
    for where, claim in _named_claims(catalogue):
        if claim is not None:
            what = f"The claim “{claim}” does not exist."
            there_is(claim, catalogue.claims, where=where, what=what, todo=todo)


def check_plain(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a rule without words for the person."""
    for where, rule in _rules(catalogue):
        if not rule.plain:
            todo = "Say in short sentences what the rule means for the person."
            raise CatalogueError("The rule has no plain words.", where=f"{where}.plain", todo=todo)


def check_rules(catalogue: Catalogue) -> None:
    """A plan tells rules apart by their ids: two that can meet in one plan, and differ, need ids of their own.

    Two profiles may share one, since those of left and right say the same of different sides and never meet. Raises
    ``CatalogueError`` for two that share an id.
    """
    rules = tuple(_rules(catalogue))
    of_conditions = [(where, rule) for where, rule in rules if where.startswith("conditions/")]
    others = [(where, rule) for where, rule in rules if not where.startswith(("conditions/", "profiles/"))]
    for condition in (None, *catalogue.conditions):
        own = [
            (where, rule) for where, rule in of_conditions if where.startswith(f"conditions/{condition}.toml")
        ]
        first: dict[str, tuple[str, Rule]] = {}
        for where, rule in (*others, *own):
            before, same = first.setdefault(rule.id, (where, rule))
            if rule != same:
                what = f"Another rule is called “{rule.id}”, too: {before}."
                raise CatalogueError(what, where=f"{where}.id", todo="Give it an id of its own.")


def _rules(catalogue: Catalogue) -> Iterator[tuple[str, Rule]]:
    """Every rule with its place in the files."""
    groups = [
        (f"conditions/{condition.id}.toml: rules", condition.rules)
        for condition in catalogue.conditions.values()
    ]
    groups += [
        (f"conditions/{condition.id}.toml: packs.{index}.rules", pack.rules)
        for condition in catalogue.conditions.values()
        for index, pack in enumerate(condition.packs)
    ]
    groups += [
        (f"profiles/{profile.id}.toml: rules", profile.rules) for profile in catalogue.profiles.values()
    ]
    groups += [(f"addons/{addon.id}.toml: rules", addon.rules) for addon in catalogue.addons.values()]
    groups.append(("steps/imagery.toml: rules", catalogue.imagery.rules))
    groups += [
        (f"programmes/{programme.id}.toml: rules", programme.rules)
        for programme in catalogue.programmes.values()
    ]
    groups.append(("steps/observation.toml: rules", catalogue.observation.rules))
    groups.append(("session/limits.toml: safety", catalogue.limits.safety))
    groups.append(("session/limits.toml: look", (catalogue.limits.look,)))
    groups.append(("steps/judgement.toml: rules", catalogue.judgement.rules))
    groups.append(("steps/direct_movement.toml: rules", catalogue.direct_movement.rules))
    groups.append(("steps/judgement.toml: own.rule", (catalogue.judgement.own.rule,)))
    groups.append(("steps/breathing.toml: rules", catalogue.breathing.rules))
    groups.append(("steps/heart.toml: rules", catalogue.heart.rules))
    groups.append(("steps/lesson.toml: rules", catalogue.lesson_terms.rules))
    for where, rules in groups:
        for index, rule in enumerate(rules):
            yield f"{where}.{index}", rule


def _named_claims(catalogue: Catalogue) -> Iterator[tuple[str, str | None]]:
    """Every place that names a claim, with the id it names."""
    for where, rule in _rules(catalogue):
        yield f"{where}.claim", rule.claim
    for exercise in catalogue.exercises.values():
        yield f"exercises/{exercise.id}.toml: claim", exercise.claim
    for condition in catalogue.conditions.values():
        file = f"conditions/{condition.id}.toml"
        packs = tuple((f"packs.{at}.", pack) for at, pack in enumerate(condition.packs))
        parts: tuple[tuple[str, Condition | Pack], ...] = (("", condition), *packs)
        for within, holds in parts:
            for index, review in enumerate(holds.reviews):
                yield f"{file}: {within}reviews.{index}.claim", review.claim
            for where, statement in _statements(file, holds.conflicts, within):
                yield where, statement.claim
    for addon in catalogue.addons.values():
        for index, item in enumerate(addon.items):
            yield f"addons/{addon.id}.toml: items.{index}.claim", item.claim
        for where, statement in _statements(f"addons/{addon.id}.toml", addon.conflicts):
            yield where, statement.claim
    for question in catalogue.screening:
        for index, rule_of_answer in enumerate(question.rules):
            yield f"screening/{question.id}.toml: rules.{index}.claim", rule_of_answer.claim
    for programme in catalogue.programmes.values():
        for where, statement in _statements(f"programmes/{programme.id}.toml", programme.conflicts):
            yield where, statement.claim
    for lesson in catalogue.lessons.values():
        for field in ("pages", "questions"):
            for index, said in enumerate(getattr(lesson, field)):
                yield f"lessons/{lesson.id}.toml: {field}.{index}.claim", said.claim
    for index, edge in enumerate(catalogue.mechanism.edges):
        for name, claims in (("claims", edge.claims), ("against", edge.against)):
            for at, claim in enumerate(claims):
                yield f"mechanism/mechanism.toml: edges.{index}.{name}.{at}", claim
    for index, of_diary in enumerate(catalogue.diary.questions):
        yield f"diary/diary.toml: questions.{index}.claim", of_diary.claim
    for where, need in _needs(catalogue):
        yield f"{where}.claim", need.claim
    for design in catalogue.designs.values():
        for index, stated in enumerate(design.rules):
            yield f"designs/{design.id}.toml: rules.{index}.claim", stated.claim
    for index, shown in enumerate(catalogue.displays.displays):
        yield f"session/displays.toml: displays.{index}.claim", shown.claim
    limits = catalogue.limits
    bounds = (
        ("latency", limits.latency),
        ("stop", limits.stop),
        ("alarm", limits.alarm),
        ("hold", limits.hold),
    )
    for name, bound in bounds:
        yield f"session/limits.toml: {name}.claim", bound.claim
    for index, compared in enumerate(catalogue.comparisons.comparisons):
        yield f"comparisons/treatments.toml: comparisons.{index}.claim", compared.claim
    for index, part in enumerate(catalogue.glass_mirror.parts):
        for at, line in enumerate(part.lines):
            yield f"home/glass_mirror.toml: parts.{index}.lines.{at}.claim", line.claim
    for index, prompt in enumerate(catalogue.clinician.prompts):
        yield f"steps/clinician.toml: prompts.{index}.claim", prompt.claim
    yield "questions/embodiment.toml: claim", catalogue.embodiment.claim
    yield "questions/check_out.toml: claim", catalogue.questions.check_out.claim
    yield "questions/energy.toml: claim", catalogue.questions.energy.claim
    judgement = catalogue.judgement
    for field, numbers in (("norms", judgement.norms), ("detectable", judgement.detectable)):
        for index, number in enumerate(numbers):
            yield f"steps/judgement.toml: {field}.{index}.claim", number.claim
    yield "steps/judgement.toml: enough.claim", judgement.enough.claim


def _statements(
    file: str, conflicts: tuple[Conflict, ...], within: str = ""
) -> Iterator[tuple[str, Statement]]:
    """Every statement of sources that disagree, with the place of its claim."""
    for index, conflict in enumerate(conflicts):
        for side, statement in enumerate(conflict.statements):
            yield f"{file}: {within}conflicts.{index}.statements.{side}.claim", statement


def _needs(catalogue: Catalogue) -> Iterator[tuple[str, Need]]:
    """Every need of a gate, with its place in the files."""
    for programme in catalogue.programmes.values():
        file = f"programmes/{programme.id}.toml"
        for index, stage in enumerate(programme.stages):
            for at, need in enumerate(stage.gate.needs if stage.gate else ()):
                yield f"{file}: stages.{index}.gate.needs.{at}", need
        if programme.back:
            yield f"{file}: back.need", programme.back.need
