"""Two brains by EEG: phase measures of every channel with every channel, band by band, against pseudo-pairs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mirra.arrays import Complexes, Floats
from mirra.coupling.group import fdr
from mirra.coupling.spectral.phase import MEASURES, connectivity
from mirra.coupling.spectral.spectra import BANDS, analytic, too_long
from mirra.coupling.surrogates.null import p_value
from mirra.errors import CouplingError, SurrogateError
from mirra.result import ArrayResult, Arrays, Table
from mirra.signals.epochs import Epochs

if TYPE_CHECKING:
    from matplotlib.axes import Axes


NULL = (
    "Within an epoch the two brains are independent of each other. A surrogate keeps every epoch whole; which epoch of "
    "the second meets which of the first is exchanged."
)


@dataclass(frozen=True, eq=False)
class EegPair(ArrayResult):
    """Phase measures between two brains, the mean over epochs.

    ``values`` measure to (n_bands, K, M); ``bands`` names to Hz; ``first`` and ``second`` channel names; ``null``
    measure to the means over channel pairs of pseudo-pairs (n, n_bands), ``p`` measure to (n_bands, K, M), both empty
    without surrogates; ``smeared`` bands whose filter is longer than an epoch; ``parameters`` what was asked for.
    """

    values: Mapping[str, Floats]
    bands: Mapping[str, tuple[float, float]]
    first: tuple[str, ...]
    second: tuple[str, ...]
    null: Mapping[str, Floats] = field(default_factory=dict)
    p: Mapping[str, Floats] = field(default_factory=dict)
    smeared: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def p_fdr(self, measure: str) -> Floats:
        """p held to a false discovery rate over bands and pairs (Benjamini & Hochberg 1995), (n_bands, K, M)."""
        if measure not in self.p:
            return np.full(self.values[measure].shape, np.nan)
        return fdr(self.p[measure])

    def p_band(self, measure: str) -> Floats:
        """p of the mean over channel pairs, (n_bands,); NaN without surrogates."""
        if measure not in self.null:
            return np.full(len(self.bands), np.nan)
        observed = np.abs(self.values[measure].mean(axis=(1, 2)))
        return p_value(observed, np.abs(self.null[measure]))

    def summary(self) -> Mapping[str, Any]:
        """Mean over channel pairs, its null and its p for every measure and band; parameters; flat."""
        numbers: dict[str, Any] = {}
        for measure, values in self.values.items():
            ps = self.p_band(measure)
            for k, band in enumerate(self.bands):
                numbers[f"{measure}_{band}"] = float(values[k].mean())
                if measure in self.null:
                    numbers[f"{measure}_{band}_null"] = float(self.null[measure][:, k].mean())
                    numbers[f"{measure}_{band}_p"] = float(ps[k])
            if measure in self.p:
                numbers[f"{measure}_pairs_below_5_percent_fdr"] = int((self.p_fdr(measure) <= 0.05).sum())
        numbers |= {f"band_{band}_hz": list(edges) for band, edges in self.bands.items()}
        return numbers | {
            "channel_pairs": len(self.first) * len(self.second),
            "filter_longer_than_epoch": list(self.smeared),
            "null": NULL if self.null else None,
            **self.parameters,
        }

    def table(self) -> Table:
        """One row per measure, band and channel pair: value, p and p at a false discovery rate."""
        return Table(["measure", "band", "first", "second", "value", "p", "p_fdr"], self._rows())

    def arrays(self) -> Arrays:
        """Each measure by ``band``, ``first`` and ``second`` channel; with surrogates ``p_`` and ``p_fdr_`` of each."""
        cells = ("band", "first", "second")
        values = {measure: (cells, value) for measure, value in self.values.items()}
        values |= {f"p_{measure}": (cells, p) for measure, p in self.p.items()}
        values |= {f"p_fdr_{measure}": (cells, self.p_fdr(measure)) for measure in self.p}
        axes = {"band": list(self.bands), "first": list(self.first), "second": list(self.second)}
        return Arrays({name: (along, "") for name, along in axes.items()}, values)

    def plot(self, ax: Axes) -> None:
        """Draw each measure's mean by band (dots) over the middle 95 % of pseudo-pairs (bars)."""
        from mirra.figures import FIRST, INK, QUIET

        width = 0.8 / len(self.values)
        for number, (measure, values) in enumerate(self.values.items()):
            at = np.arange(len(self.bands)) + (number - (len(self.values) - 1) / 2) * width
            if measure in self.null:
                low, high = np.quantile(self.null[measure], [0.025, 0.975], axis=0)
                ax.vlines(at, low, high, color=QUIET, linewidth=5, alpha=0.5)
            means = values.mean(axis=(1, 2))
            ax.plot(at, means, ".", color=FIRST, markersize=6)
            for x, y in zip(at, means, strict=True):
                ax.annotate(
                    measure,
                    (x, y),
                    xytext=(0, 5),
                    textcoords="offset points",
                    fontsize=6,
                    rotation=90,
                    ha="center",
                )
        names = [f"{band}\n{low:g}-{high:g} Hz" for band, (low, high) in self.bands.items()]
        ax.set_xticks(range(len(names)), names)
        ax.margins(y=0.15)
        ax.set_ylabel("mean over channel pairs (0 to 1)")
        ax.set_title("Dots: this dyad" + (", bars: pseudo-pairs" if self.null else ""), color=INK)

    def _rows(self) -> Iterable[Sequence[Any]]:
        for measure, values in self.values.items():
            held, p = self.p_fdr(measure), self.p.get(measure)
            for (k, i, j), value in np.ndenumerate(values):
                band = list(self.bands)[k]
                at = math.nan if p is None else p[k, i, j]
                yield measure, band, self.first[i], self.second[j], value, at, held[k, i, j]


def eeg(
    a: Epochs,
    b: Epochs,
    *,
    bands: Mapping[str, tuple[float, float]] = BANDS,
    measures: Sequence[str] = tuple(MEASURES),
    surrogates: int = 0,
    matched: bool = True,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> EegPair:
    """Phase measures of two brains over the same epochs, with pseudo-pairs as their null where asked for.

    ``a`` and ``b`` epochs of more than a second at one rate, epoch k of one at the same moment as epoch k of the other;
    ``bands`` names to Hz; ``surrogates`` pseudo-pairs, made by giving the second's epochs another order, with
    ``matched`` only within a condition; ``progress`` is told the share of them done. Raises ``CouplingError`` for
    epochs that do not fit or have no phase, and ``SurrogateError`` where they cannot be put in another order.
    """
    _same(a, b)
    for measure in measures:
        if measure not in MEASURES:
            raise CouplingError(
                f"There is no measure {measure!r}.", todo=f"There are: {', '.join(MEASURES)}."
            )
    x, y = analytic(a.values, a.rate, bands), analytic(b.values, b.rate, bands)
    values = {measure: connectivity(x, y, measure=measure) for measure in measures}
    null: dict[str, Floats] = {}
    p: dict[str, Floats] = {}
    if surrogates:
        conditions = a.conditions if matched else ("",) * len(a)
        orders = _orders(conditions, surrogates, np.random.default_rng(seed))
        for number, measure in enumerate(measures, 1):
            null[measure], p[measure] = _pseudo(x, y, measure, orders, values[measure])
            if progress:
                progress(number / len(measures))
    return EegPair(
        values=values,
        bands=dict(bands),
        first=a.channels,
        second=b.channels,
        null=null,
        p=p,
        smeared=too_long(a.values.shape[2], a.rate, bands),
        parameters={
            "epochs": len(a),
            "epoch_s": a.duration,
            "rate_hz": a.rate,
            "surrogates": surrogates,
            "conditions": len(set(a.conditions)) if matched else 1,
            "seed": seed,
        },
    )


def _same(a: Epochs, b: Epochs) -> None:
    if not math.isclose(a.rate, b.rate, rel_tol=1e-9) or a.values.shape[::2] != b.values.shape[::2]:
        raise CouplingError(
            f"The two do not fit: {len(a)} epochs of {a.values.shape[2]} samples at {a.rate:g} Hz, "
            f"and {len(b)} of {b.values.shape[2]} at {b.rate:g} Hz.",
            todo="Cut both at the same moments and keep the epochs that are good in both.",
        )
    if a.conditions != b.conditions:
        raise CouplingError("The epochs of the two are of different conditions or in another order.")


def _orders(conditions: Sequence[str], n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Orders of epochs (n, n_epochs), within conditions, none of them the order as it was."""
    labels = np.asarray(conditions)
    groups = [np.flatnonzero(labels == label) for label in dict.fromkeys(conditions)]
    possible = math.prod(math.factorial(min(len(group), 12)) for group in groups)
    if possible - 1 < n:
        raise SurrogateError(
            f"The {len(labels)} epochs of {len(groups)} conditions have {possible - 1} other orders, fewer than {n}.",
            where="pseudo-pairs",
            todo="Join conditions, leave them out of account, or ask for fewer surrogates.",
        )
    orders: list[NDArray[np.int64]] = []
    epochs = np.arange(len(labels))
    while len(orders) < n:
        order = epochs.copy()
        for group in groups:
            order[group] = rng.permutation(group)
        if (order != epochs).any():
            orders.append(order)
    return np.array(orders)


def _pseudo(
    x: Complexes, y: Complexes, measure: str, orders: NDArray[np.int64], observed: Floats
) -> tuple[Floats, Floats]:
    """Means over channel pairs of pseudo-pairs (n, n_bands), and p of each channel pair (n_bands, K, M).

    Each epoch of the first meets each epoch of the second once, however many orders bring them together.
    """
    sums = np.zeros((len(orders), *observed.shape))
    for epoch in range(len(x)):
        met, which = np.unique(orders[:, epoch], return_inverse=True)
        first = np.broadcast_to(x[epoch], (len(met), *x.shape[1:]))
        sums += connectivity(first, y[met], measure=measure, average=False)[which]
    sums /= len(x)
    return sums.mean(axis=(2, 3)), p_value(np.abs(observed), np.abs(sums))
