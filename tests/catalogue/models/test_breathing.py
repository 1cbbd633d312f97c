"""The words and numbers of paced breathing, and what no file may ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mirra.catalogue.load import load
from mirra.errors import CatalogueError
from tests.catalogue.test_load import PACKAGE

FILE = "steps/breathing.toml"
BUILT_IN = (PACKAGE / FILE).read_text(encoding="utf-8")


def own(folder: Path, text: str) -> Path:
    (folder / "steps").mkdir()
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_six_a_minute_is_usual_and_the_rest_is_as_claimed() -> None:
    written = load().breathing
    assert (written.slowest, written.usual, written.fastest) == (4.5, 6.0, 6.5)
    assert (written.minutes_low, written.minutes_high) == (2, 5)
    assert written.out_share == 0.6
    assert "4.5-6.5" in load().claims["C44"].say


def test_a_clinic_may_choose_another_pace_within_the_range(tmp_path: Path) -> None:
    assert load(own(tmp_path, BUILT_IN.replace("usual = 6.0", "usual = 5.5"))).breathing.usual == 5.5


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("slowest = 4.5", "slowest = 3.0"), "slowest", "4.5"),
        (("fastest = 6.5", "fastest = 12.0"), "fastest", "6.5"),
        (("fastest = 6.5", "fastest = 5.5"), FILE, "usual must lie between"),
        (("out_share = 0.6", "out_share = 0.5"), "out_share", "0.5"),
        (("minutes_high = 5", "minutes_high = 10"), "minutes_high", "5"),
        (('claim = "C44"', 'claim = "C99"'), "rules.0.claim", "C99"),
        (('plain = "You breathe out longer than in."', 'plain = ""'), "rules.1.plain", "no plain words"),
        (("Each breath follows the last.", "Hold your breath."), "told.2", "breath"),
        (("out_share = 0.6", "out_share = 0.6\npause = 1.0"), "pause", "no such field"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, change: tuple[str, str], where: str, what: str
) -> None:
    folder = own(tmp_path, BUILT_IN.replace(change[0], change[1], 1))
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    error: Any = caught.value
    assert FILE in str(error)
    assert where in str(error)
    assert what.lower() in str(error).lower()
