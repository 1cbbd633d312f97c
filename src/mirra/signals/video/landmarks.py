"""The 21 landmarks of a hand, and the turned square a hand is looked for in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter

from mirra.arrays import Floats

FINGERS = ("thumb", "index", "middle", "ring", "little")
# In the order the landmark model gives them: from the wrist, each finger from its base to its tip.
NAMES = (
    "wrist",
    *(f"thumb_{joint}" for joint in ("cmc", "mcp", "ip", "tip")),
    *(f"{finger}_{joint}" for finger in FINGERS[1:] for joint in ("mcp", "pip", "dip", "tip")),
)
WRIST, INDEX_BASE, MIDDLE_BASE, RING_BASE = 0, 5, 9, 13
TIPS = [4, 8, 12, 16, 20]
BASES = [2, 5, 9, 13, 17]

# What moves little when fingers bend: the wrist, the thumb to its joint, each finger to its middle joint.
_STEADY = (0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18)
# The square is moved a tenth of its height towards the fingers, and made twice as large as what moves little.
_SHIFT, _SCALE = 0.1, 2.0
# Pictures over which the palm's length is a running median.
_RUNNING = 31


@dataclass(frozen=True)
class Square:
    """A turned square of a picture: its middle and side in pixels, and its turn in radians (0 = fingers up)."""

    x: float
    y: float
    side: float
    turn: float

    def matrix(self, size: int) -> Floats:
        """The (2, 3) matrix from places in a crop of ``size`` pixels to places in the picture."""
        cos, sin, step = np.cos(self.turn), np.sin(self.turn), self.side / size
        half = self.side / 2
        return np.array(
            [
                [cos * step, -sin * step, self.x - (cos - sin) * half],
                [sin * step, cos * step, self.y - (sin + cos) * half],
            ]
        )


def square_around(points: Floats) -> Square:
    """The square to look in for the next picture's hand, from the landmarks ``points`` (21, 2) of this one.

    The rule of the hand tracking the models were trained for (Zhang et al. 2020, MediaPipe Hands).
    """
    towards = ((points[INDEX_BASE] + points[RING_BASE]) / 2 + points[MIDDLE_BASE]) / 2 - points[WRIST]
    turn = upright(towards)
    steady = points[list(_STEADY)]
    back = _rotation(-turn)
    pivot = (steady.min(0) + steady.max(0)) / 2
    straight = (steady - pivot) @ back.T
    low, high = straight.min(0), straight.max(0)
    middle = (low + high) / 2 - np.array([0.0, _SHIFT * (high - low)[1]])
    x, y = back.T @ middle + pivot
    return Square(float(x), float(y), float((high - low).max()) * _SCALE, turn)


def upright(towards: Floats) -> float:
    """The turn in radians, -pi to pi, that brings the direction ``towards`` (2,; y down) to pointing up."""
    turn = np.pi / 2 - np.arctan2(-towards[1], towards[0])
    return float((turn + np.pi) % (2 * np.pi) - np.pi)


def overlap(points: Floats, others: Floats) -> Floats:
    """The share (m,) of the boxes around ``points`` (n, 2) and each of ``others`` (m, k, 2) in common, 0 to 1."""
    lows, highs = others.min(1), others.max(1)
    low, high = points.min(0), points.max(0)
    common = np.prod(np.clip(np.minimum(high, highs) - np.maximum(low, lows), 0, None), axis=1)
    whole = np.prod(high - low) + np.prod(highs - lows, axis=1) - common
    shares: Floats = np.divide(common, whole, out=np.zeros(len(others)), where=whole > 0)
    return shares


def _rotation(angle: float) -> Floats:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin], [sin, cos]])


def palm_length(points: Floats) -> Floats:
    """The distance (n,) in px from wrist to the base of the middle finger, of landmarks (n, 21, 2); NaN where not seen.

    The running median of 31 pictures, about a second: it follows the hand's distance and tilt, and adds no noise.
    """
    lengths = np.linalg.norm(points[:, MIDDLE_BASE] - points[:, WRIST], axis=1)
    there = np.flatnonzero(np.isfinite(lengths))
    openness_found = np.full(len(lengths), np.nan)
    if len(there):
        openness_found[there] = median_filter(lengths[there], min(_RUNNING, len(there)), mode="nearest")
    return openness_found


def openness(points: Floats) -> Floats:
    """How far the hand is open, (n,) palm lengths: the mean distance of the five tips from the wrist.

    ``points`` (n, 21, 2) px. A fist has about 1, a spread hand about 2, seen from the front. NaN where not seen.
    """
    reach = np.linalg.norm(points[:, TIPS] - points[:, [WRIST]], axis=2)
    return np.asarray(reach.mean(axis=1) / palm_length(points), np.float64)


def aperture(points: Floats) -> Floats:
    """The distance of the tips of thumb and index finger, (n,) palm lengths; NaN where the hand is not seen."""
    gap = np.linalg.norm(points[:, TIPS[1]] - points[:, TIPS[0]], axis=1)
    return np.asarray(gap / palm_length(points), np.float64)


def extension(points: Floats) -> Floats:
    """How far each finger is stretched, (n, 5) palm lengths from its base to its tip, thumb first; NaN as above."""
    reach = np.linalg.norm(points[:, TIPS] - points[:, BASES], axis=2)
    return np.asarray(reach / palm_length(points)[:, None], np.float64)
