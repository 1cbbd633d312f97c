"""What two heads are held against, from arrays: each null is what its sentence says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mirra.coupling.spectral.wavelet_pairs import coherence_pairs
from mirra.errors import SurrogateError
from mirra.pairs.brains import nulls

RATE = 2.0
SETTINGS: dict[str, Any] = {"periods": (2.0, 10.0), "band": (5.0, 10.0)}


def noise(seed: int, count: int = 600, channels: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, channels))


def test_a_shift_moves_all_channels_together_and_never_by_little() -> None:
    x = noise(0)
    null = nulls.shifts(x, x, RATE, 20, 1, SETTINGS)
    assert null.shape == (20, 2, 2)
    own = coherence_pairs(x, x, RATE, **SETTINGS).coherence
    assert (null[:, [0, 1], [0, 1]] < 0.6).all()
    np.testing.assert_allclose(np.diag(own), 1)
    again = nulls.shifts(x, x, RATE, 20, 1, SETTINGS)
    np.testing.assert_array_equal(null, again)


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    nulls.shifts(noise(0), noise(1), RATE, 4, 0, SETTINGS, told.append)
    assert told == [0.25, 0.5, 0.75, 1]


def test_partners_are_coupled_one_by_one() -> None:
    x, others = noise(0), [noise(3, 500), noise(4, 600)]
    null = nulls.partners([(x[: len(one)], one) for one in others], RATE, SETTINGS)
    np.testing.assert_array_equal(null[1], coherence_pairs(x, others[1], RATE, **SETTINGS).coherence)


def test_trials_keep_what_belongs_together_and_exchange_the_rest() -> None:
    x = noise(0)
    stretches = [(k * 60.0, k * 60.0 + 60) for k in range(5)]
    pairs, null = nulls.trials(x, x, RATE, stretches, 30, 0, SETTINGS)
    np.testing.assert_allclose(np.diag(pairs.coherence), 1)
    assert (null[:, [0, 1], [0, 1]] < 0.9).all()
    with pytest.raises(SurrogateError, match="3 trials have 6 orders"):
        nulls.trials(x, x, RATE, stretches[:3], 30, 0, SETTINGS)
