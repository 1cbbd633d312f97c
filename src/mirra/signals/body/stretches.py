"""Stretches of a recording without a gap: what a detector may run through, and what no interval may span."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.signals.signal import Signal

# A declared rate and a clock that differ by more than this share are not one recording.
AGREE = 0.05


@dataclass(frozen=True, eq=False)
class Stretch:
    """Samples without a gap: ``values`` (n,), ``times`` (n,) s, the ``rate`` in Hz they really came at.

    ``place``: where they stand in the recording.
    """

    values: Floats
    times: Floats
    rate: float
    place: slice

    @property
    def start(self) -> float:
        """Time of the first sample, s."""
        return float(self.times[0])

    @property
    def stop(self) -> float:
        """Time of the last sample, s."""
        return float(self.times[-1])


def unbroken(
    values: ArrayLike,
    rate: float,
    *,
    times: ArrayLike | None = None,
    start: float = 0.0,
    bridge: float,
    shortest: float,
    what: str,
) -> tuple[tuple[Stretch, ...], list[str]]:
    """The stretches of ``values`` (n,) that are at least ``shortest`` s long, and notes on what was left out or filled.

    ``rate`` Hz; ``times`` (n,) s for a clock of its own, else ``start`` s and ``rate``. Missing samples of up to
    ``bridge`` s in a row are filled by a straight line; longer ones, and steps of the clock longer than ``bridge`` and
    one and a half samples, end a stretch. ``what`` names the signal in errors.
    Raises ``SignalError`` for samples that are not one row, nothing but missing samples, a constant, a clock that does
    not fit the rate or runs backwards, or no stretch long enough.
    """
    row = np.asarray(values, dtype=np.float64)
    if row.ndim != 1:
        raise SignalError(f"The {what} must be one channel, not an array of {row.ndim} dimensions.")
    clock = Signal(
        row, rate, start, times=None if times is None else np.asarray(times, dtype=np.float64)
    ).clock
    row = np.where(np.isfinite(row), row, np.nan)
    there = np.flatnonzero(np.isfinite(row))
    if not len(there):
        raise SignalError(f"The {what} has no sample at all.", todo="Is it the right channel?")
    if np.ptp(row[there]) == 0:
        raise SignalError(
            f"The {what} is {row[there[0]]:g} in every sample.",
            todo="Was the sensor on, and is it the right channel?",
        )
    if len(row) > 1:
        _agree(clock, rate, what)
    step = np.diff(clock[there])
    lost = np.diff(there) > 1
    # Missing samples last as long as the step over them, less the one sample that is always there.
    ends = (step > 1.5 / rate) & (step - 1 / rate > bridge)
    notes = []
    if np.any(lost & ~ends):
        count = int(np.sum(np.diff(there)[lost & ~ends] - 1))
        notes.append(f"{count} missing samples in gaps of up to {bridge:g} s were filled by straight lines")
    pieces = np.split(there, np.flatnonzero(ends) + 1)
    long_enough = [
        _filled(row, clock, piece, rate) for piece in pieces if clock[piece[-1]] - clock[piece[0]] >= shortest
    ]
    if not long_enough:
        longest = max(float(clock[piece[-1]] - clock[piece[0]]) for piece in pieces)
        raise SignalError(
            f"The longest stretch of the {what} without a gap is {longest:.1f} s.",
            todo=f"It takes {shortest:g} s or more.",
        )
    if len(pieces) > 1:
        notes.append(f"{len(pieces) - 1} gaps longer than {bridge:g} s: nothing is measured across them")
    if len(long_enough) < len(pieces):
        notes.append(f"{len(pieces) - len(long_enough)} stretches shorter than {shortest:g} s were left out")
    return tuple(long_enough), notes


def _filled(row: Floats, clock: Floats, piece: np.ndarray, rate: float) -> Stretch:
    whole = slice(piece[0], piece[-1] + 1)
    times = clock[whole]
    values = np.interp(times, clock[piece], row[piece])
    true = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 and times[-1] > times[0] else rate
    # Six digits: a clock in Unix time is rounded to 0.2 us, and no detector may hang on how its last digit was read.
    return Stretch(values, times, rate if abs(true / rate - 1) < 1e-6 else float(f"{true:.6g}"), whole)


def _agree(clock: Floats, rate: float, what: str) -> None:
    middle = float(np.median(np.diff(clock)))
    if middle <= 0 or abs(middle * rate - 1) > AGREE:
        rate_found = f"{1 / middle:.4g} Hz" if middle > 0 else "no time at all between samples"
        raise SignalError(
            f"The clock of the {what} says {rate_found}, not {rate:g} Hz.",
            todo="Give the true rate, or the times.",
        )
