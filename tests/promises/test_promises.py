"""``docs/promises.md`` is held to its word: every promise names tests, and every test it names exists."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.promises.promised import Promise, read_promises

ROOT = Path(__file__).resolve().parents[2]
PROMISES = read_promises(ROOT)
SKIPPED_IN_WEB = re.compile(r"\b(?:describe|it|test)\.(?:only|skip|skipIf|runIf|todo)\b")


def functions(path: Path) -> set[str]:
    """Names of all functions and classes in a Python file, and of what is assigned there (state machines are)."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    assigned = (target for node in nodes if isinstance(node, ast.Assign) for target in node.targets)
    names = {target.id for target in assigned if isinstance(target, ast.Name)}
    return names | {node.name for node in nodes if isinstance(node, kinds)}


def test_there_are_promises() -> None:
    assert len(PROMISES) >= 6, "docs/promises.md holds fewer promises than were made"


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.name[:40])
def test_each_promise_names_tests_that_exist(promise: Promise) -> None:
    assert promise.tests, f"this promise names no test: {promise.line}"
    for path, function in promise.tests:
        assert (ROOT / path).is_file(), f"{path} does not exist, yet a promise leans on it"
        if path.endswith(".py"):
            assert function, f"name the test, not only the file: {path}"
            assert function in functions(ROOT / path), f"{path} has no test {function}"
        else:
            skipped = SKIPPED_IN_WEB.findall((ROOT / path).read_text(encoding="utf-8"))
            assert not skipped, f"{path} may skip a test that a promise names: {skipped}"


TESTS = """
import pytest

@pytest.mark.skip(reason="no harbour here")
@pytest.mark.parametrize("tide", ["low", "high"])
def test_ships_come_home(tide): ...

class TestCrew:
    def test_everybody_sings(self):
        pytest.skip("nobody is aboard")

def test_ships_come_home_late(): pytest.skip("a name that only begins like a promised one")
def test_the_harbour_is_open(): ...
"""
DOCUMENT = """
| promise | shown by |
|---|---|
| **Nothing is lost** (V1) | `tests/test_ships.py::test_ships_come_home` |
| **A crew is glad** | `tests/test_ships.py::TestCrew` |
| **It floats** | `tests/test_hull.py::test_it_is_dry` |
| no sea | Known. Shown by `tests/test_ships.py::test_the_harbour_is_open`. |
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_names_the_promises_that_a_skipped_test_would_have_shown(tmp_path: Path, workers: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "promises.md").write_text(DOCUMENT)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_ships.py").write_text(TESTS)
    (tmp_path / "tests" / "test_hull.py").write_text("import pytest\npytest.importorskip('no_such_hull')\n")
    options = [
        "-n",
        workers,
        "--import-mode=importlib",
        "-p",
        "tests.promises.promised",
        "-p",
        "no:cacheprovider",
    ]
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", ".", *options, "tests"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    section = done.stdout.split("promises that this run did not show")[1].splitlines()[1:]
    said = [line for line in section if line.startswith(("tests/", "    "))]
    assert said == [
        "tests/test_hull.py: could not import 'no_such_hull': No module named 'no_such_hull'",
        "    It floats",
        "tests/test_ships.py::TestCrew::test_everybody_sings: nobody is aboard",
        "    A crew is glad",
        "tests/test_ships.py::test_ships_come_home[high]: no harbour here",
        "    Nothing is lost (V1)",
        "tests/test_ships.py::test_ships_come_home[low]: no harbour here",
        "    Nothing is lost (V1)",
    ]
