"""Meta-regression and subgroups, beside metafor's numbers."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import EvidenceError
from mirra.evidence import PoolSettings, log_risk_ratio, meta_regression, pool, subgroups
from tests.evidence.trials import LATITUDE, counts

Y, V = log_risk_ratio(*counts())


def test_the_regression_on_latitude_is_metafors() -> None:
    fit = meta_regression(Y, V, {"latitude": LATITUDE}, PoolSettings(test="z", like="metafor"))
    assert fit.coefficients == pytest.approx([0.251464294374285, -0.0291016609280148], rel=1e-9)
    assert fit.se[1] == pytest.approx(0.00719555475708091, rel=1e-9)
    assert (fit.tau2, fit.qm, fit.r2) == pytest.approx(
        (0.0763546947056598, 16.3571255721594, 75.6244783614905), rel=1e-9
    )
    assert fit.names == ("intercept", "latitude")


def test_a_moderator_that_explains_nothing_leaves_the_pool_at_its_mean() -> None:
    y, v, side = [1.0, 3.0, 1.0, 3.0], [0.5] * 4, [-1.0, -1.0, 1.0, 1.0]
    fit, pooled = meta_regression(y, v, {"side": side}), pool(y, v)
    assert fit.coefficients == pytest.approx([pooled.estimate, 0.0])
    assert fit.qm == pytest.approx(0.0)


def test_a_regression_without_moderators_is_refused() -> None:
    with pytest.raises(EvidenceError, match="at least 1 moderator"):
        meta_regression(Y, V, {})


def test_one_moderator_is_tested_alike_alone_and_with_all() -> None:
    fit = meta_regression(Y, V, {"latitude": LATITUDE})
    assert fit.qm == pytest.approx(fit.statistics[1] ** 2)
    assert fit.qm_p == pytest.approx(fit.p[1])


def test_subgroups_have_pools_of_their_own_and_a_test_between_them() -> None:
    groups = ["north" if latitude > 40 else "south" for latitude in LATITUDE]
    divided = subgroups(Y, V, groups)
    south = np.array([group == "south" for group in groups])
    assert divided.pools["south"].estimate == pytest.approx(pool(Y[south], V[south]).estimate)
    apart = divided.pools["north"].estimate - divided.pools["south"].estimate
    both = divided.pools["north"].se ** 2 + divided.pools["south"].se ** 2
    assert divided.df == 1
    assert divided.q == pytest.approx(apart**2 / both)


@pytest.mark.parametrize(
    ("moderators", "where"),
    [
        ({"latitude": [1.0, 2.0]}, "moderator latitude"),
        ({"latitude": [float("nan")] * 13}, "moderator latitude"),
        ({"constant": [2.0] * 13}, "moderators"),
        ({"a": LATITUDE, "b": 2 * LATITUDE}, "moderators"),
    ],
)
def test_a_moderator_that_cannot_explain_is_refused(moderators: dict[str, list[float]], where: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        meta_regression(Y, V, moderators)
    assert refused.value.where == where


def test_a_regression_needs_more_studies_than_coefficients() -> None:
    with pytest.raises(EvidenceError, match="at least 3 studies for 2 coefficients, got 2"):
        meta_regression([1.0, 2.0], [1.0, 1.0], {"a": [1.0, 2.0]})


def test_groups_have_to_be_two_and_as_many_as_studies() -> None:
    with pytest.raises(EvidenceError, match="2 or more kinds; got 13 of 1"):
        subgroups(Y, V, ["all"] * 13)
    with pytest.raises(EvidenceError, match="got 2 of 2"):
        subgroups(Y, V, ["a", "b"])
