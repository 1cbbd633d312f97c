"""Series of two hands made ready to be compared: gaps bridged, task and rest apart, and which hand moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import signal

from mirra.anatomy import BOTH_SIDES, Side
from mirra.arrays import Floats
from mirra.errors import CouplingError
from mirra.pairs.hands.rhythm import LEAST_CYCLES, LEAST_SAMPLES, SLOWEST

# Seconds over which missing samples are bridged.
BRIDGE = 0.5
# Beyond this, squares overflow.
LARGEST_VALUE = 1e100
# Two hands whose movements differ by less than this both move; the choice of one is then arbitrary.
ALIKE = 0.7


def bridged(left: ArrayLike, right: ArrayLike, rate: float) -> tuple[Floats, int]:
    """Both hands (n, 2, k) from the first to the last sample that all have, gaps bridged, and where that begins.

    Raises ``CouplingError`` for hands of unequal shape, no common time, numbers that are none, or longer gaps than half
    a second.
    """
    hands = [np.asarray(hand, np.float64) for hand in (left, right)]
    hands = [hand[:, None] if hand.ndim == 1 else hand for hand in hands]
    if hands[0].ndim != 2 or hands[0].shape != hands[1].shape or not hands[0].shape[1]:
        raise CouplingError(f"The hands do not fit each other: {hands[0].shape} and {hands[1].shape}.")
    if not (np.isfinite(rate) and rate > 0):
        raise CouplingError(f"The sampling rate must be a positive number of Hz, not {rate}.")
    both = np.stack(hands, axis=1)
    there = np.flatnonzero(np.isfinite(both).all(axis=(1, 2)))
    if len(there) < 2:
        raise CouplingError("There is no time at which both hands are measured.")
    if np.abs(both[there]).max() > LARGEST_VALUE:
        raise CouplingError(f"Numbers beyond {LARGEST_VALUE:g} are no measurement of a hand.")
    gaps = np.diff(there)
    widest = int(np.argmax(gaps))
    if gaps[widest] - 1 > BRIDGE * rate:
        raise CouplingError(
            f"The samples of {(gaps[widest] - 1) / rate:.1f} s are missing from {there[widest] / rate:.1f} s on.",
            todo=f"Up to {BRIDGE} s are bridged; measure the stretches on their own.",
        )
    first, last = int(there[0]), int(there[-1])
    places = np.arange(first, last + 1)
    for hand in range(2):
        for part in range(both.shape[2]):
            both[places, hand, part] = np.interp(places, there, both[there, hand, part])
    return both[places], first


def parted(
    both: Floats, rest: tuple[float, float] | None, rate: float, offset: int
) -> tuple[Floats, Floats | None, float]:
    """The task (n, 2, k), the rest (m, 2, k) if any, and the second at which the task begins.

    Raises ``CouplingError`` for a rest outside of the recording, or all of it.
    """
    if rest is None:
        return _zeroed(both), None, offset / rate
    begin, end = (int(np.clip(round(second * rate) - offset, 0, len(both))) for second in rest)
    if end <= begin:
        raise CouplingError(f"The rest from {rest[0]:g} to {rest[1]:g} s lies outside of the recording.")
    before, after = both[:begin], both[end:]
    task, start = (before, offset) if len(before) > len(after) else (after, offset + end)
    if len(task) < 2:
        raise CouplingError(f"The rest from {rest[0]:g} to {rest[1]:g} s leaves nothing of the task.")
    return _zeroed(task), _zeroed(both[begin:end]), start / rate


def _zeroed(series: Floats) -> Floats:
    """With parts that stand perfectly still at 0, for rounding must not make a movement of them."""
    return series - np.where(np.ptp(series, axis=0) == 0, series[0], 0.0)


def moved_by(part: Floats, rate: float) -> float:
    """How much one part moves: its deviation without drifts slower than any movement looked for; 0 for stillness."""
    length = len(part) / rate
    if length * SLOWEST < 1 or rate <= 2 * SLOWEST or np.ptp(part) == 0:
        return float(np.std(part)) if np.ptp(part) else 0.0
    slow = signal.butter(2, SLOWEST / 2, "highpass", fs=rate, output="sos")
    return float(
        np.std(signal.sosfiltfilt(slow, part - part.mean(), padlen=min(len(part) - 1, round(rate / SLOWEST))))
    )


def voluntary_hand(said: Side | None, moved: Floats, notes: list[str]) -> int:
    """0 for the left hand, 1 for the right, as ``said`` or as the (2, k) sizes of movement say.

    Adds to ``notes`` where both move alike; raises ``CouplingError`` where nothing moves, or not the hand said.
    """
    if not moved.any():
        raise CouplingError("Both hands stand still; there is nothing to compare.")
    if said is not None:
        if said not in BOTH_SIDES:
            raise CouplingError(f"The voluntary hand is left or right, not {said!r}.")
        if not moved[int(said == "right")].any():
            raise CouplingError(f"The {said} hand, said to move on purpose, stands still.")
        return int(said == "right")
    most = moved.max(axis=1)
    hand = int(np.argmax(most))
    if most[1 - hand] > ALIKE * most[hand]:
        notes.append(
            f"Both hands move alike ({most[1 - hand] / most[hand]:.2f}); which one is voluntary had better be given."
        )
    return hand


def check_length(hertz: float, task: Floats, still: Floats | None, rate: float) -> None:
    """Raises ``CouplingError`` where task or rest are too short, or too slowly sampled, for a movement of ``hertz``."""
    if not (np.isfinite(hertz) and hertz > 0):
        raise CouplingError(f"The movement's frequency must be a positive number of Hz, not {hertz}.")
    if hertz > rate / LEAST_SAMPLES:
        raise CouplingError(
            f"A movement of {hertz:.2f} Hz needs at least {LEAST_SAMPLES * hertz:.1f} samples a second, not {rate:.1f}."
        )
    if len(task) < LEAST_CYCLES * rate / hertz:
        raise CouplingError(
            f"The task of {len(task) / rate:.1f} s holds fewer than {LEAST_CYCLES} cycles of {hertz:.2f} Hz."
        )
    if still is not None and len(still) < 2 * rate / hertz:
        raise CouplingError(
            f"The rest of {len(still) / rate:.1f} s is shorter than two cycles of the movement.",
            todo="Give a longer rest, or none.",
        )
