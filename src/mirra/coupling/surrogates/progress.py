"""How far a long piece of work has come: a share from 0 to 1, handed down to its parts."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]


def portion(progress: Progress | None, begin: float, end: float) -> Progress:
    """What one part of the work calls with its own share, 0 to 1, where the part reaches from ``begin`` to ``end``.

    Without ``progress`` it does nothing.
    """

    def call(share: float) -> None:
        """Say that ``share`` of this part is done."""
        if progress is not None:
            progress(begin + (end - begin) * share)

    return call
