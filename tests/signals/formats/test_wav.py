"""Sound."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from scipy.io import wavfile

from mirra.errors import ReadError
from mirra.signals.reading import read
from tests.golden import recording
from tests.signals.written import samples, wav


@pytest.mark.parametrize(
    ("form", "full", "step"), [(np.int16, 2**15, 2**-15), (np.int32, 2**31, 2**-31), (np.float32, 1, 1e-7)]
)
def test_full_scale_is_one_in_every_form(tmp_path: Path, form: type, full: float, step: float) -> None:
    wavfile.write(tmp_path / "a.wav", 8000, (samples() * full).astype(form))
    signal = read(tmp_path / "a.wav")
    assert np.abs(signal.values - samples()).max() <= step
    assert signal.units == ("full scale", "full scale")
    assert signal.rate == 8000


def test_eight_bits_are_centred(tmp_path: Path) -> None:
    wavfile.write(tmp_path / "a.wav", 8000, np.array([0, 128, 255], np.uint8))
    assert read(tmp_path / "a.wav").values[:, 0].tolist() == [-1, 0, 127 / 128]


def test_24_bits_have_the_same_full_scale(tmp_path: Path) -> None:
    numbers = (0, 2**22, -(2**23), 2**23 - 1)
    body = b"".join(n.to_bytes(3, "little", signed=True) for n in numbers)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 24000, 3, 24)
    data = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(body)) + body
    (tmp_path / "a.wav").write_bytes(b"RIFF" + struct.pack("<I", len(data)) + data)
    assert read(tmp_path / "a.wav").values[:, 0] == pytest.approx([n / 2**23 for n in numbers], abs=1e-12)


def test_what_is_cut_or_empty_or_no_number_is_named(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav")
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(ReadError):
        read(path)
    wavfile.write(path, 8000, np.zeros((0, 2), np.int16))
    with pytest.raises(ReadError, match="no samples"):
        read(path)
    wavfile.write(path, 8000, np.array([0, np.nan, 0], np.float32))
    with pytest.raises(ReadError, match="not a number") as caught:
        read(path)
    assert caught.value.where.endswith("sample 2")


def test_a_real_voice() -> None:
    signal = read(recording("voice/the_north_wind_and_the_sun.wav"))
    assert (len(signal), signal.rate) == (56592, 44100)
    assert 0.05 < np.abs(signal.values).max() <= 1
