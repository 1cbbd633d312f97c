"""The measures of a mirror movement: its frequency, its band, its noise, its cycles, and how it follows.

All take series at one even rate with nothing missing; ``hands`` sees to that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from mirra.arrays import Bools, Floats
from mirra.errors import CouplingError

# Hz between which a voluntary, repeated movement is looked for, and the half width of its band: half an octave.
SLOWEST, FASTEST, WIDTH = 0.3, 5.0, 2**0.5
# Cycles a recording must hold; samples a cycle must have; seconds within which the mirror hand may lead or follow.
LEAST_CYCLES, LEAST_SAMPLES, REACH = 3, 8, 0.25
# The share left out at each end of a cycle: its neighbour reaches in where the lag is a little off.
EDGE = 0.1
# Standard deviations above the resting mean from which a cycle counts as mirrored.
ABOVE = 3.0
# Extremes of the correlation that are this near to the greatest are ties, and the shortest lag is taken.
TIE = 0.05


def movement_frequency(series: Floats, rate: float) -> float:
    """The frequency in Hz of the strongest repeated movement in ``series`` (n,), from Welch's spectrum.

    Raises ``CouplingError`` where the series is too short or too slowly sampled to hold three cycles of any, or none
    stands out.
    """
    lowest = max(SLOWEST, LEAST_CYCLES * rate / len(series))
    highest = min(FASTEST, rate / LEAST_SAMPLES)
    if lowest >= highest:
        raise CouplingError(
            f"The recording of {len(series) / rate:.1f} s at {rate:.1f} Hz "
            f"holds fewer than {LEAST_CYCLES} cycles of any movement.",
            todo="Record longer, or faster.",
        )
    length = min(len(series), round(12 * rate))
    frequencies, power = signal.welch(
        signal.detrend(series), rate, nperseg=length, nfft=8 * length, detrend="linear"
    )
    inside = (frequencies >= lowest) & (frequencies <= FASTEST)
    frequencies, power = frequencies[inside], power[inside]
    strongest_at = float(frequencies[np.argmax(power)])
    if strongest_at > highest:
        raise CouplingError(
            f"The strongest movement, {strongest_at:.1f} Hz, is too fast for {rate:.1f} samples a second.",
            todo=f"Record faster ({LEAST_SAMPLES} samples a cycle), or give the frequency that is meant.",
        )
    tops = np.flatnonzero((power[1:-1] > power[:-2]) & (power[1:-1] >= power[2:])) + 1
    tops = tops[frequencies[tops] <= highest]
    if not len(tops):
        raise CouplingError(
            f"No repeated movement stands out between {lowest:.1f} and {highest:.1f} Hz.",
            todo="Give the frequency that is meant.",
        )
    return float(frequencies[tops[np.argmax(power[tops])]])


def band(frequency: float, rate: float) -> tuple[float, float]:
    """The edges in Hz of the movement's band: half an octave below and above ``frequency``."""
    return frequency / WIDTH, min(frequency * WIDTH, 0.48 * rate)


def band_filter(frequency: float, rate: float) -> Floats:
    """Second-order sections of the movement's band (Butterworth, order 2); applied there and back."""
    return np.asarray(signal.butter(2, band(frequency, rate), "bandpass", fs=rate, output="sos"), np.float64)


def in_band(series: Floats, frequency: float, rate: float) -> Floats:
    """``series`` (n,) or (n, k) in the band around ``frequency`` Hz, without a shift in time."""
    pad = min(len(series) - 1, round(2 * rate / frequency))
    filtered = signal.sosfiltfilt(
        band_filter(frequency, rate), signal.detrend(series, axis=0), axis=0, padlen=pad
    )
    return np.asarray(filtered, np.float64)


def rest_power(rest: Floats, frequency: float, rate: float) -> float:
    """The mean square of a resting series (n,) in the band around ``frequency`` Hz."""
    return float(np.mean(in_band(rest, frequency, rate) ** 2))


def flank_power(series: Floats, frequency: float, rate: float) -> float:
    """The mean square that noise has in the band, taken from the spectrum just below and above it.

    For recordings without a rest: the median density between 0.4 and 0.66 and between 1.5 and 1.85 times the movement's
    frequency, through the band's own filter. A movement that wanders in frequency spills into the flanks, so that the
    noise comes out too large rather than too small.
    """
    length = min(len(series), round(8 * rate / frequency))
    frequencies, power = signal.welch(series, rate, nperseg=length, detrend="linear")
    share = frequencies / frequency
    low = power[(share > 0.4) & (share < 0.66)]
    high = power[(share > 1.5) & (share < 1.85)]
    flanks = [float(np.median(part)) for part in (low, high) if len(part)]
    if not flanks:
        return 0.0
    grid, response = signal.sosfreqz(band_filter(frequency, rate), 4096, fs=rate)
    width = float(np.sum(np.abs(response) ** 4) * (grid[1] - grid[0]))
    return float(np.exp(np.mean(np.log(np.maximum(flanks, 1e-300))))) * width


@dataclass(frozen=True, eq=False)
class Cycles:
    """The voluntary hand's cycles and what the other hand did in each.

    ``spans`` (c, 2) s from the series' start; ``voluntary`` and ``amplitudes`` (c,) of the two hands, half of peak to
    peak in their own unit; ``threshold`` from which a cycle is mirrored; ``noise`` the root mean square that noise
    alone gives an amplitude.
    """

    spans: Floats
    voluntary: Floats
    amplitudes: Floats
    threshold: float
    noise: float

    @property
    def mirrored(self) -> Bools:
        """Which cycles (c,) are mirrored."""
        return np.asarray(self.amplitudes > self.threshold, np.bool_)

    @property
    def proportion(self) -> float:
        """The share of cycles that are mirrored; NaN without a cycle."""
        return float(self.mirrored.mean()) if len(self.amplitudes) else float("nan")

    @property
    def floor(self) -> float:
        """The smallest ratio at which a cycle is told from noise: the threshold over the voluntary amplitude."""
        return self.threshold / float(np.median(self.voluntary)) if len(self.voluntary) else float("nan")

    @property
    def ratio(self) -> float:
        """The median over mirrored cycles of mirror / voluntary amplitude, noise taken off; NaN without one."""
        over = self.mirrored
        if not over.any():
            return float("nan")
        own = np.sqrt(np.maximum(self.amplitudes[over] ** 2 - self.noise**2, 0))
        return float(np.median(own / self.voluntary[over]))


def spans_of(voluntary: Floats, frequency: float, rate: float) -> Floats:
    """The cycles (c, 2) s of a band-limited movement (n,), from trough to trough; pauses are left out."""
    troughs, _ = signal.find_peaks(-voluntary, distance=max(1, round(0.6 * rate / frequency)))
    spans = np.stack([troughs[:-1], troughs[1:]], axis=1)
    if not len(spans):
        return np.empty((0, 2))
    height = np.array([np.ptp(voluntary[a : b + 1]) for a, b in spans])
    period = np.diff(spans, axis=1)[:, 0] * frequency / rate
    whole = (height > 0.25 * np.median(height)) & (period > 0.5) & (period < 1.7)
    return np.asarray(spans[whole] / rate, np.float64)


def cycles_of(
    voluntary: Floats, mirror: Floats, spans: Floats, lag: float, rate: float, rest: Floats | None
) -> Cycles:
    """Which voluntary cycles ``spans`` (c, 2) s the other hand mirrors, looked at ``lag`` s later in ``mirror`` (n,).

    A cycle's amplitude is that of a sine of the cycle's own period, fitted by least squares together with a slope to
    all but its ends. The threshold is the mean plus three standard deviations of the same over windows of ``rest``
    (m,), or of the noise that the fits leave over (Rayleigh's distribution), whichever is more.
    """
    later = spans + lag
    inside = (later[:, 0] >= 0) & (later[:, 1] * rate <= len(mirror) - 1)
    spans, later = spans[inside], later[inside]
    own = np.array([_fit(voluntary, begin, end, rate)[0] for begin, end in spans])
    fits = np.array([_fit(mirror, begin, end, rate) for begin, end in later]).reshape(-1, 3)
    if not len(fits):
        return Cycles(spans, own, fits[:, 0], float("nan"), float("nan"))
    # What the fits leave over is noise too, and seen far more often than a short rest is long: never go below it.
    scale = float(np.sqrt(np.median(fits[:, 1]) * np.median(fits[:, 2]) / 2))
    mean, deviation = scale * float(np.sqrt(np.pi / 2)), scale * float(np.sqrt(2 - np.pi / 2))
    if rest is not None:
        period = float(np.median(np.diff(spans, axis=1)))
        starts = np.arange(0, (len(rest) - 1) / rate - period, period / 4)
        still = np.array([_fit(rest, start, start + period, rate)[0] for start in starts])
        if still.mean() + ABOVE * still.std() > mean + ABOVE * deviation:
            mean, deviation = float(still.mean()), float(still.std())
    return Cycles(spans, own, fits[:, 0], mean + ABOVE * deviation, float(np.hypot(mean, deviation)))


def _fit(series: Floats, begin: float, end: float, rate: float) -> tuple[float, float, float]:
    """One cycle's amplitude, the variance that harmonics and a slope leave over, and the amplitude's per unit of it."""
    edge = EDGE * (end - begin)
    places = np.arange(int(np.ceil((begin + edge) * rate)), int((end - edge) * rate) + 1)
    turn = 2 * np.pi * (places / rate - begin) / (end - begin)
    harmonics = max(1, min(3, (len(places) - 4) // 2))
    waves = [wave(k * turn) for k in range(1, harmonics + 1) for wave in (np.cos, np.sin)]
    base = np.stack([np.ones(len(places)), turn, *waves], axis=1)
    plain, *_ = np.linalg.lstsq(base[:, :4], series[places], rcond=None)
    whole, *_ = np.linalg.lstsq(base, series[places], rcond=None)
    left = np.sum((series[places] - base @ whole) ** 2) / max(1, len(places) - base.shape[1])
    gain = np.linalg.pinv(base[:, :4].T @ base[:, :4])
    return float(np.hypot(plain[2], plain[3])), float(left), float(gain[2, 2] + gain[3, 3])


def correlations(
    voluntary: Floats, mirror: Floats, rate: float, reach: float = REACH
) -> tuple[Floats, Floats]:
    """Lags (l,) s within ``reach`` and the correlation (l,) at each; positive lags: the mirror hand follows."""
    most = min(int(reach * rate + 0.5), len(voluntary) // 2)
    count = len(voluntary)
    correlation = np.empty(2 * most + 1)
    for column, lag in enumerate(range(-most, most + 1)):
        first, second = (
            voluntary[max(0, -lag) : count - max(0, lag)],
            mirror[max(0, lag) : count - max(0, -lag)],
        )
        first, second = first - first.mean(), second - second.mean()
        size = np.sqrt(np.sum(first**2) * np.sum(second**2))
        correlation[column] = np.sum(first * second) / size if size > 0 else 0.0
    return np.arange(-most, most + 1) / rate, correlation


def strongest(lags: Floats, correlation: Floats, frequency: float) -> tuple[float, float]:
    """The correlation of greatest size, with its sign, and its lag in s to a fraction of a sample.

    A rhythm of ``frequency`` Hz correlates with itself half a period away as well. Of extremes that tie within 0.05,
    the one at the shortest lag is taken, those of opposite movement as if a quarter of a period later: in healthy
    people fast movements are mirrored in phase only, slow ones either way (abstract of "A dynamical model for mirror
    movements").
    """
    size = np.abs(correlation)
    inner = np.flatnonzero((size[1:-1] >= size[:-2]) & (size[1:-1] >= size[2:])) + 1
    tops = inner if len(inner) else np.flatnonzero(size == size.max())
    tops = tops[size[tops] >= size[tops].max() - TIE]
    top = int(tops[np.argmin(np.abs(lags[tops]) + (correlation[tops] < 0) * 0.25 / frequency)])
    if not 0 < top < len(lags) - 1:
        return float(correlation[top]), float(lags[top])
    before, at, after = correlation[top - 1 : top + 2]
    bend = before - 2 * at + after
    shift = np.clip(0.5 * (before - after) / bend, -0.5, 0.5) if bend else 0.0
    return float(correlation[top]), float(lags[top] + shift * (lags[1] - lags[0]))


def whole_cycles(mirror: Floats) -> slice:
    """The longest stretch from the beginning of a band-limited series (n,) that ends in the phase it begins with.

    A circular shift joins the end to the beginning. For a rhythm that is a jump in phase, which the recording itself
    does not have: any two steady rhythms would then pass for coupled. Joined in phase there is none. (Of 300 pairs of
    independent rhythms, 7 % had p <= 0.05 this way, 14 % without.)
    """
    turned = np.unwrap(np.angle(signal.hilbert(mirror)))
    turned = (turned - turned[0]) / (2 * np.pi)
    last = int(np.round(turned[-1]))
    reached = np.flatnonzero(np.diff(np.floor(turned - (last if turned[-1] >= last else last - 1))) > 0)
    return slice(0, int(reached[-1]) + 1 if len(reached) else len(mirror))


def coherence_at(voluntary: Floats, mirror: Floats, frequency: float, rate: float) -> float:
    """The magnitude-squared coherence at ``frequency``, over windows of four cycles (two in short recordings).

    NaN where fewer than four half-overlapping windows fit, as it is near 1 by itself then, and where one stands still.
    """
    if not (voluntary.any() and mirror.any()):
        return float("nan")
    for cycles in (4, 2):
        length = round(cycles * rate / frequency)
        if len(voluntary) >= 2.5 * length and length >= 2 * cycles:
            _, coherence = signal.coherence(voluntary, mirror, rate, nperseg=length, noverlap=length // 2)
            return float(coherence[cycles])
    return float("nan")
