"""EDF, EDF+ and BDF: the exchange format of EEG, ECG and sleep recordings. Needs edfio."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mirra.errors import ReadError, optional
from mirra.signals.formats.table import distinct
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    import edfio


def read(path: Path, *, stream: str | None = None) -> Signal:
    """Read the channels that share a rate, in the physical units the file states.

    Channels of the rate that most of them have, the higher on a tie; with ``stream``, those that share the rate of the
    channel of that name; the others are named in ``about["left_out"]``. ``about``: ``wall_clock`` (Unix time of clock
    0 s, the file's own time of day taken as UTC), ``annotations`` (onset s, duration s or None, text).
    An interrupted recording (EDF+D) has ``times``, as the file says when each of its records began.
    Raises ``ReadError`` for a file that is cut short, records out of order, a channel without range.
    """
    package = optional("edfio", "formats", "Reading EDF")
    data = path.read_bytes()
    _fits(data)
    with warnings.catch_warnings():
        # Both warnings tell of a file that is not as long as its header says.
        warnings.filterwarnings("error", message=".*(Data was truncated|header indicates)")
        try:
            edf = (package.read_bdf if data[0] == 0xFF else package.read_edf)(io.BytesIO(data))
        except UserWarning as error:
            raise ReadError(
                "The file is not as long as its header says.", todo="Copy the file again."
            ) from error
    signals = [signal for signal in edf.signals if signal.sampling_frequency > 0]
    if not signals:
        raise ReadError("The file holds no channels, only annotations.")
    labels = distinct([signal.label or str(k) for k, signal in enumerate(signals, 1)])
    rate = _rate([float(signal.sampling_frequency) for signal in signals], labels, stream)
    columns = [k for k, signal in enumerate(signals) if float(signal.sampling_frequency) == rate]
    about: dict[str, Any] = {**_told(edf)}
    left = {
        labels[k]: f"at {signal.sampling_frequency:g} Hz"
        for k, signal in enumerate(signals)
        if k not in columns
    }
    if left:
        about["left_out"] = left
    values = np.column_stack([_samples(signals[k], labels[k]) for k in columns])
    return Signal(
        values,
        rate,
        times=None if edf.is_continuous else _times(data, len(values), rate),
        channels=tuple(labels[k] for k in columns),
        units=tuple(signals[k].physical_dimension for k in columns),
        about=about,
    )


def _fits(data: bytes) -> None:
    """Raise ``ReadError`` where the header's numbers cannot hold for a file of this length; nothing is laid out yet."""
    try:
        head, records, count = int(data[184:192]), int(data[236:244]), int(data[252:256])
    except ValueError as error:
        raise ReadError("The file has no EDF header.", where="bytes 0 to 255") from error
    if count < 1 or head != 256 * (count + 1) or head > len(data):
        raise ReadError(
            f"The header says that it describes {count} channels in {head} bytes.", where="bytes 184 to 255"
        )
    sizes = _sizes(data, count)
    size = sum(sizes)
    if min(sizes) < 0 or not size or records < -1:
        raise ReadError("The records hold no samples.", where="header")
    if records * size > len(data) - head:
        held = (len(data) - head) // size
        raise ReadError(
            f"The file ends early: it has {held} whole records of {records}.", todo="Copy the file again."
        )
    if records == 0 or len(data) == head:
        raise ReadError("The file has a header and no samples.")


def _sizes(data: bytes, count: int) -> list[int]:
    """The bytes that each of ``count`` channels takes in a record."""
    width, first = 3 if data[0] == 0xFF else 2, 256 + 216 * count
    try:
        return [width * int(data[first + 8 * k : first + 8 * k + 8]) for k in range(count)]
    except ValueError as error:
        raise ReadError(
            "The header does not say how many samples its channels have.", where="header"
        ) from error


def _times(data: bytes, samples: int, rate: float) -> NDArray[np.float64]:
    """The time of each sample (n,) s, from the times at which the records say they began."""
    count = int(data[252:256])
    sizes, head = _sizes(data, count), 256 * (count + 1)
    labels = [data[256 + 16 * k : 272 + 16 * k].strip() for k in range(count)]
    index = next(k for k, label in enumerate(labels) if label.endswith(b"Annotations"))
    record, start = sum(sizes), sum(sizes[:index])
    onsets: list[float] = []
    for at in range(head, len(data) - record + 1, record):
        match = re.match(rb"([+-]\d+(?:\.\d*)?)\x14", data[at + start : at + start + sizes[index]])
        if not match:
            raise ReadError("The record does not say when it began.", where=f"record {len(onsets) + 1}")
        onsets.append(float(match[1]))
    each = samples // len(onsets)
    # A record's samples are of its own time; the file's start already holds what the first begins late.
    times = np.array(onsets)[:, None] - onsets[0] + np.arange(each) / rate
    back = np.flatnonzero(np.diff(onsets) <= 0)
    if len(back) or times.size != samples:
        raise ReadError(
            "The record does not come after the one before it.",
            where=f"record {int(back[0]) + 2 if len(back) else 1}",
        )
    return times.ravel()


def _rate(rates: list[float], labels: tuple[str, ...], stream: str | None) -> float:
    if stream is None:
        return max(rates, key=lambda rate: (rates.count(rate), rate))
    if stream not in labels:
        raise ReadError(f"There is no channel {stream!r}.", todo=f"It has: {', '.join(labels)}.")
    return rates[labels.index(stream)]


def _samples(signal: edfio.EdfSignal, label: str) -> NDArray[np.float64]:
    low, high = float(signal.physical_min), float(signal.physical_max)
    if (
        not (np.isfinite(low) and np.isfinite(high))
        or low == high
        or signal.digital_min >= signal.digital_max
    ):
        raise ReadError(
            "The channel has no range of values.", where=f"channel {label!r}", todo="Mend its header."
        )
    return np.asarray(signal.data, dtype=np.float64)


def _told(edf: edfio.Edf) -> dict[str, Any]:
    """When the recording began, and what was noted during it."""
    about: dict[str, Any] = {}
    with contextlib.suppress(ValueError, OverflowError):  # an anonymous recording has no date
        about["wall_clock"] = edf.startdatetime.replace(tzinfo=UTC).timestamp()
    notes = tuple((float(note.onset), note.duration, note.text) for note in edf.annotations)
    return {**about, "annotations": notes} if notes else about
