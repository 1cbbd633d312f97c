"""The shapes of a condition: its dose, and what holds for some of its limbs."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from mirra.anatomy import Limb
from mirra.catalogue.load import load
from mirra.catalogue.models.conditions import Condition, Dose

DOSE: dict[str, Any] = {
    "minutes": 10, "minutes_low": 5, "minutes_high": 20, "minutes_severe": 5, "look": 60, "look_only": 60,
    "block": 120, "block_low": 120, "block_high": 180, "rest": 30, "repetitions_low": 5,
    "day_minutes": 20,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"minutes": 30}, "minutes must lie between"),
        ({"minutes_severe": 1}, "minutes_severe must lie between"),
        ({"block": 181}, "block must lie between"),
        ({"repetitions": 4}, "at least repetitions_low"),
        ({"minutes_low": 2}, "one look and one block"),
        ({"minutes_source": 15}, "above the 15 minutes of the source; say why in minutes_reason"),
        ({"day_minutes": 19}, "day_minutes must hold a session"),
        ({"look": 59}, "greater than or equal to 60"),
    ],
)
def test_a_dose_that_contradicts_itself_is_refused(change: dict[str, Any], said: str) -> None:
    Dose.model_validate(DOSE)  # without the change it is sound
    with pytest.raises(ValidationError, match=said):
        Dose.model_validate({**DOSE, **change})


def test_a_dose_above_that_of_its_source_is_taken_with_a_reason() -> None:
    told = Dose.model_validate({**DOSE, "minutes_source": 15, "minutes_reason": "Our own limit."})
    assert (told.minutes_high, told.minutes_source) == (20, 15)


WITH_PACKS = ("stroke", "phantom_limb_pain", "crps")
REVIEW = {"after": 5, "text": "Look back.", "claim": "C16", "source": "own", "provenance": "own"}
PACK: dict[str, Any] = {
    "name": "Leg",
    "limbs": ["leg"],
    "note": "For the leg.",
    "rules": [
        {
            "id": "leg",
            "plain": "Sit down first.",
            "text": "Practise sitting.",
            "claim": "C16",
            "source": "own",
            "provenance": "own",
        }
    ],
}


@pytest.mark.parametrize("id", WITH_PACKS)
@pytest.mark.parametrize(
    ("limb", "other"), [("hand", "leg"), ("arm", "foot"), ("foot", "arm"), ("leg", "hand")]
)
def test_a_condition_for_one_limb_has_the_rules_of_that_limb_and_not_of_the_other(
    id: str, limb: Limb, other: Limb
) -> None:
    condition = load().conditions[id]
    own, others = condition.pack(limb), condition.pack(other)
    assert own is not None
    assert others is not None
    told = condition.of_limb(limb)
    assert set(own.rules) <= set(told.rules)
    assert set(condition.rules) <= set(told.rules)
    assert not set(others.rules) & set(told.rules)
    assert told.note.endswith(own.note)
    assert told.dose == condition.dose


def test_a_condition_without_packs_is_the_same_for_each_limb() -> None:
    condition = load().conditions["focal_dystonia"]
    assert condition.of_limb(condition.limbs[0]) == condition


def test_review_points_of_a_limb_take_the_place_of_those_of_the_condition() -> None:
    condition = load().conditions["phantom_limb_pain"]
    assert [one.after for one in condition.of_limb("hand").reviews] == [10, 20]
    assert [one.after for one in condition.of_limb("leg").reviews] == [10, 21]


@pytest.mark.parametrize(
    ("packs", "said"),
    [
        ([{**PACK, "limbs": ["leg", "hand"]}, PACK], "two packs are for the leg"),
        ([{**PACK, "limbs": ["leg", "leg"]}], "two packs are for the leg"),
        ([{**PACK, "rules": []}], "at least 1 item"),
        ([{**PACK, "reviews": [REVIEW, REVIEW]}], "reviews must rise"),
    ],
)
def test_packs_that_contradict_each_other_are_refused(packs: list[dict[str, Any]], said: str) -> None:
    sound = load().conditions["stroke"].model_dump()
    Condition.model_validate({**sound, "packs": [PACK]})
    with pytest.raises(ValidationError, match=said):
        Condition.model_validate({**sound, "packs": packs})


def test_a_pack_for_a_limb_that_the_condition_is_not_for_is_refused() -> None:
    sound = load().conditions["stroke"].model_dump()
    with pytest.raises(ValidationError, match="which the condition is not for"):
        Condition.model_validate({**sound, "limbs": ["hand"], "packs": [PACK]})
