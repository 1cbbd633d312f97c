"""Every text of the catalogue that a person practising may read or hear, and which of them a language lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.language import Language

# Ids, numbers, and what a therapist or researcher reads.
UNSAID = {
    "Addon": {"id", "name", "note", "conditions", "conflicts"},
    "AddonItem": {"id", "minutes", "claim", "source", "provenance"},
    "Alarm": {"severities", "claim"},
    "CheckOutFile": {"claim"},
    "Choice": {"id"},
    "Condition": {
        "id",
        "note",
        "evidence",
        "limbs",
        "view",
        "movement",
        "affected_limb",
        "without",
        "dose",
        "stages",
        "reviews",
        "conflicts",
    },
    "Pack": {"name", "note", "limbs", "reviews", "conflicts"},
    "DiaryChoice": {"id"},
    "DiaryQuestion": {"id", "limbs", "affected", "conditions", "claim", "source", "provenance"},
    "DirectMovement": {"why"},
    "DirectMovementFile": {"climbing"},
    "EmbodimentFile": {"claim"},
    "EnergyFile": {"shorten", "offer", "claim"},
    "Exercise": {"id", "limbs", "joint", "size", "kind", "claim", "source", "provenance"},
    "FittedChoice": {"limbs", "affected"},
    "FittedLine": {"limbs", "affected"},
    "FittedPlacement": {"limbs", "affected"},
    "Hold": {"claim"},
    "ImageryFile": {"movements", "times"},
    "Item": {"id", "about"},
    "JudgementFile": {"norms", "detectable", "enough", "unknown"},
    "Latency": {"claim"},
    "Lesson": {"told_by", "agreed"},
    "LessonPage": {"claim", "source", "provenance"},
    "LessonQuestion": {"id", "claim", "source", "provenance"},
    "PlacementChoice": {"id"},
    "Back": {"need"},
    "Profile": {"id", "name", "note", "not_with", "support"},
    "Programme": {"id", "name", "note", "conditions", "conflicts"},
    "Question": {"id"},
    "Rule": {"id", "text", "claim", "source", "provenance"},
    "SheetLine": {"limbs", "affected", "claim", "source", "provenance"},
    "SheetPart": {"id"},
    "SetUpFile": {"checks_hand", "checks_other"},
    "ProgrammeStage": {"id", "practise", "gate"},
    "StageNow": {"programme", "id"},
    "Stop": {"question", "claim"},
    "Trial": {"limb", "posture", "view", "tone", "side", "background"},
}


def texts(catalogue: Catalogue) -> dict[str, str]:
    """The English texts, each once, with the first file and field it stands in."""
    by_place: dict[str, str] = {}
    for where, text in _everything(catalogue):
        by_place.setdefault(text, where)
    return by_place


def missing(catalogue: Catalogue, language: Language) -> dict[str, str]:
    """The English texts that a language has no translation of, with the file and field each stands in."""
    return {text: where for text, where in texts(catalogue).items() if text not in language.texts}


@cache
def unsaid_fields(kind: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold no text for the person.

    A value out of a closed set and an id of a given form are none, whatever words they happen to be.
    """
    named = {name for base in kind.__mro__ for name in UNSAID.get(base.__name__, ())}
    fields = kind.model_fields.items()
    closed = {name for name, field in fields if _closed(field.annotation) or _formed(field.metadata)}
    return frozenset(named | closed)


def _closed(annotation: object) -> bool:
    """Whether a type holds nothing but values out of a closed set, or ids."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        formed = any(_formed(part.metadata) for part in inner[1:] if isinstance(part, FieldInfo))
        return formed or _closed(inner[0])
    if origin in (tuple, Union, UnionType):
        return all(_closed(part) for part in inner if part not in (NoneType, Ellipsis))
    return origin is Literal


def _formed(metadata: Iterable[object]) -> bool:
    """Whether a text must have a given form, as ids have."""
    return any(getattr(part, "pattern", None) for part in metadata)


def _everything(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    groups: Mapping[str, Mapping[str, BaseModel]] = {
        "addons": catalogue.addons,
        "conditions": catalogue.conditions,
        "diary": {"diary": catalogue.diary},
        "exercises": catalogue.exercises,
        "home": {"glass_mirror": catalogue.glass_mirror},
        "lessons": catalogue.lessons,
        "profiles": catalogue.profiles,
        "programmes": catalogue.programmes,
        "questions": {
            "check_in": catalogue.questions.check_in,
            "check_out": catalogue.questions.check_out,
            "embodiment": catalogue.embodiment,
            "energy": catalogue.questions.energy,
        },
        "session": {"limits": catalogue.limits, "set_up": catalogue.set_up, "words": catalogue.words},
        "steps": {
            "breathing": catalogue.breathing,
            "heart": catalogue.heart,
            "direct_movement": catalogue.direct_movement,
            "imagery": catalogue.imagery,
            "judgement": catalogue.judgement,
            "lesson": catalogue.lesson_terms,
            "observation": catalogue.observation,
        },
    }
    for folder, things in groups.items():
        for name, thing in things.items():
            yield from _in_model(thing, f"{folder}/{name}.toml: ")


def _in_model(thing: BaseModel, where: str) -> Iterator[tuple[str, str]]:
    left_out = unsaid_fields(type(thing))
    for name, value in thing:
        if name in left_out:
            continue
        yield from _in_value(value, f"{where}{name}")


def _in_value(value: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value:
        yield where, value
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _in_value(part, f"{where}.{index}")
    elif isinstance(value, BaseModel):
        yield from _in_model(value, f"{where}.")
