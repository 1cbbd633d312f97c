"""Motion energy from video: how many pixels of each region change from one picture to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.arrays import Bools, Ints
from mirra.errors import VideoError, optional
from mirra.figures import FIRST, INK, QUIET, SECOND
from mirra.result import Result, Table
from mirra.signals.signal import Signal
from mirra.signals.video.artefacts import artefacts, duplicates, interpolated, key_frame_ratio, longest
from mirra.signals.video.integrity import check_file
from mirra.signals.video.regions import Region, check_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mirra.signals.video.counting import Counts, Look, Task


THRESHOLD = 10


@dataclass(frozen=True, eq=False)
class Motion(Result):
    """Motion energy of each region over time, and what was done to it.

    ``signal``: one channel for each region, in pixels changed since the picture before; a row for every picture but
    the first, which has none before it; times in seconds from the start of the recording. ``counted`` (n, n_regions)
    before anything was interpolated; ``key_frame``, ``duplicate`` and ``interpolated`` (n,) bool; ``key_frame_ratio``
    how many times the change of its neighbours a key frame's change is (median, of the region where it is largest;
    NaN without key frames to tell it from); ``parameters`` what it was made with.
    """

    signal: Signal
    counted: Ints
    key_frame: Bools
    duplicate: Bools
    interpolated: Bools
    key_frame_ratio: float
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> dict[str, Any]:
        """How many pictures, how long, how regular, what was flagged; each region's mean share of pixels changed."""
        about, values = self.signal.about, self.signal.values
        areas = about["region_pixels"]
        return {
            "frames": len(values) + 1,
            "seconds": float(self.signal.clock[-1] - about["first_time"]),
            "rate_hz": self.signal.rate,
            "regular": self.signal.times is None,
            "key_frames": int(self.key_frame.sum()),
            "key_frame_ratio": self.key_frame_ratio,
            "key_frames_interpolated": bool((self.interpolated & self.key_frame).any()),
            "duplicates": int(self.duplicate.sum()),
            "longest_stillness_frames": longest(self.duplicate),
            "interpolated": int(self.interpolated.sum()),
            **{
                f"mean_share_{name}": float(values[:, k].mean() / areas[name])
                for k, name in enumerate(self.signal.channels)
            },
        }

    def table(self) -> Table:
        """``time`` in s, a column for each region, and the flags as 0 or 1."""
        flags = (self.key_frame, self.duplicate, self.interpolated)
        return Table(
            ["time", *self.signal.channels, "key_frame", "duplicate", "interpolated"],
            (
                [time, *values, *marks]
                for time, values, marks in zip(
                    self.signal.clock.tolist(),
                    self.signal.values.tolist(),
                    np.column_stack(flags).astype(int).tolist(),
                    strict=True,
                )
            ),
        )

    def plot(self, ax: Axes) -> None:
        """Draw each region's share of changed pixels over time, named where its line ends."""
        clock, areas = self.signal.clock, self.signal.about["region_pixels"]
        for k, name in enumerate(self.signal.channels):
            colour = (FIRST, SECOND, INK, QUIET)[k % 4]
            share = 100 * self.signal.values[:, k] / areas[name]
            ax.plot(clock, share, color=colour, linewidth=0.8, linestyle="-" if k < 4 else "--")
            ax.annotate(
                name, (clock[-1], share[-1]), xytext=(4, 10 * k), textcoords="offset points", color=colour
            )
        ax.set_xlabel("time (s)")
        ax.set_ylabel("changed pixels (% of region)")
        ax.margins(x=0)


def motion_energy(
    path: Path,
    regions: Mapping[str, Region],
    *,
    threshold: int = THRESHOLD,
    interpolate: bool = True,
    jobs: int = 1,
    threads: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Motion:
    """Count in each region the pixels whose luma changes by more than ``threshold`` from one picture to the next.

    ``regions`` by name, in pixels of the upright picture. Luma is compared as it was coded, never by way of RGB;
    ``threshold`` is in grey levels of 8 bits (0 to 254), scaled for 10 and 12 bits. Each picture has its own time; a
    count is the change since the picture before, however long ago that was shown. With ``interpolate``, linearly
    over time and from the nearest samples that are left:

    - key frames, all of them in all regions, where in some region the median of (count + 1) / (mean of the nearest
      other counts before and after + 1) over the key frames is at least 2, and not more than half of all pictures
      are key frames;
    - duplicates, pictures equal to the one before in every luma sample, or to which at most 1/50 as many pixels change
      as to those just before and just after, up to 3 in a row; more are stillness and stay.

    ``jobs`` processes share the work, cut at key frames, with the very same result; a recording that cannot be cut is
    counted by one. Each starts anew, so a script needs ``if __name__ == "__main__":``. ``threads`` is for decoding in
    each, 0 for as many as the processors allow. ``progress`` is told the share done, 0 to 1.

    Raises ``MissingExtra`` without PyAV, and ``VideoError`` naming the file when it is missing, no video, cut or
    damaged (naming the time), has only one picture, or a region does not lie inside the picture (naming its size).

    Grammer, Honda, Juette & Schmitt (1999), J Pers Soc Psychol 77, 487-508; Ramseyer & Tschacher (2011), J Consult
    Clin Psychol 79, 284-295; key frames and duplicates as above are mirra's own.
    """
    _check(path, regions, threshold, jobs)
    optional("av", "video", "Reading video")
    from mirra.signals.video.counting import Task, look_at
    from mirra.signals.video.split import processors

    look = look_at(path)
    report = progress or _silent
    several = max(1, processors() // jobs) if jobs > 1 and not threads else threads
    task = Task(path, regions, threshold, look, several)
    task.counter()  # refuses regions that do not fit before anything is counted
    counts, used = _counted(task, jobs, threads, report)
    if not len(counts.ticks):
        raise VideoError("The film has only one picture; movement needs two.", where=str(path))
    report(1.0)
    parameters = {
        "threshold": threshold,
        "interpolate": interpolate,
        "regions": {name: str(region) for name, region in regions.items()},
        "processes": used,
    }
    return _motion(counts, task, look, interpolate, parameters)


def _check(path: Path, regions: Mapping[str, Region], threshold: int, jobs: int) -> None:
    """Refuse what can be known to fail before anything is decoded."""
    check_names(regions)
    if threshold != int(threshold) or not 0 <= threshold <= 254:
        raise VideoError(f"The threshold is a whole number of grey levels from 0 to 254, not {threshold}.")
    if jobs < 1:
        raise VideoError(f"At least one process must count, not {jobs}.")
    check_file(path)


def _counted(task: Task, jobs: int, threads: int, report: Callable[[float], None]) -> tuple[Counts, int]:
    """The counts, and how many processes made them."""
    from mirra.signals.video.counting import Task, count_part
    from mirra.signals.video.split import count_in_parts

    if jobs > 1 and (counts := count_in_parts(task, jobs, report)) is not None:
        return counts, jobs
    alone = Task(task.path, task.regions, task.threshold, task.look, threads)
    return count_part(alone, share=report), 1


def _motion(
    counts: Counts, task: Task, look: Look, interpolate: bool, parameters: Mapping[str, Any]
) -> Motion:
    start = round(Fraction(look.start).limit_denominator(10**6) / look.time_base)
    clock = (counts.ticks - start) * look.time_base.numerator / look.time_base.denominator
    duplicate = duplicates(counts.pixels, counts.same)
    ratio = key_frame_ratio(counts.pixels, counts.key, duplicate)
    gone = np.zeros(len(clock), bool)
    if interpolate:
        gone = artefacts(counts.key, duplicate, ratio)
    rate, regular = rate_of(counts, look)
    areas = {name: area.pixels for name, area in zip(task.regions, task.counter().places, strict=True)}
    signal = Signal(
        interpolated(counts.pixels, clock, gone),
        rate,
        start=float(clock[0]),
        channels=tuple(task.regions),
        units=("pixels",) * len(areas),
        times=None if regular else clock,
        about={
            "region_pixels": areas,
            "first_time": float((counts.first - start) * look.time_base),
            "luma_bits": look.bits,
            "full_range": look.full_range,
        },
    )
    return Motion(signal, counts.pixels, counts.key, duplicate, gone, ratio, parameters)


def rate_of(counts: Counts, look: Look) -> tuple[float, bool]:
    """The rate in Hz, and whether the times follow it to within one tick of the recording's clock.

    Tried are the rate the recording states and the mean one; where neither fits, the rate is one over the median step.
    """
    ticks = np.concatenate([[counts.first], counts.ticks])
    steps = np.arange(len(ticks))
    span = int(ticks[-1] - ticks[0])
    mean = Fraction(len(counts.ticks), span) / look.time_base
    for rate in (look.rate, mean):
        if rate:
            off = ticks - ticks[0] - steps * float(1 / rate / look.time_base)
            if np.ptp(off) <= 1.0 + 1e-6:
                return float(rate), True
    return 1 / float(np.median(np.diff(ticks)) * look.time_base), False


def _silent(share: float) -> None:
    """Tell nobody."""
