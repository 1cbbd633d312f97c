"""Checking a folder of own files, and the guide that tells how: its example is sound, its answers are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mirra.catalogue.__main__ import main

GUIDE = (Path(__file__).parents[2] / "docs" / "adding-an-exercise.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
CHANGES = {
    "a sentence too long": ("then lower it.", "then let it come slowly down again."),
    "`repetitions = 10`": ("repetitions = 15", "repetitions = 10"),
    "`tempo = 4000`": ("tempo = 4.0", "tempo = 4000"),
    '`knid = "basic"`': ("kind =", "knid ="),
    '`claim = "C99"`': ("provenance", 'claim = "C99"\nprovenance'),
    "a quotation mark forgotten": ('"Stop before it pulls."', '"Stop before it pulls.'),
}


def folder(tmp_path: Path, old: str = "", new: str = "") -> str:
    assert EXAMPLE, "the guide has no example file"
    assert old in EXAMPLE[1]
    (tmp_path / "exercises").mkdir(parents=True)
    (tmp_path / "exercises" / "thumb_up.toml").write_text(
        EXAMPLE[1].replace(old, new, 1) if old else EXAMPLE[1]
    )
    return str(tmp_path)


def test_the_guides_example_is_sound_and_the_answer_is_the_guides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([folder(tmp_path)]) == 0
    assert capsys.readouterr().out.strip() in GUIDE, "the guide prints another answer"


def test_the_guides_list_of_texts_to_translate_is_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([folder(tmp_path), "--language", "de"]) == 0
    assert capsys.readouterr().out in GUIDE


@pytest.mark.parametrize("change", CHANGES)
def test_the_guides_answers_to_mistakes_are_true(
    change: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([folder(tmp_path, *CHANGES[change])]) == 1
    assert f"| {change} | `{capsys.readouterr().err.strip()}` |" in GUIDE


def test_every_answer_in_the_guide_is_tried() -> None:
    assert len(re.findall(r"\| `exercises/thumb_up\.toml", GUIDE)) == len(CHANGES)


def test_the_built_in_catalogue_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("All is well: 5 conditions")


def test_misuse_is_told_apart_from_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one", "two"]) == 2
    assert "Usage" in capsys.readouterr().err
