"""Series for the tests: awkward ones, uncoupled ones, and ones coupled with a known lag and strength."""

from __future__ import annotations

import numpy as np

from material.footage import recordings
from mirra.arrays import Floats


def awkward(seed: int, length: int) -> Floats:
    """A wandering series with a burst, a constant stretch and one that is almost constant far from zero (length,)."""
    rng = np.random.default_rng(seed)
    made = np.cumsum(rng.normal(size=length))
    made[rng.integers(0, length)] += 10.0 ** rng.integers(1, 5)
    at, other = rng.integers(0, length, 2)
    made[at : at + length // 4] = 3.3
    made[other : other + length // 4] = 50 + 10.0 ** -rng.integers(2, 8) * rng.normal(
        size=len(made[other:][: length // 4])
    )
    return made


def alone(rng: np.random.Generator, length: int, memory: float = 0.9) -> Floats:
    """An autoregressive series of order one with SD 1 (length,)."""
    noise = rng.normal(size=length + 200) * np.sqrt(1 - memory**2)
    made = np.zeros(length + 200)
    for t in range(1, length + 200):
        made[t] = memory * made[t - 1] + noise[t]
    return made[200:]


def coupled(
    rng: np.random.Generator, length: int, strength: float, lag: int, memory: float = 0.9
) -> tuple[Floats, Floats]:
    """Two such series correlated ``strength`` when the second is taken ``lag`` samples later: the first leads."""
    first, other = alone(rng, length + lag, memory), alone(rng, length, memory)
    return first[lag:], strength * first[:length] + np.sqrt(1 - strength**2) * other


def moved() -> list[Floats]:
    """The real motion energy of ten dyads at 5 Hz, patients before therapists, (3000,) each; empty where absent."""
    found = []
    for number in range(200, 210):
        path = recordings(f"dyads/motion_energy/{number}_01.txt")
        if path is not None:
            found.append(np.loadtxt(path, skiprows=1)[:15000].reshape(3000, 5, 2).mean(axis=1).T)
    return [pair[0] for pair in found] + [pair[1] for pair in found]
