"""A series that stays alike passes; one that grows, or changes its rhythm, does not."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.coupling.surrogates.copies import phase_randomised
from mirra.coupling.surrogates.stationary import stationarity
from mirra.errors import SurrogateError
from tests.coupling.series import alone


def test_stationary_series_are_seldom_called_otherwise() -> None:
    rng = np.random.default_rng(0)
    series = [alone(rng, 1000) for _ in range(60)]
    wrong = sum(not stationarity(y, phase_randomised(y, 99, rng)) for y in series)
    # At most 5 % is promised; 8 of 60 would come up in less than 1 % of runs at 5 %.
    assert wrong <= 7, f"{wrong} of 60 stationary series are called not so"


def test_a_growing_variance_is_seen() -> None:
    rng = np.random.default_rng(1)
    y = alone(rng, 1000) * np.linspace(0.3, 3, 1000)
    found = stationarity(y, phase_randomised(y, 99, rng))
    assert not found
    assert found.p_variance == pytest.approx(0.01)
    assert "variance differs between 8 equal parts with p = 0.01" in found.said


def test_a_changing_rhythm_is_seen_at_equal_variance() -> None:
    rng = np.random.default_rng(2)
    y = np.concatenate([alone(rng, 500, 0.97), alone(rng, 500, 0.3)])
    assert stationarity(y, phase_randomised(y, 99, rng)).p_spectrum <= 0.025


def test_too_short_a_series_is_refused() -> None:
    with pytest.raises(SurrogateError, match="takes 128 samples"):
        stationarity(np.arange(100.0), np.zeros((3, 100)))
