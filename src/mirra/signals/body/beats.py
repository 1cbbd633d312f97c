"""Beats of one stretch of a recording: found, judged, artefacts marked and mended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from mirra.arrays import Floats, Ints
from mirra.errors import SignalError
from mirra.signals.body import neurokit
from mirra.signals.body.stretches import Stretch

DETECTORS = ("neurokit", "pantompkins1985", "hamilton2002", "elgendi2010", "kalidas2017")
# Heart rates in beats per minute outside which what was found is no heart.
PLAUSIBLE = (25.0, 250.0)
# Share of the median of 11 intervals by which a given interval may differ, and how long it may be at all, s.
DIFFERENCE, NEIGHBOURS, LIMITS = 0.3, 11, (0.24, 2.4)
# The artefact rule judges a beat by the median of 11 around it; fewer than 12 cannot be judged.
FEWEST = 12
# s to each side of a beat that are compared, and the least median correlation with the middle shape: real hearts came
# to 0.97 and more, noise in which a detector had found "beats" to 0.72 and less.
QRS, ALIKE = 0.1, 0.8
# Shares of intervals that are left out (or, uncorrected, that no heart has) above which a stretch is: three real hearts
# came to 0.003 and less, skin conductance taken for an electrocardiogram to 0.2.
IRREGULAR, HALF = 0.15, 0.5
# What the correction overlooked: a missed beat doubles an interval, an extra one halves it.
REST = 0.4

KUBIOS = (
    "Lipponen & Tarvainen 2019 (signal_fixpeaks, kubios): beats moved, added or removed; intervals then still outside "
    f"{LIMITS[0]:g}-{LIMITS[1]:g} s or more than {REST:.0%} from the median of {NEIGHBOURS} are left out"
)
LEFT_OUT = (
    f"intervals outside {LIMITS[0]:g}-{LIMITS[1]:g} s or more than {DIFFERENCE:.0%} from the median of {NEIGHBOURS} "
    "are left out, none is put in their place"
)


@dataclass(frozen=True, eq=False)
class Run:
    """Beats of one stretch without a gap, as found and as corrected.

    ``found`` (n,) s; ``marks`` one word for each (empty: normal); ``beats`` (m,) s after correction; ``intervals``
    (m - 1,) s between these, NaN where left out; ``likeness`` the median correlation of each beat's shape with the
    middle shape, NaN for given beats.
    """

    found: Floats
    marks: tuple[str, ...]
    beats: Floats
    intervals: Floats
    likeness: float = np.nan


def detected(stretch: Stretch, method: str, correct: bool, notes: list[str]) -> Run:
    """The beats of an electrocardiogram without a gap, by NeuroKit2's ``method``, mended where ``correct``.

    What is worth knowing is added to ``notes``. Raises ``SignalError`` where nothing in it beats like a heart.
    """
    clean, peaks = _peaks(stretch, method, notes)
    if len(peaks) < (FEWEST if correct else 3):
        raise SignalError(f"Only {len(peaks)} R peaks were found, too few to tell artefacts from beats.")
    bpm = 60 * stretch.rate / float(np.median(np.diff(peaks)))
    if not PLAUSIBLE[0] <= bpm <= PLAUSIBLE[1]:
        raise SignalError(f"A rate of {bpm:.0f} beats per minute is no heart's.")
    likeness = _likeness(clean, peaks, stretch.rate)
    if likeness < ALIKE:
        raise SignalError(f"The peaks found do not look alike (median correlation {likeness:.2f}).")
    marks, peaks_kept = _mended(stretch, peaks, notes) if correct else (("",) * len(peaks), peaks)
    beats = stretch.times[peaks_kept]
    intervals = np.diff(beats)
    far = _far(intervals, correct)
    if far.any():
        what = "left out" if correct else "kept, as asked"
        notes.append(
            f"{stretch.start:.1f}-{stretch.stop:.1f} s: {far.sum()} intervals that no heart has, or "
            f"none like those around them, are {what}"
        )
    return Run(stretch.times[peaks], marks, beats, np.where(far & correct, np.nan, intervals), likeness)


def marked(beats: Floats, rr: Floats, correct: bool) -> Run:
    """Given beats (n,) s and the intervals between them (n - 1,) s; where ``correct``, odd ones marked and left out."""
    middle = _middle(rr)
    short = (rr < LIMITS[0]) | (rr < middle * (1 - DIFFERENCE))
    long = (rr > LIMITS[1]) | (rr > middle * (1 + DIFFERENCE))
    if not correct:
        short = long = np.zeros(len(rr), dtype=bool)
    marks = ("", *np.where(short, "short", np.where(long, "long", "")).tolist())
    return Run(beats, marks, beats, np.where(short | long, np.nan, rr))


def _peaks(stretch: Stretch, method: str, notes: list[str]) -> tuple[Floats, Ints]:
    kit = neurokit.load("Finding R peaks")
    try:
        clean = neurokit.call(notes, kit.ecg_clean, stretch.values, sampling_rate=stretch.rate, method=method)
        _, about = neurokit.call(notes, kit.ecg_peaks, clean, sampling_rate=stretch.rate, method=method)
    except (ValueError, IndexError, ZeroDivisionError, TypeError):
        # The detectors fall over in these ways where nothing stands out.
        return stretch.values, np.empty(0, dtype=np.int64)
    return np.asarray(clean), np.asarray(about["ECG_R_Peaks"], dtype=np.int64)


def _mended(stretch: Stretch, peaks: Ints, notes: list[str]) -> tuple[tuple[str, ...], Ints]:
    """What the artefact rule makes of each beat at first sight, and the beats it leaves in the end."""
    kit = neurokit.load("Correcting artefacts")
    more = {"sampling_rate": stretch.rate, "method": "Kubios"}
    first, _ = neurokit.call(notes, kit.signal_fixpeaks, peaks, iterative=False, **more)
    marks = [""] * len(peaks)
    for kind in ("ectopic", "missed", "extra", "longshort"):
        for index in first[kind]:
            marks[index] = kind
    peaks_kept = np.unique(neurokit.call(notes, kit.signal_fixpeaks, peaks, iterative=True, **more)[1])
    return tuple(marks), peaks_kept[(peaks_kept >= 0) & (peaks_kept < len(stretch.times))]


def _far(intervals: Floats, correct: bool) -> NDArray[np.bool_]:
    """Which intervals no heart has, or are far from those around them; ``SignalError`` where these are too many."""
    far = (intervals < LIMITS[0]) | (intervals > LIMITS[1])
    if far.mean() > HALF:
        raise SignalError("Most intervals are no heart's.")
    far |= np.abs(intervals - _middle(intervals)) > REST * _middle(intervals)
    if correct and far.mean() > IRREGULAR:
        raise SignalError(
            f"Of the intervals, {far.mean():.0%} are far from those around them (noise, another channel, or a rhythm "
            "for which these measures are not made)."
        )
    return far


def _middle(intervals: Floats) -> Floats:
    medians: Floats = median_filter(intervals, size=min(NEIGHBOURS, len(intervals)), mode="nearest")
    return medians


def _likeness(clean: Floats, peaks: Ints, rate: float) -> float:
    """Median correlation of the beats, 0.1 s to both sides, with their middle shape; 0 where none is whole."""
    half = max(2, round(QRS * rate))
    whole = peaks[(peaks >= half) & (peaks < len(clean) - half)]
    if not len(whole):
        return 0.0
    shapes = clean[whole[:, None] + np.arange(-half, half + 1)]
    shapes = shapes - shapes.mean(axis=1, keepdims=True)
    middle = np.median(shapes, axis=0)
    middle -= middle.mean()
    size = np.linalg.norm(shapes, axis=1) * np.linalg.norm(middle)
    return float(np.median((shapes @ middle)[size > 0] / size[size > 0])) if np.any(size > 0) else 0.0
