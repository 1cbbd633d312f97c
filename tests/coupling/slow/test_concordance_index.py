"""The concordance index by its definition, at its ends, and against chance."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from mirra import figures
from mirra.coupling.settings import NullSettings
from mirra.coupling.slow.concordance_index import concordance, concordance_test
from mirra.errors import CouplingError, SurrogateError
from mirra.result import Result
from tests.coupling.series import alone, coupled


def test_the_definition_step_by_step() -> None:
    rate, rng = 4.0, np.random.default_rng(0)
    x, y = coupled(rng, 400, 0.6, 0)
    found = concordance(x, y, rate)
    seconds = range(96)
    one, two = (
        [np.polyfit(np.arange(20) / rate, series[4 * k : 4 * k + 20], 1)[0] for k in seconds]
        for series in (x, y)
    )
    r = np.array([np.corrcoef(one[k : k + 15], two[k : k + 15])[0, 1] for k in range(96 - 14)])
    assert np.allclose(found.r, r)
    assert found.starts.tolist() == list(range(82))
    assert found.index == pytest.approx(math.log(r[r > 0].sum() / -r[r < 0].sum()))


def test_the_ends_are_clipped_and_the_sign_turns() -> None:
    x = alone(np.random.default_rng(1), 600)
    assert concordance(x, x, 5).index == 10
    assert concordance(x, -x, 5).index == -10
    y = alone(np.random.default_rng(2), 600)
    assert concordance(x, y, 5).index == pytest.approx(-concordance(x, -y, 5).index)


def test_constant_and_missing_stretches_are_left_out() -> None:
    x, y = coupled(np.random.default_rng(3), 1000, 0.6, 0)
    whole = concordance(x, y, 5)
    x[300:500] = 1
    y[700:800] = np.nan
    found = concordance(x, y, 5)
    assert 0 < np.isnan(found.r).mean() < 0.5
    assert found.index == pytest.approx(whole.index, abs=1)
    assert math.isnan(concordance(np.ones(600), y[:600], 5).index)


def test_a_rate_that_is_no_whole_number_keeps_time() -> None:
    rng = np.random.default_rng(4)
    t = np.arange(0, 120, 1 / 29.97)
    waves = np.sin(t * 0.7) + 0.01 * rng.normal(size=len(t))
    found = concordance(waves, waves + 0.01 * rng.normal(size=len(t)), 29.97)
    assert found.starts[-1] == 101
    assert (found.r > 0.9).all()


def test_chance_is_told_from_coupling() -> None:
    x, y = coupled(np.random.default_rng(5), 1500, 0.6, 0)
    found = concordance_test(x, y, 5, null=NullSettings(n=99))
    assert found.p <= 0.02
    assert found.observed == concordance(x, y, 5).index
    other = concordance_test(x, alone(np.random.default_rng(6), 1500), 5, null=NullSettings(n=99))
    assert other.p > 0.05
    with pytest.raises(SurrogateError):
        concordance_test(x[:150], y[:150], 5, null=NullSettings(n=99))


def test_it_is_a_result(tmp_path: Path) -> None:
    found = concordance(*coupled(np.random.default_rng(7), 600, 0.6, 0), 5)
    assert isinstance(found, Result)
    assert found.summary()["concordance_index"] == found.index
    assert "Marci" in found.summary()["settings"]
    found.to_csv(tmp_path / "c.csv")
    assert len((tmp_path / "c.csv").read_text().splitlines()) == len(found.r) + 1
    figures.save(found.plot, tmp_path / "c")
    assert "correlation of slopes" in (tmp_path / "c.svg").read_text()


@pytest.mark.parametrize(
    "lengths", [(0.1, 15, 1, 1), (5, 2, 1, 1), (5, 15, 0, 1), (5, 15, 2, 1), (5, 500, 1, 1)]
)
def test_lengths_that_do_not_serve_are_named(lengths: tuple[float, float, float, float]) -> None:
    slope_window, window, slope_step, step = lengths
    x = alone(np.random.default_rng(8), 600)
    with pytest.raises(CouplingError):
        concordance(x, x, 5, slope_window, window, slope_step=slope_step, step=step)
