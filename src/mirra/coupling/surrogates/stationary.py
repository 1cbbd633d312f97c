"""Whether a series is stationary, held against its own surrogates, which are so by construction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import fft

from mirra.arrays import Floats
from mirra.coupling.surrogates.null import p_value
from mirra.errors import SurrogateError


@dataclass(frozen=True)
class Stationarity:
    """How evenly a series spreads its power over time, against copies that are stationary by construction."""

    p_variance: float
    p_spectrum: float
    parts: int

    def __bool__(self) -> bool:
        return min(self.p_variance, self.p_spectrum) > 0.025

    @property
    def said(self) -> str:
        """The finding in words."""
        return (
            f"its variance differs between {self.parts} equal parts with p = {self.p_variance:.3g} and its spectrum "
            f"with p = {self.p_spectrum:.3g} against its own surrogates, which are stationary (limit 0.025 each)"
        )


def stationarity(y: Floats, copies: Floats, parts: int = 8) -> Stationarity:
    """Whether ``y`` (N,) changes over time more than its stationary ``copies`` (n, N) do.

    Two numbers are compared with the same numbers of the copies: the standard deviation over equal parts of the log
    variance, and that of the log power in four bands of equal log width, summed. A stationary series is called not
    so in at most 5 % of cases. Raises ``SurrogateError`` where the series has fewer than 16 samples a part.
    """
    size = len(y) // parts
    if size < 16:
        raise SurrogateError(
            f"A series of {len(y)} samples is too short to see whether it is stationary.",
            where="stationarity",
            todo=f"It takes {16 * parts} samples.",
        )
    real, null = _unevenness(y[None], parts, size)[:, 0], _unevenness(copies, parts, size)
    p = p_value(real, null.T)
    return Stationarity(float(p[0]), float(p[1]), parts)


def _unevenness(rows: Floats, parts: int, size: int) -> Floats:
    cut = rows[:, : parts * size].reshape(len(rows), parts, size)
    tiny = np.finfo(float).tiny
    variance = np.log(cut.var(axis=2) + tiny).std(axis=1)
    power = np.abs(fft.rfft(cut - cut.mean(axis=2, keepdims=True), axis=2)[..., 1:]) ** 2
    edges = np.unique(np.geomspace(1, power.shape[2], 5).astype(int) - 1)[:-1]
    bands = np.log(np.add.reduceat(power, edges, axis=2) + tiny).std(axis=1).sum(axis=1)
    return np.stack([variance, bands])
