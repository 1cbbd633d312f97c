"""Forest, funnel and bubble plots, in one accent that stays readable in grey; no colour says good or bad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from mirra.arrays import Floats
from mirra.figures import FIRST, INK, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Interval = tuple[float, float]
LARGEST_SQUARE_POINTS2, LARGEST_BUBBLE_POINTS2 = 120.0, 400.0
SMALLEST_POINTS2 = 8.0
HALF_DIAMOND_ROWS = 0.28


@dataclass(frozen=True, eq=False)
class Forest:
    """What a forest plot shows: each study's effect with its interval and weight (k,), and the pool with its own."""

    labels: Sequence[str]
    effects: Floats
    low: Floats
    high: Floats
    weights: Floats
    estimate: float
    ci: Interval
    prediction: Interval | None
    title: str
    unit: str


def forest(ax: Axes, shown: Forest) -> None:
    """Each study with its interval, larger where it weighs more, and the pool as a diamond.

    The thin line beneath the diamond is the prediction interval; the dotted line is no effect.
    """
    count = len(shown.effects)
    heights = np.arange(count, 0, -1)
    ax.hlines(heights, shown.low, shown.high, color=INK, linewidth=1.0)
    sizes = SMALLEST_POINTS2 + LARGEST_SQUARE_POINTS2 * shown.weights / shown.weights.max()
    ax.scatter(shown.effects, heights, s=sizes, marker="s", color=FIRST, zorder=3)
    low, high = shown.ci
    half = HALF_DIAMOND_ROWS
    ax.fill([low, shown.estimate, high, shown.estimate], [0, half, 0, -half], color=INK)
    if shown.prediction:
        ax.plot(shown.prediction, [-2 * half] * 2, color=INK, linewidth=1.0)
    ax.axvline(0.0, color=QUIET, linewidth=1.0, linestyle=":")
    ax.set_yticks([*heights, 0], [*shown.labels, "pooled"])
    ax.set_ylim(-0.8, count + 0.8)
    ax.set_xlabel(shown.unit)
    ax.set_title(shown.title)


def funnel(ax: Axes, effects: Floats, errors: Floats, centre: float) -> None:
    """Effects over their standard errors, exact studies on top; within the lines lie 95 % where only chance differs."""
    widest = float(errors.max()) * 1.08
    reach = float(stats.norm.ppf(0.975)) * widest
    ax.plot([centre - reach, centre, centre + reach], [widest, 0.0, widest], color=QUIET, linewidth=1.0)
    ax.axvline(centre, color=QUIET, linewidth=1.0, linestyle=":")
    ax.scatter(effects, errors, s=28, color=FIRST, zorder=3)
    ax.set_ylim(widest, 0.0)
    ax.set_xlabel("effect")
    ax.set_ylabel("standard error")


def bubbles(
    ax: Axes, moderator: Floats, effects: Floats, weights: Floats, line: tuple[Floats, Floats], name: str
) -> None:
    """Effects over a moderator, larger where they weigh more, and the ``line`` of the regression from end to end."""
    sizes = SMALLEST_POINTS2 + LARGEST_BUBBLE_POINTS2 * weights / weights.max()
    ax.scatter(moderator, effects, s=sizes, facecolor="none", edgecolor=FIRST)
    ax.plot(*line, color=INK)
    ax.axhline(0.0, color=QUIET, linewidth=1.0, linestyle=":")
    ax.set_xlabel(name)
    ax.set_ylabel("effect")
