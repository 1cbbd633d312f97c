"""Circular shifts at once are the same numbers as one shifted copy after the other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.surrogates import shifts
from mirra.coupling.windowed.kernel import Windows, correlate
from mirra.errors import CouplingError
from tests.coupling.series import awkward
from tests.golden import recording

CLOSE = 1e-9  # correlations; what rounding costs in a window whose movement is a thousandth of its mean


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    length=st.integers(120, 400),
    window=st.integers(5, 60),
    step=st.floats(3, 40),
    lag=st.integers(0, 50),
    gap=st.integers(0, 8),
)
def test_each_shift_is_the_shifted_copy(
    seed: int, length: int, window: int, step: float, lag: int, gap: int
) -> None:
    x, y = awkward(seed, length), awkward(seed + 1, length)
    if gap:
        x[30 : 30 + gap] = y[70 : 70 + 2 * gap] = np.nan
    windows = Windows(window, step, lag)
    by = np.random.default_rng(seed).integers(0, length, 12)
    wanted = correlate(x, np.stack([np.roll(y, -shift) for shift in by]), windows)
    for few in (False, True):  # as in a short recording, and as in one of hours
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shifts, "few_are_drawn", lambda *_, few=few: few)
            found = np.stack(list(shifts.each_window(x, y, windows, by)), axis=1)
        assert np.array_equal(np.isnan(found), np.isnan(wanted)), "constant or gappy slices differ"
        assert np.nanmax(np.abs(found - wanted), initial=0) < CLOSE


@pytest.mark.parametrize("few", [False, True])
def test_real_motion_energy_with_still_stretches_keeps_its_digits(
    few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shifts, "few_are_drawn", lambda *_: few)
    first, second = np.loadtxt(recording("dyads/motion_energy/202_01.txt"), skiprows=1).T
    x, y = first[:3000], np.where(np.arange(3000) % 1000 < 300, 7 + 1e-6 * second[:3000], second[:3000])
    windows, by = Windows(750, 250, 125), np.array([0, 875, 1500, 2125])
    found = np.stack(list(shifts.each_window(x, y, windows, by)), axis=1)
    wanted = correlate(x, np.stack([np.roll(y, -shift) for shift in by]), windows)
    assert np.abs(found - wanted).max() < CLOSE


def test_a_long_recording_is_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y, windows, by = awkward(5, 900), awkward(6, 900), Windows(30, 10, 5), np.array([40, 500])
    assert shifts.few_are_drawn(len(by), windows, len(y))
    whole = np.stack(list(shifts.each_window(x, y, windows, by)))
    monkeypatch.setattr(shifts, "few_are_drawn", lambda *_: False)
    monkeypatch.setattr(shifts, "HELD", 0)  # then eight windows are held at a time
    parted = np.stack(list(shifts.each_window(x, y, windows, by)))
    assert np.allclose(parted, whole, rtol=0, atol=1e-12, equal_nan=True)


def test_no_shift_is_the_pair_itself() -> None:
    x, y = awkward(3, 300), awkward(4, 300)
    windows = Windows(30, 10, 5)
    found = np.stack(list(shifts.each_window(x, y, windows, np.array([0]))), axis=1)
    assert np.nanmax(np.abs(found - correlate(x, y, windows))) < CLOSE


@pytest.mark.parametrize("spoilt", ["length", "short"])
def test_what_cannot_be_shifted_is_said(spoilt: str) -> None:
    x, y = awkward(1, 100), awkward(2, 100)
    if spoilt == "length":
        y = y[:-1]
    window = 200 if spoilt == "short" else 20
    with pytest.raises(CouplingError):
        next(shifts.each_window(x, y, Windows(window, 5, 3), np.array([1])))
