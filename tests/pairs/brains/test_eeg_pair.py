"""Two brains by EEG: what is coupled is found in its band and against pseudo-pairs; short epochs are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.coupling.spectral.phase import MEASURES
from mirra.errors import CouplingError, SurrogateError
from mirra.pairs.brains.eeg_pair import EegPair, eeg
from mirra.result import Result, write
from mirra.signals.epochs import Epochs, read
from tests.golden import golden, recording

RATE = 100.0
BANDS = {"alpha": (8.0, 12.0), "beta": (15.0, 25.0)}


def brains(strength: float, epochs: int = 16, seconds: float = 4, seed: int = 0) -> tuple[Epochs, Epochs]:
    """Two of three channels; the first channels share a 10 Hz wave of another phase each epoch, a quarter later."""
    draw = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    values = draw.standard_normal((2, epochs, 3, len(time)))
    for epoch, phase in enumerate(draw.uniform(0, 2 * np.pi, epochs)):
        # The frequency wanders from epoch to epoch, so that only true epochs stay locked.
        wave = 2 * np.pi * (10 + draw.uniform(-1, 1)) * time + phase
        values[0, epoch, 0] += strength * np.sin(wave)
        values[1, epoch, 0] += strength * np.sin(wave - np.pi / 2)
    first, second = (Epochs(one, RATE, ("Cz", "C3", "C4")) for one in values)
    return first, second


@pytest.fixture(scope="module")
def coupled() -> EegPair:
    return eeg(*brains(2.0), bands=BANDS, surrogates=39)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_finds_the_coupled_channels_in_their_band(coupled: EegPair, measure: str) -> None:
    values, p = np.abs(coupled.values[measure]), coupled.p[measure]
    assert int(values.argmax()) == 0  # the first band, the first channels
    assert p[0, 0, 0] == pytest.approx(1 / 40)
    assert coupled.null[measure].shape == (39, 2)


def test_uncoupled_brains_are_as_their_pseudo_pairs() -> None:
    found = eeg(*brains(0.0, seed=4), bands=BANDS, measures=("plv", "wpli"), surrogates=99)
    for measure in ("plv", "wpli"):
        assert found.p_fdr(measure).min() > 0.05
        assert found.p_band(measure).min() > 0.01


def test_epochs_change_places_only_within_a_condition() -> None:
    a, b = brains(2.0, epochs=8)
    two = tuple("watch" if k < 4 else "move" for k in range(8))
    a, b = (Epochs(one.values, RATE, one.channels, two) for one in (a, b))
    found = eeg(a, b, bands=BANDS, measures=("plv",), surrogates=20)
    assert found.summary()["conditions"] == 2
    each = tuple(str(k) for k in range(8))
    a, b = (Epochs(one.values, RATE, one.channels, each) for one in (a, b))
    with pytest.raises(SurrogateError, match="8 epochs of 8 conditions have 0 other orders"):
        eeg(a, b, bands=BANDS, measures=("plv",), surrogates=20)
    assert eeg(a, b, bands=BANDS, measures=("plv",), surrogates=20, matched=False).p["plv"].shape == (2, 3, 3)


def test_pseudo_pairs_are_what_changing_the_order_gives() -> None:
    from mirra.pairs.brains.eeg_pair import _orders, _pseudo

    draw = np.random.default_rng(3)
    x, y = (draw.standard_normal((6, 2, 1, 50, 2)) @ np.array([1, 1j]) for _ in range(2))
    from mirra.coupling.spectral.phase import connectivity

    orders = _orders([""] * 6, 5, draw)
    means, _ = _pseudo(x, y, "plv", orders, connectivity(x, y, measure="plv"))
    for order, mean in zip(orders, means, strict=True):
        assert mean == pytest.approx(connectivity(x, y[order], measure="plv").mean(axis=(1, 2)))


def test_what_cannot_be_coupled_is_refused() -> None:
    a, b = brains(1.0)
    with pytest.raises(CouplingError, match="too short"):
        eeg(*brains(1.0, seconds=1.0), bands=BANDS)
    with pytest.raises(CouplingError, match="do not fit"):
        eeg(a, Epochs(b.values[:4], RATE, b.channels), bands=BANDS)
    with pytest.raises(CouplingError, match="other order"):
        eeg(a, Epochs(b.values, RATE, b.channels, ("x",) * len(b)), bands=BANDS)
    with pytest.raises(CouplingError, match="There is no measure"):
        eeg(a, b, bands=BANDS, measures=("plf",))


def test_a_result_can_be_written_and_drawn(coupled: EegPair, tmp_path: Path) -> None:
    assert isinstance(coupled, Result)
    write(tmp_path, {"eeg": coupled}, command="", parameters={}, inputs=[])
    assert len((tmp_path / "eeg.csv").read_text().splitlines()) == 1 + 7 * 2 * 9
    bare = eeg(*brains(1.0, epochs=2), bands=BANDS, measures=("plv",))
    assert np.isnan(bare.p_fdr("plv")).all()
    assert np.isnan(bare.p_band("plv")).all()
    write(tmp_path / "bare", {"eeg": bare}, command="", parameters={}, inputs=[])


def test_real_recordings_give_the_outside_programs_numbers_between_brains() -> None:
    """Within 1e-9, as in tests/coupling/spectral/test_phase.py; epochs pair by place there, not by name."""
    pytest.importorskip("mne")
    both = [read(recording(f"brains/preproc_S{k}.fif")) for k in (1, 2)]
    with pytest.raises(CouplingError, match="different conditions"):
        eeg(*both)
    nameless = [Epochs(one.values, one.rate, one.channels) for one in both]
    found = eeg(*nameless, measures=("plv", "wpli"))
    for measure in ("plv", "wpli"):
        expected = np.load(golden(f"hypyp/hypyp_{measure}.npy"))[:, :31, 31:]
        np.testing.assert_allclose(found.values[measure], expected, rtol=0, atol=1e-9)
    assert found.smeared == ("theta", "alpha_low", "alpha_high")
