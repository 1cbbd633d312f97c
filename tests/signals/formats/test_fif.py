"""EEG in FIF files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.errors import ReadError
from mirra.signals.reading import read
from tests.golden import recording
from tests.signals.written import RATE, fif, samples

mne = pytest.importorskip("mne")


def test_a_continuous_recording_is_read_in_volts(tmp_path: Path) -> None:
    signal = read(fif(tmp_path / "a_raw.fif"))
    assert (signal.channels, signal.units) == (("C3", "C4"), ("V", "V"))
    assert np.allclose(signal.values, samples() * 1e-5, rtol=1e-12, atol=0)
    assert signal.about["annotations"] == ((1.0, 0.5, "clap"),)


def test_any_name_and_packing_will_do(tmp_path: Path) -> None:
    import gzip

    data = fif(tmp_path / "a_raw.fif").read_bytes()
    (tmp_path / "session.fif.gz").write_bytes(gzip.compress(data))
    signal = read(tmp_path / "session.fif.gz")
    assert signal.values.shape == (60, 2)
    assert "warnings" not in signal.about


def test_epochs_come_one_after_the_other(tmp_path: Path) -> None:
    values = np.random.default_rng(3).normal(size=(4, 2, 30)) * 1e-6
    info = mne.create_info(["C3", "C4"], RATE, "eeg")
    events = np.column_stack([np.arange(4) * 100, np.zeros(4, int), [1, 2, 1, 2]])
    made = mne.EpochsArray(values, info, events, -0.2, {"act": 1, "watch": 2}, verbose="ERROR")
    made.save(tmp_path / "a-epo.fif", fmt="double", verbose="ERROR")
    signal = read(tmp_path / "a-epo.fif")
    count, length = signal.about["epochs"]
    assert np.allclose(signal.values.reshape(count, length, 2).transpose(0, 2, 1), values)
    assert signal.about["epoch_events"] == ("act", "watch", "act", "watch")
    assert signal.about["epoch_start"] == pytest.approx(-0.2)


def test_cut_or_damaged_files_are_named(tmp_path: Path) -> None:
    data = fif(tmp_path / "a_raw.fif").read_bytes()
    for spoilt in (data[: len(data) // 2], b"no FIF" + data, data[:44] + b"\0\0\0\x01" + data[48:]):
        (tmp_path / "a_raw.fif").write_bytes(spoilt)
        with pytest.raises(ReadError):
            read(tmp_path / "a_raw.fif")


@pytest.mark.parametrize("who", ["S1", "S2"])
def test_real_epochs_of_two_persons(who: str) -> None:
    signal = read(recording(f"brains/preproc_{who}.fif"))
    assert signal.about["epochs"] == (33, 501)
    assert signal.values.shape == (33 * 501, 31)
    assert signal.rate == 500
    assert 1e-6 < signal.values.std() < 1e-4, "EEG is some microvolts, given in volts"
