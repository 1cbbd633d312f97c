"""Skin conductance: responses that were put in are found again, and what noise does is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.errors import MissingExtra, SignalError
from mirra.figures import save
from mirra.signals.signal import Signal
from mirra.signals.skin import of, skin
from tests.golden import recording
from tests.signals import bodies

RATE, SECONDS = 25.0, 300.0
RNG = np.random.default_rng(2)
ONSETS = np.linspace(8, SECONDS - 20, 20) + RNG.uniform(-3, 3, 20)
HEIGHTS = RNG.uniform(0.1, 1.0, 20)
CONDUCTANCE = bodies.skin(ONSETS, HEIGHTS, RATE, SECONDS)


@pytest.mark.parametrize("noise", [0.0, 0.002, 0.01])
@pytest.mark.parametrize("rate", [4.0, 25.0, 100.0])
def test_as_many_responses_are_found_as_were_put_in(rate: float, noise: float) -> None:
    found = skin(bodies.skin(ONSETS, HEIGHTS, rate, SECONDS, noise=noise, seed=5), rate)
    assert abs(len(found.responses) - len(ONSETS)) <= 1
    peaks = np.array([response.peak for response in found.responses])
    # A response peaks 1.4 s after it begins; later where it climbs on one that is still falling.
    nearest = np.abs(peaks[None, :] - ONSETS[:, None] - 1.4).min(axis=1)
    assert np.median(nearest) < 0.3
    assert nearest.max() < 1.0


def test_heights_follow_what_was_put_in() -> None:
    onsets = np.arange(10, 280, 30.0)
    heights = np.linspace(0.1, 1.0, len(onsets))
    found = skin(bodies.skin(onsets, heights, RATE, SECONDS, noise=0.001), RATE)
    assert len(found.responses) == len(onsets)
    # The split at 0.05 Hz takes part of each response into the level: heights keep their order and proportion.
    assert np.corrcoef(found.heights, heights)[0, 1] > 0.999
    assert np.all((found.heights > 0.6 * heights) & (found.heights < 1.1 * heights))


def test_fewer_responses_reach_a_greater_height() -> None:
    counts = [
        len(skin(CONDUCTANCE, RATE, min_height=height).responses) for height in (0.02, 0.05, 0.3, 0.6, 2.0)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0


def test_noise_as_high_as_a_response_is_said_and_a_safe_height_named() -> None:
    loud = bodies.skin(ONSETS, HEIGHTS, RATE, SECONDS, noise=0.06)
    found = skin(loud, RATE)
    note = next(note for note in found.notes if "would be safe" in note)
    safe = float(note.split(" µS or more")[0].split()[-1])
    reached = np.sum(safe / 0.8 < HEIGHTS)
    assert len(found.responses) > len(ONSETS)
    assert reached - 2 <= len(skin(loud, RATE, min_height=safe, min_rise=0).responses) <= len(ONSETS)
    assert not any("would be safe" in note for note in skin(CONDUCTANCE, RATE).notes)


def test_where_neurokits_own_threshold_counts_noise_an_absolute_height_does_not() -> None:
    kit = pytest.importorskip("neurokit2")
    simulated = kit.eda_simulate(
        duration=600, scr_number=40, sampling_rate=100, noise=0.01, drift=-0.01, random_state=1
    )
    theirs = kit.eda_process(simulated, sampling_rate=100)[1]["SCR_Peaks"]
    assert len(theirs) == 103
    # Its responses rise in a third of a second, quicker than any skin, and its noise is of 0.02 µS: both are asked for.
    ours = skin(simulated + 8, 100, min_height=0.2, min_rise=0.2)
    assert abs(len(ours.responses) - 40) <= 2
    assert any("0.2 µS or more would be safe" in note for note in skin(simulated + 8, 100).notes)


def test_one_large_response_hides_no_others_and_a_quiet_skin_has_none() -> None:
    kit = pytest.importorskip("neurokit2")
    heights = HEIGHTS.copy()
    heights[5] = 8
    row = bodies.skin(ONSETS, heights, RATE, SECONDS)
    # The one that climbs on the large one's fall may be lost.
    assert abs(len(skin(row, RATE).responses) - len(ONSETS)) <= 1
    assert len(kit.eda_process(row, sampling_rate=25)[1]["SCR_Peaks"]) < 0.75 * len(ONSETS)
    quiet = bodies.skin([], [], RATE, SECONDS)
    assert skin(quiet, RATE).responses == ()
    assert skin(quiet, RATE).summary()["mean_height_us"] is None


@settings(max_examples=8, deadline=None)
@given(st.integers(0, int(SECONDS * RATE)))
def test_turning_the_recording_round_in_time_keeps_its_responses(shift: int) -> None:
    row = bodies.skin(ONSETS, HEIGHTS, RATE, SECONDS, noise=0.0) - np.sin(
        2 * np.pi * np.arange(int(SECONDS * RATE)) / RATE / 400
    )
    turned = skin(np.roll(row, shift), RATE)
    # The seam, where the filters begin anew, may cost or cut one response.
    assert abs(len(turned.responses) - len(skin(row, RATE).responses)) <= 1


def test_nothing_is_measured_in_a_gap() -> None:
    broken = CONDUCTANCE.copy()
    gap = slice(int(120 * RATE), int(140 * RATE))
    broken[gap] = np.nan
    found = skin(broken, RATE)
    assert np.isnan(found.parts.values[gap]).all()
    assert not any(120 <= response.peak <= 140 for response in found.responses)
    assert found.measured == pytest.approx(SECONDS - 20, abs=0.2)
    assert any("gap" in note for note in found.notes)


def test_the_parts_add_up_to_the_conductance() -> None:
    parts = skin(bodies.skin(ONSETS, HEIGHTS, RATE, SECONDS, noise=0.0), RATE).parts
    inner = slice(int(30 * RATE), int(-30 * RATE))
    rest = parts.channel("raw") - parts.channel("tonic") - parts.channel("phasic")
    # Two second-order Butterworth halves do not add up exactly near 0.05 Hz.
    assert np.abs(rest[inner]).max() < 0.3
    assert abs(np.mean(parts.channel("phasic")[inner])) < 0.05


@pytest.mark.parametrize(
    ("row", "rate", "words"),
    [
        (np.full(3000, 5.0), 25, "is 5 in every sample"),
        (np.full(3000, np.nan), 25, "no sample at all"),
        (CONDUCTANCE[:500], 25, "longest stretch"),
        (CONDUCTANCE, 1, "shows no responses"),
        (CONDUCTANCE * 1e3, 25, "no skin's"),
        (CONDUCTANCE - 100, 25, "no skin's"),
        (CONDUCTANCE * 0 + np.arange(len(CONDUCTANCE)) * 1e6, 25, "no skin's"),
    ],
)
def test_what_is_no_skin_is_refused(row: Any, rate: float, words: str) -> None:
    with pytest.raises(SignalError, match=words):
        skin(row, rate)


def test_bounds_that_make_no_sense_are_refused() -> None:
    with pytest.raises(SignalError, match="positive least height"):
        skin(CONDUCTANCE, RATE, min_height=0)
    with pytest.raises(SignalError, match="a rise from 0 to under 5 s"):
        skin(CONDUCTANCE, RATE, min_rise=6)


def test_without_neurokit_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("mirra.errors.import_module", absent)
    with pytest.raises(MissingExtra, match=r"pip install 'mirra\[bodies\]'"):
        skin(CONDUCTANCE, RATE)


def test_every_number_says_how_it_was_got(tmp_path: Path) -> None:
    found = skin(CONDUCTANCE, RATE)
    told = found.summary()
    assert told["min_height_us"] == 0.05
    assert told["min_rise_s"] == 0.5
    assert "amplitude_min=0" in told["detector"]
    found.to_csv(tmp_path / "responses.csv")
    lines = (tmp_path / "responses.csv").read_text().splitlines()
    assert lines[0] == "onset,peak,rise,half_recovery,height"
    assert len(lines) == len(found.responses) + 1
    assert len(save(found.plot, tmp_path / "responses")) == 2


def test_a_real_skin_that_is_shown_pictures_answers() -> None:
    table = recording("physiology/bio_eventrelated_100hz.csv")
    found = skin(np.loadtxt(table, delimiter=",", skiprows=1, usecols=1), 100)
    assert 10 <= len(found.responses) <= 30
    assert found.noise < 0.005
    assert not found.notes


def test_the_skin_of_a_recording_is_that_of_its_channel_at_its_wall_time() -> None:
    recorded = Signal(
        np.column_stack([CONDUCTANCE * 0, CONDUCTANCE]),
        RATE, channels=("ECG", "EDA"), about={"wall_clock": 1.7e9},
    )  # fmt: skip
    conductance = of(recorded, min_height=0.2)
    assert np.array_equal(conductance.heights, skin(CONDUCTANCE, RATE, min_height=0.2).heights)
    assert conductance.parameters["min_height_us"] == 0.2
    assert conductance.parts.about["wall_clock"] == 1.7e9
    with pytest.raises(SignalError, match="is 0 in every sample"):
        of(recorded, "ECG")
