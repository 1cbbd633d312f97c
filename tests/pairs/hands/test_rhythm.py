from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.errors import CouplingError
from mirra.pairs.hands import rhythm
from mirra.pairs.hands.rhythm import Cycles

RATE = 30.0
CLOCK = np.arange(900) / RATE


def wave(frequency: float, phase: float = 0.0) -> np.ndarray:
    return np.sin(2 * np.pi * frequency * CLOCK + phase)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.4, 3.6), st.floats(0, 6))
def test_the_frequency_of_a_rhythm_is_found(frequency: float, phase: float) -> None:
    found = rhythm.movement_frequency(wave(frequency, phase) + 3 + 0.01 * CLOCK, RATE)
    # The spectrum of 12 s has bins of 1/12 Hz, looked at eight times finer.
    assert found == pytest.approx(frequency, abs=0.03)


def test_the_band_keeps_the_rhythm_and_takes_away_drift_and_tremor() -> None:
    plain = wave(1.0)
    mixed = plain + 2 * CLOCK + wave(6.0) + 10
    middle = slice(150, 750)
    np.testing.assert_allclose(rhythm.in_band(mixed, 1.0, RATE)[middle], plain[middle], atol=0.03)


def test_the_noise_beside_a_rhythm_is_the_noise_within_its_band() -> None:
    chance = np.random.default_rng(2)
    found, expected = [], []
    for _ in range(20):
        noise = 0.1 * chance.standard_normal(900)
        found.append(rhythm.flank_power(wave(1.0) + noise, 1.0, RATE))
        expected.append(rhythm.rest_power(noise, 1.0, RATE))
    assert np.mean(found) == pytest.approx(np.mean(expected), rel=0.3)


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.2, 0.2), st.floats(0.3, 1.2))
def test_the_lag_of_a_shifted_rhythm_is_found(lag: float, frequency: float) -> None:
    late = np.sin(2 * np.pi * frequency * (CLOCK - lag))
    r, found = rhythm.strongest(*rhythm.correlations(wave(frequency), late, RATE), frequency)
    assert r > 0.98
    assert found == pytest.approx(lag, abs=0.01)


def test_correlations_are_pearsons_at_every_lag() -> None:
    chance = np.random.default_rng(3)
    first, second = chance.standard_normal((2, 60))
    lags, found = rhythm.correlations(first, second, 10.0, 0.5)
    np.testing.assert_allclose(lags, np.arange(-5, 6) / 10)
    assert found[8] == pytest.approx(np.corrcoef(first[:-3], second[3:])[0, 1])
    assert found[2] == pytest.approx(np.corrcoef(first[3:], second[:-3])[0, 1])
    assert found[5] == pytest.approx(np.corrcoef(first, second)[0, 1])
    assert np.all(rhythm.correlations(np.ones(60), second, 10.0)[1] == 0)


def test_cycles_go_from_trough_to_trough_and_pauses_are_left_out() -> None:
    series = rhythm.in_band(wave(1.0), 1.0, RATE)
    whole = rhythm.spans_of(series, 1.0, RATE)
    assert len(whole) in (28, 29)
    np.testing.assert_allclose(np.diff(whole, axis=1), 1, atol=0.05)
    paused = series.copy()
    paused[300:420] *= 0.01
    assert len(rhythm.spans_of(paused, 1.0, RATE)) in range(len(whole) - 6, len(whole) - 2)
    assert rhythm.spans_of(np.zeros(100), 1.0, RATE).shape == (0, 2)


def test_a_cycle_counts_from_the_resting_mean_plus_three_deviations() -> None:
    chance = np.random.default_rng(4)
    rest = 0.05 * chance.standard_normal(600)
    spans = np.stack([np.arange(1, 28), np.arange(2, 29)], axis=1).astype(float)
    noise = 0.05 * chance.standard_normal(900)
    quiet = rhythm.cycles_of(wave(1.0), noise, spans, 0.0, RATE, rest)
    loud = rhythm.cycles_of(wave(1.0), noise + 0.5 * wave(1.0), spans, 0.0, RATE, rest)
    assert quiet.proportion < 0.1
    assert loud.proportion == 1
    assert loud.ratio == pytest.approx(0.5, rel=0.05)
    np.testing.assert_allclose(loud.voluntary, 1, rtol=0.02)


def test_a_tenth_of_a_cycle_is_left_out_at_each_end_and_no_more() -> None:
    rate, span = 1000.0, np.array([[1.0, 2.0]])
    clock = np.arange(3000) / rate
    sine = 0.4 * np.sin(2 * np.pi * clock)

    def amplitude(*disturbed: float) -> float:
        series = sine.copy()
        series[np.round(np.array(disturbed) * rate).astype(int)] += 5
        return float(rhythm.cycles_of(sine, series, span, 0.0, rate, None).amplitudes[0])

    assert amplitude(1.0, 1.098, 1.902, 2.0) == pytest.approx(0.4, abs=1e-9)
    assert amplitude(1.102) != pytest.approx(0.4, abs=1e-3)
    assert amplitude(1.898) != pytest.approx(0.4, abs=1e-3)


def test_no_cycle_is_no_proportion() -> None:
    empty = rhythm.cycles_of(CLOCK, CLOCK, np.empty((0, 2)), 0.0, RATE, None)
    assert np.isnan(empty.proportion)
    assert np.isnan(empty.ratio)
    assert np.isnan(empty.floor)
    none = Cycles(np.array([[0.0, 1.0]]), np.ones(1), np.zeros(1), 0.1, 0.05)
    assert none.proportion == 0
    assert np.isnan(none.ratio)


def test_the_stretch_of_whole_cycles_ends_in_the_phase_it_begins_with() -> None:
    for frequency in (0.93, 1.0, 1.21):
        series = rhythm.in_band(wave(frequency, 0.7), 1.0, RATE)
        kept = series[rhythm.whole_cycles(series)]
        assert len(kept) > 0.9 * len(series)
        # The step over the seam is no larger than the steps of the rhythm itself.
        assert abs(kept[0] - kept[-1]) < 1.2 * np.abs(np.diff(kept)).max()
        # A sample is a thirtieth of a cycle; at the ends the phase is known to two or three of them.
        cycles = len(kept) * frequency / RATE
        assert cycles == pytest.approx(round(cycles), abs=0.15)


def test_coherence_is_one_for_what_is_one_and_unknown_for_what_is_too_short() -> None:
    chance = np.random.default_rng(6)
    first, second = chance.standard_normal((2, 900))
    assert rhythm.coherence_at(first, 3 * first, 1.0, RATE) == pytest.approx(1)
    assert rhythm.coherence_at(first, second, 1.0, RATE) < 0.6
    assert np.isnan(rhythm.coherence_at(first[:140], second[:140], 1.0, RATE))


def test_a_series_without_three_cycles_of_anything_is_refused() -> None:
    with pytest.raises(CouplingError, match="fewer than 3 cycles"):
        rhythm.movement_frequency(wave(1.0)[:15], RATE)


def test_a_movement_too_fast_for_the_camera_is_not_taken_for_a_slower_one() -> None:
    with pytest.raises(CouplingError, match=r"4\.5 Hz, is too fast for 30\.0 samples"):
        rhythm.movement_frequency(wave(4.5) + 0.1 * wave(1.0), RATE)


def test_a_mere_drift_has_no_frequency() -> None:
    with pytest.raises(CouplingError, match="No repeated movement stands out"):
        rhythm.movement_frequency(np.zeros(900), RATE)
