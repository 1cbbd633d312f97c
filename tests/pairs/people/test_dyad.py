"""One recording of two people measured whole."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra.coupling import CorrelationSettings, NullSettings, WindowSettings, lagged, regular
from mirra.errors import CouplingError, MirraError, SignalError
from mirra.pairs.people import SMOOTHED, DyadSettings, events, load, measure
from mirra.result import Result
from tests.coupling.windowed.test_rmea import table
from tests.golden import golden, recording

RATE = 20
WINDOWS = WindowSettings(15, 5, 2)


def written(folder: Path, values: Any, *, header: str = "anna,ben", clock: Any = None) -> Path:
    path = folder / "dyad.csv"
    columns = values if clock is None else np.column_stack([clock, values])
    head = header if clock is None else f"time,{header}"
    np.savetxt(path, columns, delimiter=",", header=head, comments="", fmt="%.17g")
    return path


def moving(n: int, seed: int = 0) -> Any:
    rng = np.random.default_rng(seed)
    x, y, both = (np.convolve(one, np.ones(7), "same") for one in rng.standard_normal((3, n)))
    return np.column_stack([x + both, y + np.roll(both, 10)])


def test_everything_is_there_and_travels_between_processes(tmp_path: Path) -> None:
    path = written(tmp_path, moving(2400))
    settings = DyadSettings(WINDOWS, null=NullSettings(n=99, seed=3))
    found = pickle.loads(pickle.dumps(measure(path, ("anna", "ben"), RATE, settings, grid=True)))
    assert list(found.parts()) == [
        "coupling", "prewhitened", "regression", "surrogates", "null", "surrogates_prewhitened", "grid",
    ]  # fmt: skip
    assert isinstance(found, Result)
    told = found.summary()
    assert told["columns"] == ["anna", "ben"]
    assert told["p_first_leads"] == 0.01
    assert told["p_prewhitened_first_leads"] == 0.01
    assert told["p_all_lags"] == told["p_grand_average"] == told["p_grand_average_signed"]
    assert told["p_lag_zero_absolute"] > 0
    assert told["null"]
    assert told["grid_settings"] == 27
    assert told["regression_gain_first_leads"] > told["regression_gain_second_leads"]
    assert told["lead_median"] == pytest.approx(0.5, abs=0.051)
    assert not any(isinstance(value, dict) for value in told.values())
    again = measure(path, ("anna", "ben"), RATE, settings, grid=True).summary()
    assert {k: v for k, v in again.items() if k.startswith("p_")} == {
        k: v for k, v in told.items() if k.startswith("p_")
    }


def test_smoothing_and_scaling_come_first_unless_raw(tmp_path: Path) -> None:
    values = moving(1200)
    path = written(tmp_path, values)
    x, y = (regular.smoothed(one, RATE, 0.5) for one in values.T)
    wanted = lagged(x, y, RATE, WINDOWS)
    np.testing.assert_allclose(
        measure(path, None, RATE, DyadSettings(WINDOWS)).coupling.r, wanted.r, atol=1e-12
    )
    raw = measure(path, None, RATE, DyadSettings(WINDOWS, CorrelationSettings()))
    wanted = lagged(values[:, 0], values[:, 1], RATE, WINDOWS)
    np.testing.assert_array_equal(raw.coupling.r, wanted.r)
    swapped = measure(path, ("ben", "anna"), RATE, DyadSettings(WINDOWS, CorrelationSettings()))
    np.testing.assert_allclose(swapped.coupling.r, raw.coupling.r[:, ::-1], atol=1e-12)


@pytest.mark.parametrize(("like", "absolute"), [("rmea", False), (None, True)])
def test_a_real_dyad_has_rmeas_numbers(like: str | None, absolute: bool) -> None:
    path = recording("dyads/motion_energy/203_01.txt")
    setting = "B" if absolute else "A"
    windows, correlation = (
        (WindowSettings(60, 30), CorrelationSettings()) if absolute else (WindowSettings(), SMOOTHED)
    )
    settings = DyadSettings(windows, replace(correlation, like=like), absolute)
    told = measure(path, ("pat", "th"), 25, settings).summary()
    (kept,) = (row for row in table(golden(f"rmea/{setting}_summary.csv")) if row["uid"] == "normal_203_1")
    names = {
        "all_lags": "all_lags",
        "first_leads": "s1_lead",
        "second_leads": "s2_lead",
        "lag_zero": "lag_zero",
        "grand_average": "grandAver",
    }
    for name, other in names.items():
        assert told[name] == pytest.approx(float(kept[other]), abs=1e-8)


def test_a_clock_in_the_file_is_used(tmp_path: Path) -> None:
    clock = 50 + np.arange(1200) / 29.97
    path = written(tmp_path, moving(1200), clock=np.round(clock, 3))
    dyad = load(path)
    assert dyad.start == 50
    assert dyad.rate == pytest.approx(29.97, rel=1e-4)
    assert measure(path, settings=DyadSettings(WindowSettings(10, 5, 1))).coupling.starts[0] == 50


def test_time_stamps_of_a_whole_rate_serve_for_rmeas_way(tmp_path: Path) -> None:
    clock = np.arange(1200) * 0.04 + 1e-6
    path = written(tmp_path, moving(1200), clock=clock)
    settings = DyadSettings(WindowSettings(10, 5, 1), replace(SMOOTHED, like="rmea"))
    assert measure(path, settings=settings).coupling.rate == 25


def test_what_the_recording_lacks_is_said_with_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, moving(400))
    with pytest.raises(SignalError, match=r"dyad.csv: There is no channel 'carl'. It has: anna, ben"):
        measure(path, ("anna", "carl"), RATE)
    with pytest.raises(CouplingError, match="needs 35 s; there are 20 s"):
        measure(path, None, RATE)
    values = moving(400)
    values[:, 1] = 4
    with pytest.raises(CouplingError, match=r"dyad\.csv, second series: It is 4 all along"):
        measure(written(tmp_path, values), None, RATE)
    one = tmp_path / "one.csv"
    np.savetxt(one, values[:, :1], header="anna", comments="")
    with pytest.raises(MirraError, match="one channel"):
        measure(one, None, RATE)


def test_events_are_those_of_the_series_in_the_file(tmp_path: Path) -> None:
    seconds = np.arange(600) / 2
    wave = -np.cos(2 * np.pi * seconds / 20)
    path = tmp_path / "skin.csv"
    np.savetxt(
        path,
        np.column_stack([seconds, wave, np.roll(wave, 2)]),
        delimiter=",",
        header="time,a,b",
        comments="",
    )
    found = events(path, ("a", "b"))
    assert set(found) == {"concordance", "moments"}, "no null was asked for"
    told = found["moments"].summary()
    assert told["moments"] == told["first_rises"] == 15, "fifteen waves rise fifteen times, both together"
    assert told["median_lag"] == pytest.approx(1.0), "the second was a second behind"
    assert found["concordance"].summary()["concordance_index"] == 10, (
        "slopes that always agree have no limit but the clip"
    )
    assert set(events(path, concordance=False)) == {"moments"}
