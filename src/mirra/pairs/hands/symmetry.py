"""How alike both hands move: each measure of one beside the other, and their openness over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.arrays import Floats
from mirra.pairs.hands.rhythm import correlations
from mirra.result import Result, Table
from mirra.signals.kinematics import HandMeasures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COMPARED = (
    "repetitions",
    "rhythm",
    "opening",
    *(f"{finger}_range" for finger in ("thumb", "index", "middle", "ring", "little")),
    "tip_speed_median",
    "tip_speed_high",
    "smoothness",
)
# Seconds within which one hand may lead the other.
REACH = 1.0


@dataclass(frozen=True, eq=False)
class Symmetry(Result):
    """Measures of both hands: ``left`` and ``right`` (m,), ``index`` (m,) = (right - left) / (right + left) of
    their sizes.

    The index is 0 for hands alike, 1 or -1 where one does all (Robinson et al. 1987, halved); NaN where both are 0.
    ``together`` is the greatest correlation of the two hands' openness within a second and ``lag`` s at which
    (positive: the right hand follows); NaN where they are not seen together for three seconds on end.
    """

    names: tuple[str, ...]
    left: Floats
    right: Floats
    together: float
    lag: float

    @property
    def index(self) -> Floats:
        """The index (m,) of each measure."""
        left, right = np.abs(self.left), np.abs(self.right)
        index = np.full(len(left), np.nan)
        np.divide(right - left, left + right, out=index, where=left + right != 0)
        return index

    def summary(self) -> dict[str, Any]:
        """The index of each measure, and how the hands move together; flat."""
        numbers: dict[str, Any] = {
            f"{name}_index": float(value) for name, value in zip(self.names, self.index, strict=True)
        }
        return {**numbers, "together": self.together, "together_lag": self.lag}

    def table(self) -> Table:
        """A row a measure: left, right, index."""
        numbers = np.column_stack([self.left, self.right, self.index]).tolist()
        return Table(
            ("measure", "left", "right", "index"),
            [(name, *row) for name, row in zip(self.names, numbers, strict=True)],
        )

    def plot(self, ax: Axes) -> None:
        """Each measure's index as a point between left (-1) and right (1)."""
        from mirra.figures import INK, QUIET

        places = np.arange(len(self.names))[::-1]
        ax.hlines(places, 0, np.nan_to_num(self.index), color=QUIET)
        ax.plot(self.index, places, "o", color=INK)
        ax.axvline(0, color=INK, linewidth=0.8)
        ax.set(
            xlim=(-1.05, 1.05),
            yticks=places,
            xlabel="(right - left) / (right + left)",
            title="Both hands: 0 is alike",
        )
        ax.set_yticklabels([name.replace("_", " ") for name in self.names])


def symmetry(left: HandMeasures, right: HandMeasures) -> Symmetry:
    """Compare the measures of both hands, of one recording or of two; nothing is raised, what is missing is NaN."""
    sides = [hand.summary() for hand in (left, right)]
    numbers = np.array([[float(side[name]) for name in COMPARED] for side in sides])
    together, lag = _together(left, right)
    return Symmetry(COMPARED, numbers[0], numbers[1], together, lag)


def _together(left: HandMeasures, right: HandMeasures) -> tuple[float, float]:
    if len(left.times) != len(right.times) or not np.array_equal(left.times, right.times):
        return float("nan"), float("nan")
    rate = 1 / float(np.median(np.diff(left.times)))
    both = np.isfinite(left.opened) & np.isfinite(right.opened)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], both.astype(int), [0]]))).reshape(-1, 2)
    longest = max(edges.tolist(), key=lambda run: run[1] - run[0], default=[0, 0])
    begin, end = longest
    if (end - begin) / rate < 3 * REACH:
        return float("nan"), float("nan")
    lags, correlation = correlations(left.opened[begin:end], right.opened[begin:end], rate, REACH)
    best = int(np.argmax(correlation))
    return float(correlation[best]), float(lags[best])
