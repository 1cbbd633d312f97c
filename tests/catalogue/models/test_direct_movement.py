"""The words and numbers of direct movement: short, sourced, and refused by file and field where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.catalogue.load import load
from tests.catalogue.test_load import changed

FILE = "steps/direct_movement.toml"
FOR_CRPS_AND_PHANTOM = "programmes/graded_imagery.toml"


def test_no_number_of_the_ladder_is_given_out_as_read_in_a_source() -> None:
    rules = {rule.id: rule.provenance for rule in load().direct_movement.rules}
    assert rules["direct_movement"] == "read"
    assert {rules[id] for id in ("direct_ladder", "direct_climbing")} == {"own"}


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("times = 5", "times = 0"), "times", "greater than or equal to 1"),
        (("movements = 8", "movements = 40"), "movements", "less than or equal to 12"),
        (("up_rise = 1", "up_rise = 2"), "climbing", "up_rise must be lower"),
        (("high = 10", "high = 7"), FILE, "rank must have a scale from 0 to 10"),
        (('id = "pain"', 'id = "pain_felt"'), "felt.id", "the question of the stop rule"),
        (('claim = "D01"', 'claim = "D99"'), "rules.0.claim", "D99"),
        (("Take your time.", "Hold your breath."), "act.1", "breath"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, change: tuple[str, str], where: str, what: str
) -> None:
    error = changed(tmp_path, FILE, *change)
    assert FILE in str(error)
    assert where in str(error)
    assert what.lower() in str(error).lower()


def test_no_programme_for_a_limb_that_is_gone_may_have_it(tmp_path: Path) -> None:
    error = changed(tmp_path, FOR_CRPS_AND_PHANTOM, 'practise = ["mirror"]', 'practise = ["direct_movement"]')
    assert error.where == f"{FOR_CRPS_AND_PHANTOM}: stages.2.practise"
    assert "no affected limb" in error.what
