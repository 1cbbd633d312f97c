"""Pools without each study, and as studies came."""

from __future__ import annotations

import csv

import pytest

from mirra.errors import EvidenceError
from mirra.evidence import PoolSettings, cumulative, leave_one_out, log_risk_ratio, pool
from tests.evidence.trials import YEAR, counts
from tests.golden import golden

Y, V = log_risk_ratio(*counts())
DL = PoolSettings("DL", "z")


def test_leaving_each_study_out_gives_metafors_numbers() -> None:
    with golden("metafor/bcg_extra.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["dataset"].endswith("leave1out")]
    pools = leave_one_out(Y, V, DL)
    assert [one_out.estimate for one_out in pools.values()] == pytest.approx(
        [float(row["value"]) for row in rows], rel=1e-9
    )
    assert next(iter(pools)) == "study 1"


def test_the_cumulative_pool_begins_with_the_first_study_and_ends_with_all() -> None:
    pools = list(cumulative(Y, V, YEAR, DL).items())
    assert pools[0][0] == "study 1"  # of 1948
    assert pools[0][1].estimate == pytest.approx(Y[0])
    assert pools[-1][0] == "study 8"  # of 1980
    assert pools[-1][1].estimate == pytest.approx(pool(Y, V, method="DL").estimate)


def test_a_single_study_cannot_be_left_out_and_an_order_is_a_number_each() -> None:
    with pytest.raises(EvidenceError, match="at least 2 studies"):
        leave_one_out([1.0], [1.0])
    with pytest.raises(EvidenceError, match="for each of 13 studies"):
        cumulative(Y, V, [1948.0])
