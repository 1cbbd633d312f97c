from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import CouplingError
from mirra.pairs.hands.prepared import bridged, moved_by, parted, voluntary_hand


def test_a_gap_is_bridged_along_a_straight_line_and_open_ends_are_cut() -> None:
    left = np.arange(40.0)
    right = 2 * left
    holed = right.copy()
    holed[[0, 1, 10, 11, 12, 39]] = np.nan
    both, offset = bridged(left, holed, 10.0)
    assert offset == 2
    assert both.shape == (37, 2, 1)
    np.testing.assert_allclose(both[:, 1, 0], right[2:39])


def test_task_and_rest_come_apart_wherever_the_rest_lies() -> None:
    both = np.arange(100.0)[:, None, None] * np.ones((1, 2, 1))
    task, still, start = parted(both, (0, 3), 10.0, 5)
    assert (len(task), still is not None and len(still), start) == (75, 25, 3.0)
    task, still, start = parted(both, (8, 20), 10.0, 0)
    assert (len(task), still is not None and len(still), start) == (80, 20, 0.0)
    assert parted(both, None, 10.0, 5)[1:] == (None, 0.5)
    with pytest.raises(CouplingError, match="outside"):
        parted(both, (3, 3), 10.0, 0)


def test_a_slow_drift_is_no_movement() -> None:
    clock = np.arange(900) / 30
    assert moved_by(np.ones(900), 30.0) == 0
    assert moved_by(np.sin(2 * np.pi * clock) + clock, 30.0) == pytest.approx(np.sqrt(0.5), rel=0.1)
    assert moved_by(np.sin(2 * np.pi * clock), 30.0) > 5 * moved_by(np.sin(2 * np.pi * 0.02 * clock), 30.0)


def test_the_hand_that_moves_more_is_taken_for_voluntary_and_doubt_is_said() -> None:
    notes: list[str] = []
    assert voluntary_hand(None, np.array([[1.0, 0.1], [0.2, 0.3]]), notes) == 0
    assert notes == []
    assert voluntary_hand(None, np.array([[0.8], [1.0]]), notes) == 1
    assert "move alike (0.80)" in notes[0]
    assert voluntary_hand("left", np.array([[0.1], [1.0]]), notes) == 0
