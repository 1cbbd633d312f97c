"""Asymmetry and trim and fill, beside metafor's numbers."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import EvidenceError
from mirra.evidence import PoolSettings, begg, egger_linear, egger_mixed, log_risk_ratio, trim_and_fill
from tests.evidence.trials import counts

Y, V = log_risk_ratio(*counts())
METAFOR = PoolSettings(test="z", like="metafor")


def test_the_classical_egger_test_is_metafors_linear_model() -> None:
    asymmetry = egger_linear(Y, V)
    assert asymmetry[:3] == pytest.approx((-1.40128200228933, 11, 0.188706995081979), rel=1e-9)


def test_the_mixed_form_is_another_test_and_says_so() -> None:
    mixed = egger_mixed(Y, V)
    assert mixed.df is None
    assert mixed.statistic != pytest.approx(egger_linear(Y, V).statistic, abs=0.1)
    assert mixed.test != egger_linear(Y, V).test


def test_beggs_rank_correlation_is_metafors() -> None:
    assert begg(Y, V)[::2] == pytest.approx((0.0256410256410256, 0.90288494086971))


def test_trim_and_fill_adds_what_metafor_adds() -> None:
    filled = trim_and_fill(Y, V, METAFOR)
    assert (filled.missing, filled.side) == (1, "right")
    assert filled.pooled.estimate == pytest.approx(-0.657082800760365, rel=1e-9)


def test_the_side_can_be_stated_and_mirrors_with_the_effects() -> None:
    right = trim_and_fill(Y, V, METAFOR, side="right")
    left = trim_and_fill(-np.asarray(Y), V, METAFOR, side="left")
    assert left.missing == right.missing
    assert left.pooled.estimate == pytest.approx(-right.pooled.estimate)
    assert trim_and_fill(Y, V, METAFOR, side="left").missing == 0


def test_two_studies_are_too_few() -> None:
    for test in (egger_linear, egger_mixed, begg, trim_and_fill):
        with pytest.raises(EvidenceError, match="at least 3 studies, got 2"):
            test([1.0, 2.0], [1.0, 1.0])
