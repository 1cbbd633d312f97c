"""Programmes: what a file of one may not say, and that a clinic's own folder may add one."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from mirra.catalogue.load import load
from mirra.catalogue.models.programmes import MEASURES, OF_EVERY_SESSION, YIELDS, Measure, Practised
from mirra.errors import CatalogueError
from tests.catalogue.test_load import PACKAGE, changed, write

FILE = "programmes/graded_imagery.toml"
BUILT_IN = (PACKAGE / FILE).read_text(encoding="utf-8")


def test_every_measure_has_a_unit_and_something_that_yields_it() -> None:
    assert set(MEASURES) == set(get_args(Measure))
    assert set(YIELDS) == set(get_args(Practised))
    yielded = {*OF_EVERY_SESSION, *(one for kind in YIELDS.values() for one in kind)}
    assert yielded == set(MEASURES)


@pytest.mark.parametrize(
    ("before", "after", "where", "what"),
    [
        (
            'practise = ["judgement"]',
            'practise = ["mirror"]',
            "stages.0",
            "Nothing in this stage yields judgement_accuracy; its sessions practise mirror",
        ),
        (
            "at_least = 0.8",
            "at_least = 0.8\nat_most = 0.9",
            "stages.0.gate.needs.0",
            "either at_least or at_most",
        ),
        (
            'measure = "judgement_accuracy"',
            'measure = "mood"',
            "stages.0.gate.needs.0.measure",
            "judgement_accuracy",
        ),
        ('claim = "J03"', 'claim = "J99"', "stages.0.gate.needs.0.claim", "J99"),
        (
            'measure = "pain_rise"',
            'measure = "judgement_time"',
            "back",
            "need.measure must be one of pain_before",
        ),
        ('conditions = ["crps"', 'conditions = ["gout"', "conditions.0", "There is no condition “gout”"),
        ('id = "mirror"', 'id = "imagery"', "", "every stage needs an id of its own"),
        ("days = 14", "days = 0", "stages.0.days", "greater than or equal to 1"),
    ],
)
def test_a_programme_that_cannot_hold_is_refused_by_file_and_field(
    tmp_path: Path, before: str, after: str, where: str, what: str
) -> None:
    error = changed(tmp_path, FILE, before, after)
    assert error.where == (f"{FILE}: {where}" if where else FILE)
    assert what.lower() in error.what.lower()


def test_a_conflict_that_names_no_claim_is_refused_by_file_and_field(tmp_path: Path) -> None:
    file = "programmes/observation_then_mirror.toml"
    text = (PACKAGE / file).read_text(encoding="utf-8")
    at = text.index("[[conflicts]]")
    write(tmp_path, file, text[:at] + text[at:].replace('claim = "O02"', 'claim = "O99"'))
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path)
    assert caught.value.where == f"{file}: conflicts.0.statements.2.claim"


def test_a_clinic_may_add_a_programme_of_its_own(tmp_path: Path) -> None:
    text = BUILT_IN.replace('id = "graded_imagery"', 'id = "ours"').replace("days = 14", "days = 10")
    write(tmp_path, "programmes/ours.toml", text)
    catalogue = load(tmp_path)
    assert [stage.days for stage in catalogue.programmes["ours"].stages] == [10, 10, 10]
    assert "graded_imagery" in catalogue.programmes
