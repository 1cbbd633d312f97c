"""Small whole recordings of every kind, written with numbers that are known."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE, COUNT = 25.0, 60


def samples(channels: int = 2) -> NDArray[np.float64]:
    """(60, channels): slow sines, each of another phase, within +-0.5."""
    return 0.5 * np.sin(np.arange(COUNT)[:, None] / 7 + np.arange(channels))


def csv(path: Path) -> Path:
    """Time in s and two channels."""
    rows = [f"{k / RATE:.6f},{a:.6f},{b:.6f}" for k, (a, b) in enumerate(samples())]
    path.write_text("\n".join(["time,left,right", *rows]) + "\n")
    return path


def packed(path: Path) -> Path:
    """The same table in gzip."""
    path.write_bytes(gzip.compress(csv(path.with_name("whole.csv")).read_bytes(), mtime=0))
    return path


def wav(path: Path) -> Path:
    """16-bit stereo."""
    from scipy.io import wavfile

    wavfile.write(path, int(RATE), np.round(samples() * 32768).astype(np.int16))
    return path


def edf(path: Path) -> Path:
    """Two channels in uV at 25 Hz, and one annotation at 1 s."""
    import edfio

    signals = [
        edfio.EdfSignal(
            np.pad(column, (0, 15)), RATE, label=name, physical_dimension="uV", physical_range=(-1, 1)
        )
        for name, column in zip(("C3", "C4"), samples().T, strict=True)
    ]
    notes = [edfio.EdfAnnotation(1.0, None, "clap")]
    edfio.Edf(signals, annotations=notes, data_record_duration=1).write(path)
    return path


def snirf(path: Path, *, change: Callable[[Any], None] | None = None) -> Path:
    """One source, two detectors 3 cm away, two wavelengths; ``change`` may spoil the file."""
    import h5py

    with h5py.File(path, "w") as file:
        file["formatVersion"] = "1.0"
        recording = file.create_group("nirs")
        data = recording.create_group("data1")
        data["dataTimeSeries"], data["time"] = 1 + samples(4), np.arange(COUNT) / RATE
        for k, (detector, wavelength) in enumerate(((1, 1), (2, 1), (1, 2), (2, 2)), 1):
            entry = data.create_group(f"measurementList{k}")
            entry["sourceIndex"], entry["detectorIndex"], entry["wavelengthIndex"] = 1, detector, wavelength
            entry["dataType"], entry["dataTypeIndex"] = 1, 1
        tags = recording.create_group("metaDataTags")
        for name, value in (("LengthUnit", "mm"), ("TimeUnit", "s"), ("MeasurementDate", "2024-05-01")):
            tags[name] = value
        tags["MeasurementTime"] = "10:00:00Z"
        probe = recording.create_group("probe")
        probe["wavelengths"] = np.array([760.0, 850.0])
        probe["sourcePos3D"], probe["detectorPos3D"] = (
            np.zeros((1, 3)),
            np.array([[30.0, 0, 0], [0, 30.0, 0]]),
        )
        stimulus = recording.create_group("stim1")
        stimulus["name"], stimulus["data"] = "clap", np.array([[1.0, 0.5, 1.0]])
        if change:
            change(file)
    return path


def nirs(path: Path, **other: Any) -> Path:
    """The same optodes as a MATLAB file; ``other`` replaces or, as None, leaves out a variable."""
    from scipy.io import savemat

    marks = np.zeros((COUNT, 1))
    marks[25:30] = 1
    held: dict[str, Any] = {
        "d": 1 + samples(4),
        "t": np.arange(COUNT)[:, None] / RATE,
        "s": marks,
        "SD": {
            "Lambda": np.array([760.0, 850.0]),
            "MeasList": np.array([[1, 1, 1, 1], [1, 2, 1, 1], [1, 1, 1, 2], [1, 2, 1, 2]]),
            "SrcPos": np.zeros((1, 3)),
            "DetPos": np.array([[3.0, 0, 0], [0, 3.0, 0]]),
            "SpatialUnit": "cm",
        },
        **other,
    }
    with path.open("wb") as file:
        savemat(file, {name: value for name, value in held.items() if value is not None})
    return path


def _chunk(tag: int, content: bytes) -> bytes:
    return b"\x04" + struct.pack("<I", len(content) + 2) + struct.pack("<H", tag) + content


def _stream(number: int, name: str, kind: str, form: str, channels: int, rate: float) -> bytes:
    told = (
        f"<?xml version='1.0'?><info><name>{name}</name><type>{kind}</type><channel_count>{channels}</channel_count>"
        f"<nominal_srate>{rate}</nominal_srate><channel_format>{form}</channel_format></info>"
    )
    return _chunk(2, struct.pack("<I", number) + told.encode())


def xdf(path: Path, *, second: bool = False) -> Path:
    """A stream of two channels, a stream of words with one at 1 s, and, if asked, a second stream of numbers."""
    parts = [b"XDF:", _chunk(1, b"<?xml version='1.0'?><info><version>1.0</version></info>")]
    parts.append(_stream(1, "Glove", "Mocap", "double64", 2, RATE))
    parts.append(_stream(2, "Marks", "Markers", "string", 1, 0))
    for number in (1, 3) if second else (1,):
        if number == 3:
            parts.append(_stream(3, "Cap", "EEG", "double64", 2, RATE))
        rows = b"".join(
            b"\x08" + struct.pack("<d", 100 + k / RATE) + struct.pack("<2d", *row)
            for k, row in enumerate(samples())
        )
        parts.append(_chunk(3, struct.pack("<I", number) + b"\x04" + struct.pack("<I", COUNT) + rows))
    word = b"\x08" + struct.pack("<d", 101.0) + b"\x01\x04clap"
    parts.append(_chunk(3, struct.pack("<I", 2) + b"\x01\x01" + word))
    path.write_bytes(b"".join(parts))
    return path


def fif(path: Path) -> Path:
    """Two EEG channels in volts."""
    import mne

    info = mne.create_info(["C3", "C4"], RATE, "eeg")
    raw = mne.io.RawArray(samples().T * 1e-5, info, verbose="ERROR")
    raw.set_annotations(mne.Annotations([1.0], [0.5], ["clap"]))
    raw.save(path, overwrite=True, fmt="double", verbose="ERROR")
    return path


WRITERS: dict[str, Callable[[Path], Path]] = {
    "a.csv": csv,
    "a.csv.gz": packed,
    "a.wav": wav,
    "a.edf": edf,
    "a.snirf": snirf,
    "a.xdf": xdf,
    "a.nirs": nirs,
    "a_raw.fif": fif,
}
