"""The pose of a motion at any moment: smooth between its key poses, and round again."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.interpolate import PchipInterpolator

from mirra.arrays import Floats
from mirra.catalogue.motion import Motion, Pose


def pose_at(motion: Motion, phase: float) -> Pose:
    """The pose at ``phase`` (0 to 1) of the loop: it goes no further than the keys, and the end meets the start."""
    times = np.array([key.at for key in motion.keys])
    values = np.array([numbers(motion.whole(key)) for key in motion.keys])
    around = np.hstack([times - 1, times, times + 1])
    return _pose(PchipInterpolator(around, np.vstack([values] * 3), axis=0)(phase % 1))


def numbers(pose: Pose) -> Floats:
    """All values of a pose (n,), in the order of its fields."""
    return np.hstack([np.ravel(getattr(pose, name)) for name in Pose.model_fields]).astype(float)


def _pose(values: Floats) -> Pose:
    at = 0
    named: dict[str, Any] = {}
    for name, field in Pose.model_fields.items():
        size = np.size(field.default)
        part = values[at : at + size].tolist()
        named[name] = part[0] if size == 1 else tuple(part)
        at += size
    return Pose.model_construct(**named)
