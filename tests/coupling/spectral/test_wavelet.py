"""Wavelet coherence: known couplings recovered, bounds held, refusals named, the outside program's numbers met."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.spectral.wavelet import PHASES, coherence
from mirra.errors import CouplingError
from mirra.result import Result
from tests.golden import golden, recording

RATE = 8.0


def noise(seed: int, count: int = 800) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(count)


def wave(lag: float, period: float = 8.0, count: int = 1600) -> np.ndarray:
    return np.sin(2 * np.pi * (np.arange(count) / RATE - lag) / period)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_coherence_lies_between_0_and_1_and_swapping_turns_the_phase_round(seed: int) -> None:
    x, y = noise(seed), noise(seed + 1)
    there, back = coherence(x, y, RATE), coherence(y, x, RATE)
    assert there.coherence.min() >= 0
    assert there.coherence.max() <= 1
    np.testing.assert_allclose(there.coherence, back.coherence, atol=1e-12)
    np.testing.assert_allclose(np.exp(1j * there.phase), np.exp(-1j * back.phase), atol=1e-9)
    assert sum(there.shares().values()) == pytest.approx(1)


def test_a_series_is_fully_coherent_with_itself_whatever_its_height() -> None:
    x = noise(3)
    same = coherence(x, 5 * x - 2, RATE)
    np.testing.assert_allclose(same.coherence, 1, atol=1e-9)
    assert same.shares()["in_phase"] == 1


@pytest.mark.parametrize(
    ("lag", "quarter"), [(0.0, "in_phase"), (2.0, "first_leads"), (-2.0, "second_leads"), (4.0, "anti_phase")]
)
def test_a_known_lag_is_found_as_phase_and_class(lag: float, quarter: str) -> None:
    x = wave(0) + 0.05 * noise(1, 1600)
    y = wave(lag) + 0.05 * noise(2, 1600)
    found = coherence(x, y, RATE, band=(7, 9))
    assert found.shares()[quarter] > 0.95
    row = int(np.abs(found.periods - 8).argmin())
    turned = np.angle(np.exp(1j * (found.phase[row] - 2 * np.pi * lag / 8)))[found.inside[row]]
    assert np.abs(turned).max() < 0.2
    assert found.summary()["coherence"] > 0.9


def test_the_band_that_is_coupled_stands_out() -> None:
    both = wave(0, period=12)
    x, y = both + noise(4, 1600), both + noise(5, 1600)
    assert coherence(x, y, RATE, band=(10, 14)).band_mean > 0.3 + coherence(x, y, RATE, band=(2, 4)).band_mean
    assert (
        10 < coherence(x, y, RATE).summary()["peak_period_s"] < 17
    )  # smoothing over scales is 1.2 octaves wide


def test_the_cone_leaves_out_one_efolding_time_at_each_edge() -> None:
    found = coherence(noise(1), noise(2), RATE)
    for row, period in enumerate(found.periods):
        lost = np.flatnonzero(found.inside[row])[0] / RATE
        assert lost == pytest.approx(np.sqrt(2) * period, abs=1.1 / RATE)
    assert np.isnan(found.masked[:, 0]).all()


def test_frequencies_are_another_way_to_say_periods() -> None:
    one = coherence(noise(1), noise(2), RATE, periods=(2, 20))
    other = coherence(noise(1), noise(2), RATE, frequencies=(0.05, 0.5))
    np.testing.assert_allclose(one.coherence, other.coherence)
    np.testing.assert_allclose(one.frequencies * one.periods, 1)


@pytest.mark.parametrize(
    ("x", "more", "said"),
    [
        (np.ones(800), {}, "constant"),
        (np.full(800, np.nan), {}, "missing"),
        (np.r_[np.nan, noise(1, 799)], {}, "missing"),
        (noise(1, 799), {}, "unequal length"),
        (noise(1), {"periods": (2, 200)}, "too short"),
        (noise(1), {"periods": (0.1, 20)}, "samples at"),
        (noise(1), {"periods": (0, 20)}, "positive"),
        (noise(1), {"frequencies": (0, 1)}, "positive"),
        (noise(1), {"band": (30, 40)}, "No period"),
        (noise(1), {"voices": 0}, "octave"),
        (np.stack([noise(1), noise(2)], axis=1), {}, "single"),
        (np.zeros((2, 2, 2)), {}, "shape"),
    ],
)
def test_what_has_no_coherence_is_refused_by_name(x: np.ndarray, more: dict[str, object], said: str) -> None:
    with pytest.raises(CouplingError, match=said):
        coherence(x, noise(9), RATE, **more)  # type: ignore[arg-type]


def test_a_rate_must_be_one() -> None:
    with pytest.raises(CouplingError, match="rate"):
        coherence(noise(1), noise(2), 0)


def test_a_result_can_be_written_and_drawn(tmp_path: Path) -> None:
    from mirra.result import write

    found = coherence(noise(1), noise(2), RATE, band=(10, 20))
    assert isinstance(found, Result)
    write(tmp_path, {"map": found}, command="", parameters={}, inputs=[])
    lines = (tmp_path / "map.csv").read_text().splitlines()
    assert lines[0].split(",") == [
        "period_s",
        "coherence",
        "share_inside_cone",
        *(f"share_{p}" for p in PHASES),
    ]
    assert len(lines) == 41


def test_single_pairs_meet_the_outside_programs_numbers() -> None:
    """Within 1e-3: its wavelet is read from a table of 1,024 points, ours is the formula (validation/hypyp)."""
    kept = np.load(recording("brains/fcs01_hbo.npz"))
    means = np.loadtxt(golden("hypyp/hypyp_wtc_fcs01_mean.csv"), delimiter=",")
    periods = np.loadtxt(golden("hypyp/hypyp_wtc_fcs01_periods.csv"))
    for i, j in ((0, 0), (3, 17), (11, 6), (19, 19)):
        found = coherence(kept["A"][i], kept["B"][j], float(kept["fs"]))
        assert found.coherence.mean() == pytest.approx(means[i, j], abs=1e-3)
        np.testing.assert_allclose(found.periods, periods, rtol=1e-9)
