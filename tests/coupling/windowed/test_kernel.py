"""Correlation in windows at many lags, against one Pearson correlation at a time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.coupling.windowed import gappy, kernel
from mirra.coupling.windowed.kernel import Means, Windows, all_pairs, correlate, each_window, fisher
from mirra.errors import CouplingError

KINDS = ("noise", "drift", "still with one burst", "steps", "far from zero")


def one_by_one(x: Any, y: Any, windows: Windows, share: float = 0.5) -> Any:
    """The definition, sample by sample."""
    w, m = windows.window, windows.lag
    starts = windows.starts(len(x))
    found = np.full((len(starts), 2 * m + 1), np.nan)
    for k, start in enumerate(starts):
        for lag in range(-m, m + 1):
            a = x[start + max(0, -lag) :][:w]
            b = y[start + max(0, lag) :][:w]
            both = np.isfinite(a) & np.isfinite(b)
            a, b = a[both], b[both]
            if len(a) < max(3, share * w) or np.ptp(a) == 0 or np.ptp(b) == 0:
                continue
            a, b = a - a[0], b - b[0]
            a, b = a - a.mean(), b - b.mean()
            found[k, lag + m] = (a @ b) / math.sqrt((a @ a) * (b @ b))
    return found


def series(kind: str, n: int, rng: np.random.Generator) -> Any:
    noise = rng.standard_normal(n)
    if kind == "drift":
        return noise.cumsum() * 10
    if kind == "still with one burst":
        return 1e-4 * noise + 1e5 * (np.abs(np.arange(n) - rng.integers(n)) < 3)
    if kind == "steps":
        return np.repeat(rng.integers(0, 3, n), 7)[:n].astype(float)
    if kind == "far from zero":
        return 1e3 + 1e-3 * noise
    return noise


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    kinds=st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)),
    window=st.integers(3, 40),
    lag=st.integers(0, 45),
    step=st.one_of(st.integers(1, 30), st.floats(1, 30)),
    extra=st.integers(0, 90),
)
def test_every_window_and_lag_is_the_pearson_correlation(
    seed: int, kinds: tuple[str, str], window: int, lag: int, step: float, extra: int
) -> None:
    rng = np.random.default_rng(seed)
    windows = Windows(window, step, lag)
    n = window + lag + extra
    x, y = series(kinds[0], n, rng), series(kinds[1], n, rng)
    np.testing.assert_allclose(correlate(x, y, windows)[0], one_by_one(x, y, windows), rtol=0, atol=2e-12)


def test_small_movements_beside_a_large_one_keep_their_digits() -> None:
    rng = np.random.default_rng(7)
    x, y = 1e-3 * rng.standard_normal((2, 400))
    y[130] = 1e6
    x[240] = -1e7
    windows = Windows(100, 10, 25)
    np.testing.assert_allclose(correlate(x, y, windows)[0], one_by_one(x, y, windows), rtol=0, atol=1e-13)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    kinds=st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)),
    gaps=st.floats(0.01, 0.7),
    window=st.integers(3, 30),
    lag=st.integers(0, 35),
    share=st.sampled_from([0.1, 0.5, 0.9]),
)
def test_with_samples_missing_it_is_the_correlation_of_those_both_have(
    seed: int, kinds: tuple[str, str], gaps: float, window: int, lag: int, share: float
) -> None:
    rng = np.random.default_rng(seed)
    windows = Windows(window, 5, lag)
    x, y = (series(kind, window + lag + 40, rng) for kind in kinds)
    x[rng.random(len(x)) < gaps] = np.nan
    y[rng.random(len(y)) < gaps] = np.nan
    found = correlate(x, y, windows, share=share)[0]
    np.testing.assert_allclose(found, one_by_one(x, y, windows, share), rtol=0, atol=2e-12)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    kinds=st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)),
    window=st.integers(3, 40),
    lag=st.integers(0, 45),
    gap=st.booleans(),
)
def test_many_at_once_are_each_the_pearson_correlation(
    seed: int, kinds: tuple[str, str], window: int, lag: int, gap: bool
) -> None:
    rng = np.random.default_rng(seed)
    check_many(rng, kinds, Windows(window, 11, lag), gap)


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_long_windows_are_worked_on_in_blocks_with_the_same_numbers(
    kind: str, gap: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(11)
    monkeypatch.setattr(kernel, "SHORT", 100)
    monkeypatch.setattr(kernel, "CACHED_ROWS", 4)
    monkeypatch.setattr(gappy, "BLOCK", 300)
    check_many(rng, (kind, "drift"), Windows(30, 11, 20), gap)
    check_many(rng, (kind, "drift"), Windows(30, 11, 40), gap)
    x, y = series(kind, 200, rng), series("noise", 200, rng)
    windows = Windows(30, 11, 20)
    np.testing.assert_allclose(correlate(x, y, windows)[0], one_by_one(x, y, windows), rtol=0, atol=2e-12)


def check_many(rng: np.random.Generator, kinds: tuple[str, str], windows: Windows, gap: bool) -> None:
    n = windows.span + 30
    firsts, seconds = (np.stack([series(kind, n, rng) for _ in range(6)]) for kind in kinds)
    seconds[4] = series("noise", n, rng)
    if gap:
        firsts[2, rng.integers(n)] = np.nan
    together = np.stack(list(all_pairs(firsts, seconds, windows)), axis=2)
    for a in (0, 2):
        wanted = np.stack([one_by_one(firsts[a], y, windows) for y in seconds])
        np.testing.assert_allclose(together[a], wanted, rtol=0, atol=2e-12)
        np.testing.assert_allclose(correlate(firsts[a], seconds, windows), wanted, rtol=0, atol=2e-12)


def test_a_transform_does_not_smear_one_large_movement_over_still_slices() -> None:
    rng = np.random.default_rng(9)
    firsts, seconds = 1e-3 * rng.standard_normal((2, 8, 150))
    seconds[:, 145] = 1e6
    firsts[3, 2] = -1e8
    windows = Windows(100, 10, 50)
    (together,) = all_pairs(firsts, seconds, windows)
    for a, x in enumerate(firsts):
        for b, y in enumerate(seconds):
            np.testing.assert_allclose(together[a, b], one_by_one(x, y, windows)[0], rtol=0, atol=1e-12)


def test_surrogates_and_all_pairs_are_the_same_numbers_as_one_pair_at_a_time() -> None:
    rng = np.random.default_rng(3)
    windows = Windows(40, 15, 12)
    firsts, seconds = rng.standard_normal((5, 200)).cumsum(1), rng.standard_normal((7, 200)).cumsum(1)
    seconds[2, 60:150] = 1.25
    firsts[1, 170] = np.nan
    together = np.stack(list(all_pairs(firsts, seconds, windows)), axis=2)
    for a, x in enumerate(firsts):
        np.testing.assert_allclose(together[a], correlate(x, seconds, windows), rtol=0, atol=1e-13)
        for b, y in enumerate(seconds):
            np.testing.assert_allclose(together[a, b], correlate(x, y, windows)[0], rtol=0, atol=1e-13)
    streamed = np.stack(list(each_window(firsts[0], seconds, windows)), axis=1)
    np.testing.assert_array_equal(streamed, correlate(firsts[0], seconds, windows))


def test_a_constant_stretch_has_no_correlation() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((2, 120))
    y[:70] = 0.1
    r = correlate(x, y, Windows(30, 10, 10))[0]
    assert np.isnan(r[0]).all()
    assert np.isnan(r[3, :11]).all()
    assert np.isfinite(r[5]).all()


def test_the_lag_is_positive_where_the_first_leads() -> None:
    x = np.random.default_rng(1).standard_normal(300)
    y = np.roll(x, 7)
    r = correlate(x[20:], y[20:], Windows(80, 20, 15))[0]
    assert (Windows(80, 20, 15).lags[r.argmax(1)] == 7).all()
    np.testing.assert_allclose(r[:, 22], 1, atol=1e-14)
    np.testing.assert_array_equal(fisher(r)[:, 22], 10)


@given(n=st.integers(0, 400), w=st.integers(3, 60), s=st.integers(1, 50), m=st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_as_many_windows_as_the_definition_says(n: int, w: int, s: int, m: int) -> None:
    wanted = math.ceil((n - w - m + 1) / s)
    if wanted < 1:
        with pytest.raises(CouplingError, match="needs"):
            Windows(w, s, m).starts(n)
    else:
        np.testing.assert_array_equal(Windows(w, s, m).starts(n), s * np.arange(wanted))


def test_positions_do_not_drift_at_rates_that_are_not_whole() -> None:
    rate = 30000 / 1001
    starts = Windows(899, 10 * rate, 150).starts(120_000)
    assert np.abs(starts / rate - 10 * np.arange(len(starts))).max() <= 0.5 / rate + 1e-9


@pytest.mark.parametrize("bad", [(2, 1, 0), (5, 0.5, 0), (5, 1, -1), (5, float("nan"), 1)])
def test_windows_that_cannot_be_are_refused(bad: tuple[int, float, int]) -> None:
    with pytest.raises(CouplingError):
        Windows(*bad)


def test_series_of_unequal_length_are_refused() -> None:
    with pytest.raises(CouplingError, match="40 and 41"):
        correlate(np.zeros(40), np.zeros((2, 41)), Windows(5, 1, 1))
    with pytest.raises(CouplingError, match="40 and 41"):
        next(all_pairs(np.zeros((3, 40)), np.zeros((2, 41)), Windows(5, 1, 1)))
    with pytest.raises(CouplingError, match="One series"):
        correlate(np.zeros((2, 40)), np.zeros((2, 40)), Windows(5, 1, 1))


def test_the_means_of_a_stream_are_the_means_of_the_whole() -> None:
    rng = np.random.default_rng(4)
    x, ys = rng.standard_normal(300), rng.standard_normal((9, 300)).cumsum(1)
    ys[3, 100:180] = 2.0
    windows = Windows(40, 20, 10)
    z = fisher(correlate(x, ys, windows))
    means = Means(windows.lag)
    for r in each_window(x, ys, windows):
        means.add(r)
    found = means.statistics()
    for end, values in (("", z), ("_absolute", np.abs(z))):
        np.testing.assert_allclose(found["grand_average" + end], np.nanmean(values, axis=(1, 2)), atol=1e-14)
        parts = {"all_lags": values, "first_leads": values[..., 11:], "second_leads": values[..., :10]}
        parts["lag_zero"] = values[..., 10:11]
        for name, part in parts.items():
            wanted = [
                np.mean([row[~np.isnan(row)].mean() for row in one if np.isfinite(row).any()]) for one in part
            ]
            np.testing.assert_allclose(found[name + end], wanted, atol=1e-14)
    still = Means(windows.lag)
    still.add(correlate(x, np.ones(300), windows)[:, 0])
    assert np.isnan(still.statistics()["all_lags"]).all()
