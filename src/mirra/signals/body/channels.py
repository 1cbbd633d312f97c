"""Which channel of a recording holds an electrocardiogram, skin conductance or breathing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mirra.errors import SignalError
from mirra.signals.signal import Signal

# How the name of a channel of each kind usually begins, in small letters; the first that fits only one channel serves.
BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "heart": ("ecg", "ekg"),
    "skin": ("eda", "gsr", "scl", "sc"),
    "breath": ("rsp", "resp", "breath"),
}


def choose_channel(signal: Signal, kind: str, name: str | None = None) -> str:
    """The channel ``name``, else the only channel, else the only one named like its ``kind``.

    ``kind`` is ``heart``, ``skin`` or ``breath``. Raises ``SignalError`` naming the channels where ``name`` is not one
    of them, where it is not clear which to take, and for an unknown kind.
    """
    if kind not in BEGINNINGS:
        raise SignalError(
            f"There is no kind of channel {kind!r}.", todo=f"There are: {', '.join(BEGINNINGS)}."
        )
    if name is not None:
        signal.channel(name)
        return name
    if len(signal.channels) == 1:
        return signal.channels[0]
    for beginning in BEGINNINGS[kind]:
        fitting = [channel for channel in signal.channels if channel.casefold().startswith(beginning)]
        if len(fitting) == 1:
            return fitting[0]
    raise SignalError(
        "It is not clear which channel to take.",
        todo=f"Name one, in a command with --column: {', '.join(signal.channels)}.",
    )


def on_clock_of(recording: Signal, series: Signal) -> Signal:
    """The ``series`` computed from a ``recording``, with the wall time that the recording's clock is known to show."""
    known = {key: recording.about[key] for key in ("wall_clock",) if key in recording.about}
    return replace(series, about={**series.about, **known})
