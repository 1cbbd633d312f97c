"""The few objects that exercises need, as plain shapes: a cloth that lies over the limb, a towel, a seat."""

from __future__ import annotations

import numpy as np

from mirra.arrays import Floats, Ints
from tools.renderer.raster import rasterise, triangles
from tools.renderer.scene import Surface

CLOTH, TOWEL, STRIPE, SEAT = (0.13, 0.30, 0.42), (0.62, 0.66, 0.60), (0.16, 0.34, 0.46), (0.30, 0.19, 0.12)
FINENESS = 40  # cells of the height map a dm


def sheet(rows: int, columns: int) -> Ints:
    """The quads (m, 4) of a grid of rows x columns points, seen from above counter-clockwise."""
    grid = np.arange(rows * columns).reshape(rows, columns)
    around = (grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1])
    return np.stack(around, axis=-1).reshape(-1, 4)


def _grid(centre: Floats, width: float, depth: float, step: float) -> tuple[Floats, Floats]:
    """Points x and y (rows, columns) of a sheet lying about ``centre``."""
    across = np.linspace(-width / 2, width / 2, round(width / step) + 1)
    along = np.linspace(-depth / 2, depth / 2, round(depth / step) + 1)
    x, y = np.meshgrid(centre[0] + across, centre[1] + along)
    return x, y


def _heights(points: Floats, quads: Ints, x: Floats, y: Floats) -> Floats:
    """How high the limb reaches at each place, 0 where it is not: it is looked at from straight above."""
    low = np.array([x.min(), y.min()]) - 0.2
    size = np.ceil((np.array([x.max(), y.max()]) + 0.2 - low) * FINENESS).astype(int)
    flat = (points[:, :2] - low) * FINENESS
    nothing = np.zeros((len(points), 0))
    depth, _ = rasterise(flat, -points[:, 2], triangles(quads), nothing, int(size[0]), int(size[1]))
    column, row = ((x - low[0]) * FINENESS).astype(int), ((y - low[1]) * FINENESS).astype(int)
    top: Floats = np.where(np.isfinite(depth), -depth, 0.0)[row, column]
    return top


def cloth(points: Floats, quads: Ints, centre: Floats, width: float = 1.5, depth: float = 0.85) -> Surface:
    """A soft cloth about ``centre`` (x, y, z above what it lies on) that hangs over the limb like a tent."""
    x, y = _grid(centre, width, depth, 0.03)
    top = np.maximum(_heights(points, quads, x, y), 0.0)
    sloped = top
    for _ in range(60):  # cloth cannot fall more steeply than it is long: it hangs from the highest places
        around = np.pad(sloped, 1, mode="edge")
        near = np.max([around[:-2, 1:-1], around[2:, 1:-1], around[1:-1, :-2], around[1:-1, 2:]], axis=0)
        sloped = np.maximum(sloped, near - 0.045)
    for _ in range(6):
        around = np.pad(sloped, 1, mode="edge")
        sloped = np.maximum(
            top, (around[:-2, 1:-1] + around[2:, 1:-1] + around[1:-1, :-2] + around[1:-1, 2:]) / 4
        )
    folds = 0.012 * np.sin(9 * (x - centre[0]) + 1.5 * np.sin(4 * (y - centre[1])))
    high = sloped + 0.035 + folds + centre[2]
    return _coloured(x, y, high, np.broadcast_to(np.array(CLOTH), (*x.shape, 3)))


def towel(centre: Floats, width: float = 2.2, depth: float = 4.6) -> Surface:
    """A towel flat on the ground, with stripes at both ends, so that one sees what moves."""
    x, y = _grid(centre, width, depth, 0.04)
    inside = np.minimum(width / 2 - np.abs(x - centre[0]), depth / 2 - np.abs(y - centre[1]))
    weave = 0.006 * np.sin(34 * x) * np.sin(34 * y)
    high = 0.07 * np.clip(inside / 0.06, 0, 1) ** 0.5 + weave
    end = depth / 2 - np.abs(y - centre[1])
    striped = (np.abs(end - 0.45) < 0.12) | (np.abs(end - 0.8) < 0.05)
    return _coloured(x, y, high, np.where(striped[..., None], STRIPE, TOWEL))


def _coloured(x: Floats, y: Floats, z: Floats, colour: Floats) -> Surface:
    points = np.stack([x, y, z], axis=-1).reshape(-1, 3)
    return Surface(points, sheet(*x.shape), colour.reshape(-1, 3).astype(float), np.zeros(len(points)))


def seat(centre: Floats, width: float = 3.0, depth: float = 4.2, thick: float = 0.4) -> Surface:
    """The front of a chair's seat: its upper side's front edge has its middle at ``centre``."""
    half = width / 2
    front = [(-half, 0.0), (half, 0.0), (half, -depth), (-half, -depth)]
    corners = np.array([(x, y, z) for z in (0.0, -thick) for x, y in front]) + centre
    sides = [(0, 1, 2, 3), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
    middle = corners.mean(axis=0)
    points, quads = [], []
    for at, side in enumerate(sides):
        four = corners[list(side)]
        outward = np.cross(four[1] - four[0], four[2] - four[0]) @ (four.mean(axis=0) - middle) > 0
        points.append(four if outward else four[::-1])
        quads.append(np.arange(4) + 4 * at)
    made = np.vstack(points)
    return Surface(made, np.array(quads), np.tile(np.array(SEAT), (len(made), 1)), np.zeros(len(made)))
