"""Phase measures of two sets of channels from their analytic signals, an epoch at a time.

All take complex analytic signals (n_epochs, n_channels, n_bands, n_times), as ``spectra.analytic`` gives them. Sums
over time are matrix products; only the two lag indices look at every product, a channel at a time in buffers that stay
in the processor's cache, so that memory does not grow with the number of channel pairs.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mirra.arrays import Complexes, Floats
from mirra.coupling.spectral.morlet import SMALL
from mirra.errors import CouplingError

# Imaginary products smaller than this share of both amplitudes are rounding: their size is a difference of sums as
# large as the amplitudes, each good to some 1e-14.
ROUNDING = 1e-12
LEAST = 1e-150  # far below any amplitude, and its inverse is still a number


def plv(x: Complexes, y: Complexes) -> Floats:
    """Phase-locking value (Lachaux et al. 1999): length of the mean unit vector of phase differences."""
    return np.asarray(np.abs(_sums(_unit(x), _unit(y))[0]) / x.shape[-1])


def coherence(x: Complexes, y: Complexes) -> Floats:
    """Coherence of analytic signals, not squared: the length of the mean product by the root of both powers."""
    return np.asarray(np.abs(_sums(x, y)[0]) / _root_powers(x, y))


def imaginary_coherence(x: Complexes, y: Complexes) -> Floats:
    """Size of the imaginary part of coherency (Nolte et al. 2004); no lag, no value."""
    return np.asarray(np.abs(_sums(x, y)[0].imag) / _root_powers(x, y))


def circular_correlation(x: Complexes, y: Complexes) -> Floats:
    """Size of the circular correlation (Jammalamadaka & SenGupta 2001), each phase about its own circular mean."""
    a, b = (np.sin(np.angle(z * _unit(_unit(z).mean(axis=-1, keepdims=True)).conj())) for z in (x, y))
    norm = (
        np.einsum("...it,...it->...i", a, a)[..., :, None]
        * np.einsum("...jt,...jt->...j", b, b)[..., None, :]
    )
    return np.asarray(np.abs(_matrix(a, b)) / np.sqrt(norm))


def adjusted_circular_correlation(x: Complexes, y: Complexes) -> Floats:
    """Circular correlation about means chosen for each pair, signed (Zimmermann et al. 2024).

    Where a phase has no mean of its own the usual form is arbitrary; here the difference and the sum of the phases have
    theirs. Sums of squared sines come from sums of doubled phases, so that no pair is looked at sample by sample.
    """
    a, b = _unit(x), _unit(y)
    apart, together = _sums(a, b)
    first = (np.angle(apart) + np.angle(together)) / 2
    second = (np.angle(together) - np.angle(apart)) / 2
    powers = [
        (x.shape[-1] - (np.exp(-2j * mean) * (z**2).sum(axis=-1)[at]).real) / 2
        for mean, z, at in ((first, a, (..., slice(None), None)), (second, b, (..., None, slice(None))))
    ]
    norm = 2 * np.sqrt(np.maximum(powers[0] * powers[1], 0))
    return (np.abs(apart) - np.abs(together)) / np.where(norm == 0, 1, norm)


def pli(x: Complexes, y: Complexes) -> Floats:
    """Phase lag index (Stam et al. 2007): how one-sided the signs of phase differences are.

    The sign of sin(a - b) is that of (tan a - tan b) cos a cos b: one comparison a sample, and signs of bytes. Phases
    equal but for rounding count as chance would have them, for a sign knows no size; ``wpli`` calls them no lag.
    """
    count = x.shape[-1]
    tangent, turned = _half_plane(y)
    mine, my_turned = (tangent, turned) if x is y else _half_plane(x)
    lead, lag = np.zeros((2, *tangent.shape[:2], -(-count // 8) * 8), dtype=bool)
    out = np.empty((len(x), x.shape[1], y.shape[1]))
    for channel in range(x.shape[1]):
        rows, this = slice(channel if x is y else 0, None), slice(channel, channel + 1)
        a, b = lead[:, rows], lag[:, rows]
        np.less(tangent[:, rows], mine[:, this], out=a[..., :count])
        np.greater(tangent[:, rows], mine[:, this], out=b[..., :count])
        opposite = turned[:, rows] ^ my_turned[:, this]
        out[:, channel, rows] = _balance(a.view(np.uint64) ^ opposite, b.view(np.uint64) ^ opposite)
    return np.asarray(np.abs(_whole(out, x is y)) / count)


def wpli(x: Complexes, y: Complexes) -> Floats:
    """Weighted phase lag index (Vinck et al. 2011): the size of the mean imaginary product by its mean size.

    With w = abs(cos) and t = tan, a product's size is w_a w_b abs(t_a - t_b) = w_a w_b (2 max(t_a, t_b) - t_a - t_b):
    the last two sums, and the mean, are matrix products, so that only the greater tangent is looked up pair by pair.
    """
    his = _Lines(y)
    mine = his if x is y else _Lines(x)
    greater = np.empty((len(x), x.shape[1], y.shape[1]))
    each = np.empty_like(his.w)
    for channel in range(x.shape[1]):
        rows, this = slice(channel if x is y else 0, None), slice(channel, channel + 1)
        now = each[:, rows]
        np.maximum(his.t[:, rows], mine.t[:, this], out=now)
        np.multiply(now, his.w[:, rows], out=now)
        np.vecdot(now, mine.w[:, this], out=greater[:, channel, rows])
    apart, across = _matrix(mine.height, his.w), _matrix(mine.sin, his.cos)
    if x is y:
        apart, across = apart + apart.swapaxes(-1, -2), across - across.swapaxes(-1, -2)
    else:
        apart, across = apart + _matrix(mine.w, his.height), across - _matrix(mine.cos, his.sin)
    size = 2 * _whole(greater, x is y) - apart
    powers = np.sqrt(mine.power[..., :, None] * his.power[..., None, :])
    return np.where(size <= ROUNDING * powers, 0.0, np.abs(across) / np.where(size == 0, 1, size))


MEASURES: dict[str, Callable[[Complexes, Complexes], Floats]] = {
    "plv": plv,
    "coh": coherence,
    "imcoh": imaginary_coherence,
    "ccorr": circular_correlation,
    "accorr": adjusted_circular_correlation,
    "pli": pli,
    "wpli": wpli,
}


def connectivity(
    x: ArrayLike,
    y: ArrayLike | None = None,
    *,
    measure: str,
    average: bool = True,
    threads: int | None = None,
) -> Floats:
    """One measure of every channel of ``x`` with every channel of ``y``, by default of ``x`` itself.

    ``x`` (n_epochs, K, n_bands, n_times) and ``y`` (n_epochs, M, n_bands, n_times), complex analytic signals of the
    same epochs. Gives (n_bands, K, M), the mean over epochs, or with ``average`` false (n_epochs, n_bands, K, M).
    ``threads`` epochs are done at once, by default two or as many as there are processors.
    Raises ``CouplingError`` for an unknown measure, shapes that do not fit, and missing or silent channels.
    """
    if measure not in MEASURES:
        raise CouplingError(f"There is no measure {measure!r}.", todo=f"There are: {', '.join(MEASURES)}.")
    first = _checked(x, "first")
    second = first if y is None else _checked(y, "second")
    shapes = [(len(z), *z.shape[2:]) for z in (first, second)]
    if shapes[0] != shapes[1]:
        raise CouplingError(
            f"Epochs, bands and samples differ: {shapes[0]} and {shapes[1]}.",
            todo="Cut both at the same moments.",
        )
    work = MEASURES[measure]

    def in_epoch(epoch: int) -> Floats:
        """The measure (n_bands, K, M) in one epoch."""
        a = first[epoch].swapaxes(0, 1)
        return work(a, a if second is first else second[epoch].swapaxes(0, 1))

    workers = threads or min(2, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool:
        measured = pool.map(in_epoch, range(len(first)))
        if not average:
            return np.array(list(measured))
        total = np.zeros((first.shape[2], first.shape[1], second.shape[1]))
        for values in measured:
            total += values
    return total / len(first)


def _checked(signals: ArrayLike, name: str) -> Complexes:
    values = np.asarray(signals)
    if values.ndim != 4 or not values.size:
        raise CouplingError(
            f"The {name} must be epochs x channels x bands x samples, not of shape {values.shape}."
        )
    if not np.iscomplexobj(values):
        raise CouplingError(f"The {name} is not complex: phase measures take analytic signals.")
    for epoch, recording in enumerate(values):  # one at a time: nothing as large as the whole is made
        if not np.isfinite(recording).all():
            raise CouplingError(f"Epoch {epoch + 1} of the {name} has missing samples.", todo="Leave it out.")
        silent = np.argwhere(~recording.any(axis=-1))
        if len(silent):
            raise CouplingError(
                f"Channel {int(silent[0][0]) + 1} of the {name} is silent in epoch {epoch + 1}: it has no phase."
            )
    return np.asarray(values, dtype=np.complex128)


def _sums(x: Complexes, y: Complexes) -> tuple[Complexes, Complexes]:
    """Sums over time of x times conjugate y, and of x times y, (n_bands, K, M); of real parts in one go."""
    k, m = x.shape[1], y.shape[1]
    four = _matrix(*(np.concatenate([z.real, z.imag], axis=1) for z in (x, y)))
    level, cross = four[:, :k, :m], four[:, k:, m:]
    ahead, behind = four[:, k:, :m], four[:, :k, m:]
    return (level + cross) + 1j * (ahead - behind), (level - cross) + 1j * (ahead + behind)


def _matrix(a: Floats, b: Floats) -> Floats:
    """Sums over time of products, (n_bands, K, M), from (n_bands, K, n_times) and (n_bands, M, n_times)."""
    step = max(16, SMALL // (a.shape[1] * b.shape[1]))
    out = np.zeros((len(a), a.shape[1], b.shape[1]))
    for begin in range(0, a.shape[2], step):
        part = slice(begin, begin + step)
        out += a[..., part] @ b[..., part].swapaxes(-1, -2)
    return out


def _unit(z: Complexes) -> Complexes:
    size = np.abs(z)
    return np.asarray(z / np.where(size == 0, 1, size))


def _root_powers(x: Complexes, y: Complexes) -> Floats:
    first = _power(x)
    second = first if x is y else _power(y)
    return np.asarray(np.sqrt(first[..., :, None] * second[..., None, :]))


def _power(z: Complexes) -> Floats:
    parts = (np.einsum("...it,...it->...i", part, part) for part in (z.real, z.imag))
    return np.asarray(sum(parts))


class _Lines:
    """Analytic signals as lines through the origin, each part (n_bands, n_channels, n_times) in one piece.

    ``cos`` and ``sin`` as they are; ``w`` the size of cos, never under a floor far below any amplitude, so that
    ``w`` times the tangent ``t`` is ``height``, sin with the sign of cos, straight up and down, too.
    """

    def __init__(self, z: Complexes) -> None:
        self.cos, self.sin = np.ascontiguousarray(z.real), np.ascontiguousarray(z.imag)
        self.w = np.abs(self.cos)
        np.maximum(self.w, LEAST, out=self.w)
        self.height = np.copysign(self.w, self.cos)
        self.t = np.divide(self.sin, self.height)
        np.multiply(self.t, self.w, out=self.height)

    @property
    def power(self) -> Floats:
        """Sums of squares over time, (n_bands, n_channels)."""
        return np.asarray(np.vecdot(self.cos, self.cos) + np.vecdot(self.sin, self.sin))


def _whole(half: Floats, mirrored: bool) -> Floats:
    """The other half of symmetric tables filled in, (n_bands, K, K); others as they are."""
    if mirrored:
        low = np.tril_indices(half.shape[1], -1)
        for table in half:
            table[low] = table.T[low]
    return half


def _half_plane(z: Complexes) -> tuple[Floats, NDArray[np.uint64]]:
    """Tangents of the phases (..., n_times), and as words of eight bytes which point left.

    Straight up and down are one tangent, so that opposite phases tie as equal ones do; no phase compares with nothing.
    """
    z = np.ascontiguousarray(z)
    upright = z.real == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        tangent = np.where(upright, np.where(z.imag == 0, np.nan, np.inf), z.imag / z.real)
    left = np.zeros((*z.shape[:-1], -(-z.shape[-1] // 8) * 8), dtype=bool)
    left[..., : z.shape[-1]] = np.where(upright, z.imag < 0, z.real < 0)
    return tangent, left.view(np.uint64)


def _balance(lead: NDArray[np.uint64], lag: NDArray[np.uint64]) -> Floats:
    """How many more bytes are one in ``lead`` than in ``lag``, along the last axis, eight bytes a step."""
    words = lead + (np.uint64(0x0101010101010101) - lag)  # each byte 0, 1 or 2
    sums = np.zeros(words.shape[:-1])
    for begin in range(0, words.shape[-1], 127):  # a byte holds no more
        packed = words[..., begin : begin + 127].sum(axis=-1)
        sums += packed[..., None].view(np.uint8).sum(axis=-1)
    return np.asarray(sums - 8.0 * words.shape[-1])
