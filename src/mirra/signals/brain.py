"""Light through the head to haemoglobin: from intensities as recorded to HbO and HbR, channel by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import scipy.signal

from mirra.errors import SignalError
from mirra.signals.extinction import extinction
from mirra.signals.signal import Signal

FARTHEST = 0.1  # m between source and detector beyond which no light comes through: positions in another unit
KINDS = ("hbo", "hbr")


def optical_density(intensity: Signal) -> Signal:
    """Natural optical density of each channel, -ln(I / mean I), without unit.

    Channels with missing samples, or with light of nothing or less, are left out and named in ``about["left_out"]``
    with the reason. Raises ``SignalError`` where none remains, or where it is not intensities that were recorded.
    """
    if intensity.about.get("kind", "intensity") != "intensity":
        raise SignalError(
            f"Haemoglobin is computed from intensities of light, not from {intensity.about['kind']}."
        )
    values = intensity.values
    reasons: dict[str, str] = {}
    for k, name in enumerate(intensity.channels):
        if not np.isfinite(values[:, k]).all():
            reasons[name] = "missing samples"
        elif (values[:, k] <= 0).any():
            reasons[name] = "no light in some samples"
    columns = [k for k, name in enumerate(intensity.channels) if name not in reasons]
    if not columns or not len(values):
        raise SignalError("No channel has light in every sample.", todo="Was it recorded as raw intensity?")
    chosen = _places(intensity, columns, reasons)
    light = values[:, columns]
    return replace(chosen, values=-np.log(light / light.mean(axis=0)), units=("",) * len(columns))


def haemoglobin(density: Signal, *, pathlength: float | Sequence[float] = 6.0) -> Signal:
    """Changes of HbO and HbR, in mol/L, from optical densities; all HbO channels first, then all HbR.

    The modified Beer-Lambert law (Delpy et al. 1988): densities of two or more wavelengths are the extinctions times
    the distance of source and detector times ``pathlength``, the partial pathlength factor (one, or one for each
    wavelength), solved by least squares. ``about`` holds ``wavelengths`` (nm), ``pairs`` of (source, detector,
    wavelength number, all counted from 0), and ``source_positions`` and ``detector_positions`` (m), as the readers
    give them; the result's ``about`` has (source, detector) of each channel and ``distances`` (m). A pair that lacks a
    wavelength is left out and named. Raises ``SignalError`` for what is missing there and for impossible distances.
    """
    wavelengths = np.asarray(_about(density, "wavelengths"), dtype=np.float64)
    if len(wavelengths) < 2:
        raise SignalError(f"Two wavelengths tell HbO from HbR; there is {len(wavelengths)}.")
    factors = np.broadcast_to(np.asarray(pathlength, dtype=np.float64), wavelengths.shape)
    if not (np.isfinite(factors).all() and (factors > 0).all()):
        raise SignalError("Pathlength factors must be positive.")
    table = extinction(list(wavelengths)) * factors[:, None]
    groups = _grouped(density)
    whole = {optodes: columns for optodes, columns in groups.items() if len(columns) == len(wavelengths)}
    left = {_name(optodes): "a wavelength is missing" for optodes in groups if optodes not in whole}
    if not whole:
        raise SignalError("No pair of source and detector has all wavelengths.")
    distances = np.array([_distance(density, optodes) for optodes in whole])
    inverse = np.linalg.pinv(table)
    concentrations = np.empty((2, len(density), len(whole)))
    for k, places in enumerate(whole.values()):
        ordered = [places[number] for number in range(len(wavelengths))]
        concentrations[:, :, k] = inverse @ density.values[:, ordered].T / distances[k]
    names = [_name(optodes) for optodes in whole]
    return replace(
        density,
        values=np.concatenate(list(concentrations), axis=1),
        channels=tuple(f"{name} {kind}" for kind in KINDS for name in names),
        units=("mol/L",) * (2 * len(names)),
        about={
            **density.about,
            "pairs": tuple(whole) * 2,
            "distances": tuple(distances.tolist()) * 2,
            "pathlength": factors.tolist(),
            "left_out": {**density.about.get("left_out", {}), **left},
        },
    )


def kind(signal: Signal, which: str) -> Signal:
    """The HbO (``hbo``) or HbR (``hbr``) channels of haemoglobin; raises ``SignalError`` where there are none."""
    names = [name for name in signal.channels if name.casefold().endswith(f" {which}")]
    if not names:
        raise SignalError(f"There are no {which} channels.", todo="Turn intensities into haemoglobin first.")
    return _places(signal, [signal.channels.index(name) for name in names], {})


def without_global_mean(signal: Signal) -> Signal:
    """Each channel less the mean of all channels of its kind at that time: what the whole head shares goes.

    Raises ``SignalError`` for fewer than three channels of a kind, of which hardly anything would be left.
    """
    values = signal.values.copy()
    ends = [name.casefold().rpartition(" ")[2] for name in signal.channels]
    for end in set(ends) & set(KINDS) or {""}:
        places = [k for k, end_of in enumerate(ends) if not end or end_of == end]
        if len(places) < 3:
            raise SignalError(f"The {len(places)} channels are too few to take their mean away.")
        values[:, places] -= values[:, places].mean(axis=1, keepdims=True)
    return replace(signal, values=values)


def band_pass(signal: Signal, low: float = 0.01, high: float = 0.5, *, order: int = 3) -> Signal:
    """Every channel cut to a band in Hz without delay: a Butterworth of ``order``, forwards and backwards.

    Raises ``SignalError`` for missing samples, a band that cannot be cut at this rate, and too short a recording.
    """
    if not (0 < low < high < signal.rate / 2):
        raise SignalError(f"A band from {low:g} to {high:g} Hz cannot be cut at {signal.rate:g} Hz.")
    if not np.isfinite(signal.values).all():
        raise SignalError(
            "A channel has missing samples; a filter would smear them.", todo="Cut the gap out first."
        )
    if len(signal) * low < signal.rate:
        raise SignalError(
            f"The recording of {signal.duration:.1f} s holds less than one cycle of {low:g} Hz."
        )
    sections = scipy.signal.butter(order, (low, high), "bandpass", fs=signal.rate, output="sos")
    padding = min(len(signal) - 1, int(signal.rate / low))
    filtered = scipy.signal.sosfiltfilt(sections, signal.values, axis=0, padlen=padding)
    return replace(signal, values=filtered, about={**signal.about, "band_pass_hz": (low, high)})


def _places(signal: Signal, places: list[int], left_out: Mapping[str, str]) -> Signal:
    """These channels, with what ``about`` says of each of them."""
    about: dict[str, Any] = dict(signal.about)
    for key in ("pairs", "distances"):
        if key in about and len(about[key]) == len(signal.channels):
            about[key] = tuple(about[key][k] for k in places)
    if left_out:
        about["left_out"] = {**about.get("left_out", {}), **left_out}
    return replace(signal.select([signal.channels[k] for k in places]), about=about)


def _about(signal: Signal, key: str) -> Any:  # noqa: ANN401
    if key not in signal.about:
        raise SignalError(
            f"The recording does not say its {key.replace('_', ' ')}.",
            todo="Read it from a .snirf or .nirs file.",
        )
    return signal.about[key]


def _grouped(density: Signal) -> dict[tuple[int, int], dict[int, int]]:
    """Source and detector to wavelength to place; in the order they come."""
    pairs = _about(density, "pairs")
    if len(pairs) != len(density.channels):
        raise SignalError(
            f"The {len(density.channels)} channels need as many pairs of optodes, not {len(pairs)}."
        )
    groups: dict[tuple[int, int], dict[int, int]] = {}
    for index, (source, detector, wavelength) in enumerate(pairs):
        groups.setdefault((int(source), int(detector)), {})[int(wavelength)] = index
    return groups


def _distance(density: Signal, optodes: tuple[int, int]) -> float:
    sides = (_about(density, "source_positions"), _about(density, "detector_positions"))
    try:
        source, detector = (
            np.asarray(side[k], dtype=np.float64) for side, k in zip(sides, optodes, strict=True)
        )
    except IndexError as error:
        raise SignalError(f"The pair {_name(optodes)} has no position.") from error
    distance = float(np.linalg.norm(source - detector))
    if not 0 < distance <= FARTHEST:
        raise SignalError(
            f"Source and detector of {_name(optodes)} are {distance:.3g} m apart.",
            todo="Are the positions there, and in the unit the file says?",
        )
    return distance


def _name(optodes: tuple[int, int]) -> str:
    return f"S{optodes[0] + 1}_D{optodes[1] + 1}"
