"""The words and numbers of motor imagery: short, sourced, and refused by file and field where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.catalogue.load import load
from tests.catalogue.test_load import changed

FILE = "steps/imagery.toml"
IMAGERY = load().imagery


def test_each_movement_is_imagined_three_times_and_rated_twice_from_1_to_5() -> None:
    assert IMAGERY.times == 3
    assert [(one.id, one.low, one.high) for one in (IMAGERY.seen, IMAGERY.felt)] == [
        ("seen", 1, 5),
        ("felt", 1, 5),
    ]


def test_what_was_not_read_in_a_source_is_marked_so() -> None:
    claims = load().claims
    assert {rule.claim: rule.provenance for rule in IMAGERY.rules} == {
        "C17": "read",
        "M01": "unverified",
        "M02": "unverified",
        "M03": "unverified",
    }
    assert {claims[one].provenance for one in ("M01", "M02", "M03")} == {"unverified"}


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("times = 3", "times = 2"), "times", "greater than or equal to 3"),
        (('claim = "M02"', 'claim = "M99"'), "rules.2.claim", "M99"),
        (("high = 5", "high = 7"), FILE, "scale from 1 to 5"),
        (('id = "felt"', 'id = "touched"'), FILE, 'id = "felt"'),
        (("Your body stays still.", "Hold your breath."), "before.2", "breath"),
        (("There is no time limit.", "x " * 9), "before.3", "9 words"),
        (("movements = 3", "movments = 3"), "movments", "no such field"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, change: tuple[str, str], where: str, what: str
) -> None:
    error = changed(tmp_path, FILE, *change)
    assert FILE in str(error)
    assert where in str(error)
    assert what.lower() in str(error).lower()
