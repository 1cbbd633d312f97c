"""Tables of numbers as text: comma, semicolon, tab or space between the fields, with a header or without."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mirra.arrays import Floats
from mirra.errors import ReadError
from mirra.signals.formats.clock import SECONDS, Clock, in_seconds, timed, unit_of, wall_time, wall_times
from mirra.signals.formats.rows import COMMA, POINT, Table, is_missing, parse, text_of
from mirra.signals.signal import Signal

ROW_NUMBERS = frozenset({"", "index", "row", "frame", "frame_index", "sample", "unnamed: 0"})
INITIALS = frozenset({"t", "s"})  # a therapist's column is called T as well
_BRACKET = re.compile(r"[\[(]([^\[\]()]{1,16})[\])]\s*\Z")


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
    table = parse(text_of(path))
    return _signal(table, rate, time, unit)


def _numbers(table: Table, index: int, name: str) -> Floats | None:
    """A column as numbers, missing ones NaN; None where not most are numbers. Raises ``ReadError`` with the line."""
    if table.numbers is not None:
        return table.numbers[:, index]
    fields = table.column(index)
    if table.comma:
        fields = [value.replace(",", ".") if COMMA.match(value) else value for value in fields]
    bad = [k for k, value in enumerate(fields) if not POINT.match(value)]
    wrong = [k for k in bad if not is_missing(fields[k])]
    known = len(fields) - len(bad)
    if wrong and known <= len(wrong):
        return None
    if wrong:
        raise ReadError(
            f"A number was expected, not {_shown(fields[wrong[0]])}.",
            where=f"line {table.lines[wrong[0]]}, column {name!r}",
        )
    for k in bad:
        fields[k] = "nan"
    values = np.array([float(value.replace("D", "e").replace("d", "e")) for value in fields])
    if np.isinf(values).any():
        k = int(np.flatnonzero(np.isinf(values))[0])
        raise ReadError(
            f"The number {_shown(fields[k])} is too large.", where=f"line {table.lines[k]}, column {name!r}"
        )
    return values


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:37] + "...")


def _signal(table: Table, rate: float | None, time: str | None, unit: str | None) -> Signal:
    names = [name.strip() for name in table.names]
    time_column = _time_place(table, names, time, rate)
    columns, left = _columns(table, names, time_column, rate_given=rate is not None and time is None)
    if not any(np.isfinite(values).any() for values in columns.values()):
        raise ReadError("The table has no column of numbers.", todo=f"Its columns: {', '.join(names)}.")
    clock, about = _clock(table, time_column, names, rate, unit)
    about |= {"left_out": left, "comments": table.comments, "before": tuple(table.before)}
    return Signal(
        np.column_stack(list(columns.values())),
        clock.rate,
        clock.start,
        distinct([names[k] or str(k + 1) for k in columns]),
        tuple(bracketed(names[k]) for k in columns),
        clock.times,
        {key: value for key, value in about.items() if value or key == "wall_clock"},
    )


def _columns(
    table: Table, names: Sequence[str], clock: int | None, *, rate_given: bool
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
        elif rate_given and name and unit_of(name) is not None and _rises(values):
            left[shown] = "a time column; the rate that was given holds"
        else:
            columns[k] = values
    return columns, left


def _clock(
    table: Table, time_column: int | None, names: Sequence[str], rate: float | None, unit: str | None
) -> tuple[Clock, dict[str, Any]]:
    """The clock out of the time column, the rate given or a comment, and what ``about`` says of it."""
    if time_column is not None:
        stamps = _stamps(table, time_column, names[time_column], unit)
        try:
            clock = timed(stamps)
        except ReadError as error:
            raise _with_line(error, table, stamps, names[time_column]) from error
        return clock, {"clock": f"column {names[time_column]!r}", **clock.about()}
    start, said_by = 0.0, "the rate given"
    if rate is None:
        (rate, start), said_by = _commented(table), "a comment in the file"
    if not (math.isfinite(rate) and rate > 0):
        raise ReadError(f"The rate must be a positive number of Hz, not {rate}.")
    return Clock(float(rate), start, None), {"clock": said_by}


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with ``.1``, ``.2`` behind those that had come before."""
    taken: dict[str, int] = {}
    differing: list[str] = []
    for name in names:
        fresh = name
        while fresh in taken:
            taken[name] += 1
            fresh = f"{name}.{taken[name]}"
        taken[fresh] = 0
        differing.append(fresh)
    return tuple(differing)


def bracketed(name: str) -> str:
    """The unit in brackets at the end of a column's name; empty where there is none."""
    match = _BRACKET.search(name)
    return match[1].strip() if match else ""


def _time_place(table: Table, names: Sequence[str], time: str | None, rate: float | None) -> int | None:
    """Which column holds the time: the one asked for, else the first whose name is a time's unless a rate is given."""
    if time is not None:
        if time not in names:
            raise ReadError(f"There is no column {time!r}.", todo=f"Its columns: {', '.join(names)}.")
        return names.index(time)
    if rate is not None:
        return None
    columns = [k for k, name in enumerate(names) if name and unit_of(name) is not None]
    return next((k for k in columns if _clockwork(table, k, names[k])), None)


def _clockwork(table: Table, index: int, name: str) -> bool:
    """Whether a column can be a clock: numbers or wall times, not words; a mere initial only where it runs on."""
    if table.numbers is not None:
        return name.casefold() not in INITIALS or _rises(table.numbers[:, index])
    value = table.rows[0][index]
    if name.casefold() not in INITIALS:
        return table.is_number(value) or wall_time(value) is not None or is_missing(value)
    values = _numbers(table, index, name)
    return values is not None and _rises(values)


def _rises(values: Floats) -> bool:
    return bool(values[-1] > values[0] and (np.diff(values) >= 0).all())


def _stamps(table: Table, index: int, name: str, unit: str | None) -> Floats:
    """The time column (n,) in s."""
    fields = table.column(index)
    at = f"column {name!r}"
    if unit is not None and unit.casefold() not in SECONDS:
        raise ReadError(f"The unit of time {unit!r} is not known.", todo=f"Known: {', '.join(SECONDS)}.")
    if table.numbers is not None or table.is_number(fields[0]) or is_missing(fields[0]):
        stamps = _numbers(table, index, name)
        if stamps is None:
            raise ReadError("The column does not hold numbers; times were expected.", where=at)
        factor = SECONDS[unit.casefold()] if unit is not None else None
        known = unit_of(name)
        return (
            stamps * factor if factor is not None else in_seconds(stamps, known if known is not None else 1.0)
        )
    moments = wall_times(fields)
    for value, line, raw in zip(moments, table.lines, fields, strict=True):
        if value is None:
            raise ReadError(f"A time was expected, not {_shown(raw)}.", where=f"line {line}, {at}")
    return np.array(moments, dtype=np.float64)


def _with_line(error: ReadError, table: Table, stamps: Floats, name: str) -> ReadError:
    """The same error, with the line of the file instead of the number of the sample."""
    missing, back = ~np.isfinite(stamps), np.diff(stamps, prepend=-np.inf) < 0
    bad = np.flatnonzero(missing if missing.any() else back)
    if not len(bad):
        return ReadError(error.what, where=f"column {name!r}", todo=error.todo)
    k = int(bad[0])
    what = (
        "The row has no time."
        if missing.any()
        else f"The clock runs backwards, from {stamps[k - 1]:.6f} to {stamps[k]:.6f} s."
    )
    return ReadError(what, where=f"line {table.lines[k]}, column {name!r}", todo=error.todo)


def _commented(table: Table) -> tuple[float, float]:
    """Rate and start from the comments; raises ``ReadError`` where no rate is known at all."""
    numbers = []
    for key, other in (("rate", None), ("start", 0.0)):
        match = re.match(r"[-+.\deE]+", table.comments.get(key, ""))
        try:
            numbers.append(float(match[0]) if match else other)
        except ValueError:
            numbers.append(other)
    rate, start = numbers
    if rate is None:
        raise ReadError(
            "The table has no time column, and no rate is known.",
            todo="Give the rate in Hz, or the name of the time column.",
        )
    return rate, start if start is not None else 0.0
