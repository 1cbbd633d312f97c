"""What a contributor is given works: the recipes, the hooks, the notes on changes, the citation."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools import constraints

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = constraints.read_settings()["project"]
HOOKS: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
RECIPES = ["fast", "test", "one", "lint", "web", "contract"]
# The notes on changes are named by whoever lists the kinds: towncrier, in pyproject.toml.
KINDS = [kind["directory"] for kind in constraints.read_settings()["tool"]["towncrier"]["type"]]


def run(*words: str) -> str:
    """What a tool of this environment prints; raises ``AssertionError`` with its errors when it fails."""
    program = Path(sys.executable).with_name(words[0])
    done = subprocess.run([program, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def scripts_in(command: str) -> list[str]:
    """The Python files and the modules of this repository that a command starts."""
    modules = [
        f"{name.replace('.', '/')}/__main__.py"
        for name in re.findall(r"python -m (tests|tools\.\w+)", command)
    ]
    return modules + re.findall(r"python ((?:tools|tests)/\S+\.py)", command)


def test_the_recipes_are_all_there() -> None:
    assert set(RECIPES) <= set(run("just", "--summary").split())


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_starts_what_exists(recipe: str) -> None:
    words = ["tests/test_errors.py"] if recipe == "one" else []
    done = subprocess.run(
        [Path(sys.executable).with_name("just"), "--dry-run", recipe, *words],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    commands = done.stderr.strip().splitlines()
    assert commands
    for command in commands:
        assert command.startswith("uv run --all-extras --group test ")
        assert scripts_in(command) or "pytest" in command, command
        for script in scripts_in(command):
            assert (ROOT / script).is_file(), f"just {recipe} starts {script}, which does not exist"


def test_the_hooks_run_what_is_installed_and_fetch_nothing() -> None:
    run("pre-commit", "validate-config")
    assert [repository["repo"] for repository in HOOKS["repos"]] == ["local"]
    for hook in HOOKS["repos"][0]["hooks"]:
        assert hook["language"] == "system", hook["id"]
        words = hook["entry"].split()
        assert words[:3] == ["uv", "run", "--no-sync"], hook["entry"]
        assert scripts_in(hook["entry"]) or Path(sys.executable).with_name(words[3]).exists(), hook["entry"]
        for script in scripts_in(hook["entry"]):
            assert (ROOT / script).is_file(), script


def test_every_note_on_a_change_has_a_kind_and_comes_out(tmp_path: Path) -> None:
    notes = [path for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    drafted = run("towncrier", "build", "--draft", "--version", "0")
    for note in notes:
        assert re.fullmatch(rf"(\+[\w-]+|\d+)\.({'|'.join(KINDS)})\.md", note.name), note.name
        assert note.read_text(encoding="utf-8").strip() in drafted, (
            f"{note.name} is not in what towncrier makes"
        )


def test_a_note_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "+wrong.improved.md").write_text("Something.\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="improved"):
        run("towncrier", "build", "--draft", "--version", "0", "--dir", str(tmp_path))


def test_a_version_is_written_into_the_changes_where_the_mark_is(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "+new.added.md").write_text("Something new.\n", encoding="utf-8")
    run("towncrier", "build", "--yes", "--version", "9.9", "--date", "today", "--dir", str(tmp_path))
    written = (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
    before, after = written.split("## 9.9 (today)\n\n### Added\n\n- Something new.\n")
    assert before.endswith("<!-- the next version comes here -->\n\n")
    assert after.strip().startswith("## 0.1.0")


def test_the_citation_says_what_the_package_says_of_itself() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    assert citation["title"] == PROJECT["name"]
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    assert citation["abstract"] == PROJECT["description"]
    assert citation["keywords"] == PROJECT["keywords"]
    assert [author["name"].lower() for author in citation["authors"]] == ["the mirra authors"]
    assert "Copyright the mirra authors" in (ROOT / "NOTICE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md")), ids=lambda path: path.stem
)
def test_a_template_for_an_issue_has_a_name_and_says_what_it_is_about(path: Path) -> None:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    about = yaml.safe_load(head)
    assert about["name"]
    assert about["about"]
    assert body.strip()
