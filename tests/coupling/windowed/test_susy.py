"""SUSY's effect size by its definition, and why it is no test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra import figures
from mirra.coupling.windowed.susy import CAUTION, susy_effect_size
from mirra.errors import CouplingError
from mirra.result import Result
from tests.coupling.series import alone, coupled, moved


def plainly(x: np.ndarray, y: np.ndarray, size: int, lag: int, absolute: bool) -> float:
    """The definition, one correlation after the other."""
    count = len(x) // size
    real: list[np.ndarray] = []
    pseudo: list[np.ndarray] = []
    for i in range(count):
        for j in range(count):
            a, b = x[i * size : (i + 1) * size], y[j * size : (j + 1) * size]
            a, b = a - a.mean(), b - b.mean()
            row = np.empty(2 * lag + 1)
            for shift in range(-lag, lag + 1):
                one, two = (a[: size - shift], b[shift:]) if shift >= 0 else (a[-shift:], b[:shift])
                row[shift + lag] = np.arctanh((one @ two) / np.sqrt((a @ a) * (b @ b)))
            (real if i == j else pseudo).append(np.abs(row) if absolute else row)
    means = np.mean(real, axis=0), np.mean(pseudo, axis=0)
    return float((means[0].mean() - means[1].mean()) / means[1].std(ddof=1))


@pytest.mark.parametrize("absolute", [True, False])
def test_the_definition_in_one_go(absolute: bool) -> None:
    x, y = coupled(np.random.default_rng(0), 770, 0.5, 3)
    found = susy_effect_size(x, y, 5.0, 30.0, 3.0, absolute=absolute)
    assert found.effect_size == pytest.approx(plainly(x, y, 150, 15, absolute), rel=1e-9)
    assert found.parameters["n_segments"] == 5


@pytest.mark.parametrize(
    ("lag", "absolute", "real", "pseudo", "effect"),
    [
        (3, True, 0.22964454750311192, 0.22357183950388571, 0.34950571506902212),
        (3, False, 0.010444474908452957, -3.0144786529545562e-05, 0.35227698314692579),
        (5, True, 0.22043285097155832, 0.21494237516858405, 0.28780249750696657),
        (5, False, 0.0052069971453157105, 0.0001289495438934744, 0.19507606143214445),
    ],
)
def test_the_numbers_of_susy_itself(
    lag: float, absolute: bool, real: float, pseudo: float, effect: float
) -> None:
    t = np.arange(1700.0)
    x = np.sin(0.61 * t) + np.sin(0.0137 * t**1.5) + np.cos(0.0007 * t**2)
    y = np.sin(0.61 * t - 1) + np.cos(0.0123 * t**1.5) + np.sin(0.0008 * t**2)
    found = susy_effect_size(x, y, 5.0, 30.0, lag, absolute=absolute)
    assert found.real.mean() == pytest.approx(real, abs=1e-12)
    assert found.pseudo.mean() == pytest.approx(pseudo, abs=1e-12)
    assert found.effect_size == pytest.approx(effect, abs=1e-10)


def test_the_first_leading_lies_at_positive_lags() -> None:
    x, y = coupled(np.random.default_rng(1), 3000, 0.9, 5)
    found = susy_effect_size(x, y, 5.0)
    assert found.lags[found.real.argmax()] == 1.0
    assert found.effect_size > 1.96


def test_it_is_no_test_for_uncoupled_people_exceed_the_limit_too_often() -> None:
    people = moved()
    if len(people) < 20:
        pytest.skip("the real motion energy of ten dyads is not on this machine (MIRRA_RECORDINGS)")
    pairs = [(people[a], people[10 + (a + shift) % 10]) for a in range(10) for shift in range(1, 10)]
    for absolute, least in ((False, 0.5), (True, 0.1)):
        sizes = np.array([susy_effect_size(x, y, 5.0, absolute=absolute).effect_size for x, y in pairs])
        assert (np.abs(sizes) > 1.96).mean() > least, "the caution would be unjust"


def test_a_still_segment_is_left_out_and_a_result_is_written(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    x, y = alone(rng, 750), alone(rng, 750)
    y[150:300] = 1.0
    found = susy_effect_size(x, y, 5.0)
    assert np.isfinite(found.real).all()
    assert isinstance(found, Result)
    assert found.summary()["caution"] == CAUTION
    found.to_csv(tmp_path / "s.csv")
    assert len((tmp_path / "s.csv").read_text().splitlines()) == 32
    figures.save(found.plot, tmp_path / "s")
    assert "not calibrated" in (tmp_path / "s.svg").read_text()


@pytest.mark.parametrize("spoilt", ["length", "missing", "short", "constant", "lag"])
def test_what_it_cannot_take_is_named(spoilt: str) -> None:
    x = alone(np.random.default_rng(3), 600)
    y, segment = x[::-1].copy(), 30.0
    if spoilt == "length":
        y = y[1:]
    elif spoilt == "missing":
        y[4] = np.nan
    elif spoilt == "short":
        x, y = x[:200], y[:200]
    elif spoilt == "constant":
        y[:] = 0
    else:
        segment = 5.0
    with pytest.raises(CouplingError):
        susy_effect_size(x, y, 5.0, segment)
