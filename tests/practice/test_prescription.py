"""What no prescription may ask for."""

from __future__ import annotations

from typing import Any

import pytest

from mirra.errors import PlanError
from mirra.practice.prescription import Prescription, check
from tests.practice.given import CATALOGUE, a_plan


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"condition": "gout"}, "condition"),
        ({"minutes": 61}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"breathing_minutes": 6}, "breathing_minutes"),
        ({"observation_speed": 0.4}, "observation_speed"),
        ({"observation_speed": 1.1}, "observation_speed"),
        ({"limb": "tail"}, "limb"),
        ({"own_limb": True}, "own_limb"),
        ({"own_limb": True, "condition": "crps"}, "own_limb"),
        (
            {"own_limb": True, "condition": "crps", "programme": "graded_imagery", "picture": "glass"},
            "own_limb",
        ),
    ],
)
def test_a_prescription_that_cannot_be_followed_says_where(wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(PlanError) as caught:
        a_plan(**wrong)
    assert caught.value.where == where
    assert caught.value.todo


def test_what_only_a_later_stage_would_do_is_refused_before_the_first_session() -> None:
    assert not CATALOGUE.conditions["crps"].stages[0].sizes, "the first stage already moves"
    with pytest.raises(PlanError, match="two-sided"):
        a_plan("crps", done=0, two_sided=False)


def test_a_prescription_that_leaves_all_to_the_condition_can_be_followed() -> None:
    for condition in CATALOGUE.conditions.values():
        for limb in condition.limbs:
            usual = Prescription("someone", condition.id, "left", limb)
            assert check(CATALOGUE, usual) == condition.of_limb(limb)
