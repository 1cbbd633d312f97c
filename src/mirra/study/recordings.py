"""The table that lists the recordings of a study."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mirra.errors import StudyError

COLUMNS = ("id", "path", "first", "second", "rate", "group", "note")
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Recording:
    """One row: a recording of a dyad, and which of its columns is who.

    ``first`` and ``second`` name the columns of the two persons (both or neither; without them the reader's first two);
    ``rate`` Hz where the file does not say it; ``group`` may be empty; ``line`` is where the table says so.
    """

    id: str
    path: Path
    first: str = ""
    second: str = ""
    rate: float | None = None
    group: str = ""
    note: str = ""
    line: int = 0

    @property
    def columns(self) -> tuple[str, str] | None:
        """The columns of the first and the second person, or None where the table leaves them to the reader."""
        return (self.first, self.second) if self.first else None


def read(table: Path) -> list[Recording]:
    """The recordings a table lists, in its order.

    A CSV file (comma, semicolon or tab) with a header out of ``id,path,first,second,rate,group,note``, of which only
    ``path`` is needed; paths are relative to the table; an empty ``id`` is the file's name without its end. Raises
    ``StudyError`` naming the line: an unknown or doubled column, a file that is not there, an id that came before,
    a rate that is not a positive number, one of two columns, a row longer than the header; or that nothing is listed.
    """
    recordings: list[Recording] = []
    seen: dict[str, int] = {}
    for line, row in _rows(table):
        recording = _recording(row, table, line)
        if recording.id in seen:
            taken = seen[recording.id]
            raise StudyError(
                f"The id {recording.id!r} is taken by line {taken}.", where=f"{table}, line {line}"
            )
        seen[recording.id] = line
        recordings.append(recording)
    if not recordings:
        raise StudyError("The table lists no recordings.", where=str(table))
    return recordings


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = table.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StudyError(f"The table cannot be read: {reason}.", where=str(table)) from error
    except UnicodeDecodeError as error:
        raise StudyError(
            f"The table is not text in UTF-8 (byte {error.start}).",
            where=str(table),
            todo="Save it as CSV UTF-8.",
        ) from error
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        _check_header(header, table)
        for row in lines:
            fields = [field.strip() for field in row]
            if not any(fields):
                continue
            if len(fields) > len(header):
                raise _wrong(
                    table,
                    lines.line_num,
                    f"The row has {len(fields)} fields under a header of {len(header)} columns.",
                )
            yield lines.line_num, dict(zip(header, fields, strict=False))
    except csv.Error as error:
        raise _wrong(table, lines.line_num, f"This is not CSV: {error}.") from error


def _check_header(header: list[str], table: Path) -> None:
    for name in header:
        if name not in COLUMNS:
            raise _wrong(
                table, 1, f"The column {name!r} is not known.", f"The columns are: {', '.join(COLUMNS)}."
            )
        if header.count(name) > 1:
            raise _wrong(table, 1, f"The column {name!r} is there twice.")
    if "path" not in header:
        raise _wrong(table, 1, "There is no column 'path'.", f"The columns are: {', '.join(COLUMNS)}.")


def _recording(row: dict[str, str], table: Path, line: int) -> Recording:
    if not row.get("path"):
        raise _wrong(table, line, "There is no path.")
    path = table.parent / row["path"]
    try:
        there = path.is_file()
    except (OSError, ValueError):  # a name no file system takes
        there = False
    if not there:
        raise _wrong(table, line, f"There is no file {row['path']!r}.", "Paths are relative to the table.")
    first, second = row.get("first", ""), row.get("second", "")
    if bool(first) != bool(second):
        raise _wrong(
            table, line, "Only one of 'first' and 'second' is given.", "Give both columns or neither."
        )
    if first and first == second:
        raise _wrong(table, line, f"The first and the second person are the same column {first!r}.")
    return Recording(
        id=row.get("id") or path.stem,
        path=path,
        first=first,
        second=second,
        rate=_rate(row.get("rate", ""), table, line),
        group=row.get("group", ""),
        note=row.get("note", ""),
        line=line,
    )


def _rate(text: str, table: Path, line: int) -> float | None:
    if not text:
        return None
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not (math.isfinite(rate) and rate > 0):
        raise _wrong(table, line, f"The rate must be a positive number of Hz, not {text!r}.")
    return rate


def _wrong(table: Path, line: int, what: str, todo: str = "") -> StudyError:
    return StudyError(what, where=f"{table}, line {line}", todo=todo)
