"""A table of studies, one a row, and the effects that its columns give."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mirra.arrays import Floats
from mirra.errors import EvidenceError, ReadError
from mirra.evidence import effects
from mirra.evidence.effects import Effects, SmdVariance
from mirra.evidence.pooled import labelled

LARGEST_BYTES = 10_000_000
MEASURES: Mapping[str, tuple[tuple[str, ...], Callable[..., Effects]]] = {
    "smd": (("n1", "m1", "sd1", "n2", "m2", "sd2"), effects.standardised_mean_difference),
    "md": (("n1", "m1", "sd1", "n2", "m2", "sd2"), effects.mean_difference),
    "rr": (("events1", "n1", "events2", "n2"), effects.log_risk_ratio),
    "or": (("events1", "n1", "events2", "n2"), effects.log_odds_ratio),
    "rd": (("events1", "n1", "events2", "n2"), effects.risk_difference),
    "z": (("r", "n"), effects.fisher_z),
    "proportion": (("events", "n"), effects.proportion),
}


@dataclass(frozen=True, eq=False)
class Studies:
    """Rows of a table of studies: their ``labels`` (the column "study"), and every column as words."""

    path: Path
    labels: tuple[str, ...]
    columns: Mapping[str, Sequence[str]]

    def numbers(self, name: str) -> Floats:
        """A column as numbers (k,); raises ``ReadError`` where it or a number in it is missing."""
        if name not in self.columns:
            there = ", ".join(self.columns)
            raise ReadError(
                f"The table has no column “{name}”.", where=str(self.path), todo=f"It has: {there}."
            )
        return np.array([self._number(name, row, cell) for row, cell in enumerate(self.columns[name])])

    def _number(self, name: str, row: int, cell: str) -> float:
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ReadError(
                f"The cell must be a number, got “{cell[:40]}”.",
                where=f"{self.path}: study {self.labels[row]}, column {name}",
                todo="Fill it in, or leave the study out.",
            )
        return value

    def effects(self, measure: str | None = None, *, smd: SmdVariance = "revman") -> Effects:
        """Effects and variances (k,): of the columns effect with variance or se, or made from what groups did.

        Without a ``measure``, the first that the columns are enough for. Raises ``EvidenceError`` for an unknown
        measure and a study that is wrong, ``ReadError`` for a column that is missing.
        """
        chosen = measure or self._measure()
        if chosen == "effect":
            spread = self.numbers("variance") if "variance" in self.columns else self.numbers("se") ** 2
            return Effects(self.numbers("effect"), spread)
        if chosen not in MEASURES:
            todo = f"Choose from: effect, {', '.join(MEASURES)}."
            raise EvidenceError(f"There is no measure “{chosen}”.", where="measure", todo=todo)
        names, make = MEASURES[chosen]
        columns = [self.numbers(name) for name in names]
        return make(*columns, variance=smd) if chosen == "smd" else make(*columns)

    def _measure(self) -> str:
        if "effect" in self.columns:
            return "effect"
        for measure, (names, _make) in MEASURES.items():
            if set(names) <= set(self.columns):
                return measure
        raise ReadError(
            "The columns give no effect.",
            where=str(self.path),
            todo="It needs effect with variance or se; n1, m1, sd1, n2, m2, sd2; events1, n1, events2, n2; r, n; "
            "or events, n. Name other columns by --column.",
        )


def read_studies(path: Path, *, names: Mapping[str, str] | None = None, label: str = "study") -> Studies:
    """Read a CSV of studies, comma, semicolon or tab between the cells, UTF-8.

    ``names`` gives columns of the file (values) the names that mirra looks for (keys); ``label`` is the column that
    names the studies, which are numbered where it is missing. Raises ``ReadError`` for a file that cannot be read, is
    empty or has rows of unequal length, and ``EvidenceError`` where a study is there twice.
    """
    header, rows = _rows(path)
    renamed = {column: name for name, column in (names or {}).items()}
    missing = next((column for column in renamed if column not in header), None)
    if missing is not None:
        todo = f"It has: {', '.join(header)}."
        raise ReadError(f"The table has no column “{missing}”.", where=str(path), todo=todo)
    columns = {
        renamed.get(column, column): [row[index].strip() for row in rows]
        for index, column in enumerate(header)
    }
    labels = columns.get(renamed.get(label, label))
    return Studies(path, labelled(labels, len(rows)), columns)


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    where = str(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ReadError(f"The file cannot be read: {error.strerror}.", where=where) from error
    except UnicodeDecodeError as error:
        raise ReadError("The file is not UTF-8 text.", where=where, todo="Save it as CSV, UTF-8.") from error
    if len(text) > LARGEST_BYTES:
        raise ReadError(f"A table of studies is at most {LARGEST_BYTES} bytes.", where=where)
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(text.splitlines(), delimiter=between) if any(map(str.strip, row))]
    if len(rows) < 2:
        raise ReadError("The table has no studies.", where=where, todo="Write a header, then a study a row.")
    header = [name.strip() for name in rows[0]]
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise ReadError(
                f"The row has {len(row)} cells, the header {len(header)}.", where=f"{where}: row {number}"
            )
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise ReadError(f"The column “{twice}” is there twice.", where=where)
    return header, rows[1:]
