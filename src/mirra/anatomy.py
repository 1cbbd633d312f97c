"""Sides and limbs of a body, the words that all rooms share."""

from typing import Literal

Side = Literal["left", "right"]  # always the anatomical side of the person, never of the picture
Limb = Literal["hand", "arm", "foot", "leg"]
BOTH_SIDES: tuple[Side, ...] = ("left", "right")
ALL_LIMBS: tuple[Limb, ...] = ("hand", "arm", "foot", "leg")


def opposite(side: Side) -> Side:
    """The other side of the body."""
    return "left" if side == "right" else "right"
