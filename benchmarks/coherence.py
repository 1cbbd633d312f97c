"""Wavelet coherence of 400 channel pairs beside HyPyP with its cache, in one run.

Two heads of 20 channels, 395 s at 7.8 Hz (the real dyad where it is at hand, else noise of its shape), 40 periods of
2 to 20 s. In turn, several rounds: all pairs at once at the step mirra takes by itself, and at every sample; and, where
a Python with hypyp is found, its ``ComplexMorletWavelet().wtc`` of every pair, transforms and smoothed powers cached.
Without hypyp the same mathematics one pair at a time stands in its place, and nothing is held against the limit::

    MIRRA_PEERS=/path/to/python/with/hypyp uv run --group test python -m benchmarks.coherence

Prints a table, keeps ``benchmarks/out/coherence.json``, and exits with 1 when all pairs at once are less than 12 times
as cheap as HyPyP, or a pair's mean is more than 1e-3 away. CPU time, user and system of all threads.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.peers import python_with
from material.footage import recordings
from mirra.coupling.spectral.wavelet import coherence
from mirra.coupling.spectral.wavelet_pairs import coherence_pairs

ROUNDS, CLOSE = 3, 1e-3
LIMITS = {"all pairs": 12.0, "all pairs, every sample": 12.0}  # times as cheap as HyPyP with its cache
OUT = Path(__file__).resolve().parent / "out"
PEER = """
import sys, time, warnings
import numpy as np
warnings.filterwarnings("ignore")
from hypyp.wavelet.implementations.pywavelets_wavelet import ComplexMorletWavelet
from hypyp.wavelet.pair_signals import PairSignals
kept = np.load(sys.argv[1])
first, second, times = kept["first"].T, kept["second"].T, np.arange(len(kept["first"])) / kept["rate"]
for _ in range(int(sys.argv[3])):
    wavelet, means, began = ComplexMorletWavelet(), np.empty((len(first), len(second))), time.process_time()
    for i, j in np.ndindex(means.shape):
        names = dict(label_ch1=f"a{i}", label_ch2=f"b{j}", label_s1="a", label_s2="b", label_dyad="d", label_task="t")
        means[i, j] = wavelet.wtc(PairSignals(times, first[i], second[j], **names)).W.mean()
    print(time.process_time() - began)
np.save(sys.argv[2], means)
"""


def heads() -> tuple[np.ndarray, np.ndarray, float, str]:
    """Both heads (n_samples, n_channels), the rate, and what they are."""
    path = recordings("brains/fcs01_hbo.npz")
    if path:
        kept = np.load(path)
        return kept["A"].T, kept["B"].T, float(kept["fs"]), path.name
    draw = np.random.default_rng(0)
    return draw.standard_normal((3084, 20)), draw.standard_normal((3084, 20)), 7.8125, "noise"


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of all threads while ``work`` is done."""
    began = time.process_time()
    work()
    return time.process_time() - began


def peer(python: str, first: np.ndarray, second: np.ndarray, rate: float) -> tuple[list[float], np.ndarray]:
    """CPU seconds of HyPyP in every round, and its pair means."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.npz", Path(folder) / "out.npy"
        np.savez(source, first=first, second=second, rate=rate)
        run = [python, "-c", PEER, f"{source}", f"{target}", f"{ROUNDS}"]
        told = subprocess.run(run, check=True, capture_output=True, text=True, cwd=folder)
        return [float(line) for line in told.stdout.split()], np.load(target)


def main() -> int:
    """Print and keep the figures; 1 when a limit is broken."""
    first, second, rate, what = heads()
    count = first.shape[1] * second.shape[1]
    ways: dict[str, Callable[[], object]] = {
        "all pairs": lambda: coherence_pairs(first, second, rate, cone=False),
        "all pairs, every sample": lambda: coherence_pairs(first, second, rate, cone=False, step=1 / rate),
        "one by one (10 pairs)": lambda: [coherence(first[:, 0], second[:, k], rate) for k in range(10)],
    }
    found = {name: [spent(work) for _ in range(ROUNDS)] for name, work in ways.items()}
    each = {name: statistics.median(seconds) / count for name, seconds in found.items()}
    each["one by one (10 pairs)"] *= count / 10
    ratios: dict[str, float] = {}
    away = None
    python = python_with("hypyp")
    if python:
        seconds, means = peer(python, first, second, rate)
        found["HyPyP, cached"], each["HyPyP, cached"] = seconds, statistics.median(seconds) / count
        ratios = {name: each["HyPyP, cached"] / each[name] for name in LIMITS}
        ours = coherence_pairs(first, second, rate, cone=False)
        away = float(np.abs(ours.coherence - means).max())
    print(
        f"{what}: {first.shape[1]} x {second.shape[1]} channels, {len(first)} samples, 40 periods; {ROUNDS} rounds"
    )
    print(f"{'':26}{'CPU ms/pair':>12}{'times as dear':>15}")
    for name, value in each.items():
        print(f"{name:26}{1000 * value:12.3f}{value / each['all pairs']:15.1f}")
    broken = False
    if away is None:
        print(
            "HyPyP is not at hand (MIRRA_PEERS names a Python that has it): nothing is held against a limit"
        )
    else:
        for name, limit in LIMITS.items():
            broken |= ratios[name] < limit
            print(f"HyPyP / mirra, {name}: {ratios[name]:.1f} (limit {limit:g})")
        broken |= away > CLOSE
        print(f"pair means differ by {away:.1e} at most (limit {CLOSE:g})")
        print("LIMIT BROKEN" if broken else "holds")
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {
        "source": what,
        "cpu_seconds": found,
        "ms_per_pair": each,
        "ratios": ratios,
        "largest_difference": away,
    }
    (OUT / "coherence.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
