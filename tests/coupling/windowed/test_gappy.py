"""Correlation where samples are missing: over the samples both have, or none."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.coupling.windowed import gappy


def gapped(seed: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    a, b = rng.standard_normal(60).cumsum(), rng.standard_normal((3, 60)).cumsum(1)
    a[rng.random(60) < share] = np.nan
    b[rng.random((3, 60)) < share] = np.nan
    return a, b


def test_each_cell_is_the_correlation_of_the_samples_both_have() -> None:
    a, b = gapped(0, 0.2)
    r = gappy.one_to_many(a, b, 40, 20, 0.3)
    for row in range(3):
        for lag in (-20, -3, 0, 1, 20):
            x, y = a[max(0, -lag) :][:40], b[row, max(0, lag) :][:40]
            both = np.isfinite(x) & np.isfinite(y)
            assert r[row, lag + 20] == pytest.approx(np.corrcoef(x[both], y[both])[0, 1], abs=1e-12)


def test_fewer_than_the_share_or_than_three_have_none() -> None:
    a, b = gapped(1, 0.4)
    slices = [(slice(max(0, -k), max(0, -k) + 40), slice(max(0, k), max(0, k) + 40)) for k in range(-20, 21)]
    there, others = np.isfinite(a), np.isfinite(b)
    counts = np.array([[(there[one] & other[two]).sum() for one, two in slices] for other in others])
    for share in (0.0, 0.35, 0.5):
        found = np.isfinite(gappy.one_to_many(a, b, 40, 20, share))
        np.testing.assert_array_equal(found, counts >= max(3, 40 * share))
    a[2:] = np.nan
    assert np.isnan(gappy.one_to_many(a, b, 40, 20, 0.0)).all()


def test_what_is_constant_over_the_shared_samples_has_none() -> None:
    a, b = gapped(2, 0.2)
    b[1] = np.where(np.isfinite(a), 0.3, b[1])
    assert np.isnan(gappy.one_to_many(a, b, 60, 0, 0.1)[1]).all()
    assert np.isfinite(gappy.one_to_many(a, b, 60, 0, 0.1)[0]).all()


def test_still_samples_beside_a_large_one_keep_their_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gappy, "BLOCK", 200)
    rng = np.random.default_rng(3)
    a, b = 1e-3 * rng.standard_normal((2, 60))
    a[58], b[1] = 1e7, -1e6
    a[20] = b[33] = np.nan
    r = gappy.one_to_many(a, b[None], 40, 20, 0.5)[0]
    x, y = a[10:50], b[:40]
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both] - x[both].mean(), y[both] - y[both].mean()
    assert r[10] == pytest.approx(x @ y / np.sqrt((x @ x) * (y @ y)), abs=1e-12)
