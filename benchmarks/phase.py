"""PLI and wPLI of two people's EEG beside HyPyP, in time and in memory, in one run.

The real dyad where it is at hand (33 epochs of a second, 2 x 31 channels, 5 bands), else noise of its shape. Analytic
signals are made once and given to both; each program works in a process of its own, so that its peak memory is its own.
HyPyP lays all products of all epochs out at once, about 0.4 GB an epoch: it gets as many epochs as half of the free
memory holds, and its time is taken per epoch::

    MIRRA_PEERS=/path/to/python/with/hypyp uv run --extra brain --group test python -m benchmarks.phase

Prints a table, keeps ``benchmarks/out/phase.json``, and exits with 1 when a lag index is less than 100 times as fast as
HyPyP's, takes 1 GB or more, or is more than 1e-9 away. Seconds by the clock, as both are asked for; CPU time beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers import python_with
from material.footage import recordings
from mirra.coupling.spectral.spectra import BANDS, analytic

MEASURES = ("pli", "wpli")
LIMIT, MEMORY, CLOSE, ROUNDS, EPOCH_GB = 100.0, 1024.0, 1e-9, 5, 0.4
OUT = Path(__file__).resolve().parent / "out"
BEGIN = """
import json, resource, sys, time
import numpy as np
signals, measure, rounds, target = np.load(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
"""
END = """
work()  # warm
wall, cpu = [], []
for _ in range(rounds):
    began, used = time.perf_counter(), time.process_time()
    found = work()
    wall.append(time.perf_counter() - began)
    cpu.append(time.process_time() - used)
np.save(target, found)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"wall": min(wall), "cpu": min(cpu), "peak_mb": peak, "epochs": len(signals)}))
"""
OURS = (
    BEGIN
    + "from mirra.coupling.spectral.phase import connectivity\nwork = lambda: connectivity(signals, measure=measure)"
    + END
)
PEER = (
    BEGIN
    + """
import warnings
warnings.filterwarnings("ignore")
from hypyp import analyses
half = signals.shape[1] // 2
pair = np.stack([signals[:, :half], signals[:, half:]])
del signals
signals = pair[0]
work = lambda: analyses.compute_sync(pair, measure)
"""
    + END.replace("work()  # warm", "")
)


def dyad() -> tuple[np.ndarray, str]:
    """Analytic signals of both (n_epochs, 2 x 31, n_bands, n_times), and what they are."""
    paths = [recordings(f"brains/preproc_S{k}.fif") for k in (1, 2)]
    if paths[0] and paths[1]:
        from mirra.signals.epochs import read

        both = [read(path).values for path in paths if path]
        return analytic(np.concatenate(both, axis=1), 500.0, BANDS), "preproc_S1.fif, preproc_S2.fif"
    noise = np.random.default_rng(0).standard_normal((33, 62, 501))
    return analytic(noise, 500.0, BANDS), "noise"


def run(
    python: str, script: str, signals: np.ndarray, measure: str, rounds: int
) -> tuple[dict[str, Any], np.ndarray]:
    """Seconds, peak memory and the result of one program in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.npy", Path(folder) / "out.npy"
        np.save(source, signals)
        words = [python, "-c", script, f"{source}", measure, f"{rounds}", f"{target}"]
        told = subprocess.run(words, check=True, capture_output=True, text=True)
        return json.loads(told.stdout.splitlines()[-1]), np.load(target)


def affordable(count: int) -> int:
    """How many epochs HyPyP may lay out: half of the free memory."""
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return max(1, min(count, int(free / 2 / EPOCH_GB)))


def main() -> int:
    """Print and keep the figures; 1 when a limit is broken."""
    signals, what = dyad()
    python = python_with("hypyp")
    kept: dict[str, Any] = {"source": what, "shape": signals.shape}
    broken = False
    print(f"{what}: {signals.shape[0]} epochs, {signals.shape[1]} channels, {signals.shape[2]} bands")
    titles = ("mirra s", "CPU s", "MB", "HyPyP s/epoch", "MB (epochs)", "ratio", "CPU", "away")
    widths = (9, 8, 7, 15, 14, 8, 7, 9)
    print(" " * 6 + "".join(f"{title:>{width}}" for title, width in zip(titles, widths, strict=True)))
    for measure in MEASURES:
        ours, _ = run(sys.executable, OURS, signals, measure, ROUNDS)
        kept[measure] = {"mirra": ours}
        line = f"{measure:6}{ours['wall']:9.3f}{ours['cpu']:8.3f}{ours['peak_mb']:7.0f}"
        broken |= ours["peak_mb"] >= MEMORY
        if python:
            few = signals[: affordable(len(signals))]
            theirs, expected = run(python, PEER, few, measure, 1)
            _, found = run(sys.executable, OURS, few, measure, 1)
            share = len(signals) / len(few)
            ratios = [theirs[key] * share / ours[key] for key in ("wall", "cpu")]
            away = float(np.abs(found - expected).max())
            kept[measure] |= {
                "hypyp": theirs,
                "ratio": ratios[0],
                "cpu_ratio": ratios[1],
                "largest_difference": away,
            }
            line += f"{theirs['wall'] / len(few):15.3f}{theirs['peak_mb']:9.0f} ({len(few):2})"
            line += f"{ratios[0]:8.0f}{ratios[1]:7.0f}{away:9.0e}"
            broken |= ratios[0] < LIMIT or away > CLOSE
        print(line)
    if not python:
        print(
            "HyPyP is not at hand (MIRRA_PEERS names a Python that has it): only memory is held against its limit"
        )
    print(f"limits {LIMIT:g} times, {MEMORY:g} MB, {CLOSE:g}: {'LIMIT BROKEN' if broken else 'holds'}")
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "phase.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
