"""Signals from recordings that are open in MNE, and recordings for MNE out of signals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra import signals
from mirra.errors import MissingExtra, SignalError
from mirra.signals.signal import Signal

mne = pytest.importorskip("mne", reason="the extra brain is not installed")

RATE = 100.0
CLAP_AT = 100  # samples from the first
VALUES = np.random.default_rng(0).normal(size=(1000, 2)) * 1e-5


def raw_with_a_clap(date: float | None, first_sample: int = 0) -> Any:
    """Two channels whose values jump where they are annotated."""
    values = VALUES.copy()
    values[CLAP_AT] = 1.0
    info = mne.create_info(["C3", "C4"], RATE, "eeg")
    raw = mne.io.RawArray(values.T, info, first_samp=first_sample, verbose="ERROR")
    raw.set_meas_date(date)
    return raw.set_annotations(mne.Annotations([CLAP_AT / RATE], [0.5], ["clap"]))


@pytest.mark.parametrize("date", [None, 1.7e9])
@pytest.mark.parametrize("first_sample", [0, 500])
@pytest.mark.parametrize("cropped", [0.0, 0.5])
def test_an_annotation_lies_on_its_samples_however_the_recording_was_cut(
    date: float | None, first_sample: int, cropped: float, tmp_path: Path
) -> None:
    raw = raw_with_a_clap(date, first_sample).crop(cropped, 5)
    raw.save(tmp_path / "a_raw.fif", fmt="double", verbose="ERROR")
    for signal in (signals.from_mne(raw), signals.read(tmp_path / "a_raw.fif")):
        ((onset, duration, text),) = signal.about["annotations"]
        assert round(onset * RATE) == signal.values[:, 0].argmax() == CLAP_AT - cropped * RATE
        assert (duration, text) == (0.5, "clap")
        assert signal.about.get("wall_clock") == (
            None if date is None else date + first_sample / RATE + cropped
        )


def test_a_recording_goes_to_mne_and_comes_back() -> None:
    about = {"annotations": ((1.0, 0.5, "clap"), (3.0, 0.0, "end")), "bad": ("C4",), "wall_clock": 1.7e9}
    signal = Signal(VALUES, RATE, channels=("C3", "C4"), units=("V", "V"), about=about)
    back = signals.from_mne(signal.to_mne())
    np.testing.assert_array_equal(back.values, signal.values)
    assert (back.rate, back.channels, back.units) == (signal.rate, signal.channels, signal.units)
    assert back.about == about


def test_a_signal_that_begins_later_keeps_its_wall_time_and_annotations() -> None:
    about = {"annotations": ((21.0, None, "clap"),), "wall_clock": 1.7e9}
    raw = Signal(VALUES, RATE, start=20.0, channels=("C3", "C4"), units=("V", "V"), about=about).to_mne()
    assert raw.info["meas_date"].timestamp() == 1.7e9 + 20
    events, _names = mne.events_from_annotations(raw, verbose="ERROR")
    assert events[:, 0].tolist() == [100]


def test_units_become_those_of_mne() -> None:
    units = ("V", "µV", "mV", "fT", "T/m", "uM", "mol/L", "°C", "")
    names = ("a", "b", "c", "d", "e", "S1_D1 hbo", "S1_D1 hbr", "h", "i")
    raw = Signal(np.ones((10, 9)), RATE, channels=names, units=units).to_mne()
    assert raw.get_channel_types() == ["eeg", "eeg", "eeg", "mag", "grad", "hbo", "hbr", "misc", "misc"]
    np.testing.assert_allclose(raw.get_data()[:, 0], [1, 1e-6, 1e-3, 1e-15, 1, 1e-6, 1, 1, 1], rtol=1e-12)


def test_types_can_be_given() -> None:
    signal = Signal(VALUES, RATE, channels=("C3", "EOG"), units=("V", "µV"))
    assert signal.to_mne("ecg").get_channel_types() == ["ecg", "ecg"]
    raw = signal.to_mne({"EOG": "eog"})
    assert raw.get_channel_types() == ["eeg", "eog"]
    np.testing.assert_allclose(raw.get_data()[1], VALUES[:, 1] * 1e-6, rtol=1e-12)


def test_missing_samples_stay_missing_and_skipped_ones_become_so() -> None:
    values = VALUES.copy()
    values[3] = np.nan
    raw = Signal(values, RATE, channels=("C3", "C4"), units=("V", "V")).to_mne()
    raw.set_annotations(mne.Annotations([5.0], [1.0], ["BAD_ACQ_SKIP"]))
    back = signals.from_mne(raw)
    assert np.flatnonzero(np.isnan(back.values[:, 0])).tolist() == [3, *range(500, 600)]


def test_epochs_go_to_mne_and_come_back() -> None:
    about = {"epochs": (4, 250), "epoch_start": -0.2, "epoch_events": ("act", "watch", "act", "watch")}
    signal = Signal(VALUES, RATE, channels=("C3", "C4"), units=("V", "V"), about=about)
    epochs = signal.to_mne()
    assert isinstance(epochs, mne.BaseEpochs)
    np.testing.assert_array_equal(epochs["watch"].get_data(copy=True)[0], VALUES[250:500].T)
    back = signals.from_mne(epochs)
    np.testing.assert_array_equal(back.values, VALUES)
    assert {**back.about, "epoch_start": pytest.approx(-0.2)} == back.about == about


def test_what_mne_cannot_take_is_refused_with_the_reason() -> None:
    signal = Signal(VALUES, RATE, channels=("C3", "C4"), units=("V", "V"))
    with pytest.raises(SignalError, match="MNE knows regular clocks only"):
        replace(signal, times=np.array([k**1.1 for k in range(1000)])).to_mne()
    with pytest.raises(SignalError, match="no channel 'Cz'"):
        signal.to_mne({"Cz": "eeg"})
    with pytest.raises(SignalError, match="does not take these types"):
        signal.to_mne("brain")


def test_what_is_no_recording_is_named() -> None:
    with pytest.raises(SignalError, match="This is a ndarray; a Raw or Epochs of MNE was expected"):
        signals.from_mne(VALUES)


def test_without_mne_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("mirra.errors.import_module", missing)
    with pytest.raises(MissingExtra, match=r"needs mne\. Install it: pip install 'mirra\[brain\]'"):
        Signal(VALUES, RATE).to_mne()
