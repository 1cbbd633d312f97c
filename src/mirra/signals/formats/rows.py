"""Text taken apart into rows of fields: which separator, which header, and on which line each row stood."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from mirra.arrays import Floats
from mirra.errors import ReadError
from mirra.signals.formats.clock import wall_time

Lines = Sequence[tuple[int, str]]  # the number of each line, and what stands on it

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", ".", "#n/a"})
MAX_BYTES = 2**31  # of text, so that a small packed file cannot fill the memory
LOOK = 200  # rows from which the form of a table is told
SPACE = " "
POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?\Z", re.ASCII)
COMMA = re.compile(r"[+-]?(\d+(,\d+)?|,\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_NAMED = {",": "commas", ";": "semicolons", "\t": "tabs", SPACE: "spaces"}


@dataclass
class Table:
    """Rows of data with the line each stood on, and how they were written.

    ``numbers`` (n_rows, n_columns) holds them where all are plain numbers; ``rows`` are then empty.
    """

    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    separator: str
    comma: bool = False  # a comma is the decimal sign
    comments: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    numbers: Floats | None = None

    def column(self, index: int) -> list[str]:
        """The fields of one column."""
        return [row[index].strip() for row in self.rows]

    def is_number(self, value: str) -> bool:
        """Whether a field is a number as this table writes them."""
        return bool((COMMA if self.comma else POINT).match(value.strip()))


def is_missing(value: str) -> bool:
    """Whether a field says that there is nothing in it."""
    return value.strip().casefold() in MISSING


def text_of(path: Path) -> str:
    """The file as text, unpacked where it is packed; raises ``ReadError`` where it is none, or too much."""
    data = path.read_bytes()
    if path.name.casefold().endswith(".gz"):
        try:
            with gzip.open(path) as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError("The file is not whole gzip.", todo="Copy the file again.") from error
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"The file holds more than {MAX_BYTES >> 20} MB of text.", todo="Cut it, or use EDF or WAV."
        )
    for mark, coding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"", "utf-8-sig"),
        (b"", "latin-1"),
    ):
        if data.startswith(mark):
            try:
                text = data.decode(coding)
                break
            except UnicodeDecodeError:
                continue
    odd = re.search(r"[\x00-\x08\x0e-\x1b]", text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        raise ReadError("The file is not text; a table of numbers was expected.", where=f"line {line}")
    return text


def parse(text: str) -> Table:
    """The rows of a table; raises ``ReadError`` with the line where they do not have one width."""
    lines = re.split(r"\r\n|\n|\r", text)
    filled_lines = [(k, line) for k, line in enumerate(lines, 1) if line and not line.isspace()]
    comments = [(k, line.lstrip("#% \t")) for k, line in filled_lines if line.lstrip()[0] in "#%"]
    if comments:
        filled_lines = [(k, line) for k, line in filled_lines if line.lstrip()[0] not in "#%"]
    if not filled_lines:
        raise ReadError("The file has no rows.", todo="A table of numbers was expected.")
    separator, comma = _form([line for _, line in filled_lines[:LOOK]])
    rows = split(filled_lines[:LOOK], separator)
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    if len(rows) == 2 and len(rows[1]) != len(rows[0]):
        width = len(rows[1])
    first = next(k for k, row in enumerate(rows) if len(row) == width)
    table = Table([], rows, [k for k, _ in filled_lines], separator, comma, _said(comments))
    first += _take_header(table, first, width, comments)
    del filled_lines[:first], table.lines[:first]
    if not filled_lines:
        raise ReadError("The file has a header and no rows under it.")
    table.numbers = None if comma else _at_once(filled_lines, separator, width)
    table.rows = []
    if table.numbers is None:
        table.rows = split(filled_lines, separator)
        _check_width(table, width)
    return table


def _at_once(lines: Lines, separator: str, width: int) -> Floats | None:
    """All rows as plain numbers, quickly; None where one field is none, so that it has to be looked at."""
    try:
        numbers = np.loadtxt(
            (line for _, line in lines),
            delimiter=None if separator == SPACE else separator,
            comments=None,
            quotechar='"',
            ndmin=2,
        )
    except (ValueError, OverflowError):
        return None
    whole = numbers.shape == (len(lines), width) and not np.isinf(numbers).any()
    return numbers if whole else None


def split(numbered: Lines, separator: str) -> list[list[str]]:
    """The fields of each line; raises ``ReadError`` with the line whose quotes do not end on it."""
    lines = [" ".join(line.split()) if separator == SPACE else line for _, line in numbered]
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if reader.line_num != len(rows):
                raise ReadError("A quoted field does not end.", where=f"line {numbered[len(rows) - 1][0]}")
    except csv.Error as error:
        at = numbered[min(max(reader.line_num, 1), len(numbered)) - 1][0]
        raise ReadError(f"The file is not a table ({error}).", where=f"line {at}") from error
    return rows


def _form(lines: Sequence[str]) -> tuple[str, bool]:
    """The separator that gives most rows one width above 1 with most fields numbers, and whether commas are decimal."""
    best: tuple[float, str, bool] = (0.0, ",", False)
    single, broken = True, ""
    for separator in (",", ";", "\t", SPACE):
        try:
            rows = split(list(enumerate(lines, 1)), separator)
        except ReadError:
            broken = broken or separator
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0]
        fields = [
            value.strip() for row in rows if len(row) == width for value in row if not is_missing(value)
        ]
        points = sum(bool(POINT.match(value)) or wall_time(value) is not None for value in fields)
        commas = sum(bool(COMMA.match(value)) for value in fields)
        decimal = commas > points
        share = max(points, commas) / max(len(fields), 1)
        even = count / len(rows)
        score = share * even * (1.0 if width > 1 else 0.5)
        if score > best[0] + 1e-9:
            best, single = (score, separator, decimal), width == 1
    # A quote that does not end is only seen with the right separator; let that one tell of it.
    return (broken, False) if broken and single else best[1:]


def _take_header(table: Table, first: int, width: int, comments: Lines) -> int:
    """Set the names and what stood before them; 1 where row ``first`` is the header, else 0."""
    rows, above = table.rows, table.rows[first - 1] if first else []
    table.names, head, taken = [""] * width, first, 0
    if _words(table, rows[first], rows[first + 1 :], 0):
        table.names, taken = rows[first], 1
    elif len(above) == width - 1 and _words(table, above, rows[first:], 1):
        # R writes row names without a name above them: a header one field short.
        head = first - 1
        trailing = all(row[-1] == "" for row in rows[first:] if len(row) == width)
        table.names = [*above, ""] if trailing else ["", *above]
    elif len(above) > 1:
        raise ReadError(
            f"The header has {len(above)} names over {width} columns.", where=f"line {table.lines[first - 1]}"
        )
    else:
        notes = [line for k, line in comments if k < table.lines[first] and ":" not in line]
        header = split([(1, notes[-1])], table.separator)[0] if notes else []
        table.names = header if len(header) == width else table.names
    table.before = [table.separator.join(row).strip() for row in rows[:head]]
    return taken


def _words(table: Table, row: Sequence[str], below: Sequence[Sequence[str]], shift: int) -> bool:
    """Whether ``row`` names columns: no number where its names stand over numbers, or only words."""
    kinds = [table.is_number(value) or wall_time(value) is not None for value in row]
    if not any(kinds):
        return any(not is_missing(value) for value in row)
    for index, value in enumerate(row):
        under = [r[index + shift] for r in below[:LOOK] if len(r) == len(row) + shift]
        under = [field for field in under if not is_missing(field)]
        if not kinds[index] and not is_missing(value) and under and all(table.is_number(u) for u in under):
            return True
    return False


def _check_width(table: Table, width: int) -> None:
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) != width:
            few = "few" if len(row) < width else "many"
            raise ReadError(
                f"The row has too {few} fields: {len(row)}, where {width} were expected "
                f"between {_NAMED[table.separator]}.",
                where=f"line {line}",
            )


def _said(comments: Lines) -> dict[str, str]:
    """Comments of the form ``key: value`` or ``key = value``."""
    pairs = (re.match(r"\s*([\w ]{1,40}?)\s*[:=]\s*(.*)", text) for _, text in comments)
    return {pair[1].casefold(): pair[2].strip() for pair in pairs if pair}
