"""Stretches without a gap."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.errors import SignalError
from mirra.signals.body.stretches import Stretch, unbroken

ROW = np.sin(np.arange(1000) / 7)


def cut(row: Any = ROW, rate: float = 10, **more: Any) -> tuple[tuple[Stretch, ...], list[str]]:
    return unbroken(row, rate, **{"bridge": 0.5, "shortest": 2.0, "what": "series", **more})


def test_a_whole_recording_is_one_stretch() -> None:
    (one,), notes = cut(start=5.0)
    assert (one.start, one.stop, one.rate, one.place) == (5.0, 104.9, 10, slice(0, 1000))
    assert np.array_equal(one.values, ROW)
    assert notes == []


def test_short_gaps_are_filled_and_long_ones_end_a_stretch() -> None:
    row = ROW.copy()
    row[100:105] = np.nan  # 0.5 s
    row[500:506] = np.nan  # 0.6 s
    stretches, notes = cut(row)
    assert [stretch.place for stretch in stretches] == [slice(0, 500), slice(506, 1000)]
    assert np.allclose(
        stretches[0].values[100:105], np.interp(range(100, 105), [99, 105], [ROW[99], ROW[105]])
    )
    assert notes == [
        "5 missing samples in gaps of up to 0.5 s were filled by straight lines",
        "1 gaps longer than 0.5 s: nothing is measured across them",
    ]


def test_a_step_of_the_clock_ends_a_stretch_and_the_true_rate_is_kept() -> None:
    clock = np.arange(1000) / 9.9
    clock[400:] += 60
    stretches, _ = cut(times=clock)
    assert [stretch.place for stretch in stretches] == [slice(0, 400), slice(400, 1000)]
    assert stretches[0].rate == pytest.approx(9.9)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 999), max_size=400), st.floats(0.01, 3))
def test_stretches_never_hold_a_missing_sample_nor_one_of_a_long_gap(lost: list[int], bridge: float) -> None:
    row = ROW.copy()
    row[lost] = np.nan
    stretches, _ = cut(row, bridge=bridge, shortest=0.0)
    covered = np.zeros(1000, dtype=bool)
    for stretch in stretches:
        assert np.isfinite(stretch.values).all()
        assert len(stretch.values) == len(stretch.times)
        covered[stretch.place] = True
    assert covered[np.isfinite(row)].all()
    runs = np.flatnonzero(np.diff(np.concatenate([[0], np.isnan(row).astype(int), [0]]))).reshape(-1, 2)
    for first, last in runs:
        if (last - first) / 10 > bridge + 0.1:
            assert not covered[first:last].any()


@pytest.mark.parametrize(
    ("row", "more", "words"),
    [
        ([], {}, "no sample at all"),
        ([np.inf, np.nan], {}, "no sample at all"),
        ([1.0, 1.0, np.nan, 1.0], {}, "is 1 in every sample"),
        (ROW[:10], {}, "longest stretch of the series without a gap is 0.9 s"),
        (ROW, {"times": np.arange(1000) / 20}, "clock of the series says 20 Hz, not 10 Hz"),
        (ROW, {"times": np.zeros(1000)}, "no time at all"),
        (ROW, {"times": np.arange(1000)[::-1] / 10}, "runs backwards"),
        (ROW, {"times": np.arange(999) / 10}, "as many times"),
        (ROW.reshape(2, 500), {}, "one channel"),
        (ROW, {"rate": 0.0}, "positive"),
    ],
)
def test_what_cannot_be_measured_is_refused(row: Any, more: dict[str, Any], words: str) -> None:
    with pytest.raises(SignalError, match=words):
        cut(row, **more)
