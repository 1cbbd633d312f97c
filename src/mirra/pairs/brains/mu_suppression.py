"""Mu suppression: how much less the rhythm over the hand's cortex is while somebody acts or watches than at rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.arrays import Floats
from mirra.coupling.spectral.spectra import window_powers
from mirra.errors import CouplingError, SignalError
from mirra.result import Result, Table
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Stretch = tuple[float, float]

CENTRAL, OCCIPITAL = ("C3", "Cz", "C4"), ("O1", "Oz", "O2")
DRAWS = 1999
BLOCK = 10.0  # s
REFERENCE = re.compile(r"[-_ ](ref|le|a1|a2|m1|m2|avg|car|linked.*)$")


@dataclass(frozen=True, eq=False)
class MuSuppression(Result):
    """ln(power in the condition / power at baseline) of each channel and of both regions; below zero is less power.

    ``ratio`` (n_channels,) for ``channels``; ``regions`` "central" and "occipital" to (mean ratio, low, high), the
    middle 95 % of resampled windows; ``windows`` in the condition and in the baseline; ``parameters`` as asked for.
    """

    ratio: Floats
    channels: tuple[str, ...]
    regions: Mapping[str, tuple[float, float, float]]
    windows: tuple[int, int]
    parameters: Mapping[str, Any]

    @property
    def where(self) -> str:
        """Where power is less, by the rule: a region's interval lies wholly below zero."""
        less = {name: high < 0 for name, (_, _, high) in self.regions.items()}
        if "occipital" not in less:
            return "central, occipital not recorded" if less["central"] else "none, occipital not recorded"
        if less["central"]:
            return "central and occipital (alpha)" if less["occipital"] else "central only"
        return "occipital only (alpha)" if less["occipital"] else "none"

    def summary(self) -> Mapping[str, Any]:
        """Ratios of channels and regions with their intervals, where power is less and by what rule; flat."""
        numbers: dict[str, Any] = {
            f"ln_ratio_{name}": float(v) for name, v in zip(self.channels, self.ratio, strict=True)
        }
        for name, (mean, low, high) in self.regions.items():
            numbers |= {name: mean, f"{name}_low": low, f"{name}_high": high}
        return numbers | {
            "suppression": self.where,
            "rule": "a region counts where the middle 95 % of means of resampled windows lie below zero",
            "windows_condition": self.windows[0],
            "windows_baseline": self.windows[1],
            **self.parameters,
        }

    def table(self) -> Table:
        """One row per channel and region: ln ratio and, for regions, the interval."""
        rows: list[tuple[Any, ...]] = [
            (n, v, np.nan, np.nan) for n, v in zip(self.channels, self.ratio, strict=True)
        ]
        return Table(["place", "ln_ratio", "low", "high"], rows + [(n, *v) for n, v in self.regions.items()])

    def plot(self, ax: Axes) -> None:
        """Draw channels (dots) and regions (bars of their intervals) about the line of no change."""
        from mirra.figures import FIRST, INK, QUIET

        ax.axhline(0, color=INK, linewidth=1)
        ax.plot(range(len(self.channels)), self.ratio, "o", color=FIRST)
        for k, (mean, low, high) in enumerate(self.regions.values(), len(self.channels)):
            ax.vlines(k, low, high, color=QUIET, linewidth=6, alpha=0.6)
            ax.plot(k, mean, "o", color=FIRST)
        names = [*self.channels, *self.regions]
        ax.set_xticks(range(len(names)), names)
        ax.margins(y=0.15)
        ax.annotate(
            "no change", (0.995, 0), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=9
        )
        low, high = self.parameters["band_hz"]
        ax.set_ylabel("ln(condition / baseline), power")
        ax.set_xlabel(f"channel, {low:g}-{high:g} Hz; bars: middle 95 % of resampled windows")
        ax.set_title(f"Power is less: {self.where}")


def mu(
    signal: Signal,
    condition: Stretch | Sequence[Stretch],
    baseline: Stretch | Sequence[Stretch],
    *,
    band: tuple[float, float] = (8.0, 13.0),
    central: Sequence[str] = CENTRAL,
    occipital: Sequence[str] = OCCIPITAL,
    window: float = 2.0,
    seed: int = 0,
) -> MuSuppression:
    """Mu suppression ln(P_condition / P_baseline) over the central channels, with occipital alpha as its control.

    ``condition`` and ``baseline`` one or more (start, end) in s on the recording's clock; ``band`` Hz; ``window`` s of
    the windows whose power is averaged. A channel is found by its name in the 10-20 system, prefixes and references
    aside. Occipital channels that were not recorded are said, central ones are needed. Definition and control: Fox et
    al. (2016), Hobson & Bishop (2016). Raises ``SignalError`` for channels and stretches that are not there,
    ``CouplingError`` for too few windows.
    """
    regions = {"central": _found(signal, central), "occipital": _found(signal, occipital)}
    if not regions["central"]:
        raise SignalError(
            f"There is none of the central channels {', '.join(central)}.",
            todo=f"It has: {', '.join(signal.channels)}.",
        )
    regions = {name: places for name, places in regions.items() if places}
    places = [column for region in regions.values() for column in region.values()]
    powers = [_powers(signal, places, stretches, band, window) for stretches in (condition, baseline)]
    if (np.array([power.mean(axis=0) for power in powers]) <= 0).any():
        raise CouplingError("A channel has no power in the band at all.", todo="Was it connected?")
    ratio = np.log(powers[0].mean(axis=0) / powers[1].mean(axis=0))
    draws = _resampled(powers, window / 2, np.random.default_rng(seed))
    intervals, begin = {}, 0
    for name, columns in regions.items():
        part = slice(begin, begin + len(columns))
        low, high = np.quantile(draws[:, part].mean(axis=1), [0.025, 0.975])
        intervals[name] = (float(ratio[part].mean()), float(low), float(high))
        begin += len(columns)
    return MuSuppression(
        ratio=ratio,
        channels=tuple(name for region in regions.values() for name in region),
        regions=intervals,
        windows=(len(powers[0]), len(powers[1])),
        parameters={"band_hz": list(band), "window_s": window, "rate_hz": signal.rate, "seed": seed},
    )


def _found(signal: Signal, names: Sequence[str]) -> dict[str, int]:
    plain = {_plain(name): column for column, name in reversed(list(enumerate(signal.channels)))}
    return {name: plain[name.casefold()] for name in names if name.casefold() in plain}


def _plain(name: str) -> str:
    """A channel's place in the 10-20 system in small letters: ``EEG C3-REF`` and ``C3..`` are ``c3``."""
    bare = name.casefold().strip().removeprefix("eeg").strip(" .:_-")
    return REFERENCE.sub("", bare)


def _powers(
    signal: Signal,
    places: list[int],
    stretches: Stretch | Sequence[Stretch],
    band: tuple[float, float],
    window: float,
) -> Floats:
    """Band power of every window of the stretches, (n_windows, n_channels)."""
    if signal.times is not None:
        raise SignalError(
            "Band power needs a regular clock.", todo="Bring the recording to a steady rate first."
        )
    pairs: list[Stretch] = [stretches] if np.ndim(stretches) == 1 else list(stretches)  # type: ignore[list-item, arg-type]
    stretch_powers = []
    for start, end in pairs:
        begin, stop = (round((moment - signal.start) * signal.rate) for moment in (start, end))
        if not 0 <= begin < stop <= len(signal):
            raise SignalError(
                f"The stretch from {start:g} to {end:g} s does not lie in the recording.",
                todo=f"It goes from {signal.start:g} to {signal.start + signal.duration:g} s.",
            )
        stretch_powers.append(
            window_powers(signal.values[begin:stop, places].T, signal.rate, band, window=window)
        )
    powers = np.concatenate(stretch_powers, axis=1).T
    powers = powers[np.isfinite(powers).all(axis=1)]
    if len(powers) < 3:
        raise CouplingError(
            f"The {len(powers)} whole windows of {window:g} s are too few to tell power from chance.",
            todo="Take longer stretches, or a shorter window.",
        )
    return powers


def _resampled(powers: Sequence[Floats], step: float, rng: np.random.Generator) -> Floats:
    """ln ratios (n_draws, n_channels) of each side drawn again, with replacement, in blocks of neighbouring windows.

    Blocks of ``BLOCK`` s keep the slow waxing of the rhythm, without which intervals are too narrow. They run on from
    the last window to the first (Politis and Romano 1992, Exploring the Limits of Bootstrap, 263-270), so that every
    window is drawn equally often: else those at the ends count less, and the interval can miss its own estimate.
    """
    means = []
    for side in powers:
        count = len(side)
        size = max(1, min(round(BLOCK / step), count // 3))
        begins = rng.integers(0, count, (DRAWS, -(-count // size)))
        drawn = (begins[..., None] + np.arange(size)).reshape(DRAWS, -1)[:, :count] % count
        means.append(side[drawn].mean(axis=1))
    return np.asarray(np.log(means[0] / means[1]))
