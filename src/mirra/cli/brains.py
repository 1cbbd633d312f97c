"""Commands for brains: dyads by fNIRS or EEG, mu suppression."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mirra.cli.options import with_groups
from mirra.cli.terminal import progress, say
from mirra.errors import SignalError

if TYPE_CHECKING:
    from mirra.signals.signal import Signal

app = typer.Typer()
brain = typer.Typer(help="Brains: two measured together, and mu suppression of one.", no_args_is_help=True)
app.add_typer(brain, name="brain")

Folder = Annotated[
    Path, typer.Option("-o", "--output", help="The folder to write: result.json, tables, figures.")
]
Seed = Annotated[int, typer.Option(help="Seed of everything drawn at random.")]
Stretch = tuple[float, float]


class Kind(StrEnum):
    """How a brain was measured."""

    FNIRS = "fnirs"
    EEG = "eeg"


class Haemoglobin(StrEnum):
    """Which haemoglobin is coupled."""

    HBO = "hbo"
    HBR = "hbr"


LIGHT = (".snirf", ".nirs")


@dataclass(frozen=True)
class NullOptions:
    """The surrogates of a dyad, as options."""

    surrogates: Annotated[int, typer.Option(min=0, help="How many for the null; 0 for none.")] = 199
    seed: Seed = 0


@dataclass(frozen=True)
class LightOptions:
    """What holds for fNIRS, as options."""

    haemoglobin: Annotated[Haemoglobin, typer.Option(help="For fNIRS: which haemoglobin.")] = Haemoglobin.HBO
    global_mean: Annotated[bool, typer.Option(help="For fNIRS: take away what all channels share.")] = True
    region: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=S1_D1,S1_D2", help="For fNIRS: channels taken together; repeat."),
    ] = None
    trials: Annotated[
        str | None, typer.Option(metavar="NOTE", help="For fNIRS: exchange the trials that are annotated so.")
    ] = None
    partner: Annotated[
        list[Path] | None,
        typer.Option(help="For fNIRS: the second person of another dyad, for the null; repeat."),
    ] = None
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="For fNIRS: also the map of this channel pair, such as S1_D1 S2_D3.", show_default=False
        ),
    ] = None


@dataclass(frozen=True)
class WaveOptions:
    """What holds for EEG, as options."""

    measure: Annotated[
        list[str] | None, typer.Option(help="EEG: plv, wpli ...; all if not given; repeat.")
    ] = None
    epoch: Annotated[
        float, typer.Option(help="EEG: seconds of the epochs a continuous recording is cut into.")
    ] = 4.0


@dataclass(frozen=True)
class StretchOptions:
    """The stretches of acting or watching and of rest, as options."""

    condition: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="START END", help="Acting or watching, in s.", show_default=False),
    ] = None
    baseline: Annotated[
        tuple[float, float] | None, typer.Option(metavar="START END", help="Rest, in s.", show_default=False)
    ] = None
    condition_note: Annotated[
        str | None, typer.Option(metavar="NOTE", help="Or: all stretches so annotated.")
    ] = None
    baseline_note: Annotated[
        str | None, typer.Option(metavar="NOTE", help="Or: all stretches so annotated.")
    ] = None


@brain.command()
@with_groups
def dyad(
    first: Annotated[
        Path, typer.Argument(metavar="A", help="Recording of the first person: .snirf, .nirs, .fif, .edf.")
    ],
    second: Annotated[
        Path, typer.Argument(metavar="B", help="Recording of the second, from the same moment on.")
    ],
    output: Folder,
    kind: Annotated[
        Kind | None, typer.Option(help="Told by the file's name if not given.", show_default=False)
    ] = None,
    band: Annotated[
        tuple[float, float] | None,
        typer.Option(
            help="For fNIRS: periods in s (10 20 if not given). For EEG: one band in Hz in place of five."
        ),
    ] = None,
    null: NullOptions = NullOptions(),
    light: LightOptions = LightOptions(),
    waves: WaveOptions = WaveOptions(),
) -> None:
    """Couple two brains: wavelet coherence of fNIRS, or phase measures of EEG, against a null."""
    kind = kind or (Kind.FNIRS if first.suffix.casefold() in LIGHT else Kind.EEG)
    if kind is Kind.FNIRS:
        _fnirs(first, second, output, band or (10.0, 20.0), null, light)
    else:
        _eeg(first, second, output, band, null, waves)


@brain.command()
@with_groups
def mu(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="EEG: .edf, .bdf, .fif, a table ...")],
    output: Folder,
    where: StretchOptions = StretchOptions(),
    band: Annotated[tuple[float, float], typer.Option(help="Hz.")] = (8.0, 13.0),
    window: Annotated[float, typer.Option(help="Seconds of the windows whose power is averaged.")] = 2.0,
    seed: Seed = 0,
) -> None:
    """Measure mu suppression over C3, Cz, C4, with alpha over O1, Oz, O2 as its control."""
    from mirra.pairs.brains import mu as measure
    from mirra.result import write
    from mirra.signals.reading import read

    signal = read(source)
    stretches = [
        _chosen(signal, name, stretch, note)
        for name, stretch, note in (
            ("condition", where.condition, where.condition_note),
            ("baseline", where.baseline, where.baseline_note),
        )
    ]
    measured = measure(signal, *stretches, band=band, window=window, seed=seed)
    parameters = {
        "condition": stretches[0],
        "baseline": stretches[1],
        "band": band,
        "window": window,
        "seed": seed,
    }
    for line in write(
        output, {"mu": measured}, command="mirra brain mu", parameters=parameters, inputs=[source]
    ):
        say(line)
    mean, low, high = measured.regions["central"]
    typer.echo(
        f"{output}: ln ratio {mean:.3f} ({low:.3f} to {high:.3f}) over the centre; less power: {measured.where}"
    )


def _fnirs(
    first: Path, second: Path, output: Path, band: Stretch, null: NullOptions, light: LightOptions
) -> None:
    from mirra.pairs.brains import (
        FnirsNull,
        FnirsPreparation,
        MeanMap,
        channel_pair,
        fnirs,
        parse_regions,
    )
    from mirra.result import Result, write
    from mirra.signals.annotations import annotated
    from mirra.signals.reading import read

    a, b = read(first), read(second)
    partners = light.partner or []
    preparation = FnirsPreparation(light.haemoglobin.value, global_mean=light.global_mean)
    with progress("coupling") as share:
        measured = fnirs(
            a,
            b,
            band=band,
            preparation=preparation,
            null=FnirsNull(
                n=null.surrogates,
                trials=annotated(a, light.trials) if light.trials else (),
                partners=[read(path) for path in partners],
                seed=null.seed,
            ),
            regions=parse_regions(light.region or []),
            progress=share,
        )
    results: dict[str, Result] = {"pairs": measured, "map": MeanMap(measured.overview)}
    if light.pair:
        results["_".join(light.pair)] = channel_pair(a, b, light.pair, band=band, preparation=preparation)
    parameters = {
        "band": band,
        **asdict(null),
        **asdict(light),
        "haemoglobin": light.haemoglobin.value,
        "region": light.region or [],
        "partner": [path.name for path in partners],
    }
    left_out = write(
        output,
        results,
        command="mirra brain dyad",
        parameters=parameters,
        inputs=[first, second, *partners],
        summary={"left_out": [dict(signal.about.get("left_out", {})) for signal in (a, b)]},
    )
    for line in left_out:
        say(line)
    values = measured.pairs.coherence
    typer.echo(
        f"{output}: coherence {values.mean():.3f}, mean of {values.size} channel pairs{_p(measured.p_dyad)}"
    )


def _eeg(
    first: Path, second: Path, output: Path, band: Stretch | None, null: NullOptions, waves: WaveOptions
) -> None:
    from mirra.coupling.spectral.phase import MEASURES
    from mirra.coupling.spectral.spectra import BANDS
    from mirra.pairs.brains import eeg
    from mirra.result import write
    from mirra.signals.epochs import common, of
    from mirra.signals.reading import read

    pair = [of(read(path), waves.epoch) for path in (first, second)]
    a, b = common(pair[0], pair[1])
    if len(a) < max(len(signal) for signal in pair):
        say(f"{len(a)} epochs are in both of {len(pair[0])} and {len(pair[1])}")
    bands = BANDS if band is None else {"band": band}
    measures = tuple(waves.measure or MEASURES)
    with progress("coupling") as share:
        measured = eeg(
            a,
            b,
            bands=bands,
            measures=measures,
            surrogates=null.surrogates,
            matched=a.conditions_repeat,
            seed=null.seed,
            progress=share,
        )
    if measured.smeared:
        say(f"filters longer than an epoch smear {', '.join(measured.smeared)}")
    parameters = {
        "bands": dict(bands),
        "measures": list(measures),
        "epoch": waves.epoch,
        **asdict(null),
    }
    for line in write(
        output, {"eeg": measured}, command="mirra brain dyad", parameters=parameters, inputs=[first, second]
    ):
        say(line)
    for name in measures:
        values, ps = measured.values[name].mean(axis=(1, 2)), measured.p_band(name)
        words = ", ".join(
            f"{band} {value:.3f}{_p(p)}" for band, value, p in zip(bands, values, ps, strict=True)
        )
        typer.echo(f"{name}: {words}")


def _chosen(signal: Signal, name: str, stretch: Stretch | None, note: str | None) -> list[Stretch]:
    from mirra.signals.annotations import annotated

    if (stretch is None) == (note is None):
        raise SignalError(f"Give either --{name} START END or --{name}-note NOTE.")
    return [stretch] if stretch is not None else annotated(signal, note or "")


def _p(p: float) -> str:
    return "" if p != p else f" (p = {p:.3g})"
