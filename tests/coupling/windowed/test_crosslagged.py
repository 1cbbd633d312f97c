"""Windowed cross-lagged correlation in seconds, its summaries, leads, tables and pictures."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.settings import CorrelationSettings, WindowSettings
from mirra.coupling.windowed import kernel, rmea
from mirra.coupling.windowed.crosslagged import SUMMARIES, LaggedCoupling, lagged
from mirra.errors import CouplingError
from mirra.result import Result
from tests.golden import golden, recording


def moving(seconds: float, rate: float, seed: int = 0) -> Any:
    """A slow movement as a function of time, so that any clock can sample it."""
    rng = np.random.default_rng(seed)
    frequency, phase = rng.uniform(0.05, 0.9, 40), rng.uniform(0, 2 * np.pi, 40)
    return lambda t: np.sin(2 * np.pi * np.outer(t, frequency) + phase).sum(1)


@pytest.mark.parametrize("rate", [25.0, 30000 / 1001, 60000 / 1001, 100.0])
@pytest.mark.parametrize("delay", [1.2, -0.8])
def test_the_lag_is_found_in_seconds_at_any_rate(rate: float, delay: float) -> None:
    move = moving(180, rate)
    t = np.arange(0, 180, 1 / rate)
    found = lagged(move(t), move(t - delay), rate, WindowSettings(30, 10, 3))
    assert np.abs(found.lead - delay).max() <= 0.51 / rate
    assert found.z.shape == (len(found.starts), len(found.lags))
    assert np.abs(found.starts - 10 * np.arange(len(found.starts))).max() <= 0.5 / rate + 1e-9
    assert found.summary()["share_first_leads"] == (delay > 0)


def test_an_irregular_clock_with_a_gap_gives_the_same_lag_and_leaves_the_gap_out() -> None:
    rng = np.random.default_rng(2)
    move = moving(180, 25)
    times = 100 + np.cumsum(rng.uniform(0.03, 0.05, 4500))
    times[2000:] += 40
    found = lagged(move(times), move(times - 0.6), windows=WindowSettings(20, 5, 2), times=times)
    assert found.starts[0] == times[0]
    gap = (found.starts > times[1999] - 5) & (found.starts < times[1999] + 25)
    assert np.isnan(found.r[gap]).all()
    assert np.nanmax(np.abs(found.lead - 0.6)) < 0.05
    assert 0 < found.summary()["share_missing"] < 0.5


def test_a_cell_needs_its_share_of_samples() -> None:
    x, y = np.random.default_rng(3).standard_normal((2, 1000))
    x[100:160] = np.nan
    assert np.isnan(lagged(x, y, 10, WindowSettings(10, 5, 1), CorrelationSettings(share=0.9)).r).any()
    assert np.isfinite(lagged(x, y, 10, WindowSettings(10, 5, 1), CorrelationSettings(share=0.3)).r).all()


def test_summaries_are_the_means_they_say() -> None:
    x, y = np.random.default_rng(4).standard_normal((2, 800)).cumsum(1)
    for absolute in (False, True):
        found = lagged(x, y, 10, WindowSettings(20, 5, 3), absolute=absolute)
        z = np.arctanh(found.r)
        told = found.summary()
        for end, values in (("_signed", z), ("_absolute", np.abs(z))):
            wanted = {
                "all_lags": values.mean(),
                "first_leads": values[:, 31:].mean(),
                "second_leads": values[:, :30].mean(),
                "lag_zero": values[:, 30].mean(),
                "grand_average": values.mean(),
            }
            assert {name: told[name + end] for name in SUMMARIES} == pytest.approx(wanted, abs=1e-13)
        chosen = "_absolute" if absolute else "_signed"
        assert all(told[name] == told[name + chosen] for name in SUMMARIES)
        np.testing.assert_allclose(found.z, np.abs(z) if absolute else z, atol=1e-13)


def test_a_maximum_on_the_edge_is_no_lead() -> None:
    lags = np.linspace(-1, 1, 5)
    r = np.array([
        [0.1, 0.2, 0.9, 0.2, 0.1],
        [0.9, 0.2, 0.3, 0.2, 0.1],
        [0.1, 0.2, 0.3, 0.4, 0.5],
        [np.nan, 0.9, 0.3, 0.2, 0.1],
        [0.1, 0.5, 0.5, 0.2, 0.1],
        [np.nan] * 5,
    ])  # fmt: skip
    found = LaggedCoupling(r, lags, np.arange(6.0), np.zeros(3), np.zeros(3), 2.0)
    np.testing.assert_array_equal(found.lead, [0.0, *[np.nan] * 5])
    assert found.without_lead == pytest.approx(5 / 6)


def test_the_peak_is_the_one_nearest_to_no_lag() -> None:
    lags = np.arange(-10, 11) / 10
    z = np.zeros((2, 21))
    z[0, 13], z[0, 2] = 0.3, 0.9
    z[1] = np.linspace(0, 0.5, 21)
    found = LaggedCoupling(np.tanh(z), lags, np.arange(2.0), np.zeros(3), np.zeros(3), 10.0)
    lag, height = found.peaks(0.2)
    assert lag[0] == pytest.approx(0.3)
    assert height[0] == pytest.approx(0.3)
    assert np.isnan([lag[1], height[1]]).all()
    assert np.isnan(found.peaks(5)[0]).all()
    with pytest.raises(CouplingError, match="less than one sample"):
        found.peaks(0.01)


def test_at_a_whole_rate_it_is_rmea_but_for_the_smoothing() -> None:
    x, y = np.loadtxt(recording("dyads/motion_energy/206_01.txt"), skiprows=1).T
    wanted = np.loadtxt(golden("rmea/B_matrix_206_01.csv"), delimiter=",", skiprows=1)
    np.testing.assert_allclose(
        lagged(x, y, 25, WindowSettings(60, 30, 5), absolute=True).z, wanted, rtol=0, atol=1e-8
    )
    found = lagged(x, y, 25, WindowSettings(60, 30, 5), CorrelationSettings(like="rmea"), absolute=True)
    np.testing.assert_allclose(found.z, wanted, rtol=0, atol=1e-8)


def test_like_rmea_smooths_and_scales_in_its_way_and_keeps_its_names() -> None:
    x, y = np.random.default_rng(5).uniform(0, 9, (2, 2000)).cumsum(1)
    found = lagged(x, y, 25, WindowSettings(20, 10, 2), CorrelationSettings(0.5, True, like="rmea"))
    a, b = (rmea.scale(rmea.smooth(one, 25)) for one in (x, y))
    wanted = kernel.fisher(rmea.correlations(a, b, rmea.windows(25, 20, 10, 2)))
    np.testing.assert_array_equal(found.z, wanted)
    assert found.summary()["rmea_s1_lead"] == pytest.approx(found.summary()["first_leads"])


def test_smoothing_and_scaling_do_what_they_say() -> None:
    x, y = np.random.default_rng(6).standard_normal((2, 1500))
    plain = lagged(x, y, 25, WindowSettings(10, 5, 1))
    np.testing.assert_allclose(
        lagged(x, y, 25, WindowSettings(10, 5, 1), CorrelationSettings(scale=True)).r, plain.r, atol=1e-12
    )
    smooth = lagged(x, y, 25, WindowSettings(10, 5, 1), CorrelationSettings(smooth=0.5))
    assert np.std(smooth.first) == pytest.approx(np.std(x) / np.sqrt(13), rel=0.2)
    assert smooth.parameters["smooth"] == 0.5


def couple(
    *, window: float, step: float, max_lag: float, share: float = 0.5, like: str | None = None, **series: Any
) -> LaggedCoupling:
    windows, correlation = WindowSettings(window, step, max_lag), CorrelationSettings(share=share, like=like)
    return lagged(**series, windows=windows, correlation=correlation)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"y": np.ones(500)}, "second series: It is 1 all along"),
        ({"x": np.full(500, np.nan)}, "first series: It has no samples"),
        ({"x": np.arange(499.0)}, "499 and 500"),
        ({"window": 0}, "window must be a positive number of seconds, not 0"),
        ({"step": -1}, "step must be"),
        ({"max_lag": -1}, "largest lag must be"),
        ({"window": float("nan")}, "window must be"),
        ({"window": 0.1}, "needs 3"),
        ({"step": 0.01}, "step of 0.01 s is 0.1 samples"),
        ({"window": 50}, r"needs 55 s; there are 50 s"),
        ({"rate": 0}, "rate must be"),
        ({"rate": None}, "rate must be"),
        ({"rate": 1e300, "step": 1e300}, "more samples than any recording"),
        ({"times": np.append(np.arange(499), 1e12)}, "leap"),
        ({"like": "susy"}, "susy"),
        ({"share": 2}, "share"),
        ({"times": np.arange(500)[::-1]}, "backwards"),
        ({"like": "rmea", "rate": 29.97}, "not whole"),
        ({"like": "rmea", "rate": None, "times": np.arange(500) / 10}, "one known rate"),
    ],
)
def test_what_cannot_be_coupled_is_said(changed: dict[str, Any], words: str) -> None:
    x, y = np.random.default_rng(7).standard_normal((2, 500))
    asked = {"x": x, "y": y, "rate": 10.0, "window": 10.0, "step": 5.0, "max_lag": 5.0} | changed
    with pytest.raises(CouplingError, match=words):
        couple(**asked)


def test_a_pair_without_one_correlation_is_refused_not_averaged() -> None:
    x = np.repeat([0.0, 1.0], 60)
    x[55:65] = np.nan
    with pytest.raises(CouplingError, match="None of the"):
        lagged(x, np.random.default_rng(0).standard_normal(120), 1, WindowSettings(20, 60, 2))


@settings(max_examples=150, deadline=None)
@given(
    x=st.lists(st.floats() | st.sampled_from([0.0, 1.0]), max_size=40),
    y=st.lists(st.floats() | st.sampled_from([0.0, 1.0]), max_size=40),
    rate=st.floats() | st.just(2.0),
    lengths=st.tuples(st.floats(0.5, 9), st.floats(0.1, 9), st.floats(0, 4)) | st.tuples(*[st.floats()] * 3),
    smooth=st.none() | st.floats() | st.just(1.0),
    scale=st.booleans(),
    like=st.sampled_from([None, "rmea"]),
    clock=st.none() | st.lists(st.floats(0, 30) | st.floats(0), max_size=40).map(sorted),
)
def test_whatever_comes_in_there_is_a_number_or_a_named_error(
    x: Any, y: Any, rate: float, lengths: Any, smooth: Any, scale: bool, like: Any, clock: Any
) -> None:
    y = (y * 41)[: len(x)]
    times = None if clock is None else (clock + [max([31.0, *clock])] * 40)[: len(x)]
    try:
        correlation = CorrelationSettings(smooth, scale, like=like)
        found = lagged(x, y, rate, WindowSettings(*lengths), correlation, times=times)
    except CouplingError:
        return
    known = found.r[np.isfinite(found.r)]
    assert known.size
    assert (np.abs(known) <= 1).all()
    assert np.isfinite(found.summary()["grand_average"])


def test_the_tables_and_the_picture(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    x, y = np.random.default_rng(8).standard_normal((2, 900)).cumsum(1)
    for absolute in (False, True):
        found = lagged(x, y, 10, WindowSettings(20, 10, 2), absolute=absolute, start=7.0)
        assert isinstance(found, Result)
        found.to_csv(tmp_path / "windows.csv")
        found.to_matrix_csv(tmp_path / "matrix.csv")
        rows = list(csv.DictReader((tmp_path / "windows.csv").read_text().splitlines()))
        assert [float(row["start"]) for row in rows] == list(found.starts)
        assert float(rows[0]["end"]) == 27.0
        assert float(rows[3]["first_leads"]) == pytest.approx(np.arctanh(found.r)[3, 21:].mean())
        matrix = np.loadtxt(tmp_path / "matrix.csv", delimiter=",", skiprows=1)
        np.testing.assert_array_equal(matrix[:, 1:], found.z)
        ax = Figure().add_subplot()
        found.plot(ax)
        assert "(s)" in ax.get_xlabel()
        assert "first leads" in ax.get_ylabel()
        assert f"{found.without_lead:.0%}" in ax.get_title()
        assert len(ax.images) == 1
