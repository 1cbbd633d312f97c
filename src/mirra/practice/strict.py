"""Strict JSON: what neither a browser nor mirra ever writes is refused before it can mean two things."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ValidationError

PLACE_LETTERS = 120


def _in_our_time(moment: datetime) -> datetime:
    if not 1970 <= moment.year <= 2999:
        raise ValueError("the year must lie between 1970 and 2999")
    return moment


def _written_out(moment: object) -> object:
    """ISO 8601 only; pydantic would take a text of digits for seconds since 1970."""
    if not isinstance(moment, str):
        return moment
    try:
        return datetime.fromisoformat(moment)
    except ValueError:
        raise ValueError("a moment is written as date, T, time and offset") from None


Wall = Annotated[
    AwareDatetime, BeforeValidator(_written_out), AfterValidator(_in_our_time)
]  # wall time with its offset


def _not_bool(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is expected")
    return value


Number = BeforeValidator(_not_bool)  # a set of allowed numbers would else take true for 1


class NotStrictError(ValueError):
    """The text is no strict JSON; the message says why."""


def as_text(raw: str | bytes, limit: int) -> str:
    """The text of at most ``limit`` bytes of UTF-8; raises ``NotStrictError`` for more, or for no UTF-8."""
    try:
        text = raw if isinstance(raw, str) else raw.decode("utf-8")
        size = len(text.encode("utf-8"))
    except UnicodeError:
        raise NotStrictError("it is not UTF-8") from None
    if size > limit:
        raise NotStrictError(f"it has {size} bytes; at most {limit} are allowed")
    return text


def parsed(text: str) -> object:
    """The value of a JSON text; raises ``NotStrictError`` where a key is given twice, or it is nested too deep."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except NotStrictError:
        raise
    except RecursionError:
        raise NotStrictError("it is nested too deep") from None
    except ValueError as error:
        raise NotStrictError(f"it is not JSON ({str(error)[:PLACE_LETTERS]})") from None


def mistake(error: ValidationError, root: str) -> tuple[str, str]:
    """The place and the words of a model's first mistake."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in (root, *first["loc"]))
    return where[:PLACE_LETTERS], first["msg"].removeprefix("Value error, ")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NotStrictError(f"“{twice[:PLACE_LETTERS]}” is given twice")
    return values


def _no_number(name: str) -> float:
    raise NotStrictError(f"{name} is not a number")
