"""Time of 999 surrogates of a ten-minute dyad at 25 Hz, beside a plain loop and the processor's own limit, in one run.

Windows of 30 s each 10 s with lags to 5 s, all statistics signed and absolute. In turn, several rounds: 999 circular
shifts in one pass; every shift there is by Fourier transforms; whole segments exchanged; and a plain loop that makes
each shifted copy and correlates its windows one after the other, of which some are timed and the rest reckoned. The
limit of the processor is the number of floating-point operations of the direct way, 21 million a surrogate, over its
measured rate of matrix products; the exchange of segments needs fewer. All of it is processor time. Prints a table,
keeps ``benchmarks/out/surrogates.json``, and exits with 1 when every shift costs more than a tenth of 999 drawn ones,
or the dearer of the drawn schemes more than a tenth of the plain loop::

    uv run --group test python -m benchmarks.surrogates
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from material.footage import recordings
from mirra.arrays import Floats
from mirra.coupling.settings import NullSettings
from mirra.coupling.surrogates import copies, testing
from mirra.coupling.windowed.kernel import Windows

RATE, SAMPLES, N, ROUNDS, PLAIN = 25.0, 15000, 999, 5, 10
LIMIT_OF_LOOP, LIMIT_OF_DRAWN = 0.1, 0.1
WINDOWS = Windows(750, 250, 125)
OUT = Path(__file__).resolve().parent / "out"


def dyad() -> tuple[Floats, Floats, str]:
    """Ten minutes of two people's movement at 25 Hz: real where it is at hand, else simulated; smoothed over 0.5 s."""
    real = recordings("dyads/motion_energy/202_01.txt")
    if real is not None:
        pair = np.loadtxt(real, skiprows=1)[:SAMPLES].T
    else:
        pair = np.abs(np.cumsum(np.random.default_rng(0).normal(size=(2, SAMPLES)), axis=1))
    first, second = (np.convolve(series, np.ones(13) / 13, "same") for series in pair)
    return first, second, real.name if real else "simulated movement"


def plain(x: Floats, y: Floats) -> tuple[float, float]:
    """Mean z and mean |z| of one pair, every window's correlations by a product of its own."""
    w, m, means = WINDOWS.window, WINDOWS.lag, []
    for start in WINDOWS.starts(len(x)):
        for fixed, moved in ((x, y), (y, x)):
            one = fixed[start : start + w]
            one = one - one.mean()
            others = sliding_window_view(moved[start : start + w + m], w)
            others = others - others.mean(axis=1, keepdims=True)
            r = others @ one / np.sqrt((one @ one) * (others * others).sum(axis=1))
            z = np.arctanh(r if fixed is x else r[1:])  # lag zero once
            means.append((z.sum(), np.abs(z).sum()))
    total = np.sum(means, axis=0) / (len(means) // 2 * (2 * m + 1))
    return float(total[0]), float(total[1])


def product_rate() -> float:
    """Floating-point operations a second of a matrix product as large as a window's."""
    a, b = np.random.default_rng(0).random((2, 1000, 1000))
    a @ b
    return max(2e9 / timed(lambda: a @ b) for _ in range(5))


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processors that ``work`` takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(x: Floats, y: Floats) -> dict[str, list[float]]:
    """Seconds for 999 surrogates of every way in every round; the first round warms up and is not kept."""
    by = copies.circular_shifts(SAMPLES, WINDOWS.span, PLAIN, np.random.default_rng(0))
    ways: dict[str, Callable[[], object]] = {
        "circular-shift": lambda: testing.surrogate_family(x, y, RATE, null=NullSettings(n=N)),
        "every-shift": lambda: testing.surrogate_family(x, y, RATE, null=NullSettings("every-shift")),
        "segments": lambda: testing.surrogate_family(x, y, RATE, null=NullSettings("segments", N)),
        "plain loop": lambda: [plain(x, np.roll(y, -shift)) for shift in by],
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name, work in ways.items():
            seconds = timed(work) * (N / PLAIN if name == "plain loop" else 1)
            if number:
                found[name].append(seconds)
        print(f"round {number} of {ROUNDS}", file=sys.stderr, flush=True)
    return found


def main() -> int:
    """Print and keep the figures; 1 when the limit is broken."""
    x, y, what = dyad()
    test = testing.surrogate_family(x, y, RATE, null=NullSettings(n=1))
    apart = np.abs(
        np.array(plain(x, y)) - [test[f"grand_average{end}"].observed for end in ("", "_absolute")]
    ).max()
    found = measure(x, y)
    rate = product_rate()
    flops = 2 * WINDOWS.window * (2 * WINDOWS.lag + 1) * len(WINDOWS.starts(SAMPLES)) * (N + 1)
    middle = {name: statistics.median(seconds) for name, seconds in found.items()}
    limit = flops / rate
    print(
        f"{N} surrogates, {what}, {SAMPLES} samples, {os.cpu_count()} processors; median of {ROUNDS} rounds in turn"
    )
    print(f"both ways agree to {apart:.1e} in mean z; matrix products {rate / 1e9:.0f} GFLOP/s")
    print(f"{'':18}{'seconds':>9}{'plain loop / it':>17}{'it / limit':>12}")
    for name, seconds in middle.items():
        print(f"{name:18}{seconds:9.3f}{middle['plain loop'] / seconds:17.0f}{seconds / limit:12.2f}")
    print(f"{'processor limit':18}{limit:9.3f}{middle['plain loop'] / limit:17.0f}{1:12.2f}")
    of_loop = max(middle["circular-shift"], middle["segments"]) / middle["plain loop"]
    of_drawn = middle["every-shift"] / middle["circular-shift"]
    holds = of_loop <= LIMIT_OF_LOOP and of_drawn <= LIMIT_OF_DRAWN and apart < 1e-9
    shifts = testing.surrogate_family(x, y, RATE, null=NullSettings("every-shift"))["grand_average"].n
    print(f"the dearer drawn scheme / plain loop: {of_loop:.3f} (limit {LIMIT_OF_LOOP:g})")
    print(f"every shift ({shifts}) / {N} drawn ones: {of_drawn:.3f} (limit {LIMIT_OF_DRAWN:g})")
    print("holds" if holds else "LIMIT BROKEN")
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {"source": what, "surrogates": N, "seconds": found, "processor_limit_seconds": limit, "flops": flops,
            "flops_per_second": rate, "largest_difference": float(apart),
            "dearer_of_loop": of_loop, "every_of_drawn": of_drawn}  # fmt: skip
    (OUT / "surrogates.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
