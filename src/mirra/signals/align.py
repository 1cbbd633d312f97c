"""Recordings brought onto a regular clock, alone or two on one, with gaps kept as gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.interpolation import MAX_BRIDGED_INTERVALS, interpolated
from mirra.result import Result, Table
from mirra.signals.clocks import ClockFit, by_wall, fitted, shared_events
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Clocks = Literal["auto", "one", "wall", "events"]

MAX_SAMPLES = 2**27  # on a regular clock; more is a wrong rate or a wrong clock
# Lowering the rate: a Hamming low-pass, half down at 0.45 and silent (below -50 dB) from 0.5 of the new rate.
_HALF, _WIDTH = 0.45, 0.1


@dataclass(frozen=True)
class Gap:
    """No sample between ``start`` and ``end``, the times (s) of the samples on both sides of it."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start


def gaps(signal: Signal, *, longer: float | None = None, channel: str | None = None) -> tuple[Gap, ...]:
    """Where nothing was recorded for ``longer`` than so many s (2.5 sample intervals), in order.

    Both a jump of the clock and a run of missing samples count, missing in all channels or in ``channel``. Missing
    samples before the first one and after the last one are no gap. Raises ``SignalError`` for a channel there is not.
    """
    values = signal.values if channel is None else signal.channel(channel)[:, None]
    there = signal.clock[np.isfinite(values).any(axis=1)]
    least = MAX_BRIDGED_INTERVALS / signal.rate if longer is None else longer
    edges = np.flatnonzero(np.diff(there) > least)
    return tuple(Gap(float(there[k]), float(there[k + 1])) for k in edges)


def regular(signal: Signal, rate: float | None = None, max_gap: float | None = None) -> Signal:
    """The signal on a regular clock of ``rate`` Hz (its own), from its first sample to its last.

    Linear interpolation between the samples on both sides of each moment; samples of one time stamp are averaged.
    Moments within a gap longer than ``max_gap`` s (2.5 sample intervals) stay missing, channel by channel. Where the
    rate is lowered, what the new one cannot hold is filtered out first: a Hamming-windowed low-pass at 0.45 of the new
    rate, by which every sample is the weighted mean of those present around it; frequencies from 0.5 of the new rate
    are then below a three-hundredth, and samples too lonely for such a mean are missing. ``about["regular"]`` says all
    this of the result.
    Raises ``SignalError`` for fewer than two samples, or a rate or gap that is none.
    """
    rate = _rate(rate, signal.rate)
    clock = _clock(signal)
    count = _count(clock[-1] - clock[0], rate)
    return _onto(signal, clock, float(clock[0]), count, rate, max_gap)


@dataclass(frozen=True, eq=False)
class Together(Result):
    """Two recordings on one regular clock: the first's, from ``first.start``, ``first.rate`` Hz, equally many samples.

    ``clocks`` says how the second clock was found to run against the first; ``max_gap`` s was bridged at most, None
    where it was 2.5 intervals of each recording.
    """

    first: Signal
    second: Signal
    clocks: ClockFit
    max_gap: float | None

    def summary(self) -> Mapping[str, Any]:
        """Rate, span, the clocks, and the share of moments at which each recording and both have every channel."""
        there = [np.isfinite(signal.values).all(axis=1) for signal in (self.first, self.second)]
        return {
            "rate_hz": self.first.rate,
            "start_s": self.first.start,
            "seconds": self.first.duration,
            "samples": len(self.first),
            "max_gap_s": self.max_gap,
            **self.clocks.summary(),
            "first_present": float(there[0].mean()),
            "second_present": float(there[1].mean()),
            "both_present": float((there[0] & there[1]).mean()),
        }

    def table(self) -> Table:
        """Time on the first's clock in s, then the channels of both; missing samples are empty fields."""
        names = ["time", *(f"first {name}" for name in self.first.channels)]
        names += [f"second {name}" for name in self.second.channels]
        return Table(
            names, np.column_stack([self.first.clock, self.first.values, self.second.values]).tolist()
        )

    def plot(self, ax: Axes) -> None:
        """The first channel of each over time, the second below; the middle 98 % of each fill one unit of height."""
        from mirra.figures import FIRST, SECOND

        clock = self.first.clock - self.first.start
        for whose, signal, colour, level in (
            ("first", self.first, FIRST, 1.5),
            ("second", self.second, SECOND, 0.0),
        ):
            line = signal.values[:, 0]
            there = line[np.isfinite(line)]
            low, middle, high = np.percentile(there, (1, 50, 99)) if len(there) else (0.0, 0.0, 0.0)
            height = np.clip((line - middle) / ((high - low) or 1.0), -0.7, 0.7)
            ax.plot(clock, level + height, color=colour, lw=0.8)
            ax.annotate(
                f"{whose}: {signal.channels[0]}",
                (0.0, level + 0.62),
                xycoords=("axes fraction", "data"),
                color=colour,
            )
        ax.set_ylim(-0.7, 2.3)
        ax.set_yticks([])
        ax.set_ylabel("each in its middle 98 %, outliers cut off")
        ax.set_xlabel(f"time since {self.first.start:.3f} s on the first clock (s)")


def together(
    first: Signal,
    second: Signal,
    rate: float | None = None,
    *,
    sync: Sequence[tuple[float, float]] | None = None,
    clocks: Clocks = "auto",
    max_gap: float | None = None,
) -> Together:
    """Two recordings on one regular clock of ``rate`` Hz (the lower of the two), over the time both cover.

    How the second's clock runs against the first's: ``sync``, moments known on both, (first s, second s) each, gives
    offset and drift by a straight line; ``clocks="events"`` takes the events both note, ``"wall"`` the wall time both
    say, ``"one"`` that they share one clock; ``"auto"`` is wall time where both say it, else one clock. Each is then
    treated as by ``regular``, with ``max_gap`` (s). Raises ``SignalError`` where they do not overlap by two samples,
    and where the clocks cannot be brought together as asked.
    """
    fit = _clocks(first, second, sync, clocks)
    rate = _rate(rate, min(first.rate, second.rate))
    own = [_clock(first), fit.first(_clock(second))]
    start, end = max(own[0][0], own[1][0]), min(own[0][-1], own[1][-1])
    if end - start < 1 / rate:
        spans = " and ".join(f"{clock[0]:.3f} to {clock[-1]:.3f} s" for clock in own)
        raise SignalError(
            f"The recordings do not overlap: on the first's clock they last {spans}.",
            todo="Give moments that are known on both clocks.",
        )
    count = _count(end - start, rate)
    made = [
        _onto(signal, clock, float(start), count, rate, max_gap)
        for signal, clock in zip((first, second), own, strict=True)
    ]
    # What the second noted in its own time would now be read on the first's.
    made[1] = replace(made[1], about=_moved(made[1].about, fit))
    return Together(made[0], made[1], fit, max_gap)


def joined(people: Mapping[str, Signal]) -> Signal:
    """Two people's series as one signal on the first's clock, brought there by ``together``.

    ``people`` name to series, two of them. A series of one channel becomes a column called as the person, of several
    ``person_channel`` each. ``about["clocks"]`` says how the second's clock ran against the first's. Raises
    ``SignalError`` for any other number of people, and as ``together`` does.
    """
    if len(people) != 2:
        raise SignalError(f"Two people's series are joined, not {len(people)}.")
    first, second = people.values()
    pair = together(first, second)
    channels = [
        person if len(series.channels) == 1 else f"{person}_{channel}"
        for person, series in people.items()
        for channel in series.channels
    ]
    return replace(
        pair.first,
        values=np.column_stack([pair.first.values, pair.second.values]),
        channels=tuple(channels),
        units=pair.first.units + pair.second.units,
        about={**pair.first.about, "clocks": pair.clocks.summary()},
    )


def _clocks(
    first: Signal, second: Signal, sync: Sequence[tuple[float, float]] | None, clocks: Clocks
) -> ClockFit:
    if sync is not None:
        return fitted(sync)
    if clocks == "events":
        return fitted(shared_events(first, second), how="events")
    say = all("wall_clock" in signal.about for signal in (first, second))
    if clocks == "wall" or (clocks == "auto" and say):
        return by_wall(first, second)
    if clocks not in ("one", "auto"):
        raise SignalError(
            f"There is no way called {clocks!r} to bring clocks together.",
            todo="Known: auto, one, wall, events.",
        )
    return ClockFit(0.0)


def _moved(about: Mapping[str, Any], fit: ClockFit) -> dict[str, Any]:
    moved = dict(about)
    if "annotations" in about:
        moved["annotations"] = tuple(
            (float(fit.first(onset)), duration, text) for onset, duration, text in about["annotations"]
        )
    if "wall_clock" in about:
        moved["wall_clock"] = about["wall_clock"] - fit.offset
    return moved


def _rate(wanted: float | None, own: float) -> float:
    rate = own if wanted is None else float(wanted)
    if not (np.isfinite(rate) and rate > 0):
        raise SignalError(f"The sampling rate must be a positive number of Hz, not {rate}.")
    return rate


def _count(seconds: float, rate: float) -> int:
    if seconds * rate > MAX_SAMPLES:
        raise SignalError(
            f"A recording of {seconds:.0f} s at {rate:g} Hz has too many samples.", todo="Is the rate right?"
        )
    return int(np.floor(seconds * rate + 1e-6)) + 1


def _clock(signal: Signal) -> Floats:
    if len(signal) < 2:
        raise SignalError(f"The {len(signal)} samples are too few for a clock; two are needed.")
    return signal.clock


def _onto(
    signal: Signal, clock: Floats, start: float, count: int, rate: float, max_gap: float | None
) -> Signal:
    """The samples at ``clock`` (n,) s, at ``count`` moments from ``start`` s."""
    longest = MAX_BRIDGED_INTERVALS / signal.rate if max_gap is None else float(max_gap)
    if not longest > 0:
        raise SignalError(f"The longest gap must be a positive number of seconds, not {max_gap}.")
    # A clock in Unix seconds has few digits left for the differences that count here.
    since, values, step, cut = clock - start, signal.values, signal.rate, None
    if rate < 0.999 * signal.rate:
        cut = _HALF * rate
        dense = _count(since[-1] - since[0], step)
        grid = since[0] + np.arange(dense) / step
        values = np.column_stack(
            [_low_passed(interpolated(since, column, grid, longest), step, rate) for column in values.T]
        )
        # What the filter bridged is told apart from what was there by the gaps that it left.
        since, longest = grid, MAX_BRIDGED_INTERVALS / step
    moments = np.arange(count) / rate
    columns = [interpolated(since, column, moments, longest) for column in values.T]
    about = {"rate": rate, "max_gap": max_gap, "low_pass_hz": cut}
    return replace(
        signal,
        values=np.column_stack(columns) if columns else np.zeros((count, 0)),
        rate=rate,
        start=start,
        times=None,
        about={**signal.about, "regular": about},
    )


def _low_passed(values: Floats, rate: float, lower: float) -> Floats:
    """A channel (n,) at ``rate`` Hz without what ``lower`` Hz cannot hold; each sample by those present around it."""
    from scipy.signal import firwin, oaconvolve

    there = np.isfinite(values)
    if not there.any():
        return values
    taps = 2 * int(np.ceil(3.3 * rate / (_WIDTH * lower) / 2)) + 1
    weights = firwin(taps, _HALF * lower, fs=rate, window="hamming")
    level = float(values[there].mean())  # taken off first, so that large levels cost no digits
    smooth = oaconvolve(np.where(there, values - level, 0.0), weights, mode="same")
    share = oaconvolve(there.astype(np.float64), weights, mode="same")
    with np.errstate(divide="ignore", invalid="ignore"):
        filtered = level + smooth / share
    return np.where(there & (share > 0.25), filtered, np.nan)
