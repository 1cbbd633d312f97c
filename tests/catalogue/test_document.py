"""The clinical content as a document: nothing that is in a file is missing from it."""

from __future__ import annotations

import pytest

from mirra.catalogue.__main__ import main
from mirra.catalogue.document import document
from mirra.catalogue.load import load
from mirra.catalogue.texts import texts

CATALOGUE = load()
DOCUMENT = document(CATALOGUE)


def test_every_condition_exercise_programme_and_claim_is_in_it_with_its_rules_and_sources() -> None:
    for things in (CATALOGUE.conditions, CATALOGUE.exercises, CATALOGUE.programmes):
        for thing in things.values():
            assert f"### {getattr(thing, 'name', None)}\n" in DOCUMENT
    for claim in CATALOGUE.claims.values():
        assert f"### {claim.id}\n" in DOCUMENT
        assert claim.citation in DOCUMENT
    for condition in CATALOGUE.conditions.values():
        for rule in condition.rules:
            assert f"- {rule.text} (claim {rule.claim}; source: {rule.source}; {rule.provenance})" in DOCUMENT


def test_numbers_have_their_units_and_what_is_empty_is_left_out() -> None:
    assert "  - per week: 5.0 (sessions a week)\n" in DOCUMENT
    assert "  - minutes high: 60 (whole minutes)\n" in DOCUMENT
    assert "weeks: None" not in DOCUMENT


def test_every_sentence_that_people_read_is_in_it_but_for_rules_which_are_told_with_their_source() -> None:
    told = " ".join(DOCUMENT.split())
    left = [
        text
        for text, where in texts(CATALOGUE).items()
        if not where.endswith(".plain")
        and not where.startswith("session/words")
        and " ".join(text.split()) not in told
    ]
    assert left == []


def test_it_is_printed_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--document"]) == 0
    assert capsys.readouterr().out == DOCUMENT
