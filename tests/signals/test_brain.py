"""Light to haemoglobin: known concentrations come back, what cannot be is refused, MNE's numbers are met."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mirra.errors import SignalError
from mirra.signals.brain import band_pass, haemoglobin, kind, optical_density, without_global_mean
from mirra.signals.extinction import extinction
from mirra.signals.reading import read
from mirra.signals.signal import Signal
from tests.golden import recording

WAVELENGTHS = (760.0, 850.0)
RATE = 8.0


def light(concentration: np.ndarray, distance: float = 0.03, pathlength: float = 6.0) -> Signal:
    """Intensities that concentrations (n_pairs, 2, n_samples) in mol/L leave behind."""
    density = np.einsum("wk,pkt->wpt", extinction(WAVELENGTHS), concentration) * distance * pathlength
    count = len(concentration)
    return Signal(
        np.exp(-density).reshape(2 * count, -1).T * 0.7,
        RATE,
        channels=tuple(f"{w:g} {k}" for w in WAVELENGTHS for k in range(count)),
        about={
            "wavelengths": WAVELENGTHS,
            "pairs": [(k, k, w) for w in range(2) for k in range(count)],
            "source_positions": [(0.1 * k, 0, 0) for k in range(count)],
            "detector_positions": [(0.1 * k, distance, 0) for k in range(count)],
        },
    )


def waves(count: int = 3) -> np.ndarray:
    draw = np.random.default_rng(0).standard_normal((count, 2, 4000)).cumsum(axis=-1) * 1e-8
    return np.asarray(draw - draw.mean(axis=-1, keepdims=True))


def test_known_concentrations_come_back_hbo_first() -> None:
    truth = waves()
    found = haemoglobin(optical_density(light(truth)))
    assert found.channels[:2] == ("S1_D1 hbo", "S2_D2 hbo")
    assert found.units == ("mol/L",) * 6
    returned = found.values.T.reshape(2, 3, -1)
    returned = returned - returned.mean(axis=-1, keepdims=True)
    np.testing.assert_allclose(returned, truth.swapaxes(0, 1), atol=1e-16)
    assert found.about["distances"] == pytest.approx([0.03] * 6)
    np.testing.assert_allclose(kind(found, "hbr").values, found.values[:, 3:])


def test_each_wavelength_may_have_its_own_pathlength() -> None:
    single = haemoglobin(optical_density(light(waves())), pathlength=6.0)
    double = haemoglobin(optical_density(light(waves())), pathlength=(12.0, 12.0))
    np.testing.assert_allclose(double.values, single.values / 2)


def test_dark_and_broken_channels_are_left_out_by_name() -> None:
    recorded = light(waves())
    values = recorded.values.copy()
    values[5, 0], values[9, 4] = 0, np.nan
    density = optical_density(replace(recorded, values=values))
    assert density.about["left_out"] == {"760 0": "no light in some samples", "850 1": "missing samples"}
    found = haemoglobin(density)
    assert found.channels == ("S3_D3 hbo", "S3_D3 hbr")
    assert found.about["left_out"]["S1_D1"] == "a wavelength is missing"


def test_what_the_whole_head_shares_is_taken_away_and_nothing_else() -> None:
    own, shared = waves(4), waves(1)
    found = without_global_mean(haemoglobin(optical_density(light(own + shared))))
    plain = without_global_mean(haemoglobin(optical_density(light(own))))
    offset = (found.values - plain.values).mean(axis=0)  # densities start from the mean light, which differs
    np.testing.assert_allclose(found.values - offset, plain.values, atol=1e-16)
    with pytest.raises(SignalError, match="too few"):
        without_global_mean(haemoglobin(optical_density(light(own[:2]))))


def test_the_band_keeps_slow_waves_and_drops_drift_and_pulse() -> None:
    time = np.arange(4000) / RATE
    slow = np.sin(2 * np.pi * 0.08 * time)
    recorded = Signal((slow + 0.005 * time + np.sin(2 * np.pi * 1.1 * time))[:, None], RATE)
    found = band_pass(recorded).values[:, 0]
    assert np.abs(found - slow)[1000:-1000].max() < 0.1
    assert band_pass(recorded).about["band_pass_hz"] == (0.01, 0.5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"about": {}}, "wavelengths"),
        ({"wavelengths": (760.0,)}, "Two wavelengths"),
        ({"wavelengths": (560.0, 850.0)}, "560 nm"),
        ({"source_positions": [(0, 0, 0)] * 3, "detector_positions": [(0, 0, 0)] * 3}, "0 m apart"),
        ({"detector_positions": [(0, 30, 0)] * 3}, "unit"),
        ({"detector_positions": []}, "no position"),
        ({"pairs": [(0, 0, 0)]}, "6 channels need as many pairs of optodes, not 1"),
        ({"pairs": [(k, k, 0) for k in range(6)]}, "all wavelengths"),
    ],
)
def test_a_recording_that_does_not_say_what_it_must_is_refused(change: dict[str, Any], said: str) -> None:
    density = optical_density(light(waves()))
    about = change.pop("about", {**density.about, **change})
    with pytest.raises(SignalError, match=said):
        haemoglobin(replace(density, about=about))


def test_no_light_no_band_no_filter() -> None:
    dark = replace(light(waves()), values=np.zeros((4000, 6)))
    with pytest.raises(SignalError, match="from intensities of light, not from processed"):
        optical_density(replace(dark, about={**dark.about, "kind": "processed"}))
    with pytest.raises(SignalError, match="No channel has light"):
        optical_density(dark)
    with pytest.raises(SignalError, match="cannot be cut"):
        band_pass(dark, 0.1, 4.0)
    with pytest.raises(SignalError, match="less than one cycle"):
        band_pass(replace(dark, values=np.zeros((80, 6))))
    with pytest.raises(SignalError, match="missing samples"):
        band_pass(replace(dark, values=np.full((4000, 6), np.nan)))
    with pytest.raises(SignalError, match="no hbo channels"):
        kind(dark, "hbo")


def test_a_real_recording_gives_mnes_haemoglobin() -> None:
    """Within 2e-4 of the largest: MNE rounds the logarithm of ten to 2.303."""
    from mirra.coupling.spectral.spectra import filtered

    recorded = read(recording("brains/FCS01_parent.nirs"))
    found = kind(haemoglobin(optical_density(recorded)), "hbo")
    kept = np.load(recording("brains/fcs01_hbo.npz"))["A"]
    ours = filtered(found.values.T, 7.8125, (0.01, 0.5))  # the same filter, so that only the law is compared
    assert np.abs(ours - kept).max() < 2e-4 * np.abs(kept).max()  # there ln 10 is rounded to 2.303
