"""Beats with what SciPy makes of them, to which the browser's coherence is held.

    uv run --all-extras --group test python -m tests.coherence

writes the fixture; ``tests/test_coherence.py`` computes it again.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.signal import periodogram

from material.footage import ROOT
from mirra.catalogue.load import load

FILE = ROOT / "web/src/clinic/breathing/coherence.fixture.json"
POINTS = 2048


def beats(seconds: float, *, hz: float, swing: float, noise: float, seed: int) -> list[float]:
    """Intervals in ms of a heart that swings with the breath, with a slow drift and noise."""
    random = np.random.default_rng(seed)
    at, found = 0.0, []
    while at < seconds:
        slow = 850 + swing * np.sin(2 * np.pi * hz * at) + 0.3 * at
        interval = float(np.round(slow + noise * random.standard_normal(), 6))
        at += interval / 1000
        found.append(interval)
    return found


def reference(intervals: list[float]) -> dict[str, float]:
    """Peak, its power and the ratio, by SciPy: natural spline to an even series, periodogram with a Hann window."""
    rules = load().heart
    at = np.cumsum(intervals) / 1000
    count = int(np.floor((at[-1] - at[0]) * rules.rate + 1e-9)) + 1
    even = CubicSpline(at, intervals, bc_type="natural")(at[0] + np.arange(count) / rules.rate)
    hz, density = periodogram(even, rules.rate, window="hann", nfft=POINTS, detrend="linear")
    used = (hz > 0) & (hz <= rules.total_high)
    hz, density = hz[used], density[used]
    band = (hz >= rules.peak_low) & (hz <= rules.peak_high)
    peak = hz[band][np.argmax(density[band])]
    width = rules.rate / POINTS
    power = float(density[np.abs(hz - peak) <= rules.around].sum() * width)
    rest = float(density.sum() * width) - power
    return {"peak": float(peak), "power": power, "ratio": power / rest}


def fixture() -> list[dict[str, Any]]:
    """A regular, a noisy and a hardly swinging heart."""
    hearts = (
        {"seconds": 60, "hz": 0.1, "swing": 60, "noise": 5, "seed": 1},
        {"seconds": 60, "hz": 0.09, "swing": 40, "noise": 40, "seed": 2},
        {"seconds": 120, "hz": 0.075, "swing": 8, "noise": 15, "seed": 3},
    )
    made = []
    for heart in hearts:
        intervals = beats(**heart)  # type: ignore[arg-type]
        made.append({"intervals": intervals, **reference(intervals)})
    return made


if __name__ == "__main__":
    FILE.write_text(json.dumps(fixture()) + "\n", encoding="utf-8")
