"""mirra: mirror therapy with nothing but a camera, and the science of mirroring around it.

Two houses on one ground (``anatomy``, ``arrays``, ``interpolation``, ``errors``, ``workers``). Therapy: ``catalogue``,
``practice``, ``clinic``. Science: ``figures``, ``result``, ``signals`` beside ``coupling``, ``mirror``, ``pairs``,
``study``; and ``evidence``. An upper room may import a lower one of its house, never the reverse; ``cli`` looks into
both. ``mirra.signals``, ``coupling``, ``pairs``, ``study`` and ``evidence`` are imported when they are first used.
Importing mirra does no input or output.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

__version__ = "0.1.0"
ROOMS = frozenset({"coupling", "evidence", "pairs", "signals", "study"})

# A type checker sees the rooms, and that there are no others; a running program imports a room when it is first used.
if TYPE_CHECKING:
    from mirra import coupling as coupling
    from mirra import evidence as evidence
    from mirra import pairs as pairs
    from mirra import signals as signals
    from mirra import study as study
else:

    def __getattr__(name: str) -> ModuleType:
        if name in ROOMS:
            return import_module(f"mirra.{name}")
        raise AttributeError(f"mirra has no {name!r}.")
