"""Every public function of the science says in its docstring what it raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.footage import ROOT

ROOMS = ("signals", "coupling", "pairs", "study")
FILES = sorted(path for room in ROOMS for path in (ROOT / "src" / "mirra" / room).rglob("*.py"))


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
