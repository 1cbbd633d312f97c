"""Whatever comes in, a body is measured or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mirra.errors import SignalError
from mirra.signals.breath import breath
from mirra.signals.heart import from_beats, from_intervals, heart
from mirra.signals.skin import skin
from mirra.signals.voice import voice

KINDS = ("noise", "walk", "square", "levels", "sine", "spikes", "ramp")
MEASURES: dict[str, Callable[[NDArray[np.float64], float], Any]] = {
    "heart": heart,
    "skin": skin,
    "breath": breath,
    "voice": voice,
    "two voices": lambda row, rate: voice(np.column_stack([row, row[::-1]]), rate),
    "beats": lambda row, _: from_beats(row),
    "intervals": lambda row, _: from_intervals(np.abs(row)),
}


def made(kind: str, count: int, seed: int) -> NDArray[np.float64]:
    """A row that is no body's."""
    rng = np.random.default_rng(seed)
    place = np.arange(count)
    rows: dict[str, NDArray[np.float64]] = {
        "noise": rng.standard_normal(count),
        "walk": np.cumsum(rng.standard_normal(count)),
        "square": np.sign(np.sin(place / rng.uniform(1, 200))),
        "levels": rng.integers(0, 3, count).astype(np.float64),
        "sine": np.sin(place / rng.uniform(1, 300)) * 10.0 ** rng.integers(-12, 12),
        "spikes": np.where(rng.random(count) < 0.01, 1.0, 0.0),
        "ramp": np.abs(rng.standard_normal(count)) + place * 1e-3,
    }
    return rows[kind]


@pytest.mark.parametrize("measure", MEASURES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(KINDS),
    count=st.sampled_from([0, 1, 2, 11, 200, 3000, 5000]),
    rate=st.sampled_from([0.5, 4.0, 10.0, 50.0, 128.0, 8000.0]),
    hole=st.sampled_from(["none", "scattered", "middle", "infinite"]),
    seed=st.integers(0, 2**16),
)
def test_nothing_but_a_result_or_a_named_error(
    measure: str, kind: str, count: int, rate: float, hole: str, seed: int
) -> None:
    row = made(kind, count, seed)
    if hole == "scattered":
        row[np.random.default_rng(seed).random(count) < 0.05] = np.nan
    elif hole == "middle":
        row[count // 3 : count // 2] = np.nan
    elif hole == "infinite" and count:
        row[seed % count] = np.inf
    try:
        found = MEASURES[measure](row, rate)
    except SignalError:
        return
    assert found.summary()
