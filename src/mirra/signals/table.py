"""Tables of numbers as text: comma, semicolon, tab or space between the fields, with a header or without."""

from __future__ import annotations

import csv
import gzip
import math
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirra.errors import ReadError
from mirra.signals.clock import SECONDS, Clock, in_seconds, timed, unit_of, wall_time, wall_times
from mirra.signals.signal import Signal

Floats = NDArray[np.float64]

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", ".", "#n/a"})
LARGEST = 2**31  # bytes of text, so that a small packed file cannot fill the memory
LOOK = 200  # rows from which the form of a table is told
ROW_NUMBERS = frozenset({"", "index", "row", "frame", "frame_index", "sample", "unnamed: 0"})
SPACE = " "
_POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?\Z", re.ASCII)
_COMMA = re.compile(r"[+-]?(\d+(,\d+)?|,\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_BRACKET = re.compile(r"[\[(]([^\[\]()]{1,16})[\])]\s*\Z")
_NAMED = {",": "commas", ";": "semicolons", "\t": "tabs", SPACE: "spaces"}


@dataclass
class Table:
    """Rows of fields with the line each stood on, and how they were written."""

    names: list[str]
    rows: list[list[str]]
    lines: list[int]
    separator: str
    comma: bool = False  # a comma is the decimal sign
    comments: dict[str, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)

    def column(self, place: int) -> list[str]:
        """The fields of one column."""
        return [row[place] for row in self.rows]


def read(
    path: Path, *, rate: float | None = None, time: str | None = None, unit: str | None = None
) -> Signal:
    """Read a table as a ``Signal``, one channel per column of numbers.

    The clock is ``time`` (a column's name; ``unit`` says what it counts), else ``rate`` Hz row by row, else a column
    with a time's name (``time``, ``t``, ``seconds``, ``timestamp``, ``Time (ms)``, ISO 8601 wall times), else a comment
    ``# rate: 25``. Empty, NA and NaN are missing. Columns of words are left out. ``about``: ``clock`` (where the times
    come from), ``left_out`` (columns and why), ``comments``, ``before`` (lines above the header), ``wall_clock`` (Unix
    time of clock 0 s) where the stamps are wall time.
    Raises ``ReadError`` with the line for words among numbers, too many or too few fields, or a clock running back.
    """
    table = parse(_text(path))
    return _signal(table, rate, time, unit)


def _text(path: Path) -> str:
    """The file as text, unpacked where it is packed."""
    data = path.read_bytes()
    if path.name.casefold().endswith(".gz"):
        try:
            with gzip.open(path) as file:
                data = file.read(LARGEST + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError("is not whole gzip.", todo="Copy the file again.") from error
    if len(data) > LARGEST:
        raise ReadError(f"holds more than {LARGEST >> 20} MB of text.", todo="Cut it, or use EDF or WAV.")
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
        raise ReadError("is not text; a table of numbers was expected.", where=f"line {line}")
    return text


def parse(text: str) -> Table:
    """The rows of a table; raises ``ReadError`` with the line where they do not have one width."""
    numbered = [
        (k, line.strip("\r\n")) for k, line in enumerate(re.split(r"\r\n|\n|\r", text), 1) if line.strip()
    ]
    comments = [(k, line.lstrip("#% \t")) for k, line in numbered if line.lstrip()[0] in "#%"]
    numbered = [(k, line) for k, line in numbered if line.lstrip()[0] not in "#%"]
    if not numbered:
        raise ReadError("has no rows.", todo="A table of numbers was expected.")
    separator, comma = _form([line for _, line in numbered[:LOOK]])
    rows = _split(numbered, separator)
    width = Counter(len(row) for row in rows[:LOOK]).most_common(1)[0][0]
    if len(rows) == 2 and len(rows[1]) != len(rows[0]):
        width = len(rows[1])
    first = next(k for k, row in enumerate(rows) if len(row) == width)
    table = Table([], rows, [k for k, _ in numbered], separator, comma, _said(comments))
    _take_header(table, first, width, comments)
    _check_width(table, width)
    return table


def _split(numbered: Sequence[tuple[int, str]], separator: str) -> list[list[str]]:
    lines = [" ".join(line.split()) if separator == SPACE else line for _, line in numbered]
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if reader.line_num != len(rows):
                raise ReadError("a quoted field does not end.", where=f"line {numbered[len(rows) - 1][0]}")
    except csv.Error as error:
        at = numbered[min(max(reader.line_num, 1), len(numbered)) - 1][0]
        raise ReadError(f"is not a table ({error}).", where=f"line {at}") from error
    return rows


def _form(lines: Sequence[str]) -> tuple[str, bool]:
    """The separator that gives most rows one width above 1 with most fields numbers, and whether commas are decimal."""
    best: tuple[float, str, bool] = (0.0, ",", False)
    single, broken = True, ""
    for separator in (",", ";", "\t", SPACE):
        try:
            rows = _split(list(enumerate(lines, 1)), separator)
        except ReadError:
            broken = broken or separator
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0]
        fields = [value.strip() for row in rows if len(row) == width for value in row if not _missing(value)]
        points = sum(bool(_POINT.match(value)) or wall_time(value) is not None for value in fields)
        commas = sum(bool(_COMMA.match(value)) for value in fields)
        decimal = commas > points
        share = max(points, commas) / max(len(fields), 1)
        even = count / len(rows)
        score = share * even * (1.0 if width > 1 else 0.5)
        if score > best[0] + 1e-9:
            best, single = (score, separator, decimal), width == 1
    # A quote that does not end is only seen with the right separator; let that one tell of it.
    return (broken, False) if broken and single else best[1:]


def _missing(value: str) -> bool:
    return value.strip().casefold() in MISSING


def _take_header(table: Table, first: int, width: int, comments: Sequence[tuple[int, str]]) -> None:
    """Set the names, and leave only rows of data in the table."""
    rows, head = table.rows, first
    table.names = [""] * width
    if _words(table, rows[first], rows[first + 1 :], 0):
        table.names = rows[first]
        first += 1
    elif first and len(rows[first - 1]) == width - 1 and _words(table, rows[first - 1], rows[first:], 1):
        # R writes row names without a name above them: a header one field short.
        head = first - 1
        trailing = all(row[-1] == "" for row in rows[first:] if len(row) == width)
        table.names = [*rows[head], ""] if trailing else ["", *rows[head]]
    else:
        above = [line for k, line in comments if k < table.lines[first] and ":" not in line]
        told = _split([(1, above[-1])], table.separator)[0] if above else []
        table.names = told if len(told) == width else table.names
    table.before = [table.separator.join(row).strip() for row in rows[:head]]
    del table.rows[:first], table.lines[:first]
    if not table.rows:
        raise ReadError("has a header and no rows under it.")


def _words(table: Table, row: Sequence[str], below: Sequence[Sequence[str]], shift: int) -> bool:
    """Whether ``row`` names columns: no number where its names stand over numbers, or only words."""
    kinds = [_number(table, value) or wall_time(value) is not None for value in row]
    if not any(kinds):
        return any(not _missing(value) for value in row)
    for place, value in enumerate(row):
        under = [r[place + shift] for r in below[:LOOK] if len(r) == len(row) + shift]
        under = [field for field in under if not _missing(field)]
        if not kinds[place] and not _missing(value) and under and all(_number(table, u) for u in under):
            return True
    return False


def _number(table: Table, value: str) -> bool:
    return bool((_COMMA if table.comma else _POINT).match(value.strip()))


def _check_width(table: Table, width: int) -> None:
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) != width:
            few = "few" if len(row) < width else "many"
            raise ReadError(
                f"too {few} fields: {len(row)}, where {width} were expected between {_NAMED[table.separator]}.",
                where=f"line {line}",
            )


def _said(comments: Sequence[tuple[int, str]]) -> dict[str, str]:
    """Comments of the form ``key: value`` or ``key = value``."""
    pairs = (re.match(r"\s*([\w ]{1,40}?)\s*[:=]\s*(.*)", text) for _, text in comments)
    return {pair[1].casefold(): pair[2].strip() for pair in pairs if pair}


def _numbers(table: Table, place: int, name: str) -> Floats | None:
    """A column as numbers, missing ones NaN; None where not most are numbers. Raises ``ReadError`` with the line."""
    fields = [value.strip() for value in table.column(place)]
    if table.comma:
        fields = [value.replace(",", ".") if _COMMA.match(value) else value for value in fields]
    bad = [k for k, value in enumerate(fields) if not _POINT.match(value)]
    wrong = [k for k in bad if fields[k].casefold() not in MISSING]
    known = len(fields) - len(bad)
    if wrong and known <= len(wrong):
        return None
    if wrong:
        raise ReadError(
            f"{_shown(fields[wrong[0]])} stands where a number was expected.",
            where=f"line {table.lines[wrong[0]]}, column {name!r}",
        )
    for k in bad:
        fields[k] = "nan"
    values = np.array([float(value.replace("D", "e").replace("d", "e")) for value in fields])
    if np.isinf(values).any():
        k = int(np.flatnonzero(np.isinf(values))[0])
        raise ReadError(
            f"{_shown(fields[k])} is too large a number.", where=f"line {table.lines[k]}, column {name!r}"
        )
    return values


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:37] + "...")


def _signal(table: Table, rate: float | None, time: str | None, unit: str | None) -> Signal:
    names = [name.strip() for name in table.names]
    place = _time_place(table, names, time, rate)
    columns, left = _columns(table, names, place, given=rate is not None and time is None)
    if not any(np.isfinite(values).any() for values in columns.values()):
        raise ReadError("has no column of numbers.", todo=f"Its columns: {', '.join(names)}.")
    clock, about = _clock(table, place, names, rate, unit)
    about |= {"left_out": left, "comments": table.comments, "before": tuple(table.before)}
    return Signal(
        np.column_stack(list(columns.values())),
        clock.rate,
        clock.start,
        distinct([names[k] or str(k + 1) for k in columns]),
        tuple(_unit(names[k]) for k in columns),
        clock.times,
        {key: value for key, value in about.items() if value or key == "wall_clock"},
    )


def _columns(
    table: Table, names: Sequence[str], clock: int | None, *, given: bool
) -> tuple[dict[int, Floats], dict[str, str]]:
    """The columns of numbers by their place, and why the others are left out; ``given`` says a rate was."""
    columns: dict[int, Floats] = {}
    left: dict[str, str] = {}
    for k, name in enumerate(names):
        if k == clock:
            continue
        shown = name or str(k + 1)
        values = _numbers(table, k, shown)
        counted = values is not None and len(values) > 2 and bool((np.diff(values) == 1).all())
        if values is None:
            left[shown] = "not numbers"
        elif not name and not np.isfinite(values).any():
            left[shown] = "empty"
        elif counted and name.casefold() in ROW_NUMBERS and any(names):
            left[shown] = "numbers of rows"
        elif given and name and unit_of(name) is not None:
            left[shown] = "a time column; the rate that was given holds"
        else:
            columns[k] = values
    return columns, left


def _clock(
    table: Table, place: int | None, names: Sequence[str], rate: float | None, unit: str | None
) -> tuple[Clock, dict[str, Any]]:
    """The clock out of the time column, the rate given or a comment, and what ``about`` says of it."""
    if place is not None:
        stamps = _stamps(table, place, names[place], unit)
        try:
            clock = timed(stamps)
        except ReadError as error:
            raise _with_line(error, table, stamps, names[place]) from error
        return clock, {"clock": f"column {names[place]!r}", **clock.about()}
    start, told = 0.0, "the rate given"
    if rate is None:
        (rate, start), told = _commented(table), "a comment in the file"
    if not (math.isfinite(rate) and rate > 0):
        raise ReadError(f"a rate of {rate} Hz is none.", todo="Give a positive rate.")
    return Clock(float(rate), start, None), {"clock": told}


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with ``.1``, ``.2`` behind those that had come before."""
    taken: dict[str, int] = {}
    given: list[str] = []
    for name in names:
        fresh = name
        while fresh in taken:
            taken[name] += 1
            fresh = f"{name}.{taken[name]}"
        taken[fresh] = 0
        given.append(fresh)
    return tuple(given)


def _unit(name: str) -> str:
    found = _BRACKET.search(name)
    return found[1].strip() if found else ""


def _time_place(table: Table, names: Sequence[str], time: str | None, rate: float | None) -> int | None:
    """Which column holds the time: the one asked for, else the first whose name is a time's unless a rate is given."""
    if time is not None:
        if time not in names:
            raise ReadError(f"There is no column {time!r}.", todo=f"Its columns: {', '.join(names)}.")
        return names.index(time)
    if rate is not None:
        return None
    found = [k for k, name in enumerate(names) if name and unit_of(name) is not None]
    return next((k for k in found if _clockwork(table, k)), None)


def _clockwork(table: Table, place: int) -> bool:
    """Whether a column can be a clock: numbers or wall times, not words."""
    value = table.rows[0][place]
    return _number(table, value) or wall_time(value) is not None or _missing(value)


def _stamps(table: Table, place: int, name: str, unit: str | None) -> Floats:
    """The time column (n,) in s."""
    fields = table.column(place)
    at = f"column {name!r}"
    if unit is not None and unit.casefold() not in SECONDS:
        raise ReadError(f"{unit!r} is no unit of time.", todo=f"Known: {', '.join(SECONDS)}.")
    if _number(table, fields[0]) or _missing(fields[0]):
        stamps = _numbers(table, place, name)
        if stamps is None:
            raise ReadError("does not hold numbers; times were expected.", where=at)
        given = SECONDS[unit.casefold()] if unit is not None else None
        known = unit_of(name)
        return (
            stamps * given if given is not None else in_seconds(stamps, known if known is not None else 1.0)
        )
    told = wall_times(fields)
    for value, line, raw in zip(told, table.lines, fields, strict=True):
        if value is None:
            raise ReadError(f"{_shown(raw)} stands where a time was expected.", where=f"line {line}, {at}")
    return np.array(told, dtype=np.float64)


def _with_line(error: ReadError, table: Table, stamps: Floats, name: str) -> ReadError:
    """The same error, with the line of the file instead of the number of the sample."""
    missing, back = ~np.isfinite(stamps), np.diff(stamps, prepend=-np.inf) < 0
    bad = np.flatnonzero(missing if missing.any() else back)
    if not len(bad):
        return ReadError(error.what, where=f"column {name!r}", todo=error.todo)
    k = int(bad[0])
    what = (
        "has no time."
        if missing.any()
        else f"the clock runs backwards, from {stamps[k - 1]:.6f} to {stamps[k]:.6f} s."
    )
    return ReadError(what, where=f"line {table.lines[k]}, column {name!r}", todo=error.todo)


def _commented(table: Table) -> tuple[float, float]:
    """Rate and start from the comments; raises ``ReadError`` where no rate is known at all."""
    told = []
    for key, other in (("rate", None), ("start", 0.0)):
        found = re.match(r"[-+.\deE]+", table.comments.get(key, ""))
        try:
            told.append(float(found[0]) if found else other)
        except ValueError:
            told.append(other)
    rate, start = told
    if rate is None:
        raise ReadError(
            "has no time column, and no rate is known.",
            todo="Give the rate in Hz, or the name of the time column.",
        )
    return rate, start if start is not None else 0.0
