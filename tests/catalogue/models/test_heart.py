"""The numbers by which a heart strap's beats are read, and those that the browser's tests use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from material.footage import ROOT
from mirra.catalogue.load import load
from mirra.errors import CatalogueError
from tests.catalogue.test_load import PACKAGE

BUILT_IN = (PACKAGE / "steps/heart.toml").read_text(encoding="utf-8")


def test_the_browsers_tests_use_the_numbers_of_the_catalogue() -> None:
    text = (ROOT / "web/src/clinic/breathing/heart.fixture.ts").read_text(encoding="utf-8")
    told = {name: float(value) for name, value in re.findall(r"(\w+): ([\d.]+)", text)}
    written = load().heart.model_dump(exclude={"rules"})
    assert told == {name: float(value) for name, value in written.items()}


def test_nothing_computed_from_the_heart_claims_more_than_was_read() -> None:
    rules = load().heart.rules
    assert {rule.provenance for rule in rules} <= {"unverified", "own"}
    assert all(load().claims[rule.claim].verdict in ("unknown", "partly") for rule in rules)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("shortest = 300", "shortest = 0"), "shortest"),
        (("left_out = 0.05", "left_out = 1.5"), "left_out"),
        (('claim = "H02"', 'claim = "H99"'), "rules.1.claim"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(tmp_path: Path, change: tuple[str, str], where: str) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "steps").mkdir()
    (folder / "steps/heart.toml").write_text(BUILT_IN.replace(change[0], change[1], 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert "steps/heart.toml" in str(caught.value)
    assert where in str(caught.value)
