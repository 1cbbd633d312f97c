"""The heart: R peaks, artefact marks, intervals as found and as corrected, variability, and heart rate as a signal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import PchipInterpolator

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.figures import FIRST, INK, SECOND
from mirra.result import Result, Table
from mirra.signals.body import neurokit
from mirra.signals.body.beats import DETECTORS, KUBIOS, LEFT_OUT, PLAUSIBLE, Run, detected, marked
from mirra.signals.body.channels import choose_channel, on_clock_of
from mirra.signals.body.stretches import unbroken
from mirra.signals.body.variability import variability
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Below this an R wave, 20 to 40 ms wide at its top, may fall between two samples.
SLOWEST = 50.0
# Above this rounding of the beats to samples stays under 2 ms (Task Force 1996 asks for 250-500 Hz).
FINE = 250.0
# s: half an R wave may be bridged, not more; a detector needs several beats to find its threshold.
BRIDGE, SHORTEST = 0.04, 5.0
# s: a longer interval between given beats is a pause of the recording, not of the heart.
PAUSE = 3.0
# s: a week; a longer span is a clock that was changed.
LONGEST = 7 * 86_400.0
# Above this share of artefacts the measures say more about the correction than about the heart.
TOO_MANY = 0.05


@dataclass(frozen=True, eq=False)
class Heart(Result):
    """A heart: ``runs`` of beats, ``hrv`` by name and unit, ``rate`` in beats per minute as a regular signal.

    ``detector`` and ``correction`` say how beats were found and mended, ``parameters`` with what, and ``notes`` more.
    """

    runs: tuple[Run, ...]
    hrv: Mapping[str, float]
    rate: Signal
    detector: str
    correction: str
    parameters: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def detected(self) -> Floats:
        """Times of the beats as found, (n,) s."""
        return np.concatenate([run.found for run in self.runs])

    @property
    def marks(self) -> tuple[str, ...]:
        """For each beat found: empty, ectopic, missed, extra, longshort (Kubios rule), or short, long (given beats)."""
        return tuple(mark for run in self.runs for mark in run.marks)

    @property
    def beats(self) -> Floats:
        """Times of the beats after correction, (m,) s."""
        return np.concatenate([run.beats for run in self.runs])

    @property
    def artefacts(self) -> int:
        """How many of the beats found are marked."""
        return sum(map(bool, self.marks))

    def summary(self) -> Mapping[str, Any]:
        """Counts, all measures, and how they were got; flat."""
        return {
            "detector": self.detector,
            "correction": self.correction,
            "beats_found": len(self.detected),
            "beats_corrected": len(self.beats),
            "artefacts": self.artefacts,
            "artefact_share": self.artefacts / len(self.detected),
            "beat_likeness": min(run.likeness for run in self.runs),
            "stretches": len(self.runs),
            **self.hrv,
            **self.parameters,
            "notes": list(self.notes),
        }

    def table(self) -> Table:
        """A row for each beat, found or kept: time, stretch, rr as found (s), mark, nn as corrected (s)."""
        rows: list[tuple[Any, ...]] = []
        for number, run in enumerate(self.runs, 1):
            rr = dict(zip(run.found[1:], np.diff(run.found), strict=True))
            nn = dict(zip(run.beats[1:], run.intervals, strict=True))
            mark = dict(zip(run.found, run.marks, strict=True))
            rows += [
                (
                    t,
                    number,
                    int(t in mark),
                    int(t in beats),
                    rr.get(t, np.nan),
                    mark.get(t, ""),
                    nn.get(t, np.nan),
                )
                for beats in [set(run.beats)]
                for t in sorted({*mark, *beats})
            ]
        return Table(["time", "stretch", "found", "kept", "rr", "mark", "nn"], rows)

    def plot(self, ax: Axes) -> None:
        """Heart rate over time from the corrected beats, and the marked beats at the rate they would have made."""
        begin = float(self.rate.clock[0])
        ax.plot(self.rate.clock - begin, self.rate.values[:, 0], color=FIRST, lw=1.4)
        at, bpm, words = _marked(self.runs)
        if len(at):
            low, high = np.nanmin(self.rate.values), np.nanmax(self.rate.values)
            ax.scatter(
                at - begin, np.clip(bpm, low - 15, high + 15), color=SECOND, s=26, marker="x", zorder=3
            )
            if len(at) <= 12:
                for x, y, word in zip(at - begin, np.clip(bpm, low - 15, high + 15), words, strict=True):
                    ax.annotate(word, (x, y), xytext=(4, 4), textcoords="offset points", color=SECOND, size=9)
        ax.set_xlabel("time from the start (s)")
        ax.set_ylabel("heart rate (beats per minute)")
        ax.set_title(f"{len(self.beats)} beats, {self.artefacts} marked as artefacts (x)", color=INK, size=11)


def heart(
    ecg: ArrayLike,
    rate: float,
    *,
    times: ArrayLike | None = None,
    start: float = 0.0,
    method: str = "neurokit",
    correct: bool = True,
    series_rate: float = 4.0,
) -> Heart:
    """R peaks of an electrocardiogram, found and corrected by NeuroKit2 in each stretch without a gap.

    ``ecg`` (n,) in any unit, missing samples NaN; ``rate`` Hz, 50 or more; ``times`` (n,) s for a clock with pauses;
    ``method`` one of ``DETECTORS``; ``series_rate`` Hz of the heart rate signal. Beats lie at the times of samples. No
    interval spans a gap. With ``correct`` artefacts are mended by the rule of Lipponen & Tarvainen (2019), J. Med. Eng.
    Technol. 43:173; the marks are that rule's first reading of the beats as found. What it overlooks
    (intervals more than 40 % from the median of 11) is left out.
    Raises ``SignalError`` where there is nothing to find beats in, none is found or the rate found is no heart's;
    ``MissingExtra`` without NeuroKit2.
    """
    if method not in DETECTORS:
        raise SignalError(
            f"There is no R peak detector {method!r}.", todo=f"There are: {', '.join(DETECTORS)}."
        )
    if not rate >= SLOWEST:
        raise SignalError(
            f"An electrocardiogram sampled at {rate:g} Hz shows no R peaks.",
            todo=f"It takes {SLOWEST:g} Hz or more; is the rate right?",
        )
    stretches, notes = unbroken(
        ecg, rate, times=times, start=start, bridge=BRIDGE, shortest=SHORTEST, what="electrocardiogram"
    )
    neurokit.load("Finding R peaks")
    runs = []
    for stretch in stretches:
        try:
            runs.append(detected(stretch, method, correct, notes))
        except SignalError as error:
            notes.append(f"{stretch.start:.1f}-{stretch.stop:.1f} s are left out: {error.what.rstrip('.')}")
    if rate < FINE:
        notes.append(f"beats lie at samples, {1000 / rate:.3g} ms apart: RMSSD and pNN carry that rounding")
    return _result(
        runs,
        f"{neurokit.named()}, ecg_clean and ecg_peaks, method {method}",
        KUBIOS if correct else "none",
        {"ecg_rate_hz": rate, "method": method, "bridge_s": BRIDGE, "shortest_stretch_s": SHORTEST},
        series_rate,
        notes,
    )


def of(
    recording: Signal,
    channel: str | None = None,
    *,
    method: str = "neurokit",
    correct: bool = True,
    series_rate: float = 4.0,
) -> Heart:
    """``heart`` of a recording's ``channel``, chosen by its name if not given; the rate keeps its wall time.

    Raises as ``heart`` does, and ``SignalError`` where it is not clear which channel to take.
    """
    heartbeat = heart(
        recording.channel(choose_channel(recording, "heart", channel)),
        recording.rate,
        times=recording.times,
        start=recording.start,
        method=method,
        correct=correct,
        series_rate=series_rate,
    )
    return replace(heartbeat, rate=on_clock_of(recording, heartbeat.rate))


def from_beats(
    times: ArrayLike, *, pause: float = PAUSE, correct: bool = True, series_rate: float = 4.0
) -> Heart:
    """The same from times of R peaks found elsewhere, (n,) s; needs no NeuroKit2.

    An interval longer than ``pause`` s is a pause of the recording. With ``correct``, intervals that are too short, too
    long or more than 30 % from the median of 11 are marked and left out; none is put in their place.
    Raises ``SignalError`` for fewer than two beats, times that are missing or run backwards, or rates no heart has.
    """
    beats = np.asarray(times, dtype=np.float64)
    if beats.ndim != 1 or len(beats) < 2:
        raise SignalError("It takes a row of two beats or more.")
    if not np.isfinite(beats).all() or np.any(np.diff(beats) <= 0):
        raise SignalError("Times of beats must all be there, each later than the one before.")
    pieces = np.split(beats, np.flatnonzero(np.diff(beats) > pause) + 1)
    notes = [f"{len(pieces) - 1} pauses longer than {pause:g} s: nothing is measured across them"] * (
        len(pieces) > 1
    )
    runs = [marked(piece, np.diff(piece), correct) for piece in pieces if len(piece) > 1]
    return _result(
        runs, "beats as given", LEFT_OUT if correct else "none", {"pause_s": pause}, series_rate, notes
    )


def from_intervals(
    intervals: ArrayLike, *, start: float = 0.0, correct: bool = True, series_rate: float = 4.0
) -> Heart:
    """The same from RR intervals in s, (n,), the first beat at ``start`` s; a missing one (NaN) ends a stretch.

    How long a missing interval lasted is not known, so times after it are later by that much in truth.
    Raises ``SignalError`` for no interval, one that is not positive, or intervals that are no heart's (milliseconds?).
    """
    rr = np.asarray(intervals, dtype=np.float64)
    there = rr[np.isfinite(rr)] if rr.ndim == 1 else np.empty(0)
    if not len(there) or np.any(there <= 0):
        raise SignalError("It takes a row of positive intervals in s.")
    runs: list[Run] = []
    first = start
    for piece in np.split(rr, np.flatnonzero(~np.isfinite(rr))):
        steps = piece[np.isfinite(piece)]
        if len(steps):
            beats = first + np.concatenate([[0.0], np.cumsum(steps)])
            runs.append(marked(beats, steps, correct))
            first = float(beats[-1]) + float(np.median(there))
    lost = len(rr) - len(there)
    notes = [f"{lost} missing intervals end a stretch; each counts as one median interval of time"] * bool(
        lost
    )
    return _result(runs, "intervals as given", LEFT_OUT if correct else "none", {}, series_rate, notes)


def _result(
    runs: Sequence[Run],
    detector: str,
    correction: str,
    parameters: Mapping[str, Any],
    series_rate: float,
    notes: list[str],
) -> Heart:
    runs_kept = [run for run in runs if np.isfinite(run.intervals).any()]
    if not runs_kept:
        raise SignalError(
            "No heart beat was found: " + ("; ".join(notes) or "not one interval is a heart's") + ".",
            todo="Is it the right channel, at the right rate, in the right unit?",
        )
    pace = 60 / float(np.nanmean(np.concatenate([run.intervals for run in runs_kept])))
    if not PLAUSIBLE[0] <= pace <= PLAUSIBLE[1]:
        raise SignalError(
            f"A rate of {pace:.3g} beats per minute is no heart's.",
            todo="Is the rate right, and are intervals in s?",
        )
    series = rate_of(runs_kept, series_rate)
    hrv = variability([(run.beats[1:], run.intervals) for run in runs_kept])
    artefacts = sum(bool(mark) for run in runs_kept for mark in run.marks)
    count = sum(len(run.found) for run in runs_kept)
    if artefacts > TOO_MANY * count:
        notes.append(
            f"{artefacts} of {count} beats are marked as artefacts, more than {TOO_MANY:.0%}: variability follows the "
            "correction as much as the heart"
        )
    return Heart(
        tuple(runs_kept),
        hrv,
        series,
        detector,
        correction,
        {**parameters, "series_rate_hz": series_rate},
        tuple(notes),
    )


def rate_of(runs: Sequence[Run], series_rate: float) -> Signal:
    """Heart rate in beats per minute at ``series_rate`` Hz, (n, 1), NaN between stretches.

    Each interval's rate stands at its middle; between, a monotone cubic (PCHIP), never across a stretch's end or an
    interval longer than 3 s. The clock starts at a whole number of samples, so that two hearts' signals share a grid.
    Raises ``SignalError`` for a rate that is not positive, or more than a week from the first beat to the last.
    """
    if not series_rate > 0:
        raise SignalError(f"The heart rate signal needs a positive rate, not {series_rate:g} Hz.")
    span = float(runs[-1].beats[-1] - runs[0].beats[0])
    if span > LONGEST:
        raise SignalError(
            f"From the first beat to the last are {span / 86_400:.3g} days.",
            todo="Are the times in s, on one clock?",
        )
    first = int(np.ceil(runs[0].beats[0] * series_rate))
    last = int(np.floor(runs[-1].beats[-1] * series_rate))
    clock = np.arange(first, max(last, first) + 1) / series_rate
    values = np.full(len(clock), np.nan)
    for run in runs:
        good = np.isfinite(run.intervals)
        at, bpm = (run.beats[1:] - run.intervals / 2)[good], 60 / run.intervals[good]
        for piece in np.split(np.arange(len(at)), np.flatnonzero(np.diff(at) > PAUSE) + 1):
            inside = (clock >= at[piece[0]]) & (clock <= at[piece[-1]])
            if len(piece) > 1:
                values[inside] = PchipInterpolator(at[piece], bpm[piece])(clock[inside])
    return Signal(values, series_rate, first / series_rate, ("heart_rate",), ("bpm",))


def _marked(runs: Sequence[Run]) -> tuple[Floats, Floats, list[str]]:
    """Time, rate as found and mark of each marked beat."""
    at, bpm, words = [], [], []
    for run in runs:
        rr = np.concatenate([[np.nan], np.diff(run.found)])
        rr[0] = rr[1] if len(rr) > 1 else np.nan
        for t, interval, mark in zip(run.found, rr, run.marks, strict=True):
            if mark:
                at.append(t)
                bpm.append(60 / interval)
                words.append(mark)
    return np.array(at), np.array(bpm), words
