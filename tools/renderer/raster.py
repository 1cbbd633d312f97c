"""A small software rasteriser in numpy: triangles in, the nearest surface of every pixel out.

Picture coordinates: x to the right and y down, in pixels, the centre of the first pixel at (0.5, 0.5).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from mirra.arrays import Floats, Ints


def triangles(quads: Ints) -> Ints:
    """Two triangles (2m, 3) for each of the (m, 4) quads."""
    return np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def normals(points: Floats, faces: Ints) -> Floats:
    """Unit normals (n, 3) of the vertices: the mean of the faces around, weighted by area."""
    corner = points[faces]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    summed = np.zeros_like(points)
    np.add.at(summed, faces.ravel(), np.repeat(across, 3, axis=0))
    length = np.linalg.norm(summed, axis=1, keepdims=True)
    unit: Floats = summed / np.where(length > 0, length, 1)
    return unit


def _covered(flat: Floats, faces: Ints, width: int, height: int) -> tuple[Ints, Ints, Ints]:
    """Every (face, column, row) whose pixel lies in the face's box, clipped to the picture."""
    corner = flat[faces]
    low = np.ceil(corner.min(axis=1) - 0.5).astype(int)
    high = np.floor(corner.max(axis=1) - 0.5).astype(int)
    low, high = np.maximum(low, 0), np.minimum(high, [width - 1, height - 1])
    size = np.maximum(high - low + 1, 0)
    counts = size[:, 0] * size[:, 1]
    face = np.repeat(np.arange(len(faces)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    wide = np.maximum(size[face, 0], 1)
    return face, low[face, 0] + within % wide, low[face, 1] + within // wide


def rasterise(
    flat: Floats, depth: Floats, faces: Ints, values: Floats, width: int, height: int
) -> tuple[Floats, Floats]:
    """Draw triangles with a z-buffer; of two surfaces in one pixel the one of smaller depth is seen.

    ``flat`` (n, 2) in pixels, ``depth`` (n,), ``faces`` (m, 3), ``values`` (n, k) carried linearly over each triangle.
    Returns the depth (height, width), infinite where nothing is, and the values (height, width, k), zero there.
    Either winding is drawn; a face without area is not.
    """
    a, b, c = (flat[faces[:, corner]] for corner in range(3))
    double = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    faces = faces[np.abs(double) > 1e-12]
    face, column, row = _covered(flat, faces, width, height)
    share = _shares(flat, faces, face, column + 0.5, row + 0.5)
    inside = (share >= -1e-9).all(axis=1)
    face, column, row, share = face[inside], column[inside], row[inside], share[inside]
    far = (depth[faces[face]] * share).sum(axis=1)
    pixel = row * width + column
    order = np.lexsort((far, pixel))
    first = order[np.unique(pixel[order], return_index=True)[1]]
    nearest, seen = np.full(width * height, np.inf), np.zeros((width * height, values.shape[1]))
    nearest[pixel[first]] = far[first]
    seen[pixel[first]] = np.einsum("pc,pck->pk", share[first], values[faces[face[first]]])
    return nearest.reshape(height, width), seen.reshape(height, width, -1)


def _shares(flat: Floats, faces: Ints, face: Ints, x: NDArray[Any], y: NDArray[Any]) -> Floats:
    """How much each corner of its face has of each point (p, 3); all are >= 0 inside (barycentric coordinates)."""
    a, b, c = (flat[faces[:, corner]] for corner in range(3))
    double = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    a, b, c, double = a[face], b[face], c[face], double[face]
    second = ((x - a[:, 0]) * (c[:, 1] - a[:, 1]) - (y - a[:, 1]) * (c[:, 0] - a[:, 0])) / double
    third = ((b[:, 0] - a[:, 0]) * (y - a[:, 1]) - (b[:, 1] - a[:, 1]) * (x - a[:, 0])) / double
    return np.stack([1 - second - third, second, third], axis=1)


def turned(flat: Floats, faces: Ints) -> Ints:
    """Those of the faces that turn their front to the eye: their corners go round anticlockwise in the picture."""
    a, b, c = (flat[faces[:, corner]] for corner in range(3))
    double = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    front: Ints = faces[double < 0]
    return front


def blur(picture: Floats, radius: float) -> Floats:
    """A Gaussian blur of a (height, width) picture with standard deviation ``radius`` pixels; the border repeats."""
    soft: Floats = gaussian_filter(picture, radius, mode="nearest", truncate=3)
    return soft
