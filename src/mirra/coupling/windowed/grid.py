"""The same coupling under other windows, steps and lags: how much of a result is its parameters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.coupling.settings import CorrelationSettings, WindowSettings
from mirra.coupling.windowed.crosslagged import SUMMARIES, lagged
from mirra.errors import CouplingError
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Grid(Result):
    """One summary of a coupling per combination of window, step and largest lag, all in seconds.

    ``settings`` (n, 3): window, step, largest lag; ``values`` name to (n,), NaN where a setting cannot be had;
    ``asked`` the setting the spread is around; ``statistic`` the one the picture shows.
    """

    settings: Floats
    values: Mapping[str, Floats]
    asked: tuple[float, float, float]
    statistic: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def summary(self) -> Mapping[str, Any]:
        """For each statistic its least, median and largest value over the settings, its range and its quartiles."""
        numbers: dict[str, Any] = {"settings": len(self.settings)}
        done = np.isfinite(self.values[self.statistic])
        numbers |= {"settings_without_value": int((~done).sum()), "statistic": self.statistic}
        for name, values in self.values.items():
            finite = values[np.isfinite(values)]
            quantiles = np.quantile(finite, [0, 0.25, 0.5, 0.75, 1]) if finite.size else np.full(5, np.nan)
            ends = ("least", "lower_quartile", "median", "upper_quartile", "largest")
            numbers |= {f"{name}_{end}": float(value) for end, value in zip(ends, quantiles, strict=True)}
            numbers[f"{name}_spread"] = float(quantiles[4] - quantiles[0])
        return numbers | dict(self.parameters)

    def table(self) -> Table:
        """One row per setting."""
        rows = (
            [*setting, *(values[k] for values in self.values.values())]
            for k, setting in enumerate(self.settings)
        )
        return Table(["window", "step", "max_lag", *self.values], rows)

    def plot(self, ax: Axes) -> None:
        """The statistic by window length, one line per largest lag, a dot per step; what was asked for is ringed."""
        from mirra.figures import FIRST, INK, QUIET, SECOND

        values = self.values[self.statistic]
        reaches = np.unique(self.settings[:, 2])
        colours = [QUIET, FIRST, SECOND]
        for k, reach in enumerate(reaches):
            colour = colours[k % len(colours)]
            lengths = np.unique(self.settings[:, 0])
            middle = []
            for length in lengths:
                here = (self.settings[:, 0] == length) & (self.settings[:, 2] == reach) & np.isfinite(values)
                ax.plot(np.full(here.sum(), length), values[here], "o", color=colour, markersize=4)
                middle.append(values[here].mean() if here.any() else math.nan)
            ax.plot(lengths, middle, color=colour, linewidth=1)
            ends = np.flatnonzero(np.isfinite(middle))
            if len(ends):
                corner = (lengths[ends[-1]], middle[ends[-1]])
                ax.annotate(
                    f"lag to {reach:g} s", corner, xytext=(6, 0), textcoords="offset points", color=colour
                )
        here = (self.settings == self.asked).all(1)
        ax.plot(self.settings[here, 0], values[here], "o", color=INK, fillstyle="none", markersize=10)
        ax.set_xlabel("window (s); ringed: as asked for")
        name, _, kind = self.statistic.rpartition("_")
        ax.set_ylabel(f"{name.replace('_', ' ')} (mean {'|Fisher z|' if kind == 'absolute' else 'Fisher z'})")
        ax.margins(x=0.2)


def grid(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    windows: WindowSettings = WindowSettings(),
    correlation: CorrelationSettings = CorrelationSettings(),
    *,
    tried: Sequence[WindowSettings] | None = None,
    absolute: bool = False,
) -> Grid:
    """``lagged`` with each of the settings ``tried``, which are all ``variations`` of ``windows`` unless given.

    Settings that cannot be had, for instance in a recording too short for them, have no value. Raises ``CouplingError``
    as ``lagged`` does with ``windows``.
    """
    lagged(x, y, rate, windows, correlation, absolute=absolute)
    tried = windows.variations() if tried is None else tried
    settings = np.array([_lengths(setting) for setting in tried])
    names = [name + end for name in SUMMARIES for end in ("_signed", "_absolute")]
    values = {name: np.full(len(settings), np.nan) for name in names}
    for k, setting in enumerate(tried):
        try:
            summary = lagged(x, y, rate, setting, correlation, absolute=absolute).summary()
        except CouplingError:  # too short a recording, a step under a sample, parts of samples in rMEA's way
            continue
        for name in names:
            values[name][k] = summary[name]
    statistic = "grand_average_absolute" if absolute else "grand_average_signed"
    return Grid(settings, values, _lengths(windows), statistic, {"rate": rate, **asdict(correlation)})


def _lengths(windows: WindowSettings) -> tuple[float, float, float]:
    return float(windows.window), float(windows.step), float(windows.max_lag)
