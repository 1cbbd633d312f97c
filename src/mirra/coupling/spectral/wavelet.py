"""Wavelet coherence of two series: an exact Fourier Morlet, smoothed in time and scale, with its cone of influence.

Torrence & Compo (1998) for the transform and the cone; Torrence & Webster (1999) for the smoothing in time; Grinsted,
Moore & Jevrejeva (2004) for the smoothing over scales.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mirra.arrays import Floats
from mirra.coupling.spectral.morlet import box, checked, inside_cone, period_grid, smoothed, transform
from mirra.errors import CouplingError
from mirra.result import ArrayResult, Arrays, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHASES = ("in_phase", "first_leads", "second_leads", "anti_phase")
ARROWS = 20  # as many arrows across a map as can still be told apart
SHOWN = 0.5  # coherence from which on a phase is drawn; below it is mostly chance


@dataclass(frozen=True, eq=False)
class WaveletCoherence(ArrayResult):
    """Coherence of two series by period and time.

    ``coherence`` (n_periods, n_times), 0 to 1; ``phase`` (n_periods, n_times) rad, positive where the first leads;
    ``inside`` (n_periods, n_times), true inside the cone of influence; ``periods`` and ``times`` in s; ``rate`` Hz;
    ``band`` the shortest and longest period, s, that the summary speaks of; ``voices`` periods per octave.
    """

    coherence: Floats
    phase: Floats
    inside: NDArray[np.bool_]
    periods: Floats
    times: Floats
    rate: float
    band: tuple[float, float]
    voices: int

    @property
    def frequencies(self) -> Floats:
        """The frequency of each row, (n_periods,) Hz."""
        return 1 / self.periods

    @property
    def masked(self) -> Floats:
        """The coherence with NaN outside the cone of influence, (n_periods, n_times)."""
        return np.where(self.inside, self.coherence, np.nan)

    @property
    def in_band(self) -> NDArray[np.bool_]:
        """Points of the band that lie inside the cone, (n_periods, n_times)."""
        return self.inside & band_rows(self.periods, self.band)[:, None]

    @property
    def band_mean(self) -> float:
        """Mean coherence of the band inside the cone."""
        return float(self.coherence[self.in_band].mean())

    def shares(self) -> dict[str, float]:
        """Share of the band's points inside the cone that lie in each quarter of the circle of phases.

        In phase within 45 degrees of 0, anti-phase within 45 degrees of 180, between them the first or the second
        leads by about a quarter of a period.
        """
        return phase_shares(np.exp(1j * self.phase[self.in_band]))

    def summary(self) -> Mapping[str, Any]:
        """Band mean, its peak, phase shares and the parameters; flat."""
        by_period = np.array(
            [row[k].mean() for row, k in zip(self.coherence, self.in_band, strict=True) if k.any()]
        )
        periods = self.periods[self.in_band.any(axis=1)]
        return {
            "coherence": self.band_mean,
            "peak_period_s": float(periods[by_period.argmax()]),
            "peak_coherence": float(by_period.max()),
            **{f"share_{name}": share for name, share in self.shares().items()},
            "band_shortest_s": self.band[0],
            "band_longest_s": self.band[1],
            "share_inside_cone": float(
                self.in_band.sum() / self.in_band[band_rows(self.periods, self.band)].size
            ),
            "shortest_period_s": float(self.periods[0]),
            "longest_period_s": float(self.periods[-1]),
            "voices": self.voices,
            "rate_hz": self.rate,
            "wavelet": "Morlet, centre 2 pi rad per scale",
        }

    def table(self) -> Table:
        """One row per period: its mean coherence inside the cone and the phase shares there."""
        rows = []
        for k, period in enumerate(self.periods):
            here = self.inside[k]
            shares = phase_shares(np.exp(1j * self.phase[k, here]))
            mean = float(self.coherence[k, here].mean()) if here.any() else np.nan
            rows.append((float(period), mean, float(here.mean()), *shares.values()))
        return Table(["period_s", "coherence", "share_inside_cone", *(f"share_{p}" for p in PHASES)], rows)

    def arrays(self) -> Arrays:
        """``coherence``, ``phase`` (rad) and ``inside`` the cone of influence, by ``period`` and ``time``."""
        cells = ("period", "time")
        return Arrays(
            {"period": (self.periods, "s"), "time": (self.times, "s")},
            {
                "coherence": (cells, self.coherence),
                "phase": (cells, self.phase),
                "inside": (cells, self.inside),
            },
        )

    def plot(self, ax: Axes) -> None:
        """Draw coherence by time and period, the cone, and arrows: right in phase, left anti-phase, up first leads."""
        draw_map(ax, self.coherence, self.times, self.periods, self.phase)
        ax.axhspan(*self.band, fill=False, linestyle="--", linewidth=1)


def coherence(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    *,
    periods: tuple[float, float] = (2.0, 20.0),
    frequencies: tuple[float, float] | None = None,
    band: tuple[float, float] | None = None,
    voices: int = 12,
) -> WaveletCoherence:
    """Wavelet coherence of two series of equal length at every sample.

    ``x`` and ``y`` (n_samples,), ``rate`` Hz; ``periods`` the shortest and longest period in s (or ``frequencies`` the
    lowest and highest in Hz); ``band`` the periods in s the summary speaks of, by default all; ``voices`` periods per
    octave. Raises ``CouplingError`` for missing, constant or too short series and for a band outside the periods.
    """
    if frequencies is not None:
        periods = (1 / max(frequencies), 1 / min(frequencies)) if min(frequencies) > 0 else (0.0, 0.0)
    band = periods if band is None else band
    both = checked(x, y, rate)
    if both[0].shape[1] != 1 or both[1].shape[1] != 1:
        raise CouplingError(
            "Coherence takes two single series.", todo="For many channels there is coherence_pairs."
        )
    grid = period_grid(periods, rate, len(both[0]), voices)
    rows = band_rows(grid, band)
    scales = grid * rate
    w1, w2 = (transform(series[:, 0], scales) for series in both)
    across = box(len(grid), voices)
    cross = smoothed(w1 * w2.conj(), scales, across)
    power = smoothed(np.abs(w1) ** 2, scales, across) * smoothed(np.abs(w2) ** 2, scales, across)
    inside = inside_cone(np.arange(len(both[0])), len(both[0]), scales)
    if not inside[rows].any():  # pragma: no cover - period_grid has seen to it
        raise CouplingError("No point of the band lies inside the cone of influence.")
    return WaveletCoherence(
        coherence=np.minimum(np.abs(cross) ** 2 / power, 1.0),
        phase=np.angle(cross),
        inside=inside,
        periods=grid,
        times=np.arange(len(both[0])) / rate,
        rate=float(rate),
        band=(float(band[0]), float(band[1])),
        voices=voices,
    )


def band_rows(periods: Floats, band: tuple[float, float]) -> NDArray[np.bool_]:
    """Which of the periods lie in the band, (n_periods,); raises ``CouplingError`` where none does."""
    low, high = min(band), max(band)
    rows = (periods >= low * (1 - 1e-9)) & (periods <= high * (1 + 1e-9))
    if not rows.any():
        raise CouplingError(
            f"No period lies in the band {low:g}-{high:g} s.",
            todo=f"The periods go from {periods[0]:.3g} to {periods[-1]:.3g} s.",
        )
    return np.asarray(rows)


def phase_shares(cross: NDArray[np.complex128]) -> dict[str, float]:
    """Share of values in each quarter of the circle, by the names of ``PHASES``; NaN for no values."""
    if not cross.size:
        return dict.fromkeys(PHASES, float("nan"))
    along, ahead = cross.real, cross.imag
    counts = (
        along >= np.abs(ahead),
        ahead > np.abs(along),
        -ahead > np.abs(along),
        -along >= np.abs(ahead),
    )
    return {name: float(np.mean(where)) for name, where in zip(PHASES, counts, strict=True)}


def draw_map(ax: Axes, values: Floats, times: Floats, periods: Floats, phase: Floats | None = None) -> None:
    """Draw values (n_periods, n_times) of 0 to 1 over times and periods in s, the cone of influence shaded over."""
    from mirra.figures import AMOUNT, INK

    step = max(1, len(times) // 1200)  # no screen shows more columns
    shown = ax.pcolormesh(
        times[::step],
        periods,
        values[:, ::step],
        cmap=AMOUNT,
        vmin=0,
        vmax=1,
        shading="nearest",
        rasterized=True,
    )
    ax.figure.colorbar(shown, ax=ax, label="coherence (0 to 1)", pad=0.01)
    edge = np.minimum(times - times[0], times[-1] - times) / np.sqrt(2)
    low, high = float(periods[0]), float(periods[-1])
    ax.fill_between(times, np.clip(edge, low, high), high, color="white", alpha=0.55, linewidth=0)
    ax.plot(times, edge, color=INK, linewidth=1)
    if phase is not None:
        _arrows(ax, values, times, periods, phase)
    ax.set_yscale("log", base=2)
    ax.set_ylim(high, low)
    ticks = [p for p in (0.25, 0.5, 1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100) if low <= p <= high]
    ax.set_yticks(ticks, [f"{p:g}" for p in ticks])
    ax.set_yticks([], minor=True)
    ax.set_xlim(float(times[0]), float(times[-1]))
    ax.set_xlabel("time (s)")
    ax.set_ylabel("period (s)")
    words = (
        "" if phase is None else f"; arrows where it is {SHOWN:g} or more: right in phase, up the first leads"
    )
    ax.set_title(f"Pale: outside the cone of influence{words}", fontsize=10)


def _arrows(ax: Axes, values: Floats, times: Floats, periods: Floats, phase: Floats) -> None:
    """Phases where coherence is enough for them to mean something, sparsely."""
    from mirra.figures import INK

    rows = np.linspace(0, len(periods) - 1, 9).round().astype(int)[1:-1]
    columns = np.linspace(0, len(times) - 1, ARROWS + 2).round().astype(int)[1:-1]
    grid = np.ix_(rows, columns)
    inside = (
        np.minimum(times[columns] - times[0], times[-1] - times[columns]) >= np.sqrt(2) * periods[rows, None]
    )
    shown = (values[grid] >= SHOWN) & inside
    at, up = np.broadcast_arrays(times[columns], periods[rows, None])
    angle = phase[grid][shown]
    ax.quiver(
        at[shown], up[shown], np.cos(angle), np.sin(angle),
        color="white", edgecolor=INK, linewidth=0.6, pivot="mid", width=0.004, scale=28,
    )  # fmt: skip
