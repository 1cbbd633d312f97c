"""Windows that start a few samples apart, against one Pearson correlation at a time."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from mirra.coupling.windowed import dense, dense_gappy, tiles
from mirra.coupling.windowed.kernel import Windows, correlate, each_window
from mirra.coupling.windowed.tiles import tiling
from tests.coupling.windowed.test_kernel import KINDS, series

CLOSE = 1e-12
ANY_KIND = st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS))
OFFSETS = st.sampled_from([0.0, 1e6, -1e6])


def by_definition(x: Any, y: Any, windows: Windows, share: float = 0.5) -> Any:
    """Each lag of every window from slices that are cut out and centred on their own."""
    w, m = windows.window, windows.lag
    starts = windows.starts(len(x))
    r = np.empty((len(starts), 2 * m + 1))
    for lag in range(-m, m + 1):
        a, b = (sliding_window_view(one, w)[starts + max(0, at)] for one, at in ((x, -lag), (y, lag)))
        both = np.isfinite(a) & np.isfinite(b)
        count = both.sum(1, keepdims=True)
        a, b = (centred(one, both, count) for one in (a, b))
        with np.errstate(divide="ignore", invalid="ignore"):
            r[:, lag + m] = (a * b).sum(1) / np.sqrt((a * a).sum(1) * (b * b).sum(1))
        r[count[:, 0] < max(3, share * w), lag + m] = np.nan
    return r


def centred(slices: Any, there: Any, count: Any) -> Any:
    """Slices about their mean over what is there, 0 elsewhere; one sample is taken off first, so constants are 0."""
    first = slices[np.arange(len(slices)), there.argmax(1)][:, None]
    with np.errstate(invalid="ignore"):
        moved = np.where(there, slices - first, 0.0)
    return np.where(there, moved - moved.sum(1, keepdims=True) / np.maximum(count, 1), 0.0)


def layout(window: int, step: int, lag: int, extra: int) -> tuple[Windows, int]:
    """Windows that are close enough to be worked on together, and a length of series that holds them."""
    windows = Windows(window, min(step, window // tiles.STEPS_IN_WINDOW), lag)
    samples = window + lag + extra
    assert tiling(window, windows.step, lag, len(windows.starts(samples))) is not None
    return windows, samples


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    kinds=ANY_KIND,
    offset=OFFSETS,
    window=st.integers(48, 120),
    step=st.integers(1, 15),
    lag=st.integers(0, 130),
    extra=st.integers(0, 160),
)
def test_every_window_and_lag_is_the_pearson_correlation(
    seed: int, kinds: tuple[str, str], offset: float, window: int, step: int, lag: int, extra: int
) -> None:
    rng = np.random.default_rng(seed)
    windows, samples = layout(window, step, lag, extra)
    x, y = series(kinds[0], samples, rng) + offset, series(kinds[1], samples, rng)
    np.testing.assert_allclose(correlate(x, y, windows)[0], by_definition(x, y, windows), rtol=0, atol=CLOSE)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    kinds=ANY_KIND,
    offset=OFFSETS,
    gaps=st.floats(0.002, 0.6),
    window=st.integers(48, 100),
    step=st.integers(1, 12),
    lag=st.integers(0, 110),
    share=st.sampled_from([0.1, 0.5, 0.9]),
)
def test_with_samples_missing_it_is_the_correlation_of_those_both_have(
    seed: int,
    kinds: tuple[str, str],
    offset: float,
    gaps: float,
    window: int,
    step: int,
    lag: int,
    share: float,
) -> None:
    rng = np.random.default_rng(seed)
    windows, samples = layout(window, step, lag, 100)
    x, y = series(kinds[0], samples, rng) + offset, series(kinds[1], samples, rng)
    x[rng.random(samples) < gaps] = np.nan
    y[rng.random(samples) < gaps] = np.inf
    found = correlate(x, y, windows, share=share)[0]
    np.testing.assert_allclose(found, by_definition(x, y, windows, share), rtol=0, atol=CLOSE)


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("step", [1, 3])
def test_tiles_of_any_size_give_the_same_numbers(
    gap: bool, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    x, y = rng.standard_normal((2, 450)).cumsum(1)
    if gap:
        x[200:220] = np.nan
    windows = Windows(120, step, 50)
    expected = by_definition(x, y, windows)
    for strip_samples, strips, lags, at_once in ((16, 24, 128, 16), (6, 3, 20, 2), (1, 2, 30, 1)):
        monkeypatch.setattr(tiles, "STRIP_SAMPLES", strip_samples)
        monkeypatch.setattr(tiles, "STRIPS", strips)
        monkeypatch.setattr(tiles, "LAGS", lags)
        monkeypatch.setattr(dense, "TILES_AT_ONCE", at_once)
        monkeypatch.setattr(dense_gappy, "STRIPS", max(1, strips - 1))
        monkeypatch.setattr(dense_gappy, "LAGS", lags)
        np.testing.assert_allclose(correlate(x, y, windows)[0], expected, rtol=0, atol=CLOSE)


def test_a_constant_slice_has_no_correlation_and_spoils_no_other() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.standard_normal((2, 700))
    x[200:330], y[420:530] = 1e6 + 0.1, 0.3
    windows = Windows(100, 1, 30)
    found, expected = correlate(x, y, windows)[0], by_definition(x, y, windows)
    assert np.isnan(expected).any()
    np.testing.assert_allclose(found, expected, rtol=0, atol=CLOSE)


def test_windows_one_after_the_other_are_those_of_the_whole_and_take_no_more_memory_for_longer_series() -> (
    None
):
    x, y = np.random.default_rng(6).standard_normal((2, 60_000))
    windows = Windows(200, 1, 20)
    peaks = []
    for samples in (20_000, 60_000):
        tracemalloc.start()
        count = sum(r.shape == (1, 41) for r in each_window(x[:samples], y[:samples], windows))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == samples - 219
    assert peaks[1] < 1.5 * peaks[0]
    streamed = np.stack(list(each_window(x[:7000], y[:7000], windows)), axis=1)
    np.testing.assert_allclose(streamed, correlate(x[:7000], y[:7000], windows), rtol=0, atol=CLOSE)


def test_several_series_are_each_the_correlation_with_the_first() -> None:
    rng = np.random.default_rng(8)
    x, ys = rng.standard_normal(500), rng.standard_normal((3, 500))
    windows = Windows(80, 2, 10)
    expected = np.stack([by_definition(x, y, windows) for y in ys])
    np.testing.assert_allclose(correlate(x, ys, windows), expected, rtol=0, atol=CLOSE)


@pytest.mark.parametrize(
    ("window", "step", "lag"), [(750, 250, 125), (750, 2.5, 125), (20, 1, 40), (6, 1, 2)]
)
def test_windows_far_apart_short_or_not_whole_samples_apart_stay_on_their_own(
    window: int, step: float, lag: int
) -> None:
    assert tiling(window, step, lag, 1000) is None


def test_a_copy_has_its_peak_at_its_delay() -> None:
    x: Any = np.random.default_rng(9).standard_normal(800)
    r = correlate(x[15:], x[:-15], Windows(150, 1, 25))[0]
    assert (r.argmax(1) == 25 + 15).all()
    np.testing.assert_allclose(r.max(1), 1.0, rtol=0, atol=CLOSE)
