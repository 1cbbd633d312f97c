"""What every result can do, and the folder it is written to."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from mirra.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RESULT = "result.json"
VERSIONED = (
    "mirra",
    "numpy",
    "scipy",
    "matplotlib",
    "av",
    "neurokit2",
    "praat-parselmouth",
    "mne",
    "ai-edge-litert",
)


@runtime_checkable
class Result(Protocol):
    """A frozen result that carries its parameters, and can be said in numbers, as a table and as a picture."""

    def summary(self) -> Mapping[str, Any]:
        """Names to numbers, words or None; flat."""
        ...

    def to_csv(self, path: Path) -> None:
        """Write the whole result as a table."""
        ...

    def plot(self, ax: Axes) -> None:
        """Draw the result into these axes."""
        ...


def write(
    folder: Path,
    results: Mapping[str, Result],
    *,
    command: str,
    parameters: Mapping[str, Any],
    inputs: Sequence[Path],
    summary: Mapping[str, Any] | None = None,
) -> list[str]:
    """Write ``result.json``, and for each named result ``NAME.csv``, ``NAME.svg`` and ``NAME.png``; what was left out.

    ``result.json`` holds ``command``, ``parameters``, ``inputs`` (name, size, SHA-256), ``versions`` and ``results``, a
    summary by name; ``summary`` is merged in under its own keys. Numbers that are not finite become null. It is written
    last, so that a folder that has it is whole. Raises ``OSError`` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told: list[str] = []
    for name, result in results.items():
        result.to_csv(folder / f"{name}.csv")
        try:
            from mirra.figures import save

            save(result.plot, folder / name)
        except MissingExtra as error:
            told = [f"no figures: {error}"]
    content = {
        "command": command,
        "parameters": dict(parameters),
        "inputs": [fingerprint(path) for path in inputs],
        "versions": versions(),
        "results": {name: dict(result.summary()) for name, result in results.items()},
        **(summary or {}),
    }
    write_json(folder / RESULT, content)
    return told


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON that any reader takes: numbers that are not finite become null; whole, or not at all."""
    fresh = path.with_name(path.name + ".part")
    fresh.write_text(json.dumps(plain(content), indent=2, allow_nan=False) + "\n", encoding="utf-8")
    fresh.replace(path)


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV table; floats with all their digits, NaN as an empty field."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows([_field(value) for value in row] for row in rows)


def fingerprint(path: Path) -> dict[str, Any]:
    """Name, size in bytes and SHA-256 of a file; raises ``OSError`` where it cannot be read."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": digest}


def versions() -> dict[str, str]:
    """Versions of Python and of the packages a number may depend on, those that are installed."""
    found = {"python": platform.python_version()}
    for package in VERSIONED:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def plain(value: Any) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """The same value in JSON's own kinds: no number that is not finite, paths as names, settings as mappings."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Path):
        return value.name
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _field(value: Any) -> Any:  # noqa: ANN401
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return value
