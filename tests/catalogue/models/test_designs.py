"""Designs of schedules: what a file of one may not say, and that a clinic's own folder may add one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.catalogue.load import load
from tests.catalogue.test_load import PACKAGE, changed, write

FILE = "designs/abab.toml"
BUILT_IN = (PACKAGE / FILE).read_text(encoding="utf-8")
DISPLAYS = "session/displays.toml"
ALTERNATION = "designs/alternation.toml"


@pytest.mark.parametrize(
    ("before", "after", "where", "what"),
    [
        ("shortest = 5", "shortest = 13", "layout.phases", "shortest is longer than longest"),
        ("order = [1, 2, 1, 2]", "order = [1, 3, 1, 3]", "layout.phases", "every display from 1 on"),
        ("order = [1, 2, 1, 2]", "order = [1, 2, 2, 1]", "layout.phases", "two phases in a row"),
        ("order = [1, 2, 1, 2]", "order = [1, 2, 3]", "", "another number of displays"),
        ("days = 28", "days = 50", "", "days must lie from days_low to days_high"),
        ("days_high = 48", "days_high = 480", "days_high", "100"),
        ("displays_low = 2", "displays_low = 3", "", "displays_low is more"),
        ('kind = "phases"', 'kind = "coins"', "layout", "coins"),
        ('claim = "N02"', 'claim = "N99"', "rules.0.claim", "The claim “N99” does not exist"),
        ("version = 1\n", "", "version", "missing"),
    ],
)
def test_a_design_that_cannot_be_drawn_is_refused_with_file_and_field(
    tmp_path: Path, before: str, after: str, where: str, what: str
) -> None:
    error = changed(tmp_path, FILE, before, after)
    assert error.where == (f"{FILE}: {where}" if where else FILE)
    assert what.lower() in str(error).lower()


@pytest.mark.parametrize(
    ("before", "after"), [("displays_high = 3", "displays_high = 4"), ("days_high = 60", "days_high = 70")]
)
def test_an_alternation_of_more_than_can_be_counted_is_refused(
    tmp_path: Path, before: str, after: str
) -> None:
    error = changed(tmp_path, ALTERNATION, before, after)
    assert "alternation compares 2 or 3 displays on at most 60 days" in str(error)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ('id = "covered"', 'id = "mirror"', "needs an id of its own"),
        ("size = 50", "size = 100", "no two may show the same"),
        ("delay = 400", "delay = 501", "less than or equal to 500"),
        ('claim = "N04"', 'claim = "N99"', "The claim “N99” does not exist"),
    ],
)
def test_displays_that_cannot_be_told_apart_are_refused(
    tmp_path: Path, before: str, after: str, what: str
) -> None:
    error = changed(tmp_path, DISPLAYS, before, after)
    assert error.where.startswith(DISPLAYS)
    assert what.lower() in str(error).lower()


def test_a_clinics_own_design_is_offered_beside_the_others(tmp_path: Path) -> None:
    own = BUILT_IN.replace('id = "abab"', 'id = "aba"').replace("[1, 2, 1, 2]", "[1, 2, 1]")
    write(tmp_path, "designs/aba.toml", own)
    assert set(load(tmp_path).designs) - set(load().designs) == {"aba"}


def test_every_design_names_a_source_for_each_of_its_rules() -> None:
    for design in load().designs.values():
        assert all(rule.claim in load().claims and rule.source for rule in design.rules), design.id
