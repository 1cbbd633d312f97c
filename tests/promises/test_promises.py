"""``docs/promises.md`` is held to its word: every promise names tests, and every test it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| **")]
TEST_ID = re.compile(r"`((?:tests|web)/[\w/.]+?\.(?:py|ts))(?:::(\w+))?`")


def functions(path: Path) -> set[str]:
    """Names of all functions and classes in a Python file, and of what is assigned there (state machines are)."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    assigned = (target for node in nodes if isinstance(node, ast.Assign) for target in node.targets)
    names = {target.id for target in assigned if isinstance(target, ast.Name)}
    return names | {node.name for node in nodes if isinstance(node, kinds)}


def test_there_are_promises() -> None:
    assert len(ROWS) >= 6, "docs/promises.md holds fewer promises than were made"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("**")[1][:40])
def test_each_promise_names_tests_that_exist(row: str) -> None:
    named = TEST_ID.findall(row)
    assert named, f"this promise names no test: {row}"
    for path, function in named:
        assert (ROOT / path).is_file(), f"{path} does not exist, yet a promise leans on it"
        if path.endswith(".py"):
            assert function, f"name the test, not only the file: {path}"
            assert function in functions(ROOT / path), f"{path} has no test {function}"
