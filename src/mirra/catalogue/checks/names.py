"""Whether what a file names is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mirra.catalogue.catalogue import Catalogue
from mirra.errors import CatalogueError


def there_is(name: str, known: Collection[str], *, where: str, what: str, todo: str = "") -> None:
    """Raises ``CatalogueError`` that says ``what`` of a ``name`` that is not ``known``."""
    if name not in known:
        raise CatalogueError(what, where=where, todo=todo)


def check_names(catalogue: Catalogue) -> None:
    """Raises ``CatalogueError`` for a condition, treatment, profile or node that is named and not there."""
    for programme in catalogue.programmes.values():
        _conditions(catalogue, programme.conditions, f"programmes/{programme.id}.toml: conditions")
    for addon in catalogue.addons.values():
        _conditions(catalogue, addon.conditions, f"addons/{addon.id}.toml: conditions")
    for lesson in catalogue.lessons.values():
        _conditions(catalogue, lesson.conditions, f"lessons/{lesson.id}.toml: conditions", for_all=True)
    for index, question in enumerate(catalogue.diary.questions):
        where = f"diary/diary.toml: questions.{index}.conditions"
        _conditions(catalogue, question.conditions, where, for_all=True)
    for profile in catalogue.profiles.values():
        for at, name in enumerate(profile.not_with):
            what = f"The profile “{name}” does not exist."
            where = f"profiles/{profile.id}.toml: not_with.{at}"
            there_is(name, catalogue.profiles, where=where, what=what)
    _treatments(catalogue)


def _conditions(catalogue: Catalogue, names: Iterable[str], where: str, *, for_all: bool = False) -> None:
    """Every condition named is there; where none is named, the thing may be ``for_all``."""
    more = ", or leave the field out for all." if for_all else "."
    todo = f"Name one of {', '.join(catalogue.conditions)}{more}"
    for at, name in enumerate(names):
        what = f"There is no condition “{name}”."
        there_is(name, catalogue.conditions, where=f"{where}.{at}", what=what, todo=todo)


def _treatments(catalogue: Catalogue) -> None:
    file = catalogue.comparisons
    treatments = {treatment.id for treatment in file.treatments}
    if len(treatments) != len(file.treatments):
        where = "comparisons/treatments.toml: treatments"
        raise CatalogueError("Two treatments have the same id.", where=where)
    for index, comparison in enumerate(file.comparisons):
        where = f"comparisons/treatments.toml: comparisons.{index}"
        todo = "Name one of the treatments of the file, or add it there."
        what = f"The treatment “{comparison.treatment}” does not exist."
        there_is(comparison.treatment, treatments, where=f"{where}.treatment", what=what, todo=todo)
        what, todo = (
            f"The condition “{comparison.condition}” does not exist.",
            "Name a condition of conditions/.",
        )
        there_is(comparison.condition, catalogue.conditions, where=f"{where}.condition", what=what, todo=todo)
