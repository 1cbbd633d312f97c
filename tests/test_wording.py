"""Whatever mirra refuses is said in full sentences: a capital letter, a subject, a full stop.

Every place in the source that makes an error of the family in ``mirra.errors`` is looked at; so are the help of the
command line and the texts of the client. Other errors, such as the
``ValueError`` of a check in a model, never reach a person alone: their text becomes part of a sentence of the family.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from material.footage import ROOT
from mirra.cli import app
from mirra.clinic.access import UNFINISHED
from mirra.clinic.problems import PROBLEM_OF_STATUS
from tests.test_glossary import files, told

SOURCE = ROOT / "src" / "mirra"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
ELSEWHERE = {
    "error.what",  # the sentence of an error that was made before
    "_in_words(first, model)",  # made of pydantic's words: tests/catalogue/test_load.py reads them
    "*UNFINISHED[actor.todo]",
}
VERBS = "is|are|was|were|has|have|had|does|do|can|cannot|may|must|holds?|ends?|claims?|names?|says?|needs?"
NO_SUBJECT = re.compile(rf"({VERBS})\b", re.IGNORECASE)
BANNED = (
    "is none.",
    "are none.",
    "that does not go",
    "so many",
    "anew",
    "is told",
    "it is said",
    "is no name",
)
HOLE = "…"  # a value that is put in

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _family(head: str) -> set[str]:
    """The names of a class of errors and of every class under it."""
    classes = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found = {head}
    while more := {one.name for one in classes if {_last(base) for base in one.bases} & found} - found:
        found |= more
    return found


def _last(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


FAMILY = _family("MirraError")
REFUSALS = _family("Refused")


def made(path: Path) -> Iterator[tuple[ast.Call, ast.expr, Function | None]]:
    """Each call that makes an error of the family, its sentence, and the function it stands in."""
    for call, inside, of in CALLS[path]:
        name = of if ast.unparse(call.func) == "super().__init__" else _last(call.func)
        if name not in FAMILY:
            continue
        if name != _last(call.func) and isinstance(call.args[0], ast.Name):
            continue  # it hands on what its makers say, and they are looked at
        told = [word.value for word in call.keywords if word.arg == "what"]
        spread = [one for one in call.args if isinstance(one, ast.Starred)]
        words = spread or call.args[1 if name in REFUSALS else 0 :]  # after its code
        if told or words:
            yield call, (told or words)[0], inside


def _calls(
    node: ast.AST, inside: Function | None = None, of: str = ""
) -> Iterator[tuple[ast.Call, Function | None, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, inside, of
        function = child if isinstance(child, Function) else inside
        yield from _calls(child, function, child.name if isinstance(child, ast.ClassDef) else of)


CALLS = {path: list(_calls(tree)) for path, tree in TREES.items()}


def sentences(words: ast.expr, inside: Function | None, path: Path) -> Iterator[str]:
    """Everything that an expression may say; raises ``AssertionError`` where it cannot be followed."""
    match words:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=[ast.FormattedValue(value=ast.Name() as first), *rest]):
            for text in sentences(first, inside, path):
                yield text + "".join(map(_part, rest))
        case ast.JoinedStr(values=parts):
            yield "".join(map(_part, parts))
        case ast.IfExp(body=one, orelse=other):
            yield from sentences(one, inside, path)
            yield from sentences(other, inside, path)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            for text in sentences(left, inside, path):
                yield text + _part(right)
        case ast.Call(func=ast.Attribute(value=text, attr="replace")):
            yield from sentences(text, inside, path)
        case ast.Name(id=name) if inside is not None:
            yield from _named(name, inside, path)
        case _ if ast.unparse(words) not in ELSEWHERE:
            raise AssertionError(f"this test cannot follow what {ast.unparse(words)} says")


def _part(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else HOLE


def _named(name: str, inside: Function, path: Path) -> Iterator[str]:
    """What a name of a function stands for: what is put into it there, or what its callers give."""
    places = [one.arg for one in (*inside.args.args, *inside.args.kwonlyargs) if one.arg != "self"]
    if name in places:
        given = list(_given(path, inside.name, name, places.index(name)))
        assert given, f"nobody calls {inside.name}"
        for words, caller, where in given:
            yield from sentences(words, caller, where)
        return
    values = [
        value for node in ast.walk(inside) if isinstance(node, ast.Assign) for value in _put(node, name)
    ]
    assert values, f"this test cannot follow what {name} in {inside.name} is"
    for value in values:
        yield from sentences(value, inside, path)


def _put(node: ast.Assign, name: str) -> Iterator[ast.expr]:
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        yield from (value for one, value in pairs if isinstance(one, ast.Name) and one.id == name)


def _given(
    path: Path, function: str, name: str, place: int
) -> Iterator[tuple[ast.expr, Function | None, Path]]:
    """What each call of a file's function gives for one of its parameters; ``_Doubts`` is called as ``doubt``."""
    called = {"__call__": "doubt"}.get(function, function)
    for caller, tree in TREES.items():
        names = {f"{path.stem}.{called}"}
        if caller == path or _imports(tree, path, called):
            names.add(called)
        for call, inside, _ in CALLS[caller]:
            if _last(call.func) == called and ast.unparse(call.func) in names:
                words = [word.value for word in call.keywords if word.arg == name] or call.args[
                    place : place + 1
                ]
                yield from ((one, inside, caller) for one in words)


def _imports(tree: ast.AST, path: Path, name: str) -> bool:
    module = ".".join(("mirra", *path.relative_to(SOURCE).with_suffix("").parts))
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == module)
    return any(alias.name == name for node in froms for alias in node.names)


def wrong(text: str) -> str:
    """What keeps a text from being a full sentence; empty where it is one."""
    if not (text[:1].isupper() or text[:1] == "“"):
        return "does not begin with a capital letter"
    if NO_SUBJECT.match(text):
        return "has no subject"
    if not text.endswith((".", "?", HOLE)):
        return "has no full stop"
    return next((f"says “{phrase}”" for phrase in BANNED if phrase in text), "")


@pytest.mark.parametrize("path", TREES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_whatever_is_refused_is_said_in_full_sentences(path: Path) -> None:
    mistakes = [
        f"line {call.lineno}: “{text}” {reason}"
        for call, words, inside in made(path)
        for text in sentences(words, inside, path)
        if (reason := wrong(text))
    ]
    assert not mistakes, "\n".join(mistakes)


def _help() -> Iterator[tuple[str, str]]:
    """Each command with every text of its help: what it does, and each argument and option."""
    left = [("mirra", typer.main.get_command(app))]
    for name, command in left:
        yield name, command.help or ""
        yield from (
            (f"{name} {option.name}", getattr(option, "help", None) or "") for option in command.params
        )
        left += [(f"{name} {each}", inner) for each, inner in getattr(command, "commands", {}).items()]


HELP = [(name, text) for name, text in _help() if not name.endswith(" help")]


@pytest.mark.parametrize(("name", "text"), HELP, ids=[name for name, _ in HELP])
def test_every_help_text_is_plain_and_ends_like_a_sentence(name: str, text: str) -> None:
    if not text:
        assert name.count(" ") > 1, f"{name} says nothing of what it does"
        return
    assert text.rstrip()[-1] in ".?)", text
    assert not text.lstrip()[0].islower(), text
    assert not [phrase for phrase in BANNED if phrase in text.lower()], text


def test_no_text_of_the_client_has_a_banned_phrase() -> None:
    texts = [
        (path, text) for path in files() for text in told(path.read_text("utf-8"), path.suffix == ".svelte")
    ]
    assert len(texts) > 500
    assert not [(path.name, text) for path, text in texts for phrase in BANNED if phrase in text.lower()]


def test_what_is_answered_to_every_route_is_said_in_full_sentences() -> None:
    assert not [text for _, text in (*PROBLEM_OF_STATUS.values(), *UNFINISHED.values()) if wrong(text)]


def test_the_errors_of_every_room_are_looked_at() -> None:
    rooms = {path.relative_to(SOURCE).parts[0] for path in TREES if any(made(path))}
    assert {
        "catalogue",
        "cli",
        "clinic",
        "coupling",
        "mirror",
        "pairs",
        "practice",
        "signals",
        "study",
    } <= rooms
    assert sum(1 for path in TREES for _ in made(path)) > 450


@pytest.mark.parametrize(
    "text",
    [
        "has no samples in it.",
        "Is empty.",
        "The file is empty",
        "… is no unit of time.",
        "A step of … s is none.",
    ],
)
def test_half_a_sentence_is_found(text: str) -> None:
    assert wrong(text)
