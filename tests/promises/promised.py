"""The promises of ``docs/promises.md`` with the tests that they name, and a word on those that a run skipped.

``tests/conftest.py`` takes ``pytest_terminal_summary`` from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

TEST_ID = re.compile(r"`((?:tests|web)/[\w/.]+?\.(?:py|ts))(?:::(\w+))?`")


@dataclass(frozen=True)
class Promise:
    """A ``line`` of the document, its ``name``, and the ``tests`` it names: (file, function or nothing) each."""

    line: str
    name: str
    tests: tuple[tuple[str, str], ...]


def read_promises(root: Path) -> list[Promise]:
    """The promises of the repository at ``root``: every line of a table that names a promise, or a test."""
    path = root / "docs" / "promises.md"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [
        Promise(line, line.replace("**", "").split("|")[1].strip(), tuple(TEST_ID.findall(line)))
        for line in lines
        if line.startswith("| **") or (line.startswith("|") and TEST_ID.search(line))
    ]


def names(test: tuple[str, str], nodeid: str) -> bool:
    """Whether pytest's ``nodeid`` is this test, one of its cases, a test of this class, or the whole file."""
    file, _, rest = nodeid.partition("::")
    return file == test[0] and (not rest or test[1] in re.sub(r"\[.*", "", rest).split("::"))


def not_shown(promises: Iterable[Promise], skipped: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each skipped test, (nodeid, reason), that a promise names, and the promises below it."""
    promises = list(promises)
    lines = []
    for nodeid, reason in skipped:
        broken = [promise.name for promise in promises if any(names(test, nodeid) for test in promise.tests)]
        if broken:
            lines.append(f"{nodeid}: {reason}")
            lines += [f"    {name}" for name in broken]
    return lines


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of a run which promises it did not show, since a test that they name was skipped."""
    reports = terminalreporter.stats.get("skipped", [])
    skipped = sorted({(report.nodeid, reason_of(report)) for report in reports})
    lines = not_shown(read_promises(terminalreporter.config.rootpath), skipped)
    if lines:
        terminalreporter.section("promises that this run did not show")
        for line in lines:
            terminalreporter.line(line)


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test, or a file of tests, was skipped."""
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")
