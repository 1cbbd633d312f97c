"""The shapes of a condition: its dose."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from mirra.catalogue.models.conditions import Dose

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
