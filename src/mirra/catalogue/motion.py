"""How a limb moves in the picture of an exercise: key poses over one loop, as data.

Angles are in degrees, lengths in decimetres. The limb is always a right one; the client shows a left one by an exact
flip. An angle of 0 is the mesh at rest: fingers and wrist nearly straight, palm down; elbow, hip and knee straight.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from mirra.catalogue.models.fields import Frozen, Slug

Anchor = Literal["forearm", "upperarm", "pelvis", "shin", "foot"]
FINGERS = ("index", "middle", "ring", "little")


def _degrees(low: float, high: float) -> Any:  # noqa: ANN401 - a field's description
    return Field(ge=low, le=high, description="degrees")


Knuckle = Annotated[float, _degrees(-45, 95)]
Joint = Annotated[float, _degrees(-25, 115)]
Bends = tuple[Knuckle, Joint, Joint]
Length = Annotated[float, Field(ge=-8, le=8, description="decimetres")]
Place = tuple[Length, Length, Length]


class Pose(Frozen):
    """The joint angles of a limb, where it stands in the picture, and where the object is.

    Each of ``index`` to ``little``: bend of the knuckle, middle and end joint towards the palm; ``fingers``: all four.
    ``thumb``: bend of its three joints; ``across``: the thumb under the palm. ``wrist``: back of the hand up, then to
    the thumb's side. ``roll``: palm turned up. ``hip``: knee up, then out. ``ankle``: toes up, then sole inwards.
    ``toes``: bend of the first and the further joints towards the sole; ``big_toe``: the same on top of it for the big
    toe. ``turn`` (to the left), ``tip`` (far end up) and ``lean`` (onto the little finger's side) place the limb's
    anchor; ``shift`` says where: right, away from the person, up from the ground. ``thing``: where the object is.
    """

    fingers: Bends = (0, 0, 0)
    index: Bends = (0, 0, 0)
    middle: Bends = (0, 0, 0)
    ring: Bends = (0, 0, 0)
    little: Bends = (0, 0, 0)
    spread: Annotated[float, _degrees(-15, 25)] = 0
    thumb: Bends = (0, 0, 0)
    across: Annotated[float, _degrees(-40, 70)] = 0
    wrist: tuple[Annotated[float, _degrees(-80, 75)], Annotated[float, _degrees(-45, 35)]] = (0, 0)
    roll: Annotated[float, _degrees(-90, 200)] = 0
    elbow: Annotated[float, _degrees(0, 150)] = 46
    hip: tuple[Annotated[float, _degrees(-20, 125)], Annotated[float, _degrees(-30, 45)]] = (0, 0)
    knee: Annotated[float, _degrees(-5, 140)] = 0
    ankle: tuple[Annotated[float, _degrees(-55, 35)], Annotated[float, _degrees(-35, 45)]] = (0, 0)
    toes: tuple[Annotated[float, _degrees(-70, 60)], Annotated[float, _degrees(-30, 80)]] = (0, 0)
    big_toe: Annotated[float, _degrees(-50, 50)] = 0
    toe_spread: Annotated[float, _degrees(-10, 25)] = 0
    turn: Annotated[float, _degrees(-180, 180)] = 0
    tip: Annotated[float, _degrees(-180, 180)] = 0
    lean: Annotated[float, _degrees(-180, 180)] = 0
    shift: Place = (0, 0, 0)
    thing: Place = (0, 0, 0)

    @property
    def named(self) -> dict[str, Any]:
        """What the file names, by field; ``fingers`` stands for each of the four that is not named."""
        values = {name: getattr(self, name) for name in self.model_fields_set - {"at"}}
        if "fingers" not in values:
            return values
        return dict.fromkeys(FINGERS, values.pop("fingers")) | values


class Key(Pose):
    """A pose at a moment of the loop, 0 to 1; what it does not name is as in ``start``."""

    at: Annotated[float, Field(ge=0, lt=1, description="share of the loop")]


class Sight(Frozen):
    """From where the person's eye sees it: ``down`` degrees from straight above, ``aside`` degrees from the left.

    ``scale`` is pixels per dm at ``target``, which lies in the middle of the picture's right half.
    """

    scale: Annotated[float, Field(ge=20, le=400, description="pixels per decimetre")]
    target: Place = (0, 0, 0)
    distance: Annotated[float, Field(ge=3, le=30, description="decimetres")] = 6
    down: Annotated[float, _degrees(0, 85)] = 26
    aside: Annotated[float, _degrees(-80, 80)] = 0


class Motion(Frozen):
    """One loop: what is drawn, from where it is seen, and its key poses.

    ``anchor`` is the part that ``turn``, ``tip``, ``lean`` and ``shift`` place; all else moves with it by the joints.
    Where it ``rests``, the lowest point of hand or foot is kept at the height that ``shift`` says, 0 being the ground.
    ``repetitions`` is how many repetitions one loop holds. ``still`` is the moment shown where nothing may move.
    """

    id: Slug
    part: Literal["arm", "leg"]
    anchor: Anchor
    rests: bool = False
    ground: Literal["table", "floor"]
    thing: Literal["cloth", "towel", "seat", ""] = ""
    repetitions: Annotated[int, Field(ge=1, le=8)] = 1
    seconds: Annotated[float, Field(ge=1, le=30, description="seconds")] | None = None
    still: Annotated[float, Field(ge=0, lt=1, description="share of the loop")] = 0.5
    sight: Sight
    start: Pose = Pose()
    keys: Annotated[tuple[Key, ...], Field(min_length=1)]

    @field_validator("keys")
    @classmethod
    def _in_order(cls, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        times = [key.at for key in keys]
        if times[0] != 0 or times != sorted(set(times)):
            raise ValueError("keys must begin with at = 0 and rise")
        return keys

    @model_validator(mode="after")
    def _of_one_limb(self) -> Self:
        arms = self.anchor in ("forearm", "upperarm")
        if arms != (self.part == "arm"):
            raise ValueError(f"the anchor {self.anchor} is no part of the {self.part}")
        return self

    def whole(self, key: Key) -> Pose:
        """The pose of one of the keys, with what it does not name from ``start``."""
        return Pose().model_copy(update=self.start.named | key.named)

    @property
    def digest(self) -> str:
        """A SHA-256 over everything the loop is drawn from, in hex: a loop with another one is out of date."""
        return hashlib.sha256(self.model_dump_json(exclude_unset=True).encode()).hexdigest()


class Loop(Frozen):
    """One motion as it was drawn: the digest of its motion, how long it lasts, and the SHA-256 of its two files."""

    motion: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    seconds: Annotated[float, Field(ge=1, le=240, description="seconds")]
    film: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    still: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class LoopsFile(Frozen):
    """Every loop that was drawn, by the id of its motion."""

    loops: dict[Slug, Loop]
