"""Beats of one stretch: judged, marked, mended."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.signals.body.beats import detected, marked
from mirra.signals.body.stretches import Stretch
from tests.signals import bodies

INTERVALS = 0.85 + 0.04 * np.sin(np.arange(40) / 4)
BEATS = bodies.beating(INTERVALS)


def stretch(row: Floats, rate: float = 250.0) -> Stretch:
    return Stretch(row, np.arange(len(row)) / rate, rate, slice(0, len(row)))


def test_a_stretch_too_short_to_judge_is_refused_unless_taken_as_it_is() -> None:
    few = stretch(bodies.ecg(BEATS[:8], 250, 8))
    with pytest.raises(SignalError, match="8 R peaks were found, too few"):
        detected(few, "neurokit", True, [])
    assert len(detected(few, "neurokit", False, []).beats) == 8


def test_a_rate_no_heart_has_is_refused() -> None:
    with pytest.raises(SignalError, match=r"beats per minute|R peaks were found"):
        detected(stretch(bodies.ecg(BEATS, 250, 36), rate=2500.0), "neurokit", False, [])


def test_beats_at_random_are_no_regular_heart() -> None:
    rng = np.random.default_rng(5)
    wild = bodies.beating(rng.uniform(0.3, 2.2, 60))
    row = bodies.ecg(wild, 250, float(wild[-1]) + 1)
    with pytest.raises(SignalError, match="far from those around them"):
        detected(stretch(row), "neurokit", True, [])
    notes: list[str] = []
    assert len(detected(stretch(row), "neurokit", False, notes).beats) > 50
    assert "kept, as asked" in notes[0]


@settings(max_examples=20, deadline=None)
@given(st.integers(6, 33))
def test_a_lost_given_beat_is_marked_wherever_it_was(place: int) -> None:
    beats = np.delete(BEATS, place)
    run = marked(beats, np.diff(beats), True)
    assert [k for k, mark in enumerate(run.marks) if mark] == [place]
    assert run.marks[place] == "long"
    assert np.isnan(run.intervals[place - 1])
    assert np.isfinite(np.delete(run.intervals, place - 1)).all()
    assert not any(marked(beats, np.diff(beats), False).marks)


@settings(max_examples=20, deadline=None)
@given(st.integers(6, 33), st.floats(0.2, 0.8))
def test_a_false_given_beat_is_marked(place: int, share: float) -> None:
    beats = np.sort(np.append(BEATS, BEATS[place] + share * INTERVALS[place]))
    run = marked(beats, np.diff(beats), True)
    assert "short" in run.marks[place + 1 : place + 3]
    assert sum(map(bool, run.marks)) <= 2
