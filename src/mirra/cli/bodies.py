"""Commands for one body: heart, skin, breath, voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from mirra.cli.options import with_groups
from mirra.cli.terminal import say

if TYPE_CHECKING:
    from mirra.result import Result
    from mirra.signals.breath import Breath
    from mirra.signals.heart import Heart
    from mirra.signals.signal import Signal
    from mirra.signals.skin import Skin

app = typer.Typer()

Measured = TypeVar("Measured", bound="Result")

Recordings = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE [FILE]", help="One person's recording (a table, EDF, XDF ...), or two people's."
    ),
]
Folder = Annotated[
    Path, typer.Option("-o", "--output", help="The folder to write: result.json, tables, figures.")
]
SeriesRate = Annotated[float, typer.Option(help="Samples per second of the rate written as a series.")]


@dataclass(frozen=True)
class ChannelOptions:
    """Whose recordings these are, and which channel of each is taken, as options."""

    person: Annotated[
        list[str] | None,
        typer.Option(help="A name for each recording, in order; repeatable.", show_default=False),
    ] = None
    column: Annotated[
        str | None, typer.Option(help="The column or channel to take; found by its name if not given.")
    ] = None
    rate: Annotated[
        float | None,
        typer.Option(help="Samples per second, for a table without a time column.", show_default=False),
    ] = None
    time: Annotated[str | None, typer.Option(help="The time column of a table.", show_default=False)] = None


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
@with_groups
def heart(
    source: Recordings,
    output: Folder,
    channel: ChannelOptions = ChannelOptions(),
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
            heartbeat = _given(path, channel.column, given, correct, series_rate)
        else:
            signal, name = _read(path, "heart", channel)
            heartbeat = measure.of(signal, name, method=method, correct=correct, series_rate=series_rate)
        return heartbeat, heartbeat.rate

    hearts = _write("heart", output, ("beats", "heart_rate"), source, channel, measured)
    for name, heartbeat in hearts.items():
        typer.echo(
            f"{output}: {name}{len(heartbeat.beats)} beats, {heartbeat.artefacts} marked as artefacts, "
            f"{heartbeat.hrv['mean_rate_bpm']:.1f} beats per minute, RMSSD {heartbeat.hrv['rmssd_ms']:.1f} ms"
        )


@app.command()
@with_groups
def skin(
    source: Recordings,
    output: Folder,
    channel: ChannelOptions = ChannelOptions(),
    min_height: Annotated[float, typer.Option(help="Least height of a response, in microsiemens.")] = 0.05,
    min_rise: Annotated[float, typer.Option(help="Shortest rise of a response, in seconds.")] = 0.5,
) -> None:
    """Take skin conductance apart into its level and its quick part, and find the responses in it."""
    from mirra.signals import skin as measure

    def measured(path: Path) -> tuple[Skin, Signal]:
        """The responses of one recording, with both parts of the conductance (microsiemens) as a signal."""
        signal, name = _read(path, "skin", channel)
        conductance = measure.of(signal, name, min_height=min_height, min_rise=min_rise)
        return conductance, conductance.parts

    skins = _write("skin", output, ("responses", "conductance"), source, channel, measured)
    for name, conductance in skins.items():
        typer.echo(
            f"{output}: {name}{len(conductance.responses)} responses of {min_height:g} µS or more in "
            f"{conductance.measured:.0f} s, mean level {conductance.summary()['mean_tonic_us']:.2f} µS"
        )


@app.command()
@with_groups
def breath(
    source: Recordings,
    output: Folder,
    channel: ChannelOptions = ChannelOptions(),
    inhale: Annotated[Inhale, typer.Option(help="Which way the signal goes as air comes in.")] = Inhale.UP,
    series_rate: SeriesRate = 4.0,
) -> None:
    """Find each breath, its length in and out and its depth, and measure the breathing rate."""
    from mirra.signals import breath as measure

    def measured(path: Path) -> tuple[Breath, Signal]:
        """The breaths of one recording, with the breathing rate (breaths a minute) as a signal."""
        signal, name = _read(path, "breath", channel)
        breathing = measure.of(signal, name, inhale=inhale.value, series_rate=series_rate)
        return breathing, breathing.rate

    people = _write("breath", output, ("breaths", "breathing_rate"), source, channel, measured)
    for name, breathing in people.items():
        summary = breathing.summary()
        typer.echo(
            f"{output}: {name}{summary['breaths']} breaths, {summary['mean_rate_bpm']:.1f} breaths per minute"
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
    silence: Annotated[
        float, typer.Option(help="How many dB below a channel's loud level its sound ends.")
    ] = 25.0,
    pause: Annotated[float, typer.Option(help="Shortest pause, in seconds.")] = 0.3,
    crosstalk: Annotated[
        float,
        typer.Option(help="How many dB another channel must be nearer to its loud level to be the speaker."),
    ] = 10.0,
) -> None:
    """Measure pitch, intensity, pauses and who speaks when: one speaker per channel."""
    from mirra.signals import voice as measure
    from mirra.signals.body.series import Series
    from mirra.signals.reading import read

    signal = read(source)
    measured = measure.voice(
        signal.values,
        signal.rate,
        speakers=speaker or (),
        start=signal.start,
        pitch=(floor, ceiling),
        silence=silence,
        pause=pause,
        crosstalk=crosstalk,
    )
    loudness = tuple(f"{name}_intensity" for name in measured.speakers)
    _kept("voice", output, {"speech": measured, "frames": Series(measured.signal, loudness)}, [source], None)
    numbers = measured.summary()
    shares = ", ".join(f"{name} speaks {numbers[f'{name}_speech_share']:.0%}" for name in measured.speakers)
    typer.echo(f"{output}: {numbers['seconds']:.1f} s, {shares}")


def _read(source: Path, kind: str, channel: ChannelOptions) -> tuple[Signal, str]:
    """A recording, and its channel of this kind; a channel that was chosen by its name is said."""
    from mirra.signals.reading import read

    signal = read(source, rate=channel.rate, time=channel.time)
    return signal, _channel(signal, kind, channel.column)


def _channel(signal: Signal, kind: str, column: str | None) -> str:
    from mirra.signals.body.channels import choose_channel

    channel = choose_channel(signal, kind, column)
    if column is None and len(signal.channels) > 1:
        say(f"taking the channel {channel!r}")
    return channel


def _given(source: Path, column: str | None, options: Given, correct: bool, series_rate: float) -> Heart:
    from mirra.signals import heart as measure
    from mirra.signals.reading import read

    signal = read(source, rate=1.0)  # rows are beats here, not samples
    row = signal.channel(_channel(signal, "heart", column))
    if options is Given.BEATS_S:
        return measure.from_beats(row, correct=correct, series_rate=series_rate)
    seconds = row / 1000 if options is Given.INTERVALS_MS else row
    return measure.from_intervals(seconds, correct=correct, series_rate=series_rate)


def _write(
    command: str,
    folder: Path,
    names: tuple[str, str],
    sources: list[Path],
    channel: ChannelOptions,
    measured: Callable[[Path], tuple[Measured, Signal]],
) -> dict[str, Measured]:
    """Measure each person's recording and write the folder; the results by what to call the person at the terminal.

    One person: ``beats`` and ``heart_rate``, say; two: ``beats_A``, ``beats_B``, one ``heart_rate`` with a column for
    each on a common clock. Raises ``SignalError`` for more people, or names that do not fit.
    """
    from mirra.errors import SignalError
    from mirra.signals.align import joined
    from mirra.signals.body.series import Series

    if len(sources) > 2:
        raise SignalError(
            f"Give the recordings of one or two people, not {len(sources)}.", todo="mirra study takes many."
        )
    called = channel.person or [path.name.partition(".")[0] for path in sources]
    if len(called) != len(sources) or len(set(called)) != len(called):
        raise SignalError(
            f"The {len(sources)} recordings need as many different names, not {', '.join(called)}."
        )
    measures = dict(zip(called, (measured(path) for path in sources), strict=True))
    if len(measures) == 1:
        ((result, series),) = measures.values()
        _kept(command, folder, {names[0]: result, names[1]: Series(series)}, sources, channel.column)
        return {"": result}
    both = joined({person: series for person, (_, series) in measures.items()})
    if offset := both.about["clocks"]["offset_s"]:
        say(f"the second clock is {offset:.3f} s apart from the first, by the wall time both say")
    results: dict[str, Result] = {f"{names[0]}_{person}": result for person, (result, _) in measures.items()}
    _kept(command, folder, {**results, names[1]: Series(both)}, sources, channel.column)
    return {f"{person}: ": result for person, (result, _) in measures.items()}


def _kept(
    command: str, folder: Path, results: Mapping[str, Result], sources: list[Path], column: str | None
) -> None:
    """Write the folder, and say what is worth knowing."""
    from mirra.result import write

    first: Any = next(iter(results.values()))
    parameters = {**first.parameters, "column": column}
    left_out = write(folder, results, command=f"mirra {command}", parameters=parameters, inputs=sources)
    notes = [note for result in results.values() for note in getattr(result, "notes", ())]
    for words in dict.fromkeys([*notes, *left_out]):
        say(words)
