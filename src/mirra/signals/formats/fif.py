"""EEG and MEG in FIF files, continuous or cut into epochs. Needs MNE."""

from __future__ import annotations

import gzip
import struct
import warnings
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirra.errors import ReadError, optional
from mirra.signals.formats.rows import MAX_BYTES
from mirra.signals.signal import Signal

EPOCHS = 373  # the kind of block that holds epochs
_PACKED = 64  # samples are not packed, but times at which nothing was recorded are
_SI = {
    107: "V",
    112: "T",
    201: "T/m",
    1: "m",
    6: "mol/L",
}  # unit codes of the format that recordings here have


def read(path: Path) -> Signal:
    """Read all channels of a continuous recording, or of its epochs one after the other.

    Of epochs, ``about["epochs"]`` is (n_epochs, n_times), ``epoch_start`` (s, relative to the event) and
    ``epoch_events`` (name of the condition of each); sample ``k`` belongs to epoch ``k // n_times``, and time does not
    run on from one to the next. Else ``annotations`` (onset s from the first sample, duration s, text) and
    ``wall_clock`` (Unix time of clock 0 s). Of both ``bad`` (channels marked so; they are kept). Units as the format
    has them: volts, tesla.
    Raises ``ReadError`` where the file is neither, or is damaged.
    """
    mne = optional("mne", "brain", "Reading FIF")
    data = _bytes(path)
    epochs = EPOCHS in _blocks(data)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*(naming conventions|does not conform)")
        return _epochs(mne, path) if epochs else _raw(mne, path, len(data))


def _raw(mne: ModuleType, path: Path, size: int) -> Signal:
    raw = mne.io.read_raw_fif(path, preload=False, allow_maxshield=True, verbose="ERROR")
    if raw.n_times * len(raw.ch_names) * 8 > _PACKED * size:
        raise ReadError(
            f"The file claims {raw.n_times} samples of {len(raw.ch_names)} channels in {size} bytes."
        )
    values = raw.get_data().T
    first = raw.first_time if raw.info["meas_date"] is not None else 0.0
    notes = tuple(
        (float(note["onset"]) - first, float(note["duration"]), str(note["description"]))
        for note in raw.annotations
    )
    for onset, duration, text in notes:
        if text == "BAD_ACQ_SKIP":  # nothing was recorded here, and the format fills in zeros
            at = round(onset * raw.info["sfreq"])
            values[max(at, 0) : at + round(duration * raw.info["sfreq"])] = np.nan
    about: dict[str, Any] = {"annotations": notes} if notes else {}
    if raw.info["meas_date"] is not None:
        about["wall_clock"] = raw.info["meas_date"].timestamp() + raw.first_time
    return _signal(values, raw.info, about)


def _epochs(mne: ModuleType, path: Path) -> Signal:
    epochs = mne.read_epochs(path, preload=True, verbose="ERROR")
    values = epochs.get_data(copy=True)
    count, channels, length = values.shape
    names = {code: name for name, code in epochs.event_id.items()}
    about = {
        "epochs": (count, length),
        "epoch_start": float(epochs.tmin),
        "epoch_events": tuple(names.get(int(code), str(code)) for code in epochs.events[:, 2]),
    }
    return _signal(values.transpose(0, 2, 1).reshape(count * length, channels), epochs.info, about)


def _signal(values: NDArray[np.float64], info: Mapping[str, Any], about: dict[str, Any]) -> Signal:
    if not values.size:
        raise ReadError("The file has no samples in it.")
    units = tuple(_SI.get(int(channel["unit"]), "") for channel in info["chs"])
    if info["bads"]:
        about["bad"] = tuple(info["bads"])
    return Signal(
        np.ascontiguousarray(values, dtype=np.float64), float(info["sfreq"]), 0.0, tuple(info["ch_names"]), units,
        about=about,
    )  # fmt: skip


def _bytes(path: Path) -> bytes:
    """The file's bytes, unpacked where it is packed."""
    data = path.read_bytes()
    if not path.name.casefold().endswith(".gz"):
        return data
    try:
        with gzip.open(path) as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError("The file is not whole gzip.", todo="Copy the file again.") from error
    if len(data) > MAX_BYTES:
        raise ReadError(f"The file unpacks to more than {MAX_BYTES >> 20} MB.")
    return data


def _blocks(data: bytes) -> set[int]:
    """The kinds of blocks in the file; raises ``ReadError`` naming the byte where a tag cannot be what it says."""
    if data[:4] != struct.pack(">i", 100):
        raise ReadError("The file does not begin as FIF does.", where="byte 0")
    kinds, at = set(), 0
    while at + 16 <= len(data):
        kind, _, size, onward = struct.unpack_from(">iIii", data, at)
        end = at + 16 + size
        if size < 0 or end > len(data) or onward < -1 or 0 < onward <= at:
            raise ReadError(
                "The file ends early, or is damaged.", where=f"byte {at}", todo="Copy the file again."
            )
        if kind == 104 and size == 4:
            kinds.add(int(struct.unpack_from(">i", data, at + 16)[0]))
        if onward == -1:
            return kinds
        at = onward or end
    raise ReadError(
        "The file ends early: its last tag is not there.", where=f"byte {at}", todo="Copy the file again."
    )
