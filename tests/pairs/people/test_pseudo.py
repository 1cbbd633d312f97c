"""Pseudo-dyads: every first with every second, roles kept, against the real ones."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra.coupling import CorrelationSettings, WindowSettings, lagged
from mirra.errors import CouplingError
from mirra.pairs.people import ResamplingSettings, pseudo, pseudo_dyads
from mirra.result import Result

WINDOWS = WindowSettings(15, 5, 2)


def sample(count: int, strength: float, seed: int = 0, lengths: tuple[int, ...] = (600,)) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    kernel = np.ones(5)
    found = {}
    for k in range(count):
        n = lengths[k % len(lengths)]
        x, y, both = (np.convolve(one, kernel, "same") for one in rng.standard_normal((3, n)))
        found[f"dyad {k}"] = (x + strength * both, y + strength * np.roll(both, 6))
    return found


def test_each_pair_is_coupled_as_it_would_be_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    dyads = sample(5, 0.5, lengths=(600, 450, 520))
    dyads["dyad 3"][1][100:130] = np.nan
    monkeypatch.setattr(pseudo, "BLOCK", 2)
    found = pseudo_dyads(dyads, 10, WINDOWS, resampling=ResamplingSettings(50, 50))
    for i, (x, _) in enumerate(dyads.values()):
        for j, (_, y) in enumerate(dyads.values()):
            n = min(len(x), len(y))
            told = lagged(x[:n], y[:n], 10, WINDOWS).summary()
            for name, values in found.means.items():
                wanted = told[name if name.endswith("_absolute") else f"{name}_signed"]
                assert values[i, j] == pytest.approx(wanted, abs=1e-12), (name, i, j)


def test_a_coupled_sample_stands_out_and_an_uncoupled_one_does_not() -> None:
    coupled = pseudo_dyads(
        sample(12, 0.8), 10, WINDOWS, statistic="first_leads", resampling=ResamplingSettings(assignments=999)
    )
    told = coupled.summary()
    assert told["p"] == 1 / 1000
    assert 0.5 < told["effect_size_low"] < told["effect_size"] < told["effect_size_high"]
    assert (told["dyads"], told["pseudo_dyads"]) == (12, 132)
    assert "each person in their role" in told["null"]
    free = pseudo_dyads(
        sample(12, 0.0), 10, WINDOWS, statistic="first_leads", resampling=ResamplingSettings(assignments=999)
    )
    assert free.summary()["p"] > 0.05
    assert free.summary()["effect_size_low"] < 0 < free.summary()["effect_size_high"]


def test_smoothing_and_rmeas_way_are_those_of_one_recording() -> None:
    dyads = sample(3, 0.5)
    correlation = CorrelationSettings(smooth=0.5, scale=True, like="rmea")
    found = pseudo_dyads(dyads, 10, WINDOWS, correlation, resampling=ResamplingSettings(9, 9))
    x, y = dyads["dyad 0"][0], dyads["dyad 2"][1]
    told = lagged(x, y, 10, WINDOWS, correlation).summary()
    assert found.values[0, 2] == pytest.approx(told["grand_average"], abs=1e-12)


def test_the_effect_size_is_cohens_d_of_real_against_pseudo() -> None:
    found = pseudo_dyads(sample(6, 0.4), 10, WINDOWS, resampling=ResamplingSettings(99, 99))
    real, other = found.real, found.pseudo
    assert len(other) == 30
    pooled = np.sqrt((real.var(ddof=1) * 5 + other.var(ddof=1) * 29) / 34)
    assert found.summary()["effect_size"] == pytest.approx((real.mean() - other.mean()) / pooled)


def test_two_dyads_are_crossed_but_test_nothing() -> None:
    told = pseudo_dyads(sample(2, 0.4), 10, WINDOWS).summary()
    assert told["pseudo_dyads"] == 2
    assert np.isnan([told["effect_size"], told["p"]]).all()
    assert np.isfinite(told["grand_average_pseudo_mean"])


def test_what_makes_no_sample_is_refused_and_the_dyad_is_named() -> None:
    dyads = sample(3, 0.5)
    with pytest.raises(CouplingError, match="two dyads or more; there are 1"):
        pseudo_dyads({"a": dyads["dyad 0"]}, 10)
    with pytest.raises(CouplingError, match="no statistic 'best'"):
        pseudo_dyads(dyads, 10, statistic="best")
    with pytest.raises(CouplingError, match=r"dyad 0: .* needs 35 s; there are 30 s"):
        pseudo_dyads(dyads, 20)
    dyads["dyad 1"] = (np.ones(600), dyads["dyad 1"][1])
    with pytest.raises(CouplingError, match="dyad 1, first series: It is 1 all along"):
        pseudo_dyads(dyads, 10, WINDOWS)


def test_the_table_and_the_picture(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    found = pseudo_dyads(sample(4, 0.5), 10, WINDOWS, absolute=True, resampling=ResamplingSettings(99, 99))
    assert isinstance(found, Result)
    assert found.statistic == "grand_average_absolute"
    found.to_csv(tmp_path / "pairs.csv")
    rows = list(csv.DictReader((tmp_path / "pairs.csv").read_text().splitlines()))
    assert len(rows) == 16
    assert [row["first"] for row in rows if row["real"] == "1"] == list(found.names)
    assert float(rows[1]["lag_zero"]) == found.means["lag_zero"][0, 1]
    ax = Figure().add_subplot()
    found.plot(ax)
    assert "Fisher z" in ax.get_xlabel()
    assert "effect size" in ax.get_title()
