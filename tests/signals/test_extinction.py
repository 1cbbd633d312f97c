"""Extinction of haemoglobin between the values of the table."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import SignalError
from mirra.signals.extinction import TABLE, extinction


def test_values_of_the_table_are_met_and_between_them_lines_are_drawn() -> None:
    per_metre = np.log(10) * 100
    np.testing.assert_allclose(extinction([760, 850]), np.array([[586, 1548.52], [1058, 691.32]]) * per_metre)
    between = extinction([755])[0]
    assert extinction([752])[0, 0] < between[0] < extinction([756])[0, 0]


def test_the_table_goes_up_and_both_kinds_meet_near_800_nm() -> None:
    nm = np.array(TABLE)[:, 0]
    assert (np.diff(nm) > 0).all()
    oxygenated, deoxygenated = extinction([797])[0]
    assert oxygenated == pytest.approx(deoxygenated, rel=0.02)


@pytest.mark.parametrize("wavelength", [500, 1064, float("nan")])
def test_a_wavelength_outside_the_table_is_refused(wavelength: float) -> None:
    with pytest.raises(SignalError, match="no haemoglobin extinction"):
        extinction([760, wavelength])
