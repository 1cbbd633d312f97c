"""What every fNIRS format says of its channels."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import ReadError
from mirra.signals.formats import optodes


def test_positions_are_in_metres_and_in_space() -> None:
    assert optodes.positions(np.array([[1.0, 2.0]]), "cm") == pytest.approx(np.array([[0.01, 0.02, 0]]))
    for bad, unit in ((np.zeros(3), "cm"), (np.zeros((1, 4)), "m"), (np.zeros((1, 3)), "ell")):
        with pytest.raises(ReadError):
            optodes.positions(bad, unit)


def test_pairs_are_counted_from_nought_and_checked() -> None:
    assert optodes.pairs(np.array([[1, 2, 1]]), (1, 2, 1)) == ((0, 1, 0),)
    for bad in ([[0, 1, 1]], [[1, 3, 1]], [[1, 1.5, 1]], [[1, 1, np.nan]], [[1, 1]]):
        with pytest.raises(ReadError):
            optodes.pairs(np.array(bad, dtype=float), (1, 2, 1))


def test_names_differ() -> None:
    assert optodes.names(((0, 0, 0), (0, 0, 0)), ("HbO", "HbO")) == ("S1_D1 HbO", "S1_D1 HbO.1")
