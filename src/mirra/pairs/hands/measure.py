"""Two hands: what the resting one does while the other is moved on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.anatomy import BOTH_SIDES, Side
from mirra.arrays import Floats
from mirra.coupling.settings import NullSettings
from mirra.coupling.surrogates.null import SurrogateTest
from mirra.coupling.surrogates.testing import statistic_test
from mirra.errors import CouplingError, SurrogateError
from mirra.pairs.hands import rhythm
from mirra.pairs.hands.grades import grade
from mirra.pairs.hands.outcome import MirrorMovements
from mirra.pairs.hands.prepared import bridged, check_length, moved_by, parted, voluntary_hand
from mirra.pairs.hands.rhythm import Cycles

# A part moves that moves this share of the one that moves most.
MOVES = 0.2


@dataclass(frozen=True)
class HandTask:
    """What the person was asked to do.

    The ``voluntary`` side moves at ``frequency`` Hz, both found where not given: the hand that moves more, and the peak
    of its spectrum. ``rest`` (start, end) s of the recording is when both hands rest, at its beginning or end.
    """

    voluntary: Side | None = None
    frequency: float | None = None
    rest: tuple[float, float] | None = None


def mirror_movements(
    left: ArrayLike,
    right: ArrayLike,
    rate: float,
    task: HandTask = HandTask(),
    *,
    channels: Sequence[str] = (),
    surrogates: int = 999,
    seed: int = 0,
) -> MirrorMovements:
    """Measure what the hand that should rest does while the other moves on purpose.

    ``left`` and ``right`` (n,) or (n, k), the same k parts of both hands (fingers, an accelerometer's axis, an envelope
    of muscle activity, a force) at ``rate`` Hz, in one unit, named by ``channels``. The noise is taken from the
    ``task``'s rest where there is one, else from beside the movement's band. ``surrogates`` circular shifts of the
    mirror hand make the null. Gaps of up to half a second are bridged.
    Raises ``CouplingError`` for series that do not fit each other, stand still, lack more than that, or are too short.
    The measures are an own proposal, not validated; definition of mirror movements: doi 10.5334/tohm.113.
    """
    both, offset = bridged(left, right, rate)
    names = _named(channels, both.shape[2])
    moves, still, start = parted(both, task.rest, rate, offset)
    moved = np.array([[moved_by(part, rate) for part in hand.T] for hand in np.moveaxis(moves, 1, 0)])
    notes: list[str] = []
    hand = voluntary_hand(task.voluntary, moved, notes)
    part = int(np.argmax(moved[hand]))
    hertz = (
        rhythm.movement_frequency(moves[:, hand, part], rate)
        if task.frequency is None
        else float(task.frequency)
    )
    check_length(hertz, moves, still, rate)
    active, passive = moves[:, hand, part], moves[:, 1 - hand]
    quiet = None if still is None else still[:, [hand, 1 - hand]]
    first, second = (rhythm.in_band(hand, hertz, rate) for hand in (active, passive[:, part]))
    calm = None if quiet is None else (quiet[:, 0, part], quiet[:, 1, part])
    ratio, noise = _ratio(first, second, (active, passive[:, part]), calm, hertz, rate)
    coupling, lag = rhythm.strongest(*rhythm.correlations(first, second, rate), hertz)
    spans = rhythm.spans_of(first, hertz, rate)
    every = _cycles(active, passive, spans, lag, rate, None if quiet is None else quiet[:, 1])
    cycles, parts = every[part], _parts(moved[hand], every)
    coherence = rhythm.coherence_at(first, second, hertz, rate)
    notes += _remarks(cycles, ratio, noise, coherence, rested=still is not None)
    if not second.any():
        coupling = lag = float("nan")
        notes.append("The other hand stands perfectly still; is it measured at all?")
    tests = _tests(first, second, hertz, rate, surrogates, seed, notes)
    return MirrorMovements(
        voluntary=BOTH_SIDES[hand],
        voluntary_by="given" if task.voluntary else "the hand that moves more",
        frequency=hertz,
        frequency_by="peak of the voluntary hand's spectrum" if task.frequency is None else "given",
        band=rhythm.band(hertz, rate),
        rate=rate,
        channel=names[part],
        spread=float("nan") if parts is None else parts[1] / parts[0],
        amplitude_ratio=ratio,
        noise_ratio=noise,
        noise_by="beside the band" if still is None else "rest",
        cycles=cycles,
        coupling=coupling,
        lag=lag,
        coherence=coherence,
        grades=grade(cycles.ratio if cycles.mirrored.any() else ratio, cycles.proportion, parts),
        notes=tuple(notes),
        times=start + np.arange(len(first)) / rate,
        voluntary_trace=first,
        mirror_trace=second,
        **_against_null(tests, seed),
    )


def _cycles(
    active: Floats, passive: Floats, spans: Floats, lag: float, rate: float, quiet: Floats | None
) -> list[Cycles]:
    """The voluntary part's cycles against each part (n, k) of the other hand, which rests in ``quiet`` (m, k)."""
    rests = [None] * passive.shape[1] if quiet is None else quiet.T
    return [
        rhythm.cycles_of(active, part, spans, lag, rate, rest)
        for part, rest in zip(passive.T, rests, strict=True)
    ]


def _named(channels: Sequence[str], count: int) -> tuple[str, ...]:
    names = tuple(channels) or tuple(str(k + 1) for k in range(count))
    if len(names) != count:
        raise CouplingError(f"The {count} channels of each hand need as many names, not {len(names)}.")
    return names


def _against_null(tests: list[SurrogateTest], seed: int) -> dict[str, Any]:
    """What the tests of coupling and coherence say, by the names the result has for it."""
    if not tests:
        nothing = float("nan")
        return {"coupling_p": nothing, "coherence_p": nothing, "coherence_threshold": nothing, "null": "none"}
    coupling, coherence = tests
    return {
        "coupling_p": coupling.p,
        "coherence_p": coherence.p,
        "coherence_threshold": float(np.quantile(coherence.null, 0.95)),
        "null": f"{coupling.null_name} Tested against {coupling.n} circular shifts, seed {seed}.",
    }


def _remarks(cycles: Cycles, ratio: float, noise: float, coherence: float, *, rested: bool) -> list[str]:
    """What a reader of the numbers must know about them."""
    count = len(cycles.amplitudes)
    remarks = {
        "What the other hand does at this frequency is not more than noise.": ratio <= noise,
        "The hand taken for resting moves more at this frequency than the voluntary one.": ratio > 1,
        "The recording is too short for a coherence.": np.isnan(coherence),
        f"Only {count} whole cycles; proportion and p values are coarse.": count < 10,
        "No rest was given; the noise is taken from beside the movement's band.": not rested,
        "Single cycles are too small to be told from noise; the proportion is too low.": cycles.floor
        > ratio
        > 0,
    }
    return [words for words, holds in remarks.items() if holds]


def _ratio(
    first: Floats,
    second: Floats,
    task: tuple[Floats, Floats],
    quiet: tuple[Floats, Floats] | None,
    hertz: float,
    rate: float,
) -> tuple[float, float]:
    """Mirror over voluntary, noise taken off both, and the ratio that noise alone would make."""
    if quiet is None:
        noises = [rhythm.flank_power(hand, hertz, rate) for hand in task]
    else:
        noises = [rhythm.rest_power(hand, hertz, rate) for hand in quiet]
    active, passive = (
        max(0.0, float(np.mean(hand**2)) - noise) for hand, noise in zip((first, second), noises, strict=True)
    )
    if active == 0:
        raise CouplingError(f"The voluntary hand does not move at {hertz:.2f} Hz more than its noise does.")
    return float(np.sqrt(passive / active)), float(np.sqrt(noises[1] / active))


def _parts(moved: Floats, mirror: list[Cycles]) -> tuple[int, int] | None:
    """How many parts move in the voluntary hand, and in the other in a third of the cycles; None for one part."""
    if len(mirror) < 2:
        return None
    return int((moved >= MOVES * moved.max()).sum()), sum(part.proportion >= 1 / 3 for part in mirror)


def _tests(
    first: Floats, second: Floats, hertz: float, rate: float, count: int, seed: int, notes: list[str]
) -> list[SurrogateTest]:
    """The tests of coupling and coherence; none where the recording is too short to be shifted, or none is wanted."""

    def coupling(x: Floats, y: Floats) -> float:
        """The size of the strongest correlation over all lags: 0 to 1."""
        return abs(rhythm.strongest(*rhythm.correlations(x, y, rate), hertz)[0])

    def coherence(x: Floats, y: Floats) -> float:
        """Coherence of two series at the frequency of the movement: 0 to 1."""
        return rhythm.coherence_at(x, y, hertz, rate)

    if count < 1 or not second.any():
        return []
    # The filter's beginning and end look alike in all recordings, and would be found coupled.
    edge = round(2 * rate / hertz)
    first, second = first[edge : len(first) - edge], second[edge : len(second) - edge]
    if len(first) < 4 * rate / hertz:
        notes.append("The recording is too short for a null: at least eight cycles are needed.")
        return []
    whole = rhythm.whole_cycles(second)
    first, second = first[whole], second[whole]
    null = NullSettings(n=count, seed=seed, insist=True)
    try:
        tests = [
            statistic_test(
                first, second, statistic, rate, null, margin=1 / rate, alternative="greater", absolute=True
            )
            for statistic in (coupling, coherence)
        ]
    except SurrogateError as error:
        notes.append(f"No null could be made: {error}")
        return []
    notes.append(
        "A circular shift keeps the rhythm: hands that keep a metronome's time couple by that alone, and p tells only "
        "what goes beyond it."
    )
    return tests
