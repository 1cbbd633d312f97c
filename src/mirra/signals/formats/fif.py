"""EEG and MEG in FIF files, continuous or cut into epochs. Needs MNE."""

from __future__ import annotations

import gzip
import struct
import warnings
import zlib
from pathlib import Path
from types import ModuleType

from mirra.errors import ReadError, optional
from mirra.signals.formats.rows import MAX_BYTES
from mirra.signals.mne_recording import from_mne
from mirra.signals.signal import Signal

EPOCHS = 373  # the kind of block that holds epochs
_PACKED = 64  # samples are not packed, but times at which nothing was recorded are


def read(path: Path) -> Signal:
    """Read all channels of a continuous recording, or of its epochs one after the other.

    What ``about`` says of them is told in ``mirra.signals.from_mne``. Units as the format has them: volts, tesla.
    Raises ``ReadError`` where the file is neither, or is damaged.
    """
    mne = optional("mne", "brain", "Reading FIF")
    data = _bytes(path)
    epochs = EPOCHS in _blocks(data)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*(naming conventions|does not conform)")
        if epochs:
            return from_mne(mne.read_epochs(path, preload=True, verbose="ERROR"))
        return _raw(mne, path, len(data))


def _raw(mne: ModuleType, path: Path, size: int) -> Signal:
    raw = mne.io.read_raw_fif(path, preload=False, allow_maxshield=True, verbose="ERROR")
    if raw.n_times * len(raw.ch_names) * 8 > _PACKED * size:
        raise ReadError(
            f"The file claims {raw.n_times} samples of {len(raw.ch_names)} channels in {size} bytes."
        )
    return from_mne(raw)


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
