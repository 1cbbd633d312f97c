"""NeuroKit2, imported late and listened to: what it warns of is kept as notes. Needs the extra ``bodies``."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.metadata import version
from types import ModuleType
from typing import Any

from mirra.errors import optional


def load(purpose: str) -> ModuleType:
    """NeuroKit2 for this ``purpose``; raises ``MissingExtra`` naming the command that installs it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its own imports deprecate says nothing about the recording
        return optional("neurokit2", "bodies", purpose)


def named() -> str:
    """Name and version of the program, as results carry it."""
    return f"NeuroKit2 {version('neurokit2')}"


def call(notes: list[str], function: Callable[..., Any], *args: Any, **more: Any) -> Any:  # noqa: ANN401
    """What ``function`` gives; each different warning it issues is added to ``notes`` once."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        returned = function(*args, **more)
    for warning in heard:
        if issubclass(warning.category, DeprecationWarning | FutureWarning | PendingDeprecationWarning):
            continue  # about the program's own code, not about the recording
        words = f"{named()}: {' '.join(str(warning.message).split())}"
        if words not in notes:
            notes.append(words)
    return returned
