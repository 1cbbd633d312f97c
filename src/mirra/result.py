"""What every result can do, and the folder it is written to."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import platform
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mirra.errors import MissingExtra, optional

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame
    from xarray import Dataset

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


MAX_HTML_ROWS = 20
MAX_HTML_SIGNS = 120
MAX_NETCDF_INT = (
    2**31 - 1
)  # of the older of netCDF's two formats, which xarray writes without further packages


class Table(NamedTuple):
    """A result as a table: the names of its columns, and its rows, which may be gone through once."""

    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


class Arrays(NamedTuple):
    """A result as arrays over named axes.

    ``axes``: an axis to its values and their unit, which is empty where they have none; ``values``: a name to the axes
    of an array, in order, and the array.
    """

    axes: Mapping[str, tuple[Any, str]]
    values: Mapping[str, tuple[Sequence[str], Any]]


class Result(ABC):
    """A frozen result that carries its parameters, and can be said in numbers, as a table and as a picture."""

    @abstractmethod
    def summary(self) -> Mapping[str, Any]:
        """Names to numbers, words or None; flat."""

    @abstractmethod
    def table(self) -> Table:
        """The whole result as a table."""

    @abstractmethod
    def plot(self, ax: Axes) -> None:
        """Draw the result into these axes."""

    def to_csv(self, path: Path) -> None:
        """Write the ``table`` as CSV; whole, or not at all. Raises ``OSError`` where the file cannot be written."""
        part = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
        try:
            write_table(part, *self.table())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def to_pandas(self) -> DataFrame:
        """The ``table`` as a pandas frame. Raises ``MissingExtra`` without pandas."""
        pandas = optional("pandas", "tables", "A data frame")
        header, rows = self.table()
        frame: DataFrame = pandas.DataFrame.from_records(list(rows), columns=list(header))
        return frame

    def _repr_html_(self) -> str:
        """The summary as a short table, for notebooks."""
        return html_table(type(self).__name__, self.summary())


class ArrayResult(Result):
    """A result that is a matrix or a map, and can also be had as arrays over named axes."""

    @abstractmethod
    def arrays(self) -> Arrays:
        """The whole result as arrays over named axes."""

    def to_xarray(self) -> Dataset:
        """The ``arrays`` as an xarray data set, with the numbers and words of the summary as its attributes.

        What the summary does not know is left out, and yes or no is 1 or 0, so that ``to_netcdf`` can write it.
        Raises ``MissingExtra`` without xarray.
        """
        xarray = optional("xarray", "tables", "A data set")
        axes, values = self.arrays()
        data: Dataset = xarray.Dataset(
            dict(values),
            {name: (name, along, {"units": unit} if unit else {}) for name, (along, unit) in axes.items()},
            {name: number for name, number in map(_attribute, self.summary().items()) if number is not None},
        )
        return data


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
    left_out: list[str] = []
    for name, result in results.items():
        result.to_csv(folder / f"{name}.csv")
        try:
            from mirra.figures import save

            save(result.plot, folder / name)
        except MissingExtra as error:
            left_out = [f"no figures: {error}"]
    content = {
        "command": command,
        "parameters": dict(parameters),
        "inputs": [fingerprint(path) for path in inputs],
        "versions": versions(),
        "results": {name: dict(result.summary()) for name, result in results.items()},
        **(summary or {}),
    }
    write_json(folder / RESULT, content)
    return left_out


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
    versions_found = {"python": platform.python_version()}
    for package in VERSIONED:
        try:
            versions_found[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions_found


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


def html_table(title: str, rows: Mapping[str, Any]) -> str:
    """Names and values as an HTML table of at most 20 rows, numbers to four digits; all text is escaped."""
    shown = [
        f'<tr><th scope="row">{escape(str(name))}</th><td>{escape(_short(value))}</td></tr>'
        for name, value in list(rows.items())[:MAX_HTML_ROWS]
    ]
    if len(rows) > MAX_HTML_ROWS:
        shown.append(f'<tr><td colspan="2">and {len(rows) - MAX_HTML_ROWS} more in summary()</td></tr>')
    return f"<table><caption>{escape(title)}</caption><tbody>{''.join(shown)}</tbody></table>"


def _short(value: Any) -> str:  # noqa: ANN401
    value = plain(value)
    if value is None:
        return ""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return text if len(text) <= MAX_HTML_SIGNS else text[: MAX_HTML_SIGNS - 1] + "…"


def _attribute(item: tuple[str, Any]) -> tuple[str, Any]:
    """What of the summary a netCDF file can hold as an attribute: a number or words."""
    name, value = item[0], plain(item[1])
    if isinstance(value, bool):
        return name, int(value)
    if value is None or isinstance(value, float | str):
        return name, value
    if isinstance(value, int) and abs(value) <= MAX_NETCDF_INT:
        return name, value
    return name, json.dumps(value, ensure_ascii=False)


def _field(value: Any) -> Any:  # noqa: ANN401
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return value
