"""Commands for one body: heart, skin, breath, voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from mirra.arrays import Floats
from mirra.cli.terminal import say

if TYPE_CHECKING:
    from mirra.result import Result
    from mirra.signals.breath import Breath
    from mirra.signals.heart import Heart
    from mirra.signals.signal import Signal
    from mirra.signals.skin import Skin

app = typer.Typer()

Found = TypeVar("Found", bound="Result")
Measured = TypeVar("Measured")

Recordings = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE [FILE]", help="One person's recording (a table, EDF, XDF ...), or two people's."
    ),
]
Person = Annotated[
    list[str] | None,
    typer.Option(help="A name for each recording, in order; repeatable.", show_default=False),
]
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
    source: Recordings,
    output: Folder,
    person: Person = None,
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

    def measured(path: Path) -> tuple[Heart, Signal]:
        """The heart of one recording, from beats as given or found, with its rate (beats a minute) as a signal."""
        if given is not None:
            found = _given(path, column, given, correct, series_rate)
            return found, found.rate
        found, signal = _found(
            measure.heart,
            "heart",
            path,
            column,
            rate,
            time,
            method=method,
            correct=correct,
            series_rate=series_rate,
        )
        return found, _of_the_same_clock(found.rate, signal)

    found = _write("heart", output, ("beats", "heart_rate"), source, person, measured, column)
    for name, one in found.items():
        typer.echo(
            f"{output}: {name}{len(one.beats)} beats, {one.artefacts} marked as artefacts, "
            f"{one.hrv['mean_rate_bpm']:.1f} beats per minute, RMSSD {one.hrv['rmssd_ms']:.1f} ms"
        )


@app.command()
def skin(
    source: Recordings,
    output: Folder,
    person: Person = None,
    column: Column = None,
    rate: Rate = None,
    time: Time = None,
    min_height: Annotated[float, typer.Option(help="Least height of a response, in microsiemens.")] = 0.05,
    min_rise: Annotated[float, typer.Option(help="Shortest rise of a response, in seconds.")] = 0.5,
) -> None:
    """Take skin conductance apart into its level and its quick part, and find the responses in it."""
    from mirra.signals import skin as measure

    def measured(path: Path) -> tuple[Skin, Signal]:
        """The responses of one recording, with both parts of the conductance (microsiemens) as a signal."""
        found, signal = _found(
            measure.skin, "skin", path, column, rate, time, min_height=min_height, min_rise=min_rise
        )
        return found, _of_the_same_clock(found.parts, signal)

    found = _write("skin", output, ("responses", "conductance"), source, person, measured, column)
    for name, one in found.items():
        typer.echo(
            f"{output}: {name}{len(one.responses)} responses of {min_height:g} µS or more in {one.measured:.0f} s, "
            f"mean level {one.summary()['mean_tonic_us']:.2f} µS"
        )


@app.command()
def breath(
    source: Recordings,
    output: Folder,
    person: Person = None,
    column: Column = None,
    rate: Rate = None,
    time: Time = None,
    inhale: Annotated[Inhale, typer.Option(help="Which way the signal goes as air comes in.")] = Inhale.UP,
    series_rate: SeriesRate = 4.0,
) -> None:
    """Find each breath, its length in and out and its depth, and measure the breathing rate."""
    from mirra.signals import breath as measure

    def measured(path: Path) -> tuple[Breath, Signal]:
        """The breaths of one recording, with the breathing rate (breaths a minute) as a signal."""
        found, signal = _found(
            measure.breath, "breath", path, column, rate, time, inhale=inhale.value, series_rate=series_rate
        )
        return found, _of_the_same_clock(found.rate, signal)

    found = _write("breath", output, ("breaths", "breathing_rate"), source, person, measured, column)
    for name, one in found.items():
        told = one.summary()
        typer.echo(
            f"{output}: {name}{told['breaths']} breaths, {told['mean_rate_bpm']:.1f} breaths per minute"
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
    from mirra.signals.body.series import Series
    from mirra.signals.reading import read

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
    _kept("voice", output, {"speech": found, "frames": Series(found.signal, loudness)}, [source], None)
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


def _found(
    measure: Callable[..., Measured],
    kind: str,
    path: Path,
    column: str | None,
    rate: float | None,
    time: str | None,
    **own: Any,  # noqa: ANN401 (each measure's own options)
) -> tuple[Measured, Signal]:
    """One person's recording read and measured, and the signal it was."""
    signal = _read(path, rate, time)
    values = signal.channel(_channel(signal, column, kind))
    return measure(values, signal.rate, times=signal.times, start=signal.start, **own), signal


def _of_the_same_clock(series: Signal, source: Signal) -> Signal:
    """The series with what its recording knows of wall time, so that two people's can be brought together."""
    return replace(series, about={key: source.about[key] for key in ("wall_clock",) if key in source.about})


def _write(
    command: str,
    folder: Path,
    names: tuple[str, str],
    sources: list[Path],
    people: list[str] | None,
    measured: Callable[[Path], tuple[Found, Signal]],
    column: str | None,
) -> dict[str, Found]:
    """Measure each person's recording and write the folder; the results by what to call the person at the terminal.

    One person: ``beats`` and ``heart_rate``, say; two: ``beats_A``, ``beats_B``, one ``heart_rate`` with a column for
    each on a common clock. Raises ``SignalError`` for more people, or names that do not fit.
    """
    from mirra.errors import SignalError
    from mirra.signals.body.series import Series

    if len(sources) > 2:
        raise SignalError(
            f"Give the recordings of one or two people, not {len(sources)}.", todo="mirra study takes many."
        )
    called = people or [path.name.partition(".")[0] for path in sources]
    if len(called) != len(sources) or len(set(called)) != len(called):
        raise SignalError(
            f"The {len(sources)} recordings need as many different names, not {', '.join(called)}."
        )
    both = [measured(path) for path in sources]
    if len(both) == 1:
        results: dict[str, Result] = {names[0]: both[0][0], names[1]: Series(both[0][1])}
    else:
        results = {f"{names[0]}_{name}": one for name, (one, _) in zip(called, both, strict=True)}
        results[names[1]] = Series(_joined(called, [series for _, series in both]))
    _kept(command, folder, results, sources, column)
    return {f"{name}: " if len(both) > 1 else "": one for name, (one, _) in zip(called, both, strict=True)}


def _joined(people: list[str], series: list[Signal]) -> Signal:
    """Two people's series as one signal on a common clock, a column for each person and channel."""
    import numpy as np

    from mirra.signals.align import together

    pair = together(series[0], series[1])
    if pair.clocks.offset:
        say(f"the second clock is {pair.clocks.offset:.3f} s apart from the first, by the wall time both say")
    columns = [
        person if len(one.channels) == 1 else f"{person}_{channel}"
        for person, one in zip(people, series, strict=True)
        for channel in one.channels
    ]
    return replace(
        pair.first,
        values=np.column_stack([pair.first.values, pair.second.values]),
        channels=tuple(columns),
        units=pair.first.units + pair.second.units,
    )


def _kept(
    command: str, folder: Path, results: Mapping[str, Result], sources: list[Path], column: str | None
) -> None:
    """Write the folder, and say what is worth knowing."""
    from mirra.result import write

    first: Any = next(iter(results.values()))
    parameters = {**first.parameters, "column": column}
    told = write(folder, results, command=f"mirra {command}", parameters=parameters, inputs=sources)
    notes = [note for result in results.values() for note in getattr(result, "notes", ())]
    for words in dict.fromkeys([*notes, *told]):
        say(words)
