"""The end of a file's name leads to its reader."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

import mirra.signals
from mirra.errors import MissingExtra, ReadError
from mirra.signals.reading import READERS, read
from tests.signals.written import COUNT, RATE, WRITERS

NEEDS = {"a.edf": "edfio", "a.snirf": "h5py", "a.xdf": "pyxdf", "a_raw.fif": "mne"}


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_is_read_at_its_rate(tmp_path: Path, name: str) -> None:
    pytest.importorskip(NEEDS.get(name, "numpy"))
    signal = read(WRITERS[name](tmp_path / name))
    assert signal.rate == RATE
    assert len(signal) == (COUNT + 15 if name == "a.edf" else COUNT), "EDF is written in whole seconds"
    assert np.isfinite(signal.values).all()
    assert name.endswith(str(signal.about["format"]))
    assert "warnings" not in signal.about


def test_the_room_offers_it_and_takes_a_name_as_text(tmp_path: Path) -> None:
    assert mirra.signals.read(str(WRITERS["a.csv"](tmp_path / "a.csv"))).channels == ("left", "right")


def test_capital_letters_in_the_end_do_not_matter(tmp_path: Path) -> None:
    assert len(read(WRITERS["a.csv"](tmp_path / "A.CSV"))) == COUNT


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.csv", "no such file"),
        ("empty.wav", "is empty"),
        ("folder.csv", "is a folder"),
        ("film.mp4", "of no known kind of recording. Known: .csv"),
        ("bare", "which is empty"),
        ("nul\0.csv", "no such file"),
    ],
)
def test_what_cannot_be_a_recording_is_named(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty.wav").touch()
    (tmp_path / "folder.csv").mkdir()
    for other in ("film.mp4", "bare"):
        (tmp_path / other).write_text("1,2\n")
    with pytest.raises(ReadError, match=said) as caught:
        read(tmp_path / name)
    assert name in caught.value.where


def test_a_choice_that_the_kind_does_not_know_is_refused(tmp_path: Path) -> None:
    path = WRITERS["a.wav"](tmp_path / "a.wav")
    with pytest.raises(ReadError, match=r"rate does not serve for \.wav"):
        read(path, rate=25)
    with pytest.raises(ReadError, match="stream does not serve"):
        read(path, stream="EEG")


def test_a_missing_package_is_named_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, package in NEEDS.items():
        monkeypatch.setitem(sys.modules, package, None)
        (tmp_path / name).write_bytes(b"anything")
        with pytest.raises(MissingExtra, match="pip install 'mirra"):
            read(tmp_path / name)


def test_every_reader_is_there() -> None:
    from importlib import import_module

    for suffix, module in READERS.items():
        assert callable(import_module(f"mirra.signals.formats.{module}").read), suffix
