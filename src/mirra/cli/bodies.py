"""Commands for one body: heart, skin, breath, voice."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mirra.cli.terminal import say

if TYPE_CHECKING:
    from mirra.result import Result
    from mirra.signals.heart import Heart
    from mirra.signals.signal import Floats, Signal

app = typer.Typer()

Recording = Annotated[Path, typer.Argument(metavar="FILE", help="The recording: a table, EDF, XDF ...")]
Column = Annotated[
    str | None, typer.Option(help="The column or channel to take; found by its name if not given.")
]
Rate = Annotated[
    float | None,
    typer.Option(help="Samples per second, for a table without a time column.", show_default=False),
]
Time = Annotated[str | None, typer.Option(help="The time column of a table.", show_default=False)]
Folder = Annotated[
    Path, typer.Option("-o", "--output", help="The folder to write: result.json, tables, figures.")
]
SeriesRate = Annotated[float, typer.Option(help="Samples per second of the rate written as a series.")]

# How the name of a channel of each kind usually begins, in small letters; the first that fits one channel serves.
NAMES: Mapping[str, tuple[str, ...]] = {
    "heart": ("ecg", "ekg"),
    "skin": ("eda", "gsr", "scl", "sc"),
    "breath": ("rsp", "resp", "breath"),
}


class Inhale(StrEnum):
    """Which way a belt's signal goes as air comes in."""

    UP = "up"
    DOWN = "down"


class Given(StrEnum):
    """What a table holds in place of an electrocardiogram."""

    INTERVALS_S = "intervals-s"
    INTERVALS_MS = "intervals-ms"
    BEATS_S = "beats-s"


@app.command()
def heart(
    source: Recording,
    output: Folder,
    column: Column = None,
    rate: Rate = None,
    time: Time = None,
    method: Annotated[str, typer.Option(help="NeuroKit2's R peak detector.")] = "neurokit",
    given: Annotated[
        Given | None,
        typer.Option(help="The column holds RR intervals or times of beats instead of an electrocardiogram."),
    ] = None,
    correct: Annotated[bool, typer.Option(help="Mend artefacts; they are marked either way.")] = True,
    series_rate: SeriesRate = 4.0,
) -> None:
    """Find heart beats, mark artefacts, and measure heart rate and its variability."""
    from mirra.signals import heart as measure
    from mirra.signals.series import Series

    if given is not None:
        found = _given(source, column, given, correct, series_rate)
    else:
        signal = _read(source, rate, time)
        name = _channel(signal, column, "heart")
        found = measure.heart(
            signal.channel(name),
            signal.rate,
            times=signal.times,
            start=signal.start,
            method=method,
            correct=correct,
            series_rate=series_rate,
        )
    _write("heart", output, source, {"beats": found, "heart_rate": Series(found.rate)}, column)
    typer.echo(
        f"{output}: {len(found.beats)} beats, {found.artefacts} marked as artefacts, "
        f"{found.hrv['mean_rate_bpm']:.1f} beats per minute, RMSSD {found.hrv['rmssd_ms']:.1f} ms"
    )


@app.command()
def skin(
    source: Recording,
    output: Folder,
    column: Column = None,
    rate: Rate = None,
    time: Time = None,
    min_height: Annotated[float, typer.Option(help="Least height of a response, in microsiemens.")] = 0.05,
    min_rise: Annotated[float, typer.Option(help="Shortest rise of a response, in seconds.")] = 0.5,
) -> None:
    """Take skin conductance apart into its level and its quick part, and find the responses in it."""
    from mirra.signals import skin as measure
    from mirra.signals.series import Series

    signal = _read(source, rate, time)
    name = _channel(signal, column, "skin")
    found = measure.skin(
        signal.channel(name),
        signal.rate,
        times=signal.times,
        start=signal.start,
        min_height=min_height,
        min_rise=min_rise,
    )
    _write("skin", output, source, {"responses": found, "conductance": Series(found.parts)}, column)
    typer.echo(
        f"{output}: {len(found.responses)} responses of {min_height:g} µS or more in {found.measured:.0f} s, "
        f"mean level {found.summary()['mean_tonic_us']:.2f} µS"
    )


@app.command()
def breath(
    source: Recording,
    output: Folder,
    column: Column = None,
    rate: Rate = None,
    time: Time = None,
    inhale: Annotated[Inhale, typer.Option(help="Which way the signal goes as air comes in.")] = Inhale.UP,
    series_rate: SeriesRate = 4.0,
) -> None:
    """Find each breath, its length in and out and its depth, and measure the breathing rate."""
    from mirra.signals import breath as measure
    from mirra.signals.series import Series

    signal = _read(source, rate, time)
    name = _channel(signal, column, "breath")
    found = measure.breath(
        signal.channel(name),
        signal.rate,
        times=signal.times,
        start=signal.start,
        inhale=inhale.value,
        series_rate=series_rate,
    )
    _write("breath", output, source, {"breaths": found, "breathing_rate": Series(found.rate)}, column)
    typer.echo(
        f"{output}: {len(found.cycles)} breaths, {found.summary()['mean_rate_bpm']:.1f} breaths per minute"
    )


@app.command()
def voice(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The sound: a WAV file.")],
    output: Folder,
    speaker: Annotated[
        list[str] | None, typer.Option(help="The speaker of each channel, in order; repeatable.")
    ] = None,
    floor: Annotated[float, typer.Option(help="Lowest pitch looked for, in Hz.")] = 75.0,
    ceiling: Annotated[float, typer.Option(help="Highest pitch looked for, in Hz.")] = 600.0,
    silence: Annotated[float, typer.Option(help="dB below a channel's loud level where sound ends.")] = 25.0,
    pause: Annotated[float, typer.Option(help="Shortest pause, in seconds.")] = 0.3,
    crosstalk: Annotated[
        float,
        typer.Option(help="dB by which another channel must be nearer to its loud level to be the speaker."),
    ] = 10.0,
) -> None:
    """Measure pitch, intensity, pauses and who speaks when: one speaker per channel."""
    from mirra.signals import voice as measure
    from mirra.signals.reading import read
    from mirra.signals.series import Series

    signal = read(source)
    found = measure.voice(
        signal.values,
        signal.rate,
        speakers=speaker or (),
        start=signal.start,
        pitch=(floor, ceiling),
        silence=silence,
        pause=pause,
        crosstalk=crosstalk,
    )
    loudness = tuple(f"{name}_intensity" for name in found.speakers)
    _write("voice", output, source, {"speech": found, "frames": Series(found.signal, loudness)}, None)
    told = found.summary()
    shares = ", ".join(f"{name} speaks {told[f'{name}_speech_share']:.0%}" for name in found.speakers)
    typer.echo(f"{output}: {told['seconds']:.1f} s, {shares}")


def _read(source: Path, rate: float | None, time: str | None) -> Signal:
    from mirra.signals.reading import read

    return read(source, rate=rate, time=time)


def _channel(signal: Signal, asked: str | None, kind: str) -> str:
    """The channel asked for, the only one, or the only one named like its kind.

    Raises ``SignalError`` naming the channels where that is not one.
    """
    from mirra.errors import SignalError

    if asked is not None:
        signal.channel(asked)
        return asked
    if len(signal.channels) == 1:
        return signal.channels[0]
    for start in NAMES[kind]:
        fitting = [name for name in signal.channels if name.casefold().startswith(start)]
        if len(fitting) == 1:
            say(f"taking the channel {fitting[0]!r}")
            return fitting[0]
    raise SignalError(
        "It is not clear which channel to take.",
        todo=f"Name one with --column: {', '.join(signal.channels)}.",
    )


def _given(source: Path, column: str | None, given: Given, correct: bool, series_rate: float) -> Heart:
    from mirra.signals import heart as measure
    from mirra.signals.reading import read

    signal = read(source, rate=1.0)  # rows are beats here, not samples
    row: Floats = signal.channel(_channel(signal, column, "heart"))
    if given is Given.BEATS_S:
        return measure.from_beats(row, correct=correct, series_rate=series_rate)
    seconds = row / 1000 if given is Given.INTERVALS_MS else row
    return measure.from_intervals(seconds, correct=correct, series_rate=series_rate)


def _write(
    command: str, folder: Path, source: Path, results: Mapping[str, Result], column: str | None
) -> None:
    """Write the folder, and say what is worth knowing."""
    from mirra.result import write

    first: Any = next(iter(results.values()))
    parameters = {**first.parameters, "column": column}
    told = write(folder, results, command=f"mirra {command}", parameters=parameters, inputs=[source])
    for words in (*first.notes, *told):
        say(words)
