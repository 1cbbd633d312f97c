"""What a study costs per recording beside a plain loop that does the same work, in one run.

The work is made small on purpose, so that what the study adds (a fingerprint, a hash, a process, a kept file on the
disk) shows; in turn, several rounds: a plain loop, the study in one process and in two, and the study gone through
again when everything is finished. Prints a table, keeps ``benchmarks/out/study.json``, and exits with 1 when a
recording costs more than the limit beside its own work, or two processes are not faster than the loop::

    uv run --group test python -m benchmarks.study
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from mirra.pairs import study
from mirra.pairs.recordings import Recording, read
from mirra.pairs.tasks import Task

ROUNDS, COUNT, SAMPLES, SHIFTS, LIMIT_MS = 3, 200, 3000, 400, 10.0
OUT = Path(__file__).resolve().parent / "out"


def correlate(
    path: Path, *, columns: tuple[str, str] | None, rate: float | None, shifts: int
) -> Mapping[str, Any]:
    """Correlation of two columns, and its rank among circular shifts of the second: real work of some 20 ms."""
    first, second = np.loadtxt(path, delimiter=",", skiprows=1).T
    true = np.corrcoef(first, second)[0, 1]
    steps = np.linspace(1, len(first) - 1, shifts).astype(int)
    null = [np.corrcoef(first, np.roll(second, step))[0, 1] for step in steps]
    return {
        "r": true,
        "p": (1 + np.sum(np.abs(null) >= abs(true))) / (1 + shifts),
        "rate": rate,
        "names": columns,
    }


def recordings(folder: Path) -> list[Recording]:
    """Two columns of movement-like noise each, and the table that lists them."""
    rng = np.random.default_rng(1)
    lines = ["path,first,second,rate"]
    for k in range(COUNT):
        values = np.abs(rng.normal(size=(SAMPLES, 2)).cumsum(axis=0)).round(3)
        np.savetxt(folder / f"{k}.csv", values, delimiter=",", header="a,b", comments="", fmt="%.3f")
        lines.append(f"{k}.csv,a,b,25")
    (folder / "recordings.csv").write_text("\n".join(lines) + "\n")
    return read(folder / "recordings.csv")


def ways(listed: list[Recording], task: Task, folder: Path) -> dict[str, Callable[[], object]]:
    """What is held side by side; the folder is fresh in every round."""

    def plain() -> None:
        for one in listed:
            task.work(one.path, columns=one.columns, rate=one.rate, **task.parameters)

    return {
        "plain loop": plain,
        "one process": lambda: study.run(listed, task, folder / "one", jobs=1),
        "two processes": lambda: study.run(listed, task, folder / "two", jobs=2),
        "all finished": lambda: study.run(listed, task, folder / "two", jobs=2),
    }


def measure(listed: list[Recording]) -> dict[str, list[float]]:
    """Milliseconds per recording of every way in every round."""
    found: dict[str, list[float]] = {}
    for number in range(ROUNDS):
        with TemporaryDirectory() as fresh:
            for name, way in ways(listed, Task(correlate, {"shifts": SHIFTS}), Path(fresh)).items():
                began = time.perf_counter()
                way()
                found.setdefault(name, []).append(1000 * (time.perf_counter() - began) / len(listed))
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
    return found


def main() -> int:
    """Print and keep the figures; 1 when a limit is broken."""
    with TemporaryDirectory() as temporary:
        found = measure(recordings(Path(temporary)))
    cost = {name: statistics.median(times) for name, times in found.items()}
    base = cost["plain loop"]
    print(f"{COUNT} recordings of {SAMPLES} samples, {SHIFTS} shifts; median of {ROUNDS} rounds in turn")
    print(f"{'':16}{'ms/recording':>14}{'ratio to plain':>16}")
    for name, milliseconds in cost.items():
        print(f"{name:16}{milliseconds:14.2f}{milliseconds / base:16.3f}")
    added = cost["one process"] - base
    good = added <= LIMIT_MS and cost["two processes"] < base
    share = cost["two processes"] / base
    verdict = "holds" if good else "LIMIT BROKEN"
    print(
        f"a study adds {added:.2f} ms to a recording (limit {LIMIT_MS}), two processes take {share:.2f}: {verdict}"
    )
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {"ms_per_recording": found, "median": cost, "ms_added": added}
    (OUT / "study.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
