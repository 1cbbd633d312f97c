"""Epochs cut from a recording or read from a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mirra.errors import ReadError, SignalError
from mirra.signals.epochs import Epochs, common, cut, of, read
from mirra.signals.signal import Signal
from tests.golden import recording

SIGNAL = Signal(np.arange(2000.0).reshape(1000, 2), 100.0, start=5.0, channels=("C3", "C4"))


def test_epochs_follow_each_other_or_begin_where_asked() -> None:
    found = cut(SIGNAL, 3.0)
    assert found.values.shape == (3, 2, 300)
    assert found.duration == 3
    assert found.values[1, 0, 0] == 600
    asked = cut(SIGNAL, 2.0, starts=[6, 9.5], conditions=["a", "b"])
    assert asked.values[:, 1, 0].tolist() == [201, 901]
    assert asked.conditions == ("a", "b")


def test_what_is_not_wholly_inside_is_refused() -> None:
    with pytest.raises(SignalError, match="does not fit"):
        cut(SIGNAL, 11)
    with pytest.raises(SignalError, match=r"at 14\.000 s is not wholly inside"):
        cut(SIGNAL, 2, starts=[6, 14])
    with pytest.raises(SignalError, match="shape"):
        cut(SIGNAL, 2, starts=[])
    with pytest.raises(SignalError, match="regular"):
        cut(Signal(SIGNAL.values, 100.0, times=SIGNAL.clock), 2)


def test_parts_must_fit_each_other() -> None:
    with pytest.raises(SignalError, match="2 channels and 3 epochs need as many names and conditions, not 1"):
        Epochs(np.zeros((3, 2, 10)), 1.0, ("C3",))
    with pytest.raises(SignalError, match="rate"):
        Epochs(np.zeros((3, 1, 10)), 0.0, ("C3",))


def test_epochs_that_both_kept_are_told_by_their_names() -> None:
    values = np.arange(4.0)[:, None, None] * np.ones((4, 1, 10))
    a = Epochs(values, 1.0, ("Cz",), ("e1", "e2", "e4", "e5"))
    b = Epochs(values[:3], 1.0, ("Cz",), ("e2", "e3", "e5"))
    first, second = common(a, b)
    assert first.conditions == second.conditions == ("e2", "e5")
    assert (first.values[:, 0, 0].tolist(), second.values[:, 0, 0].tolist()) == ([1, 3], [0, 2])
    assert common(a, a) == (a, a)
    assert not a.conditions_repeat
    assert Epochs(values, 1.0, ("Cz",), ("act", "rest", "act", "rest")).conditions_repeat
    with pytest.raises(SignalError, match="do not tell"):
        common(a, Epochs(values, 1.0, ("Cz",), ("e1", "e1", "e2", "e3")))
    with pytest.raises(SignalError, match="no epoch in common"):
        common(a, Epochs(values[:1], 1.0, ("Cz",), ("e9",)))


def test_real_epochs_are_read() -> None:
    pytest.importorskip("mne")
    found = read(recording("brains/preproc_S1.fif"))
    assert found.values.shape == (33, 31, 501)
    assert found.rate == 500
    assert "Cz" in found.channels


def test_a_recording_without_epochs_is_refused_and_bad_channels_are_left_out() -> None:
    with pytest.raises(SignalError, match="no epochs"):
        of(SIGNAL)
    assert np.array_equal(of(SIGNAL, 2).values, cut(SIGNAL, 2).values)
    cut_up = replace(SIGNAL, about={"epochs": (4, 250), "bad": ("C4",), "epoch_events": tuple("abca")})
    found = of(cut_up)
    assert found.channels == ("C3",)
    assert found.values.shape == (4, 1, 250)
    assert found.values[1, 0, 0] == 500
    assert found.conditions == ("a", "b", "c", "a")


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("mne")
    path = tmp_path / "broken-epo.fif"
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(ReadError, match="broken-epo"):
        read(path)
