"""p, distance, table and picture of an observed value beside its null."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra import figures
from mirra.coupling.surrogates.null import Alternative, SurrogateFamily, SurrogateTest
from mirra.result import Result


def made(observed: float, null: Any, alternative: Alternative = "greater") -> SurrogateTest:
    return SurrogateTest(
        "lag_zero",
        observed,
        np.asarray(null, dtype=float),
        "circular-shift",
        alternative,
        1,
        {"rate": 5.0, "unit": "z"},
    )


@pytest.mark.parametrize(
    ("observed", "alternative", "p"),
    [
        (10, "greater", 0.1),
        (9, "greater", 0.2),
        (4.5, "greater", 0.6),
        (-1, "greater", 1.0),
        (math.nan, "greater", math.nan),
        (100, "two-sided", 0.1),
        (-100, "two-sided", 0.1),
    ],
)
def test_p_counts_surrogates_as_extreme_and_the_observed_itself(
    observed: float, alternative: Alternative, p: float
) -> None:
    assert made(observed, range(1, 10), alternative).p == pytest.approx(p, nan_ok=True)


def test_a_surrogate_without_a_value_counts_against_the_finding() -> None:
    assert made(10, [1, 2, math.nan]).p == 0.5


def test_a_surrogate_equal_but_for_rounding_counts() -> None:
    assert made(0.3, [0.1 + 0.2, 0.3 - 1e-17, 0.3 - 1e-14]).p == 1.0


def test_two_sided_p_is_the_same_for_a_turned_sign() -> None:
    null = np.random.default_rng(0).normal(size=99) + 0.3
    for observed in (-2.0, 0.1, 0.5, 1.7):
        assert made(observed, null, "two-sided").p == made(-observed, -null, "two-sided").p


def test_z_is_the_distance_in_sds() -> None:
    assert made(5, [1, 2, 3]).z == pytest.approx(3)
    assert math.isnan(made(5, [1, 1, 1]).z)
    assert math.isnan(made(5, [math.nan, math.nan]).z)


def test_summary_table_and_picture(tmp_path: Path) -> None:
    one = made(2.5, np.random.default_rng(0).normal(size=199))
    assert isinstance(one, Result)
    found = one.summary()
    assert found["null"].startswith("The ")
    assert (found["scheme"], found["n"], found["rate"], found["seed"]) == ("circular-shift", 199, 5.0, 1)
    one.to_csv(tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert lines[:2] == ["kind,lag_zero", "observed,2.5"]
    assert len(lines) == 201
    figures.save(one.plot, tmp_path / "a")
    picture = (tmp_path / "a.svg").read_text()
    assert "observed 2.5" in picture
    assert "mean Fisher z" in picture
    made(math.nan, [math.nan]).plot(_axes())
    assert made(math.nan, [math.nan]).summary()["null_mean"] is math.nan


def test_a_family_says_each_statistic_once(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    both = SurrogateFamily(
        {name: made(at, rng.normal(size=99)) for name, at in (("lag_zero", 3.0), ("lead", -0.1))}
    )
    assert isinstance(both, Result)
    assert list(both) == ["lag_zero", "lead"]
    found = both.summary()
    assert found["lag_zero"] == 3.0
    assert found["lag_zero_p"] == 0.01
    assert found["lead_z"] == both["lead"].z
    assert found["null"].startswith("The ")
    both.to_csv(tmp_path / "b.csv")
    lines = (tmp_path / "b.csv").read_text().splitlines()
    assert lines[0] == "kind,lag_zero,lead"
    assert lines[1] == "observed,3.0,-0.1"
    assert len(lines) == 101
    figures.save(both.plot, tmp_path / "b")
    assert "lag zero" in (tmp_path / "b.svg").read_text()
    SurrogateFamily({"flat": made(1, [1, 1])}).plot(_axes())


def _axes() -> Any:
    from matplotlib.figure import Figure

    return Figure().add_subplot()
