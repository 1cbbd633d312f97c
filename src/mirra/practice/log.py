"""The log of a session: a closed set of small events, and the one door they all come through.

An event is one line of JSON. The set is that of ``events`` and of each kind of step in ``steps/``.
"""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from mirra.errors import EventError
from mirra.practice.events import Event
from mirra.practice.steps.kinds import AnyEvent
from mirra.practice.strict import NotStrictError, as_text, mistake, parsed

EVENT_BYTES = 8192

_adapter: TypeAdapter[Event] = TypeAdapter(AnyEvent)


def read_event(line: str) -> Event:
    """Read one event from its line of JSON: the only way into the log.

    Raises ``EventError`` naming the field when the line is over ``EVENT_BYTES`` bytes of UTF-8, is more than one line,
    is not strict JSON (a key given twice, NaN, a number as text), or lies outside the closed set.
    """
    try:
        text = as_text(line, EVENT_BYTES)
        if "\n" in text or "\r" in text:
            raise NotStrictError("it is more than one line")
        event = _adapter.validate_json(text, strict=True)
        parsed(text)  # shallow by now; what is left to find is a key given twice
    except NotStrictError as error:
        raise EventError(f"The event is refused: {error}.", where="event") from None
    except ValidationError as error:
        where, what = mistake(error, "event")
        raise EventError(f"The event does not fit: {what}.", where=where) from None
    return event


def write_event(event: Event) -> str:
    """Write an event as the one line of JSON that ``read_event`` reads back equal."""
    return event.model_dump_json()
