"""Moments of co-activation: the ones put there are found, chance ones are told apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra import figures
from mirra.coupling.settings import NullSettings
from mirra.coupling.slow.events import co_activation, co_activation_test, coincidences
from mirra.errors import CouplingError
from mirra.result import Result

RATE = 10.0


def responses(times: list[float], seconds: float = 300, seed: int = 0) -> np.ndarray:
    """A slow signal that rises at these times (s) within two seconds and decays over ten, with a little noise."""
    t = np.arange(0, seconds, 1 / RATE)
    made = 0.005 * np.random.default_rng(seed).normal(size=len(t))
    for begin in times:
        after = t - begin
        made += np.where(after >= 0, np.clip(after / 2, 0, 1) * np.exp(-np.clip(after - 2, 0, None) / 10), 0)
    return np.asarray(made)


def test_the_moments_put_there_are_found() -> None:
    first, second = [30.0, 80.0, 150.0, 200.0], [31.5, 100.0, 149.0, 250.0]
    found = co_activation(responses(first), responses(second, seed=1), RATE, within=3)
    assert len(found.first) == len(found.second) == 4
    assert np.allclose(found.moments, np.array([[30, 31.5], [150, 149]]), atol=2.5)
    assert np.allclose(np.diff(found.moments, axis=1)[:, 0], [1.5, -1], atol=0.5)
    told = found.summary()
    assert (told["moments"], told["first_rises"], told["share_of_first"]) == (2, 4, 0.5)
    assert told["moments_per_minute"] == pytest.approx(0.4)


@settings(max_examples=60, deadline=None)
@given(
    first=st.lists(st.integers(0, 60), max_size=6),
    second=st.lists(st.integers(0, 60), max_size=6),
    within=st.integers(0, 10),
)
def test_coincidences_are_as_many_as_can_be_and_use_each_event_once(
    first: list[int], second: list[int], within: int
) -> None:
    one, two = sorted(first), sorted(second)
    found = coincidences(one, two, within)
    assert (np.abs(np.diff(found, axis=1)) <= within).all()
    assert (np.diff(found[:, 0]) >= 0).all()
    assert all(list(found[:, 0]).count(a) <= one.count(a) for a in one)
    assert all(list(found[:, 1]).count(b) <= two.count(b) for b in two)
    assert len(found) == most(tuple(one), tuple(two), within)


def most(one: tuple[int, ...], two: tuple[int, ...], within: int) -> int:
    """The largest number of pairs, by trying."""
    if not one or not two:
        return 0
    paired = [
        1 + most(one[1:], two[:j] + two[j + 1 :], within)
        for j, b in enumerate(two)
        if abs(one[0] - b) <= within
    ]
    return max([most(one[1:], two, within), *paired])


def test_chance_is_told_from_coupling() -> None:
    rng = np.random.default_rng(3)
    times = list(np.cumsum(rng.uniform(12, 30, 25)))
    x = responses(times, 600)
    together = co_activation_test(
        x, responses([t + rng.uniform(-1, 1) for t in times], 600, 1), RATE, null=NullSettings(n=99)
    )
    assert together.p == 0.01
    other = list(np.cumsum(rng.uniform(12, 30, 25)))
    apart = co_activation_test(x, responses(other, 600, 2), RATE, null=NullSettings(n=99))
    assert apart.p > 0.05
    assert apart.alternative == "greater"
    assert apart.observed == len(co_activation(x, responses(other, 600, 2), RATE).moments)


def test_gaps_and_stillness_make_no_moments() -> None:
    x = responses([50.0, 100.0])
    assert len(co_activation(x, np.ones(len(x)), RATE).moments) == 0
    gappy = x.copy()
    gappy[450:520] = np.nan
    found = co_activation(gappy, x, RATE)
    assert np.allclose(found.moments, 100, atol=3)
    assert np.isnan(co_activation(np.ones(300), np.ones(300), RATE).summary()["median_lag"])


def test_it_is_a_result_with_a_timeline(tmp_path: Path) -> None:
    found = co_activation(
        responses([30, 90]), responses([31, 200], seed=1), RATE, names=("skin conductance", "heart rate")
    )
    assert isinstance(found, Result)
    found.to_csv(tmp_path / "m.csv")
    lines = (tmp_path / "m.csv").read_text().splitlines()
    assert lines[0] == "time,skin conductance,heart rate,lag"
    assert len(lines) == 2
    figures.save(found.plot, tmp_path / "m")
    picture = (tmp_path / "m.svg").read_text()
    assert "skin conductance: 2 rises" in picture
    assert "time (s)" in picture


def test_what_does_not_serve_is_named() -> None:
    x = responses([30])
    with pytest.raises(CouplingError, match="ascend"):
        coincidences([2, 1], [1], 1)
    with pytest.raises(CouplingError, match="within"):
        co_activation(x, x, RATE, -1)
    with pytest.raises(CouplingError, match="threshold"):
        co_activation(x, x, RATE, threshold=0)
    with pytest.raises(CouplingError, match="differ in length"):
        co_activation(x, x[1:], RATE)
    with pytest.raises(CouplingError, match="shorter"):
        co_activation(x[:20], x[:20], RATE)
