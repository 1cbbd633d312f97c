"""Speaking to one person: their own sides and limb by name, and only the lines that concern them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel

from mirra.catalogue.models import AffectedLimb, FittedChoice, FittedLine, FittedPlacement, Limb, Side

PLURAL: dict[Limb, str] = {"hand": "hands", "arm": "arms", "foot": "feet", "leg": "legs"}


Said = TypeVar("Said", FittedLine, FittedPlacement, FittedChoice)
Model = TypeVar("Model", bound=BaseModel)


def fitting(things: Iterable[Said], limb: Limb, affected: AffectedLimb) -> tuple[Said, ...]:
    """Those that are said to a person with this limb, whose affected one is there or gone."""
    return tuple(one for one in things if limb in one.limbs and one.affected in ("any", affected))


def addressed(thing: Model, affected: Side, limb: Limb) -> Model:
    """The same with the placeholders of ``catalogue.said`` filled in, in every text within it."""
    words = {"affected": affected, "intact": "left" if affected == "right" else "right"}
    words |= {"limb": limb, "limbs": PLURAL[limb], "tips": "fingers" if limb in ("hand", "arm") else "toes"}
    return _in_model(thing, words)


def _in_model(thing: Model, words: dict[str, str]) -> Model:
    changes = {name: _in_value(value, words) for name, value in thing}
    return thing.model_copy(update=changes)


def _in_value(value: object, words: dict[str, str]) -> object:
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace(f"{{{name}}}", word)
        return value
    if isinstance(value, tuple):
        return tuple(_in_value(one, words) for one in value)
    return _in_model(value, words) if isinstance(value, BaseModel) else value
