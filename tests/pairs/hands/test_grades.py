from __future__ import annotations

import math

import pytest

from mirra.pairs.hands.grades import RULE, espay_total, grade


@pytest.mark.parametrize(
    ("ratio", "proportion", "woods_teuber", "espay"),
    [
        (0.0, 1.0, 0, (0, 0)),
        (0.3, 0.04, 0, (0, 0)),
        (0.02, 0.9, 1, (1, 3)),
        (0.1, 0.9, 2, (2, 3)),
        (0.5, 0.9, 3, (3, 3)),
        (0.5, 0.5, 2, (3, 2)),
        (0.5, 0.3, 2, (3, 1)),
        (0.9, 0.7, 4, (4, 3)),
        (0.9, 2 / 3, 2, (4, 2)),
        (0.9, 1 / 3, 2, (4, 2)),
    ],
)
def test_grades_follow_the_rule(
    ratio: float, proportion: float, woods_teuber: int, espay: tuple[int, int]
) -> None:
    found = grade(ratio, proportion, None)
    assert found.woods_teuber == woods_teuber
    assert (found.espay_amplitude, found.espay_proportion) == espay
    assert found.espay is (0 if woods_teuber == 0 else None)
    assert found.rule == RULE


def test_espay_sums_where_the_distribution_is_known() -> None:
    assert grade(0.9, 0.9, (5, 5)).espay == 4 + 2 + 3
    assert grade(0.9, 0.9, (5, 2)).espay_distribution == 1
    assert grade(0.9, 0.9, (1, 5)).espay_distribution == 3


def test_four_tasks_make_espays_forty() -> None:
    most = grade(0.9, 0.9, (1, 5))
    assert most.espay == 10
    assert espay_total([most] * 4) == 40
    assert espay_total([most] * 3) is None
    assert espay_total([most, most, most, grade(0.9, 0.9, None)]) is None


def test_what_is_not_known_is_not_graded() -> None:
    found = grade(math.nan, 0.5, (5, 5))
    assert found.woods_teuber is None
    assert found.espay is None
