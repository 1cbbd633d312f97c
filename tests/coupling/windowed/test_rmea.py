"""rMEA's numbers, on ten real dyads."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra.coupling.windowed import kernel, rmea
from mirra.errors import CouplingError
from tests.golden import golden, recording

DYADS = [f"normal_{number}_1" for number in range(200, 210)]
RATE = 25.0
TOLERANCE = 1e-8  # what validation/rmea promises; the numbers themselves agree to some 1e-13


def dyad(uid: str) -> Any:
    path = recording(f"dyads/motion_energy/{uid.split('_')[1]}_01.txt")
    return np.loadtxt(path, skiprows=1).T


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def z_of(uid: str, setting: str) -> Any:
    x, y = dyad(uid)
    if setting == "A":
        x, y = (rmea.scale(rmea.smooth(series, RATE)) for series in (x, y))
        return kernel.fisher(rmea.correlations(x, y, rmea.windows(RATE, 30, 10, 5)))
    return np.abs(kernel.fisher(rmea.correlations(x, y, rmea.windows(RATE, 60, 30, 5))))


LAGS = np.arange(-125, 126) / RATE


def test_smoothing_and_scaling_are_rmeas() -> None:
    wanted = np.loadtxt(golden("rmea/preprocessing_200_01.csv"), delimiter=",", skiprows=1).T
    for k, series in enumerate(dyad(DYADS[0])):
        smoothed = rmea.smooth(series, RATE)
        np.testing.assert_array_equal(series, wanted[k])
        np.testing.assert_allclose(smoothed, wanted[2 + k], rtol=0, atol=TOLERANCE)
        np.testing.assert_allclose(rmea.scale(smoothed), wanted[4 + k], rtol=0, atol=TOLERANCE)
        assert (smoothed[-5:] == 0).all()


@pytest.mark.parametrize(("setting", "uid"), [("A", "normal_200_1"), ("B", "normal_206_1")])
def test_every_cell_of_the_matrix_is_rmeas(setting: str, uid: str) -> None:
    name = f"rmea/{setting}_matrix_{uid.split('_')[1]}_01.csv"
    wanted = np.loadtxt(golden(name), delimiter=",", skiprows=1)
    np.testing.assert_allclose(z_of(uid, setting), wanted, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("setting", ["A", "B"])
@pytest.mark.parametrize("uid", DYADS)
def test_every_window_and_summary_of_every_dyad_is_rmeas(setting: str, uid: str) -> None:
    z = z_of(uid, setting)
    found = rmea.tables(z, LAGS)
    rows = [row for row in table(golden(f"rmea/{setting}_windows.csv")) if row["uid"] == uid]
    assert len(rows) == len(z)
    for name, values in found.items():
        np.testing.assert_allclose(
            values, [float(row[name]) for row in rows], rtol=0, atol=TOLERANCE, err_msg=name
        )
    (kept,) = (row for row in table(golden(f"rmea/{setting}_summary.csv")) if row["uid"] == uid)
    assert int(kept["n_win"]) == len(z)
    for name, value in rmea.summary(z, LAGS).items():
        assert value == pytest.approx(float(kept[name]), abs=TOLERANCE), name


def test_a_perfect_copy_has_no_value_at_its_true_lag() -> None:
    x = np.random.default_rng(0).standard_normal(400)
    r = rmea.correlations(x[10:], x[:-10], rmea.windows(10, 10, 5, 2))
    assert np.isnan(r[:, 30]).all()
    assert np.isfinite(np.delete(r, 30, axis=1)).all()
    almost = x[:-10].copy()
    almost[45] += 1.0
    assert np.isnan(rmea.correlations(x[10:], almost, rmea.windows(10, 10, 5, 2))[:, 30]).all()


def test_missing_samples_are_left_out_pair_by_pair_up_to_one_half() -> None:
    x, y = np.random.default_rng(1).standard_normal((2, 300))
    x[5:40] = np.nan
    layout = rmea.windows(10, 10, 5, 2)
    r = rmea.correlations(x, y, layout)
    there = np.isfinite(x[:100])
    assert r[0, 20] == pytest.approx(np.corrcoef(x[:100][there], y[:100][there])[0, 1], abs=1e-12)
    x[:70] = np.nan
    with pytest.raises(CouplingError, match="Window 1 has 70 of 120"):
        rmea.correlations(x, y, layout)


def test_missing_samples_stay_missing_and_make_their_surroundings_zero() -> None:
    x = np.ones(60)
    x[30] = np.nan
    found = rmea.smooth(x, 25)
    assert np.isnan(found[30])
    assert (found[25:30] == 0).all()
    assert (found[31:37] == 0).all()
    assert (found[37:55] == 12 / 12.5).all()


def test_what_rmea_gets_wrong_is_refused() -> None:
    with pytest.raises(CouplingError, match=r"899\.1 samples at 29\.97 Hz"):
        rmea.windows(29.97, 30, 10, 5)
    with pytest.raises(CouplingError, match=r"takes 0\.5 samples; there are 9"):
        rmea.smooth(np.ones(9), 1, 0.5)
    with pytest.raises(CouplingError, match="SD"):
        rmea.scale(np.ones(9))


def test_a_window_without_values_has_no_best_lag() -> None:
    z = np.array([[np.nan, np.nan, np.nan], [0.1, 0.3, 0.3]])
    np.testing.assert_array_equal(rmea.best_lags(z, [-1, 0, 1]), [np.nan, 0])
