"""EDF and BDF."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.errors import ReadError
from mirra.signals.reading import read
from tests.signals.written import edf, samples

edfio = pytest.importorskip("edfio")


def channel(values: np.ndarray, rate: float, name: str) -> object:
    return edfio.EdfSignal(values, rate, label=name, physical_dimension="uV", physical_range=(-1, 1))


def test_channels_units_and_notes_are_read(tmp_path: Path) -> None:
    signal = read(edf(tmp_path / "a.edf"))
    assert (signal.channels, signal.units) == (("C3", "C4"), ("uV", "uV"))
    # 16 bits over a range of 2 round to half of 2 / 65535.
    assert np.abs(signal.values[:60] - samples()).max() <= 1.01 / 65535
    assert signal.about["annotations"] == ((1.0, None, "clap"),)


def test_24_bits_are_read_too(tmp_path: Path) -> None:
    one = edfio.BdfSignal(samples()[:50, 0], 25, label="C3", physical_dimension="uV", physical_range=(-1, 1))
    edfio.Bdf([one], data_record_duration=1).write(tmp_path / "a.bdf")
    assert np.abs(read(tmp_path / "a.bdf").values[:, 0] - samples()[:50, 0]).max() < 2e-7


def test_channels_of_another_rate_are_left_out_and_told(tmp_path: Path) -> None:
    made = [
        channel(np.zeros(100), 50, "C3"),
        channel(np.ones(100) / 2, 50, "C4"),
        channel(np.zeros(20), 10, "breath"),
    ]
    edfio.Edf(made, data_record_duration=1).write(tmp_path / "a.edf")
    signal = read(tmp_path / "a.edf")
    assert (signal.channels, signal.rate) == (("C3", "C4"), 50)
    assert signal.about["left_out"] == {"breath": "at 10 Hz"}
    assert read(tmp_path / "a.edf", stream="breath").rate == 10
    with pytest.raises(ReadError, match=r"no channel 'skin'\. It has: C3, C4, breath"):
        read(tmp_path / "a.edf", stream="skin")


def test_the_start_is_told_in_unix_time(tmp_path: Path) -> None:
    import datetime

    recorded = edfio.Recording(startdate=datetime.date(1999, 5, 1))
    time = datetime.time(10, 0, 1)
    edfio.Edf([channel(np.zeros(50), 25, "C3")], recording=recorded, starttime=time).write(tmp_path / "a.edf")
    assert read(tmp_path / "a.edf").about["wall_clock"] == 925552801


def interrupted(path: Path, third: bytes) -> Path:
    """Three records of a second each, of which the last says that it began at another time."""
    data = edf(path).read_bytes().replace(b"EDF+C", b"EDF+D", 1)
    assert data.count(b"+2\x14\x14") == 1
    path.write_bytes(data.replace(b"+2\x14\x14", third))
    return path


def test_an_interrupted_recording_keeps_its_pause(tmp_path: Path) -> None:
    signal = read(interrupted(tmp_path / "a.edf", b"+7\x14\x14"))
    assert signal.clock[[0, 49, 50, 74]] == pytest.approx([0, 1.96, 7, 7.96])
    with pytest.raises(ReadError, match="does not come after") as caught:
        read(interrupted(tmp_path / "a.edf", b"+0\x14\x14"))
    assert caught.value.where.endswith("record 3")


@pytest.mark.parametrize(
    ("place", "content", "said"),
    [
        (slice(-100, None), b"", "ends early"),
        (slice(236, 244), b"99      ", "ends early: it has 3 whole records of 99"),
        (slice(236, 244), b"1       ", "not as long as its header says"),
        (slice(252, 256), b"9   ", "describes 9 channels in 1024 bytes"),
        (slice(184, 192), b"none    ", "no EDF header"),
        (slice(256 + 104 * 3, 256 + 104 * 3 + 16), b"1       1       ", "range"),
    ],
)
def test_a_file_that_contradicts_itself_is_named(
    tmp_path: Path, place: slice, content: bytes, said: str
) -> None:
    data = bytearray(edf(tmp_path / "a.edf").read_bytes())
    data[place] = content
    if said == "range":  # physical minimum and maximum alike
        data[256 + 112 * 3 : 256 + 112 * 3 + 16] = content
    (tmp_path / "a.edf").write_bytes(bytes(data))
    with pytest.raises(ReadError, match=said):
        read(tmp_path / "a.edf")
