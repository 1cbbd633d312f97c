"""fNIRS in SNIRF files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra.errors import ReadError
from mirra.signals.reading import read
from tests.golden import recording
from tests.signals.written import samples, snirf

h5py = pytest.importorskip("h5py")


def test_channels_optodes_and_notes_are_read(tmp_path: Path) -> None:
    signal = read(snirf(tmp_path / "a.snirf"))
    assert signal.channels == ("S1_D1 760", "S1_D2 760", "S1_D1 850", "S1_D2 850")
    assert np.array_equal(signal.values, 1 + samples(4))
    about = signal.about
    assert about["kind"] == "intensity"
    assert about["wavelengths"] == (760, 850)
    assert about["pairs"] == ((0, 0, 0), (0, 1, 0), (0, 0, 1), (0, 1, 1))
    assert np.allclose(about["detector_positions"], [[0.03, 0, 0], [0, 0.03, 0]]), "mm become m"
    assert about["annotations"] == ((1.0, 0.5, "clap"),)
    assert about["wall_clock"] == 1714557600


def replaced(name: str, value: Any) -> Any:
    def change(file: Any) -> None:
        if name in file:
            del file[name]
        if value is not None:
            file[name] = value

    return change


@pytest.mark.parametrize(
    ("name", "value", "said", "where"),
    [
        ("nirs", None, "nirs/data1 was expected", ""),
        ("nirs/data1/dataTimeSeries", None, "is missing", "/nirs/data1/dataTimeSeries"),
        ("nirs/data1/dataTimeSeries", "words", "not hold numbers", "/nirs/data1/dataTimeSeries"),
        ("nirs/data1/time", np.arange(7.0), "as many times", "/nirs/data1"),
        ("nirs/data1/time", np.arange(60.0)[::-1], "backwards", "/nirs/data1/time"),
        ("nirs/data1/measurementList3", None, "4 channels were expected", "measurementList3"),
        ("nirs/data1/measurementList2/detectorIndex", 9, "names detector 9, and there are 2", "channel 2"),
        ("nirs/probe/detectorPos3D", None, "positions are missing", "probe/detectorPos3D"),
        ("nirs/probe/wavelengths", None, "is missing", "probe/wavelengths"),
        ("nirs/metaDataTags/LengthUnit", "ell", "unit of length 'ell' is not known", ""),
        ("nirs/metaDataTags/TimeUnit", "moon", "unit of time 'moon' is not known", "TimeUnit"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_named(
    tmp_path: Path, name: str, value: Any, said: str, where: str
) -> None:
    from mirra.signals.formats.snirf import _read

    with pytest.raises(ReadError, match=said) as caught:
        _read(snirf(tmp_path / "a.snirf", change=replaced(name, value)), None)
    assert where in caught.value.where


def test_a_start_and_a_step_are_a_clock(tmp_path: Path) -> None:
    signal = read(snirf(tmp_path / "a.snirf", change=replaced("nirs/data1/time", np.array([2.0, 0.04]))))
    assert (signal.rate, signal.start, signal.times) == (25, 2, None)


def test_samples_that_are_claimed_and_not_there_are_not_laid_out(tmp_path: Path) -> None:
    def claim(file: Any) -> None:
        del file["nirs/data1/dataTimeSeries"]
        file["nirs/data1"].create_dataset("dataTimeSeries", (10**9, 4), "f8", chunks=(1000, 4))

    with pytest.raises(ReadError, match="claims"):
        read(snirf(tmp_path / "a.snirf", change=claim))


def test_a_file_that_stops_the_library_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is at hand here that surely holds every version of the library; too little patience does the same."""
    monkeypatch.setattr("mirra.signals.formats.snirf._PATIENCE", 0.01)
    with pytest.raises(ReadError, match="cannot be read through"):
        read(snirf(tmp_path / "a.snirf"))


def test_a_block_is_chosen_by_name(tmp_path: Path) -> None:
    path = snirf(tmp_path / "a.snirf", change=lambda file: file.copy("nirs", "nirs2"))
    assert len(read(path, stream="nirs2/data1")) == 60
    with pytest.raises(ReadError, match="It has: data1, nirs2/data1"):
        read(path, stream="data7")


@pytest.mark.parametrize(
    ("name", "shape", "rate"), [("Simple_Probe", (1200, 8), 10), ("neuro_run01", (8000, 18), 20.0330768)]
)
def test_the_samples_of_the_standard(name: str, shape: tuple[int, int], rate: float) -> None:
    signal = read(recording(f"formats/{name}.snirf"))
    assert signal.values.shape == shape
    assert signal.rate == pytest.approx(rate)
    assert signal.about["wavelengths"] == (690, 830)
    assert len(signal.about["pairs"]) == shape[1]
    assert signal.about["auxiliary"]["aux1"].values.shape == (shape[0], 1)


def test_the_sample_without_samples_is_named() -> None:
    with pytest.raises(ReadError, match="is missing") as caught:
        read(recording("formats/minimum_example.snirf"))
    assert caught.value.where.endswith("/nirs/data1/dataTimeSeries")
