"""A recording of eight hours beside one of two hours: CPU time and memory of measuring a dyad against its surrogates.

Each in a process of its own, in turn, several rounds: a table of two columns at 10 Hz is measured as ``mirra couple``
does, against 999 circular shifts. Prints a table, keeps ``benchmarks/out/hours.json``, and exits with 1 where eight
hours take more than 4.4 times the CPU time of two hours, or more than 1.5 times their memory, most of which is the
table and its series themselves::

    uv run --group test python -m benchmarks.hours [--scheme every-shift]

Every shift of a recording is as many surrogates as it has samples: there the time grows with the square of the length,
sixteen times for eight hours, and the limit is 18 times. CPU time is user and system time of all threads.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

ROUNDS = 2
SHORT_H, LONG_H = 2, 8
RATE_HZ = 10
COST = {"circular-shift": 4.4, "every-shift": 18.0}
MEMORY = 1.5
OUT = Path(__file__).resolve().parent / "out"
WORK = """
import sys, time
from pathlib import Path
from mirra.coupling import NullSettings
from mirra.pairs.people import DyadSettings, measure
shares = []
found = measure(Path(sys.argv[1]), settings=DyadSettings(null=NullSettings(sys.argv[2])), progress=shares.append)
assert shares[-1] == 1 and len(shares) > 100
found.summary()
for name, part in found.parts().items():
    part.to_csv(Path(sys.argv[1]).parent / f"{name}.csv")
lines = Path("/proc/self/status").read_text().splitlines()
print(time.process_time(), next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""


def table(hours: int, target: Path) -> Path:
    """Two slow series that never met, at 10 Hz for so many ``hours``."""
    noise = np.random.default_rng(hours).standard_normal((2, hours * 3600 * RATE_HZ))
    first, second = lfilter([1.0], [1.0, -0.9], noise) + 5
    clock = np.arange(len(first)) / RATE_HZ
    np.savetxt(
        target,
        np.column_stack([clock, first, second]),
        fmt="%.6f",
        delimiter=",",
        header="time,a,b",
        comments="",
    )
    return target


def measured(path: Path, scheme: str) -> tuple[float, float]:
    """Seconds of CPU and the most MB of memory that a fresh process takes (Linux: its own high-water mark)."""
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(path), scheme], check=True, capture_output=True, text=True
    )
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def main() -> int:
    """Print and keep the figures; 1 when a limit is broken."""
    scheme = sys.argv[-1] if "--scheme" in sys.argv else "circular-shift"
    rounds: dict[int, list[tuple[float, float]]] = {SHORT_H: [], LONG_H: []}
    with tempfile.TemporaryDirectory() as temporary:
        paths = {hours: table(hours, Path(temporary) / f"{hours}.csv") for hours in rounds}
        for number in range(ROUNDS):
            for hours, path in paths.items():
                rounds[hours].append(measured(path, scheme))
            print(f"round {number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
    for hours, each in rounds.items():
        seconds, memory = (statistics.median(values) for values in zip(*each, strict=True))
        print(f"{hours} h, {scheme}: {seconds:.1f} s of CPU, {memory:.0f} MB")
    cost, memory = (
        statistics.median(long[k] / short[k] for short, long in zip(*rounds.values(), strict=True))
        for k in (0, 1)
    )
    holds = cost <= COST[scheme] and memory <= MEMORY
    print(
        f"{LONG_H} h / {SHORT_H} h: CPU {cost:.2f} (limit {COST[scheme]:g}), memory {memory:.2f} (limit {MEMORY:g})"
    )
    print("holds" if holds else "LIMIT BROKEN")
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {"scheme": scheme, "rounds": rounds, "cpu_ratio": cost, "memory_ratio": memory}
    (OUT / "hours.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
