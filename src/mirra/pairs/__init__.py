"""What mirrors what: two hands, two people, two brains, measured with one mathematics.

``mirra.pairs.hands``, ``people`` and ``brains`` are imported when they are first used.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

PARTS = frozenset({"brains", "hands", "people"})

# A type checker sees the parts, and that there are no others; a running program imports a part when it is first used.
if TYPE_CHECKING:
    from mirra.pairs import brains as brains
    from mirra.pairs import hands as hands
    from mirra.pairs import people as people
else:

    def __getattr__(name: str) -> ModuleType:
        if name in PARTS:
            return import_module(f"mirra.pairs.{name}")
        raise AttributeError(f"mirra.pairs has no {name!r}; it has {', '.join(sorted(PARTS))}.")
