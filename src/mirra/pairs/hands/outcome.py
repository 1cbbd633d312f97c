"""What one hand did while the other moved on purpose: every number, as a table, as a picture, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.anatomy import Side, opposite
from mirra.arrays import Floats
from mirra.pairs.hands.grades import HEALTHY, INSTRUMENT, Grades
from mirra.pairs.hands.rhythm import Cycles
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class MirrorMovements(Result):
    """What one hand did while the other moved on purpose; n samples of the task at ``rate`` Hz.

    ``voluntary`` and ``mirror_hand`` are sides; ``voluntary_by`` and ``frequency_by`` say whether they were given or
    found. ``frequency`` Hz of the movement, ``band`` Hz around it. ``channel`` is the part compared, ``spread`` the
    number of parts that move in the mirror hand over that in the voluntary one (NaN for one part).
    ``amplitude_ratio`` mirror / voluntary, root mean squares in the band less the noise's, over the whole task;
    ``noise_ratio`` what noise alone makes, below which nothing can be said; ``noise_by`` where it is from. ``cycles``,
    their own ratio, and ``proportion`` of them mirrored. ``coupling`` the correlation of greatest size within 250 ms
    (signed), ``lag`` s at which (positive: the mirror hand follows); ``coherence`` at the frequency. Their p values and
    ``coherence_threshold`` (the null's 95 %) come from ``null``. ``grades`` are a proposal, see their rule. ``notes``
    say what must be known beside the numbers. ``times`` (n,) s, ``voluntary_trace`` and ``mirror_trace`` (n,) in the
    band.
    """

    voluntary: Side
    voluntary_by: str
    frequency: float
    frequency_by: str
    band: tuple[float, float]
    rate: float
    channel: str
    spread: float
    amplitude_ratio: float
    noise_ratio: float
    noise_by: str
    cycles: Cycles
    coupling: float
    coupling_p: float
    lag: float
    coherence: float
    coherence_p: float
    coherence_threshold: float
    null: str
    grades: Grades
    notes: tuple[str, ...]
    times: Floats
    voluntary_trace: Floats
    mirror_trace: Floats
    instrument: str = INSTRUMENT

    @property
    def mirror_hand(self) -> Side:
        """The hand that was to rest."""
        return opposite(self.voluntary)

    @property
    def proportion(self) -> float:
        """The share of voluntary cycles that are mirrored; NaN without a cycle."""
        return self.cycles.proportion

    def summary(self) -> dict[str, Any]:
        """Every number, with the rule of the grades and what the instrument is worth in words."""
        return {
            "voluntary": self.voluntary,
            "voluntary_by": self.voluntary_by,
            "frequency": self.frequency,
            "frequency_by": self.frequency_by,
            "band_low": self.band[0],
            "band_high": self.band[1],
            "rate": self.rate,
            "seconds": len(self.times) / self.rate,
            "channel": self.channel,
            "amplitude_ratio": self.amplitude_ratio,
            "cycle_ratio": self.cycles.ratio,
            "cycle_ratio_floor": self.cycles.floor,
            "noise_ratio": self.noise_ratio,
            "noise_by": self.noise_by,
            "spread": self.spread,
            "cycles": len(self.cycles.amplitudes),
            "cycles_mirrored": int(self.cycles.mirrored.sum()),
            "proportion": self.proportion,
            "coupling": self.coupling,
            "coupling_p": self.coupling_p,
            "lag": self.lag,
            "coherence": self.coherence,
            "coherence_p": self.coherence_p,
            "coherence_threshold": self.coherence_threshold,
            "null": self.null,
            "woods_teuber": self.grades.woods_teuber,
            "espay_amplitude": self.grades.espay_amplitude,
            "espay_distribution": self.grades.espay_distribution,
            "espay_proportion": self.grades.espay_proportion,
            "espay_task": self.grades.espay,
            "grades_rule": self.grades.rule,
            "healthy": HEALTHY,
            "instrument": self.instrument,
            "notes": " ".join(self.notes),
        }

    def table(self) -> Table:
        """A row a voluntary cycle: start and end in s, the amplitudes of both hands, the threshold, and which pass."""
        cycles = self.cycles
        rows = [
            (*span, own, size, cycles.threshold, over)
            for span, own, size, over in zip(
                (cycles.spans + self.times[0]).tolist(),
                cycles.voluntary.tolist(),
                cycles.amplitudes.tolist(),
                cycles.mirrored.astype(int).tolist(),
                strict=True,
            )
        ]
        return Table(
            ("start", "end", "voluntary_amplitude", "mirror_amplitude", "threshold", "mirrored"), rows
        )

    def plot(self, ax: Axes) -> None:
        """Both hands one above the other in the movement's band, the mirror hand magnified, mirrored cycles shaded."""
        from mirra.figures import FIRST, INK, QUIET, SECOND

        size = float(np.max(np.abs(self.voluntary_trace))) or 1.0
        small = float(np.max(np.abs(self.mirror_trace)))
        zoom = 1.0 if small == 0 else max(1.0, 10.0 ** np.floor(np.log10(size / small)))
        for (start, end), over in zip(self.cycles.spans + self.times[0], self.cycles.mirrored, strict=True):
            if over:
                ax.axvspan(start, end, ymin=0.02, ymax=0.48, color=QUIET, alpha=0.25, linewidth=0)
        ax.plot(self.times, self.voluntary_trace / size + 1.2, color=FIRST, linewidth=1.2)
        ax.plot(self.times, zoom * self.mirror_trace / size - 1.2, color=SECOND, linewidth=1.2)
        magnified = f", × {zoom:g}" if zoom > 1 else ""
        for height, words, colour in (
            (2.45, f"{self.voluntary} hand, voluntary", FIRST),
            (0.05, f"{self.mirror_hand} hand{magnified}; shaded: mirrored cycles", SECOND),
        ):
            ax.text(self.times[0], height, words, color=colour, va="center")
        ax.axhline(0.2, color=INK, linewidth=0.5)
        ax.set(
            xlabel="time (s)",
            ylabel="movement (voluntary amplitude = 1)",
            ylim=(-2.7, 2.7),
            yticks=[0.2, 1.2, 2.2, -2.2, -1.2, -0.2],
            title=f"Mirror movements at {self.frequency:.2f} Hz: {100 * self.amplitude_ratio:.1f} % of the voluntary",
        )
        ax.set_yticklabels(["-1", "0", "1", *(f"{value / zoom:g}" for value in (-1, 0, 1))])
