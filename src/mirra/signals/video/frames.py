"""A recording's pictures in the order they are shown: luma as it was coded, each at its own time. Needs PyAV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from mirra.errors import VideoError
from mirra.signals.video.recording import Packet, Recording

Luma = NDArray[Any]  # (height, width) uint8, or uint16 for more than 8 bits
# Formats whose first plane is nothing but luma, in the machine's own order of bytes.
PLANAR = re.compile(r"(yuvj?4[0-4][0-4]p|yuva4[0-4][0-4]p|gray|nv12|nv21|nv16|nv24)(\d*)(le)?")


@dataclass(frozen=True)
class Key:
    """A key frame, from which decoding can begin: when it is shown and read, in ticks; bytes of picture before it."""

    pts: int
    dts: int
    before: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture shown: its time in ticks of the track's time base, and whether it is a key frame.

    ``lines`` (height, at least ``width``) are its luma with whatever fills the lines behind it, without gaps in memory.
    """

    tick: int
    lines: Luma
    width: int
    key: bool

    @property
    def luma(self) -> Luma:
        """The luma (height, width), a view that must not be written to."""
        return self.lines[:, : self.width]


def bits_of(frame: VideoFrame) -> int:
    """How many bits the luma of ``frame`` has as ``luma_of`` gives it."""
    match = PLANAR.fullmatch(frame.format.name)
    return int(match[2] or 8) if match else 8


def luma_of(frame: VideoFrame) -> Luma:
    """The luma (height, width) as it was coded, a view without a copy that keeps the frame; not to be written to.

    A picture coded without a plane of its own for luma is converted to 8-bit Rec. 709 luma of the usual range.
    """
    return _lines(frame)[:, : frame.width]


def _lines(frame: VideoFrame) -> Luma:
    if not PLANAR.fullmatch(frame.format.name):
        space = "ITU709" if frame.format.is_rgb else None
        frame = frame.reformat(format="yuv444p", dst_color_range="MPEG", dst_colorspace=space)
    plane = frame.planes[0]
    kind = np.dtype("<u2") if bits_of(frame) > 8 else np.dtype(np.uint8)
    line = plane.line_size
    rows = np.frombuffer(memoryview(plane), kind).reshape(-1, abs(line) // kind.itemsize)
    if line < 0:
        rows = rows[::-1]
    return rows[: frame.height]


def keys_of(recording: Recording) -> tuple[list[Key], int]:
    """Every key frame but the first, and the bytes of all pictures, with nothing decoded.

    No key frame is given where a picture has no time of its own. Raises ``VideoError`` as ``Recording.packets`` does.
    """
    keys: list[Key] = []
    before, timed = 0, True
    for packet in recording.packets():
        if packet.stream is not recording.video or not packet.size:
            continue
        if packet.pts is None:
            timed = False
        elif packet.is_keyframe and not packet.is_discard and before:
            keys.append(Key(packet.pts, packet.pts if packet.dts is None else packet.dts, before))
        before += packet.size
    return (keys if timed else []), before


def pictures(recording: Recording, start: Key | None = None, stop: Key | None = None) -> Iterator[Picture]:
    """The pictures from the key frame ``start`` to the key frame ``stop``, both shown; from end to end without them.

    Pictures at the same time as the one before are never shown, and left out; one without a time comes the usual
    interval after the one before. Raises ``VideoError`` naming the time where the recording is cut, damaged, changes
    the size of its picture, or its clock runs backwards, and where ``start`` or ``stop`` cannot be found.
    """
    tick: int | None = None
    shape: tuple[int, int, str] | None = None
    usual = _usual(recording)
    for frame in frames(recording, start, stop):
        when = frame.pts
        if when is None:
            when = 0 if tick is None else tick + usual
        if tick is not None and when <= tick:
            if when == tick:
                continue
            raise recording.broken("has a clock that runs backwards", _seconds(recording, when))
        kind = frame.height, frame.width, frame.format.name
        if shape not in (None, kind):
            raise recording.broken("changes the size or the kind of its picture", _seconds(recording, when))
        tick, shape = when, kind
        yield Picture(when, _lines(frame), frame.width, bool(frame.key_frame))


def first_frame(recording: Recording) -> VideoFrame:
    """The first picture, as it is decoded. Raises ``VideoError`` where there is none, or it is damaged."""
    for frame in frames(recording, None, None):
        return frame
    raise VideoError("The film has no picture that can be read.", where=str(recording.path))


def frames(recording: Recording, start: Key | None = None, stop: Key | None = None) -> Iterator[VideoFrame]:
    """Pictures as they are decoded, from the key frame ``start`` to the key frame ``stop``, both shown.

    Raises ``VideoError`` naming the time where the recording is cut or damaged, and where ``start`` or ``stop`` cannot
    be found.
    """
    met = False  # the packet of ``stop`` has gone to the decoder
    for packet in _packets(recording, start):
        if met and stop is not None and packet.pts is not None and packet.pts > stop.pts:
            # All that is shown up to ``stop`` has gone in: let the decoder give what it holds.
            packet = av.Packet()
            packet.stream = recording.video
        for frame in recording.pictures(packet):
            yield frame
            if stop is not None and frame.pts == stop.pts:
                return
        if met and not packet.size:
            break
        met = met or (stop is not None and packet.pts == stop.pts)
    if stop is not None:
        raise recording.broken("has a key frame that cannot be found again")


def _packets(recording: Recording, start: Key | None) -> Iterator[Packet]:
    """Packets of the picture from the packet of ``start`` on, without what is shown before it."""
    video = recording.video
    begun = start is None
    if start is not None:
        try:
            recording.container.seek(start.dts, stream=video)
        except (av.FFmpegError, OSError, OverflowError) as error:
            raise recording.broken("cannot be read from the middle") from error
    for packet in recording.packets():
        if packet.stream is not video:
            continue
        if start is not None and packet.pts is not None:
            begun = begun or (packet.pts == start.pts and packet.is_keyframe)
            # Shown before the key frame but coded after it: they belong to the part before, and are made of it.
            if packet.pts < start.pts:
                continue
        if begun:
            yield packet
    if not begun:
        raise recording.broken("has a key frame that cannot be found again")


def _usual(recording: Recording) -> int:
    rate = recording.video.average_rate or recording.video.guessed_rate or Fraction(25)
    return max(1, round(1 / rate / (recording.video.time_base or 1 / rate)))


def _seconds(recording: Recording, tick: int) -> float:
    return float(tick * (recording.video.time_base or 0)) - recording.start
