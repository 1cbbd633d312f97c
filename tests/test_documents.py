"""What the documents tell a person to type is what the command line takes, and their links lead somewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from material.footage import ROOT
from mirra.cli import app

DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "validation").rglob("*.md")])
SPANS = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINKS = re.compile(r"\]\((?!\w+:)([^)#\s]+)")


def commands() -> Iterator[tuple[str, str]]:
    """Each command that a document names, with the document's name."""
    for path in DOCUMENTS:
        for block, span in SPANS.findall(path.read_text(encoding="utf-8")):
            for line in (block or span).splitlines():
                found = re.search(r"(?:^|&& |run |--extra \w+ )(mirra [a-z][^#&;]*)", line.strip())
                if found:
                    yield path.name, found[1].strip()


def check(line: str) -> None:
    """Raises AssertionError unless the command line has this command and these options."""
    command: Any = typer.main.get_command(app)
    words = shlex.split(line.replace("...", "").replace("…", ""))[1:]
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, f"there is no command {words[0]!r}: {line}"
        command = command.commands[words.pop(0)]
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {
        "--help"
    }
    for word in words:
        if re.match(r"-{1,2}[a-z]", word):
            assert word.split("=")[0] in known, f"{line}: no option {word}"


def test_there_are_commands_in_the_documents() -> None:
    assert len(set(commands())) >= 5


@pytest.mark.parametrize(("document", "line"), sorted(set(commands())))
def test_a_command_in_a_document_is_one_the_command_line_takes(document: str, line: str) -> None:
    check(line)


@pytest.mark.parametrize("line", ["mirra nothing", "mirra reflect IN OUT --sideways", "mirra account sell"])
def test_a_wrong_command_would_be_found(line: str) -> None:
    with pytest.raises(AssertionError):
        check(line)


PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
EXAMPLES = [
    pytest.param(code, id=f"{path.name}-{number}")
    for path in DOCUMENTS
    for number, code in enumerate(PYTHON.findall(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_python_in_a_document_runs(
    code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "document", "exec"), {})  # our own words, from our own documents
    assert "nan" not in capsys.readouterr().out


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINKS.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}, which is not there"
