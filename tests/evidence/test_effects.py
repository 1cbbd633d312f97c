"""Effect sizes by the formulas of the reviews."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mirra.errors import EvidenceError
from mirra.evidence import (
    fisher_z,
    log_odds_ratio,
    log_risk_ratio,
    mean_difference,
    proportion,
    risk_difference,
    standardised_mean_difference,
)
from tests.evidence.trials import counts

SMALL = (5, 12.0, 3.0, 6, 8.0, 2.5)  # two groups of 5 and 6 people


def test_the_two_variances_of_a_standardised_mean_difference_differ_where_groups_are_small() -> None:
    spread = math.sqrt((4 * 9 + 5 * 6.25) / 9)
    revman = standardised_mean_difference(*SMALL, variance="revman")
    g = (1 - 3 / 35) * 4 / spread
    assert revman.effects[0] == pytest.approx(g)
    assert revman.variances[0] == pytest.approx(11 / 30 + g**2 / (2 * (11 - 3.94)))
    metafor = standardised_mean_difference(*SMALL, variance="metafor")
    exact = math.gamma(4.5) / (math.sqrt(4.5) * math.gamma(4))
    assert metafor.effects[0] == pytest.approx(exact * 4 / spread)
    assert metafor.variances[0] == pytest.approx(11 / 30 + metafor.effects[0] ** 2 / 22)
    assert revman.variances[0] > metafor.variances[0]


def test_a_mean_difference_keeps_its_unit() -> None:
    effects, variances = mean_difference(*SMALL)
    assert (effects[0], variances[0]) == pytest.approx((4.0, 9 / 5 + 6.25 / 6))


def test_ratios_and_differences_of_the_usual_example_are_as_published() -> None:
    effects, variances = log_risk_ratio(*counts())
    assert (effects[0], variances[0]) == pytest.approx((-0.889311333920205, 0.325584765003961))
    effects, variances = log_odds_ratio(*counts())
    assert effects[0] == pytest.approx(math.log(4 * 128 / (119 * 11)))
    assert variances[0] == pytest.approx(1 / 4 + 1 / 119 + 1 / 11 + 1 / 128)
    effects, _ = risk_difference(*counts())
    assert effects[0] == pytest.approx(4 / 123 - 11 / 139)


def test_only_a_table_with_an_empty_cell_is_corrected() -> None:
    effects, variances = log_risk_ratio([0, 4], [10, 123], [2, 11], [12, 139])
    assert effects[0] == pytest.approx(math.log(0.5 / 11) - math.log(2.5 / 13))
    assert variances[0] == pytest.approx(1 / 0.5 - 1 / 11 + 1 / 2.5 - 1 / 13)
    assert effects[1] == pytest.approx(math.log(4 / 123) - math.log(11 / 139))


def test_a_table_without_events_in_both_groups_stays_with_no_effect() -> None:
    for measure in (log_risk_ratio, log_odds_ratio, risk_difference):
        effects, variances = measure(0, 10, 0, 10)
        assert effects[0] == 0
        assert variances[0] > 0


def test_a_correlation_is_pooled_as_fishers_z() -> None:
    effects, variances = fisher_z(0.5, 28)
    assert (effects[0], variances[0]) == pytest.approx((math.atanh(0.5), 0.04))


@pytest.mark.parametrize(
    ("scale", "effect", "variance"),
    [
        ("raw", 0.25, 0.25 * 0.75 / 20),
        ("logit", math.log(5 / 15), 1 / 5 + 1 / 15),
        ("arcsine", math.asin(0.5), 1 / 80),
        ("freeman-tukey", (math.asin(math.sqrt(5 / 21)) + math.asin(math.sqrt(6 / 21))) / 2, 1 / 82),
    ],
)
def test_a_proportion_on_each_scale(scale: str, effect: float, variance: float) -> None:
    effects, variances = proportion(5, 20, scale=scale)  # type: ignore[arg-type]
    assert (effects[0], variances[0]) == pytest.approx((effect, variance))


def test_a_proportion_of_none_or_all_has_a_variance() -> None:
    for scale in ("raw", "logit"):
        _, variances = proportion([0, 20], [20, 20], scale=scale)
        assert (variances > 0).all()
        assert np.isfinite(variances).all()


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: mean_difference([10, 1], 1, 1, 10, 1, 1), "study 2, n1"),
        (lambda: mean_difference(10, float("nan"), 1, 10, 1, 1), "study 1, m1"),
        (lambda: mean_difference(10, 1, -1, 10, 1, 1), "study 1, sd1"),
        (lambda: standardised_mean_difference(10, 1, 0, 10, 1, 0), "study 1, sd1"),
        (lambda: log_risk_ratio(5, 0, 1, 10), "study 1, events1"),
        (lambda: log_risk_ratio(11, 10, 1, 10), "study 1, events1"),
        (lambda: log_risk_ratio(1, 10, 1.5, 10), "study 1, events2"),
        (lambda: fisher_z(1.0, 10), "study 1, r"),
        (lambda: fisher_z(0.1, 3), "study 1, n"),
        (lambda: fisher_z([0.1, 0.2], [1, 2, 3]), ""),
        (lambda: standardised_mean_difference(*SMALL, variance="hedges"), "smd"),  # type: ignore[arg-type]
        (lambda: proportion(1, 2, scale="probit"), "scale"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_study_is_named_by_number_and_column(make: object, where: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        make()  # type: ignore[operator]
    assert refused.value.where == where
