"""Breathing: a chest that goes as known, gaps, and a real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.errors import MissingExtra, SignalError
from mirra.figures import save
from mirra.signals.breath import breath, of
from mirra.signals.signal import Signal
from tests.golden import recording

RATE = 20.0
CLOCK = np.arange(0, 180, 1 / RATE)
# In within 40 % of each 4 s, out in the rest.
PHASE = (CLOCK % 4) / 4
BELT = np.where(PHASE < 0.4, -np.cos(np.pi * PHASE / 0.4), np.cos(np.pi * (PHASE - 0.4) / 0.6))


def test_breaths_of_a_known_chest_are_found() -> None:
    found = breath(BELT, RATE)
    told = found.summary()
    assert 42 <= len(found.cycles) <= 45  # the first and the last may not be whole
    assert told["mean_rate_bpm"] == pytest.approx(15, abs=0.05)
    assert told["inhale_share"] == pytest.approx(0.4, abs=0.02)
    assert told["mean_depth"] == pytest.approx(2, rel=0.05)
    there = found.rate.values[np.isfinite(found.rate.values)]
    assert np.abs(there - 15).max() < 0.5
    assert found.rate.units == ("breaths/min",)


@settings(max_examples=12, deadline=None)
@given(st.floats(2.0, 10.0), st.floats(0.01, 1e4))
def test_any_pace_and_any_unit(seconds: float, scale: float) -> None:
    found = breath(scale * np.sin(2 * np.pi * CLOCK / seconds), RATE)
    assert found.summary()["mean_cycle_s"] == pytest.approx(seconds, rel=0.02)
    assert found.summary()["mean_depth"] == pytest.approx(2 * scale, rel=0.1)


def test_a_belt_worn_the_other_way_round_is_told() -> None:
    assert breath(-BELT, RATE, inhale="down").summary()["inhale_share"] == pytest.approx(0.4, abs=0.02)
    assert breath(-BELT, RATE).summary()["inhale_share"] == pytest.approx(0.6, abs=0.02)
    with pytest.raises(SignalError, match="up or down"):
        breath(BELT, RATE, inhale="left")  # type: ignore[arg-type]


def test_no_breath_spans_a_gap() -> None:
    broken = BELT.copy()
    broken[(CLOCK > 80) & (CLOCK < 100)] = np.nan
    found = breath(broken, RATE)
    assert {cycle.stretch for cycle in found.cycles} == {1, 2}
    assert all(cycle.stop <= 80.1 or cycle.start >= 99.9 for cycle in found.cycles)
    assert np.isnan(found.rate.values[(found.rate.clock > 80) & (found.rate.clock < 100)]).all()


@pytest.mark.parametrize(
    ("row", "rate", "words"),
    [
        (np.ones(4000), 20, "is 1 in every sample"),
        (np.full(4000, np.nan), 20, "no sample at all"),
        (BELT[:200], 20, "longest stretch"),
        (BELT, 5, "is not read"),
        (np.tile(BELT, 2), 200, "no breathing"),
        (np.linspace(0, 1, 4000), 20, "no breathing"),
        (np.repeat([0.0, 1.0], 2000), 20, "no breathing"),
        (np.random.default_rng(0).standard_normal(4000), 20, "no breathing"),
    ],
)
def test_what_is_no_breathing_is_refused(row: Any, rate: float, words: str) -> None:
    with pytest.raises(SignalError, match=words):
        breath(row, rate)


def test_without_neurokit_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("mirra.errors.import_module", absent)
    with pytest.raises(MissingExtra, match=r"pip install 'mirra\[bodies\]'"):
        breath(BELT, RATE)


def test_a_real_chest_breathes_as_neurokit_finds(tmp_path: Path) -> None:
    kit = pytest.importorskip("neurokit2")
    table = recording("physiology/bio_eventrelated_100hz.csv")
    row = np.loadtxt(table, delimiter=",", skiprows=1, usecols=3)
    found = breath(row, 100)
    clean = kit.rsp_clean(row, sampling_rate=100)
    _, told = kit.rsp_peaks(clean, sampling_rate=100)
    # The same steps on the same samples: equal to the sample.
    assert np.array_equal([round(c.start * 100) for c in found.cycles], told["RSP_Troughs"][:-1])
    assert 10 < found.summary()["mean_rate_bpm"] < 22
    found.to_csv(tmp_path / "breaths.csv")
    assert len((tmp_path / "breaths.csv").read_text().splitlines()) == len(found.cycles) + 1
    assert len(save(found.plot, tmp_path / "breaths")) == 2


def test_the_breath_of_a_recording_is_that_of_its_channel_at_its_wall_time() -> None:
    recorded = Signal(
        np.column_stack([np.zeros_like(BELT), BELT]),
        RATE,
        channels=("ECG", "RSP"),
        about={"wall_clock": 1.7e9},
    )
    breathing = of(recorded, inhale="down", series_rate=2.0)
    direct = breath(BELT, RATE, inhale="down")
    assert [cycle.top for cycle in breathing.cycles] == [cycle.top for cycle in direct.cycles]
    assert (breathing.rate.rate, direct.rate.rate) == (2.0, 4.0)
    assert breathing.rate.about["wall_clock"] == 1.7e9
    with pytest.raises(SignalError, match="is 0 in every sample"):
        of(recorded, "ECG")
