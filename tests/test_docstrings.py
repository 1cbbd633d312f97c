"""Everything that has a public name says what it is, and every function of the science what it raises.

Ruff asks for the docstrings of a module's own functions and classes. It passes over functions within functions and the
methods of private classes; here they are asked for too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from material.footage import ROOT

ROOMS = ("signals", "coupling", "pairs", "study")
EVERYTHING = sorted((ROOT / "src" / "mirra").rglob("*.py"))
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
FILES = sorted(path for room in ROOMS for path in (ROOT / "src" / "mirra" / room).rglob("*.py"))


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: str(path.relative_to(ROOT / "src" / "mirra")))
def test_whatever_has_a_public_name_says_what_it_is(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    public = [node for node in nodes if isinstance(node, Named) and not node.name.startswith("_")]
    silent = [f"{node.name} (line {node.lineno})" for node in public if not ast.get_docstring(node)]
    assert not silent, f"{path.name}: no docstring says what {', '.join(silent)} is"


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The public functions and methods of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def raised(function: ast.FunctionDef) -> set[str]:
    """Names of the errors that stand behind ``raise`` in a function."""
    calls = (node.exc for node in ast.walk(function) if isinstance(node, ast.Raise))
    return {call.func.id for call in calls if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "src" / "mirra")))
def test_what_a_function_raises_stands_in_its_docstring(path: Path) -> None:
    silent = [
        f"{function.name} raises {', '.join(sorted(missing))}"
        for function in functions(path)
        if (missing := {name for name in raised(function) if name not in (ast.get_docstring(function) or "")})
    ]
    assert not silent, f"{path.name}: the docstring does not say that {'; '.join(silent)}"
