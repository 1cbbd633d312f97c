"""Small real videos of our own making, of every kind a test of the reflection needs."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0), "flip": (-1, 0, 0, 1)}


def picture(number: int, width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """Soft RGB hills, another in each frame, none alike left and right."""
    y, x = np.mgrid[:height, :width] / max(width, height)
    waves = [
        np.sin(5 * x + 3 * y + number / 4),
        np.sin(4 * y - 7 * x + 1 + number / 5),
        np.cos(3 * x * x + 6 * y),
    ]
    return (127 + 90 * np.stack(waves, axis=2)).astype(np.uint8)


def make(
    path: Path,
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    size: tuple[int, int] = (64, 48),
    times: Iterable[int] = range(20),
    time_base: Fraction = Fraction(1, 20),
    sound: str = "",
    options: dict[str, str] | None = None,
    head: dict[str, str] | None = None,
    range_: int = 1,
) -> Path:
    """Write pictures shown at ``times`` (in ``time_base``), with a tone in the codec ``sound`` if named."""
    with av.open(str(path), "w", options=head or {}) as out:
        stream: Any = out.add_stream(codec, rate=Fraction(20), options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.codec_context.time_base = stream.time_base = time_base
        stream.codec_context.color_range = range_
        track: Any = out.add_stream(sound, rate=8000, layout="mono") if sound else None
        last = 0
        for number, when in enumerate(times):
            frame = av.VideoFrame.from_ndarray(picture(number, *size), format="rgb24")
            frame = frame.reformat(format=pix_fmt, dst_color_range="JPEG" if range_ == 2 else "MPEG")
            frame.pts, frame.time_base = when, time_base
            out.mux(stream.encode(frame))
            last = when
        out.mux(stream.encode(None))
        if track:
            for packet in _tone(track, float(last * time_base)):
                out.mux(packet)
    return path


def _tone(track: Any, seconds: float) -> Iterable[Any]:
    wave = (8000 * np.sin(np.arange(int(8000 * seconds)) * 0.3)).astype(np.int16)
    for start in range(0, len(wave), 400):
        frame = av.AudioFrame.from_ndarray(wave[None, start : start + 400], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 8000, start, Fraction(1, 8000)
        yield track.encode(frame)
    yield track.encode(None)


def turned(path: Path, turn: int | str) -> Path:
    """Write a display matrix into the track header of an MP4, as a telephone held sideways does."""
    a, b, c, d = TURNS[turn]
    matrix = np.array([a * 65536, b * 65536, 0, c * 65536, d * 65536, 0, 0, 0, 1 << 30], ">i4").tobytes()
    data = bytearray(path.read_bytes())
    place = data.index(b"tkhd") + 4 + 40
    data[place : place + 36] = matrix
    path.write_bytes(data)
    return path


def planes(path: Path) -> list[list[NDArray[np.uint8]]]:
    """The Y, U and V of every picture."""
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert frame.format.name in ("yuv420p", "yuvj420p"), frame.format.name
            flat, height, width = frame.to_ndarray(), frame.height, frame.width
            chroma = flat[height:].reshape(2, height // 2, width // 2)
            found.append([flat[:height], chroma[0], chroma[1]])
    return found


def times(path: Path) -> list[Fraction]:
    """When each picture is shown, in seconds."""
    with av.open(str(path)) as container:
        return [
            Fraction(frame.pts or 0) * Fraction(frame.time_base or 0) for frame in container.decode(video=0)
        ]


def sound(path: Path) -> tuple[str, list[bytes]]:
    """The codec and the packets of the first sound track."""
    with av.open(str(path)) as container:
        track = container.streams.audio[0]
        return track.codec_context.name, [bytes(packet) for packet in container.demux(track) if packet.size]
