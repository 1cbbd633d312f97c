"""What two heads' coherence is held against: shifted time, trials in other orders, partners of other dyads."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mirra.arrays import Floats
from mirra.coupling.spectral.wavelet_pairs import CoherencePairs, coherence_pairs
from mirra.coupling.surrogates.copies import circular_shifts
from mirra.errors import CouplingError, SurrogateError

NULLS = {
    "circular-shift": (
        "The two heads are independent of each other. A surrogate keeps each head whole; only the moment at which the "
        "second begins is another one."
    ),
    "trials": (
        "Within a trial the two heads are independent of each other. A surrogate keeps every trial whole; which trial "
        "of the second meets which of the first is exchanged."
    ),
    "partner": (
        "The two persons of a dyad are as independent of each other as persons who never met. A surrogate keeps both "
        "heads whole; the partner is one of another dyad."
    ),
}
APART = 3  # longest periods of the band that a shift must be away from no shift
ENOUGH_ORDERS = 24  # four trials; fewer orders than this cannot give a p below 0.04


def shifts(
    x: Floats,
    y: Floats,
    rate: float,
    n: int,
    seed: int,
    settings: Mapping[str, Any],
    progress: Callable[[float], None] | None = None,
) -> Floats:
    """Coherence (n, K, M) of ``x`` (n_samples, K) with ``y`` (n_samples, M), the whole of it shifted round n times.

    ``settings`` as ``coherence_pairs`` takes them, the ``band`` among them: a shift is at least three of its longest
    periods. Raises ``SurrogateError`` where there are fewer such shifts than ``n``.
    """
    margin = round(APART * settings["band"][1] * rate)
    chosen = circular_shifts(len(y), margin, n, np.random.default_rng(seed))
    if len(chosen) < n:
        raise SurrogateError(
            f"Only {len(chosen)} shifts are {APART} longest periods away from none, fewer than {n} surrogates.",
            where="circular-shift",
            todo="Ask for fewer surrogates, or take a longer recording or shorter periods.",
        )
    coherences = []
    for number, shift in enumerate(chosen, 1):
        coherences.append(coherence_pairs(x, np.roll(y, -shift, axis=0), rate, **settings).coherence)
        if progress:
            progress(number / len(chosen))
    return np.array(coherences)


def partners(others: Sequence[tuple[Floats, Floats]], rate: float, settings: Mapping[str, Any]) -> Floats:
    """Coherence (n, K, M) of the first person with each partner, cut to one length: (n_samples, K), (n_samples, M)."""
    return np.array([coherence_pairs(first, second, rate, **settings).coherence for first, second in others])


def trials(
    x: Floats,
    y: Floats,
    rate: float,
    stretches: Sequence[tuple[float, float]],
    n: int,
    seed: int,
    settings: Mapping[str, Any],
) -> tuple[CoherencePairs, Floats]:
    """Coherence of trials that belong together, the mean over them, and (n, K, M) that of trials in other orders.

    ``stretches`` (start, end) in s from the first sample, all cut to the shortest. Raises ``SurrogateError`` for fewer
    than four trials, ``CouplingError`` for one that lies outside the recording or is too short for the band.
    """
    orders = math.factorial(len(stretches))
    if orders < ENOUGH_ORDERS:
        raise SurrogateError(
            f"The {len(stretches)} trials have {orders} orders, too few for a null.", where="trials"
        )
    size = min(round((end - start) * rate) for start, end in stretches)
    begins = [round(start * rate) for start, _ in stretches]
    if min(begins) < 0 or max(begins) + size > len(x) or size < 1:
        raise CouplingError(f"A trial lies outside the recording ({len(x) / rate:.1f} s).")
    pieces = [slice(begin, begin + size) for begin in begins]
    every = [[coherence_pairs(x[i], y[j], rate, **settings) for j in pieces] for i in pieces]
    table = np.array([[pair.coherence for pair in row] for row in every])
    rng, trial = np.random.default_rng(seed), np.arange(len(stretches))
    null: list[Floats] = []
    while len(null) < n:
        order = rng.permutation(len(stretches))
        if (order != trial).any():  # the order as it was is counted by the one in (1 + k) / (1 + n)
            null.append(table[trial, order].mean(axis=0))
    return _mean([every[k][k] for k in trial]), np.array(null)


def _mean(parts: Sequence[CoherencePairs]) -> CoherencePairs:
    averaged = ("coherence", "shares", "spectrum", "mean_map")
    return replace(
        parts[0], **{key: np.mean([getattr(part, key) for part in parts], axis=0) for key in averaged}
    )
