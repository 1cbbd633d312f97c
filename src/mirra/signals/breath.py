"""Breathing: each breath in and out, its depth, breaths per minute as a signal; it asks nobody to breathe otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import PchipInterpolator

from mirra.errors import SignalError
from mirra.figures import FIRST, INK, SECOND
from mirra.result import Result, Table
from mirra.signals.body import neurokit
from mirra.signals.body.channels import choose_channel, on_clock_of
from mirra.signals.body.stretches import Stretch, unbroken
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Hz: the detector low-passes at 3 Hz and needs room above it.
SLOWEST = 7.0
# s: missing samples that a straight line may fill; a shorter stretch holds too few breaths for their median depth.
BRIDGE, SHORTEST = 0.5, 30.0
# Breaths per minute outside which what was found is no breathing.
PLAUSIBLE = (2.0, 80.0)
# Spread of the depths over their mean: two real chests at rest came to 0.2 and 0.3; a drift with its edges to 5.
UNEVEN, NONE = 0.5, 1.5
# Share of the measured time that breaths must fill.
FILLED = 0.5


@dataclass(frozen=True, eq=False)
class Cycle:
    """One breath: air in from ``start`` s to ``top`` s, out until ``stop`` s; ``depth`` in the belt's unit.

    ``stretch`` counts from 1; a cycle never spans a gap.
    """

    start: float
    top: float
    stop: float
    depth: float
    stretch: int

    @property
    def seconds(self) -> float:
        """Length of the breath in s."""
        return self.stop - self.start


@dataclass(frozen=True, eq=False)
class Breath(Result):
    """Breathing: its ``cycles`` in order, and ``rate`` in breaths per minute as a regular signal.

    ``detector`` and ``parameters`` say how cycles were found; ``notes`` what to know.
    """

    cycles: tuple[Cycle, ...]
    rate: Signal
    detector: str
    parameters: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def summary(self) -> Mapping[str, Any]:
        """Breaths, their rate, how it varies, lengths of in and out, depth, and how they were got; flat."""
        length = np.array([cycle.seconds for cycle in self.cycles])
        inward = np.array([cycle.top - cycle.start for cycle in self.cycles])
        depth = np.array([cycle.depth for cycle in self.cycles])
        several = len(length) > 1
        return {
            "detector": self.detector,
            "breaths": len(length),
            "mean_rate_bpm": float(60 / length.mean()),
            "mean_cycle_s": float(length.mean()),
            "sd_cycle_s": float(length.std(ddof=1)) if several else None,
            "mean_inhale_s": float(inward.mean()),
            "mean_exhale_s": float((length - inward).mean()),
            "inhale_share": float(inward.sum() / length.sum()),
            "mean_depth": float(depth.mean()),
            "cv_depth": float(depth.std(ddof=1) / depth.mean()) if several else None,
            **self.parameters,
            "notes": list(self.notes),
        }

    def table(self) -> Table:
        """A row for each breath: start, top, stop, inhale, exhale (s), depth, stretch. Raises ``OSError``."""
        rows = [
            (c.start, c.top, c.stop, c.top - c.start, c.stop - c.top, c.depth, c.stretch) for c in self.cycles
        ]
        return Table(["start", "top", "stop", "inhale", "exhale", "depth", "stretch"], rows)

    def plot(self, ax: Axes) -> None:
        """Breaths per minute over time, and the rate of each single breath as a dot."""
        begin = float(self.rate.clock[0])
        ax.plot(self.rate.clock - begin, self.rate.values[:, 0], color=FIRST, lw=1.4)
        middle = np.array([(cycle.start + cycle.stop) / 2 for cycle in self.cycles]) - begin
        ax.scatter(middle, [60 / cycle.seconds for cycle in self.cycles], color=SECOND, s=12, zorder=3)
        ax.set_title(f"{len(self.cycles)} breaths (dots)", color=INK, size=11)
        ax.set_xlabel("time from the start (s)")
        ax.set_ylabel("breathing rate (breaths per minute)")


def breath(
    belt: ArrayLike,
    rate: float,
    *,
    times: ArrayLike | None = None,
    start: float = 0.0,
    inhale: Literal["up", "down"] = "up",
    series_rate: float = 4.0,
) -> Breath:
    """Breaths in the signal of a belt or flow sensor, found by NeuroKit2 in each stretch without a gap.

    ``belt`` (n,) in any unit, missing samples NaN; ``rate`` Hz, 7 or more; ``times`` (n,) s for a clock with pauses;
    ``inhale`` whether the signal goes up or down as air comes in; ``series_rate`` Hz of the rate signal. Band-pass
    0.05-3 Hz, extrema between zero crossings, those less than 0.3 of the median height apart left out (Khodadad et al.
    2018, Physiol. Meas. 39:094001, as ``rsp_clean`` and ``rsp_peaks`` have it). A breath runs from trough to trough.
    Raises ``SignalError`` where there is nothing to measure, or no breathing in it; ``MissingExtra`` without NeuroKit2.
    """
    if not rate >= SLOWEST:
        raise SignalError(
            f"Breathing sampled at {rate:g} Hz is not read.", todo=f"It takes {SLOWEST:g} Hz or more."
        )
    if not series_rate > 0:
        raise SignalError(f"The breathing rate signal needs a positive rate, not {series_rate:g} Hz.")
    if inhale not in ("up", "down"):
        raise SignalError(f"Air comes in as the signal goes up or down, not {inhale!r}.")
    sign = 1.0 if inhale == "up" else -1.0
    stretches, notes = unbroken(
        sign * np.asarray(belt, dtype=np.float64),
        rate,
        times=times,
        start=start,
        bridge=BRIDGE,
        shortest=SHORTEST,
        what="breathing",
    )
    neurokit.load("Finding breaths")
    cycles = tuple(c for number, stretch in enumerate(stretches, 1) for c in _cycles(stretch, number, notes))
    if not cycles:
        raise SignalError("No breath was found.", todo="Is it the right channel, at the right rate?")
    pace = 60 / float(np.median([cycle.seconds for cycle in cycles]))
    if not PLAUSIBLE[0] <= pace <= PLAUSIBLE[1]:
        raise SignalError(
            f"A rate of {pace:.3g} breaths per minute is no breathing.", todo="Is the rate right?"
        )
    filled = sum(cycle.seconds for cycle in cycles) / sum(
        stretch.stop - stretch.start for stretch in stretches
    )
    depths = np.array([cycle.depth for cycle in cycles])
    uneven = float(depths.std() / depths.mean())
    if filled < FILLED or uneven > NONE:
        raise SignalError(
            f"What was found is no breathing: it fills {filled:.0%} of the time, and its depths spread {uneven:.1f} "
            "times their mean.",
            todo="Is it the right channel, and was the belt on?",
        )
    if uneven > UNEVEN:
        notes.append(f"depths spread {uneven:.2f} times their mean: movement may be taken for breaths")
    return Breath(
        cycles,
        rate_of(cycles, series_rate),
        f"{neurokit.named()}: rsp_clean and rsp_peaks, method khodadad2018",
        {"rate_hz": rate, "inhale": inhale, "bridge_s": BRIDGE, "series_rate_hz": series_rate},
        tuple(notes),
    )


def of(
    recording: Signal,
    channel: str | None = None,
    *,
    inhale: Literal["up", "down"] = "up",
    series_rate: float = 4.0,
) -> Breath:
    """``breath`` of a recording's ``channel``, chosen by its name if not given; the rate keeps its wall time.

    Raises as ``breath`` does, and ``SignalError`` where it is not clear which channel to take.
    """
    breathing = breath(
        recording.channel(choose_channel(recording, "breath", channel)),
        recording.rate,
        times=recording.times,
        start=recording.start,
        inhale=inhale,
        series_rate=series_rate,
    )
    return replace(breathing, rate=on_clock_of(recording, breathing.rate))


def _cycles(stretch: Stretch, number: int, notes: list[str]) -> list[Cycle]:
    kit = neurokit.load("Finding breaths")
    more = {"sampling_rate": stretch.rate, "method": "khodadad2018"}
    try:
        clean = neurokit.call(notes, kit.rsp_clean, stretch.values, **more)
        _, about = neurokit.call(notes, kit.rsp_peaks, clean, **more)
    except (ValueError, IndexError):
        notes.append(f"{stretch.start:.1f}-{stretch.stop:.1f} s: no breath found, left out")
        return []
    troughs = np.asarray(about["RSP_Troughs"], dtype=np.int64)
    tops = np.asarray(about["RSP_Peaks"], dtype=np.int64)
    cycles = []
    for low, after in pairwise(troughs):
        top = tops[(tops > low) & (tops < after)]
        if len(top) == 1:
            first, middle, last = stretch.times[[low, top[0], after]].tolist()
            cycles.append(Cycle(first, middle, last, float(clean[top[0]] - clean[low]), number))
    return cycles


def rate_of(cycles: Sequence[Cycle], series_rate: float) -> Signal:
    """Breaths per minute at ``series_rate`` Hz, (n, 1): a monotone cubic through their middles, NaN in gaps."""
    first = int(np.ceil(cycles[0].start * series_rate))
    last = int(np.floor(cycles[-1].stop * series_rate))
    clock = np.arange(first, max(last, first) + 1) / series_rate
    values = np.full(len(clock), np.nan)
    for number in sorted({cycle.stretch for cycle in cycles}):
        own = [cycle for cycle in cycles if cycle.stretch == number]
        at = np.array([(cycle.start + cycle.stop) / 2 for cycle in own])
        inside = (clock >= at[0]) & (clock <= at[-1])
        if len(own) > 1:
            values[inside] = PchipInterpolator(at, [60 / cycle.seconds for cycle in own])(clock[inside])
    return Signal(values, series_rate, first / series_rate, ("breathing_rate",), ("breaths/min",))
