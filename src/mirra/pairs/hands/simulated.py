"""Two hands with mirror movements of known size, to hold the measures against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirra.arrays import Bools, Floats


@dataclass(frozen=True, eq=False)
class SimulatedHands:
    """Series (n,) of the ``voluntary`` and the ``mirror`` hand at ``rate`` Hz, the first ``rest`` s of them at rest.

    ``mirrored`` (c,) says which of the voluntary cycles the mirror hand follows.
    """

    voluntary: Floats
    mirror: Floats
    rate: float
    rest: float
    mirrored: Bools


@dataclass(frozen=True)
class MirrorMovement:
    """How the other hand follows.

    ``ratio`` of the mirror cycles' amplitude to the voluntary ones' (1 unit peak to peak); ``lag`` s by which they
    follow; ``proportion`` of cycles mirrored.
    """

    ratio: float
    lag: float = 0.0
    proportion: float = 1.0


@dataclass(frozen=True)
class Rhythm:
    """The voluntary cycles, of ``frequency`` Hz; each period is drawn with a coefficient of variation ``jitter``."""

    frequency: float = 1.0
    jitter: float = 0.03
    cycles: int = 30


def simulate(
    mirror: MirrorMovement,
    rhythm: Rhythm = Rhythm(),
    *,
    noise: float = 0.005,
    rate: float = 30.0,
    rest: float = 5.0,
    seed: int = 0,
) -> SimulatedHands:
    """Cycles of opening and closing, of which the other hand makes a share, smaller and later, above noise.

    ``noise`` is the standard deviation of white noise in both hands; both rest for the first ``rest`` s, sampled at
    ``rate`` Hz.
    """
    cycles = rhythm.cycles
    chance = np.random.default_rng(seed)
    periods = np.clip(1 + rhythm.jitter * chance.standard_normal(cycles), 0.5, 1.5) / rhythm.frequency
    edges = rest + np.concatenate([[0.0], np.cumsum(periods)])
    times = np.arange(round((edges[-1] + abs(mirror.lag)) * rate)) / rate
    mirrored = np.zeros(cycles, np.bool_)
    mirrored[chance.permutation(cycles)[: round(mirror.proportion * cycles)]] = True
    voluntary = _cycles(times, edges, np.ones(cycles))
    following = _cycles(times - mirror.lag, edges, mirror.ratio * mirrored.astype(np.float64))
    voluntary += noise * chance.standard_normal(len(times))
    following += noise * chance.standard_normal(len(times))
    return SimulatedHands(voluntary, following, rate, rest, mirrored)


def _cycles(times: Floats, edges: Floats, heights: Floats) -> Floats:
    """One smooth rise and fall of each height between two edges, 0 outside."""
    phase_index = np.clip(np.searchsorted(edges, times, side="right") - 1, 0, len(heights) - 1)
    phase = (times - edges[phase_index]) / (edges[phase_index + 1] - edges[phase_index])
    inside = (phase >= 0) & (phase < 1)
    return np.where(inside, heights[phase_index] * (1 - np.cos(2 * np.pi * phase)) / 2, 0.0)
