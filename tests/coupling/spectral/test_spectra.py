"""Band filters, analytic signals and band power of signals whose bands are known."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.signal

from mirra.coupling.spectral.spectra import BANDS, analytic, band_power, filtered, taps, too_long
from mirra.errors import CouplingError

RATE = 200.0
TIME = np.arange(2000) / RATE


def test_a_band_keeps_its_own_and_stops_what_lies_outside_its_transition() -> None:
    frequencies, gain = scipy.signal.freqz(taps((8, 13), RATE), worN=4096, fs=RATE)
    size = np.abs(gain)
    assert np.abs(size[(frequencies >= 8) & (frequencies <= 13)] - 1).max() < 0.01
    assert size[(frequencies <= 6) | (frequencies >= 16.3)].max() < 0.01


def test_a_band_has_no_delay_and_quiet_ends() -> None:
    inside, outside = np.sin(2 * np.pi * 10 * TIME), np.sin(2 * np.pi * 30 * TIME)
    found = filtered(np.stack([inside + outside, inside + 5]), RATE, (8, 13))
    np.testing.assert_allclose(found[:, 200:-200], np.stack([inside, inside])[:, 200:-200], atol=0.02)
    assert np.abs(found).max() < 1.6


def test_the_analytic_signal_turns_with_the_wave() -> None:
    epochs = np.sin(2 * np.pi * 10 * TIME)[None, None]
    found = analytic(epochs, RATE, {"alpha": (8, 13), "beta": (15, 25)})
    assert found.shape == (1, 1, 2, 2000)
    middle = found[0, 0, 0, 300:-300]
    np.testing.assert_allclose(np.abs(middle), 1, atol=0.02)
    np.testing.assert_allclose(np.diff(np.unwrap(np.angle(middle))), 2 * np.pi * 10 / RATE, atol=0.01)
    assert np.abs(found[0, 0, 1, 300:-300]).max() < 0.02


def test_band_power_is_the_textbooks() -> None:
    noise = np.random.default_rng(0).standard_normal((2, 3, 2000))
    frequencies, density = scipy.signal.welch(noise, RATE, nperseg=400, detrend="constant")
    expected = density[..., (frequencies >= 8) & (frequencies <= 13)].mean(axis=-1)
    np.testing.assert_allclose(band_power(noise, RATE, (8, 13)), expected, rtol=1e-12)


def test_windows_with_missing_samples_are_left_out() -> None:
    wave = np.sin(2 * np.pi * 10 * TIME)
    broken = wave.copy()
    broken[700:720] = np.nan
    assert band_power(broken, RATE, (8, 13)) == pytest.approx(band_power(wave, RATE, (8, 13)), rel=1e-3)
    broken[::100] = np.nan
    with pytest.raises(CouplingError, match="without missing"):
        band_power(broken, RATE, (8, 13))


def test_bands_smeared_over_short_epochs_are_named() -> None:
    assert too_long(501, 500.0) == ("theta", "alpha_low", "alpha_high")
    assert too_long(5000, 500.0) == ()


@pytest.mark.parametrize(
    ("epochs", "bands", "said"),
    [
        (np.zeros((2, 2000)), BANDS, "epochs x channels"),
        (np.zeros((2, 2, 200)), BANDS, "too short"),
        (np.full((2, 2, 2000), np.nan), BANDS, "missing"),
        (np.zeros((2, 2, 2000)), {}, "no band"),
        (np.zeros((2, 2, 2000)), {"odd": (13, 8)}, "cannot be cut"),
        (np.zeros((2, 2, 2000)), {"odd": (8, 130)}, "cannot be cut"),
    ],
)
def test_epochs_that_have_no_phase_are_refused(
    epochs: np.ndarray, bands: dict[str, tuple[float, float]], said: str
) -> None:
    with pytest.raises(CouplingError, match=said):
        analytic(epochs, RATE, bands)


def test_power_needs_a_window_and_a_frequency_in_it() -> None:
    with pytest.raises(CouplingError, match="too short"):
        band_power(np.zeros(300), RATE, (8, 13))
    with pytest.raises(CouplingError, match="No frequency"):
        band_power(np.zeros(300), RATE, (8.1, 8.4), window=0.5)
