"""A limb on a table in soft light, as the person sees it who looks down on it.

Scene: x to the person's right, y away from them, z up from the table, in decimetres. Colours are linear light, 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirra.mirror.body import Floats, Ints, rotation
from mirra.mirror.raster import blur, normals, rasterise, triangles

SKIN = (0.58, 0.33, 0.22)
FLUSH = (0.60, 0.24, 0.17)
TABLE = (0.47, 0.50, 0.50)
LIGHT = np.array([-0.56, 0.36, 0.74]) / np.linalg.norm([-0.56, 0.36, 0.74])
FILL = np.array([0.75, -0.35, 0.55]) / np.linalg.norm([0.75, -0.35, 0.55])


@dataclass(frozen=True)
class Camera:
    """Looks at ``target`` (3,) from ``distance`` dm, ``lean`` degrees from straight above towards the person.

    ``scale`` pixels per dm at the target, which is drawn at ``centre`` (x, y); the picture is ``width`` x ``height``.
    """

    width: int
    height: int
    scale: float
    centre: tuple[float, float]
    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    distance: float = 6.0
    lean: float = 26.0

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Places in the picture (n, 2) in pixels, and distances along the line of sight (n,) in dm."""
        seen = (points - self.target) @ rotation(np.array([1.0, 0, 0]), -np.radians(self.lean)).T
        far = self.distance - seen[:, 2]
        size = self.scale * self.distance / far
        return np.stack([self.centre[0] + size * seen[:, 0], self.centre[1] - size * seen[:, 1]], axis=1), far

    def finer(self, times: int) -> Camera:
        """The same view with ``times`` as many pixels each way."""
        centre = (self.centre[0] * times, self.centre[1] * times)
        return Camera(
            self.width * times,
            self.height * times,
            self.scale * times,
            centre,
            self.target,
            self.distance,
            self.lean,
        )


def table(width: int, height: int, seed: int = 2) -> Floats:
    """A calm table top (height, width, 3): one colour, a faint grain from side to side, a little darker at the rim."""
    noise = np.random.default_rng(seed).standard_normal((height, width))
    grain = sum(
        weight * _unit_spread(blur(_smear(noise, reach), across))
        for reach, across, weight in ((160, 1.2, 0.006), (300, 5.0, 0.006), (300, 24.0, 0.012))
    )
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    shade = 1.04 - 0.10 * (0.6 * x * x + 0.8 * y * y) + grain
    top: Floats = shade[:, :, None] * np.array(TABLE)
    return top


def _smear(noise: Floats, reach: int) -> Floats:
    """Averaged along each row over ``reach`` pixels, as wood is along its grain."""
    wave = np.fft.rfft(noise, axis=1) * np.exp(-0.5 * (np.fft.rfftfreq(noise.shape[1]) * reach) ** 2)
    smooth: Floats = np.fft.irfft(wave, noise.shape[1], axis=1)
    return smooth


def _unit_spread(values: Floats) -> Floats:
    centred: Floats = (values - values.mean()) / values.std()
    return centred


def photograph(
    points: Floats, quads: Ints, flush: Floats, grain: Floats, ground: Floats, camera: Camera
) -> NDArray[np.uint8]:
    """A picture (height, width, 3), 8-bit sRGB, of skin standing on the table z = 0.

    ``points`` (n, 3); ``quads`` (m, 4); ``flush`` (n,) how red the skin is, 0 to 1; ``grain`` (n,) its mottling,
    about -1 to 1; ``ground`` the table's picture from ``table``. Drawn at twice the size and averaged.
    """
    fine = camera.finer(2)
    faces = triangles(quads)
    flat, far = fine.project(points)
    values = np.column_stack([normals(points, faces), points, flush, grain])
    depth, seen = rasterise(flat, far, faces, values, fine.width, fine.height)
    there = np.isfinite(depth)
    lit = np.ones(depth.shape)
    lit[there] = _lit(points, faces, seen[there][:, 3:6])
    lit = _within(lit, there, 3.0)
    colour = np.zeros((*depth.shape, 3))
    colour[there] = _skin(seen[there], lit[there], _eye(camera))
    cover = _halved(there[:, :, None].astype(float))
    picture = ground * (1 - _shadow(points, faces, camera))[:, :, None] * (1 - cover) + _halved(colour)
    coded = np.where(
        picture <= 0.0031308, 12.92 * picture, 1.055 * np.maximum(picture, 1e-9) ** (1 / 2.4) - 0.055
    )
    return np.clip(np.round(coded * 255), 0, 255).astype(np.uint8)


def _eye(camera: Camera) -> Floats:
    lean = np.radians(camera.lean)
    return np.array([0.0, -np.sin(lean), np.cos(lean)])


def _halved(fine: Floats) -> Floats:
    height, width = fine.shape[0] // 2, fine.shape[1] // 2
    mean: Floats = fine.reshape(height, 2, width, 2, -1).mean(axis=(1, 3))
    return mean


def _within(values: Floats, there: NDArray[np.bool_], radius: float) -> Floats:
    """Blurred inside ``there`` only."""
    weight = blur(there.astype(float), radius)
    smooth: Floats = blur(np.where(there, values, 0.0), radius) / np.maximum(weight, 1e-6)
    return smooth


def _sunwise(points: Floats) -> Floats:
    """Coordinates seen from the light: two across its rays, then the distance towards it."""
    across = np.cross(LIGHT, [0.0, 1, 0])
    across /= np.linalg.norm(across)
    seen: Floats = points @ np.stack([across, np.cross(LIGHT, across), LIGHT]).T
    return seen


def _lit(points: Floats, faces: Ints, places: Floats) -> Floats:
    """How much of the light reaches each place (p, 3), by a shadow map: 0 hidden, 1 free."""
    size, seen = 640, _sunwise(points)
    low = seen[:, :2].min(axis=0)
    scale = (size - 1) / np.ptp(seen[:, :2], axis=0).max()
    nearest, _ = rasterise(
        (seen[:, :2] - low) * scale, -seen[:, 2], faces, np.zeros((len(points), 0)), size, size
    )
    asked = _sunwise(places)
    spot = np.clip(((asked[:, :2] - low) * scale).astype(int), 0, size - 1)
    behind = -asked[:, 2] - nearest[spot[:, 1], spot[:, 0]]
    free: Floats = np.clip(1 - (behind - 0.03) / 0.05, 0, 1)
    return free


def _shadow(points: Floats, faces: Ints, camera: Camera) -> Floats:
    """How much light the limb takes from the table (height, width): a soft shadow, denser where the limb is near."""
    height = np.maximum(points[:, 2], 0)
    fallen = points - height[:, None] / LIGHT[2] * LIGHT
    below = points * np.array([1.0, 1, 0])
    cast = np.zeros((camera.height, camera.width))
    for flat, radius, strength in ((fallen, 9.0, 0.34), (below, 16.0, 0.26)):
        place, far = camera.project(flat)
        depth, _ = rasterise(place, far, faces, np.zeros((len(points), 0)), camera.width, camera.height)
        cast = 1 - (1 - cast) * (1 - strength * blur(np.isfinite(depth).astype(float), radius))
    return cast


def _skin(seen: Floats, lit: Floats, eye: Floats) -> Floats:
    """The colour (p, 3) of skin: light that wraps softly and redly round, a fill, the table's glow, a faint sheen."""
    normal = seen[:, :3] / np.maximum(np.linalg.norm(seen[:, :3], axis=1, keepdims=True), 1e-9)
    flush, grain = seen[:, 6], seen[:, 7]
    base = np.array(SKIN) + flush[:, None] * (np.array(FLUSH) - SKIN)
    base = base * (1 + 0.05 * grain[:, None] * np.array([0.6, 1.0, 1.0]))
    facing = normal @ LIGHT
    wrap = np.array([0.42, 0.24, 0.18])
    direct = np.clip((facing[:, None] + wrap) / (1 + wrap), 0, 1) ** 1.15
    shade = 0.30 + 0.70 * lit[:, None] ** np.array([0.75, 0.95, 1.0])
    fill = np.clip(normal @ FILL * 0.5 + 0.5, 0, 1)[:, None]
    glow = np.clip(0.5 - 0.5 * normal[:, 2], 0, 1)[:, None] * np.array(TABLE)
    light = 1.04 * direct * shade + 0.17 * fill + 0.16 * glow + 0.05
    half = (LIGHT + eye) / np.linalg.norm(LIGHT + eye)
    sheen = 0.055 * np.clip(normal @ half, 0, 1) ** 18 * lit
    rim = 1 - np.clip(normal @ eye, 0, 1)
    colour: Floats = base * light * (1 - 0.25 * rim[:, None] ** 3) + sheen[:, None]
    return colour
