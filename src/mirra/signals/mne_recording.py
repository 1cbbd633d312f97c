"""Signals of recordings that are open in MNE, continuous or cut into epochs. Needs MNE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from mne import BaseEpochs
    from mne.io import BaseRaw

# MNE's codes of the units that recordings here have.
UNITS = {107: "V", 112: "T", 201: "T/m", 1: "m", 6: "mol/L"}
SKIPPED = "BAD_ACQ_SKIP"  # nothing was recorded here, and MNE fills in zeros


def from_mne(recording: BaseRaw | BaseEpochs) -> Signal:
    """All channels of a recording in MNE as a ``Signal`` from 0 s on, or of its epochs one after the other.

    Of epochs, ``about["epochs"]`` is (n_epochs, n_times), ``epoch_start`` (s, relative to the event) and
    ``epoch_events`` (name of the condition of each); sample ``k`` belongs to epoch ``k // n_times``, and time does not
    run on from one to the next. Else ``annotations`` (onset s from the first sample, duration s, text) and
    ``wall_clock`` (Unix time of clock 0 s). Of both ``bad`` (channels marked so; they are kept). Units as MNE has them:
    volts, tesla. Raises ``SignalError`` where there are no samples, or this is something else.
    """
    if hasattr(recording, "first_samp"):
        return _of_raw(recording)
    if hasattr(recording, "event_id"):
        return _of_epochs(recording)
    raise SignalError(
        f"This is a {type(recording).__name__}; a Raw or Epochs of MNE was expected.",
        todo="From a file, use mirra.signals.read.",
    )


def _of_raw(raw: BaseRaw) -> Signal:
    values = raw.get_data().T
    rate = raw.info["sfreq"]
    # With a date or without, MNE counts onsets from where the first sample would have had the number 0.
    notes = tuple(
        (float(note["onset"]) - float(raw.first_time), float(note["duration"]), str(note["description"]))
        for note in raw.annotations
    )
    for onset, duration, text in notes:
        if text == SKIPPED:
            at = round(onset * rate)
            values[max(at, 0) : at + round(duration * rate)] = np.nan
    about: dict[str, Any] = {"annotations": notes} if notes else {}
    if raw.info["meas_date"] is not None:
        about["wall_clock"] = raw.info["meas_date"].timestamp() + float(raw.first_time)
    return _signal(values, raw.info, about)


def _of_epochs(epochs: BaseEpochs) -> Signal:
    values = epochs.get_data(copy=True)
    count, channels, length = values.shape
    names = {code: name for name, code in epochs.event_id.items()}
    about = {
        "epochs": (count, length),
        "epoch_start": float(epochs.tmin),
        "epoch_events": tuple(names.get(int(code), str(code)) for code in epochs.events[:, 2]),
    }
    return _signal(values.transpose(0, 2, 1).reshape(count * length, channels), epochs.info, about)


def _signal(values: Floats, info: Mapping[str, Any], about: dict[str, Any]) -> Signal:
    if not values.size:
        raise SignalError("The recording has no samples in it.")
    units = tuple(UNITS.get(int(channel["unit"]), "") for channel in info["chs"])
    if info["bads"]:
        about["bad"] = tuple(info["bads"])
    return Signal(
        np.ascontiguousarray(values, dtype=np.float64), float(info["sfreq"]), 0.0, tuple(info["ch_names"]), units,
        about=about,
    )  # fmt: skip
