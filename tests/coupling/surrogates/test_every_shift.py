"""Every circular shift at once is the same numbers as one shifted copy after the other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.arrays import Floats
from mirra.coupling.settings import NullSettings
from mirra.coupling.surrogates import every_shift, testing
from mirra.coupling.windowed import kernel
from mirra.coupling.windowed.kernel import Means, Windows, correlate
from mirra.errors import SurrogateError
from tests.coupling.series import awkward
from tests.golden import recording

CLOSE = 1e-6  # Fisher's z; near r = 1, where short windows often lie, it grows with what rounding costs


def one_by_one(x: Floats, y: Floats, windows: Windows, shift: int) -> dict[str, Floats]:
    """The statistics of one shift by the kernel: windows stand still on the series that leads."""
    sums, m = Means(windows.lag), windows.lag
    ahead = correlate(x, np.roll(y, -shift), windows)[0]
    behind = correlate(y, np.roll(x, shift), windows)[0]
    for one, two in zip(ahead, behind, strict=True):
        sums.add(np.concatenate([two[:m:-1], one[m:]])[None])
    return sums.statistics()


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    length=st.integers(120, 400),
    window=st.integers(5, 60),
    step=st.floats(3, 40),
    lag=st.integers(0, 50),
)
def test_each_shift_is_the_shifted_copy(seed: int, length: int, window: int, step: float, lag: int) -> None:
    x, y, windows = awkward(seed, length), awkward(seed + 1, length), Windows(window, step, lag)
    by = np.random.default_rng(seed).integers(0, length, 12)
    found = every_shift.means(x, y, windows, by)
    for place, shift in enumerate(by):
        for name, wanted in one_by_one(x, y, windows, int(shift)).items():
            assert np.allclose(found[name][place], wanted[0], rtol=0, atol=CLOSE, equal_nan=True), name


def test_no_shift_is_the_pair_itself_to_twelve_digits() -> None:
    first, second = np.loadtxt(recording("dyads/motion_energy/202_01.txt"), skiprows=1).T[:, :6000]
    windows, sums = Windows(750, 250, 125), Means(125)
    for r in kernel.each_window(first, second, windows):
        sums.add(r)
    found = every_shift.means(first, second, windows, np.array([0]))
    for name, wanted in sums.statistics().items():
        assert abs(found[name][0] - wanted[0]) < 1e-12, name


def test_a_long_recording_is_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y, windows, by = awkward(5, 900), awkward(6, 900), Windows(30, 10, 5), np.array([0, 40, 500])
    whole = every_shift.means(x, y, windows, by)
    monkeypatch.setattr(every_shift, "HELD", 0)  # then one window is held at a time
    monkeypatch.setattr(every_shift, "CHUNK", 7)
    for name, values in every_shift.means(x, y, windows, by).items():
        assert np.allclose(values, whole[name], rtol=0, atol=1e-12, equal_nan=True), name


def test_all_shifts_that_there_are_make_an_exact_p() -> None:
    x, y = awkward(1, 400), awkward(2, 400)
    found = testing.surrogate_test(x, y, 1.0, null=NullSettings("every-shift", 3, 4))
    assert found.n == 400 - 2 * 35 + 1
    assert found.p == testing.surrogate_test(x, y, 1.0, null=NullSettings("every-shift", 999, 9)).p


def test_missing_values_and_series_too_short_are_refused() -> None:
    x, y = awkward(1, 400), awkward(2, 400)
    with pytest.raises(SurrogateError, match="has no shift of at least window plus lag"):
        testing.surrogate_test(x[:60], y[:60], 1.0, null=NullSettings("every-shift"))
    y[7] = np.nan
    with pytest.raises(SurrogateError, match="missing values"):
        testing.surrogate_test(x, y, 1.0, null=NullSettings("every-shift"))
