"""Two hands: what the resting one does while the other is moved on purpose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import signal

from mirra.coupling.null import SurrogateTest
from mirra.coupling.surrogate import test_statistic
from mirra.errors import CouplingError, SurrogateError
from mirra.pairs import mirroring
from mirra.pairs.grades import grade
from mirra.pairs.mirror_movements import Floats, MirrorMovements, Side
from mirra.pairs.mirroring import Cycles

# Seconds over which missing samples are bridged; a part moves that moves this share of the one that moves most.
BRIDGE, MOVES = 0.5, 0.2
# Two hands whose movements differ by less than this both move; the choice of one is then arbitrary.
ALIKE = 0.7


def mirror_movements(
    left: ArrayLike,
    right: ArrayLike,
    rate: float,
    *,
    voluntary: Side | None = None,
    frequency: float | None = None,
    rest: tuple[float, float] | None = None,
    channels: Sequence[str] = (),
    surrogates: int = 999,
    seed: int = 0,
) -> MirrorMovements:
    """Measure what the hand that should rest does while the other moves on purpose.

    ``left`` and ``right`` (n,) or (n, k), the same k parts of both hands (fingers, an accelerometer's axis, an envelope
    of muscle activity, a force) at ``rate`` Hz, in one unit, named by ``channels``. The ``voluntary`` side and the
    ``frequency`` Hz are found where not given: the hand that moves more, and the peak of its spectrum. ``rest`` (start, end) s of the
    recording in which both hands rest, at its beginning or end: the noise is taken from there; else from beside the
    movement's band. ``surrogates`` circular shifts of the mirror hand make the null. Gaps of up to half a second are
    bridged.
    Raises ``CouplingError`` for series that do not fit each other, stand still, lack more than that, or are too short.
    Measures after the project's own proposal; sources of the facts beside them: doi 10.5334/tohm.113 (definition),
    Espay et al. 2005 (proportion), Woods & Teuber 1978.
    """
    both, offset = _prepared(left, right, rate)
    names = tuple(channels) or tuple(str(k + 1) for k in range(both.shape[2]))
    if len(names) != both.shape[2]:
        raise CouplingError(f"{both.shape[2]} channels in each hand, but {len(names)} names.")
    task, still, start = _parted(both, rest, rate, offset)
    moved = np.array([[_size(part, rate) for part in hand.T] for hand in np.moveaxis(task, 1, 0)])
    if not moved.any():
        raise CouplingError("Both hands stand still; there is nothing to compare.")
    notes: list[str] = []
    hand = _voluntary(voluntary, moved, notes)
    part = int(np.argmax(moved[hand]))
    if moved[hand, part] == 0:
        raise CouplingError(f"The {voluntary} hand, said to move on purpose, stands still.")
    hertz = mirroring.movement_frequency(task[:, hand, part], rate) if frequency is None else float(frequency)
    _fits(hertz, task, rate)
    active, passive = task[:, hand], task[:, 1 - hand]
    first, second = (mirroring.in_band(one[:, part], hertz, rate) for one in (active, passive))
    quiet = None if still is None else (still[:, hand], still[:, 1 - hand])
    if quiet is not None and len(quiet[0]) < 2 * rate / hertz:
        raise CouplingError(
            f"The rest of {len(quiet[0]) / rate:.1f} s is shorter than two cycles of the movement.",
            todo="Give a longer rest, or none.",
        )
    calm = None if quiet is None else (quiet[0][:, part], quiet[1][:, part])
    ratio, noise = _ratio(first, second, (active[:, part], passive[:, part]), calm, hertz, rate)
    coupling, lag = mirroring.strongest(*mirroring.correlations(first, second, rate), hertz)
    spans = mirroring.spans_of(first, hertz, rate)
    every = [
        mirroring.cycles_of(
            active[:, part], passive[:, k], spans, lag, rate, None if quiet is None else quiet[1][:, k]
        )
        for k in range(len(names))
    ]
    cycles, parts = every[part], _parts(moved[hand], every)
    coherence = mirroring.coherence_at(first, second, hertz, rate)
    if np.isnan(coherence):
        notes.append("The recording is too short for a coherence.")
    if len(spans) < 10:
        notes.append(f"Only {len(spans)} whole cycles; proportion and p values are coarse.")
    if quiet is None:
        notes.append("No rest was given; the noise is taken from beside the movement's band.")
    if cycles.floor > ratio > 0:
        notes.append("Single cycles are too small to be told from noise; the proportion is too low.")
    tests = _tests(first, second, hertz, rate, surrogates, seed, notes)
    return MirrorMovements(
        voluntary=("left", "right")[hand],
        voluntary_by="given" if voluntary else "the hand that moves more",
        frequency=hertz,
        frequency_by="peak of the voluntary hand's spectrum" if frequency is None else "given",
        band=(hertz / float(mirroring.WIDTH), min(hertz * float(mirroring.WIDTH), 0.48 * rate)),
        rate=rate,
        channel=names[part],
        spread=float("nan") if parts is None else parts[1] / parts[0],
        amplitude_ratio=ratio,
        noise_ratio=noise,
        noise_by="beside the band" if quiet is None else "rest",
        cycles=cycles,
        coupling=coupling,
        coupling_p=tests[0].p if tests else float("nan"),
        lag=lag,
        coherence=coherence,
        coherence_p=tests[1].p if tests else float("nan"),
        coherence_threshold=float(np.quantile(tests[1].null, 0.95)) if tests else float("nan"),
        null=f"{tests[0].null_name} {tests[0].n} circular shifts, seed {seed}" if tests else "none",
        grades=grade(cycles.ratio if cycles.mirrored.any() else ratio, cycles.proportion, parts),
        notes=tuple(notes),
        times=start + np.arange(len(first)) / rate,
        voluntary_trace=first,
        mirror_trace=second,
    )


def _prepared(left: ArrayLike, right: ArrayLike, rate: float) -> tuple[Floats, int]:
    """Both hands (n, 2, k) from the first to the last sample that all have, gaps bridged, and where that begins."""
    hands = [np.asarray(one, np.float64) for one in (left, right)]
    hands = [one[:, None] if one.ndim == 1 else one for one in hands]
    if hands[0].ndim != 2 or hands[0].shape != hands[1].shape or not hands[0].shape[1]:
        raise CouplingError(f"The hands do not fit each other: {hands[0].shape} and {hands[1].shape}.")
    if not (np.isfinite(rate) and rate > 0):
        raise CouplingError(f"The sampling rate must be a positive number of Hz, not {rate}.")
    both = np.stack(hands, axis=1)
    there = np.flatnonzero(np.isfinite(both).all(axis=(1, 2)))
    if len(there) < 2:
        raise CouplingError("There is no time at which both hands are measured.")
    gaps = np.diff(there)
    widest = int(np.argmax(gaps))
    if gaps[widest] - 1 > BRIDGE * rate:
        raise CouplingError(
            f"{(gaps[widest] - 1) / rate:.1f} s are missing from {there[widest] / rate:.1f} s on.",
            todo=f"Up to {BRIDGE} s are bridged; measure the stretches on their own.",
        )
    first, last = int(there[0]), int(there[-1])
    places = np.arange(first, last + 1)
    for hand in range(2):
        for part in range(both.shape[2]):
            both[places, hand, part] = np.interp(places, there, both[there, hand, part])
    return both[places], first


def _parted(
    both: Floats, rest: tuple[float, float] | None, rate: float, offset: int
) -> tuple[Floats, Floats | None, float]:
    """The task, the rest if any, and the second at which the task begins."""
    if rest is None:
        return both, None, offset / rate
    begin, end = (int(np.clip(round(second * rate) - offset, 0, len(both))) for second in rest)
    if end <= begin:
        raise CouplingError(f"The rest from {rest[0]} to {rest[1]} s lies outside of the recording.")
    before, after = both[:begin], both[end:]
    task, start = (before, offset) if len(before) > len(after) else (after, offset + end)
    return task, both[begin:end], start / rate


def _size(part: Floats, rate: float) -> float:
    """How much one part moves: its deviation without drifts slower than any movement looked for; 0 for stillness."""
    length = len(part) / rate
    if length * mirroring.SLOWEST < 1 or np.ptp(part) == 0:
        return float(np.std(part)) if np.ptp(part) else 0.0
    slow = signal.butter(2, mirroring.SLOWEST / 2, "highpass", fs=rate, output="sos")
    return float(np.std(signal.sosfiltfilt(slow, part - part.mean())))


def _voluntary(said: Side | None, moved: Floats, notes: list[str]) -> int:
    """0 for the left hand, 1 for the right."""
    if said is not None:
        if said not in ("left", "right"):
            raise CouplingError(f"The voluntary hand is left or right, not {said!r}.")
        return int(said == "right")
    most = moved.max(axis=1)
    hand = int(np.argmax(most))
    if most[1 - hand] > ALIKE * most[hand]:
        notes.append(
            f"Both hands move alike ({most[1 - hand] / most[hand]:.2f}); which one is voluntary had better be given."
        )
    return hand


def _fits(hertz: float, task: Floats, rate: float) -> None:
    if not (np.isfinite(hertz) and hertz > 0):
        raise CouplingError(f"The movement's frequency must be a positive number of Hz, not {hertz}.")
    if hertz > rate / mirroring.LEAST_SAMPLES:
        raise CouplingError(
            f"A movement of {hertz:.2f} Hz needs at least {mirroring.LEAST_SAMPLES * hertz:.1f} samples a second."
        )
    if len(task) < mirroring.LEAST_CYCLES * rate / hertz:
        raise CouplingError(
            f"{len(task) / rate:.1f} s hold no {mirroring.LEAST_CYCLES} cycles of a movement of {hertz:.2f} Hz."
        )


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
        noises = [mirroring.flank_power(one, hertz, rate) for one in task]
    else:
        noises = [mirroring.rest_power(one, hertz, rate) for one in quiet]
    active, passive = (
        max(0.0, float(np.mean(one**2)) - noise) for one, noise in zip((first, second), noises, strict=True)
    )
    if active == 0:
        raise CouplingError(f"The voluntary hand does not move at {hertz:.2f} Hz more than at rest.")
    return float(np.sqrt(passive / active)), float(np.sqrt(noises[1] / active))


def _parts(moved: Floats, mirror: list[Cycles]) -> tuple[int, int] | None:
    """How many parts move in the voluntary hand, and in the other in a third of the cycles; None for one part."""
    if len(mirror) < 2:
        return None
    return int((moved >= MOVES * moved.max()).sum()), sum(one.proportion >= 1 / 3 for one in mirror)


def _tests(
    first: Floats, second: Floats, hertz: float, rate: float, count: int, seed: int, notes: list[str]
) -> list[SurrogateTest]:
    """The tests of coupling and coherence; none where the recording is too short to be shifted, or none is wanted."""

    def coupling(x: Floats, y: Floats) -> float:
        return abs(mirroring.strongest(*mirroring.correlations(x, y, rate), hertz)[0])

    def coherence(x: Floats, y: Floats) -> float:
        return mirroring.coherence_at(x, y, hertz, rate)

    margin = 2 / hertz + mirroring.REACH
    if count < 1:
        return []
    try:
        tests = [
            test_statistic(
                first, second, one, rate, n=count, seed=seed, margin=margin, alternative="greater", absolute=True,
                insist=True,
            )
            for one in (coupling, coherence)
        ]  # fmt: skip
    except SurrogateError as error:
        notes.append(f"No null could be made: {error}")
        return []
    notes.extend(tests[0].cautions)
    notes.append(
        "A circular shift keeps the rhythm: hands that keep a metronome's time couple by that alone, and p tells only "
        "what goes beyond it."
    )
    return tests
