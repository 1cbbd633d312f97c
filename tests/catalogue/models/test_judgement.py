"""What scores of left/right judgement are held against: sourced, for any age unless a source says otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mirra.catalogue.load import load
from mirra.catalogue.models.judgement import Norm
from mirra.errors import CatalogueError
from tests.catalogue.test_load import PACKAGE

FILE = "steps/judgement.toml"
BUILT_IN = (PACKAGE / FILE).read_text(encoding="utf-8")
JUDGEMENT = load().judgement


def own(folder: Path, text: str) -> Path:
    (folder / "steps").mkdir()
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def banded(mean: float, low: int, high: int) -> Norm:
    norm = JUDGEMENT.norms[0].model_dump()
    return Norm.model_validate({**norm, "mean": mean, "from_age": low, "to_age": high})


def test_hand_and_foot_have_a_norm_for_any_age_and_none_for_bands() -> None:
    for limb in ("hand", "foot"):
        norm = JUDGEMENT.norm(limb, None)
        assert norm is not None
        assert (norm.mean, norm.deviation, norm.from_age) == (2.0, 0.5, None)
        assert JUDGEMENT.norm(limb, 80) == norm
    assert any("age" in one for one in JUDGEMENT.unknown)


def test_a_norm_for_an_age_comes_before_one_for_any() -> None:
    old = banded(2.6, 70, 120)
    both = JUDGEMENT.model_copy(update={"norms": (*JUDGEMENT.norms, old)})
    assert both.norm("hand", 75) == old
    assert both.norm("hand", 40) == both.norm("hand", None) == JUDGEMENT.norms[0]


def test_detectable_change_and_enough_are_marked_unverified() -> None:
    time, accuracy = JUDGEMENT.change("time"), JUDGEMENT.change("accuracy")
    assert time is not None
    assert accuracy is not None
    assert (time.low, time.high, accuracy.low, accuracy.high) == (0.19, 0.49, 0.05, 0.14)
    assert JUDGEMENT.enough.accuracy == 0.8
    assert {one.provenance for one in (*JUDGEMENT.norms, time, accuracy, JUDGEMENT.enough)} == {"unverified"}


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("mean = 2.0", "mean = 0"), "norms.0.mean", "greater than 0"),
        (('claim = "J03"', 'claim = "J99"'), "enough.claim", "J99"),
        (("low = 0.19", "low = 0.9"), "detectable.0", "high must not be less than low"),
        (("deviation = 0.5", "deviation = 0.5\nfrom_age = 20"), "norms.0", "stand together"),
        (('limb = "foot"', 'limb = "hand"'), FILE, "two norms of the hand"),
        (('limb = "foot"', 'limb = "neck"'), "norms.1.limb", "neck"),
        (("There is no time limit.", "Hold your breath."), "told.hand.3", "breath"),
        (('source = "practice rule', 'sauce = "practice rule'), "enough.sauce", "no such field"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, change: tuple[str, str], where: str, what: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(own(tmp_path, BUILT_IN.replace(change[0], change[1], 1)))
    error: Any = caught.value
    assert FILE in str(error)
    assert where in str(error)
    assert what.lower() in str(error).lower()
