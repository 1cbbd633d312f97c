"""What a study costs per recording beside a plain loop that measures the same recordings, in one run.

Dyads of ten minutes at 25 Hz are measured without surrogates, so that what the study adds (a fingerprint, a process, a
file on the disk) shows. In turn, several rounds: a plain loop, the study in one process and in two, and the study gone
through again when everything is finished; each also with two recordings only, and that taken off, so that starting the
processes is told apart. Prints a table, keeps ``benchmarks/out/study.json``, and exits with 1 when a recording costs
more than 1.15 times the loop's CPU time in one process, not less of the clock than the loop in two, or a hundredth of
it when it is finished. CPU time is that of all processes, so that other work on the machine matters less to it;
every process has one thread, for those of matrix libraries would be a way of their own to use a second core::

    uv run --group test python -m benchmarks.study
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from scipy.signal import lfilter

from mirra.arrays import Floats
from mirra.result import plain as plain_json
from mirra.study import engine
from mirra.study.pool import THREADS
from mirra.study.recordings import Recording, read
from mirra.study.survey import dyad
from mirra.study.tasks import Task

ROUNDS, COUNT, SAMPLES, RATE, LIMIT = 3, 60, 15000, 25.0, 1.15
TASK = Task(dyad)
OUT = Path(__file__).resolve().parent / "out"


def recordings(folder: Path) -> list[Recording]:
    """Bursts of movement in two columns each, and the table that lists them."""
    rng = np.random.default_rng(1)
    lines = ["path,first,second,rate"]
    for k in range(COUNT):
        moves = lfilter([1.0], [1.0, -0.95], rng.normal(size=(SAMPLES, 2)), axis=0)
        counts = np.maximum(0, 400 * moves).round()
        np.savetxt(folder / f"{k}.csv", counts, delimiter=",", header="a,b", comments="", fmt="%d")
        lines.append(f"{k}.csv,a,b,{RATE:g}")
    (folder / "recordings.csv").write_text("\n".join(lines) + "\n")
    return read(folder / "recordings.csv")


def ways(listed: list[Recording], folder: Path) -> dict[str, Callable[[], object]]:
    """What is held side by side; the folder is fresh each time."""

    def plain() -> None:
        for one in listed:
            TASK.work(one.path, columns=one.columns, rate=one.rate)

    return {
        "plain loop": plain,
        "one process": lambda: engine.run(listed, TASK, folder / "one", jobs=1),
        "two processes": lambda: engine.run(listed, TASK, folder / "two", jobs=2),
        "all finished": lambda: engine.run(listed, TASK, folder / "two", jobs=2),
    }


def taken(listed: list[Recording]) -> dict[str, Floats]:
    """Milliseconds of every way for all of ``listed``: by the clock, and of all processors."""
    found = {}
    with TemporaryDirectory() as fresh:
        for name, way in ways(listed, Path(fresh)).items():
            began, used = time.perf_counter(), cpu()
            way()
            found[name] = np.array([time.perf_counter() - began, cpu() - used]) * 1000
    return found


def cpu() -> float:
    """CPU seconds, user and system, of this process and of those that it has ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure(listed: list[Recording]) -> tuple[dict[str, list[Floats]], dict[str, list[Floats]]]:
    """Milliseconds per recording, and those of starting, of every way in every round; the first is not kept."""
    each: dict[str, list[Floats]] = {}
    start: dict[str, list[Floats]] = {}
    taken(listed[:2])
    for number in range(ROUNDS):
        few, whole = taken(listed[:2]), taken(listed)
        for name in whole:
            each.setdefault(name, []).append((whole[name] - few[name]) / (len(listed) - 2))
            start.setdefault(name, []).append(few[name] - 2 * each[name][-1])
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
    return each, start


def main() -> int:
    """Print and keep the figures; 1 when a limit is broken."""
    with TemporaryDirectory() as temporary:
        each, start = measure(recordings(Path(temporary)))
    cost = {name: np.median(times, axis=0) for name, times in each.items()}
    ratios = {name: times / cost["plain loop"] for name, times in cost.items()}
    print(f"{COUNT} dyads of {SAMPLES / RATE:g} s at {RATE:g} Hz; median of {ROUNDS} rounds in turn")
    print(
        f"{'':14}{'ms/recording':>14}{'ratio':>8}{'CPU ms':>9}{'ratio':>8}{'start, ms':>11}{'10,000 take':>14}"
    )
    for name, (clock, used) in cost.items():
        begin = float(np.median(start[name], axis=0)[0])
        print(
            f"{name:14}{clock:14.2f}{ratios[name][0]:8.3f}{used:9.2f}{ratios[name][1]:8.3f}{begin:11.0f}"
            f"{clock / 360:12.2f} h"
        )
    alone = float(ratios["one process"][1])
    good = alone <= LIMIT and ratios["two processes"][0] < 1 and ratios["all finished"][0] <= 0.01
    print(
        f"one process, CPU: {alone:.3f} times the loop (limit {LIMIT}); {'holds' if good else 'LIMIT BROKEN'}"
    )
    OUT.mkdir(parents=True, exist_ok=True)
    kept = {"clock_and_cpu_ms_per_recording": each, "to_start": start, "ratio_to_plain": ratios}
    (OUT / "study.json").write_text(json.dumps(plain_json(kept), indent=1) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    if os.environ.get("OMP_NUM_THREADS") != "1":  # it counts only when it is there before numpy is
        os.execve(
            sys.executable,
            [sys.executable, "-m", "benchmarks.study"],
            {**os.environ, **dict.fromkeys(THREADS, "1")},
        )
    sys.exit(main())
