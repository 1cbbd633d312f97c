"""A name says what a thing is: words that fit anything name nothing.

Looked at are local variables, parameters and functions. The fields of classes are left out, since most of them are in
files, rows and answers of the server that exist already.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from material.footage import ROOT

SOURCE = ROOT / "src" / "mirra"
EMPTY_WORDS = frozenset(("found", "told", "one", "kept", "asked", "given", "beside", "place"))
LEFT = {  # rooms that are not done yet, each with how many such names it still has at most
    "cli": 1,  # the option --given of `mirra heart`, as people type it
}


def _named(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and the name where a piece of source gives a name to something."""
    match node:
        case ast.Name(id=name, lineno=line, ctx=ast.Store()) | ast.arg(arg=name, lineno=line):
            yield line, name
        case ast.FunctionDef(name=name, lineno=line) | ast.AsyncFunctionDef(name=name, lineno=line):
            yield line, name
        case ast.alias(asname=str(name), lineno=line) | ast.ExceptHandler(name=str(name), lineno=line):
            yield line, name
        case ast.MatchAs(name=str(name), lineno=line) | ast.MatchStar(name=str(name), lineno=line):
            yield line, name


def empty_words(source: str) -> list[tuple[int, str]]:
    """The line and the word of each name in a source that says nothing of what it names."""
    tree = ast.parse(source)
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    fields = {line.target for each in classes for line in each.body if isinstance(line, ast.AnnAssign)}
    nodes = [node for node in ast.walk(tree) if node not in fields]
    return [(line, name) for node in nodes for line, name in _named(node) if name in EMPTY_WORDS]


def _room(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0]


FILES = sorted(SOURCE.rglob("*.py"))
PLACES = [
    (file, line, word) for file in FILES for line, word in empty_words(file.read_text(encoding="utf-8"))
]
COUNTED = Counter(_room(file) for file, _, _ in PLACES)


@pytest.mark.parametrize(
    "source",
    [
        "for one in people: ...",
        "kept = 1",
        "if (kept := 1): ...",
        "def find(asked): ...",
        "def find(*, asked=0): ...",
        "lambda told: told",
        "def place(): ...",
        "async def place(): ...",
        "class Board:\n    def place(self): ...",
        "[found for found in people]",
        "with open(path) as given: ...",
        "try: ...\nexcept OSError as told: ...",
        "import numpy as beside",
        "match answer:\n    case [one, *_]: ...",
        "match answer:\n    case [*kept]: ...",
    ],
)
def test_an_empty_word_is_seen_wherever_a_name_is_given(source: str) -> None:
    assert len(empty_words(source)) == 1


@pytest.mark.parametrize(
    "source",
    ["class Page:\n    found: int", "page.found", "Page(found=1)", "'one'", "one_time = 1", "print(one)"],
)
def test_fields_and_uses_and_longer_names_are_left_alone(source: str) -> None:
    assert empty_words(source) == []


def test_names_in_the_rooms_that_are_done_say_what_they_name() -> None:
    assert [f"{file}:{line}: {word}" for file, line, word in PLACES if _room(file) not in LEFT] == []


@pytest.mark.parametrize("room", sorted(LEFT))
def test_a_room_that_is_not_done_gets_better_only(room: str) -> None:
    """Whoever renames some lowers the number in ``LEFT``; whoever renames the last takes the room out."""
    assert 0 < COUNTED[room] <= LEFT[room]
