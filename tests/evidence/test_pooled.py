"""Pools beside metafor's numbers, and what must hold for any data."""

from __future__ import annotations

import csv
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirra.errors import EvidenceError
from mirra.evidence import (
    Effects,
    Pooled,
    PoolSettings,
    log_odds_ratio,
    log_risk_ratio,
    pool,
    pool_many,
    risk_difference,
)
from mirra.evidence.between import METHODS, Method
from tests.evidence.trials import counts
from tests.golden import golden

EFFECTS: dict[str, Effects] = {
    "logRR": log_risk_ratio(*counts()),
    "logOR": log_odds_ratio(*counts()),
    "RD": risk_difference(*counts()),
}
Studies = tuple[list[float], list[float]]
RANDOM = tuple(method for method in METHODS if method != "fixed")


@st.composite
def studies(draw: st.DrawFn, fewest: int = 2) -> Studies:
    count = draw(st.integers(fewest, 12))
    effects = draw(st.lists(st.floats(-3, 3), min_size=count, max_size=count))
    variances = draw(st.lists(st.floats(0.01, 2.0), min_size=count, max_size=count))
    return effects, variances


def metafor_numbers(pooled: Pooled) -> dict[str, float | None]:
    low, high = pooled.prediction or (None, None)
    return {
        "k": len(pooled.effects),
        "est": pooled.estimate,
        "se": pooled.se,
        "ci_lb": pooled.ci[0],
        "ci_ub": pooled.ci[1],
        "stat": pooled.statistic,
        "pval": pooled.p,
        "tau2": pooled.tau2,
        "I2": pooled.i2,
        "H2": pooled.h2,
        "Q": pooled.q,
        "Qp": pooled.q_p,
        "pi_lb": low,
        "pi_ub": high,
    }


def test_every_number_of_metafor_comes_out_when_asked_for_its_way() -> None:
    with golden("metafor/bcg.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 51
    for row in rows:
        method = "fixed" if row["method"] == "EE" else row["method"]
        test = "knapp-hartung" if row["test"] == "knha" else "z"
        pooled = pool(*EFFECTS[row["measure"]], method=method, test=test, like="metafor")  # type: ignore[arg-type]
        for name, value in metafor_numbers(pooled).items():
            if row[name] == "NA":
                assert value is None, name
            else:
                assert value == pytest.approx(float(row[name]), rel=1e-9, abs=1e-9), (row, name)


@pytest.mark.parametrize(
    ("method", "estimate", "tau2"),
    [("DL", -0.714117, 0.308760), ("REML", -0.714532, 0.313243), ("ML", -0.711199, 0.280028)],
)
def test_the_usual_example_pools_to_what_is_published(method: Method, estimate: float, tau2: float) -> None:
    pooled = pool(*EFFECTS["logRR"], method=method, test="z")
    assert pooled.estimate == pytest.approx(estimate, abs=1e-6)
    assert pooled.tau2 == pytest.approx(tau2, abs=1e-6)


def test_without_metafors_stops_tau2_is_where_its_equation_holds() -> None:
    effects, variances = EFFECTS["logRR"]
    exact = pool(effects, variances, method="PM").tau2
    weights = 1 / (variances + exact)
    mean = (weights * effects).sum() / weights.sum()
    assert (weights * (effects - mean) ** 2).sum() == pytest.approx(12, rel=1e-9)
    assert pool(effects, variances, method="EB").tau2 == pytest.approx(exact, rel=1e-9)
    assert pool(effects, variances, method="PM", like="metafor").tau2 == pytest.approx(exact, abs=1e-4)


def test_the_interval_of_tau2_is_metafors_when_asked_for_its_way() -> None:
    pooled = pool(*EFFECTS["logRR"], like="metafor")
    assert pooled.tau2_ci == pytest.approx((0.119695312816638, 1.11148626221544), rel=1e-9)
    assert pooled.i2_ci == pytest.approx((81.9177227215049, 97.6780896050687), rel=1e-9)
    exact = pool(*EFFECTS["logRR"])
    assert exact.tau2_ci == pytest.approx(pooled.tau2_ci, abs=1e-4)


@given(studies(fewest=1), st.sampled_from(METHODS), st.floats(0.1, 10), st.sampled_from([-1.0, 1.0]))
def test_a_pool_moves_with_the_unit_and_the_sign(
    table: Studies, method: Method, scale: float, sign: float
) -> None:
    effects, variances = np.array(table[0]), np.array(table[1])
    plain = pool(effects, variances, method=method)
    other = pool(sign * scale * effects, scale**2 * variances, method=method)
    assert other.estimate == pytest.approx(sign * scale * plain.estimate, rel=1e-6, abs=1e-8)
    assert other.se == pytest.approx(scale * plain.se, rel=1e-6)
    assert other.tau2 == pytest.approx(scale**2 * plain.tau2, rel=1e-5, abs=1e-8)


@given(studies(), st.sampled_from(METHODS))
def test_the_order_of_studies_does_not_matter(table: Studies, method: Method) -> None:
    effects, variances = np.array(table[0]), np.array(table[1])
    plain = pool(effects, variances, method=method)
    turned = pool(effects[::-1], variances[::-1], method=method)
    assert turned.estimate == pytest.approx(plain.estimate, rel=1e-7, abs=1e-9)
    assert turned.tau2 == pytest.approx(plain.tau2, rel=1e-6, abs=1e-9)


@given(studies(), st.sampled_from(METHODS))
def test_tau2_is_never_negative_and_the_pool_lies_among_its_studies(table: Studies, method: Method) -> None:
    pooled = pool(*table, method=method)
    assert pooled.tau2 >= 0
    assert min(table[0]) - 1e-9 <= pooled.estimate <= max(table[0]) + 1e-9
    assert 0 <= pooled.i2 <= 100


@given(st.floats(-5, 5), st.floats(0.01, 5), st.sampled_from(METHODS))
def test_one_study_pools_to_itself(effect: float, variance: float, method: Method) -> None:
    pooled = pool([effect], [variance], method=method)
    assert (pooled.estimate, pooled.se, pooled.tau2) == pytest.approx((effect, variance**0.5, 0.0))
    assert pooled.notes


@given(studies(), st.sampled_from(RANDOM))
def test_with_the_guard_knapp_hartung_is_never_more_exact_than_the_weights(
    table: Studies, method: Method
) -> None:
    guarded = pool(*table, method=method)
    assert guarded.se >= pool(*table, method=method, test="z").se - 1e-12
    assert guarded.se >= pool(*table, method=method, guard=False).se - 1e-12


def test_equal_effects_have_an_uncertainty_with_the_guard_and_none_without() -> None:
    equal, variances = [0.5, 0.5, 0.5], [0.1, 0.2, 0.3]
    assert pool(equal, variances).se > 0
    assert pool(equal, variances, guard=False).se == 0


@given(studies(), st.sampled_from(METHODS), st.sampled_from(["z", "knapp-hartung"]))
def test_many_at_a_time_are_the_same_as_one_at_a_time(table: Studies, method: Method, test: str) -> None:
    settings = PoolSettings(method, test)  # type: ignore[arg-type]
    effects, variances = np.array(table[0]), np.array(table[1])
    many = pool_many([effects, 2 * effects], [variances, variances], settings)
    for index, factor in enumerate((1, 2)):
        single = pool(factor * effects, variances, **asdict(settings))
        assert many.estimate[index] == pytest.approx(single.estimate, rel=1e-9, abs=1e-12)
        assert many.se[index] == pytest.approx(single.se, rel=1e-9)


@pytest.mark.parametrize(
    ("effects", "variances", "options", "where"),
    [
        ([], [], {}, ""),
        ([1.0], [1.0, 2.0], {}, ""),
        ([1.0, float("nan")], [1.0, 1.0], {}, "study 2"),
        ([1.0, 2.0], [1.0, 0.0], {}, "study 2"),
        ([1.0, 2.0], [-1.0, 1.0], {}, "study 1"),
        ([1.0, 2.0], [1.0, float("inf")], {}, "study 2"),
        ([1.0, 2.0], [1.0, 1.0], {"method": "XX"}, "method"),
        ([1.0, 2.0], [1.0, 1.0], {"test": "t"}, "test"),
        ([1.0, 2.0], [1.0, 1.0], {"like": "stata"}, "like"),
        ([1.0, 2.0], [1.0, 1.0], {"level": 1.0}, "level"),
        ([1.0, 2.0], [1.0, 1.0], {"labels": ["a"]}, "labels"),
        ([1.0, 2.0], [1.0, 1.0], {"labels": ["a", "a"]}, "labels"),
    ],
)
def test_what_cannot_be_pooled_is_refused_by_its_place(
    effects: list[float], variances: list[float], options: dict[str, object], where: str
) -> None:
    with pytest.raises(EvidenceError) as refused:
        pool(effects, variances, **options)  # type: ignore[arg-type]
    assert refused.value.where == where
