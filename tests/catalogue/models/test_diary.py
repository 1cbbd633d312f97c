"""The diary's questions: a mistake is refused by file and field, and a clinic may ask others."""

from __future__ import annotations

from pathlib import Path

import pytest

from mirra.anatomy import ALL_LIMBS
from mirra.catalogue.load import load
from tests.catalogue.test_load import changed, write
from tests.practice.given import CATALOGUE

FILE = "diary/diary.toml"
BUILT_IN = (Path(load.__code__.co_filename).parent / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (('id = "residual_limb_pain"', 'id = "pain"'), FILE, "same id"),
        (('id = "pain"', 'id = "ache"'), FILE, "must be “pain”"),
        (("low = 0\nhigh = 10", "low = 10\nhigh = 10"), "questions.0", "scale"),
        (("high = 10", "high = 11"), "questions.0.high", "less than or equal to 10"),
        (('id = "half"', 'id = "quarter"'), "questions.3", "same id"),
        (("value = 100", "value = 101"), "questions.3.choices.0.value", "less than or equal to 100"),
        (('claim = "C29"', 'claim = "C999"'), "questions.3.claim", "C999"),
        (('provenance = "own"', 'provenance = "read"'), "questions.0", "must name its claim"),
        (('affected = "gone"', 'affected = "lost"'), "questions.1.affected", "gone"),
        (('affected = "gone"', 'conditions = ["gout"]'), "questions.1.conditions.0", "no condition “gout”"),
        (("How did you sleep?", "How did you sleep in that night?"), "questions.4.few", "at most 6"),
        (("Write a line a day, if you like.", "Hold your breath."), "lead", "breath"),
        (("drawn = true", "drawn = true\npicture = 1"), "questions.3.picture", "no such field"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, change: tuple[str, str], where: str, what: str
) -> None:
    error = changed(tmp_path, FILE, *change)
    assert FILE in str(error)
    assert where in str(error)
    assert what.lower() in str(error).lower()


def test_only_with_the_limb_gone_are_phantom_and_residual_limb_asked_about() -> None:
    for condition in CATALOGUE.conditions.values():
        for limb in ALL_LIMBS:
            asked = {
                one.id
                for one in CATALOGUE.diary.questions
                if one.asked_of(condition.id, limb, condition.affected_limb)
            }
            phantom = {"residual_limb_pain", "phantom_sensations", "telescoping"}
            assert asked >= {"pain", "sleep", "medication"}
            assert asked & phantom == (phantom if condition.affected_limb == "gone" else set())


def test_a_clinic_may_ask_another_question_of_people_with_one_condition(tmp_path: Path) -> None:
    added = """
[[questions]]
id = "swelling"
name = "Swelling"
text = "How swollen was your {affected} {limb}?"
few = "How swollen was it?"
conditions = ["crps"]
low = 0
high = 10
source = "Our own"
provenance = "own"
"""
    write(tmp_path, FILE, BUILT_IN + added)
    question = load(tmp_path).diary.questions[-1]
    assert question.asked_of("crps", "hand", "there")
    assert not question.asked_of("stroke", "hand", "there")
