"""The Morlet wavelet in the Fourier domain, its smoothing and its cone; what wavelet coherence is made of.

The mother wavelet is exp(-t^2 / 2) exp(2 pi i t): its scale in samples is its period in samples. Amplitudes are kept
such that a sine has the same height at every scale, so that no division by the scale is needed before smoothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.fft
from numpy.typing import ArrayLike, NDArray

from mirra.arrays import Complexes, Floats
from mirra.errors import CouplingError

CENTRE = 2 * np.pi  # rad per scale
REACH = 6.5  # standard deviations after which a Gaussian is nothing: exp(-6.5^2 / 2) = 7e-10
EFOLD = np.sqrt(2)  # e-folding time of the Morlet in scales (Torrence & Compo 1998, table 1)
DECORRELATION = (
    0.6  # decorrelation length of the Morlet over scales, octaves (Torrence & Compo 1998, table 2)
)
SMALL = 262144  # multiplications that OpenBLAS does in one thread: more threads wait longer than they work
SHORTEST = 3.0  # samples per period below which the wavelet's spectrum reaches past half the sampling rate


def checked(x: ArrayLike, y: ArrayLike, rate: float) -> tuple[Floats, Floats]:
    """Both as z scores (n_samples, n_channels); raises ``CouplingError`` for what has no coherence."""
    if not (np.isfinite(rate) and rate > 0):
        raise CouplingError(f"The sampling rate must be a positive number of Hz, not {rate}.")
    scaled = []
    for name, series in (("first", x), ("second", y)):
        values = np.asarray(series, dtype=np.float64)
        values = values[:, None] if values.ndim == 1 else values
        if values.ndim != 2 or not values.size:
            raise CouplingError(f"The {name} must be samples x channels, not of shape {values.shape}.")
        missing = np.flatnonzero(~np.isfinite(values).all(axis=0))
        if len(missing):
            raise CouplingError(
                f"The {name} has missing samples in channel {int(missing[0]) + 1}.",
                todo="Wavelets need an unbroken series: cut the gap out or fill it in first.",
            )
        spread, size = values.std(axis=0), np.abs(values).max(axis=0)
        still = np.flatnonzero(spread <= 1e-12 * size)
        if len(still):
            raise CouplingError(
                f"Channel {int(still[0]) + 1} of the {name} is constant; it has no coherence."
            )
        scaled.append((values - values.mean(axis=0)) / spread)
    if len(scaled[0]) != len(scaled[1]):
        raise CouplingError(
            f"The two are of unequal length: {len(scaled[0])} and {len(scaled[1])} samples.",
            todo="Bring them to one clock first.",
        )
    return scaled[0], scaled[1]


def period_grid(periods: tuple[float, float], rate: float, count: int, voices: int) -> Floats:
    """Periods in s, evenly spaced in octaves from the shortest to the longest, about ``voices`` per octave.

    Raises ``CouplingError`` where ``count`` samples are too few for the longest or the rate too slow for the shortest.
    """
    low, high = sorted(float(p) for p in periods)
    if not (np.isfinite(high) and low > 0):
        raise CouplingError(f"Periods must be positive and finite, not {low:g} to {high:g} s.")
    if voices < 1:
        raise CouplingError(f"There must be at least one period per octave, not {voices}.")
    if low * rate < SHORTEST:
        raise CouplingError(
            f"A period of {low:g} s is {low * rate:.2g} samples at {rate:g} Hz.",
            todo=f"The shortest that can be told is {SHORTEST / rate:.3g} s.",
        )
    needed = 2 * EFOLD * high
    if count / rate < needed:
        raise CouplingError(
            f"The recording of {count / rate:.1f} s is too short for a period of {high:g} s: "
            "all of it lies outside the cone of influence.",
            todo=f"It needs {needed:.1f} s, or a shorter longest period.",
        )
    steps = max(1, round(float(np.log2(high / low)) * voices))
    return np.asarray(np.geomspace(low, high, steps), dtype=np.float64)


def transform(series: Floats, scales: Floats) -> Complexes:
    """Continuous Morlet transform (n_scales, n_samples) of one series (n_samples,); scales in samples."""
    count = len(series)
    length = scipy.fft.next_fast_len(count + int(np.ceil(2 * REACH * scales.max())))
    omega = 2 * np.pi * scipy.fft.fftfreq(length)
    response = np.exp(-0.5 * (scales[:, None] * omega - CENTRE) ** 2)
    spectrum = scipy.fft.fft(series, length)
    return np.asarray(scipy.fft.ifft(spectrum * response, axis=-1)[:, :count])


def smoothed(values: NDArray[Any], scales: Floats, across: Floats) -> NDArray[Any]:
    """Values (n_scales, n_samples) smoothed by a Gaussian of one scale in time, and by ``across`` over scales.

    Beyond both ends there is nothing: as in the toolboxes this is compared with, edges lose, which the cone hides.
    """
    count = values.shape[1]
    length = scipy.fft.next_fast_len(count + int(np.ceil(REACH * scales.max())))
    omega = 2 * np.pi * scipy.fft.fftfreq(length)
    gaussian = np.exp(-0.5 * (scales[:, None] * omega) ** 2)
    soft = scipy.fft.ifft(scipy.fft.fft(values, length, axis=1) * gaussian, axis=1)[:, :count]
    soft = np.ascontiguousarray(soft if np.iscomplexobj(values) else soft.real)
    flat = soft.view(np.float64)  # real and imaginary parts side by side: the smoothing is the same for both
    out = np.empty_like(flat)
    step = max(16, SMALL // across.size)
    for begin in range(0, flat.shape[1], step):
        np.matmul(across, flat[:, begin : begin + step], out=out[:, begin : begin + step])
    return out.view(soft.dtype)


def box(count: int, voices: int) -> Floats:
    """Smoothing over scales as a matrix (n_scales, n_scales): a box of twice the decorrelation length.

    Grinsted et al. (2004): ones with fractional ends; the outermost scale stands for those beyond it.
    """
    half = DECORRELATION * voices
    ones = 2 * round(half) - 1
    taps = np.ones(1) if ones < 1 else np.concatenate([[half % 1], np.ones(ones), [half % 1]])
    taps /= taps.sum()
    matrix = np.zeros((count, count))
    reach = len(taps) // 2
    for row in range(count):
        np.add.at(matrix[row], np.clip(np.arange(row - reach, row + reach + 1), 0, count - 1), taps)
    return matrix


def inside_cone(samples: NDArray[Any], count: int, scales: Floats) -> NDArray[np.bool_]:
    """Where edges are at least an e-folding time away, (n_scales, n_times), for times in samples."""
    edge = count / 2 - np.abs(samples - (count - 1) / 2)
    return np.asarray(edge[None, :] >= EFOLD * scales[:, None])
