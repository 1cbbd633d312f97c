from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.figures import save
from mirra.pairs.hands.symmetry import Symmetry, symmetry
from mirra.signals.hands import HandTracks
from mirra.signals.kinematics import measure
from tests.signals.hand_shapes import tracks

CLOCK = np.arange(300) / 30
WAVE = 0.5 - 0.5 * np.cos(2 * np.pi * 0.7 * CLOCK)


def compared(hands: HandTracks) -> Symmetry:
    return symmetry(measure(hands, "left"), measure(hands, "right"))


def test_hands_alike_are_alike() -> None:
    found = compared(tracks(CLOCK, left=WAVE, right=WAVE))
    np.testing.assert_allclose(found.index[np.isfinite(found.index)], 0, atol=1e-9)
    assert found.together == pytest.approx(1)
    assert found.lag == 0


def test_the_hand_that_does_less_and_later_is_told(tmp_path: Path) -> None:
    late = np.roll(WAVE, 6)
    found = compared(tracks(CLOCK, left=WAVE, right=0.5 * late))
    told = found.summary()
    assert told["index_range_index"] == pytest.approx(-1 / 3, abs=0.02)
    assert told["together_lag"] == pytest.approx(0.2)
    other = compared(tracks(CLOCK, left=0.5 * late, right=WAVE))
    np.testing.assert_allclose(other.index, -found.index, atol=1e-9)
    found.to_csv(tmp_path / "symmetry.csv")
    save(found.plot, tmp_path / "symmetry")
    assert (tmp_path / "symmetry.csv").read_text().startswith("measure,left,right,index\nrepetitions,7.0,")


def test_hands_that_are_not_seen_together_are_not_compared_in_time() -> None:
    first, second = WAVE.copy(), WAVE.copy()
    first[150:], second[:160] = np.nan, np.nan
    found = compared(tracks(CLOCK, left=first, right=second))
    assert np.isnan(found.together)
    assert np.isnan(found.lag)
