"""A drawn right hand's landmarks, fingers up, back to the camera; no model and no picture."""

from __future__ import annotations

import numpy as np

from mirra.anatomy import Side
from mirra.arrays import Floats
from mirra.signals.hands import HandTrack, HandTracks


def hand(opened: float = 1.0, palm: float = 100.0) -> Floats:
    """The landmarks (21, 2) px of a hand ``opened`` 0 to 1, wrist at (0, 0), y down."""
    points = np.zeros((21, 2))
    for finger in range(5):
        angle = np.radians((finger - 2) * 14 - (finger == 0) * 20)
        along = np.array([np.sin(angle), -np.cos(angle)])
        base = 0.45 if finger == 0 else 1.0
        joints = base + (0.1 + 0.9 * opened) * np.array([0.0, 0.35, 0.65, 0.9])
        points[1 + 4 * finger : 5 + 4 * finger] = joints[:, None] * along
    made: Floats = points * palm
    return made


def turned(points: Floats, angle: float) -> Floats:
    """The points turned clockwise on the screen by ``angle`` radians about (0, 0)."""
    cos, sin = np.cos(angle), np.sin(angle)
    moved: Floats = points @ np.array([[cos, sin], [-sin, cos]])
    return moved


def tracks(times: Floats, **opened: Floats) -> HandTracks:
    """Hands ``left`` and ``right`` that open as said, (n,) each; NaN is a hand not seen."""
    made = []
    for side, series in opened.items():
        points = np.stack([hand(float(value)) for value in series])
        seen = np.where(np.isfinite(series), 1.0, np.nan)
        which: Side = "left" if side == "left" else "right"
        made.append(HandTrack(which, 1, points + 300, seen, seen * (which == "right")))
    return HandTracks(tuple(made), times, 640, 480, False)
