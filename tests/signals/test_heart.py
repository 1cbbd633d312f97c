"""Heart beats: a heart made of numbers, the reference numbers of NeuroKit2, and a real pair of hearts with a pause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.errors import MissingExtra, SignalError
from mirra.figures import save
from mirra.signals.heart import Heart, from_beats, from_intervals, heart, of
from mirra.signals.signal import Signal
from tests.golden import golden, recording
from tests.signals.bodies import beating, ecg

RATE = 250.0
RNG = np.random.default_rng(11)
INTERVALS = 0.85 + 0.04 * np.sin(np.arange(80) / 4) + 0.01 * RNG.standard_normal(80)
BEATS = beating(INTERVALS)
SECONDS = float(BEATS[-1] + 0.8)
ECG = ecg(BEATS, RATE, SECONDS)


@pytest.fixture(scope="module")
def normal() -> Heart:
    return heart(ECG, RATE)


@pytest.fixture(scope="module")
def resting() -> Heart:
    table = recording("physiology/bio_resting_8min_100hz.csv")
    return heart(np.loadtxt(table, delimiter=",", skiprows=1, usecols=0), 100)


def test_beats_of_a_known_heart_are_found(normal: Heart) -> None:
    pytest.importorskip("neurokit2")
    assert len(normal.beats) == len(normal.detected) == len(BEATS)
    assert np.abs(normal.detected - BEATS).max() <= 1 / RATE
    assert normal.artefacts <= 2  # the rule takes the liveliest steps of a regular heart for artefacts
    assert normal.summary()["beat_likeness"] > 0.95
    assert normal.hrv["mean_nn_ms"] == pytest.approx(1000 * INTERVALS.mean(), abs=0.1)
    # Rounding to samples of 4 ms adds at most 4 ms / sqrt(6) to what is squared.
    raw = heart(ECG, RATE, correct=False)
    assert raw.hrv["sdnn_ms"] == pytest.approx(1000 * INTERVALS.std(ddof=1), abs=0.3)
    assert "NeuroKit2" in normal.detector
    assert "kubios" in normal.correction


def test_heart_rate_is_a_regular_signal_on_a_common_grid(normal: Heart) -> None:
    rate = normal.rate
    assert (rate.channels, rate.units, rate.rate) == (("heart_rate",), ("bpm",), 4.0)
    assert rate.start * 4 == int(rate.start * 4)
    middle = (BEATS[1:] + BEATS[:-1]) / 2
    there = np.isfinite(rate.values[:, 0])
    assert there.mean() > 0.97
    expected = np.interp(rate.clock[there], middle, 60 / INTERVALS)
    assert np.median(np.abs(rate.values[there, 0] - expected)) < 0.2


def test_a_false_and_a_lost_beat_are_marked_and_mended() -> None:
    wrong = np.sort(np.append(np.delete(BEATS, 50), BEATS[20] + 0.4))
    found = heart(ecg(wrong, RATE, SECONDS), RATE)
    assert found.artefacts >= 2
    assert len(found.detected) == len(BEATS)
    assert {"extra", "missed"} <= set(found.marks)
    assert np.abs(found.hrv["sdnn_ms"] - 1000 * INTERVALS.std(ddof=1)) < 3
    raw = heart(ecg(wrong, RATE, SECONDS), RATE, correct=False)
    assert raw.correction == "none"
    assert raw.hrv["rmssd_ms"] > 3 * found.hrv["rmssd_ms"]
    assert any("kept, as asked" in note for note in raw.notes)


def test_no_interval_spans_missing_samples() -> None:
    broken = ECG.copy()
    broken[int(30 * RATE) : int(36 * RATE)] = np.nan
    found = heart(broken, RATE)
    assert len(found.runs) == 2
    assert found.hrv["max_nn_ms"] < 1100
    silent = (found.rate.clock > 30.9) & (found.rate.clock < 35.1)
    assert np.isnan(found.rate.values[silent]).all()
    assert any("gap" in note for note in found.notes)


def test_a_pause_of_the_clock_is_a_gap() -> None:
    clock = np.arange(len(ECG)) / RATE
    clock[clock > 30] += 100
    found = heart(ECG, RATE, times=clock)
    assert len(found.runs) == 2
    assert found.hrv["max_nn_ms"] < 1100
    assert not np.any((found.beats > 30.1) & (found.beats < 130))


def test_a_missing_sample_or_two_do_not_end_a_stretch() -> None:
    holed = ECG.copy()
    holed[1000:1005] = np.nan
    found = heart(holed, RATE)
    assert len(found.runs) == 1
    assert "5 missing samples" in found.notes[0]


def test_the_same_numbers_as_neurokit(resting: Heart) -> None:
    peaks = np.loadtxt(golden("neurokit/neurokit_rpeaks_resting8_100hz.csv"), skiprows=1)
    assert np.array_equal(np.rint(resting.beats * 100), peaks)
    names = {
        "MeanNN": "mean_nn_ms", "SDNN": "sdnn_ms", "RMSSD": "rmssd_ms", "SDSD": "sdsd_ms", "CVNN": "cvnn",
        "CVSD": "cvsd", "MedianNN": "median_nn_ms", "MadNN": "mad_nn_ms", "IQRNN": "iqr_nn_ms",
        "SDRMSSD": "sdnn_rmssd", "pNN50": "pnn50_percent", "pNN20": "pnn20_percent", "MinNN": "min_nn_ms",
        "MaxNN": "max_nn_ms", "HTI": "triangular_index",
    }  # fmt: skip
    reference = _row(golden("neurokit/neurokit_hrv_time_resting8.csv"))
    for theirs, ours in names.items():
        # The same formula on the same beats: only the order of additions differs.
        assert resting.hrv[ours] == pytest.approx(reference[f"HRV_{theirs}"], rel=1e-9), theirs


def test_the_same_bands_as_neurokit(resting: Heart) -> None:
    reference = _row(golden("neurokit/neurokit_hrv_freq_resting8.csv"))
    peak = resting.hrv["density_peak_ms2_hz"]  # theirs is scaled so that the highest density is 1
    for theirs, ours in {"VLF": "vlf", "LF": "lf", "HF": "hf", "VHF": "vhf", "TP": "total"}.items():
        assert resting.hrv[f"{ours}_ms2"] / peak == pytest.approx(reference[f"HRV_{theirs}"], rel=1e-9), (
            theirs
        )
    for theirs, ours in {"LFHF": "lf_hf", "LFn": "lf_share", "HFn": "hf_share"}.items():
        assert resting.hrv[ours] == pytest.approx(reference[f"HRV_{theirs}"], rel=1e-9), theirs


@pytest.mark.parametrize("method", ["neurokit", "pantompkins1985", "elgendi2010"])
def test_detectors_are_handed_on_unchanged(method: str) -> None:
    kit = pytest.importorskip("neurokit2")
    row = kit.ecg_simulate(duration=60, sampling_rate=250, noise=0.1, heart_rate=72, random_state=3)
    clean = kit.ecg_clean(row, sampling_rate=250, method=method)
    told = kit.ecg_peaks(clean, sampling_rate=250, method=method, correct_artifacts=True)[1]
    found = heart(row, 250, method=method)
    assert np.array_equal(np.rint(found.detected * 250), told["ECG_R_Peaks_Uncorrected"])
    assert np.array_equal(np.rint(found.beats * 250), told["ECG_R_Peaks"])


@pytest.mark.parametrize("person", ["540", "594"])
def test_real_hearts_with_a_pause_agree_with_their_own_sensor(person: str) -> None:
    clock, sample = _gz(recording(f"dyads/heart/234130000{person}_ECG.csv.gz")).T
    own = _gz(recording(f"dyads/heart/234130000{person}_HR.csv.gz"))[:, 1] / 1000
    found, sensor = heart(sample, 200, times=clock), from_intervals(own)
    # The sensor's own intervals know of no pause: they cover some seconds more, so the means are near, not equal.
    assert found.hrv["mean_rate_bpm"] == pytest.approx(sensor.hrv["mean_rate_bpm"], rel=0.02)
    assert found.hrv["sdnn_ms"] == pytest.approx(sensor.hrv["sdnn_ms"], rel=0.05)
    assert found.hrv["max_nn_ms"] < 1500
    assert any("gaps" in note for note in found.notes)
    gaps = np.flatnonzero(np.diff(clock) > 1)
    for place in gaps:
        assert not np.any((found.beats > clock[place]) & (found.beats < clock[place + 1]))


def test_beats_found_elsewhere_need_no_neurokit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mirra.signals.body.neurokit.load", lambda _: pytest.fail("NeuroKit2 was asked for"))
    found = from_beats(np.append(BEATS, BEATS + 300))
    assert len(found.runs) == 2
    assert found.hrv["sdnn_ms"] == pytest.approx(1000 * np.tile(INTERVALS, 2).std(ddof=1))
    assert found.artefacts == 0
    assert "pause" in found.notes[0]
    same = from_intervals(INTERVALS, start=float(BEATS[0]))
    assert np.allclose(same.beats, BEATS)


def test_a_lost_beat_among_given_ones_is_left_out() -> None:
    found = from_beats(np.delete(BEATS, 40))
    assert [mark for mark in found.marks if mark] == ["long"]
    assert found.hrv["intervals"] == len(INTERVALS) - 2
    assert found.hrv["max_nn_ms"] < 1100
    assert from_beats(np.delete(BEATS, 40), correct=False).hrv["max_nn_ms"] > 1500


def test_a_missing_interval_ends_a_stretch() -> None:
    row = INTERVALS.copy()
    row[30] = np.nan
    found = from_intervals(row)
    assert len(found.runs) == 2
    assert found.hrv["intervals"] == 79
    assert "missing" in found.notes[0]


@settings(max_examples=20, deadline=None)
@given(st.floats(-1e6, 2e9))
def test_when_it_happened_does_not_change_how_it_beat(start: float) -> None:
    one, other = from_intervals(INTERVALS), from_intervals(INTERVALS, start=start)
    assert other.hrv["rmssd_ms"] == one.hrv["rmssd_ms"]
    assert other.hrv["lf_hf"] == pytest.approx(one.hrv["lf_hf"], rel=1e-3, nan_ok=True)


@pytest.mark.parametrize(
    ("row", "rate", "words"),
    [
        (np.ones(5000), 250, "is 1 in every sample"),
        (np.full(5000, np.nan), 250, "no sample at all"),
        (ECG[:500], 250, "longest stretch"),
        (ECG, 40, "shows no R peaks"),
        (ECG, -1, "shows no R peaks"),
        (ECG, float("nan"), "shows no R peaks"),
        (ECG, 10_000, "longest stretch"),
        (ECG, 2000, "No heart beat"),
        (np.random.default_rng(0).standard_normal((100, 2)), 250, "one channel"),
    ],
)
def test_what_is_no_electrocardiogram_is_refused(row: Any, rate: float, words: str) -> None:
    with pytest.raises(SignalError, match=words):
        heart(row, rate)


def test_a_clock_that_does_not_fit_is_refused() -> None:
    clock = np.arange(len(ECG)) / RATE
    with pytest.raises(SignalError, match="clock of the electrocardiogram says 250 Hz, not 100 Hz"):
        heart(ECG, 100, times=clock)
    with pytest.raises(SignalError, match="runs backwards"):
        heart(ECG, RATE, times=clock[::-1])


@pytest.mark.parametrize("seed", range(4))
def test_noise_is_no_heart(seed: int) -> None:
    noise = np.random.default_rng(seed).standard_normal(int(60 * RATE))
    with pytest.raises(SignalError, match="No heart beat was found"):
        heart(np.cumsum(noise) if seed % 2 else noise, RATE)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: from_beats([1.0]), "two beats"),
        (lambda: from_beats([1.0, np.nan, 2.0]), "Times of beats"),
        (lambda: from_beats([2.0, 1.0]), "Times of beats"),
        (lambda: from_intervals(INTERVALS * 1000), "No heart beat"),
        (lambda: from_intervals([np.nan]), "positive intervals"),
        (lambda: from_intervals([0.8, -0.8]), "positive intervals"),
        (lambda: from_intervals(INTERVALS * 1000, correct=False), "no heart's"),
        (lambda: from_beats(BEATS, series_rate=0), "positive rate"),
        (lambda: from_beats(np.append(BEATS, BEATS + 1.7e9)), "days"),
        (lambda: heart(ECG, RATE, method="guess"), "There is no R peak detector 'guess'"),
    ],
)
def test_beats_and_intervals_that_cannot_be_are_refused(call: Any, words: str) -> None:
    with pytest.raises(SignalError, match=words):
        call()


def test_without_neurokit_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("mirra.errors.import_module", absent)
    with pytest.raises(MissingExtra, match=r"pip install 'mirra\[bodies\]'"):
        heart(ECG, RATE)


def test_a_channel_that_is_no_electrocardiogram_is_refused() -> None:
    table = recording("physiology/bio_resting_8min_100hz.csv")
    for column in (1, 2, 3):  # breathing, skin conductance, a light sensor
        with pytest.raises(SignalError, match="No heart beat was found"):
            heart(np.loadtxt(table, delimiter=",", skiprows=1, usecols=column), 100)


def test_table_and_picture_hold_every_beat(normal: Heart, tmp_path: Path) -> None:
    normal.to_csv(tmp_path / "beats.csv")
    lines = (tmp_path / "beats.csv").read_text().splitlines()
    assert lines[0] == "time,stretch,found,kept,rr,mark,nn"
    moved = len(set(normal.beats) - set(normal.detected))
    assert len(lines) == len(BEATS) + moved + 1
    mended = from_beats(np.delete(BEATS, 40))
    assert len(save(mended.plot, tmp_path / "beats")) == 2
    assert "long" in (tmp_path / "beats.svg").read_text()


def _gz(path: Path) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.loadtxt(path, delimiter=",", skiprows=2)


def _row(path: Path) -> dict[str, float]:
    names, values = path.read_text().splitlines()[:2]
    return {n: float(v) for n, v in zip(names.split(","), values.split(","), strict=True) if v}


def test_the_heart_of_a_recording_is_that_of_its_channel_at_its_wall_time(normal: Heart) -> None:
    recorded = Signal(
        np.column_stack([ECG * 0, ECG]), RATE, channels=("EDA", "ECG"), about={"wall_clock": 1.7e9}
    )
    heartbeat = of(recorded)
    assert np.array_equal(heartbeat.beats, normal.beats)
    assert heartbeat.rate.about["wall_clock"] == 1.7e9
    assert len(of(recorded, "ECG", correct=False, series_rate=8.0).rate) > len(heartbeat.rate)
    with pytest.raises(SignalError, match="is 0 in every sample"):
        of(recorded, "EDA")
