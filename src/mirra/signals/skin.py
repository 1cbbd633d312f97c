"""Skin conductance: the slow level, the quick part, and the responses in it, each with where it begins and how high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.signal import butter, sosfiltfilt

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.figures import FIRST, INK, QUIET, SECOND
from mirra.result import Result, Table
from mirra.signals.body import neurokit
from mirra.signals.body.channels import choose_channel, on_clock_of
from mirra.signals.body.stretches import Stretch, unbroken
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Microsiemens: the classical least height of a response (Boucsein 2012, Electrodermal Activity).
LEAST = 0.05
# s: responses rise for 0.5 to 5 s (Boucsein 2012). What rises faster is noise or a moved electrode; slower, it is the
# high-pass coming back from below zero after a large response.
QUICKEST, SLOW = 0.5, 5.0
# Hz: below this a response of 0.5 s rise is not drawn by the samples.
SLOWEST = 2.0
# s: missing samples that a straight line may fill; the filters need several times the period of 0.05 Hz.
BRIDGE, SHORTEST = 0.5, 60.0
STEPS = "eda_clean (neurokit), eda_phasic (highpass 0.05 Hz), eda_findpeaks (neurokit, amplitude_min=0)"
# Hz between which lie noise and hardly any conductance; and how many times its spread a response should be high: over
# ten minutes the largest of thousands of noise's own rises comes to 8 to 10.
NOISE, ABOVE = (1.0, 3.0), 10.0
# Conductance in microsiemens beyond which a skin would have to be made of something else.
PLAUSIBLE = (0.0, 100.0)


@dataclass(frozen=True, eq=False)
class Response:
    """One skin conductance response: ``onset`` and ``peak`` s, ``height`` onset to peak in the phasic part, µS.

    ``half`` s: when it has fallen by half, NaN where the next one comes first.
    """

    onset: float
    peak: float
    height: float
    half: float


@dataclass(frozen=True, eq=False)
class Skin(Result):
    """Skin conductance taken apart: ``parts`` (raw, tonic, phasic; µS) as a signal, and its ``responses`` in order.

    ``detector`` and ``parameters`` say how responses were found; ``noise`` µS is the spread of the noise between 1 and
    3 Hz; ``measured`` s is the length without gaps; ``notes`` what to know.
    """

    parts: Signal
    responses: tuple[Response, ...]
    noise: float
    measured: float
    detector: str
    parameters: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def heights(self) -> Floats:
        """Heights of the responses, (n,) µS."""
        return np.array([response.height for response in self.responses])

    def summary(self) -> Mapping[str, Any]:
        """Level, responses per minute, heights and rise times, and how they were got; flat."""
        rises = [response.peak - response.onset for response in self.responses]
        tonic = self.parts.channel("tonic")
        return {
            "detector": self.detector,
            "responses": len(self.responses),
            "responses_per_minute": len(self.responses) / self.measured * 60,
            "mean_height_us": float(np.mean(self.heights)) if rises else None,
            "sum_height_us": float(np.sum(self.heights)),
            "mean_rise_s": float(np.mean(rises)) if rises else None,
            "mean_tonic_us": float(np.nanmean(tonic)),
            "sd_tonic_us": float(np.nanstd(tonic, ddof=1)),
            "noise_us": self.noise,
            "measured_s": self.measured,
            **self.parameters,
            "notes": list(self.notes),
        }

    def table(self) -> Table:
        """A row for each response: onset, peak, rise, half-recovery time (s) and height (µS). Raises ``OSError``."""
        rows = [(r.onset, r.peak, r.peak - r.onset, r.half, r.height) for r in self.responses]
        return Table(["onset", "peak", "rise", "half_recovery", "height"], rows)

    def plot(self, ax: Axes) -> None:
        """Raw and tonic conductance over time, a mark at the peak of each response."""
        clock = self.parts.clock - self.parts.clock[0]
        raw = self.parts.channel("raw")
        ax.plot(clock, raw, color=QUIET, lw=1.0)
        ax.plot(clock, self.parts.channel("tonic"), color=FIRST, lw=1.6)
        peaks = np.array([response.peak for response in self.responses]) - self.parts.clock[0]
        if len(peaks):
            there = np.isfinite(raw)
            ax.scatter(
                peaks, np.interp(peaks, clock[there], raw[there]), color=SECOND, marker="v", s=28, zorder=3
            )
        for words, color, height in (
            ("raw", QUIET, 0.95),
            ("tonic", FIRST, 0.89),
            ("response (peak)", SECOND, 0.83),
        ):
            ax.text(0.99, height, words, color=color, transform=ax.transAxes, ha="right")
        ax.set_title(
            f"{len(self.responses)} responses of {self.parameters['min_height_us']:g} µS or more",
            color=INK,
            size=11,
        )
        ax.set_xlabel("time from the start (s)")
        ax.set_ylabel("skin conductance (µS)")


def skin(
    conductance: ArrayLike,
    rate: float,
    *,
    times: ArrayLike | None = None,
    start: float = 0.0,
    min_height: float = LEAST,
    min_rise: float = QUICKEST,
) -> Skin:
    """Tonic and phasic skin conductance and its responses, by NeuroKit2 in each stretch without a gap.

    ``conductance`` (n,) µS, missing samples NaN; ``rate`` Hz, 2 or more; ``times`` (n,) s for a clock with pauses.
    Low-pass at 3 Hz (``eda_clean``), split at 0.05 Hz (``eda_phasic``, highpass), every trough-to-peak rise of the
    phasic part (``eda_findpeaks`` with no threshold of its own) counts as a response from ``min_height`` µS on if it
    takes ``min_rise`` to 5 s and conductance itself rises meanwhile. The program's own threshold is a tenth of the
    highest peak found, so that one large response hides small ones and a quiet recording is full of noise; an
    absolute height (Boucsein 2012) has neither fault.
    Raises ``SignalError`` where there is nothing to measure or it is no skin's; ``MissingExtra`` without NeuroKit2.
    """
    if not rate >= SLOWEST:
        raise SignalError(
            f"Skin conductance sampled at {rate:g} Hz shows no responses.",
            todo=f"It takes {SLOWEST:g} Hz or more.",
        )
    if not (min_height > 0 and 0 <= min_rise < SLOW):
        raise SignalError(
            f"A response needs a positive least height and a rise from 0 to under {SLOW:g} s, "
            f"not {min_height:g} µS and {min_rise:g} s."
        )
    stretches, notes = unbroken(
        conductance, rate, times=times, start=start, bridge=BRIDGE, shortest=SHORTEST, what="skin conductance"
    )
    _microsiemens(stretches)
    neurokit.load("Taking skin conductance apart")
    taken = [_taken_apart(stretch, notes) for stretch in stretches]
    responses = [_responses(part, stretch, notes) for part, stretch in zip(taken, stretches, strict=True)]
    large = tuple(
        r for row in responses for r in row if r.height >= min_height and min_rise <= r.peak - r.onset <= SLOW
    )
    noise = _noise(taken, stretches)
    if min_height < ABOVE * noise:
        notes.append(
            f"noise of {noise:.3g} µS (spread between {NOISE[0]:g} and {NOISE[1]:g} Hz) reaches the least height of "
            f"{min_height:g} µS: some responses are noise; {ABOVE * noise:.2g} µS or more would be safe"
        )
    return Skin(
        _parts(conductance, rate, times, start, stretches, taken),
        large,
        noise,
        sum(stretch.stop - stretch.start for stretch in stretches),
        f"{neurokit.named()}: {STEPS}",
        {
            "rate_hz": rate,
            "min_height_us": min_height,
            "min_rise_s": min_rise,
            "max_rise_s": SLOW,
            "bridge_s": BRIDGE,
        },
        tuple(notes),
    )


def of(
    recording: Signal,
    channel: str | None = None,
    *,
    min_height: float = LEAST,
    min_rise: float = QUICKEST,
) -> Skin:
    """``skin`` of a recording's ``channel``, chosen by its name if not given; the parts keep its wall time.

    Raises as ``skin`` does, and ``SignalError`` where it is not clear which channel to take.
    """
    conductance = skin(
        recording.channel(choose_channel(recording, "skin", channel)),
        recording.rate,
        times=recording.times,
        start=recording.start,
        min_height=min_height,
        min_rise=min_rise,
    )
    return replace(conductance, parts=on_clock_of(recording, conductance.parts))


Taken = tuple[Floats, Floats, Floats]  # clean, tonic, phasic


def _taken_apart(stretch: Stretch, notes: list[str]) -> Taken:
    kit = neurokit.load("Taking skin conductance apart")
    clean = neurokit.call(notes, kit.eda_clean, stretch.values, sampling_rate=stretch.rate, method="neurokit")
    both = neurokit.call(notes, kit.eda_phasic, clean, sampling_rate=stretch.rate, method="highpass")
    return np.asarray(clean), both["EDA_Tonic"].to_numpy(), both["EDA_Phasic"].to_numpy()


def _responses(taken: Taken, stretch: Stretch, notes: list[str]) -> list[Response]:
    kit = neurokit.load("Finding skin responses")
    clean, _, phasic = taken
    try:
        returned = neurokit.call(
            notes, kit.eda_findpeaks, phasic, sampling_rate=stretch.rate, method="neurokit", amplitude_min=0
        )
    except (ValueError, IndexError):
        return []  # not one peak in it
    onsets, peaks = (
        np.asarray(returned["SCR_Onsets"], dtype=np.float64),
        np.asarray(returned["SCR_Peaks"], dtype=np.int64),
    )
    whole = np.isfinite(onsets)
    onsets, peaks = onsets[whole].astype(np.int64), peaks[whole]
    responses = []
    for onset, peak, until in zip(onsets, peaks, [*onsets[1:], len(phasic)], strict=True):
        if clean[peak] <= clean[onset]:
            continue  # conductance itself does not rise: the high-pass coming back
        height = float(phasic[peak] - phasic[onset])
        fallen = np.flatnonzero(phasic[peak:until] <= phasic[peak] - height / 2)
        half = float(stretch.times[peak + fallen[0]] - stretch.times[peak]) if len(fallen) else np.nan
        responses.append(Response(float(stretch.times[onset]), float(stretch.times[peak]), height, half))
    return responses


def _noise(taken: Sequence[Taken], stretches: Sequence[Stretch]) -> float:
    """Robust spread between 1 and 3 Hz, where there is noise and hardly any response; of second steps at low rates."""
    rows = []
    for (clean, _, _), stretch in zip(taken, stretches, strict=True):
        if stretch.rate > 2 * NOISE[1]:
            slow = sosfiltfilt(butter(2, NOISE[0], fs=stretch.rate, output="sos"), clean)
            rows.append(np.abs(clean - slow))
        else:
            rows.append(np.abs(np.diff(clean, 2)) / np.sqrt(6))  # unit noise has second steps of variance 6
    return float(1.4826 * np.median(np.concatenate(rows)))


def _parts(
    conductance: ArrayLike,
    rate: float,
    times: ArrayLike | None,
    start: float,
    stretches: Sequence[Stretch],
    taken: Sequence[Taken],
) -> Signal:
    raw = np.asarray(conductance, dtype=np.float64)
    parts = Signal(
        np.column_stack([raw, np.full((len(raw), 2), np.nan)]),
        rate,
        start,
        ("raw", "tonic", "phasic"),
        ("µS",) * 3,
        None if times is None else np.asarray(times, dtype=np.float64),
    )
    for stretch, (_, tonic, phasic) in zip(stretches, taken, strict=True):
        parts.values[stretch.place, 1] = tonic
        parts.values[stretch.place, 2] = phasic
    return parts


def _microsiemens(stretches: Sequence[Stretch]) -> None:
    middle = float(np.median(np.concatenate([stretch.values for stretch in stretches])))
    if not PLAUSIBLE[0] < middle <= PLAUSIBLE[1]:
        raise SignalError(
            f"A median skin conductance of {middle:.4g} µS is no skin's.",
            todo="It takes microsiemens: is it in ohm, siemens or volt, or centred?",
        )
