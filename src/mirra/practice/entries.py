"""The kinds of entries of the index page, a closed set, and the one door they all come through."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from mirra.errors import EventError
from mirra.practice.diary import DiaryLine
from mirra.practice.entry import Entry
from mirra.practice.strict import NotStrictError, as_text, mistake, parsed

ENTRY_BYTES = 8192

# A kind is added here and nowhere else; with a second one: Annotated[First | Second, Field(discriminator="kind")].
AnyEntry = Annotated[DiaryLine, Field()]

_adapter: TypeAdapter[Entry] = TypeAdapter(AnyEntry)


def read_entry(line: str) -> Entry:
    """Read one entry from its line of JSON.

    Raises ``EventError`` naming the field when the line is over ``ENTRY_BYTES`` bytes of UTF-8, is more than one line,
    is not strict JSON (a key given twice, NaN, a number as text), or lies outside the closed set.
    """
    try:
        text = as_text(line, ENTRY_BYTES)
        if "\n" in text or "\r" in text:
            raise NotStrictError("it is more than one line")
        entry = _adapter.validate_json(text, strict=True)
        parsed(text)  # shallow by now; what is left to find is a key given twice
    except NotStrictError as error:
        raise EventError(f"The entry is refused: {error}.", where="entry") from None
    except ValidationError as error:
        where, what = mistake(error, "entry")
        raise EventError(f"The entry does not fit: {what}.", where=where) from None
    return entry


def write_entry(entry: Entry) -> str:
    """Write an entry as the one line of JSON that ``read_entry`` reads back equal."""
    return entry.model_dump_json()
