"""What wavelet coherence is made of: the transform of a sine, smoothing, the cone."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.coupling.spectral.morlet import box, checked, inside_cone, period_grid, smoothed, transform
from mirra.errors import CouplingError


def test_a_sine_is_highest_at_its_own_period_and_as_high_at_every_period() -> None:
    scales = np.geomspace(8, 64, 37)
    for place in (10, 20, 30):
        found = np.abs(transform(np.cos(2 * np.pi * np.arange(2000) / scales[place]), scales))[:, 1000]
        assert found.argmax() == place
        assert found[place] == pytest.approx(0.5, abs=1e-6)


def test_smoothing_keeps_a_constant_and_turns_an_impulse_into_a_gaussian() -> None:
    scales = np.array([8.0, 16.0])
    flat = smoothed(np.ones((2, 600)), scales, np.eye(2))
    np.testing.assert_allclose(flat[:, 300], 1, atol=1e-9)
    impulse = np.zeros((2, 600))
    impulse[:, 300] = 1
    found = smoothed(impulse, scales, np.eye(2))
    away = np.arange(600) - 300
    expected = np.exp(-0.5 * (away / scales[:, None]) ** 2) / (scales[:, None] * np.sqrt(2 * np.pi))
    np.testing.assert_allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize(("count", "voices"), [(40, 12), (3, 12), (30, 8), (5, 1)])
def test_smoothing_over_scales_is_a_mean(count: int, voices: int) -> None:
    matrix = box(count, voices)
    np.testing.assert_allclose(matrix.sum(axis=1), 1)
    assert matrix.min() >= 0
    if voices == 12 and count == 40:
        assert np.count_nonzero(matrix[20]) == 15


def test_the_cone_is_widest_in_the_middle() -> None:
    inside = inside_cone(np.arange(100), 100, np.array([5.0, 20.0, 36.0]))
    assert inside.sum(axis=1).tolist() == [86, 44, 0]


def test_periods_are_evenly_spaced_in_octaves() -> None:
    grid = period_grid((20, 2), 8, 800, 12)
    assert (grid[0], len(grid)) == (2, 40)
    np.testing.assert_allclose(np.diff(np.log2(grid)), np.log2(10) / 39)


def test_channels_become_z_scores_and_an_empty_series_is_refused() -> None:
    x = np.random.default_rng(0).standard_normal((50, 2)) * 3 + 8
    first, second = checked(x, x[:, 0], 1)
    assert (first.shape, second.shape) == ((50, 2), (50, 1))
    np.testing.assert_allclose([first.mean(), first.std()], [0, 1], atol=1e-12)
    with pytest.raises(CouplingError, match="shape"):
        checked([], x, 1)
