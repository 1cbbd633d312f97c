"""What a session wants of one hand: repetitions, range, speed and smoothness, in palm lengths and seconds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import signal

from mirra.anatomy import Side
from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.result import Result, Table
from mirra.signals.align import regular
from mirra.signals.hands import HandTrack, HandTracks
from mirra.signals.signal import Signal
from mirra.signals.video.landmarks import FINGERS, TIPS, WRIST, extension, openness, palm_length

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A repetition opens by at least this many palm lengths, and this share of the hand's whole range.
LEAST_OPENING, LEAST_SHARE = 0.15, 0.3
# Hz above which a hand's movement is taken for noise; seconds of missing pictures that are bridged.
FASTEST, BRIDGE = 6.0, 0.5
# Balasubramanian et al. 2012: the spectrum is followed to 10 Hz, or to where it falls for good below 5 %.
SPARC_HIGHEST, SPARC_LEVEL, SPARC_PADDING = 10.0, 0.05, 4


@dataclass(frozen=True, eq=False)
class HandMeasures(Result):
    """One hand in one recording.

    ``times`` (n,) s and ``opened`` (n,) palm lengths, on an even clock, NaN where not seen; ``repetitions`` (r, 3): s
    of the beginning, of the widest opening and of the end; ``sizes`` (r,) palm lengths; ``ranges`` (5,) palm lengths
    each finger stretches and bends, thumb first; ``tip_speed`` and ``wrist_speed`` palm lengths a second, median and
    95th percentile; ``smoothness`` (r,) spectral arc length of each opening (about -1.4 is one smooth movement, less is
    rougher), NaN where it has fewer than five samples.
    """

    side: Side
    times: Floats
    opened: Floats
    repetitions: Floats
    sizes: Floats
    ranges: Floats
    tip_speed: tuple[float, float]
    wrist_speed: tuple[float, float]
    smoothness: Floats

    @property
    def rhythm(self) -> float:
        """Repetitions a second, of the median interval between openings; NaN for fewer than two."""
        return 1 / float(np.median(np.diff(self.repetitions[:, 1]))) if len(self.sizes) > 1 else float("nan")

    def summary(self) -> dict[str, Any]:
        """The numbers of the hand; flat."""
        finite = np.isfinite(self.opened)
        low, high = np.percentile(self.opened[finite], (5, 95)) if finite.any() else (np.nan, np.nan)
        smooth = self.smoothness[np.isfinite(self.smoothness)]
        return {
            "side": self.side,
            "seen": float(finite.mean()),
            "repetitions": len(self.sizes),
            "rhythm": self.rhythm,
            "opening": float(np.median(self.sizes)) if len(self.sizes) else float("nan"),
            "openness_low": float(low),
            "openness_high": float(high),
            **{f"{finger}_range": float(size) for finger, size in zip(FINGERS, self.ranges, strict=True)},
            "tip_speed_median": self.tip_speed[0],
            "tip_speed_high": self.tip_speed[1],
            "wrist_speed_median": self.wrist_speed[0],
            "wrist_speed_high": self.wrist_speed[1],
            "smoothness": float(np.median(smooth)) if len(smooth) else float("nan"),
        }

    def table(self) -> Table:
        """A row a repetition: its beginning, widest opening and end in s, its size, and how smoothly it opens."""
        rows = np.column_stack([self.repetitions, self.sizes, self.smoothness]).tolist()
        return Table(("start", "widest", "end", "opening", "smoothness"), rows)

    def plot(self, ax: Axes) -> None:
        """How far the hand is open over time, each repetition's widest opening marked."""
        from mirra.figures import FIRST, INK, SECOND

        ax.plot(self.times, self.opened, color=FIRST if self.side == "left" else SECOND)
        tops = self.repetitions[:, 1]
        ax.plot(tops, np.interp(tops, self.times, self.opened), "v", color=INK, markersize=5)
        ax.set(
            xlabel="time (s)",
            ylabel="openness (palm lengths)",
            title=f"The {self.side} hand: {len(self.sizes)} repetitions",
        )


def measure(tracks: HandTracks, name: str) -> HandMeasures:
    """Measure the hand ``name`` of a video; raises ``SignalError`` where it is not there or hardly seen."""
    hand = tracks.hand(name)
    if np.isfinite(hand.presence).sum() < 2:
        raise SignalError(f"The {name} hand is seen in a single picture.")
    times, opened = even(tracks.times, openness(hand.points), tracks.rate)
    spans, sizes = repetitions(opened, tracks.rate)
    smooth = [_opening(opened, int(start), int(top), tracks.rate) for start, top, _ in spans]
    fingers = np.nanpercentile(extension(hand.points), (5, 95), axis=0)
    return HandMeasures(
        side=hand.side,
        times=times,
        opened=opened,
        repetitions=times[0] + spans / tracks.rate,
        sizes=sizes,
        ranges=fingers[1] - fingers[0],
        tip_speed=_typical(speed(hand, tracks.times, TIPS)),
        wrist_speed=_typical(speed(hand, tracks.times, [WRIST])),
        smoothness=np.array(smooth, np.float64),
    )


def even(times: Floats, values: Floats, rate: float) -> tuple[Floats, Floats]:
    """``values`` (n,) or (n, k) at ``times`` (n,) s on an even clock of ``rate`` Hz: times (m,) and values.

    Gaps of more than half a second stay NaN. Raises ``SignalError`` for fewer than two samples.
    """
    made = regular(Signal(values, rate, times=times), max_gap=BRIDGE)
    return made.clock, made.values[:, 0] if values.ndim == 1 else made.values


def repetitions(opened: Floats, rate: float) -> tuple[Floats, Floats]:
    """Openings of a hand: (r, 3) samples of beginning, widest opening and end, and their sizes (r,).

    ``opened`` (n,) at ``rate`` Hz may hold NaN; no repetition reaches over them. An opening counts that stands out from
    both sides (its prominence) by 0.15 palm lengths and 30 % of the hand's range, after a 6 Hz low pass.
    """
    finite = np.isfinite(opened)
    if finite.sum() < 3:
        return np.empty((0, 3)), np.empty(0)
    low, high = np.percentile(opened[finite], (5, 95))
    least = max(LEAST_OPENING, LEAST_SHARE * (high - low))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], finite.astype(int), [0]])))
    spans, sizes = [], []
    for begin, end in edges.reshape(-1, 2):
        run = _calm(opened[begin:end], rate)
        tops, about = signal.find_peaks(run, prominence=least)
        cuts = [
            0,
            *(int(a + np.argmin(run[a:b])) for a, b in pairwise(tops)),
            len(run) - 1,
        ]
        for k, top in enumerate(tops):
            first = int(cuts[k] + np.argmin(run[cuts[k] : top + 1]))
            last = int(top + np.argmin(run[top : cuts[k + 1] + 1]))
            spans.append((begin + first, begin + top, begin + last))
            sizes.append(about["prominences"][k])
    return np.array(spans, np.float64).reshape(-1, 3), np.array(sizes, np.float64)


def speed(hand: HandTrack, times: Floats, landmarks: list[int]) -> Floats:
    """The mean speed of some landmarks, (n,) palm lengths a second; NaN beside pictures without the hand."""
    moving = np.diff(times) > 0
    safe = np.where(np.concatenate([[True], moving]), times, np.nan)
    step = np.gradient(hand.points[:, landmarks], axis=0) / np.gradient(safe)[:, None, None]
    return np.asarray(np.linalg.norm(step, axis=2).mean(axis=1) / palm_length(hand.points), np.float64)


def sparc(profile: Floats, rate: float) -> float:
    """The spectral arc length of a speed profile (n,) at ``rate`` Hz: dimensionless, negative, nearer to 0 is smoother.

    Independent of the movement's size and, for whole profiles, nearly so of its duration. Raises ``SignalError`` for
    fewer than five samples or none that move. Source: Balasubramanian, Melendez-Calderon & Burdet 2012, IEEE Trans
    Biomed Eng 59:2126, with the adaptive upper frequency of Balasubramanian et al. 2015, J NeuroEng Rehabil 12:112.
    """
    if len(profile) < 5 or not np.isfinite(profile).all() or not np.abs(profile).max() > 0:
        raise SignalError("A spectral arc length needs at least five speeds, all measured and not all 0.")
    length = 2 ** (int(np.ceil(np.log2(len(profile)))) + SPARC_PADDING)
    sizes = np.abs(np.fft.rfft(profile, length))
    frequencies = np.fft.rfftfreq(length, 1 / rate)
    sizes /= sizes.max()
    within = np.flatnonzero(frequencies <= SPARC_HIGHEST)
    above = within[sizes[within] >= SPARC_LEVEL]
    inside = slice(int(above[0]), int(above[-1]) + 1)
    across = np.diff(frequencies[inside]) / max(
        float(frequencies[inside][-1] - frequencies[inside][0]), 1e-12
    )
    return -float(np.sum(np.hypot(across, np.diff(sizes[inside]))))


def _opening(opened: Floats, start: int, top: int, rate: float) -> float:
    profile = np.abs(np.diff(opened[start : top + 1])) * rate
    return sparc(profile, rate) if len(profile) >= 5 and profile.max() > 0 else float("nan")


def _calm(run: Floats, rate: float) -> Floats:
    if rate <= 2.2 * FASTEST or len(run) < 12:
        return run
    return np.asarray(signal.sosfiltfilt(signal.butter(2, FASTEST, fs=rate, output="sos"), run), np.float64)


def _typical(speeds: Floats) -> tuple[float, float]:
    finite = speeds[np.isfinite(speeds)]
    if not len(finite):
        return float("nan"), float("nan")
    return float(np.median(finite)), float(np.percentile(finite, 95))
