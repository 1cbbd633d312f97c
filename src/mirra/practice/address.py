"""Speaking to one person: in their language, their own sides and limb by name, and only the lines that concern them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from pydantic import BaseModel

from mirra.anatomy import Limb, Side, opposite
from mirra.catalogue.language import Language
from mirra.catalogue.models.fields import AffectedLimb
from mirra.catalogue.models.questions import FittedChoice
from mirra.catalogue.models.session import FittedLine, FittedPlacement
from mirra.catalogue.texts import unsaid_fields

PLURAL: dict[Limb, str] = {"hand": "hands", "arm": "arms", "foot": "feet", "leg": "legs"}


Said = TypeVar("Said", FittedLine, FittedPlacement, FittedChoice)
Model = TypeVar("Model", bound=BaseModel)
Written = Callable[[str], str]  # from a text of the catalogue to what is written in the plan


def fitting(things: Iterable[Said], limb: Limb, affected: AffectedLimb) -> tuple[Said, ...]:
    """Those that are said to a person with this limb, whose affected one is there or gone."""
    return tuple(thing for thing in things if limb in thing.limbs and thing.affected in ("any", affected))


def addressed(thing: Model, affected: Side, limb: Limb, language: Language | None = None) -> Model:
    """The same in a language (``None``: English), with the placeholders filled in, in every text that is said.

    A text that the language does not have is said in English.
    """
    intact = opposite(affected)
    tips = "fingers" if limb in ("hand", "arm") else "toes"
    words = {"affected": affected, "intact": intact, "limb": limb, "limbs": PLURAL[limb], "tips": tips}

    def english(text: str) -> str:
        """A text with the English words of this person's side and limb in the place of its placeholders."""
        for name, word in words.items():
            text = text.replace(f"{{{name}}}", word)
        return text

    def translated(text: str) -> str:
        """A text in the person's language, or in English where the language does not have it."""
        return english(language.fill(language.said(text), affected, limb)) if language else english(text)

    return _in_model(thing, translated, english)


def _in_model(thing: Model, said: Written, unsaid: Written) -> Model:
    left_out = unsaid_fields(type(thing))
    writers = {name: unsaid if name in left_out else said for name, _ in thing}
    changes = {name: _in_value(value, writers[name], unsaid) for name, value in thing}
    return thing.model_copy(update=changes)


def _in_value(value: object, said: Written, unsaid: Written) -> object:
    if isinstance(value, str):
        return said(value)
    if isinstance(value, tuple):
        return tuple(_in_value(part, said, unsaid) for part in value)
    return _in_model(value, said, unsaid) if isinstance(value, BaseModel) else value
