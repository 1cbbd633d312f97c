"""Phase measures: what each must say of known phases, their bounds, their refusals, the outside program's numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.spectral.phase import MEASURES, connectivity
from mirra.coupling.spectral.spectra import BANDS, analytic
from mirra.errors import CouplingError
from tests.golden import golden, recording


def signals(seed: int, epochs: int = 3, channels: int = 3, bands: int = 2, times: int = 203) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return np.asarray(draw.standard_normal((epochs, channels, bands, times, 2)) @ np.array([1, 1j]))


def slowly(measure: str, a: np.ndarray, b: np.ndarray) -> float:
    """The definition of one pair in one epoch, a line each."""
    product, p, q = a * b.conj(), np.angle(a), np.angle(b)

    def turned(first: float, second: float) -> float:
        u, v = np.sin(p - first), np.sin(q - second)
        return float(np.sum(u * v) / np.sqrt(np.sum(u**2) * np.sum(v**2)))

    apart, together = (np.angle(np.exp(1j * angle).mean()) for angle in (p - q, p + q))
    power = np.sqrt(np.sum(np.abs(a) ** 2) * np.sum(np.abs(b) ** 2))
    answers: dict[str, Callable[[], float]] = {
        "plv": lambda: abs(np.exp(1j * (p - q)).mean()),
        "coh": lambda: abs(product.sum()) / power,
        "imcoh": lambda: abs(product.sum().imag) / power,
        "ccorr": lambda: abs(turned(np.angle(np.exp(1j * p).mean()), np.angle(np.exp(1j * q).mean()))),
        "accorr": lambda: turned((together + apart) / 2, (together - apart) / 2),
        "pli": lambda: abs(np.sign(product.imag).mean()),
        "wpli": lambda: abs(product.imag.mean()) / np.abs(product.imag).mean(),
    }
    return float(answers[measure]())


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([8, 203, 2100]))
def test_every_measure_is_its_definition(seed: int, times: int) -> None:
    x, y = signals(seed, 2, 3, 2, times), signals(seed + 1, 2, 2, 2, times)
    for measure in MEASURES:
        found = connectivity(x, y, measure=measure, average=False)
        assert found.shape == (2, 2, 3, 2)
        for place in np.ndindex(found.shape):
            epoch, band, i, j = place
            expected = slowly(measure, x[epoch, i, band], y[epoch, j, band])
            assert found[place] == pytest.approx(expected, abs=1e-9), measure
        np.testing.assert_allclose(connectivity(x, y, measure=measure), found.mean(axis=0), atol=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
def test_measures_are_symmetric_and_bounded(measure: str) -> None:
    x = signals(5, channels=6)
    within = connectivity(x, measure=measure)
    np.testing.assert_allclose(within, connectivity(x, x.copy(), measure=measure), atol=1e-12)
    np.testing.assert_allclose(within, within.swapaxes(1, 2), atol=1e-12)
    assert np.abs(within).max() <= 1 + 1e-12
    itself = within[:, np.arange(6), np.arange(6)]
    np.testing.assert_allclose(itself, 0 if measure in ("imcoh", "pli", "wpli") else 1, atol=1e-9)


def test_a_constant_lag_is_full_locking_and_a_lag_of_nothing_is_no_lag_index() -> None:
    x = signals(1, channels=1)
    ahead, level = x * np.exp(0.7j), x * 3.0
    for measure in ("plv", "coh", "pli", "wpli"):
        assert connectivity(ahead, x, measure=measure) == pytest.approx(1)
    assert connectivity(x * 4, x * 2, measure="pli") == pytest.approx(
        0
    )  # powers of two: rounding has no sign
    for measure in ("wpli", "imcoh"):
        assert np.abs(connectivity(level, x * 2, measure=measure)).max() < 1e-12


def test_signs_are_right_where_phases_stand_upright_or_point_left() -> None:
    angles = np.exp(1j * np.linspace(0, 2 * np.pi, 16, endpoint=False))
    angles.real[np.abs(angles.real) < 1e-12] = 0
    angles.imag[np.abs(angles.imag) < 1e-12] = 0
    for turn in range(16):
        x, y = angles[None, None, None], np.roll(angles, turn)[None, None, None]
        expected = 0 if turn in (0, 8) else 1
        assert connectivity(x, y, measure="pli") == pytest.approx(expected), turn


def test_weights_are_right_where_phases_stand_upright() -> None:
    x = signals(4, channels=4)
    x[:, 0, :, ::3] = 1j
    x[:, 1, :, 1::5] = -2j
    x[:, 2, :, :7] = 0
    found = connectivity(x, measure="wpli", average=False)
    for epoch, band, i, j in np.ndindex(found.shape):
        if i != j:
            assert found[epoch, band, i, j] == pytest.approx(
                slowly("wpli", x[epoch, i, band], x[epoch, j, band])
            )


def test_threads_do_not_change_a_number() -> None:
    x = signals(3, epochs=7)
    for measure in ("pli", "wpli", "plv"):
        one = connectivity(x, measure=measure, threads=1)
        np.testing.assert_array_equal(one, connectivity(x, measure=measure, threads=3))


@pytest.mark.parametrize(
    ("x", "measure", "said"),
    [
        (signals(0), "plw", "There is no measure"),
        (signals(0)[0], "plv", "epochs x channels"),
        (signals(0).real, "plv", "not complex"),
        (np.where(np.arange(203) == 5, np.nan, signals(0)), "plv", "missing samples"),
        (signals(0) * (np.arange(3) != 1)[:, None, None], "plv", "Channel 2 of the first is silent"),
        (signals(0, times=100), "plv", "differ"),
    ],
)
def test_what_has_no_phase_is_refused(x: np.ndarray, measure: str, said: str) -> None:
    with pytest.raises(CouplingError, match=said):
        connectivity(x, signals(9), measure=measure)


def test_real_eeg_gives_the_outside_programs_numbers() -> None:
    """Within 1e-9, the band filters included; the two differ in the order of sums only (validation/hypyp)."""
    mne = pytest.importorskip("mne")
    both = [
        mne.read_epochs(recording(f"brains/preproc_S{k}.fif"), verbose="error").get_data(copy=True)
        for k in (1, 2)
    ]
    found = np.concatenate([analytic(one, 500.0, BANDS) for one in both], axis=1)
    for measure in ("coh", "plv", "ccorr", "wpli"):
        expected = np.load(golden(f"hypyp/hypyp_{measure}.npy"))
        np.testing.assert_allclose(connectivity(found, measure=measure), expected, rtol=0, atol=1e-9)
