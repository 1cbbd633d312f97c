"""A small grid of parameters and its spread."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from mirra.coupling.settings import CorrelationSettings, WindowSettings
from mirra.coupling.windowed.crosslagged import lagged
from mirra.coupling.windowed.grid import grid
from mirra.errors import CouplingError
from mirra.result import Result

X, Y = np.random.default_rng(0).standard_normal((2, 1000)).cumsum(1)


def test_every_setting_is_the_coupling_with_it() -> None:
    found = grid(X, Y, 10, WindowSettings(20, 10, 3))
    assert found.settings.shape == (27, 3)
    for k in (0, 13, 26):
        told = lagged(X, Y, 10, WindowSettings(*found.settings[k])).summary()
        for name, values in found.values.items():
            assert values[k] == pytest.approx(told[name]), name
    told = found.summary()
    values = found.values["lag_zero_signed"]
    assert told["lag_zero_signed_spread"] == pytest.approx(np.ptp(values))
    assert told["lag_zero_signed_median"] == pytest.approx(np.median(values))


def test_settings_without_value_for_the_recording_have_no_value_and_are_counted(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    windows = WindowSettings(20, 10, 3)
    tried = windows.variations(windows=[20, 200], max_lags=[3])
    found = grid(X, Y, 10, windows, CorrelationSettings(smooth=0.5), tried=tried, absolute=True)
    assert isinstance(found, Result)
    assert found.summary()["settings_without_value"] == 3
    assert found.summary()["statistic"] == "grand_average_absolute"
    assert found.summary()["smooth"] == 0.5
    found.to_csv(tmp_path / "grid.csv")
    rows = list(csv.DictReader((tmp_path / "grid.csv").read_text().splitlines()))
    assert [row["all_lags_signed"] == "" for row in rows] == [float(row["window"]) == 200 for row in rows]
    ax = Figure().add_subplot()
    found.plot(ax)
    assert "(s)" in ax.get_xlabel()


def test_what_was_asked_for_must_itself_be_possible() -> None:
    with pytest.raises(CouplingError, match="needs 203 s"):
        grid(X, Y, 10, WindowSettings(200, 10, 3))
