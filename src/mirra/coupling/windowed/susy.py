"""SUSY's effect size of one dyad, under its own name: it is not calibrated, and no test."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import fft

from mirra.arrays import Floats
from mirra.coupling.checks import two_series
from mirra.coupling.windowed.kernel import fisher
from mirra.errors import CouplingError
from mirra.result import Result, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CAUTION = (
    "SUSY's effect size divides by the SD over lags of an average over all pseudo-pairs, which says nothing about how "
    "far chance reaches: of uncoupled real pairs 54 to 61 % lay beyond 1.96 without, 11 to 30 % with absolute values, "
    "depending on segment and lag. It compares recordings made alike; it is no test."
)


@dataclass(frozen=True, eq=False)
class SusyEffectSize(Result):
    """SUSY's effect size and what it is made of: mean z at each lag of real and of pseudo-pairs of segments.

    ``lags`` (2 m + 1,) s, positive where the first leads; ``real`` and ``pseudo`` (2 m + 1,) mean Fisher z.
    """

    effect_size: float
    lags: Floats
    real: Floats
    pseudo: Floats
    parameters: Mapping[str, Any]

    def summary(self) -> Mapping[str, Any]:
        """The effect size, both means, parameters and the caution; flat."""
        return {
            "susy_effect_size": self.effect_size,
            "mean_real": float(self.real.mean()),
            "mean_pseudo": float(self.pseudo.mean()),
            **self.parameters,
            "caution": CAUTION,
        }

    def table(self) -> Table:
        """Lag, real and pseudo mean z, one lag a row."""
        return Table(["lag", "real", "pseudo"], zip(self.lags, self.real, self.pseudo, strict=True))

    def plot(self, ax: Axes) -> None:
        """Mean z over lags, real and pseudo, each labelled at its line."""
        from mirra.figures import FIRST, QUIET

        for name, row, colour in (("real", self.real, FIRST), ("pseudo", self.pseudo, QUIET)):
            ax.plot(self.lags, row, color=colour)
            ax.annotate(
                name, (self.lags[-1], row[-1]), xytext=(4, 0), textcoords="offset points", color=colour
            )
        ax.set_xlabel("lag (s), above 0 the first leads")
        ax.set_ylabel("mean |Fisher z|" if self.parameters["absolute"] else "mean Fisher z")
        ax.set_title(f"SUSY effect size {self.effect_size:.2f} (not calibrated)")


def susy_effect_size(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    segment: float = 30.0,
    max_lag: float = 3.0,
    *,
    absolute: bool = True,
) -> SusyEffectSize:
    """SUSY's effect size of two series (N,) at ``rate`` Hz; ``segment`` and ``max_lag`` in seconds.

    Segments do not overlap. Within a pair of them, cross-correlations at all lags take means and SDs of the whole
    segments; their Fisher z, or |z|, are averaged at each lag over segments that were together (real) and over all
    that were not (pseudo). The effect size is the difference of the means over lags, divided by the SD over lags of
    the pseudo ones (Tschacher & Meier 2020, Psychotherapy Research 30:558; SUSY 0.1.0). Segments that are constant are
    left out. Raises ``CouplingError`` for unequal or missing values and fewer than two segments that vary.
    """
    first, second = two_series(x, y, varying=False)
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise CouplingError("SUSY's effect size takes no missing values.", todo="Fill short gaps first.")
    size, lag = round(segment * rate), round(max_lag * rate)
    if size < max(2 * lag, 3):
        raise CouplingError(f"A segment of {segment:g} s is shorter than lags of {max_lag:g} s both ways.")
    count = len(first) // size
    first_rows, second_rows = (
        _spectra(series[: count * size].reshape(count, size), size + lag) for series in (first, second)
    )
    together = np.eye(count, dtype=bool)
    known = np.isfinite(first_rows[:, 0])[:, None] & np.isfinite(second_rows[:, 0])
    if not (known & together).any() or not (known & ~together).any():
        raise CouplingError("Fewer than two segments vary in both series.", todo="Take a longer recording.")
    total, cells = np.zeros((2, 2 * lag + 1)), [int((known & kind).sum()) for kind in (together, ~together)]
    for row in range(count):
        r = fft.irfft(
            np.conj(first_rows[row]) * second_rows, fft.next_fast_len(size + lag, real=True), axis=1
        )
        z = fisher(
            np.clip(np.concatenate([r[:, -lag:] if lag else r[:, :0], r[:, : lag + 1]], axis=1), -1, 1)
        )
        z = np.where(known[row][:, None], np.abs(z) if absolute else z, 0.0)
        total += np.stack([z[row], z.sum(axis=0) - z[row]])
    real, pseudo = total[0] / cells[0], total[1] / cells[1]
    spread = float(pseudo.std(ddof=1)) if lag else 0.0
    effect = float(real.mean() - pseudo.mean()) / spread if spread > 0 else math.nan
    parameters = {
        "rate": rate,
        "segment": segment,
        "max_lag": max_lag,
        "absolute": absolute,
        "n_segments": count,
    }
    return SusyEffectSize(effect, np.arange(-lag, lag + 1) / rate, real, pseudo, parameters)


def _spectra(segments: Floats, padded: int) -> NDArray[np.complex128]:
    """Spectra of segments (K, size), centred, of length one and padded; NaN where constant."""
    cut = segments - segments[:, :1]
    cut = cut - cut.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        cut = cut / np.sqrt((cut**2).sum(axis=1, keepdims=True))
    return np.asarray(fft.rfft(cut, fft.next_fast_len(padded, real=True), axis=1))
