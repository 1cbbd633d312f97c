"""The voice: pitch and intensity by Praat, who speaks when, pauses, and each speaker's share of the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Bools, Floats
from mirra.errors import SignalError, optional
from mirra.figures import FIRST, INK, QUIET, SECOND
from mirra.result import Result, Table
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# s between frames; Hz of the lowest and the highest pitch looked for (Praat's long-standing values for any voice).
STEP, PITCH = 0.01, (75.0, 600.0)
# dB below a channel's loud level (0.99 quantile) where sound ends; s: de Jong & Wempe 2009, Behav Res Meth 41:385.
SILENCE, PAUSE = 25.0, 0.3
# s: sound shorter than this is a click, a knock, a breath.
SPEECH = 0.1
# dB by which the other channel must be nearer to its own loud level for a sound to be the other's.
CROSSTALK = 10.0
# dB: channels whose difference spreads less than this hold the same voices.
SAME = 3.0
# Hz and s below which there is no voice to measure.
SLOWEST, SHORTEST = 4000.0, 0.5


@dataclass(frozen=True)
class Turn:
    """One unbroken run of a speaker's speech, ``start`` to ``stop`` s."""

    speaker: str
    start: float
    stop: float


@dataclass(frozen=True, eq=False)
class Voice(Result):
    """Frames of 10 ms: ``pitch`` Hz (NaN unvoiced), ``intensity`` dB and ``speech``, each (n, n_speakers).

    ``times`` (n,) s are the frames' middles; ``turns`` every run of speech in order of time; ``parameters`` the rules
    they were found by; ``notes`` what to know. Intensity is relative: no microphone is calibrated here.
    """

    times: Floats
    pitch: Floats
    intensity: Floats
    speech: Bools
    speakers: tuple[str, ...]
    turns: tuple[Turn, ...]
    parameters: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def signal(self) -> Signal:
        """Pitch, intensity and speech (0 or 1) of each speaker as one regular signal."""
        columns, names, units = [], [], []
        for index, speaker in enumerate(self.speakers):
            columns += [
                self.pitch[:, index],
                self.intensity[:, index],
                self.speech[:, index].astype(np.float64),
            ]
            names += [f"{speaker}_pitch", f"{speaker}_intensity", f"{speaker}_speech"]
            units += ["Hz", "dB", ""]
        return Signal(np.column_stack(columns), 1 / STEP, float(self.times[0]), tuple(names), tuple(units))

    def pauses(self, speaker: str) -> Floats:
        """Lengths in s of the silences of everybody with this speaker on both sides, (n,)."""
        after = sorted(self.turns, key=lambda turn: turn.start)
        ended, lengths = -np.inf, []
        last = ""
        for turn in after:
            if turn.start > ended > -np.inf and turn.speaker == last == speaker:
                lengths.append(turn.start - ended)
            if turn.stop > ended:
                ended, last = turn.stop, turn.speaker
        return np.array(lengths)

    def summary(self) -> Mapping[str, Any]:
        """For each speaker share of speech, turns, pauses, pitch and intensity; silence and overlap; flat."""
        numbers: dict[str, Any] = {
            "program": self.parameters["program"],
            "seconds": len(self.times) * STEP,
            "speakers": len(self.speakers),
            "silence_share": float((~self.speech.any(axis=1)).mean()),
        }
        if len(self.speakers) > 1:
            numbers["overlap_share"] = float((self.speech.sum(axis=1) > 1).mean())
        for index, speaker in enumerate(self.speakers):
            numbers |= {f"{speaker}_{name}": value for name, value in self._of(index, speaker).items()}
        return {**numbers, **self.parameters, "notes": list(self.notes)}

    def _of(self, column: int, speaker: str) -> dict[str, Any]:
        speech, pauses = self.speech[:, column], self.pauses(speaker)
        pitch, level = self.pitch[speech, column], self.intensity[speech, column]
        voiced = pitch[np.isfinite(pitch)]
        middle = float(np.median(voiced)) if len(voiced) else None
        return {
            "speech_share": float(speech.mean()),
            "speech_seconds": float(speech.sum() * STEP),
            "turns": sum(turn.speaker == speaker for turn in self.turns),
            "pauses": len(pauses),
            "mean_pause_s": float(pauses.mean()) if len(pauses) else None,
            "median_pitch_hz": middle,
            "sd_pitch_semitones": float(np.std(12 * np.log2(voiced / middle), ddof=1))
            if len(voiced) > 1
            else None,
            "voiced_share_of_speech": len(voiced) / len(pitch) if len(pitch) else None,
            "mean_intensity_db": float(level.mean()) if len(level) else None,
        }

    def table(self) -> Table:
        """A row for each run of speech: speaker, start, stop, seconds. Raises ``OSError``."""
        rows = [(turn.speaker, turn.start, turn.stop, turn.stop - turn.start) for turn in self.turns]
        return Table(["speaker", "start", "stop", "seconds"], rows)

    def plot(self, ax: Axes) -> None:
        """Pitch over time, and under it a bar for each run of speech of each speaker."""
        begin = self.times[0]
        low = 0.0
        for index, speaker in enumerate(self.speakers):
            color = (FIRST, SECOND, QUIET, INK)[index % 4]
            ax.plot(self.times - begin, self.pitch[:, index], ".", color=color, ms=2.5)
            bars = [(t.start - begin, t.stop - t.start) for t in self.turns if t.speaker == speaker]
            low = -45.0 * (index + 1)
            ax.broken_barh(bars, (low, 30), color=color)
            ax.text(1.005, low + 15, speaker, color=color, va="center", transform=ax.get_yaxis_transform())
        ax.axhline(0, color=QUIET, lw=0.8)
        ax.set_ylim(low - 15, None)
        ax.set_yticks([tick for tick in ax.get_yticks() if tick >= 0])
        ax.set_xlabel("time from the start (s)")
        ax.set_ylabel("pitch (Hz); bars: speech")


def voice(
    sound: ArrayLike,
    rate: float,
    *,
    speakers: Sequence[str] = (),
    start: float = 0.0,
    pitch: tuple[float, float] = PITCH,
    silence: float = SILENCE,
    pause: float = PAUSE,
    crosstalk: float = CROSSTALK,
) -> Voice:
    """Pitch and intensity by Praat, and who speaks when: one speaker per channel.

    ``sound`` (n,) or (n, n_channels); ``rate`` Hz, 4000 or more; ``speakers`` a name for each channel; ``pitch`` Hz,
    lowest and highest. Sound is what lies less than ``silence`` dB below the channel's own loud level (0.99 quantile
    of its intensity); less than 0.1 s of it is no speech, less than ``pause`` s without it no pause (de Jong & Wempe
    2009). With several channels a frame is crosstalk, and not that channel's speech, where another channel is nearer
    to its own loud level by ``crosstalk`` dB or more; nearer together, both speak. One channel gives one share of
    speech: it cannot say whose. Praat's window blurs the ends of speech by up to 1.6 / lowest pitch s.
    Raises ``SignalError`` for missing samples, silence throughout, a sound too short or too slow, bounds that do not
    fit; ``MissingExtra`` without parselmouth.
    """
    rows = np.asarray(sound, dtype=np.float64)
    rows = rows[:, None] if rows.ndim == 1 else rows
    _fit(rows, rate, start, pitch, (silence, pause, crosstalk))
    names = _names(speakers, rows.shape[1])
    notes: list[str] = []
    heard = [_praat(row, rate, pitch) for row in rows.T]
    times = heard[0][0] + start
    pitches, levels = (np.column_stack([each[k] for each in heard]) for k in (1, 2))
    if len(names) > 1 and (spread := _difference(levels, silence)) < SAME:
        louder = int(np.argmax(np.nanmean(levels, axis=0)))
        notes.append(
            f"the channels rise and fall together (their difference spreads by {spread:.1f} dB): they hold the same "
            f"voices, so {names[louder]} stands for all and nothing is told of one speaker or the other"
        )
        names, pitches, levels = ("all",), pitches[:, [louder]], levels[:, [louder]]
    elif len(names) == 1:
        notes.append("one channel: the share of speech is everybody's who is heard in it")
    speech = _speech(levels, silence, pause, crosstalk, names, notes)
    turns = [
        Turn(name, float(times[first] - STEP / 2), float(times[last] + STEP / 2))
        for index, name in enumerate(names)
        for first, last in _runs(speech[:, index])
    ]
    return Voice(
        times,
        np.where(speech, pitches, np.nan),
        levels,
        speech,
        names,
        tuple(sorted(turns, key=lambda turn: (turn.start, turn.speaker))),
        {
            "program": program(),
            "rate_hz": rate,
            "step_s": STEP,
            "pitch_floor_hz": pitch[0],
            "pitch_ceiling_hz": pitch[1],
            "silence_db": silence,
            "min_pause_s": pause,
            "min_speech_s": SPEECH,
            "crosstalk_db": crosstalk,
        },
        tuple(notes),
    )


def _names(speakers: Sequence[str], count: int) -> tuple[str, ...]:
    """A name for each channel, those given or made up; raises ``SignalError`` for too few, too many or equal ones."""
    made_up = ("speaker",) if count == 1 else tuple(f"speaker{k + 1}" for k in range(count))
    names = tuple(speakers) or made_up
    if len(names) != count or len(set(names)) != count:
        raise SignalError(f"The {count} channels need as many different names, not {', '.join(names)}.")
    return names


def program() -> str:
    """The versions of Praat and parselmouth, as results carry them; raises ``MissingExtra`` without them."""
    praat = optional("parselmouth", "voice", "Measuring a voice")
    return f"Praat {praat.PRAAT_VERSION} (parselmouth {praat.__version__}): to_pitch_ac, to_intensity"


def _fit(
    rows: Floats, rate: float, start: float, pitch: tuple[float, float], bounds: tuple[float, float, float]
) -> None:
    if rows.ndim != 2 or not rows.shape[1]:
        raise SignalError(f"A sound is samples x channels, not an array of {rows.ndim} dimensions.")
    if not (rate >= SLOWEST and np.isfinite(rate)):
        raise SignalError(
            f"A sound sampled at {rate:g} Hz holds no voice.", todo=f"It takes {SLOWEST:g} Hz or more."
        )
    if len(rows) < SHORTEST * rate:
        raise SignalError(
            f"A sound of {len(rows) / rate:.2f} s is too short.", todo=f"It takes {SHORTEST:g} s or more."
        )
    if not np.isfinite(rows).all():
        sample = int(np.flatnonzero(~np.isfinite(rows).all(axis=1))[0])
        raise SignalError(
            f"The sound has no sample at {start + sample / rate:.3f} s.", todo="Cut it there, or fill it."
        )
    if not np.ptp(rows, axis=0).any():
        raise SignalError("The sound is silence throughout.", todo="Is it the right file?")
    if not 20 <= pitch[0] < pitch[1] <= rate / 2:
        raise SignalError(
            f"Pitch cannot be looked for from {pitch[0]:g} to {pitch[1]:g} Hz.", todo="Try 75 to 600."
        )
    if not all(bound > 0 for bound in bounds):
        raise SignalError("The bounds of silence (dB), pause (s) and crosstalk (dB) must be positive.")


def _praat(row: Floats, rate: float, pitch: tuple[float, float]) -> tuple[Floats, Floats, Floats]:
    """Frame times in s, pitch in Hz, and intensity in dB of one channel; a constant channel has neither."""
    praat = optional("parselmouth", "voice", "Measuring a voice")
    sound = praat.Sound(np.ascontiguousarray(row), sampling_frequency=rate)
    try:
        tracked = sound.to_pitch_ac(time_step=STEP, pitch_floor=pitch[0], pitch_ceiling=pitch[1])
        loud = sound.to_intensity(minimum_pitch=pitch[0], time_step=STEP, subtract_mean=True)
    except praat.PraatError as error:
        raise SignalError(
            f"Praat cannot measure the sound: {' '.join(str(error).split()).rstrip('.')}."
        ) from error
    times = np.asarray(tracked.xs())
    frequency = np.asarray(tracked.selected_array["frequency"], dtype=np.float64)
    if np.ptp(row) == 0:
        return times, np.full(len(times), np.nan), np.full(len(times), np.nan)
    level = np.interp(times, loud.xs(), loud.values[0], left=np.nan, right=np.nan)
    return times, np.where(frequency > 0, frequency, np.nan), level


def _loud(levels: Floats) -> Floats:
    """The 0.99 quantile of each channel's intensity, (n_channels,) dB; NaN for a silent channel."""
    return np.array([np.nanquantile(row, 0.99) if np.isfinite(row).any() else np.nan for row in levels.T])


def _difference(levels: Floats, silence: float) -> float:
    """Spread in dB of the difference of two channels where either sounds; the smallest over all pairs."""
    sounding = (levels > _loud(levels) - silence).any(axis=1)
    spreads = [
        float(np.nanstd(gap))
        for a in range(levels.shape[1])
        for b in range(a)
        if np.isfinite(gap := levels[sounding, a] - levels[sounding, b]).any()
    ]
    return min(spreads, default=np.inf)


def _speech(
    levels: Floats, silence: float, pause: float, crosstalk: float, names: Sequence[str], notes: list[str]
) -> Bools:
    near = levels - _loud(
        levels
    )  # dB to the own loud level: microphones need not be equally far or equally open
    sounding = near > -silence
    near = np.where(np.isfinite(near), near, -np.inf)
    if len(names) > 1:
        sounding &= near > near.max(axis=1, keepdims=True) - crosstalk
    for index, name in enumerate(names):
        row = levels[:, index]
        if not np.isfinite(row).any():
            notes.append(f"{name}: the channel is silent throughout")
        elif np.nanmin(row) > np.nanquantile(row, 0.99) - silence:
            notes.append(
                f"{name}: the sound never falls {silence:g} dB: speech without a pause, or noise as loud"
            )
    return np.column_stack([_without_short(row, pause) for row in sounding.T])


def _without_short(sounding: Bools, pause: float) -> Bools:
    """Clicks shorter than ``SPEECH`` s taken out, then gaps between speech shorter than ``pause`` s closed."""
    row = sounding.copy()
    for first, last in _runs(row):
        if (last - first + 1) * STEP < SPEECH - STEP / 2:
            row[first : last + 1] = False
    for first, last in _runs(~row):
        if first > 0 and last < len(row) - 1 and (last - first + 1) * STEP < pause - STEP / 2:
            row[first : last + 1] = True
    return row


def _runs(row: Bools) -> list[tuple[int, int]]:
    """First and last place of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return [(int(first), int(last) - 1) for first, last in edges.reshape(-1, 2)]
