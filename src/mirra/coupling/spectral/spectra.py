"""Analytic signals of frequency bands, and the power of a band: what phase measures and mu suppression start from."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import scipy.fft
import scipy.signal
from numpy.typing import ArrayLike, NDArray

from mirra.arrays import Floats
from mirra.errors import CouplingError

# Bands of EEG, Hz, as hyperscanning studies cut them (delta is left out: epochs of a second hold too little of it).
BANDS: Mapping[str, tuple[float, float]] = {
    "theta": (4.0, 7.0),
    "alpha_low": (7.5, 11.0),
    "alpha_high": (11.5, 13.0),
    "beta": (13.5, 29.5),
    "gamma": (30.0, 48.0),
}
WINDOW_LENGTH = 3.3  # of a Hamming-windowed sinc, in cycles of its transition band
NARROWEST = 2.0  # Hz, narrowest transition band unless the edge itself lies lower
SHARE = 0.25  # transition bands as a share of the edge they belong to


def transitions(band: tuple[float, float], rate: float) -> tuple[float, float]:
    """Width of the transition below and above a band, Hz; raises ``CouplingError`` for a band that cannot be cut."""
    low, high = band
    if not (0 < low < high < rate / 2):
        raise CouplingError(
            f"A band from {low:g} to {high:g} Hz cannot be cut at {rate:g} Hz.",
            todo=f"It must lie between 0 and {rate / 2:g} Hz, lowest first.",
        )
    return min(max(SHARE * low, NARROWEST), low), min(max(SHARE * high, NARROWEST), rate / 2 - high)


def taps(band: tuple[float, float], rate: float) -> Floats:
    """A symmetric band-pass of finite length, (n_taps,), n_taps odd: the difference of two Hamming-windowed sincs.

    The pass band is the band itself, its edges fall off outside it, half-way down in the middle of the transition; each
    sinc is as long as its own transition asks. Raises ``CouplingError`` for a band that cannot be cut.
    """
    widths = transitions(band, rate)
    edges = band[0] - widths[0] / 2, band[1] + widths[1] / 2
    lengths = [_odd(round(WINDOW_LENGTH * rate / width)) for width in widths]
    total = max(*lengths, _odd(int(np.ceil(WINDOW_LENGTH * rate / min(widths)))))
    out = np.zeros(total)
    for sign, edge, length in zip((-1, 1), edges, lengths, strict=True):
        edge_away = (total - length) // 2
        out[edge_away : total - edge_away] += sign * scipy.signal.firwin(length, edge, fs=rate)
    return out


def filtered(values: ArrayLike, rate: float, band: tuple[float, float]) -> Floats:
    """Values (..., n_times) cut to a band without delay, mirrored in their ends so that these do not ring."""
    series = np.asarray(values, dtype=np.float64)
    response = taps(band, rate)
    count = series.shape[-1]
    reach = min(len(response), count) - 1
    head = 2 * series[..., :1] - series[..., reach:0:-1]
    tail = 2 * series[..., -1:] - series[..., -2 : -reach - 2 : -1]
    padded = np.concatenate([head, series, tail], axis=-1)
    length = scipy.fft.next_fast_len(padded.shape[-1] + len(response) - 1, real=True)
    both = scipy.fft.irfft(scipy.fft.rfft(padded, length) * scipy.fft.rfft(response, length), length)
    begin = reach + len(response) // 2
    return np.asarray(both[..., begin : begin + count])


def analytic(
    epochs: ArrayLike, rate: float, bands: Mapping[str, tuple[float, float]] = BANDS
) -> NDArray[np.complex128]:
    """Analytic signals of every band, (n_epochs, n_channels, n_bands, n_times), from (n_epochs, n_channels, n_times).

    Each band is cut out by ``filtered`` and turned by the Hilbert transform, epoch by epoch. Raises ``CouplingError``
    for missing samples, epochs of a second or less, and bands that cannot be cut.
    """
    values = np.asarray(epochs, dtype=np.float64)
    if values.ndim != 3 or not values.size:
        raise CouplingError(f"Epochs must be epochs x channels x samples, not of shape {values.shape}.")
    if not bands:
        raise CouplingError("There is no band to look at.")
    if values.shape[-1] <= rate:
        raise CouplingError(
            f"Epochs of {values.shape[-1] / rate:.3g} s are too short: a second or less holds too few cycles "
            "for a phase to be told from chance.",
            todo="Cut epochs longer than one second.",
        )
    gone = np.argwhere(~np.isfinite(values).all(axis=-1))
    if len(gone):
        raise CouplingError(
            f"Epoch {int(gone[0][0]) + 1}, channel {int(gone[0][1]) + 1} has missing samples.",
            todo="Leave the epoch or the channel out.",
        )
    out = np.empty((*values.shape[:2], len(bands), values.shape[2]), dtype=np.complex128)
    for k, band in enumerate(bands.values()):
        for epoch, signals in enumerate(values):
            out[epoch, :, k] = scipy.signal.hilbert(filtered(signals, rate, band))
    return out


def too_long(count: int, rate: float, bands: Mapping[str, tuple[float, float]] = BANDS) -> tuple[str, ...]:
    """Names of bands whose filter is longer than ``count`` samples: their edges are smeared over the whole epoch."""
    return tuple(name for name, band in bands.items() if len(taps(band, rate)) > count)


def band_power(values: ArrayLike, rate: float, band: tuple[float, float], *, window: float = 2.0) -> Floats:
    """Mean power density in a band, (...,) unit^2/Hz, from (..., n_times).

    Welch (1967): the mean of ``window_powers`` over windows without missing samples. Raises ``CouplingError`` where a
    channel has none, and as ``window_powers`` does.
    """
    powers = window_powers(values, rate, band, window=window)
    if not np.isfinite(powers).any(axis=-1).all():
        raise CouplingError(f"A channel has no window of {window:g} s without missing samples.")
    return np.asarray(np.nanmean(powers, axis=-1))


def window_powers(
    values: ArrayLike, rate: float, band: tuple[float, float], *, window: float = 2.0
) -> Floats:
    """Power density in a band of every window, (..., n_windows) unit^2/Hz, from (..., n_times).

    Hann windows of ``window`` s, half overlapping, each freed from its mean; NaN for windows with missing samples.
    Raises ``CouplingError`` where no window fits or no frequency of a window lies in the band.
    """
    series = np.asarray(values, dtype=np.float64)
    size = round(window * rate)
    transitions(band, rate)
    if size < 2 or series.shape[-1] < size:
        raise CouplingError(
            f"The recording of {series.shape[-1] / rate:.3g} s is too short for a window of {window:g} s.",
            todo="Take a longer stretch, or a shorter window.",
        )
    frequencies = scipy.fft.rfftfreq(size, 1 / rate)
    within = (frequencies >= band[0]) & (frequencies <= band[1])
    if not within.any():
        raise CouplingError(
            f"No frequency of a window of {window:g} s lies between {band[0]:g} and {band[1]:g} Hz.",
            todo="Take a longer window.",
        )
    cut = np.lib.stride_tricks.sliding_window_view(series, size, axis=-1)[..., :: max(1, size // 2), :]
    hann = scipy.signal.get_window("hann", size)
    spectra = scipy.fft.rfft((cut - cut.mean(axis=-1, keepdims=True)) * hann)[..., within]
    return np.asarray(2 * (np.abs(spectra) ** 2).mean(axis=-1) / (rate * (hann**2).sum()))


def _odd(number: int) -> int:
    return number + 1 - number % 2
