"""Epochs of EEG: equally long stretches of many channels, each with the condition it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.signals import reading
from mirra.signals.signal import Signal


@dataclass(frozen=True, eq=False)
class Epochs:
    """``values`` (n_epochs, n_channels, n_times), ``rate`` Hz, ``channels``; ``conditions`` one name per epoch.

    Raises ``SignalError`` where these do not fit each other.
    """

    values: Floats
    rate: float
    channels: tuple[str, ...]
    conditions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        values = np.asarray(self.values, dtype=np.float64)
        if values.ndim != 3 or not values.size:
            raise SignalError(f"Epochs are epochs x channels x samples, not of shape {values.shape}.")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "conditions", tuple(self.conditions) or ("",) * len(values))
        if len(self.channels) != values.shape[1] or len(self.conditions) != len(values):
            raise SignalError(
                f"The {values.shape[1]} channels and {len(values)} epochs need as many names and conditions, "
                f"not {len(self.channels)} and {len(self.conditions)}."
            )
        if not (np.isfinite(self.rate) and self.rate > 0):
            raise SignalError(f"The sampling rate must be a positive number of Hz, not {self.rate}.")

    def __len__(self) -> int:
        return len(self.values)

    @property
    def conditions_repeat(self) -> bool:
        """Whether epochs share a condition; where each has a name of its own, the names are moments."""
        return len(set(self.conditions)) < len(self)

    @property
    def duration(self) -> float:
        """Seconds of one epoch."""
        return int(self.values.shape[2]) / self.rate


def cut(
    signal: Signal, length: float, *, starts: Sequence[float] | None = None, conditions: Sequence[str] = ()
) -> Epochs:
    """Epochs of ``length`` s that begin at ``starts`` (s on the recording's clock), or one after the other without.

    Raises ``SignalError`` for an irregular clock and for an epoch that is not wholly inside the recording.
    """
    if signal.times is not None:
        raise SignalError(
            "Epochs are cut from a regular clock.", todo="Bring the recording to a steady rate first."
        )
    size = round(length * signal.rate)
    if size < 1 or size > len(signal):
        raise SignalError(f"An epoch of {length:g} s does not fit into {signal.duration:.1f} s.")
    if starts is None:
        begins = list(range(0, len(signal) - size + 1, size))
    else:
        begins = [round((start - signal.start) * signal.rate) for start in starts]
    for begin in begins:
        if begin < 0 or begin + size > len(signal):
            raise SignalError(
                f"The epoch at {signal.start + begin / signal.rate:.3f} s is not wholly inside."
            )
    values = (
        np.stack([signal.values[begin : begin + size].T for begin in begins])
        if begins
        else np.empty((0, 0, 0))
    )
    return Epochs(values, signal.rate, signal.channels, tuple(conditions))


def common(a: Epochs, b: Epochs) -> tuple[Epochs, Epochs]:
    """The epochs both have, told by their names; both as they are where the names are the same already.

    After each was cleaned by itself, epoch k of one need not be epoch k of the other. Raises ``SignalError`` where
    names differ and are not one per epoch, or none is in both.
    """
    if a.conditions == b.conditions:
        return a, b
    if a.conditions_repeat or b.conditions_repeat:
        raise SignalError(
            "The epochs of the two differ, and their names do not tell which belong together.",
            todo="Name each epoch by its moment, or keep the same epochs in both.",
        )
    shared = [name for name in a.conditions if name in set(b.conditions)]
    if not shared:
        raise SignalError("The two have no epoch in common.")
    first, second = (_chosen(part, [part.conditions.index(name) for name in shared]) for part in (a, b))
    return first, second


def _chosen(epochs: Epochs, places: list[int]) -> Epochs:
    names = tuple(epochs.conditions[index] for index in places)
    return Epochs(epochs.values[places], epochs.rate, epochs.channels, names)


def read(path: Path) -> Epochs:
    """Epochs of EEG from a .fif file as MNE writes them, channels marked bad left out; needs the extra ``brain``.

    Raises ``ReadError`` where the file cannot be read, ``SignalError`` where it holds no epochs.
    """
    return of(reading.read(path))


def of(signal: Signal, length: float | None = None) -> Epochs:
    """The epochs of a recording that consists of them (``about["epochs"]``), channels marked bad left out.

    A continuous recording is cut into epochs of ``length`` s, one after the other, as ``cut`` does; without a length it
    raises ``SignalError``.
    """
    if "epochs" not in signal.about:
        if length is not None:
            return cut(signal, length)
        raise SignalError(
            "It holds no epochs.", todo="A continuous recording has to be cut into epochs first."
        )
    count, size = signal.about["epochs"]
    good = signal.select([name for name in signal.channels if name not in signal.about.get("bad", ())])
    values = good.values.reshape(count, size, len(good.channels)).swapaxes(1, 2)
    return Epochs(values, signal.rate, good.channels, tuple(signal.about.get("epoch_events", ())))
