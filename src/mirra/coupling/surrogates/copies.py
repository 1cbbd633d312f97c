"""Ways to make a series that is alike and cannot be coupled, one for each scheme of ``mirra.coupling.schemes``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from mirra.arrays import Floats, Ints
from mirra.coupling.surrogates.progress import Progress, portion
from mirra.errors import SurrogateError

ROUNDS = 30  # of amplitude adjustment; 100 bring the spectrum nearer by a twentieth of what is left


def admissible_shifts(length: int, margin: int) -> Ints:
    """All circular shifts in samples that are at least ``margin`` samples from no shift, both ways; may be empty."""
    return np.arange(margin, length - margin + 1, dtype=np.int64)


def every_shift(length: int, margin: int, scheme: str = "every-shift") -> Ints:
    """All circular shifts that ``admissible_shifts`` gives; raises ``SurrogateError`` where there is none."""
    shifts = admissible_shifts(length, margin)
    if not shifts.size:
        raise SurrogateError(
            f"The series of {length} samples has no shift of at least window plus lag ({margin} samples) both ways.",
            where=scheme,
            todo="Take a longer recording or a shorter window.",
        )
    return shifts


def circular_shifts(length: int, margin: int, n: int, rng: np.random.Generator) -> Ints:
    """``n`` different shifts in samples, ascending, each at least ``margin`` from no shift; all there are where fewer.

    Surrogate with shift S has ``y[(t + S) % length]`` at sample t. Raises as ``every_shift`` does.
    """
    shifts = every_shift(length, margin, "circular-shift")
    return shifts if n >= shifts.size else np.sort(rng.choice(shifts, n, replace=False))


def segment_starts(length: int, shortest: int) -> Ints:
    """Start samples of as many equal segments of at least ``shortest`` samples as fit, and their common end (m + 1,).

    The fewer than m samples after the last segment stay where they are. Raises ``SurrogateError`` where not even
    two fit.
    """
    count = length // max(shortest, 1)
    if count < 2:
        raise SurrogateError(
            f"The series of {length} samples does not hold two segments of {shortest} samples.",
            where="segments",
            todo="Take a longer recording.",
        )
    return np.arange(count + 1, dtype=np.int64) * (length // count)


def segment_orders(count: int, n: int, rng: np.random.Generator) -> Ints:
    """``n`` random orders of ``count`` segments (n, count): row i says which segment stands in each place."""
    return rng.permuted(np.tile(np.arange(count, dtype=np.int64), (n, 1)), axis=1)


def shuffled(y: Floats, starts: Ints, orders: Ints) -> Floats:
    """Copies of ``y`` (N,) with its segments in these orders (n, m): (n, N); what follows the last segment stays."""
    size = int(starts[1] - starts[0])
    pieces = y[: starts[-1]].reshape(-1, size)
    moved = pieces[orders].reshape(len(orders), -1)
    return np.concatenate(
        [moved, np.broadcast_to(y[starts[-1] :], (len(orders), len(y) - int(starts[-1])))], axis=1
    )


def phase_randomised(y: Floats, n: int, rng: np.random.Generator, progress: Progress | None = None) -> Floats:
    """``n`` series (n, N) with the spectrum of ``y`` (N,) and random phases (Theiler et al. 1992).

    All are made at once, and ``progress`` is then called with 1.
    """
    spectrum = fft.rfft(y)
    turns = np.exp(2j * np.pi * rng.random((n, len(spectrum))))
    turns[:, 0] = 1
    if len(y) % 2 == 0:  # the highest frequency of an even number of samples has no phase, only a sign
        turns[:, -1] = np.sign(turns[:, -1].real)
    made = np.asarray(fft.irfft(spectrum * turns, len(y)), dtype=np.float64)
    portion(progress, 0.0, 1.0)(1.0)
    return made


def iaaft(y: Floats, n: int, rng: np.random.Generator, progress: Progress | None = None) -> Floats:
    """``n`` series (n, N) with exactly the values of ``y`` (N,) and nearly its spectrum (Schreiber & Schmitz 1996).

    Adjusts spectrum and values in turn until the order of the values no longer changes, or 30 times. ``progress`` is
    called with the share of series made.
    """
    values, amplitudes = np.sort(y), np.abs(fft.rfft(y))
    made = np.empty((n, len(y)))
    done = portion(progress, 0.0, 1.0)
    for k, row in enumerate(made, start=1):
        row[:] = rng.permutation(y)
        before: NDArray[np.intp] | None = None
        for _ in range(ROUNDS):
            spectrum = fft.rfft(row)
            size = np.abs(spectrum)
            spectrum *= np.divide(amplitudes, size, out=np.zeros_like(size), where=size > 0)
            order = np.argsort(fft.irfft(spectrum, len(y)))
            row[order] = values
            if before is not None and np.array_equal(order, before):
                break
            before = order
        done(k / n)
    return made
