"""Two heads under near-infrared light: which channel pairs go together in a band, who leads, and against which null."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.arrays import Floats
from mirra.coupling.group import fdr
from mirra.coupling.spectral.morlet import SHORTEST
from mirra.coupling.spectral.wavelet import PHASES, WaveletCoherence, coherence, draw_map
from mirra.coupling.spectral.wavelet_pairs import CoherencePairs, coherence_pairs
from mirra.coupling.surrogates.null import p_value
from mirra.errors import CouplingError, SignalError, SurrogateError
from mirra.pairs.brains import nulls
from mirra.pairs.brains.regions import members
from mirra.result import ArrayResult, Arrays, Table
from mirra.signals.brain import KINDS, band_pass, haemoglobin, kind, optical_density, without_global_mean
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class FnirsPair(ArrayResult):
    """Wavelet coherence of two heads, every channel with every channel, in one band and inside the cone.

    ``first`` and ``second`` channel names; ``pairs`` the band's coherence (K, M) and phase shares; ``overview`` the
    coherence of all periods, mean over pairs; ``null`` (n, K, M) band means under ``scheme``, none for no surrogates;
    ``regions`` names to their channels; ``cut`` s left out at the end of the longer; ``parameters`` of the preparation.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    pairs: CoherencePairs
    overview: CoherencePairs
    null: Floats | None = None
    scheme: str = ""
    seed: int = 0
    regions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cut: float = 0.0
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def p(self) -> Floats | None:
        """(1 + k) / (1 + n) of every channel pair, (K, M); one-sided, coherence having no sign."""
        if self.null is None:
            return None
        return p_value(self.pairs.coherence, self.null)

    @property
    def p_fdr(self) -> Floats | None:
        """The same held to a false discovery rate over all channel pairs (Benjamini & Hochberg 1995), (K, M)."""
        p = self.p
        return None if p is None else fdr(p)

    @property
    def p_dyad(self) -> float:
        """p of the mean over all channel pairs; NaN without surrogates."""
        return _p(self.pairs.coherence.mean(), None if self.null is None else self.null.mean(axis=(1, 2)))

    def between(self, first: str, second: str) -> tuple[float, float]:
        """Coherence of two regions, the mean over their channel pairs, and its p (NaN without surrogates)."""
        places = np.ix_(members(self.regions, first, self.first), members(self.regions, second, self.second))
        null = None if self.null is None else np.array([drawn[places].mean() for drawn in self.null])
        value = float(self.pairs.coherence[places].mean())
        return value, _p(value, null)

    def summary(self) -> Mapping[str, Any]:
        """The dyad's mean, its largest pair, phase shares, regions, p values and parameters; flat."""
        best = np.unravel_index(int(self.pairs.coherence.argmax()), self.pairs.coherence.shape)
        numbers: dict[str, Any] = dict(self.pairs.summary())
        numbers |= {"largest_first": self.first[best[0]], "largest_second": self.second[best[1]]}
        numbers |= {
            "p": self.p_dyad,
            "scheme": self.scheme or None,
            "null": nulls.NULLS.get(self.scheme),
        }
        numbers |= {"surrogates": 0 if self.null is None else len(self.null), "seed": self.seed}
        if self.null is not None and self.p_fdr is not None:
            numbers["null_mean"] = float(self.null.mean())
            numbers["pairs_below_5_percent_fdr"] = int((self.p_fdr <= 0.05).sum())
        for region in self.regions:
            for other in self.regions:
                value, p = self.between(region, other)
                numbers |= {f"{region}_with_{other}": value, f"{region}_with_{other}_p": p}
        return numbers | {"cut_s": self.cut, **self.parameters}

    def table(self) -> Table:
        """One row per channel pair: coherence, phase shares, p and p at a false discovery rate."""
        nothing = np.full(self.pairs.coherence.shape, np.nan)
        p = nothing if self.p is None else self.p
        held = nothing if self.p_fdr is None else self.p_fdr
        rows = (
            (self.first[i], self.second[j], value, *self.pairs.shares[i, j], p[i, j], held[i, j])
            for (i, j), value in np.ndenumerate(self.pairs.coherence)
        )
        return Table(["first", "second", "coherence", *(f"share_{q}" for q in PHASES), "p", "p_fdr"], rows)

    def arrays(self) -> Arrays:
        """Those of its ``pairs``, channels by name, and ``p`` and ``p_fdr`` where there are surrogates."""
        axes, values = self.pairs.arrays()
        p, held = self.p, self.p_fdr
        named = {"first": (list(self.first), ""), "second": (list(self.second), "")}
        tested = {} if p is None else {"p": (("first", "second"), p), "p_fdr": (("first", "second"), held)}
        return Arrays({**axes, **named}, {**values, **tested})

    def plot(self, ax: Axes) -> None:
        """Draw the table of channel pairs; a ring marks those below 5 % at the false discovery rate."""
        from mirra.figures import INK

        self.pairs.plot(ax)
        ax.set_xticks(range(len(self.second)), self.second, rotation=90, fontsize=7)
        ax.set_yticks(range(len(self.first)), self.first, fontsize=7)
        ax.set_xlabel("channel of the second")
        if self.p_fdr is not None:
            rows, columns = np.nonzero(self.p_fdr <= 0.05)
            ax.scatter(columns, rows, s=40, facecolors="none", edgecolors="white", linewidths=1.5)
            n = 0 if self.null is None else len(self.null)
            ax.set_title(
                f"mean {self.pairs.coherence.mean():.3f}, p = {self.p_dyad:.3g} ({n} x {self.scheme})",
                color=INK,
            )


@dataclass(frozen=True, eq=False)
class MeanMap(ArrayResult):
    """Coherence by period and time, mean over all channel pairs of a dyad."""

    pairs: CoherencePairs

    def summary(self) -> Mapping[str, Any]:
        """The period of the highest mean inside the cone, and the parameters; flat."""
        spectrum = np.nanmean(self.pairs.spectrum, axis=(0, 1))
        return {
            "peak_period_s": float(self.pairs.periods[int(np.nanargmax(spectrum))]),
            "peak_coherence": float(np.nanmax(spectrum)),
            "step_s": self.pairs.step,
        }

    def table(self) -> Table:
        """One row per period: the mean coherence inside the cone."""
        rows = zip(self.pairs.periods, np.nanmean(self.pairs.spectrum, axis=(0, 1)), strict=True)
        return Table(["period_s", "coherence"], rows)

    def arrays(self) -> Arrays:
        """``coherence`` by ``period`` and ``time``, the mean over channel pairs."""
        return Arrays(
            {"period": (self.pairs.periods, "s"), "time": (self.pairs.times, "s")},
            {"coherence": (("period", "time"), self.pairs.mean_map)},
        )

    def plot(self, ax: Axes) -> None:
        """Draw the map with its cone of influence."""
        draw_map(ax, self.pairs.mean_map, self.pairs.times, self.pairs.periods)


@dataclass(frozen=True)
class FnirsPreparation:
    """How heads are made ready to couple.

    ``which`` haemoglobin, "hbo" or "hbr"; ``pathlength`` factor that makes haemoglobin of optical densities;
    ``filtered`` cuts out the band 0.01-0.5 Hz; ``global_mean`` takes away the mean of all channels.
    """

    which: str = "hbo"
    pathlength: float = 6.0
    global_mean: bool = True
    filtered: bool = True


@dataclass(frozen=True)
class FnirsNull:
    """What coherence is held against.

    ``partners`` are second persons of other dyads, and make the null where given; else ``n`` orders of ``trials``
    (start, end in s) where given; else ``n`` circular shifts, drawn with ``seed``. None without partners and ``n``.
    """

    n: int = 0
    trials: Sequence[tuple[float, float]] = ()
    partners: Sequence[Signal] = ()
    seed: int = 0

    @property
    def scheme(self) -> str:
        """The name of the null in ``mirra.pairs.brains.nulls``; empty where there is none."""
        if self.partners:
            return "partner"
        return ("trials" if self.trials else "circular-shift") if self.n else ""


def channel_pair(
    a: Signal,
    b: Signal,
    pair: tuple[str, str],
    *,
    band: tuple[float, float] = (10.0, 20.0),
    preparation: FnirsPreparation = FnirsPreparation(),
) -> WaveletCoherence:
    """Coherence by period and time of one channel ``pair``, such as ``S1_D1`` and ``S2_D3``.

    Raises ``SignalError`` for a channel that is not there, and as ``fnirs``.
    """
    first, second = prepared(a, preparation), prepared(b, preparation)
    x, y = _together(_channel(first, pair[0]), _channel(second, pair[1]))
    low, high = min(band), max(band)
    periods = (max(SHORTEST / first.rate, low / 5), high)
    return coherence(x[:, 0], y[:, 0], first.rate, periods=periods, band=(low, high))


def _channel(signal: Signal, name: str) -> Signal:
    known = [channel for channel in signal.channels if channel.rpartition(" ")[0] == name]
    return signal.select(known or [name])


def prepared(signal: Signal, preparation: FnirsPreparation = FnirsPreparation()) -> Signal:
    """One kind of haemoglobin ready to couple, from intensities or from haemoglobin.

    Intensities become optical densities and haemoglobin; then the band is cut out, the mean of all channels taken
    away. Raises ``SignalError`` as each step does.
    """
    if signal.times is not None:
        raise SignalError(
            "Wavelets need a regular clock.", todo="Bring the recording to a steady rate first."
        )
    if not any(name.casefold().endswith(KINDS) for name in signal.channels):
        signal = haemoglobin(optical_density(signal), pathlength=preparation.pathlength)
    signal = kind(signal, preparation.which)
    if preparation.filtered:
        signal = band_pass(signal, 0.01, min(0.5, 0.45 * signal.rate))
    return without_global_mean(signal) if preparation.global_mean else signal


def fnirs(
    a: Signal,
    b: Signal,
    *,
    band: tuple[float, float] = (10.0, 20.0),
    preparation: FnirsPreparation = FnirsPreparation(),
    null: FnirsNull = FnirsNull(),
    regions: Mapping[str, Sequence[str]] | None = None,
    progress: Callable[[float], None] | None = None,
) -> FnirsPair:
    """Wavelet coherence of two heads recorded together, with a null where one is asked for.

    ``a`` and ``b`` intensities or haemoglobin at one rate, the longer cut; ``band`` periods in s; ``regions`` names to
    channel names such as ``S1_D1``; ``progress`` is told the share of the null done.
    Raises ``SignalError`` for what cannot be prepared, ``CouplingError`` for what cannot be coupled, and
    ``SurrogateError`` for a null these data do not allow.
    """
    first, second = (prepared(signal, preparation) for signal in (a, b))
    x, y = _together(first, second)
    low, high = min(band), max(band)
    periods = (max(SHORTEST / first.rate, low / 5), high)
    settings: dict[str, Any] = {"periods": periods, "band": (low, high)}
    names = tuple(tuple(name.rpartition(" ")[0] for name in signal.channels) for signal in (first, second))
    for region in regions or {}:
        for side in names:
            members(regions or {}, region, side)
    pairs = None
    coherences = None
    if null.scheme == "partner":
        others = [prepared(partner, preparation) for partner in null.partners]
        _same_channels(second, others)
        coherences = nulls.partners([_together(first, other) for other in others], first.rate, settings)
    elif null.scheme == "trials":
        since = [(start - first.start, end - first.start) for start, end in null.trials]
        pairs, coherences = nulls.trials(x, y, first.rate, since, null.n, null.seed, settings)
    elif null.scheme:
        coherences = nulls.shifts(x, y, first.rate, null.n, null.seed, settings, progress)
    return FnirsPair(
        names[0],
        names[1],
        pairs=pairs or coherence_pairs(x, y, first.rate, **settings),
        overview=coherence_pairs(x, y, first.rate, periods=periods),
        null=coherences,
        scheme=null.scheme,
        seed=null.seed,
        regions=dict(regions or {}),
        cut=abs(len(first) - len(second)) / first.rate,
        parameters={
            "haemoglobin": preparation.which,
            "pathlength": preparation.pathlength,
            "global_mean": preparation.global_mean,
            "trials": len(null.trials),
        },
    )


def _together(first: Signal, second: Signal) -> tuple[Floats, Floats]:
    if not math.isclose(first.rate, second.rate, rel_tol=1e-6):
        raise CouplingError(
            f"The two were recorded at {first.rate:g} and {second.rate:g} Hz.",
            todo="Bring them to one rate first.",
        )
    count = min(len(first), len(second))
    return first.values[:count], second.values[:count]


def _same_channels(second: Signal, others: Sequence[Signal]) -> None:
    for number, other in enumerate(others, 1):
        if other.channels != second.channels:
            raise SurrogateError(
                f"Partner {number} has other channels than the second of this dyad.", where="partner"
            )


def _p(value: float, null: Floats | None) -> float:
    return math.nan if null is None else float(p_value(value, null))
