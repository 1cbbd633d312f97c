"""Heart rate variability from intervals whose measures are known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.signals.body.variability import in_frequency, in_time, variability

rows = st.lists(st.floats(0.4, 1.6), min_size=6, max_size=60)


def test_measures_of_four_intervals_by_hand() -> None:
    told = in_time([np.array([0.8, 0.86, 0.84, 0.9])])
    assert told["mean_nn_ms"] == pytest.approx(850)
    assert told["mean_rate_bpm"] == pytest.approx(60 / 0.85)
    assert told["sdnn_ms"] == pytest.approx(np.sqrt((50**2 + 10**2 + 10**2 + 50**2) / 3))
    assert told["rmssd_ms"] == pytest.approx(np.sqrt((60**2 + 20**2 + 60**2) / 3))
    assert told["pnn50_percent"] == pytest.approx(50)  # two of four intervals
    assert told["pnn20_percent"] == pytest.approx(50)  # a step of exactly 20 ms is not above 20 ms


@settings(max_examples=25, deadline=None)
@given(st.floats(0.4, 1.6), st.integers(3, 200))
def test_a_heart_like_a_clock_has_no_variability(interval: float, count: int) -> None:
    told = in_time([np.full(count, interval)])
    assert told["sdnn_ms"] == pytest.approx(0, abs=1e-9)
    assert told["rmssd_ms"] == 0
    assert told["pnn50_percent"] == 0
    assert np.isnan(told["sdnn_rmssd"])


@settings(max_examples=25, deadline=None)
@given(rows, st.floats(0.5, 2.0))
def test_longer_intervals_scale_what_is_in_ms_and_leave_shares_alone(row: list[float], by: float) -> None:
    one, other = in_time([np.array(row)]), in_time([np.array(row) * by])
    for name in ("mean_nn_ms", "sdnn_ms", "rmssd_ms", "sdsd_ms", "mad_nn_ms", "iqr_nn_ms"):
        assert other[name] == pytest.approx(one[name] * by, rel=1e-9, abs=1e-9)
    assert other["cvnn"] == pytest.approx(one["cvnn"], rel=1e-9, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(rows)
def test_a_row_turned_round_varies_as_much(row: list[float]) -> None:
    one, other = in_time([np.array(row)]), in_time([np.array(row)[::-1]])
    assert other["sdnn_ms"] == pytest.approx(one["sdnn_ms"], abs=1e-9)
    assert other["rmssd_ms"] == pytest.approx(one["rmssd_ms"], abs=1e-9)


def test_no_step_is_taken_across_a_gap_or_a_left_out_interval() -> None:
    jump = in_time([np.array([0.6, 0.6]), np.array([1.2, 1.2])])
    assert jump["rmssd_ms"] == 0
    assert jump["intervals"] == 4
    left_out = in_time([np.array([0.6, 0.6, np.nan, 1.2, 1.2])])
    assert left_out["rmssd_ms"] == 0
    assert left_out["intervals"] == 4


@pytest.mark.parametrize(("hertz", "band"), [(0.1, "lf_ms2"), (0.25, "hf_ms2")])
def test_a_sway_of_known_size_is_found_in_its_band(hertz: float, band: str) -> None:
    at, rr = [0.0], []
    while at[-1] < 400:
        rr.append(0.9 + 0.04 * np.sin(2 * np.pi * hertz * at[-1]))
        at.append(at[-1] + rr[-1])
    told = in_frequency(np.array(at[1:]), np.array(rr))
    # A sine of 40 ms has a variance of 800 ms^2; the spline through one interval a beat smooths fast sways a little.
    assert told[band] == pytest.approx(800, rel=0.12)
    assert told[band] > 0.9 * told["total_ms2"]


def test_too_short_a_recording_gives_no_band() -> None:
    ends = np.cumsum(np.full(100, 0.9))
    told = in_frequency(ends, 0.9 + 0.02 * np.sin(ends))
    assert np.isfinite(told["hf_ms2"])
    assert np.isnan(told["lf_ms2"])
    assert np.isnan(told["total_ms2"])
    assert np.isnan(told["lf_hf"])
    short = in_frequency(ends[:20], np.full(20, 0.9))
    assert np.isnan(short["hf_ms2"])


def test_bands_are_of_the_longest_stretch() -> None:
    rng = np.random.default_rng(3)
    short, long = 0.9 + 0.05 * rng.standard_normal(30), 0.9 + 0.05 * rng.standard_normal(400)
    ends = 100 + np.cumsum(long)
    both = variability([(np.cumsum(short), short), (ends, long)])
    assert both["lf_ms2"] == in_frequency(ends, long)["lf_ms2"]
    assert both["intervals"] == 430


@pytest.mark.parametrize("seed", range(3))
def test_the_same_numbers_as_neurokit_on_the_same_intervals(seed: int) -> None:
    kit = pytest.importorskip("neurokit2")
    rng = np.random.default_rng(seed)
    peaks = np.cumsum(
        np.rint(900 + 50 * np.sin(np.arange(420) / 5) + 30 * rng.standard_normal(420)).astype(int)
    )
    ours = variability([(peaks[1:] / 1000, np.diff(peaks) / 1000)])
    theirs = {**kit.hrv_time(peaks, sampling_rate=1000).iloc[0]}
    bands = {**kit.hrv_frequency(peaks, sampling_rate=1000, normalize=False).iloc[0]}
    for name, own in {
        "SDNN": "sdnn_ms",
        "RMSSD": "rmssd_ms",
        "pNN50": "pnn50_percent",
        "HTI": "triangular_index",
    }.items():
        assert ours[own] == pytest.approx(theirs[f"HRV_{name}"], rel=1e-9), name
    for name in ("VLF", "LF", "HF", "VHF"):
        # The spline goes through the same points; rounding of the clock moves it by parts in 1e-10.
        assert ours[f"{name.lower()}_ms2"] == pytest.approx(bands[f"HRV_{name}"], rel=1e-8), name
