"""What mirrors what: two hands, two people, two brains, measured with one mathematics.

``mirra.pairs.hands``, ``people`` and ``brains`` are imported when they are first used.
"""

from importlib import import_module
from types import ModuleType

PARTS = frozenset({"brains", "hands", "people"})


def __getattr__(name: str) -> ModuleType:
    if name in PARTS:
        return import_module(f"mirra.pairs.{name}")
    raise AttributeError(f"mirra.pairs has no {name!r}; it has {', '.join(sorted(PARTS))}.")
