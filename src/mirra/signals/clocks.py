"""Two clocks brought onto one: from points known on both, from shared events, or from wall time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.signals.signal import Signal

WIDEST_DRIFT = 0.05  # no two clocks differ by a twentieth; points that say so do not belong together


@dataclass(frozen=True)
class ClockFit:
    """How a second clock runs against a first: ``first = second + offset + drift * (second - at)``.

    ``offset`` s at the moment ``at`` (s on the second clock); ``drift`` s per s, 0 where one point cannot tell it;
    ``points`` used; ``residual`` s, the root mean square of what the line leaves (0 for one or two points, which a line
    always meets), and ``worst``, the largest of it; ``how`` (points, events, wall clock, one clock).
    """

    offset: float
    drift: float = 0.0
    at: float = 0.0
    points: int = 0
    residual: float = 0.0
    worst: float = 0.0
    how: str = "one clock"

    def first(self, second: ArrayLike) -> Floats:
        """Times on the second clock (n,) s, as times on the first."""
        times = np.asarray(second, dtype=np.float64)
        return times + self.offset + self.drift * (times - self.at)

    def summary(self) -> Mapping[str, Any]:
        """Its numbers, flat."""
        return {
            "clocks": self.how,
            "offset_s": self.offset,
            "offset_at_s": self.at,
            "drift_ppm": self.drift * 1e6,
            "sync_points": self.points,
            "residual_rms_s": self.residual,
            "residual_max_s": self.worst,
        }


def fitted(points: Sequence[tuple[float, float]], *, how: str = "points") -> ClockFit:
    """The straight line through moments known on both clocks, (first s, second s) each, by least squares.

    One point gives an offset alone. Raises ``SignalError`` for none, for moments that are no numbers, all at one time
    on the second clock, out of order, or whose line is steeper than two clocks can differ.
    """
    table = np.asarray(points, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != 2 or not len(table) or not np.isfinite(table).all():
        raise SignalError("Points on two clocks are pairs of times in s, one pair at least.")
    table = table[np.argsort(table[:, 1], kind="stable")]
    at, ahead = float(table[:, 1].mean()), table[:, 0] - table[:, 1]
    if len(table) == 1:
        return ClockFit(float(ahead[0]), at=at, points=1, how=how)
    since = table[:, 1] - at
    if not since.any():
        raise SignalError(
            "All points are at one moment of the second clock.", todo="Give points farther apart."
        )
    if (np.diff(table[:, 0]) < 0).any():
        raise SignalError("The points come in another order on the first clock than on the second.")
    middle = float(ahead.mean())
    drift = float((since * (ahead - middle)).sum() / (since**2).sum())
    if abs(drift) > WIDEST_DRIFT:
        raise SignalError(
            f"The points would have the clocks differ by {drift:.1%}.",
            todo="Are they in seconds, and do they belong to each other?",
        )
    rest = ahead - middle - drift * since
    spread = float(np.sqrt((rest**2).mean())) if len(table) > 2 else 0.0
    worst = float(np.abs(rest).max()) if len(table) > 2 else 0.0
    return ClockFit(middle, drift, at, len(table), spread, worst, how)


def shared_events(first: Signal, second: Signal) -> tuple[tuple[float, float], ...]:
    """Moments of events that both recordings note, (first s, second s) each, in order.

    Events are those in ``about["annotations"]``; texts are shared where both recordings have them equally often, and
    the first belongs to the first, the second to the second. Raises ``SignalError`` where nothing is shared.
    """
    noted = [_noted(signal) for signal in (first, second)]
    both = [text for text in noted[0] if len(noted[0][text]) == len(noted[1].get(text, ()))]
    pairs = [pair for text in both for pair in zip(noted[0][text], noted[1][text], strict=True)]
    if not pairs:
        raise SignalError(
            "The recordings share no event.",
            todo=f"They note: {', '.join(noted[0]) or 'nothing'}; and: {', '.join(noted[1]) or 'nothing'}.",
        )
    return tuple(sorted(pairs, key=lambda pair: pair[1]))


def _noted(signal: Signal) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {}
    for onset, _, text in signal.about.get("annotations", ()):
        times.setdefault(str(text), []).append(float(onset))
    return {text: sorted(onsets) for text, onsets in times.items()}


def by_wall(first: Signal, second: Signal) -> ClockFit:
    """The offset that the recordings' own wall time says, ``about["wall_clock"]`` (Unix time of their clock 0 s).

    It is as good as the clocks of the two devices were set. Raises ``SignalError`` where one does not say it.
    """
    wall_clocks = [signal.about.get("wall_clock") for signal in (first, second)]
    if not all(isinstance(clock, int | float) and math.isfinite(clock) for clock in wall_clocks):
        raise SignalError(
            "Not both recordings say their wall time.", todo="Give points that are known on both clocks."
        )
    return ClockFit(float(wall_clocks[1]) - float(wall_clocks[0]), how="wall clock")  # type: ignore[arg-type]
