"""Reading the catalogue: every mistake in a file is a ``CatalogueError`` naming the file and the field."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.checks.check import check
from mirra.catalogue.language import Language
from mirra.catalogue.models.addons import Addon
from mirra.catalogue.models.breathing import BreathingFile
from mirra.catalogue.models.clinician import ClinicianFile
from mirra.catalogue.models.comparisons import ComparisonsFile
from mirra.catalogue.models.conditions import Condition
from mirra.catalogue.models.designs import Design, DisplaysFile
from mirra.catalogue.models.diary import DiaryFile
from mirra.catalogue.models.direct_movement import DirectMovementFile
from mirra.catalogue.models.evidence import Claim
from mirra.catalogue.models.exercises import Exercise
from mirra.catalogue.models.fields import Frozen, unit
from mirra.catalogue.models.heart import HeartFile
from mirra.catalogue.models.home import GlassMirrorFile
from mirra.catalogue.models.imagery import ImageryFile
from mirra.catalogue.models.judgement import JudgementFile
from mirra.catalogue.models.lessons import Lesson, LessonsFile
from mirra.catalogue.models.mechanism import MechanismFile
from mirra.catalogue.models.observation import ObservationFile
from mirra.catalogue.models.profiles import Profile
from mirra.catalogue.models.programmes import Programme
from mirra.catalogue.models.questions import CheckInFile, CheckOutFile, EmbodimentFile, EnergyFile, Questions
from mirra.catalogue.models.screening import ScreeningQuestion
from mirra.catalogue.models.session import Limits, SetUpFile, Words
from mirra.catalogue.motion import LoopsFile, Motion
from mirra.catalogue.stimulus import PosturesFile, StimuliFile
from mirra.errors import CatalogueError

FILE_BYTES = 256_000
FOLDERS = (
    "addons",
    "comparisons",
    "conditions",
    "designs",
    "diary",
    "exercises",
    "profiles",
    "evidence",
    "home",
    "languages",
    "lessons",
    "loops",
    "mechanism",
    "motions",
    "programmes",
    "questions",
    "screening",
    "session",
    "steps",
    "stimuli",
)
SINGLE: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "comparisons/treatments.toml": ComparisonsFile,
        "diary/diary.toml": DiaryFile,
        "home/glass_mirror.toml": GlassMirrorFile,
        "loops/drawn.toml": LoopsFile,
        "mechanism/mechanism.toml": MechanismFile,
        "questions/check_in.toml": CheckInFile,
        "questions/check_out.toml": CheckOutFile,
        "questions/embodiment.toml": EmbodimentFile,
        "questions/energy.toml": EnergyFile,
        "session/displays.toml": DisplaysFile,
        "session/limits.toml": Limits,
        "session/set_up.toml": SetUpFile,
        "session/words.toml": Words,
        "steps/direct_movement.toml": DirectMovementFile,
        "steps/imagery.toml": ImageryFile,
        "steps/breathing.toml": BreathingFile,
        "steps/clinician.toml": ClinicianFile,
        "steps/heart.toml": HeartFile,
        "steps/judgement.toml": JudgementFile,
        "steps/lesson.toml": LessonsFile,
        "steps/observation.toml": ObservationFile,
        "stimuli/drawn.toml": StimuliFile,
        "stimuli/postures.toml": PosturesFile,
    }
)

# Folders whose files are those of SINGLE and no others.
FIXED = frozenset(name.partition("/")[0] for name in SINGLE)

Model = TypeVar("Model", bound=BaseModel)
Sources = Mapping[str, Traversable]


class ClaimsFile(Frozen):
    """A file of claims."""

    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]


def load(overlay: Path | None = None) -> Catalogue:
    """Read and check the whole catalogue; files in ``overlay`` replace those of the same relative name, or are added.

    Raises ``CatalogueError`` naming file and field at the first mistake.
    """
    if overlay is None:
        return _built_in()
    if not overlay.is_dir():
        raise CatalogueError(
            "This is not a folder.", where=str(overlay), todo="Name a folder of catalogue files."
        )
    own = _sources(overlay)
    return _assemble({**_sources(_package()), **own}, own)


@cache
def _built_in() -> Catalogue:
    return _assemble(_sources(_package()))


def _package() -> Traversable:
    return files("mirra.catalogue")


def _sources(root: Traversable) -> dict[str, Traversable]:
    """The catalogue files under a folder by relative name; a stray file is an error, lest it be silently ignored."""
    files: dict[str, Traversable] = {}
    for folder in FOLDERS:
        inside = root.joinpath(folder)
        for entry in sorted(inside.iterdir(), key=lambda e: e.name) if inside.is_dir() else []:
            name = f"{folder}/{entry.name}"
            if entry.name.startswith((".", "__")):
                continue
            known = name in SINGLE or folder not in FIXED
            if not entry.name.endswith(".toml") or not known:
                raise CatalogueError("The catalogue has no place for this file.", where=name, todo=_places())
            files[name] = entry
    if isinstance(root, Path):
        _refuse_strays(root)
    return files


def _refuse_strays(root: Path) -> None:
    package = root == Path(str(_package()))
    for entry in sorted(root.iterdir()):
        if package or entry.name.startswith(".") or (entry.is_dir() and entry.name in FOLDERS):
            continue
        if entry.is_dir() or entry.suffix in {".toml", ".csv"}:
            raise CatalogueError("The catalogue has no place for this.", where=entry.name, todo=_places())


def _places() -> str:
    return (
        "Files end in .toml and lie in conditions/, designs/, exercises/, languages/, lessons/, motions/, "
        "profiles/, programmes/, screening/ or evidence/; or replace " + ", ".join(SINGLE) + "."
    )


def _assemble(sources: Sources, own: Sources = MappingProxyType({})) -> Catalogue:
    claims = _claims(sources)
    exercises = _by_id(sources, "exercises", Exercise)
    conditions = _by_id(sources, "conditions", Condition)
    single = {name: _read(sources, name, model) for name, model in SINGLE.items()}
    postures = _as(single["stimuli/postures.toml"], PosturesFile)
    catalogue = Catalogue(
        conditions=conditions,
        exercises=exercises,
        profiles=_by_id(sources, "profiles", Profile),
        programmes=_by_id(sources, "programmes", Programme),
        designs=_by_id(sources, "designs", Design),
        addons=_by_id(sources, "addons", Addon),
        claims=claims,
        motions=_by_id(sources, "motions", Motion),
        loops=_as(single["loops/drawn.toml"], LoopsFile).loops,
        postures=postures,
        stimuli=postures.current(_as(single["stimuli/drawn.toml"], StimuliFile).pictures),
        questions=Questions(
            _as(single["questions/check_in.toml"], CheckInFile),
            _as(single["questions/check_out.toml"], CheckOutFile),
            _as(single["questions/energy.toml"], EnergyFile),
        ),
        embodiment=_as(single["questions/embodiment.toml"], EmbodimentFile),
        comparisons=_as(single["comparisons/treatments.toml"], ComparisonsFile),
        diary=_as(single["diary/diary.toml"], DiaryFile),
        glass_mirror=_as(single["home/glass_mirror.toml"], GlassMirrorFile),
        displays=_as(single["session/displays.toml"], DisplaysFile),
        limits=_as(single["session/limits.toml"], Limits),
        set_up=_as(single["session/set_up.toml"], SetUpFile),
        direct_movement=_as(single["steps/direct_movement.toml"], DirectMovementFile),
        imagery=_as(single["steps/imagery.toml"], ImageryFile),
        judgement=_as(single["steps/judgement.toml"], JudgementFile),
        lessons=_lessons(sources),
        mechanism=_as(single["mechanism/mechanism.toml"], MechanismFile),
        lesson_terms=_as(single["steps/lesson.toml"], LessonsFile),
        observation=_as(single["steps/observation.toml"], ObservationFile),
        screening=_in_order(_by_id(sources, "screening", ScreeningQuestion)),
        breathing=_as(single["steps/breathing.toml"], BreathingFile),
        heart=_as(single["steps/heart.toml"], HeartFile),
        clinician=_as(single["steps/clinician.toml"], ClinicianFile),
        words=_as(single["session/words.toml"], Words),
        languages=_languages(sources),
    )
    # When a clinic changes an English text, the built-in translations of the old text are not used. That is no mistake.
    of_package = (code for code in catalogue.languages if f"languages/{code}.toml" not in own)
    check(catalogue, may_be_unused=frozenset(of_package) if own else frozenset())
    return catalogue


def _as(thing: BaseModel, model: type[Model]) -> Model:
    if not isinstance(thing, model):  # cannot happen: SINGLE names the model
        raise TypeError(type(thing).__name__)
    return thing


def _by_id(sources: Sources, folder: str, model: type[Model]) -> Mapping[str, Model]:
    models: dict[str, Model] = {}
    for name in sorted(n for n in sources if n.startswith(f"{folder}/")):
        thing = _read(sources, name, model)
        own, stem = getattr(thing, "id", ""), name.rpartition("/")[2].removesuffix(".toml")
        if own != stem:
            todo = f'Name the file {own}.toml, or write id = "{stem}".'
            raise CatalogueError(
                f"The id “{own}” and the file's name differ.", where=f"{name}: id", todo=todo
            )
        models[own] = thing
    return MappingProxyType(models)


def _in_order(questions: Mapping[str, ScreeningQuestion]) -> tuple[ScreeningQuestion, ...]:
    """The questions of the screening as they are asked: by place, and by id where two share one."""
    return tuple(sorted(questions.values(), key=lambda question: (question.place, question.id)))


def _lessons(sources: Sources) -> Mapping[str, Lesson]:
    """The lessons in the order in which they come: by place, and by id where two share one."""
    lessons = sorted(
        _by_id(sources, "lessons", Lesson).values(), key=lambda lesson: (lesson.place, lesson.id)
    )
    return MappingProxyType({lesson.id: lesson for lesson in lessons})


def _languages(sources: Sources) -> Mapping[str, Language]:
    languages: dict[str, Language] = {}
    for name in sorted(n for n in sources if n.startswith("languages/")):
        language, stem = _read(sources, name, Language), name.rpartition("/")[2].removesuffix(".toml")
        if language.language != stem:
            todo = f"Name the file {language.language}.toml."
            raise CatalogueError(
                "The language and the file's name differ.", where=f"{name}: language", todo=todo
            )
        languages[stem] = language
    return MappingProxyType(languages)


def _claims(sources: Sources) -> Mapping[str, Claim]:
    claims: dict[str, Claim] = {}
    for name in sorted(n for n in sources if n.startswith("evidence/")):
        for index, claim in enumerate(_read(sources, name, ClaimsFile).claims):
            if claim.id in claims:
                where = f"{name}: claims.{index}.id"
                raise CatalogueError(
                    f"The claim {claim.id} is already there.", where=where, todo="Give it another id."
                )
            claims[claim.id] = claim
    return MappingProxyType(dict(sorted(claims.items())))


def _read(sources: Sources, name: str, model: type[Model]) -> Model:
    data = _toml(name, sources[name])
    try:
        # by way of JSON: strict there means "no other type", while a list may still be a tuple
        return model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        mistakes = error.errors(include_url=False)
        # a misspelt field is both unknown and missing: the spelling on the page is the one to point at
        first = next((mistake for mistake in mistakes if mistake["type"] == "extra_forbidden"), mistakes[0])
        raise CatalogueError(
            _in_words(first, model), where=_place(name, first["loc"]), todo=_advice(first)
        ) from None
    except TypeError:
        raise CatalogueError(
            "Dates and times have no place in the catalogue.", where=name, todo="Write a text."
        ) from None


def _toml(name: str, source: Traversable) -> dict[str, Any]:
    try:
        raw = source.read_bytes()
        if len(raw) > FILE_BYTES:
            raise CatalogueError(
                f"The file has {len(raw)} bytes; at most {FILE_BYTES} are allowed.", where=name
            )
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CatalogueError(
            "The file is not UTF-8.", where=f"{name}, line {line}", todo="Save it as UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        end = f"line {at[1]}" if at else "at its end"
        what = re.sub(r" \(at .*\)$", "", str(error))
        raise CatalogueError(f"This is not TOML: {what}.", where=f"{name}, {end}") from None
    except RecursionError:
        raise CatalogueError("The file is nested too deep.", where=name) from None
    except OSError as error:
        raise CatalogueError(f"The file cannot be read ({error.strerror}).", where=name) from None


def _place(name: str, loc: Iterable[int | str]) -> str:
    field = ".".join(str(part) for part in loc)
    return f"{name}: {field}" if field else name


def _in_words(error: ErrorDetails, model: type[BaseModel]) -> str:
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        return "There is no such field."
    if kind == "missing":
        return "This field is missing."
    what = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    measured = _unit(model, error["loc"])
    shown = (
        f" (it is {value!r}{f'; the unit is {measured}' if measured else ''})"
        if isinstance(value, str | int | float)
        else ""
    )
    return f"{what[:1].upper()}{what[1:]}{shown if kind != 'value_error' else ''}."


def _unit(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    """The unit of the field at a place, as its description says; empty where it has none."""
    field = None
    for part in loc:
        if not isinstance(part, str) or part not in model.model_fields:
            continue
        field = model.model_fields[part]
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            model = kind
    return unit(field) if field else ""


def _advice(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return "Look for a slip of the pen, or leave it out."
    return ""
