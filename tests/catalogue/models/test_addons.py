"""Add-ons: a mistake is refused by file and field, and a clinic may add one of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.catalogue.load import load
from mirra.practice.prescription import PrescribedAddon
from tests.catalogue.test_load import changed, write
from tests.practice.given import CATALOGUE

FILE = "addons/desensitisation.toml"
BUILT_IN = (Path(load.__code__.co_filename).parent / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("minutes = 2", "minutes = 0"), "items.0.minutes", "greater than or equal to 1"),
        (('conditions = ["crps"]', 'conditions = ["gout"]'), "conditions.0", "no condition “gout”"),
        (('claim = "A01"', 'claim = "A99"'), "items.0.claim", "A99"),
        (('id = "rough"', 'id = "soft"'), FILE, "id of its own"),
        (("Press gently with your flat hand.", "Hold your breath."), "items.2.text", "breath"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, change: tuple[str, str], where: str, what: str
) -> None:
    error = changed(tmp_path, FILE, *change)
    assert FILE in str(error)
    assert where in str(error)
    assert what.lower() in str(error).lower()


def test_a_clinic_may_add_an_add_on_of_its_own(tmp_path: Path) -> None:
    text = BUILT_IN.replace('id = "desensitisation"\nname', 'id = "ours"\nname').replace(
        '["crps"]', '["stroke"]'
    )
    write(tmp_path, "addons/ours.toml", text)
    catalogue = load(tmp_path)
    assert catalogue.addons["ours"].conditions == ("stroke",)
    assert set(CATALOGUE.addons) < set(catalogue.addons)
    assert PrescribedAddon(id="ours").every_days == 1
