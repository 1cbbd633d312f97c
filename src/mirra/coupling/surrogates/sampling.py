"""Surrogates drawn for one series, or a refusal with the reason why this null does not hold for it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mirra.arrays import Floats, Ints
from mirra.coupling.schemes import OF_ONE_DYAD, SHORTEST_SEGMENT
from mirra.coupling.settings import NullSettings
from mirra.coupling.surrogates import copies
from mirra.coupling.surrogates.progress import Progress, portion
from mirra.coupling.surrogates.stationary import stationarity
from mirra.errors import SurrogateError

CHECKED = 199  # stationary copies a series is held against before phase or iaaft surrogates of it are used


@dataclass(frozen=True, eq=False)
class Drawn:
    """What makes ``n`` surrogates: shifts (n,); segments' starts (m + 1,) and orders (n, m); or copies (n, N)."""

    scheme: str
    n: int
    shifts: Ints | None = None
    starts: Ints | None = None
    orders: Ints | None = None
    made: Floats | None = None
    cautions: tuple[str, ...] = ()

    def copies(self, y: Floats) -> Iterator[Floats]:
        """The surrogates of ``y`` (N,) one after the other."""
        if self.shifts is not None:
            yield from (np.roll(y, -shift) for shift in self.shifts)
        elif self.starts is not None and self.orders is not None:
            yield from (copies.shuffled(y, self.starts, order[None])[0] for order in self.orders)
        elif self.made is not None:
            yield from self.made


def draw(
    y: Floats,
    null: NullSettings,
    *,
    margin: int,
    segment: int,
    rate: float,
    absolute: bool = False,
    progress: Progress | None = None,
) -> Drawn:
    """Draw the surrogates of ``y`` (N,) at ``rate`` Hz that ``null`` asks for; ``margin``, ``segment`` in samples.

    ``progress`` is called with the share made of phase and iaaft surrogates, which take a while.
    Raises ``SurrogateError`` with the reason where the scheme's null does not hold for these data or this statistic;
    with ``insist`` the reasons become cautions that the result carries, except where nothing could be drawn at all.
    """
    scheme, n = null.scheme, null.n
    rng, doubt = np.random.default_rng(null.seed), _Doubts(scheme, null.insist)
    if scheme == "circular-shift":
        return _shifts(y, n, margin, rng, doubt)
    if scheme == "every-shift":
        shifts = copies.every_shift(len(y), margin)
        return Drawn(scheme, len(shifts), shifts=shifts)
    if scheme == "segments":
        return _segments(y, n, segment, rate, rng, doubt)
    if scheme in OF_ONE_DYAD:
        if absolute:
            doubt(
                "Absolute statistics find coupling in uncoupled series whose bursts cluster.",
                "Take circular-shift.",
            )
        return _stationary(y, scheme, n, rng, doubt, progress)
    raise SurrogateError(
        "Pseudo-dyads come from a sample of dyads, not from one.",
        where=scheme,
        todo=f"Pair people across dyads, or take one of: {', '.join(OF_ONE_DYAD)}.",
    )


class _Doubts:
    """Reasons against a scheme: each ends the drawing, or is kept as a caution when insisted on."""

    def __init__(self, scheme: str, insist: bool) -> None:
        self.scheme, self.insist = scheme, insist
        self.cautions: tuple[str, ...] = ()

    def __call__(self, reason: str, todo: str) -> None:
        if not self.insist:
            raise SurrogateError(reason, where=self.scheme, todo=f"{todo} Or insist, and say so.")
        self.cautions += (reason,)


def _shifts(y: Floats, n: int, margin: int, rng: np.random.Generator, doubt: _Doubts) -> Drawn:
    room = len(copies.admissible_shifts(len(y), margin))
    if 0 < room < n:
        doubt(
            f"Only {room} shifts stay window plus lag ({margin} samples) from no shift, fewer than {n} surrogates.",
            "Ask for fewer surrogates, a shorter window, or take segments.",
        )
    shifts = copies.circular_shifts(len(y), margin, n, rng)
    return Drawn("circular-shift", len(shifts), shifts=shifts, cautions=doubt.cautions)


def _segments(
    y: Floats, n: int, segment: int, rate: float, rng: np.random.Generator, doubt: _Doubts
) -> Drawn:
    if segment < math.floor(SHORTEST_SEGMENT * rate):
        doubt(
            f"Segments of {segment / rate:g} s cut slow waves apart and make chance coupling look rare.",
            f"Take {SHORTEST_SEGMENT:g} s or more.",
        )
    starts = copies.segment_starts(len(y), segment)
    count = len(starts) - 1
    if count < 20 and math.factorial(count) <= n:  # 20! is far beyond any n
        doubt(
            f"The {count} segments of {segment / rate:g} s have {math.factorial(count)} orders, too few for {n}.",
            "Take a longer recording, shorter segments or fewer surrogates.",
        )
    orders = copies.segment_orders(count, n, rng)
    return Drawn("segments", n, starts=starts, orders=orders, cautions=doubt.cautions)


def _stationary(
    y: Floats, scheme: str, n: int, rng: np.random.Generator, doubt: _Doubts, progress: Progress | None
) -> Drawn:
    if not np.isfinite(y).all():
        raise SurrogateError("The series has missing values, and its spectrum needs every one.", where=scheme,
                             todo="Fill short gaps first, or take circular-shift or segments.")  # fmt: skip
    make = copies.phase_randomised if scheme == "phase" else copies.iaaft
    most = max(n, CHECKED)
    few = min(n, CHECKED)
    made = make(y, few, rng, portion(progress, 0.0, few / most))
    checked = made
    if n < CHECKED:
        checked = np.concatenate([made, make(y, CHECKED - n, rng, portion(progress, few / most, 1.0))])
    even = stationarity(y, checked)
    if not even:
        doubt(f"The second series is not stationary: {even.said}.", "Take circular-shift or segments.")
    if n > CHECKED:
        made = np.concatenate([made, make(y, n - CHECKED, rng, portion(progress, few / most, 1.0))])
    return Drawn(scheme, n, made=made, cautions=doubt.cautions)
