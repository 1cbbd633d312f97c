"""Surrogates keep what their null says they keep, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.surrogates import copies
from mirra.errors import SurrogateError
from tests.coupling.series import alone


@settings(max_examples=50, deadline=None)
@given(
    length=st.integers(10, 400), margin=st.integers(1, 220), n=st.integers(1, 400), seed=st.integers(0, 99)
)
def test_shifts_are_different_and_far_from_none_both_ways(
    length: int, margin: int, n: int, seed: int
) -> None:
    room = max(0, length - 2 * margin + 1)
    rng = np.random.default_rng(seed)
    if not room:
        with pytest.raises(SurrogateError, match="no shift"):
            copies.circular_shifts(length, margin, n, rng)
        return
    found = copies.circular_shifts(length, margin, n, rng)
    assert len(found) == len(set(found.tolist())) == min(n, room)
    assert found.min() >= margin
    assert found.max() <= length - margin


@settings(max_examples=50, deadline=None)
@given(length=st.integers(2, 400), shortest=st.integers(1, 100), seed=st.integers(0, 99))
def test_shuffled_segments_hold_the_same_values_and_the_rest_stays(
    length: int, shortest: int, seed: int
) -> None:
    if length // shortest < 2:
        with pytest.raises(SurrogateError, match="two segments"):
            copies.segment_starts(length, shortest)
        return
    starts = copies.segment_starts(length, shortest)
    size, count = starts[1], len(starts) - 1
    assert size >= shortest
    assert length - starts[-1] < count
    y = np.arange(length, dtype=float)
    orders = copies.segment_orders(count, 5, np.random.default_rng(seed))
    for order, row in zip(orders, copies.shuffled(y, starts, orders), strict=True):
        assert sorted(order) == list(range(count))
        assert np.array_equal(np.sort(row), y)
        assert np.array_equal(row[starts[-1] :], y[starts[-1] :])
        assert np.array_equal(row[:size], y[order[0] * size : (order[0] + 1) * size])


@pytest.mark.parametrize("length", [256, 257])
def test_phase_randomised_series_keep_the_spectrum(length: int) -> None:
    y = alone(np.random.default_rng(1), length) + 3
    made = copies.phase_randomised(y, 5, np.random.default_rng(2))
    assert np.allclose(np.abs(np.fft.rfft(made)), np.abs(np.fft.rfft(y)))
    assert np.allclose(made.mean(axis=1), y.mean())
    assert np.abs(np.atleast_2d(np.corrcoef(np.vstack([y, made])))[0, 1:]).max() < 0.9, (
        "a surrogate is the series itself"
    )


def test_iaaft_series_keep_the_values_exactly_and_the_spectrum_nearly() -> None:
    y = np.exp(alone(np.random.default_rng(3), 1000))
    made = copies.iaaft(y, 4, np.random.default_rng(4))
    assert np.array_equal(np.sort(made, axis=1), np.broadcast_to(np.sort(y), made.shape))
    wanted, found = np.abs(np.fft.rfft(y))[1:], np.abs(np.fft.rfft(made))[:, 1:]
    # Schreiber & Schmitz stop at some per cent of the power for skewed values; a mere shuffle is off by far more.
    assert (np.linalg.norm(found - wanted, axis=1) < 0.1 * np.linalg.norm(wanted)).all()


def test_a_constant_spectrum_line_does_not_divide_by_nothing() -> None:
    y = np.tile([1.0, -1.0], 50)
    assert np.isfinite(copies.iaaft(y, 2, np.random.default_rng(0))).all()
