"""A right arm and a right leg of the mesh, posed by joint angles and placed before the eye.

The scene: x to the person's right, y away from them, z up from the ground, in decimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Floats
from mirra.catalogue.motion import FINGERS, Anchor, Motion, Pose
from tools.renderer.body import Body, rotation, skin

Turns = dict[str, Floats]
ARM = ("shoulder", "upperarm", "lowerarm", "wrist", "metacarpal", "finger")
LEG = ("upperleg", "lowerleg", "foot", "toe")
# What is held fast by each anchor, and which point of it is placed.
HELD = MappingProxyType(
    {
        "forearm": ("upperarm02.R", "wrist.R"),
        "upperarm": ("upperarm02.R", "lowerarm01.R"),
        "pelvis": ("pelvis.R", "upperleg01.R"),
        "shin": ("lowerleg02.R", "foot.R"),
        "foot": ("foot.R", "foot.R"),
    }
)
# How much of the forearm's turning each part of it takes, so that the skin is not wrung at one place.
ROLLED = MappingProxyType({"lowerarm01.R": 0.3, "lowerarm02.R": 0.4, "wrist.R": 0.3})


@dataclass(frozen=True)
class Limb:
    """A part of a body, what a pose turns, and how it lies at rest.

    ``frames``: by anchor, the directions at rest that are to be right, away and up (rows). ``end`` (n,): which vertices
    are those of the hand or the foot.
    """

    body: Body
    frames: Mapping[str, Floats]
    end: NDArray[np.bool_]
    turns: Callable[[Pose], Turns]

    def placed(self, motion: Motion, pose: Pose) -> Floats:
        """The vertices (n, 3) of the posed limb in the scene.

        Where the motion ``rests``, the lowest point of the hand or foot has the height ``shift`` says.
        """
        x, y, z = np.eye(3)
        way = rotation(z, np.radians(pose.turn)) @ rotation(x, np.radians(pose.tip))
        way = way @ rotation(y, np.radians(pose.lean))
        there: Floats = self.posed(motion.anchor, pose) @ way.T + pose.shift
        if motion.rests:
            there[:, 2] += pose.shift[2] - there[self.end, 2].min()
        return there

    def posed(self, anchor: Anchor, pose: Pose) -> Floats:
        """The vertices (n, 3) with the joints bent, the anchor's point at the origin and the anchor as at rest."""
        held, point = HELD[anchor]
        bent = skin(self.body, self.turns(pose), held) - self.body.bones[point].head
        return bent @ self.frames[anchor].T


def limb(body: Body, part: Literal["arm", "leg"]) -> Limb:
    """The right arm, from the shoulder to the finger tips, or the right leg of a whole body."""
    starts = ARM if part == "arm" else LEG
    only = body.only({name for name in body.bones if name.endswith(".R") and name.startswith(starts)})
    if part == "leg":
        # The mesh's person faces +z and has their right at -x.
        frame = np.array([[-1.0, 0, 0], [0, 0, 1], [0, 1, 0]])
        foot = only.rest[:, 1] < only.bones["foot.R"].head[1] + 0.1
        return Limb(
            only, dict.fromkeys(("pelvis", "shin", "foot"), frame), foot, lambda pose: _leg(only, pose)
        )
    hand = Hand.of(only)
    frames = {"forearm": np.stack([-hand.thumbward, hand.along, hand.dorsal]), "upperarm": _upper_arm(only)}
    ahead = (only.rest - only.bones["wrist.R"].head) @ hand.along > -0.2
    return Limb(only, frames, ahead, hand.turns)


def _upper_arm(body: Body) -> Floats:
    """The directions at rest that are right, away and up when the upper arm points away and the elbow bends up."""
    elbow = body.bones["lowerarm01.R"].head
    along = _unit(elbow - body.bones["upperarm02.R"].head)
    fore = body.bones["wrist.R"].head - elbow
    up = _unit(fore - along * (fore @ along))
    return np.stack([np.cross(along, up), along, up])


@dataclass(frozen=True)
class Hand:
    """The hand's own directions at rest (unit vectors), and how an arm's joints turn about them."""

    body: Body
    along: Floats
    dorsal: Floats
    thumbward: Floats

    @classmethod
    def of(cls, body: Body) -> Hand:
        """The directions of a body's right hand."""
        head = {name: bone.head for name, bone in body.bones.items()}
        along = _unit(head["finger3-1.R"] - head["wrist.R"])
        across = head["finger2-1.R"] - head["finger5-1.R"]
        thumbward = _unit(across - along * (across @ along))
        return cls(body, along, np.cross(along, thumbward), thumbward)

    def turns(self, pose: Pose) -> Turns:
        """What each bone of the arm turns by, for ``skin``."""
        turned = self._fingers(pose) | self._thumb(pose) | self._forearm(pose)
        up, side = np.radians(pose.wrist)
        bent = rotation(self.thumbward, -up) @ rotation(self.dorsal, side)
        turned["wrist.R"] = turned["wrist.R"] @ bent
        return turned

    def _fingers(self, pose: Pose) -> Turns:
        turned = {}
        for finger, which in enumerate(FINGERS, 2):
            aside = rotation(self.dorsal, np.radians(pose.spread * (3 - finger + (finger == 3) * 0.3)))
            for joint, bend in enumerate(getattr(pose, which), 1):
                name = f"finger{finger}-{joint}.R"
                curl = rotation(self._axis(name), np.radians(bend))
                turned[name] = aside @ curl if joint == 1 else curl
        return turned

    def _axis(self, name: str) -> Floats:
        bone = self.body.bones[name]
        return _unit(np.cross(_unit(bone.tail - bone.head), -self.dorsal))

    def _thumb(self, pose: Pose) -> Turns:
        first = self.body.bones["finger1-1.R"]
        way = _unit(first.tail - first.head)
        axis = _unit(np.cross(way, -self.thumbward * 0.8 - self.dorsal * 0.6))
        under = rotation(self.along, -np.radians(pose.across))
        turned = {
            f"finger1-{joint}.R": rotation(axis, np.radians(bend)) for joint, bend in enumerate(pose.thumb, 1)
        }
        turned["finger1-1.R"] = under @ turned["finger1-1.R"]
        return turned

    def _forearm(self, pose: Pose) -> Turns:
        elbow, wrist = self.body.bones["lowerarm01.R"].head, self.body.bones["wrist.R"].head
        upper, fore = _unit(elbow - self.body.bones["upperarm02.R"].head), _unit(wrist - elbow)
        turned = {name: rotation(fore, np.radians(pose.roll * share)) for name, share in ROLLED.items()}
        bend = np.radians(pose.elbow) - np.arccos(upper @ fore)
        turned["lowerarm01.R"] = rotation(np.cross(upper, fore), bend) @ turned["lowerarm01.R"]
        return turned


def _leg(body: Body, pose: Pose) -> Turns:
    """What each bone of the leg turns by: bending is about the axis from left to right."""
    x, y, z = np.eye(3)
    flexed, out = np.radians(pose.hip)
    up, inwards = np.radians(pose.ankle)
    turned = {
        "upperleg01.R": rotation(x, -flexed) @ rotation(y, -out),
        "lowerleg01.R": rotation(x, np.radians(pose.knee)),
        "foot.R": rotation(x, -up) @ rotation(z, inwards),
    }
    for toe in range(1, 6):
        base, further = np.radians(pose.toes)
        aside = rotation(y, np.radians(pose.toe_spread * (2 - toe) * (1.4 if toe == 1 else 0.8)))
        big = np.radians(pose.big_toe) if toe == 1 else 0.0
        turned[f"toe{toe}-1.R"] = aside @ rotation(x, base + big)
        for joint in range(2, 4):
            name = f"toe{toe}-{joint}.R"
            if name in body.bones:
                turned[name] = rotation(x, further)
    return turned


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / np.linalg.norm(vector)
    return unit


def tint(
    body: Body, weights: Mapping[str, float] = MappingProxyType({"finger": 1.0, "toe": 0.8})
) -> tuple[Floats, Floats]:
    """Where the skin is redder (n,), 0 to 1: finger tips and knuckles; and its fine mottling (n,), about -1 to 1."""
    flush = np.zeros(len(body.rest))
    for name, bone in body.bones.items():
        share = next((much for start, much in weights.items() if name.startswith(start)), 0.0)
        if not share or not name.endswith(".R"):
            continue
        last = "-3" in name or name.startswith("toe1-2")
        for place, reach, much in ((bone.head, 0.085, 0.45), (bone.tail, 0.12, 0.75 if last else 0.0)):
            near = np.exp(-(((body.rest - place) ** 2).sum(axis=1)) / (2 * reach**2))
            flush = np.maximum(flush, share * much * near)
    rng = np.random.default_rng(7)
    waves = rng.standard_normal((24, 3)) * np.repeat([6.0, 14.0, 26.0], 8)[:, None]
    grain = np.sin(body.rest @ waves.T + rng.uniform(0, 2 * np.pi, 24)).sum(axis=1) / np.sqrt(24)
    return flush, grain
