"""Ways to make a series that is alike and cannot be coupled; each says in one sentence what its null is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from mirra.arrays import Floats, Ints
from mirra.errors import SurrogateError

SHORTEST_SEGMENT = (
    30.0  # seconds; shorter ones cut the slow waves of movement and heart that make chance coupling
)
ROUNDS = 30  # of amplitude adjustment; 100 bring the spectrum nearer by a twentieth of what is left


@dataclass(frozen=True)
class Scheme:
    """One way of making surrogates: its null, what must hold for it, and where it serves."""

    name: str
    null: str
    holds_when: str
    applies_to: str
    source: str
    default: bool  # offered without being insisted on, for signed and absolute statistics alike


SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        scheme.name: scheme
        for scheme in (
            Scheme(
                "circular-shift",
                "the null: both series are what they are, but their common time line means nothing; "
                "the second could have begun at any other moment of the recording.",
                "each series behaves alike from beginning to end (no trend shared by both), and there are at least as "
                "many shifts, farther than window plus lag from no shift, as surrogates.",
                "one dyad; signed and absolute statistics.",
                "Quian Quiroga et al. 2002, Phys Rev E 65:041903; Andrzejak et al. 2006, Phys Rev E 73:017201",
                True,
            ),
            Scheme(
                "every-shift",
                "the null: both series are what they are, but their common time line means nothing; "
                "the second could have begun at any other moment of the recording.",
                "each series behaves alike from beginning to end (no trend shared by both), no sample is missing, and "
                "there are shifts farther than window plus lag from no shift. All of them are taken, so nothing is "
                "drawn: the p value is exact. Windows stand still on the series that leads.",
                "one dyad; signed and absolute statistics of windowed correlation.",
                "as circular-shift, of which it takes every one; Fourier cross-correlation is our own way of doing it",
                True,
            ),
            Scheme(
                "segments",
                "the null: within segments of half a minute or more both series are what they are, but which "
                "segment of the second meets which of the first means nothing.",
                "segments outlast the memory of the series, no trend is shared by both, and the segments can be "
                "ordered in more ways than there are surrogates; only windows inside a segment are counted, for a "
                "window across a seam differs from every real one (with seams the mean p of uncoupled series was 0.43 "
                "to 0.59 for absolute statistics, without 0.50).",
                "one dyad; signed and absolute statistics.",
                "Ramseyer & Tschacher 2010; Tschacher & Meier 2020, Psychotherapy Research 30:558 (segments exchanged)",
                True,
            ),
            Scheme(
                "phase",
                "the null: the second series is a stationary Gaussian process with its own spectrum, "
                "independent of the first.",
                "the second series is stationary and Gaussian; signed statistics only.",
                "one dyad; evenly sampled stationary signals such as detrended heart rate or EEG bands.",
                "Theiler et al. 1992, Physica D 58:77",
                False,
            ),
            Scheme(
                "iaaft",
                "the null: the second series is a stationary Gaussian process seen through a fixed monotone "
                "scale, with its own spectrum and values, independent of the first.",
                "the second series is stationary; signed statistics only: on real uncoupled movement, where bursts "
                "cluster, absolute statistics gave 25 % false alarms at 5 %.",
                "one dyad; evenly sampled stationary signals.",
                "Schreiber & Schmitz 1996, Phys Rev Lett 77:635",
                False,
            ),
            Scheme(
                "between-dyad",
                "the null: who sat with whom means nothing; everybody could have sat with the partner of "
                "somebody else, each in their own role.",
                "all dyads did the same thing for the same time under the same conditions; pseudo-dyads share "
                "persons, so intervals come from resampling dyads.",
                "a sample of dyads; signed and absolute statistics.",
                "Bernieri & Rosenthal 1991; Ramseyer & Tschacher 2010 (pseudo-interactions)",
                True,
            ),
        )
    }
)
OF_ONE_DYAD = ("circular-shift", "every-shift", "segments", "phase", "iaaft")


def scheme(name: str) -> Scheme:
    """The scheme of that name; raises ``SurrogateError`` naming those there are."""
    if name not in SCHEMES:
        raise SurrogateError(
            f"There is no surrogate scheme {name!r}.",
            where="scheme",
            todo=f"There are: {', '.join(SCHEMES)}.",
        )
    return SCHEMES[name]


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


def phase_randomised(y: Floats, n: int, rng: np.random.Generator) -> Floats:
    """``n`` series (n, N) with the spectrum of ``y`` (N,) and random phases (Theiler et al. 1992)."""
    spectrum = fft.rfft(y)
    turns = np.exp(2j * np.pi * rng.random((n, len(spectrum))))
    turns[:, 0] = 1
    if len(y) % 2 == 0:  # the highest frequency of an even number of samples has no phase, only a sign
        turns[:, -1] = np.sign(turns[:, -1].real)
    return np.asarray(fft.irfft(spectrum * turns, len(y)), dtype=np.float64)


def iaaft(y: Floats, n: int, rng: np.random.Generator) -> Floats:
    """``n`` series (n, N) with exactly the values of ``y`` (N,) and nearly its spectrum (Schreiber & Schmitz 1996).

    Adjusts spectrum and values in turn until the order of the values no longer changes, or 30 times.
    """
    values, amplitudes = np.sort(y), np.abs(fft.rfft(y))
    made = np.empty((n, len(y)))
    for row in made:
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
    return made
