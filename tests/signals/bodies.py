"""Bodies whose truth is known: a heart, a skin, a chest and a voice made of numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats


def beating(intervals: ArrayLike, *, first: float = 0.6) -> Floats:
    """Times in s of beats these intervals apart."""
    return first + np.concatenate([[0.0], np.cumsum(np.asarray(intervals, dtype=np.float64))])


def ecg(beats: Floats, rate: float, seconds: float, *, noise: float = 0.01, seed: int = 0) -> Floats:
    """An electrocardiogram in mV with an R wave (and small Q, S, T) at each of these times."""
    clock = np.arange(int(seconds * rate)) / rate
    row = noise * np.random.default_rng(seed).standard_normal(len(clock))
    for shift, height, width in (
        (0.0, 1.0, 0.012),
        (-0.03, -0.1, 0.01),
        (0.03, -0.15, 0.01),
        (0.28, 0.2, 0.05),
    ):
        for beat in beats:
            near = np.abs(clock - beat - shift) < 6 * width
            row[near] += height * np.exp(-((clock[near] - beat - shift) ** 2) / (2 * width**2))
    return row


def skin(
    onsets: ArrayLike, heights: ArrayLike, rate: float, seconds: float, *, noise: float = 0.005, seed: int = 0
) -> Floats:
    """Skin conductance in µS: a level that drifts, and on it responses that rise in 1.4 s and fall in about 3 s."""
    clock = np.arange(int(seconds * rate)) / rate
    row = (
        5 + np.sin(2 * np.pi * clock / 400) + noise * np.random.default_rng(seed).standard_normal(len(clock))
    )
    peak = np.exp(-1.386 / 3.0) - np.exp(-1.386 / 0.75)
    for onset, height in zip(np.atleast_1d(onsets), np.atleast_1d(heights), strict=True):
        since = np.clip(clock - onset, 0, None)
        row += height / peak * (np.exp(-since / 3.0) - np.exp(-since / 0.75))
    return row


def tone(hertz: float, spans: list[tuple[float, float]], rate: float, seconds: float) -> Floats:
    """A voice-like tone (five harmonics) that sounds in these spans of time, in s."""
    clock = np.arange(int(seconds * rate)) / rate
    on = np.any([(clock >= begin) & (clock < end) for begin, end in spans], axis=0)
    waves = np.array([0.2 / k * np.sin(2 * np.pi * k * hertz * clock) for k in range(1, 6)])
    return np.where(on, waves.sum(axis=0), 0.0)
