"""The words and numbers of action observation: within what the source gives, and refused where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.test_load import changed

FILE = "steps/observation.toml"


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("speed = 1.0", "speed = 0.4"), "speed", "greater than or equal to 0.5"),
        (("speed = 1.0", "speed = 1.5"), "speed", "less than or equal to 1"),
        (("seconds = 60", "seconds = 30"), "seconds", "greater than or equal to 60"),
        (("movements = 2", "movements = 4"), "movements", "less than or equal to 3"),
        (('claim = "C45"', 'claim = "C99"'), "rules.0.claim", "C99"),
        (("Do not move yet.", "Hold your breath."), "watch.1", "breath"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, change: tuple[str, str], where: str, what: str
) -> None:
    error = changed(tmp_path, FILE, *change)
    assert FILE in str(error)
    assert where in str(error)
    assert what.lower() in str(error).lower()
