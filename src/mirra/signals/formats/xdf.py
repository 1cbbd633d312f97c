"""Recordings of several streams in XDF files, as the Lab Streaming Layer writes them. Needs pyxdf."""

from __future__ import annotations

import gzip
import io
import logging
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from mirra.errors import ReadError, optional
from mirra.signals.formats.clock import timed
from mirra.signals.formats.rows import MAX_BYTES
from mirra.signals.formats.table import distinct
from mirra.signals.signal import Signal

_WIDTHS = {"double64": 8, "float32": 4, "int64": 8, "int32": 4, "int16": 2, "int8": 1, "string": 2}


def read(path: Path, *, stream: str | None = None) -> Signal:
    """Read one stream of numbers: the only one with samples, or the one whose name, type or number is ``stream``.

    Times are on the recorder's clock, each device's clock offsets and resets worked in (pyxdf's clock synchronisation
    and jitter removal). ``about``: ``name``, ``type``, ``device_rate`` (Hz, as the device said), ``breaks`` (times s at
    which samples stopped), ``clock_resets`` (times s), ``annotations`` (time s, None, text) from streams of words,
    ``streams`` (what else is in the file).
    Raises ``ReadError`` listing the streams where none or several fit, and where the file is damaged or cut short.
    """
    pyxdf = optional("pyxdf", "formats", "Reading XDF")
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(data)) as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError("The file is not whole gzip.", todo="Copy the file again.") from error
        if len(data) > MAX_BYTES:
            raise ReadError(f"The file unpacks to more than {MAX_BYTES >> 20} MB.")
    _walk(data)
    with _listening() as said:
        streams, _ = pyxdf.load_xdf(io.BytesIO(data))
    if said:
        raise ReadError(f"The file is damaged ({said[0]}).", todo="Copy the file again.")
    chosen = _chosen(streams, stream)
    words = [stream for stream in streams if stream["info"]["channel_format"][0] == "string"]
    notes = [
        (float(when), None, str(text[0]))
        for word in words
        for when, text in zip(word["time_stamps"], word["time_series"], strict=True)
        if len(text)
    ]
    return _signal(
        chosen, tuple(sorted(notes)), tuple(_told(stream) for stream in streams if stream is not chosen)
    )


def _walk(data: bytes) -> None:
    """Go through the chunks before anything is laid out; raises ``ReadError`` naming the byte where one cannot be."""
    if data[:4] != b"XDF:":
        raise ReadError("The file does not begin as XDF does.", where="byte 0")
    widths: dict[bytes, tuple[int, bool]] = {}
    at = 4
    while at < len(data):
        length, body = _length(data, at)
        if length < 2 or body + length > len(data):
            raise ReadError(
                "The file ends within a chunk, or is damaged.",
                where=f"byte {at}",
                todo="Copy the file again.",
            )
        tag, number = int.from_bytes(data[body : body + 2], "little"), data[body + 2 : body + 6]
        if tag == 2:
            widths[number] = _width(data[body + 6 : body + length], body)
        elif tag in (3, 4, 6) and number not in widths:
            raise ReadError("The samples are those of a stream that was not announced.", where=f"byte {at}")
        if tag == 3:
            count, first = _length(data, body + 6)
            if count * widths[number][0] > body + length - first:
                raise ReadError(f"The chunk claims {count} samples in {length} bytes.", where=f"byte {at}")
        at = body + length


def _length(data: bytes, at: int) -> tuple[int, int]:
    """A length written in 1, 4 or 8 bytes, and where what follows begins."""
    size = data[at] if at < len(data) else 0
    if size not in (1, 4, 8) or at + 1 + size > len(data):
        raise ReadError("The chunk has no length where one was expected.", where=f"byte {at}")
    return int.from_bytes(data[at + 1 : at + 1 + size], "little"), at + 1 + size


def _width(header: bytes, at: int) -> tuple[int, bool]:
    """The least bytes of one sample of a stream, and whether it holds words."""
    count = re.search(rb"<channel_count>\s*(\d{1,6})\s*</channel_count>", header)
    kind = re.search(rb"<channel_format>\s*(\w+)\s*</channel_format>", header)
    if not count or not kind or kind[1].decode("ascii", "replace") not in _WIDTHS:
        raise ReadError("The header does not say how many channels of what a stream has.", where=f"byte {at}")
    name = kind[1].decode("ascii")
    if b"<!" in header.replace(b"<!--", b""):
        raise ReadError("The header holds declarations that no stream needs.", where=f"byte {at}")
    return 1 + int(count[1]) * _WIDTHS[name], name == "string"


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Keep the parser's log off the terminal, and collect what it holds for errors: it reads on after damage."""
    said: list[str] = []

    class Ear(logging.Handler):
        """A handler that keeps what is logged as an error."""

        def emit(self, record: logging.LogRecord) -> None:
            """Keep the first 120 signs of an error's text, on one line."""
            if record.levelno >= logging.ERROR:
                said.append(" ".join(record.getMessage().split())[:120])

    logger, ear = logging.getLogger("pyxdf"), Ear()
    onward = logger.propagate
    logger.addHandler(ear)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(ear)
        logger.propagate = onward


def _told(stream: Mapping[str, Any]) -> str:
    info = stream["info"]
    what = "words" if info["channel_format"][0] == "string" else f"{info['channel_count'][0]} channels"
    return f"{_word(info, 'name')} ({_word(info, 'type')}, {what}, {len(stream['time_stamps'])} samples)"


def _word(info: Mapping[str, Any], name: str) -> str:
    value = info.get(name)
    return value[0] if isinstance(value, list) and value and isinstance(value[0], str) else ""


def _chosen(streams: list[dict[str, Any]], wanted: str | None) -> Mapping[str, Any]:
    """The stream to read; raises ``ReadError`` that lists them."""
    listed = f"It has: {'; '.join(map(_told, streams)) or 'no streams'}."
    numeric = [stream for stream in streams if stream["info"]["channel_format"][0] != "string"]
    if wanted is None:
        fit = [stream for stream in numeric if len(stream["time_stamps"])]
        if len(fit) != 1:
            what = (
                "The file has several streams of numbers."
                if fit
                else "The file has no stream of numbers with samples."
            )
            raise ReadError(what, todo=f"Say which. {listed}" if fit else listed)
        return fit[0]
    for key in ("name", "type", "stream_id"):
        fit = [
            stream
            for stream in streams
            if wanted in (str(stream["info"].get(key)), _word(stream["info"], key))
        ]
        if len(fit) == 1:
            break
        if fit:
            raise ReadError(f"The file has {len(fit)} streams of {key} {wanted!r}.", todo=listed)
    else:
        raise ReadError(f"There is no stream {wanted!r}.", todo=listed)
    if fit[0] not in numeric:
        raise ReadError(f"The stream {wanted!r} holds words, not numbers.", todo=listed)
    if not len(fit[0]["time_stamps"]):
        raise ReadError(f"The stream {wanted!r} has no samples.", todo=listed)
    return fit[0]


def _signal(stream: Mapping[str, Any], notes: tuple[Any, ...], others: tuple[str, ...]) -> Signal:
    info, where = stream["info"], f"stream {_word(stream['info'], 'name')!r}"
    values = np.asarray(stream["time_series"], dtype=np.float64)
    stamps = np.asarray(stream["time_stamps"], dtype=np.float64)
    said = float(info["nominal_srate"][0])
    if len(stamps) == 1:
        raise ReadError("The stream has a single sample.", where=where)
    try:
        clock = timed(stamps)
    except ReadError as error:
        raise ReadError(error.what, where=where) from error
    labels, units = _labels(info, values.shape[1])
    about: dict[str, Any] = {
        "name": _word(info, "name"),
        "type": _word(info, "type"),
        "device_rate": said,
        "breaks": tuple(float(stamps[end]) for _, end in info["segments"][:-1]),
        "clock_resets": tuple(float(stamps[end]) for _, end in info["clock_segments"][:-1]),
        "annotations": notes,
        "streams": others,
    }
    return Signal(
        values, clock.rate, clock.start, labels, units, clock.times, {k: v for k, v in about.items() if v}
    )


def _labels(info: Mapping[str, Any], count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and units of the channels, where the device described them all."""
    try:
        channels = info["desc"][0]["channels"][0]["channel"]
        names = [str(channel["label"][0]) for channel in channels]
        units = [str((channel.get("unit") or [""])[0] or "") for channel in channels]
    except (KeyError, IndexError, TypeError):
        return (), ()
    return (distinct(names), tuple(units)) if len(names) == count else ((), ())
