"""A limb on a table in soft light, as the person sees it who looks down on it.

Scene: x to the person's right, y away from them, z up from the table, in decimetres. Colours are linear light, 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import zoom

from mirra.arrays import Floats, Ints
from tools.renderer.body import rotation
from tools.renderer.raster import blur, normals, rasterise, triangles, turned

SKIN = (0.58, 0.33, 0.22)
FLUSH = (0.60, 0.24, 0.17)
TABLE = (0.47, 0.50, 0.50)
FLOOR = (0.50, 0.43, 0.35)
LOW = 1.3  # dm above the ground, over which nothing darkens what is right beneath it


@dataclass(frozen=True)
class Lights:
    """Directions, of any length, to the light that casts shadows and to the one that brightens them."""

    main: tuple[float, float, float]
    fill: tuple[float, float, float]

    @property
    def towards(self) -> Floats:
        """The main light's direction as a unit vector (3,)."""
        main = np.array(self.main)
        unit: Floats = main / np.linalg.norm(main)
        return unit

    def filled(self, normal: Floats) -> Floats:
        """How much the second light gives to places (p,) with a normal (p, 3), 0 to 1."""
        facing: Floats = normal @ (np.array(self.fill) / np.linalg.norm(self.fill))
        return np.clip(facing * 0.5 + 0.5, 0, 1)


FROM_LEFT = Lights((-0.56, 0.36, 0.74), (0.75, -0.35, 0.55))


@dataclass(frozen=True)
class Camera:
    """Looks at ``target`` (3,) from ``distance`` dm, ``lean`` degrees from straight above towards the person.

    ``aside`` turns the eye about the target, to the person's left. ``scale`` pixels per dm at the target, which
    is drawn at ``centre`` (x, y); the picture is ``width`` x ``height``.
    """

    width: int
    height: int
    scale: float
    centre: tuple[float, float]
    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    distance: float = 6.0
    lean: float = 26.0
    aside: float = 0.0

    @property
    def way(self) -> Floats:
        """The (3, 3) matrix from the scene's directions to the picture's: right, up, towards the eye."""
        about = rotation(np.array([0.0, 0, 1]), np.radians(self.aside))
        way: Floats = rotation(np.array([1.0, 0, 0]), -np.radians(self.lean)) @ about
        return way

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Places in the picture (n, 2) in pixels, and distances along the line of sight (n,) in dm."""
        seen = (points - self.target) @ self.way.T
        far = self.distance - seen[:, 2]
        size = self.scale * self.distance / far
        return np.stack([self.centre[0] + size * seen[:, 0], self.centre[1] - size * seen[:, 1]], axis=1), far

    def finer(self, times: int) -> Camera:
        """The same view with ``times`` as many pixels each way."""
        centre = (self.centre[0] * times, self.centre[1] * times)
        return replace(
            self,
            width=self.width * times,
            height=self.height * times,
            scale=self.scale * times,
            centre=centre,
        )


@dataclass(frozen=True)
class Surface:
    """Something to be seen: ``points`` (n, 3), ``quads`` (m, 4), its colour ``base`` (n, 3), linear.

    ``grain`` (n,) is its mottling, about -1 to 1. ``skin``: light goes into it and comes out redder.
    """

    points: Floats
    quads: Ints
    base: Floats
    grain: Floats
    skin: bool = False
    cover: Floats | None = None

    @property
    def solid(self) -> Floats:
        """The share of what is behind that each point hides (n,); all of it, unless ``cover`` says less."""
        return np.ones(len(self.points)) if self.cover is None else self.cover


def skin_colour(flush: Floats) -> Floats:
    """The colour (n, 3) of skin by how red it is (n,), 0 to 1."""
    colour: Floats = np.array(SKIN) + flush[:, None] * (np.array(FLUSH) - SKIN)
    return colour


def table(width: int, height: int, colour: tuple[float, float, float] = TABLE, seed: int = 2) -> Floats:
    """A calm table top (height, width, 3): one colour, a faint grain from side to side, a little darker at the rim."""
    noise = np.random.default_rng(seed).standard_normal((height, width))
    grain = sum(
        weight * _unit_spread(blur(_smear(noise, reach), across))
        for reach, across, weight in ((160, 1.2, 0.006), (300, 5.0, 0.006), (300, 24.0, 0.012))
    )
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    shade = 1.04 - 0.10 * (0.6 * x * x + 0.8 * y * y) + grain
    top: Floats = shade[:, :, None] * np.array(colour)
    return top


def _smear(noise: Floats, reach: int) -> Floats:
    """Averaged along each row over ``reach`` pixels, as wood is along its grain."""
    wave = np.fft.rfft(noise, axis=1) * np.exp(-0.5 * (np.fft.rfftfreq(noise.shape[1]) * reach) ** 2)
    smooth: Floats = np.fft.irfft(wave, noise.shape[1], axis=1)
    return smooth


def _unit_spread(values: Floats) -> Floats:
    centred: Floats = (values - values.mean()) / values.std()
    return centred


def photograph(surfaces: Sequence[Surface], ground: Floats, camera: Camera) -> NDArray[np.uint8]:
    """A picture (height, width, 3), 8-bit sRGB, of surfaces that stand on the ground z = 0.

    ``ground`` is its picture from ``table``. Drawn at twice the size and averaged.
    """
    points, faces, colour = _drawn(surfaces, camera, FROM_LEFT)
    bare = ground * (1 - _shadow(points, faces, camera))[:, :, None]
    return coded(bare * (1 - colour[:, :, 3:]) + colour[:, :, :3])


def cut_out(surfaces: Sequence[Surface], camera: Camera, lights: Lights) -> NDArray[np.uint8]:
    """A picture (height, width, 4), 8-bit sRGB and cover, of surfaces with nothing behind them and no shadow."""
    _, _, colour = _drawn(surfaces, camera, lights)
    cover = colour[:, :, 3:]
    own = coded(colour[:, :, :3] / np.maximum(cover, 1e-6))
    return np.dstack([own, np.round(cover * 255).astype(np.uint8)])


def _drawn(surfaces: Sequence[Surface], camera: Camera, lights: Lights) -> tuple[Floats, Ints, Floats]:
    """All points, the triangles before the eye, and the picture (height, width, 4): light by cover, and cover."""
    fine = camera.finer(2)
    points = np.vstack([one.points for one in surfaces])
    starts = np.cumsum([0, *(len(one.points) for one in surfaces)])
    faces = triangles(np.vstack([one.quads + at for one, at in zip(surfaces, starts, strict=False)]))
    flat, far = fine.project(points)
    faces = faces[far[faces].min(axis=1) > 0.2]
    carried = [
        np.column_stack([one.base, one.grain, np.full(len(one.points), one.skin), one.solid])
        for one in surfaces
    ]
    values = np.column_stack([normals(points, faces), points, np.vstack(carried)])
    depth, seen = rasterise(flat, far, turned(flat, faces), values, fine.width, fine.height)
    there = np.isfinite(depth)
    lit = np.ones(depth.shape)
    lit[there] = _lit(points, faces, seen[there][:, 3:6], seen[there][:, :3], lights)
    lit = _within(lit, there, 3.0)
    colour = np.zeros((*depth.shape, 4))
    solid = seen[there][:, 11:]
    colour[there] = np.hstack([_shaded(seen[there], lit[there], camera.way[2], lights) * solid, solid])
    return points, faces, _halved(colour)


def coded(light: Floats) -> NDArray[np.uint8]:
    """Linear light (0 to 1) as 8-bit sRGB."""
    curve = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)
    return np.clip(np.round(curve * 255), 0, 255).astype(np.uint8)


def _halved(fine: Floats) -> Floats:
    height, width = fine.shape[0] // 2, fine.shape[1] // 2
    mean: Floats = fine.reshape(height, 2, width, 2, -1).mean(axis=(1, 3))
    return mean


def _within(values: Floats, there: NDArray[np.bool_], radius: float) -> Floats:
    """Blurred inside ``there`` only."""
    weight = blur(there.astype(float), radius)
    smooth: Floats = blur(np.where(there, values, 0.0), radius) / np.maximum(weight, 1e-6)
    return smooth


def _sunwise(points: Floats, light: Floats) -> Floats:
    """Coordinates seen from the light: two across its rays, then the distance towards it."""
    across = np.cross(light, [0.0, 1, 0])
    across /= np.linalg.norm(across)
    seen: Floats = points @ np.stack([across, np.cross(light, across), light]).T
    return seen


def _lit(points: Floats, faces: Ints, places: Floats, normal: Floats, lights: Lights) -> Floats:
    """How much of the light reaches each place (p, 3) of a surface with a normal, by a shadow map: 0 hidden, 1 free."""
    light = lights.towards
    size, seen = 640, _sunwise(points, light)
    low = seen[:, :2].min(axis=0)
    scale = (size - 1) / np.ptp(seen[:, :2], axis=0).max()
    flat = (seen[:, :2] - low) * scale
    nothing = np.zeros((len(points), 0))
    nearest, _ = rasterise(flat, -seen[:, 2], turned(flat * (1, -1), faces), nothing, size, size)
    asked = _sunwise(places, light)
    spot = np.clip(((asked[:, :2] - low) * scale).astype(int), 0, size - 1)
    behind = -asked[:, 2] - nearest[spot[:, 1], spot[:, 0]]
    facing = np.clip(normal @ light, 0.12, 1)
    grazing = 1.5 / scale * np.sqrt(1 - facing**2) / facing  # a cell of the map spans this much depth
    free: Floats = np.clip(1 - (behind - 0.03 - grazing) / 0.05, 0, 1)
    return free


def _shadow(points: Floats, faces: Ints, camera: Camera) -> Floats:
    """How much light the surfaces take from the ground (height, width): a soft shadow, denser where they are near.

    Being soft, it is drawn with a quarter of the pixels each way.
    """
    coarse = replace(
        camera,
        width=camera.width // 4,
        height=camera.height // 4,
        scale=camera.scale / 4,
        centre=(camera.centre[0] / 4, camera.centre[1] / 4),
    )
    light, height = FROM_LEFT.towards, np.maximum(points[:, 2], 0)
    fallen = points - height[:, None] / light[2] * light
    below = points * np.array([1.0, 1, 0])
    low = faces[height[faces].min(axis=1) < LOW]
    cast = np.zeros((coarse.height, coarse.width))
    nothing = np.zeros((len(points), 0))
    for flat, some, radius, strength in ((fallen, faces, 9.0, 0.34), (below, low, 16.0, 0.26)):
        place, far = coarse.project(flat)
        some = some[far[some].min(axis=1) > 0.2]
        depth, _ = rasterise(place, far, some, nothing, coarse.width, coarse.height)
        cast = 1 - (1 - cast) * (1 - strength * blur(np.isfinite(depth).astype(float), radius / 4))
    shadow: Floats = zoom(cast, 4, order=1, mode="nearest", grid_mode=True)
    return shadow


def _shaded(seen: Floats, lit: Floats, eye: Floats, lights: Lights) -> Floats:
    """The colour (p, 3): light that wraps softly round, redly on skin, a fill, the ground's glow, a faint sheen."""
    normal = seen[:, :3] / np.maximum(np.linalg.norm(seen[:, :3], axis=1, keepdims=True), 1e-9)
    base, grain, skin = seen[:, 6:9], seen[:, 9], np.round(seen[:, 10])[:, None]
    base = base * (1 + 0.05 * grain[:, None] * (1 - skin * np.array([0.4, 0.0, 0.0])))
    facing = normal @ lights.towards
    wrap = 0.18 + skin * np.array([0.24, 0.06, 0.0])
    direct = np.clip((facing[:, None] + wrap) / (1 + wrap), 0, 1) ** 1.15
    shade = 0.30 + 0.70 * lit[:, None] ** (1 - skin * np.array([0.25, 0.05, 0.0]))
    fill = lights.filled(normal)[:, None]
    glow = np.clip(0.5 - 0.5 * normal[:, 2], 0, 1)[:, None] * np.array(TABLE)
    light = 1.04 * direct * shade + 0.17 * fill + 0.16 * glow + 0.05
    half = (lights.towards + eye) / np.linalg.norm(lights.towards + eye)
    sheen = 0.055 * np.clip(normal @ half, 0, 1) ** 18 * lit * skin[:, 0]
    rim = 1 - np.clip(normal @ eye, 0, 1)
    colour: Floats = base * light * (1 - 0.25 * rim[:, None] ** 3) + sheen[:, None]
    return colour
