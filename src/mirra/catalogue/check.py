"""What no file can know by itself: whether the files of a catalogue agree with one another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.language import Language
from mirra.catalogue.models.conditions import Condition, Pack
from mirra.catalogue.models.evidence import Conflict, Rule, Statement
from mirra.catalogue.models.exercises import FASTEST, SLOWEST, Exercise
from mirra.catalogue.models.fields import ALL_LIMBS, AffectedLimb, Judged
from mirra.catalogue.models.lessons import FEW_WORDS
from mirra.catalogue.models.programmes import Need
from mirra.catalogue.said import SENTENCE_WORDS, sentences, words
from mirra.catalogue.texts import texts
from mirra.errors import CatalogueError

JUDGED: tuple[Judged, ...] = get_args(Judged)
AFFECTED: tuple[AffectedLimb, ...] = ("there", "gone")
GRADES = ("supported", "partly", "unknown", "not supported")  # the surest first
PAIN = "pain"  # the question that pain before and after a session are read from
RESTS = tuple(f"rest_{limb}" for limb in ALL_LIMBS)


def check(catalogue: Catalogue, may_be_unused: frozenset[str] = frozenset()) -> None:
    """Raises ``CatalogueError`` naming file and field where a file names what is not there, or contradicts another.

    The languages ``may_be_unused`` may translate texts that the catalogue does not have.
    """
    _check_claims(catalogue)
    _check_plain(catalogue)
    _check_rules(catalogue)
    _check_exercises(catalogue)
    _check_questions(catalogue)
    _check_screening(catalogue)
    _check_placements(catalogue)
    _check_sheet(catalogue)
    _check_comparisons(catalogue)
    _check_diary(catalogue)
    _check_profiles(catalogue)
    _check_programmes(catalogue)
    _check_lessons(catalogue)
    _check_mechanism(catalogue)
    _check_addons(catalogue)
    _check_motions(catalogue)
    _check_own_limb(catalogue)
    english, few = texts(catalogue), set(_few(catalogue))
    for language in catalogue.languages.values():
        _check_language(language, english, few, strict=language.language not in may_be_unused)


def _check_language(
    language: Language, english: Mapping[str, str], few: Collection[str], strict: bool
) -> None:
    """Every text translates one of the catalogue, with its placeholders, in sentences as short as the English ones."""
    file = f"languages/{language.language}.toml"
    for text, reason in language.mistakes():
        raise CatalogueError(f"This cannot be said: {reason}.", where=f"{file}: texts.“{text}”")
    for text, said in language.texts.items():
        most = FEW_WORDS if text in few else SENTENCE_WORDS
        where = f"{file}: texts.“{text}”"
        if strict and text not in english:
            todo = "Copy the English text exactly, or leave this one out."
            raise CatalogueError("The catalogue has no such English text.", where=where, todo=todo)
        for sentence in (one for filled in language.fillings(said) for one in sentences(filled)):
            if words(sentence) > most:
                what = f"“{sentence}” has {words(sentence)} words; at most {most} a sentence."
                raise CatalogueError(what, where=where)


def _few(catalogue: Catalogue) -> Iterator[str]:
    """The English texts that are said to people with aphasia alone, and are shorter in every language."""
    for lesson in catalogue.lessons.values():
        yield from (page.aphasia for page in lesson.pages)
    yield catalogue.diary.few
    yield from (question.few for question in catalogue.diary.questions)


def _rules(catalogue: Catalogue) -> Iterator[tuple[str, Rule]]:
    """Every rule with its place in the files."""
    groups = [(f"conditions/{one.id}.toml: rules", one.rules) for one in catalogue.conditions.values()]
    groups += [
        (f"conditions/{one.id}.toml: packs.{place}.rules", pack.rules)
        for one in catalogue.conditions.values()
        for place, pack in enumerate(one.packs)
    ]
    groups += [(f"profiles/{one.id}.toml: rules", one.rules) for one in catalogue.profiles.values()]
    groups += [(f"addons/{one.id}.toml: rules", one.rules) for one in catalogue.addons.values()]
    groups.append(("steps/imagery.toml: rules", catalogue.imagery.rules))
    groups += [(f"programmes/{one.id}.toml: rules", one.rules) for one in catalogue.programmes.values()]
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
        for place, rule in enumerate(rules):
            yield f"{where}.{place}", rule


def _check_plain(catalogue: Catalogue) -> None:
    for where, rule in _rules(catalogue):
        if not rule.plain:
            todo = "Say in short sentences what the rule means for the person."
            raise CatalogueError("The rule has no plain words.", where=f"{where}.plain", todo=todo)


def _check_rules(catalogue: Catalogue) -> None:
    """A plan tells rules apart by their ids: two that can meet in one plan, and differ, need ids of their own.

    Two profiles may share one, since those of left and right say the same of different sides and never meet.
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
            for place, review in enumerate(holds.reviews):
                yield f"{file}: {within}reviews.{place}.claim", review.claim
            for where, statement in _statements(file, holds.conflicts, within):
                yield where, statement.claim
    for addon in catalogue.addons.values():
        for place, item in enumerate(addon.items):
            yield f"addons/{addon.id}.toml: items.{place}.claim", item.claim
        for where, statement in _statements(f"addons/{addon.id}.toml", addon.conflicts):
            yield where, statement.claim
    for question in catalogue.screening:
        for place, one in enumerate(question.rules):
            yield f"screening/{question.id}.toml: rules.{place}.claim", one.claim
    for programme in catalogue.programmes.values():
        for where, statement in _statements(f"programmes/{programme.id}.toml", programme.conflicts):
            yield where, statement.claim
    for lesson in catalogue.lessons.values():
        for field in ("pages", "questions"):
            for place, said in enumerate(getattr(lesson, field)):
                yield f"lessons/{lesson.id}.toml: {field}.{place}.claim", said.claim
    for place, edge in enumerate(catalogue.mechanism.edges):
        for name, claims in (("claims", edge.claims), ("against", edge.against)):
            for at, claim in enumerate(claims):
                yield f"mechanism/mechanism.toml: edges.{place}.{name}.{at}", claim
    for place, asked in enumerate(catalogue.diary.questions):
        yield f"diary/diary.toml: questions.{place}.claim", asked.claim
    for where, need in _needs(catalogue):
        yield f"{where}.claim", need.claim
    for design in catalogue.designs.values():
        for place, stated in enumerate(design.rules):
            yield f"designs/{design.id}.toml: rules.{place}.claim", stated.claim
    for place, shown in enumerate(catalogue.displays.displays):
        yield f"session/displays.toml: displays.{place}.claim", shown.claim
    limits = catalogue.limits
    bounds = (
        ("latency", limits.latency),
        ("stop", limits.stop),
        ("alarm", limits.alarm),
        ("hold", limits.hold),
    )
    for name, bound in bounds:
        yield f"session/limits.toml: {name}.claim", bound.claim
    for place, compared in enumerate(catalogue.comparisons.comparisons):
        yield f"comparisons/treatments.toml: comparisons.{place}.claim", compared.claim
    for place, part in enumerate(catalogue.glass_mirror.parts):
        for at, line in enumerate(part.lines):
            yield f"home/glass_mirror.toml: parts.{place}.lines.{at}.claim", line.claim
    for place, prompt in enumerate(catalogue.clinician.prompts):
        yield f"steps/clinician.toml: prompts.{place}.claim", prompt.claim
    yield "questions/embodiment.toml: claim", catalogue.embodiment.claim
    yield "questions/check_out.toml: claim", catalogue.questions.check_out.claim
    yield "questions/energy.toml: claim", catalogue.questions.energy.claim
    judgement = catalogue.judgement
    for field, numbers in (("norms", judgement.norms), ("detectable", judgement.detectable)):
        for place, number in enumerate(numbers):
            yield f"steps/judgement.toml: {field}.{place}.claim", number.claim
    yield "steps/judgement.toml: enough.claim", judgement.enough.claim


def _statements(
    file: str, conflicts: tuple[Conflict, ...], within: str = ""
) -> Iterator[tuple[str, Statement]]:
    """Every statement of sources that disagree, with the place of its claim."""
    for place, conflict in enumerate(conflicts):
        for side, statement in enumerate(conflict.statements):
            yield f"{file}: {within}conflicts.{place}.statements.{side}.claim", statement


def _needs(catalogue: Catalogue) -> Iterator[tuple[str, Need]]:
    """Every need of a gate, with its place in the files."""
    for programme in catalogue.programmes.values():
        file = f"programmes/{programme.id}.toml"
        for place, stage in enumerate(programme.stages):
            for at, need in enumerate(stage.gate.needs if stage.gate else ()):
                yield f"{file}: stages.{place}.gate.needs.{at}", need
        if programme.back:
            yield f"{file}: back.need", programme.back.need


def _check_programmes(catalogue: Catalogue) -> None:
    for programme in catalogue.programmes.values():
        for place, name in enumerate(programme.conditions):
            if name not in catalogue.conditions:
                where = f"programmes/{programme.id}.toml: conditions.{place}"
                todo = f"Name one of {', '.join(catalogue.conditions)}."
                raise CatalogueError(f"There is no condition “{name}”.", where=where, todo=todo)
        gone = [id for id in programme.conditions if catalogue.conditions[id].affected_limb == "gone"]
        for place, stage in enumerate(programme.stages):
            if gone and "direct_movement" in stage.practise:
                where = f"programmes/{programme.id}.toml: stages.{place}.practise"
                what = f"With {gone[0]} there is no affected limb to move directly."
                raise CatalogueError(what, where=where, todo=f"Leave {gone[0]} out of the conditions.")


def _check_lessons(catalogue: Catalogue) -> None:
    for lesson in catalogue.lessons.values():
        for place, name in enumerate(lesson.conditions):
            if name not in catalogue.conditions:
                where = f"lessons/{lesson.id}.toml: conditions.{place}"
                todo = f"Name one of {', '.join(catalogue.conditions)}, or leave the field out for all."
                raise CatalogueError(f"There is no condition “{name}”.", where=where, todo=todo)


def _check_mechanism(catalogue: Catalogue) -> None:
    """Every edge leads between nodes of the graph, and claims no more than the claims that it names."""
    nodes = {node.id for node in catalogue.mechanism.nodes}
    for place, edge in enumerate(catalogue.mechanism.edges):
        where = f"mechanism/mechanism.toml: edges.{place}"
        for field in ("begin", "end"):
            if getattr(edge, field) not in nodes:
                todo = f"Name one of {', '.join(sorted(nodes))}, or add a node."
                what = f"There is no node “{getattr(edge, field)}”."
                raise CatalogueError(what, where=f"{where}.{field}", todo=todo)
        for claim in edge.claims:
            verdict = catalogue.claims[claim].verdict
            if GRADES.index(edge.grade) < GRADES.index(verdict):
                what = f"The edge is graded “{edge.grade}”, but its claim {claim} is “{verdict}”."
                raise CatalogueError(
                    what, where=f"{where}.grade", todo=f"Write “{verdict}”, or name another claim."
                )


def _check_addons(catalogue: Catalogue) -> None:
    for addon in catalogue.addons.values():
        for place, name in enumerate(addon.conditions):
            if name not in catalogue.conditions:
                where = f"addons/{addon.id}.toml: conditions.{place}"
                todo = f"Name one of {', '.join(catalogue.conditions)}."
                raise CatalogueError(f"There is no condition “{name}”.", where=where, todo=todo)


def _check_claims(catalogue: Catalogue) -> None:
    for where, claim in _named_claims(catalogue):
        if claim is not None and claim not in catalogue.claims:
            todo = "Name a claim of evidence/, or add it there."
            raise CatalogueError(f"The claim “{claim}” does not exist.", where=where, todo=todo)


def _check_exercises(catalogue: Catalogue) -> None:
    for condition in catalogue.conditions.values():
        where = f"conditions/{condition.id}.toml"
        for place, name in enumerate(condition.without):
            if name not in catalogue.exercises:
                raise CatalogueError(
                    f"The exercise “{name}” does not exist.", where=f"{where}: without.{place}"
                )
        for limb in condition.limbs:
            if not catalogue.fitting(condition, limb):
                todo = f"Leave the {limb} out of the limbs, or an exercise for it out of “without”."
                raise CatalogueError(
                    f"No exercise is left for the {limb}.", where=f"{where}: limbs", todo=todo
                )
            for exercise in catalogue.fitting(condition, limb):
                _check_dose(condition, exercise)
            for stage in condition.stages:
                if stage.sizes and not catalogue.fitting(condition, limb, stage):
                    raise CatalogueError(
                        f"The stage {stage.id} has no exercise for the {limb}.", where=f"{where}: stages"
                    )


def _check_dose(condition: Condition, exercise: Exercise) -> None:
    """An exercise must have the repetitions a condition asks for, and fit into one of its blocks."""
    dose = condition.dose
    todo = f"Change it, or name {exercise.id} under “without” in conditions/{condition.id}.toml."
    if dose.repetitions is None and exercise.repetitions < dose.repetitions_low:
        what = f"The {exercise.repetitions} repetitions are fewer than the {dose.repetitions_low} of {condition.name}."
        raise CatalogueError(what, where=f"exercises/{exercise.id}.toml: repetitions", todo=todo)
    tempo = exercise.tempo * dose.tempo_factor
    if not SLOWEST >= tempo > FASTEST:
        allowed = f"more than {FASTEST:g} s and at most {SLOWEST:g} s"
        what = f"A repetition lasts {tempo:g} s for {condition.name}; it may last {allowed}."
        raise CatalogueError(what, where=f"exercises/{exercise.id}.toml: tempo", todo=todo)
    lasts = (dose.repetitions or exercise.repetitions) * tempo
    if lasts > dose.block:
        what = f"It lasts {lasts:g} s for {condition.name}, whose blocks have {dose.block} s."
        raise CatalogueError(what, where=f"exercises/{exercise.id}.toml: tempo", todo=todo)


def _check_motions(catalogue: Catalogue) -> None:
    """A motion shows an exercise, or a limb at rest; a loop was drawn from a motion."""
    for name in catalogue.motions:
        if name not in catalogue.exercises and name not in RESTS:
            todo = f"Name it like its exercise, or like a limb at rest: {', '.join(RESTS)}."
            raise CatalogueError(f"No exercise is called “{name}”.", where=f"motions/{name}.toml", todo=todo)
    for name in catalogue.loops:
        if name not in catalogue.motions:
            todo = "Write the list anew: python tools/demonstrations.py."
            raise CatalogueError(
                f"There is no motion “{name}”.", where=f"loops/drawn.toml: {name}", todo=todo
            )


def _check_own_limb(catalogue: Catalogue) -> None:
    """Every posture that a person shows of their own limb is one of which a picture was drawn to lead them."""
    drawn = {(one.limb, one.posture, one.view) for one in catalogue.stimuli}
    for limb in JUDGED:
        for place, one in enumerate(getattr(catalogue.judgement.own, limb)):
            if (limb, one.posture, one.view) not in drawn:
                what = f"No picture of the {limb} was drawn as “{one.posture}” seen from “{one.view}”."
                where = f"steps/judgement.toml: own.{limb}.{place}"
                raise CatalogueError(what, where=where, todo="Name a posture and a view of stimuli/.")


def _check_questions(catalogue: Catalogue) -> None:
    asked = {question.id for question in catalogue.questions.check_in.questions}
    again = {question.id for question in catalogue.questions.check_out.questions}
    rule = catalogue.limits.stop.question
    if rule not in asked & again:
        where = "session/limits.toml: stop.question"
        raise CatalogueError(f"“{rule}” is not asked both at check-in and at check-out.", where=where)
    if PAIN not in asked & again:
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
        for place, question in enumerate(group):
            if question.id in ids[:place]:
                where = f"{name}.toml: questions.{place}.id"
                raise CatalogueError(f"A question before it is called “{question.id}”, too.", where=where)
            if bool(question.choices) == (question.low < question.high):
                what = "A question has either choices or a scale from low to a higher high."
                raise CatalogueError(what, where=f"{name}.toml: questions.{place}")


def _check_screening(catalogue: Catalogue) -> None:
    for question in catalogue.screening:
        known = {answer.id for answer in question.answers}
        for place, rule in enumerate(question.rules):
            for which, answer in enumerate(rule.answers):
                if answer not in known:
                    where = f"screening/{question.id}.toml: rules.{place}.answers.{which}"
                    what = f"The question has no answer “{answer}”."
                    raise CatalogueError(what, where=where, todo=f"Choose from: {', '.join(sorted(known))}.")


def _check_profiles(catalogue: Catalogue) -> None:
    for profile in catalogue.profiles.values():
        for place, name in enumerate(profile.not_with):
            if name not in catalogue.profiles:
                where = f"profiles/{profile.id}.toml: not_with.{place}"
                raise CatalogueError(f"The profile “{name}” does not exist.", where=where)
    energy = catalogue.questions.energy
    known = {choice.id for choice in energy.question.choices}
    for field in ("shorten", "offer"):
        if getattr(energy, field) not in known:
            what = f"The question has no choice “{getattr(energy, field)}”."
            raise CatalogueError(what, where=f"questions/energy.toml: {field}")


def _check_placements(catalogue: Catalogue) -> None:
    for limb in ALL_LIMBS:
        if not any(limb in place.limbs for place in catalogue.set_up.placements):
            where = "session/set_up.toml: placements"
            raise CatalogueError(f"The camera may stand nowhere for the {limb}.", where=where)


def _check_sheet(catalogue: Catalogue) -> None:
    """Every part of the sheet says something to everybody it may be printed for."""
    for place, part in enumerate(catalogue.glass_mirror.parts):
        for limb in ALL_LIMBS:
            for affected in AFFECTED:
                if not any(line.said_to(limb, affected) for line in part.lines):
                    whom = f"the {limb} of somebody whose affected limb is {affected}"
                    todo = "Add a line for it, or leave the part out."
                    where = f"home/glass_mirror.toml: parts.{place}.lines"
                    raise CatalogueError(
                        f"The part “{part.id}” has no line for {whom}.", where=where, todo=todo
                    )


def _check_comparisons(catalogue: Catalogue) -> None:
    file = catalogue.comparisons
    treatments = {one.id for one in file.treatments}
    if len(treatments) != len(file.treatments):
        where = "comparisons/treatments.toml: treatments"
        raise CatalogueError("Two treatments have the same id.", where=where)
    for place, one in enumerate(file.comparisons):
        where = f"comparisons/treatments.toml: comparisons.{place}"
        if one.treatment not in treatments:
            todo = "Name one of the treatments of the file, or add it there."
            what = f"The treatment “{one.treatment}” does not exist."
            raise CatalogueError(what, where=f"{where}.treatment", todo=todo)
        if one.condition not in catalogue.conditions:
            what = f"The condition “{one.condition}” does not exist."
            raise CatalogueError(what, where=f"{where}.condition", todo="Name a condition of conditions/.")


def _check_diary(catalogue: Catalogue) -> None:
    for place, question in enumerate(catalogue.diary.questions):
        for at, name in enumerate(question.conditions):
            if name not in catalogue.conditions:
                where = f"diary/diary.toml: questions.{place}.conditions.{at}"
                todo = f"Name one of {', '.join(catalogue.conditions)}, or leave the field out for all."
                raise CatalogueError(f"There is no condition “{name}”.", where=where, todo=todo)
