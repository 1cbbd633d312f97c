from __future__ import annotations

import math

from mirra.pairs.hands import HandTask, mirror_movements
from mirra.pairs.hands.simulated import MirrorMovement, simulate
from mirra.result import Result


def test_a_measurement_is_a_result_that_names_the_hand_at_rest() -> None:
    hands = simulate(MirrorMovement(ratio=0.2))
    found = mirror_movements(hands.mirror, hands.voluntary, 30.0, surrogates=0, task=HandTask(rest=(0, 5)))
    assert isinstance(found, Result)
    assert (found.voluntary, found.mirror_hand) == ("right", "left")
    told = found.summary()
    assert told["seconds"] == len(found.times) / 30
    assert told["band_low"] < told["frequency"] < told["band_high"]
    assert told["espay_distribution"] is None
    assert math.isnan(told["spread"])
    assert all(isinstance(value, str | int | float | None) for value in told.values())
