"""Counting the pixels that change from picture to picture. Needs PyAV."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Bools, Ints
from mirra.errors import VideoError
from mirra.signals.video.frames import Key, Luma, Picture, bits_of, first_frame, pictures
from mirra.signals.video.recording import Recording
from mirra.signals.video.regions import Place, Region, places
from mirra.signals.video.rotation import display_matrix, orientation

Share = Callable[[float], None]
BLOCK = 2**17  # bytes of picture compared at a time, so that what is worked on stays in the processor's cache
MOSTLY = 0.75  # of a line from which on the whole line is compared
STEP = 0.002  # progress is told at most this finely


@dataclass(frozen=True)
class Look:
    """How a recording's pictures are stored: ``size`` (height, width), turned how, and ticks of how many seconds."""

    size: tuple[int, int]
    turns: int
    flipped: bool
    bits: int
    full_range: bool
    time_base: Fraction
    rate: Fraction | None
    start: float


@dataclass(frozen=True, eq=False)
class Counts:
    """Changes counted: row k is the change to the picture shown at ``ticks[k]`` from the one shown before.

    ``first`` is the tick of the picture before the first row; ``pixels`` (n, n_regions); ``key`` and ``same`` (n,):
    the picture is a key frame, its luma is that of the one before to the last bit. ``ends`` are checksums of the
    first and the last picture.
    """

    first: int
    ticks: Ints
    pixels: Ints
    key: Bools
    same: Bools
    ends: tuple[int, int]


def look_at(path: Path) -> Look:
    """How the pictures of the video at ``path`` are stored. Raises ``VideoError`` where there is none."""
    with Recording(path, 1) as recording:
        frame = first_frame(recording)
        turns, flipped = orientation(display_matrix(frame))
        video = recording.video
        return Look(
            size=(frame.height, frame.width),
            turns=turns,
            flipped=flipped,
            bits=bits_of(frame),
            full_range=frame.color_range == 2 or frame.format.name.startswith("yuvj"),
            time_base=video.time_base or Fraction(1, 1000),
            rate=video.average_rate,
            start=recording.start,
        )


class Counter:
    """Counts the changed pixels of each region between two pictures; its buffers are made once.

    ``threshold`` is in the luma's own steps: a pixel has changed where its luma differs by more.
    """

    def __init__(self, regions: Sequence[Place], threshold: int) -> None:
        self.places, self._threshold = tuple(regions), threshold
        self._top, self._left = min(p.top for p in regions), min(p.left for p in regions)
        self._bottom, self._right = max(p.bottom for p in regions), max(p.right for p in regions)
        self._rows = 0
        self._work: tuple[Luma, Luma, Bools, Bools] | None = None

    def count(self, before: Picture, after: Picture) -> list[int]:
        """Changed pixels in each region, in the order they were given."""
        earlier, other = before.lines, after.lines
        if earlier.shape != other.shape:
            earlier, other = before.luma, after.luma
        elif self._right - self._left > MOSTLY * earlier.shape[1]:
            self._left, self._right = 0, earlier.shape[1]  # whole lines are quicker than parts of them
        right = min(self._right, earlier.shape[1])
        counts = [0] * len(self.places)
        work = self._buffers(right - self._left, earlier.dtype)
        for top in range(self._top, self._bottom, self._rows):
            bottom = min(top + self._rows, self._bottom)
            block = slice(top, bottom), slice(self._left, right)
            changed = self._changed(earlier[block], other[block], [part[: bottom - top] for part in work])
            for k, area in enumerate(self.places):
                counts[k] += self._within(area, changed, top, bottom, work[3])
        return counts

    def _buffers(self, width: int, kind: np.dtype[Any]) -> tuple[Luma, Luma, Bools, Bools]:
        if self._work is None or self._work[0].shape[1] != width:
            self._rows = max(1, BLOCK // (width * kind.itemsize))
            shape = self._rows, width
            self._work = (
                np.empty(shape, kind),
                np.empty(shape, kind),
                np.empty(shape, bool),
                np.empty(shape, bool),
            )
        return self._work

    def _changed(self, earlier: Luma, other: Luma, work: Sequence[NDArray[Any]]) -> Bools:
        """Where they differ: unsigned numbers, without wrapping and without making them wider."""
        most, least, changed = work[:3]
        np.maximum(earlier, other, out=most)
        np.minimum(earlier, other, out=least)
        np.subtract(most, least, out=most)
        np.greater(most, self._threshold, out=changed)
        return changed

    def _within(self, area: Place, changed: Bools, top: int, bottom: int, spare: Bools) -> int:
        """How many pixels of ``place`` have changed in the block of rows ``top`` to ``bottom``."""
        first, last = max(area.top, top), min(area.bottom, bottom)
        if first >= last:
            return 0
        part = changed[first - top : last - top, area.left - self._left : area.right - self._left]
        if area.inside is not None:
            inside = area.inside[first - area.top : last - area.top]
            part = np.logical_and(part, inside, out=spare[: last - first, : part.shape[1]])
        return int(np.count_nonzero(part))


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be counted in which video, with how many decoding threads (0: as many as the decoder chooses)."""

    path: Path
    regions: Mapping[str, Region]
    threshold: int
    look: Look
    threads: int

    def counter(self) -> Counter:
        """A counter for the regions as they lie in the stored picture. Raises ``VideoError`` for one outside it."""
        look = self.look
        areas = places(self.regions, look.size, look.turns, look.flipped, str(self.path))
        return Counter(list(areas.values()), self.threshold << (look.bits - 8))


def count_part(
    task: Task, start: Key | None = None, stop: Key | None = None, share: Share | None = None
) -> Counts:
    """Count from key frame to key frame, or from end to end. Raises ``VideoError`` as ``frames.pictures`` does."""
    counter = task.counter()
    ticks, pixels, key, same = array("q"), array("q"), bytearray(), bytearray()
    with Recording(task.path, task.threads) as recording:
        shown = pictures(recording, start, stop)
        before = next(shown, None)
        if before is None:
            raise VideoError("The film has no picture that can be read.", where=str(task.path))
        first, head, reported = before.tick, _sum_of(before.luma), 0.0
        for after in shown:
            counts = counter.count(before, after)
            ticks.append(after.tick)
            pixels.extend(counts)
            key.append(after.key)
            same.append(not any(counts) and np.array_equal(before.luma, after.luma))
            before = after
            if share is not None and recording.share - reported >= STEP:
                reported = recording.share
                share(reported)
        ends = head, _sum_of(before.luma)
    return Counts(
        first=first,
        ticks=np.array(ticks, np.int64),
        pixels=np.array(pixels, np.int64).reshape(-1, len(task.regions)),
        key=np.frombuffer(bytes(key), bool),
        same=np.frombuffer(bytes(same), bool),
        ends=ends,
    )


def _sum_of(luma: Luma) -> int:
    return crc32(luma.tobytes())
