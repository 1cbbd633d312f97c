"""Effects of samples, families of p values and bands, against what is known or simulated."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mirra import figures
from mirra.coupling.group import binomial_band, fdr, partner_test, sample_effect
from mirra.errors import CouplingError
from mirra.result import Result


def table(rng: np.random.Generator, count: int, effect: float, shared: float = 0.7) -> np.ndarray:
    """Pairs' couplings (count, count) with SD 1, of which persons share so much; real dyads lie ``effect`` higher."""
    own = np.sqrt(1 - shared**2)
    persons = shared / np.sqrt(2) * (rng.normal(size=(count, 1)) + rng.normal(size=(1, count)))
    return np.asarray(persons + own * rng.normal(size=(count, count)) + effect * np.eye(count))


def test_d_is_the_difference_over_the_pooled_sd() -> None:
    values = table(np.random.default_rng(0), 8, 1.0)
    real, pseudo = np.diagonal(values), values[~np.eye(8, dtype=bool)]
    pooled = np.sqrt((7 * real.var(ddof=1) + 55 * pseudo.var(ddof=1)) / 62)
    found = sample_effect(values, resamples=50)
    assert found.d == pytest.approx((real.mean() - pseudo.mean()) / pooled)
    assert (found.n_dyads, found.n_pseudo) == (8, 56)
    assert found.low < found.d < found.high


def test_d_does_not_mind_where_zero_lies() -> None:
    values = table(np.random.default_rng(1), 8, 0.5)
    assert sample_effect(values + 1e6, resamples=10).d == pytest.approx(
        sample_effect(values, resamples=10).d, rel=1e-6
    )


@pytest.mark.parametrize("interval", ["bca", "percentile"])
def test_the_interval_holds_the_true_effect_about_as_often_as_it_says(interval: str) -> None:
    rng = np.random.default_rng(2)
    held = 0
    for seed in range(200):
        found = sample_effect(table(rng, 20, 0.8), resamples=400, interval=interval, seed=seed)  # type: ignore[arg-type]
        held += found.low <= 0.8 <= found.high
    low, high = binomial_band(200, 0.95)
    assert low <= held / 200 <= high


def test_the_accelerated_interval_is_scipys_for_the_same_draws() -> None:
    """scipy works out bias and acceleration itself, from d over the dyads that it leaves out."""
    values = np.exp(table(np.random.default_rng(8), 9, 0.8))

    def cohens_d(dyads: np.ndarray) -> float:
        chosen = values[np.ix_(dyads, dyads)]
        real, pseudo = np.diagonal(chosen), chosen[~np.eye(len(dyads), dtype=bool)]
        pooled = np.var(real) * len(real) + np.var(pseudo) * len(pseudo)
        return float((real.mean() - pseudo.mean()) / np.sqrt(pooled / (len(real) + len(pseudo) - 2)))

    effect = sample_effect(values, resamples=999)
    expected = stats.bootstrap(
        (np.arange(9),), cohens_d, n_resamples=0, vectorized=False, method="BCa",
        bootstrap_result=SimpleNamespace(bootstrap_distribution=effect.draws),
    ).confidence_interval  # fmt: skip
    assert (effect.low, effect.high) == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_the_spread_over_dyads_is_the_true_one_where_pairs_share_persons() -> None:
    rng = np.random.default_rng(3)
    found = [sample_effect(table(rng, 20, 0.8, shared=0.9), resamples=200, seed=seed) for seed in range(150)]
    true, told = np.std([one.d for one in found]), np.mean([one.draws.std() for one in found])
    naive = math.sqrt(1 / 20 + 1 / 380)  # were all pairs independent
    assert told == pytest.approx(true, rel=0.25)
    assert naive > 1.5 * true


def test_missing_pairs_are_left_out_and_dyads_without_a_value_too() -> None:
    values = table(np.random.default_rng(4), 9, 0.5)
    values[2, 2] = values[4, 7] = np.nan
    found = sample_effect(values, resamples=50)
    assert (found.n_dyads, found.n_pseudo) == (8, 55)
    assert math.isfinite(found.low)


def test_an_effect_is_a_result(tmp_path: Path) -> None:
    found = sample_effect(table(np.random.default_rng(5), 10, 1.0), resamples=100, seed=7)
    assert isinstance(found, Result)
    assert found.summary()["d_low"] == found.low
    assert found.summary()["seed"] == 7
    found.to_csv(tmp_path / "d.csv")
    assert len((tmp_path / "d.csv").read_text().splitlines()) == 102
    figures.save(found.plot, tmp_path / "d")
    assert "Cohen" in (tmp_path / "d.svg").read_text()


def test_partners_are_assigned_anew_with_roles_kept() -> None:
    rng = np.random.default_rng(6)
    assert partner_test(table(rng, 12, 1.5), n=999).p == 0.001
    found = partner_test(table(rng, 12, 0.0), n=999)
    assert found.scheme == "between-dyad"
    assert found.null_name.startswith("The two persons of a dyad are as independent")
    gappy = table(rng, 6, 0.0)
    gappy[0, 0] = gappy[1, 2] = np.nan
    assert np.isfinite(partner_test(gappy, n=99).null).all()


def test_partner_assignments_raise_no_false_alarms() -> None:
    rng = np.random.default_rng(7)
    wrong = np.mean([partner_test(table(rng, 10, 0.0), n=199, seed=seed).p <= 0.05 for seed in range(400)])
    low, high = binomial_band(400)
    assert low <= wrong <= high


@pytest.mark.parametrize("values", [np.zeros((3, 4)), np.zeros(5), np.zeros((2, 2))])
def test_tables_that_tell_nothing_are_named(values: np.ndarray) -> None:
    with pytest.raises(CouplingError):
        partner_test(values)
    with pytest.raises(CouplingError):
        sample_effect(values)


def test_false_discovery_rates_of_the_first_paper() -> None:
    # Benjamini & Hochberg 1995, table of 15 p values: at 0.05 the first four are found.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (fdr(p) <= 0.05).sum() == 4
    assert (fdr(p, "by") >= fdr(p)).all()
    assert (fdr(p, "by") <= 0.05).sum() == 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(math.nan)), max_size=12))
def test_adjusted_values_keep_order_shape_and_gaps(p: list[float]) -> None:
    found = fdr(p)
    known = ~np.isnan(np.array(p, dtype=float))
    assert np.array_equal(np.isnan(found), ~known)
    given_, made = np.array(p, dtype=float)[known], found[known]
    assert (made >= given_ - 1e-15).all()
    assert (made <= 1).all()
    assert (np.diff(made[np.argsort(given_, kind="stable")]) >= -1e-15).all()


def test_what_is_no_p_value_is_named() -> None:
    with pytest.raises(CouplingError, match="between 0 and 1"):
        fdr([0.2, 1.2])
    with pytest.raises(CouplingError, match="no adjustment 'holm'"):
        fdr([0.2], "holm")  # type: ignore[arg-type]


def test_the_band_holds_what_it_says() -> None:
    low, high = binomial_band(400, 0.05)
    assert (low, high) == (0.03, 0.0725)
    inside = np.random.default_rng(0).binomial(400, 0.05, 20000) / 400
    assert ((inside >= low) & (inside <= high)).mean() >= 0.95
    for wrong in ((0, 0.05, 0.95), (10, 0.0, 0.95), (10, 0.05, 1.0)):
        with pytest.raises(CouplingError):
            binomial_band(*wrong)
