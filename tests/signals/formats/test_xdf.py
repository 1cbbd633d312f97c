"""Several streams in one XDF file."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from mirra.errors import ReadError
from mirra.signals.align import gaps
from mirra.signals.reading import read
from tests.golden import recording
from tests.signals.written import samples, xdf

pytest.importorskip("pyxdf")


def test_the_only_stream_of_numbers_is_read_with_the_words_beside_it(tmp_path: Path) -> None:
    signal = read(xdf(tmp_path / "a.xdf"))
    assert np.array_equal(signal.values, samples())
    assert signal.start == pytest.approx(100)
    assert (signal.about["name"], signal.about["type"]) == ("Glove", "Mocap")
    assert signal.about["annotations"] == ((101.0, None, "clap"),)


def test_one_of_several_is_chosen_by_name_type_or_number(tmp_path: Path) -> None:
    path = xdf(tmp_path / "a.xdf", second=True)
    with pytest.raises(
        ReadError, match=r"several streams of numbers\. Say which\. It has: Glove .*; Marks .*; Cap"
    ):
        read(path)
    for asked in ("Cap", "EEG", "3"):
        assert read(path, stream=asked).about["name"] == "Cap"
    with pytest.raises(ReadError, match=r"no stream 'Hat'\. It has: Glove"):
        read(path, stream="Hat")
    with pytest.raises(ReadError, match="holds words"):
        read(path, stream="Marks")


def test_a_cut_or_damaged_file_is_not_read_in_part(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = xdf(tmp_path / "a.xdf").read_bytes()
    for spoilt in (
        data[:-20],
        data[:300],
        data.replace(b"\x04\x3c\x00\x00\x00", b"\x04\xff\xff\xff\xff"),
        b"XDF;" + data,
    ):
        (tmp_path / "a.xdf").write_bytes(spoilt)
        with pytest.raises(ReadError, match="byte"):
            read(tmp_path / "a.xdf")
    assert capfd.readouterr() == ("", "")
    assert not logging.getLogger("pyxdf").handlers


def test_real_streams_with_nothing_in_them() -> None:
    path = recording("formats/empty_streams.xdf")
    assert read(path).values.shape == (10, 1)
    with pytest.raises(ReadError, match=r"The stream 'Empty data stream.*has no samples"):
        read(path, stream="Empty data stream: test stream 0 counter")


def test_a_real_clock_that_was_reset() -> None:
    """The device said 100 Hz and gave fewer; its clock was set anew once, and samples stopped meanwhile."""
    signal = read(recording("formats/clock_resets.xdf"))
    assert signal.values.shape == (27815, 8)
    assert signal.about["device_rate"] == 100
    assert len(signal.about["clock_resets"]) == 1
    assert gaps(signal)[0].start == pytest.approx(signal.about["clock_resets"][0])
    assert len(signal.about["annotations"]) == 175


def test_the_smallest_real_file() -> None:
    signal = read(recording("formats/minimal.xdf"))
    assert (signal.values.shape, signal.rate) == ((9, 3), 10)
    assert signal.values[0].tolist() == [192, 255, 238]
