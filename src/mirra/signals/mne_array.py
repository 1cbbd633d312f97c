"""Arrays of MNE made of samples, in the units that MNE computes in. Needs MNE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.arrays import Floats
from mirra.errors import SignalError, optional

if TYPE_CHECKING:
    from mne import EpochsArray, Info
    from mne.io import RawArray

PREFIXES = {"": 1.0, "m": 1e-3, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15}
# A unit to its type of channel in MNE, which has volts, tesla and mol per litre only.
TYPES = {"V": "eeg", "T": "mag", "T/m": "grad", "mol/L": "haemoglobin", "M": "haemoglobin"}
HAEMOGLOBIN = ("hbo", "hbr")  # by the ends of the channels' names


def type_and_scale(name: str, unit: str) -> tuple[str, float]:
    """MNE's type of a channel with such a name and unit, and what its numbers are multiplied by for MNE's unit."""
    for base, kind in TYPES.items():
        prefix = unit.removesuffix(base)
        if unit.endswith(base) and prefix in PREFIXES:
            end = name[-3:].casefold()
            if kind == "haemoglobin":
                return (end if end in HAEMOGLOBIN else "misc"), PREFIXES[prefix]
            return kind, PREFIXES[prefix]
    return "misc", 1.0


def info_of(
    channels: Sequence[str], units: Sequence[str], rate: float, types: str | Mapping[str, str] | None
) -> tuple[Info, Floats]:
    """MNE's description of the channels, and the factor (n_channels,) of each; ``types`` as ``Signal.to_mne`` has it.

    Raises ``SignalError`` for a channel there is not and a type that MNE does not have.
    """
    mne = optional("mne", "brain", "An array of MNE")
    known = [type_and_scale(name, unit) for name, unit in zip(channels, units, strict=True)]
    wanted = dict.fromkeys(channels, types) if isinstance(types, str) else dict(types or {})
    strangers = [name for name in wanted if name not in channels]
    if strangers:
        raise SignalError(
            f"There is no channel {strangers[0]!r} to give a type to.", todo=f"It has: {', '.join(channels)}."
        )
    kinds = [wanted.get(name, kind) for name, (kind, _) in zip(channels, known, strict=True)]
    try:
        info: Info = mne.create_info(list(channels), rate, kinds, verbose="ERROR")
    except (KeyError, ValueError) as error:
        raise SignalError(f"MNE does not take these types of channels: {error}.") from error
    return info, np.array([scale for _, scale in known])


def raw_array(values: Floats, info: Info, start: float, about: Mapping[str, Any]) -> RawArray:
    """A continuous recording of ``values`` (n_samples, n_channels) whose 0 s is at ``start`` s on the signal's clock.

    Annotations, bad channels and wall time are those in ``about``.
    """
    mne = optional("mne", "brain", "An array of MNE")
    info["bads"] = [name for name in about.get("bad", ()) if name in info["ch_names"]]
    raw: RawArray = mne.io.RawArray(values.T, info, verbose="ERROR")
    if "wall_clock" in about:
        raw.set_meas_date(datetime.fromtimestamp(about["wall_clock"] + start, UTC))
    if notes := about.get("annotations"):
        onsets, lengths, texts = zip(*notes, strict=True)
        raw.set_annotations(
            mne.Annotations(np.array(onsets) - start, [length or 0.0 for length in lengths], texts)
        )
    return raw


def epochs_array(values: Floats, info: Info, about: Mapping[str, Any]) -> EpochsArray:
    """The epochs that lie one after the other in ``values`` (n_epochs * n_times, n_channels)."""
    mne = optional("mne", "brain", "An array of MNE")
    info["bads"] = [name for name in about.get("bad", ()) if name in info["ch_names"]]
    count, length = about["epochs"]
    names = about.get("epoch_events", ("",) * count)
    codes = {name: code for code, name in enumerate(dict.fromkeys(names), 1)}
    events = np.column_stack([np.arange(count) * length, np.zeros(count, int), [codes[n] for n in names]])
    epochs: EpochsArray = mne.EpochsArray(
        values.reshape(count, length, -1).transpose(0, 2, 1), info, events, about.get("epoch_start", 0.0), codes,
        verbose="ERROR",
    )  # fmt: skip
    return epochs
