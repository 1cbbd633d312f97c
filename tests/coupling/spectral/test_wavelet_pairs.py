"""All channel pairs at once: the numbers of one pair at a time, in a fraction of the work."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.spectral import wavelet_pairs
from mirra.coupling.spectral.wavelet import PHASES, coherence
from mirra.coupling.spectral.wavelet_pairs import coherence_pairs
from mirra.errors import CouplingError
from mirra.result import Result, write
from tests.golden import golden, recording


@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    rate=st.floats(3.0, 12.0),
    count=st.integers(700, 1000),
    shortest=st.floats(1.5, 4.0),
)
def test_every_pair_is_what_one_pair_at_a_time_gives(
    seed: int, rate: float, count: int, shortest: float
) -> None:
    """Within 1e-3 a point at the very edges, 1e-5 in the mean: the ends of the smoothing sums are Gregory's."""
    draw = np.random.default_rng(seed)
    x, y = draw.standard_normal((count, 2)), draw.standard_normal((count, 3))
    y[:, 1] += np.roll(x[:, 0], 5)
    band = (shortest * 1.5, 15.0)
    many = coherence_pairs(x, y, rate, periods=(shortest, 18.0), band=band, step=1 / rate)
    maps = []
    for i in range(2):
        for j in range(3):
            one = coherence(x[:, i], y[:, j], rate, periods=(shortest, 18.0), band=band)
            assert many.coherence[i, j] == pytest.approx(one.band_mean, abs=1e-4)
            shares = one.shares()
            assert many.shares[i, j] == pytest.approx([shares[name] for name in PHASES], abs=2e-3)
            maps.append(one.coherence[np.isin(one.periods, many.periods)])
    assert np.abs(many.mean_map - np.mean(maps, axis=0)).max() < 5e-3
    np.testing.assert_allclose(many.shares.sum(axis=2), 1)


@pytest.mark.parametrize("cone", [True, False])
def test_times_between_nodes_are_met_as_if_each_were_worked_out(
    cone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = np.random.default_rng(3)
    x, y = draw.standard_normal((1200, 3)), draw.standard_normal((1200, 2))
    y[:, 0] += np.roll(x[:, 1], 4)
    found = coherence_pairs(x, y, 8, step=1 / 8, cone=cone)
    monkeypatch.setattr(wavelet_pairs, "SPARED", np.inf)
    expected = coherence_pairs(x, y, 8, step=1 / 8, cone=cone)
    np.testing.assert_array_equal(found.times, expected.times)
    np.testing.assert_allclose(found.coherence, expected.coherence, rtol=0, atol=1e-7)
    np.testing.assert_allclose(found.spectrum, expected.spectrum, rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.mean_map, expected.mean_map, rtol=0, atol=1e-3)
    np.testing.assert_allclose(found.shares, expected.shares, rtol=0, atol=2e-3)


def test_a_coarser_step_changes_means_by_little() -> None:
    draw = np.random.default_rng(1)
    x, y = draw.standard_normal((1500, 2)), draw.standard_normal((1500, 2))
    fine = coherence_pairs(x, y, 8, band=(10, 20), step=1 / 8)
    coarse = coherence_pairs(x, y, 8, band=(10, 20))
    assert coarse.step == pytest.approx(2.5, rel=0.1)
    np.testing.assert_allclose(coarse.coherence, fine.coherence, atol=5e-3)


def test_all_pairs_meet_the_outside_programs_means() -> None:
    """Within 1e-3 in every pair mean, edges included as there (validation/hypyp says why not closer)."""
    kept = np.load(recording("brains/fcs01_hbo.npz"))
    means = np.loadtxt(golden("hypyp/hypyp_wtc_fcs01_mean.csv"), delimiter=",")
    found = coherence_pairs(kept["A"].T, kept["B"].T, float(kept["fs"]), cone=False)
    assert np.abs(found.coherence - means).max() < 1e-3


def test_a_period_of_a_few_samples_and_a_longest_that_just_fits() -> None:
    draw = np.random.default_rng(2)
    x, y = draw.standard_normal((120, 1)), draw.standard_normal((120, 1))
    many = coherence_pairs(x, y, 1.0, periods=(3, 42), step=1)
    one = coherence(x[:, 0], y[:, 0], 1.0, periods=(3, 42))
    assert many.coherence[0, 0] == pytest.approx(one.band_mean, abs=2e-3)


def test_one_bad_channel_is_named() -> None:
    x = np.random.default_rng(0).standard_normal((800, 3))
    y = x.copy()
    y[:, 2] = 1
    with pytest.raises(CouplingError, match="Channel 3 of the second is constant"):
        coherence_pairs(x, y, 8)


def test_a_result_can_be_written_and_drawn(tmp_path: Path) -> None:
    x = np.random.default_rng(0).standard_normal((800, 3))
    found = coherence_pairs(x, x[:, ::-1], 8)
    assert isinstance(found, Result)
    assert (found.summary()["largest_first"], found.summary()["largest_second"]) in {(1, 3), (2, 2), (3, 1)}
    write(tmp_path, {"pairs": found}, command="", parameters={}, inputs=[])
    assert len((tmp_path / "pairs.csv").read_text().splitlines()) == 10
