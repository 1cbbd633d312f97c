"""Forest, funnel and bubble plots, in one accent that stays readable in grey; no colour says good or bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from mirra.figures import FIRST, INK, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mirra.evidence.moderators import MetaRegression
    from mirra.evidence.pooled import Pooled

LARGEST_SQUARE_POINTS2, LARGEST_BUBBLE_POINTS2 = 120.0, 400.0
SMALLEST_POINTS2 = 8.0
HALF_DIAMOND = 0.28  # rows


def forest(pooled: Pooled, ax: Axes, *, unit: str = "effect") -> None:
    """Each study with its interval, larger where it weighs more, and the pool as a diamond.

    The thin line beneath the diamond is the prediction interval; the dotted line is no effect.
    """
    table = pooled.table()
    rows = list(table.rows)
    sizes = SMALLEST_POINTS2 + LARGEST_SQUARE_POINTS2 * pooled.weights / pooled.weights.max()
    for height, (row, size) in enumerate(zip(reversed(rows), sizes[::-1], strict=True), 1):
        _name, effect, _variance, low, high, _weight = row
        ax.plot([low, high], [height, height], color=INK, linewidth=1.0)
        ax.scatter([effect], [height], s=size, marker="s", color=FIRST, zorder=3)
    _diamond(pooled, ax)
    ax.axvline(0.0, color=QUIET, linewidth=1.0, linestyle=":")
    ax.set_yticks(range(len(rows) + 1), ["pooled", *(str(row[0]) for row in reversed(rows))])
    ax.set_ylim(-0.8, len(rows) + 0.8)
    ax.set_xlabel(f"{unit}, with {100 * pooled.parameters.get('level', 0.95):g} % intervals")
    ax.set_title(words(pooled))


def words(pooled: Pooled) -> str:
    """The pool in a line: mean effect, interval, and how far studies differ."""
    low, high = pooled.ci
    return f"{pooled.estimate:.2f} [{low:.2f}, {high:.2f}], k = {len(pooled.effects)}, I² = {pooled.i2:.0f} %"


def funnel(pooled: Pooled, ax: Axes, *, unit: str = "effect") -> None:
    """Effects over their standard errors, exact studies on top; within the lines lie 95 % where only chance differs."""
    errors = np.sqrt(pooled.variances)
    widest = float(errors.max()) * 1.08
    reach = float(stats.norm.ppf(0.975)) * widest
    centre = pooled.estimate
    ax.plot([centre - reach, centre, centre + reach], [widest, 0.0, widest], color=QUIET, linewidth=1.0)
    ax.axvline(centre, color=QUIET, linewidth=1.0, linestyle=":")
    ax.scatter(pooled.effects, errors, s=28, color=FIRST, zorder=3)
    ax.set_ylim(widest, 0.0)
    ax.set_xlabel(unit)
    ax.set_ylabel("standard error")


def bubbles(fit: MetaRegression, ax: Axes) -> None:
    """Effects over the first moderator, larger where they weigh more, and the line at the mean of other moderators."""
    weights = 1 / (fit.variances + fit.tau2)
    moderator = fit.design[:, 1] if len(fit.names) > 1 else np.zeros_like(fit.effects)
    sizes = SMALLEST_POINTS2 + LARGEST_BUBBLE_POINTS2 * weights / weights.max()
    ax.scatter(moderator, fit.effects, s=sizes, facecolor="none", edgecolor=FIRST)
    if len(fit.names) > 1:
        ends = np.array([moderator.min(), moderator.max()])
        others = fit.design[:, 2:].mean(axis=0) @ fit.coefficients[2:]
        ax.plot(ends, fit.coefficients[0] + fit.coefficients[1] * ends + others, color=INK)
        ax.set_xlabel(fit.names[1])
    ax.axhline(0.0, color=QUIET, linewidth=1.0, linestyle=":")
    ax.set_ylabel("effect")


def _diamond(pooled: Pooled, ax: Axes) -> None:
    low, high = pooled.ci
    ax.fill([low, pooled.estimate, high, pooled.estimate], [0, HALF_DIAMOND, 0, -HALF_DIAMOND], color=INK)
    if pooled.prediction:
        ax.plot(pooled.prediction, [-2 * HALF_DIAMOND] * 2, color=INK, linewidth=1.0)
