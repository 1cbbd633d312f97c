"""A signal as a result of its own: a table with a ``time`` column that any command reads, and a picture over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.figures import FIRST, INK, QUIET, SECOND
from mirra.result import Result, Table
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Series(Result):
    """A ``signal`` (n_samples, n_channels) to be written and drawn; ``drawn`` names the channels in the picture."""

    signal: Signal
    drawn: tuple[str, ...] = ()

    def summary(self) -> Mapping[str, Any]:
        """Rate in Hz, start and length in s, and of each channel mean, standard deviation and missing share."""
        about: dict[str, Any] = {
            "rate_hz": self.signal.rate,
            "start_s": float(self.signal.clock[0]) if len(self.signal) else None,
            "seconds": self.signal.duration,
        }
        for name, unit, values in zip(
            self.signal.channels, self.signal.units, self.signal.values.T, strict=True
        ):
            there = values[np.isfinite(values)]
            about[f"{name}_unit"] = unit
            about[f"{name}_mean"] = float(there.mean()) if len(there) else None
            about[f"{name}_sd"] = float(there.std(ddof=1)) if len(there) > 1 else None
            about[f"{name}_missing_share"] = 1 - len(there) / len(values) if len(values) else None
        return about

    def table(self) -> Table:
        """Columns ``time`` in s and one for each channel; missing values are empty. Raises ``OSError``."""
        columns = np.column_stack([self.signal.clock, self.signal.values])
        return Table(["time", *self.signal.channels], columns.tolist())

    def plot(self, ax: Axes) -> None:
        """Each channel over time, named in the corner; raises ``SignalError`` for a channel there is not."""
        shown = self.signal.select(self.drawn) if self.drawn else self.signal
        begin = float(shown.clock[0]) if len(shown) else 0.0
        for index, (name, values) in enumerate(zip(shown.channels, shown.values.T, strict=True)):
            color = (FIRST, SECOND, QUIET, INK)[index % 4]
            ax.plot(shown.clock - begin, values, color=color, lw=1.2)
            if len(shown.channels) > 1:
                ax.text(0.99, 0.95 - 0.06 * index, name, color=color, transform=ax.transAxes, ha="right")
        units = sorted({unit for unit in shown.units if unit})
        names = shown.channels[0] if len(shown.channels) == 1 else "value"
        ax.set_ylabel(f"{names.replace('_', ' ')} ({', '.join(units)})" if units else names.replace("_", " "))
        ax.set_xlabel("time from the start (s)")
