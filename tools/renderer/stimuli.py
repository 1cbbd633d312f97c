"""The pictures of left/right judgement: a hand or a foot alone, on nothing, upright, each in one posture and tone.

The light comes from straight above and a little from the top of the picture, never from a side: else it would tell a
picture from its flip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Floats
from mirra.catalogue.models.fields import Judged
from mirra.catalogue.motion import Anchor, Pose
from mirra.catalogue.stimulus import Facing, Tone
from tools.renderer.body import Body, rotation, subdivide
from tools.renderer.limbs import Limb, limb, tint
from tools.renderer.raster import normals, triangles
from tools.renderer.scene import Camera, Lights, Surface, cut_out

SIZE = 480  # pixels each way
DISTANCE = 11.0  # dm from the eye
LAST = ("toe1-2.R", *(f"finger{at}-3.R" for at in range(1, 6)), *(f"toe{at}-3.R" for at in range(2, 6)))
THUMB_NAIL = (-0.8, 0.0, 0.6)  # where the thumb's nail looks, while those of the fingers look up
NAIL = (0.45, 0.6)  # of a last bone's length: where its nail begins
SEEN = 0.004  # a cover of less is not seen: 1 of 255
EVEN = Lights((0.0, 0.24, 0.76), (0.0, -0.8, 0.6))


@dataclass(frozen=True)
class Cut:
    """What of a limb is shown: all beyond the joint at the start of ``bone``, drawn ``scale`` pixels a dm.

    Before the joint, the limb is solid for ``solid`` dm and has faded out at ``gone`` dm: it is seen to go on, and
    not to be cut off.
    """

    part: Literal["arm", "leg"]
    anchor: Anchor
    bone: str
    solid: float
    gone: float
    scale: float


CUTS: Mapping[Judged, Cut] = MappingProxyType(
    {
        "hand": Cut("arm", "forearm", "wrist.R", 0.25, 0.62, 182),
        "foot": Cut("leg", "foot", "foot.R", 0.5, 0.95, 149),
    }
)


class Easel:
    """Draws the pictures of one body."""

    def __init__(self, body: Body) -> None:
        self._models = {kind: _Model.of(body, cut) for kind, cut in CUTS.items()}

    def picture(self, kind: Judged, posture: Pose, view: Facing, tone: Tone) -> NDArray[np.uint8]:
        """The picture (480, 480, 4), 8-bit sRGB and cover, of a right hand or foot, fingers or toes up."""
        x, y, _ = np.eye(3)
        way = rotation(x, np.radians(view.tip)) @ rotation(y, np.radians(view.lean))
        surface = self._models[kind].surface(Pose().model_copy(update=posture.named), way, tone)
        return _centred(cut_out([surface], _framed(surface, CUTS[kind].scale), EVEN))


@dataclass(frozen=True)
class _Model:
    """A limb, and what its skin is like at each vertex (n, 5): redder, mottled, palm or sole, nail, solid."""

    limb: Limb
    anchor: Anchor
    skin: Floats

    @classmethod
    def of(cls, body: Body, cut: Cut) -> _Model:
        """The right limb of a body that a cut is made of."""
        one = limb(body, cut.part)
        frame = one.frames[cut.anchor]
        rest, faces = one.body.rest, triangles(one.body.quads)
        outward = normals(rest, faces) @ frame.T
        own = (rest - one.body.bones[cut.bone].head) @ frame.T
        before = -own[:, 1] if cut.part == "arm" else own[:, 2]
        under = _step(-outward[:, 2], 0.05, 0.6) * (1 - _step(before, -0.1, 0.3))
        solid = 1 - _step(before, cut.solid, cut.gone)
        return cls(
            one,
            cut.anchor,
            np.column_stack([*tint(one.body), under, _nails(one.body, outward, frame), solid]),
        )

    def surface(self, posture: Pose, way: Floats, tone: Tone) -> Surface:
        """The posed limb, turned by ``way``, without what is faded out; its skin is smoothed with its shape."""
        points = self.limb.posed(self.anchor, posture) @ way.T
        quads = self.limb.body.quads
        quads = quads[self.skin[quads, 4].max(axis=1) > 0]
        fine, finer = subdivide(*subdivide(np.column_stack([points, self.skin]), quads))
        flush, grain, under, nail, solid = fine[:, 3:].T
        base = np.array(tone.skin) + under[:, None] * (np.array(tone.palm) - tone.skin)
        base = base * (1 + flush[:, None] * (np.array(tone.flush) / tone.skin - 1))
        base = base + nail[:, None] * (np.array(tone.nail) - base)
        return Surface(
            fine[:, :3], finer, np.clip(base, 0, 1), grain, skin=True, cover=np.clip(solid, 0, 1) ** 1.5
        )


def _step(values: Floats, low: float, high: float) -> Floats:
    """0 below ``low``, 1 above ``high``, smooth between."""
    share = np.clip((values - low) / (high - low), 0, 1)
    smooth: Floats = share * share * (3 - 2 * share)
    return smooth


def _nails(body: Body, outward: Floats, frame: Floats) -> Floats:
    """How much each vertex belongs to a nail (n,): on the back of a last bone's further half.

    ``outward`` are the normals (n, 3) in ``frame``.
    """
    nail = np.zeros(len(body.rest))
    for name in LAST:
        bone = body.bones[name]
        head, tail = frame @ bone.head, frame @ bone.tail
        length = np.linalg.norm(tail - head)
        along = (tail - head) / length
        up = np.array(THUMB_NAIL if name.startswith("finger1") else (0.0, 0, 1))
        up = up - along * (up @ along)
        from_head = body.rest @ frame.T - head
        near = np.linalg.norm(from_head, axis=1) < 1.4 * length
        back = _step(outward @ up / np.linalg.norm(up), 0.5, 0.75)
        nail = np.maximum(nail, _step(from_head @ along / length, *NAIL) * back * near)
    return nail


def _framed(surface: Surface, scale: float) -> Camera:
    """The camera straight above that sees the whole of the surface."""
    camera = Camera(SIZE, SIZE, scale, (SIZE / 2, SIZE / 2), distance=DISTANCE, lean=0.0)
    seen = surface.quads[surface.solid[surface.quads].max(axis=1) > SEEN]
    flat, _ = camera.project(surface.points[np.unique(seen)])
    across, down = SIZE - _middle(flat)
    return replace(camera, centre=(float(across), float(down)))


def _centred(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture moved so that the smallest circle around all that is seen is in its middle.

    Else the place would tell a picture from its flip, and a turned limb would leave its picture.
    """
    middle = _middle(np.argwhere(picture[:, :, 3] > 0).astype(float) + 0.5)
    down, across = np.round(SIZE / 2 - middle).astype(int)
    return np.roll(picture, (down, across), axis=(0, 1))


def _middle(flat: Floats) -> Floats:
    """The middle of the smallest circle around points (n, 2), nearly (Badoiu and Clarkson 2003, SODA, 801-802)."""
    middle: Floats = flat.mean(axis=0)
    for step in range(2, 400):
        furthest = flat[np.argmax(((flat - middle) ** 2).sum(axis=1))]
        middle = middle + (furthest - middle) / step
    return middle
