"""The clinical content as a document to read: every file's fields, each rule with its claim and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from pydantic import BaseModel

from mirra.catalogue.catalogue import Catalogue
from mirra.catalogue.models.evidence import Rule
from mirra.catalogue.models.fields import unit

# What is drawn or translated, and what is read elsewhere, is no clinical content of its own.
LEFT_OUT = frozenset({"languages", "loops", "motions", "postures", "stimuli", "words"})


def document(catalogue: Catalogue) -> str:
    """The whole clinical content in Markdown: a chapter for each part of the catalogue, in the catalogue's order."""
    lines = ["# The catalogue"]
    for part in fields(catalogue):
        if part.name not in LEFT_OUT:
            lines += ["", f"## {_worded(part.name).capitalize()}", *_chapter(getattr(catalogue, part.name))]
    return "\n".join(lines) + "\n"


def _chapter(content: object) -> Iterator[str]:
    if isinstance(content, Mapping):
        content = tuple(content.values())
    for thing in content if isinstance(content, tuple) else (content,):
        title = _title(thing)
        if title:
            yield from ("", f"### {title}")
        yield ""
        yield from _told(thing, 0, shown={"name"} if title else set())


def _title(thing: object) -> str:
    return str(getattr(thing, "name", "") or getattr(thing, "id", ""))


def _told(thing: object, depth: int, *, shown: set[str]) -> Iterator[str]:
    """The fields as a list, numbers with their units; what is empty is left out."""
    known = type(thing).model_fields if isinstance(thing, BaseModel) else {}
    for name, value in thing if isinstance(thing, BaseModel) else vars(thing).items():
        if name not in shown and value not in ("", (), None):
            measured = unit(known[name]) if name in known else ""
            yield from _field(_worded(name), value, depth, f" ({measured})" if measured else "")


def _field(name: str, value: object, depth: int, measured: str = "") -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, Rule):
        yield f"{indent}- {_rule(value)}"
    elif isinstance(value, BaseModel):
        yield f"{indent}- {name}{': ' + _title(value) if _title(value) else ''}"
        yield from _told(value, depth + 1, shown={"name"})
    elif isinstance(value, Mapping):
        yield f"{indent}- {name}"
        for key, inner in value.items():
            yield from _field(_worded(str(key)), inner, depth + 1)
    elif isinstance(value, tuple) and any(isinstance(part, BaseModel | Mapping | tuple) for part in value):
        yield f"{indent}- {name}"
        for number, inner in enumerate(value, 1):
            yield from _field(str(number), inner, depth + 1)
    elif isinstance(value, tuple):
        yield f"{indent}- {name}: {'; '.join(_value(part) for part in value)}"
    else:
        yield f"{indent}- {name}: {_value(value)}{measured}"


def _rule(rule: Rule) -> str:
    return f"{rule.text} (claim {rule.claim}; source: {rule.source}; {rule.provenance})"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())


def _worded(name: str) -> str:
    return name.replace("_", " ")
