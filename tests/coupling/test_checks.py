"""Series that cannot be coupled are refused by name, the same way by every measure."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from mirra.coupling.checks import check_rate, two_series
from mirra.errors import CouplingError

GOOD = np.arange(5.0)
NEVER: list[tuple[ArrayLike, str]] = [
    (np.zeros((2, 5)), "one dimension"),
    (np.arange(4.0), "5 and 4"),
    ([0, 1, np.inf, 0, 1], "second series: Sample 3 is infinite"),
]
NOT_VARYING: list[tuple[ArrayLike, str]] = [
    ([0, 1e150, 0, 1, 0], r"second series: Its values reach 1e\+150"),
    (1e-200 * GOOD, "second series: Its values reach 4e-200"),
    ([3.0] * 5, "second series: It is 3 all along"),
    ([np.nan] * 5, "second series: It has no samples"),
]


@pytest.mark.parametrize(("bad", "words"), NEVER + NOT_VARYING)
def test_series_that_cannot_be_coupled_are_named(bad: ArrayLike, words: str) -> None:
    with pytest.raises(CouplingError, match=words):
        two_series(GOOD, bad)


@pytest.mark.parametrize(("bad", "words"), NEVER)
def test_series_that_need_not_vary_still_have_to_be_a_pair_of_numbers(bad: ArrayLike, words: str) -> None:
    with pytest.raises(CouplingError, match=words):
        two_series(GOOD, bad, varying=False)


@pytest.mark.parametrize("still", [series for series, _ in NOT_VARYING])
def test_series_that_need_not_vary_may_stand_still_or_be_missing(still: ArrayLike) -> None:
    _, second = two_series(GOOD, still, varying=False)
    np.testing.assert_array_equal(second, still)


@pytest.mark.parametrize("rate", [0.0, -1.0, np.nan, np.inf])
def test_a_rate_is_a_positive_number(rate: float) -> None:
    with pytest.raises(CouplingError, match="positive number of Hz"):
        check_rate(rate)
