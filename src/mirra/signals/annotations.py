"""What was written into a recording while it ran: the times at which a condition began and ended."""

from __future__ import annotations

from collections.abc import Sequence

from mirra.errors import SignalError
from mirra.signals.signal import Signal


def annotated(signal: Signal, text: str) -> list[tuple[float, float]]:
    """Start and end (s, on the recording's clock) of every stretch annotated with exactly this ``text``, in order.

    An annotation without a duration lasts until the next annotation, the last one until the end of the recording.
    Raises ``SignalError`` naming the annotations where none has this text.
    """
    annotations: Sequence[tuple[float, float | None, str]] = signal.about.get("annotations", ())
    next_onsets = [onset for onset, _, _ in annotations[1:]] + [signal.start + signal.duration]
    stretches = [
        (onset, onset + duration if duration else next_onset)
        for (onset, duration, words), next_onset in zip(annotations, next_onsets, strict=False)
        if words == text
    ]
    if not stretches:
        known = ", ".join(sorted({words for _, _, words in annotations})) or "no annotations"
        raise SignalError(f"No stretch is annotated {text!r}.", todo=f"There are: {known}.")
    return stretches
