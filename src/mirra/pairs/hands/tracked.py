"""Hands followed in a video, made into the series that mirror movements and symmetry are measured on."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mirra.anatomy import BOTH_SIDES
from mirra.arrays import Floats
from mirra.signals.hands import HandTrack, HandTracks
from mirra.signals.kinematics import even
from mirra.signals.video.landmarks import FINGERS, WRIST, aperture, extension, openness, palm_length

Movement = Literal["fingers", "openness", "aperture", "wrist"]
MOVEMENTS: tuple[Movement, ...] = ("fingers", "openness", "aperture", "wrist")


def series(tracks: HandTracks, movement: Movement = "fingers") -> tuple[Floats, Floats, tuple[str, ...]]:
    """Left and right hand, (n, k) palm lengths each at ``tracks.rate`` Hz, and the k parts' names.

    ``fingers``: how far each is stretched; ``openness`` of the whole hand; ``aperture`` of thumb and index finger;
    ``wrist``: its way across (towards the body's own side) and down. Missing pictures are NaN.
    Raises ``SignalError`` where one of the two hands is not in the video.
    """
    hands = [_moving(tracks.hand(side), movement) for side in BOTH_SIDES]
    left, right = (even(tracks.times, hand, tracks.rate)[1] for hand in hands)
    names = {"fingers": FINGERS, "wrist": ("across", "down")}.get(movement, (movement,))
    return left, right, names


def _moving(hand: HandTrack, movement: Movement) -> Floats:
    if movement == "fingers":
        return extension(hand.points)
    if movement == "wrist":
        outwards = 1.0 if hand.side == "left" else -1.0
        way = hand.points[:, WRIST] * np.array([outwards, 1.0])
        return np.asarray(way / np.nanmedian(palm_length(hand.points)), np.float64)
    return (openness if movement == "openness" else aperture)(hand.points)[:, None]
