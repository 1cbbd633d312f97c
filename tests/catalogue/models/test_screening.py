"""Questions of the screening that contradict themselves or the evidence are refused by file and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.catalogue.load import load
from tests.catalogue.test_load import PACKAGE, changed, mistake, write

FILE = "screening/neglect.toml"
BUILT_IN = (PACKAGE / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('answers = ["left", "right"]', 'answers = ["left", "behind"]', "rules.0.answers.1", "behind"),
        ('claim = "C26"', 'claim = "C99"', "rules.0.claim", "C99"),
        ('means = "precaution"', 'means = "cannot_start"', "rules.0", "must say what to do"),
        ('means = "precaution"', 'means = "perhaps"', "rules.0.means", "perhaps"),
        ('id = "right"', 'id = "left"', "", "same id"),
        ('provenance = "read"', 'provenance = "guessed"', "rules.0.provenance", "guessed"),
        ("place = 20", 'place = "early"', "place", "early"),
        ('id = "neglect"', 'id = "neglects"', "id", "neglects"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, old: str, new: str, where: str, what: str
) -> None:
    error = changed(tmp_path, FILE, old, new)
    assert (error.where, what in error.what) == (f"{FILE}: {where}" if where else FILE, True)


def test_a_precaution_that_says_not_what_to_do_is_refused(tmp_path: Path) -> None:
    lines = [line for line in BUILT_IN.splitlines() if not line.startswith("precaution =")]
    write(tmp_path, FILE, "\n".join(lines))
    assert mistake(tmp_path).where == f"{FILE}: rules.0"


def test_a_conflict_that_names_an_unknown_claim_or_one_side_only_is_refused(tmp_path: Path) -> None:
    text = (PACKAGE / "conditions" / "stroke.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("[[conflicts]]")
    write(tmp_path, "conditions/stroke.toml", f"{head}[[conflicts]]{rest.replace('P06', 'P99')}")
    assert mistake(tmp_path).where == "conditions/stroke.toml: conflicts.0.statements.1.claim"
    one_side = rest.rpartition("[[conflicts.statements]]")[0]
    write(tmp_path, "conditions/stroke.toml", f"{head}[[conflicts]]{one_side}")
    assert mistake(tmp_path).where == "conditions/stroke.toml: conflicts.0.statements"


def test_what_was_not_read_in_its_source_is_marked() -> None:
    rules = {one.id: one.rules[0] for one in load().screening}
    assert rules["narrow_places"].provenance == "unverified"
    assert {name for name, rule in rules.items() if rule.provenance == "read"} == set(rules) - {
        "narrow_places"
    }
