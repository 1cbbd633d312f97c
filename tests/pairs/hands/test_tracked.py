from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import SignalError
from mirra.pairs.hands import HandTask, mirror_movements
from mirra.pairs.hands.tracked import MOVEMENTS, Movement, series
from tests.golden import recording
from tests.signals.hand_shapes import tracks

CLOCK = np.arange(600) / 30
WAVE = 0.5 - 0.5 * np.cos(2 * np.pi * 1.1 * CLOCK)


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_tracked_hands_become_series_of_like_parts(movement: str) -> None:
    left, right, names = series(tracks(CLOCK, left=WAVE, right=WAVE), movement)  # type: ignore[arg-type]
    assert left.shape == right.shape == (600, len(names))
    assert np.isfinite(left).all()
    if movement != "wrist":
        np.testing.assert_allclose(left, right)
        assert np.ptp(left, axis=0).min() > 0.3


def test_drawn_hands_of_which_one_mirrors_the_other_are_measured() -> None:
    chance = np.random.default_rng(0)
    small = 0.3 + 0.1 * np.roll(WAVE, 2) + 0.002 * chance.standard_normal(600)
    left, right, names = series(tracks(CLOCK, left=small, right=WAVE))
    found = mirror_movements(left, right, 30.0, channels=names, surrogates=0)
    assert found.voluntary == "right"
    assert found.frequency == pytest.approx(1.1, rel=0.03)
    assert found.amplitude_ratio == pytest.approx(0.1, rel=0.1)
    assert found.lag == pytest.approx(2 / 30, abs=0.012)
    assert found.spread == 1


def test_a_hand_that_is_not_in_the_video_is_named() -> None:
    with pytest.raises(SignalError, match="no left hand"):
        series(tracks(CLOCK, right=WAVE))


@pytest.mark.parametrize(
    ("name", "movement", "frequency"),
    [("two_hands_1.gif", "fingers", 1.0), ("two_hands_2.gif", "wrist", 0.7)],
)
def test_real_hands_are_measured_from_picture_to_number(
    name: str, movement: Movement, frequency: float
) -> None:
    pytest.importorskip("ai_edge_litert", reason="the extra hands is not installed")
    from mirra.signals.hands import track

    followed = track(recording(f"hands/{name}"))
    left, right, names = series(followed, movement)
    # Nobody repeats a movement in these films; the frequency is said, for a spectrum would find none that stands out.
    found = mirror_movements(left, right, followed.rate, channels=names, task=HandTask(frequency=frequency))
    assert found.amplitude_ratio >= 0
    assert 0 <= found.proportion <= 1
    assert abs(found.coupling) <= 1
    # Four and five seconds are too short for a null, and that is said.
    assert "too short for a null" in " ".join(found.notes)
