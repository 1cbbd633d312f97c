"""Wavelet coherence of every channel of one with every channel of another, the transforms shared.

A transform at scale s is band-limited, so about three values per scale say all of it; its products are smoothed and
brought to the times asked for by one matrix product per scale. Where many times are asked for, the coherence is worked
out at three nodes per scale and interpolated. The numbers are those of ``wavelet.coherence``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.fft
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, eye_array

from mirra.arrays import Complexes, Floats
from mirra.coupling.spectral.between import at_edges, between, crossings
from mirra.coupling.spectral.morlet import CENTRE, REACH, box, checked, inside_cone, period_grid
from mirra.coupling.spectral.wavelet import PHASES, band_rows
from mirra.result import ArrayResult, Arrays, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DENSITY = 3.0  # values per scale: products then alias below 1e-6 of what the smoothing keeps
# Values of coherence per scale: interpolated, pair means then differ by some 1e-8 and single values by 1e-3.
NODES = 3.0
SPARED = 1.5  # so many times fewer nodes than times there must be for them to be worth it
BLOCK = 128  # times brought out at once; fewer for many channels, so that matrix products stay in one thread
# Gregory's weights for the ends of an evenly spaced sum (fourth order), next to which the sum is an integral.
GREGORY = np.array([-5 / 8, 1 / 6, -1 / 24])


@dataclass(frozen=True, eq=False)
class CoherencePairs(ArrayResult):
    """Wavelet coherence of K x M channel pairs, in one band and inside the cone.

    ``coherence`` (K, M) band means; ``shares`` (K, M, 4) phase shares in the order of ``PHASES``; ``spectrum``
    (K, M, n_rows) mean coherence by period of the band; ``mean_map`` (n_rows, n_times) the mean over pairs;
    ``periods`` (n_rows,) s, those of the band; ``times`` (n_times,) s; ``band`` s; ``step`` s between times;
    ``cone`` whether points outside the cone of influence were left out.
    """

    coherence: Floats
    shares: Floats
    spectrum: Floats
    mean_map: Floats
    periods: Floats
    times: Floats
    rate: float
    band: tuple[float, float]
    voices: int
    step: float
    cone: bool

    def summary(self) -> Mapping[str, Any]:
        """Mean, spread and largest of the pairs, mean phase shares and the parameters; flat."""
        first, second = np.unravel_index(int(self.coherence.argmax()), self.coherence.shape)
        return {
            "pairs": int(self.coherence.size),
            "coherence": float(self.coherence.mean()),
            "coherence_sd": float(self.coherence.std()),
            "largest": float(self.coherence.max()),
            "largest_first": int(first) + 1,
            "largest_second": int(second) + 1,
            **{f"share_{name}": float(self.shares[..., k].mean()) for k, name in enumerate(PHASES)},
            "band_shortest_s": self.band[0],
            "band_longest_s": self.band[1],
            "step_s": self.step,
            "voices": self.voices,
            "rate_hz": self.rate,
            "cone_masked": self.cone,
        }

    def table(self) -> Table:
        """One row per pair: its band mean and phase shares; channels counted from 1."""
        rows = ((i + 1, j + 1, value, *self.shares[i, j]) for (i, j), value in np.ndenumerate(self.coherence))
        return Table(["first", "second", "coherence", *(f"share_{name}" for name in PHASES)], rows)

    def arrays(self) -> Arrays:
        """``coherence``, ``shares`` by ``quarter`` of phase, ``spectrum`` by ``period``, ``mean_map`` with ``time``.

        ``first`` and ``second`` are the channels, counted from 1.
        """
        cells = ("first", "second")
        return Arrays(
            {
                "first": (np.arange(self.coherence.shape[0]) + 1, ""),
                "second": (np.arange(self.coherence.shape[1]) + 1, ""),
                "quarter": (list(PHASES), ""),
                "period": (self.periods, "s"),
                "time": (self.times, "s"),
            },
            {
                "coherence": (cells, self.coherence),
                "shares": ((*cells, "quarter"), self.shares),
                "spectrum": ((*cells, "period"), self.spectrum),
                "mean_map": (("period", "time"), self.mean_map),
            },
        )

    def plot(self, ax: Axes) -> None:
        """Draw the band means as a table of pairs."""
        from mirra.figures import AMOUNT

        shown = ax.imshow(self.coherence, cmap=AMOUNT, aspect="auto", origin="upper")
        ax.figure.colorbar(shown, ax=ax, label=f"coherence, {self.band[0]:g}-{self.band[1]:g} s")
        ax.set_xlabel("channel of the second")
        ax.set_ylabel("channel of the first")


def coherence_pairs(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    *,
    periods: tuple[float, float] = (2.0, 20.0),
    band: tuple[float, float] | None = None,
    voices: int = 12,
    step: float | None = None,
    cone: bool = True,
) -> CoherencePairs:
    """Wavelet coherence of all K x M channel pairs, averaged over a band inside the cone of influence.

    ``x`` (n_samples, K) and ``y`` (n_samples, M), ``rate`` Hz; ``periods``, ``band`` and ``voices`` as in
    ``coherence``; ``step`` s between the times of the map, by default a quarter of the band's shortest period, and
    never less than a sample; ``cone`` false takes the edges in too. Raises ``CouplingError`` as ``coherence`` does.
    """
    first, second = checked(x, y, rate)
    count = len(first)
    grid = period_grid(periods, rate, count, voices)
    band = periods if band is None else band
    rows = band_rows(grid, band)
    across = box(len(grid), voices)[rows]
    needed = across.any(axis=0)  # periods outside the band count where the smoothing over scales reaches them
    scales, across = (grid * rate)[needed], across[:, needed]
    stride = max(1.0, (step if step is not None else grid[rows][0] / 4) * rate)
    at = np.arange(0, count - 1 + 1e-9, stride)
    nodes, to_times = _nodes(at, count, scales[0])
    counted, at_nodes = (
        inside_cone(samples, count, (grid * rate)[rows]) | (not cone) for samples in (at, nodes)
    )
    block = min(BLOCK, max(32, 32 * BLOCK // second.shape[1]))
    kernels = [_Scale(scale, count, nodes, block) for scale in scales]
    spectra = [scipy.fft.rfft(side, 4 * (count - 1), axis=0).T for side in (first, second)]
    w1, w2 = ([kernel.transform(spectrum) for kernel in kernels] for spectrum in spectra)
    weights = counted.astype(np.float64) @ to_times
    edges = at_edges(at, counted, nodes, at_nodes) if len(nodes) < len(at) else None
    sums = _Sums.empty(first.shape[1], second.shape[1], at_nodes, weights, edges)
    for number in range(len(kernels[0].blocks)):
        sums.add(number, kernels, w1, w2, across)
    total = counted.sum()
    by_row = counted.sum(axis=1)
    mean_map = sums.map / (first.shape[1] * second.shape[1])
    return CoherencePairs(
        coherence=sums.rows.sum(axis=2) / total,
        shares=sums.shares(),
        spectrum=np.where(by_row > 0, sums.rows / np.maximum(by_row, 1), np.nan),
        mean_map=np.asarray(mean_map @ to_times.T),
        periods=grid[rows],
        times=at / rate,
        rate=float(rate),
        band=(float(band[0]), float(band[1])),
        voices=voices,
        step=stride / rate,
        cone=cone,
    )


def _nodes(at: Floats, count: int, scale: float) -> tuple[Floats, csr_array]:
    """Where coherence is worked out for times ``at``, in samples, and the matrix (n_times, n_nodes) from there to them.

    Coherence at ``scale`` samples is smooth, as it is smoothed over so many: where times lie closer than that needs, it
    is worked out at nodes that are just close enough.
    """
    spacing = scale / NODES
    if len(at) < 2 or (at[1] - at[0]) * SPARED > spacing:
        return at, csr_array(eye_array(len(at)))
    nodes = np.linspace(0, count - 1, int(np.ceil((count - 1) / spacing)) + 1)
    return nodes, between(nodes, at)


class _Scale:
    """One scale: where its transform is sampled, and the matrix that smooths products and brings them to times."""

    def __init__(self, scale: float, count: int, at: Floats, block: int) -> None:
        last = count - 1  # the grid meets the first and the last sample, where the series end
        self.bins = min(last, scipy.fft.next_fast_len(int(np.ceil(DENSITY * last / scale))))
        omega = 2 * np.pi * np.arange(2 * last + 1) / (4 * last)
        near = np.flatnonzero(np.abs(scale * omega - CENTRE) < REACH)
        self.band = slice(int(near[0]), int(near[-1]) + 1)
        self.response = np.exp(-0.5 * (scale * omega[self.band] - CENTRE) ** 2) * (self.bins / last)
        spacing = last / self.bins
        grid = np.arange(self.bins + 1) * spacing
        weights = np.full(self.bins + 1, spacing)
        if self.bins < last:
            ends = min(len(GREGORY), self.bins + 1)
            weights[:ends] += spacing * GREGORY[:ends]
            weights[-ends:] += spacing * GREGORY[:ends][::-1]
            weights[[0, -1]] += 0.5  # a sum over samples, not an integral
        weights /= scale * np.sqrt(2 * np.pi)
        self.blocks = []
        for begin in range(0, len(at), block):
            times = at[begin : begin + block]
            low = int(np.searchsorted(grid, times[0] - REACH * scale))
            high = int(np.searchsorted(grid, times[-1] + REACH * scale, side="right"))
            part = slice(low, high)
            matrix = weights[part, None] * np.exp(-0.5 * ((grid[part, None] - times) / scale) ** 2)
            self.blocks.append((part, slice(begin, begin + len(times)), matrix))

    def transform(self, spectra: Complexes) -> Complexes:
        """The transform (n_channels, bins + 1) of spectra, its carrier taken off: products do not know it."""
        shifted = spectra[:, self.band] * self.response
        return np.asarray(scipy.fft.ifft(shifted, 4 * self.bins, axis=1)[:, : self.bins + 1])

    def smooth(self, number: int, products: Floats, out: Floats) -> None:
        """Products (n, part) of a block's part of the grid, smoothed, into ``out`` (n, n_times of the block)."""
        np.matmul(products, self.blocks[number][2], out=out)


@dataclass(eq=False)
class _Sums:
    """What is kept of all maps while they pass by, a block of times after the other; memory does not grow with them."""

    counted: NDArray[np.bool_]  # (n_rows, n_times), where phases are counted
    weights: Floats  # (n_rows, n_times), of each coherence in the sums
    edges: (
        Floats | None
    )  # (n_rows, n_times), what first and last times stand for, where times between count too
    rows: Floats  # (K, M, n_rows) sums of coherence, weighted
    map: Floats  # (n_rows, n_times) sum over pairs
    quarters: Floats  # (K, M, 3) counts of ahead of 45 degrees, behind -45 degrees, and both

    @classmethod
    def empty(
        cls, first: int, second: int, counted: NDArray[np.bool_], weights: Floats, edges: Floats | None
    ) -> _Sums:
        """Sums of nothing yet, for ``first`` (K) by ``second`` (M) series; the others are (n_rows, n_times)."""
        rows = len(counted)
        return cls(
            counted,
            weights,
            edges,
            np.zeros((first, second, rows)),
            np.zeros(counted.shape),
            np.zeros((first, second, 3)),
        )

    def add(
        self,
        number: int,
        kernels: list[_Scale],
        w1: list[Complexes],
        w2: list[Complexes],
        across: Floats,
    ) -> None:
        """Add block ``number`` of times of every pair."""
        where = kernels[0].blocks[number][1]
        width, counted = where.stop - where.start, np.ascontiguousarray(self.counted[:, where])
        parts = [kernel.blocks[number][0] for kernel in kernels]
        firsts = [wave[:, part] for wave, part in zip(w1, parts, strict=True)]
        seconds = [wave[:, part].conj() for wave, part in zip(w2, parts, strict=True)]
        s1, s2 = (_powers(number, kernels, side, across, width) for side in (firsts, seconds))
        smooth = np.empty((len(kernels), 2, len(s2), width))
        cross = np.empty((2, len(s2), len(across), width))
        for channel in range(len(s1)):
            for k, kernel in enumerate(kernels):
                product = firsts[k][channel] * seconds[k]
                kernel.smooth(number, product.real, smooth[k, 0])
                kernel.smooth(number, product.imag, smooth[k, 1])
            np.matmul(across, smooth.transpose(1, 2, 0, 3), out=cross)
            self._take(channel, where, cross, s1[channel] * s2, counted)

    def _take(
        self, channel: int, where: slice, cross: Floats, power: Floats, counted: NDArray[np.bool_]
    ) -> None:
        along, ahead = cross
        left = (along < ahead) & counted
        right = (along < -ahead) & counted
        for other in range(len(power)):
            a, b = left[other], right[other]
            self.quarters[channel, other] += [np.count_nonzero(quarter) for quarter in (a, b, a & b)]
        if self.edges is not None:
            extra = self.edges[:, where]
            row, time = np.nonzero(extra)
            for column, quarter in enumerate((left, right, left & right)):
                self.quarters[channel, :, column] += quarter[:, row, time] @ extra[row, time]
            self.quarters[channel] += crossings(cross, (left, right), counted)
        along *= along
        ahead *= ahead
        along += ahead
        along /= power
        np.minimum(along, 1.0, out=along)
        self.map[:, where] += along.sum(axis=0)
        along *= self.weights[:, where]
        self.rows[channel] += along.sum(axis=2)

    def shares(self) -> Floats:
        """Phase shares (K, M, 4) in the order of ``PHASES``."""
        total = self.counted.sum() + (0.0 if self.edges is None else self.edges.sum())
        left, right, both = np.moveaxis(self.quarters, 2, 0)
        counts = (total - left - right + both, left - both, right - both, both)
        return np.asarray(np.stack(counts, axis=2) / total)


def _powers(number: int, kernels: list[_Scale], waves: list[Complexes], across: Floats, width: int) -> Floats:
    """Smoothed power of every channel in a block, (n_channels, n_rows, n_times)."""
    out = np.empty((len(kernels), len(waves[0]), width))
    for k, (kernel, wave) in enumerate(zip(kernels, waves, strict=True)):
        kernel.smooth(number, wave.real**2 + wave.imag**2, out[k])
    return np.asarray(np.matmul(across, out.transpose(1, 0, 2)))
