"""Prewhitening and windowed cross-lagged regression: memory goes, coupling stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra.coupling.settings import WindowSettings
from mirra.coupling.windowed.crosslagged import lagged
from mirra.coupling.windowed.regression import AutoregressionSettings, prewhitened, regressed, whitened
from mirra.errors import CouplingError
from mirra.result import Result


def remembering(noise: Any, *weights: float) -> Any:
    found = np.zeros(len(noise))
    for t in range(len(noise)):
        past = found[max(0, t - len(weights)) : t][::-1]
        found[t] = noise[t] + np.dot(weights[: len(past)], past)
    return found


@pytest.mark.parametrize("criterion", ["bic", "aic"])
def test_the_order_is_found_and_the_memory_is_gone(criterion: str) -> None:
    noise = np.random.default_rng(0).standard_normal(4000)
    found, order = whitened(remembering(noise, 1.2, -0.5), AutoregressionSettings(criterion))
    assert order == 2 if criterion == "bic" else order >= 2
    assert np.isnan(found[:order]).all()
    assert np.corrcoef(found[order:], noise[order:])[0, 1] > 0.998
    assert whitened(noise)[1] == 0


def test_a_gap_stays_a_gap_and_takes_the_samples_after_it_along() -> None:
    x = remembering(np.random.default_rng(1).standard_normal(2000), 0.9)
    x[700:710] = np.nan
    found, order = whitened(x)
    assert order == 1
    assert np.isnan(found[700:711]).all()
    assert np.isfinite(found[711:]).all()


def test_what_cannot_be_whitened_is_refused() -> None:
    for bad in (np.ones(100), np.arange(10.0), np.full(50, np.nan)):
        with pytest.raises(CouplingError, match="autoregression needs"):
            whitened(bad)
    with pytest.raises(CouplingError, match="criterion"):
        AutoregressionSettings("aicc")


def test_slow_series_without_coupling_lose_their_chance_correlation_and_coupled_ones_keep_their_lag() -> None:
    rng = np.random.default_rng(2)
    a, b, shared = rng.standard_normal((3, 6000))
    apart = [remembering(one, 0.97) for one in (a, b)]
    raw = lagged(apart[0], apart[1], 10, WindowSettings(30, 10, 3)).summary()["grand_average_absolute"]
    white = prewhitened(apart[0], apart[1], 10, WindowSettings(30, 10, 3))
    assert white.summary()["grand_average_absolute"] < raw / 3
    assert white.summary()["order_first"] == 1
    together = remembering(a + shared, 0.97), remembering(b + np.roll(shared, 7), 0.97)
    found = prewhitened(*together, 10, WindowSettings(30, 10, 3))
    assert (np.abs(found.lead - 0.7) < 1e-9).mean() > 0.9


def direct(x: Any, y: Any, w: int, lag: int) -> tuple[float, float]:
    """Gain and partial correlation at a positive lag by least squares."""
    outcome, own, cross = y[lag : lag + w], y[:w], x[:w]

    def left(*columns: Any) -> Any:
        design = np.column_stack([np.ones(w), *columns])
        return outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]

    total = ((outcome - outcome.mean()) ** 2).sum()
    restricted, full = left(own), left(own, cross)
    design = np.column_stack([np.ones(w), own])
    rest = cross - design @ np.linalg.lstsq(design, cross, rcond=None)[0]
    return ((restricted**2).sum() - (full**2).sum()) / total, np.corrcoef(restricted, rest)[0, 1]


def test_gain_and_partial_correlation_are_those_of_the_regression() -> None:
    rng = np.random.default_rng(3)
    x, y = (remembering(one, 0.8) for one in rng.standard_normal((2, 300)))
    found = regressed(x, y, 10, WindowSettings(10, 5, 1.5))
    for k, lag in ((0, 1), (2, 7), (3, 15)):
        start = round(found.starts[k] * 10)
        a, b = x[start:], y[start:]
        gain, partial = direct(a, b, 100, lag)
        assert found.gain[k, 15 + lag] == pytest.approx(gain, abs=1e-10)
        assert found.partial[k, 15 + lag] == pytest.approx(partial, abs=1e-10)
        gain, partial = direct(b, a, 100, lag)
        assert found.gain[k, 15 - lag] == pytest.approx(gain, abs=1e-10)
        assert found.partial[k, 15 - lag] == pytest.approx(partial, abs=1e-10)
        assert found.partial[k, 15] == pytest.approx(np.corrcoef(a[:100], b[:100])[0, 1], abs=1e-10)


def test_who_leads_gains_on_that_side(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    rng = np.random.default_rng(4)
    x = remembering(rng.standard_normal(3000), 0.6)
    y = remembering(0.5 * rng.standard_normal(3000) + np.roll(x, 5), 0.3)
    found = regressed(x, y, 10, WindowSettings(30, 10, 2))
    told = found.summary()
    assert isinstance(found, Result)
    assert told["gain_first_leads"] > 3 * told["gain_second_leads"]
    assert found.lags[np.nanmean(found.gain, axis=0).argmax()] == pytest.approx(0.5)
    found.to_csv(tmp_path / "gain.csv")
    assert np.loadtxt(tmp_path / "gain.csv", delimiter=",", skiprows=1).shape == (len(found.starts), 42)
    ax = Figure().add_subplot()
    found.plot(ax)
    assert "lag (s)" in ax.get_xlabel()


def test_a_series_and_its_copy_have_no_partial_correlation_rather_than_a_wrong_one() -> None:
    x = np.random.default_rng(5).standard_normal(400)
    found = regressed(x, x, 10, WindowSettings(10, 5, 1))
    outside = np.delete(found.gain, 10, axis=1)
    assert (np.isnan(outside) | (outside < 1e-9)).all()
