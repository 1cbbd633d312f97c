"""Any recording mirra knows, read as one shape: a suffix leads to its reader."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from mirra.errors import MirraError, ReadError, SignalError
from mirra.signals.signal import Signal

# A suffix leads to ``mirra.signals.MODULE.read``; adding a format is adding a file and a line.
READERS = {
    ".csv": "table",
    ".tsv": "table",
    ".txt": "table",
    ".csv.gz": "table",
    ".tsv.gz": "table",
    ".txt.gz": "table",
    ".wav": "wav",
    ".edf": "edf",
    ".bdf": "edf",
    ".snirf": "snirf",
    ".xdf": "xdf",
    ".xdfz": "xdf",
    ".xdf.gz": "xdf",
    ".nirs": "nirs",
    ".fif": "fif",
    ".fif.gz": "fif",
}


def read(
    path: Path | str,
    *,
    rate: float | None = None,
    time: str | None = None,
    unit: str | None = None,
    stream: str | None = None,
) -> Signal:
    """Read a recording as a ``Signal``; which reader serves is told by the end of the file's name.

    ``rate`` Hz, ``time`` (name of the time column) and ``unit`` of it (``s``, ``ms``, ...) are for tables, ``stream``
    (name or type) for formats that hold several. ``about`` gains ``format``, and ``warnings`` where the reader had any.
    Raises ``ReadError`` naming the file, the place in it and what was expected there, whatever the bytes;
    ``MissingExtra`` where the format's package is not installed.
    """
    path = Path(path)
    suffix = _suffix(path)
    wanted = {"rate": rate, "time": time, "unit": unit, "stream": stream}
    options = {name: value for name, value in wanted.items() if value is not None}
    reader: Callable[..., Signal] = import_module(f"mirra.signals.formats.{READERS[suffix]}").read
    for name in options:
        if name not in signature(reader).parameters:
            raise ReadError(
                f"The option {name} does not serve for {suffix}.", where=str(path), todo="Leave it out."
            )
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        signal = _guarded(reader, path, suffix, options)
    about: dict[str, Any] = {**signal.about, "format": suffix.removeprefix(".")}
    said = list(dict.fromkeys(str(warning.message) for warning in warned))
    if said:
        about["warnings"] = tuple(said)
    return replace(signal, about=about)


def _suffix(path: Path) -> str:
    """The longest known end of the name; raises ``ReadError`` where none is known or there is nothing to read."""
    where = str(path)
    try:
        missing, folder = not path.exists(), path.is_dir()
        size = path.stat().st_size if not missing and not folder else 0
    except (OSError, ValueError) as error:
        raise ReadError("The file cannot be opened.", where=where, todo=str(error)) from error
    if missing:
        raise ReadError("There is no such file.", where=where)
    if folder:
        raise ReadError("This is a folder; a recording's file was expected.", where=where)
    name = path.name.casefold()
    known = sorted((suffix for suffix in READERS if name.endswith(suffix)), key=len)
    if not known:
        raise ReadError(
            f"The end of the name, {path.suffix or 'which is empty'}, is of no known kind of recording.",
            where=where,
            todo=f"Known: {' '.join(READERS)}.",
        )
    if not size:
        raise ReadError(
            "The file is empty.", where=where, todo="Copy the file again from where it was recorded."
        )
    return known[-1]


def _guarded(reader: Callable[..., Signal], path: Path, suffix: str, options: dict[str, Any]) -> Signal:
    """What ``reader`` gives; whatever else it raises becomes a ``ReadError`` that names the file."""
    where = str(path)
    try:
        return reader(path, **options)
    except ReadError as error:
        if error.where.startswith(where):
            raise
        where_in_it = f"{where}, {error.where}" if error.where else where
        raise ReadError(error.what, where=where_in_it, todo=error.todo) from error
    except SignalError as error:
        raise ReadError(error.what, where=where, todo=error.todo) from error
    except MirraError:
        raise
    except PermissionError as error:
        raise ReadError("The file may not be read by this user.", where=where) from error
    except Exception as error:  # a foreign parser may raise anything on foreign bytes
        raise ReadError(
            f"The file cannot be read as {suffix} ({type(error).__name__}: {_short(error)}).",
            where=where,
            todo="Is it whole, and of the kind its name says?",
        ) from error


def _short(error: Exception) -> str:
    said = " ".join(str(error).split())
    return said if len(said) <= 120 else said[:117] + "..."
