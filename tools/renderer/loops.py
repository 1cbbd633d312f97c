"""The short loops that show an exercise: pictures of a posed limb, and their files.

Each picture is 640 x 480 and the person's own view. A right limb is in the right half, so that the mirror's midline can
be the middle; the client shows the right half alone beside an exercise, and flips it for a left limb.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from mirra.arrays import Floats, Picture
from mirra.catalogue.motion import Motion, Pose, Sight
from tools.renderer.body import Body, subdivide
from tools.renderer.limbs import Limb, limb, tint
from tools.renderer.posing import numbers, pose_at
from tools.renderer.scene import FLOOR, TABLE, Camera, Surface, coded, photograph, skin_colour, table
from tools.renderer.things import cloth, seat, towel

WIDTH, HEIGHT, RATE = 640, 480, 20
HALF = WIDTH // 2


def count(seconds: float) -> int:
    """How many pictures a loop of ``seconds`` has."""
    return max(2, round(seconds * RATE))


class Studio:
    """Draws the motions of one body; what does not change between two pictures is made once."""

    def __init__(self, body: Body) -> None:
        self._limbs = {part: limb(body, part) for part in ("arm", "leg")}
        self._tints = {part: tint(one.body) for part, one in self._limbs.items()}
        self._grounds = {name: _ground(name) for name in ("table", "floor")}

    def picture(self, motion: Motion, pose: Pose) -> Picture:
        """The picture (480, 640, 3) of one pose, 8-bit sRGB."""
        ground, bare = self._grounds[motion.ground]
        surfaces = [self._limb(motion, pose), *_things(motion, pose, *self._shape(motion, pose))]
        whole = bare.copy()
        whole[:, HALF:] = photograph(surfaces, ground, camera(motion.sight))
        return whole

    def _shape(self, motion: Motion, pose: Pose) -> tuple[Floats, Any]:
        one = self._limbs[motion.part]
        return one.placed(motion, pose), one.body.quads

    def _limb(self, motion: Motion, pose: Pose) -> Surface:
        points, quads = self._shape(motion, pose)
        fine, finer = subdivide(np.column_stack([points, *self._tints[motion.part]]), quads)
        return Surface(fine[:, :3], finer, skin_colour(fine[:, 3]), fine[:, 4], skin=True)

    def limb(self, part: str) -> Limb:
        """The arm or the leg that is drawn."""
        return self._limbs[part]

    def loop(self, motion: Motion, seconds: float) -> Iterator[Picture]:
        """The pictures of one loop of ``seconds``; a pose that comes twice is drawn once."""
        number = count(seconds)
        kept: dict[bytes, Picture] = {}
        for at in range(number):
            pose = pose_at(motion, at / number)
            key = np.round(numbers(pose), 3).tobytes()
            if key not in kept:
                kept[key] = self.picture(motion, pose)
            yield kept[key]


def camera(sight: Sight) -> Camera:
    """The camera of the right half."""
    middle = (HALF / 2, HEIGHT / 2)
    return Camera(HALF, HEIGHT, sight.scale, middle, sight.target, sight.distance, sight.down, sight.aside)


@lru_cache
def _ground(name: str) -> tuple[Floats, Picture]:
    """The ground of the right half, linear, and the bare picture of the whole."""
    whole = table(WIDTH, HEIGHT, TABLE if name == "table" else FLOOR)
    return whole[:, HALF:], coded(whole)


def _things(motion: Motion, pose: Pose, points: Floats, quads: Any) -> list[Surface]:  # noqa: ANN401
    place = np.array(pose.thing)
    match motion.thing:
        case "cloth":
            return [cloth(points, quads, place)]
        case "towel":
            return [towel(place)]
        case "seat":
            return [seat(place)]
    return []
