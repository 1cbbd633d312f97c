"""Windowed cross-lagged correlation beside rMEA's ``MEAccf`` in one run, or beside what the processor could do at best.

On the real dyads where they are at hand, else on made-up ones of the same length (10 minutes at 25 Hz); windows of 30 s
every 10 s, lags to 5 s, Fisher's z and all means. In turn, several rounds: every dyad on its own; every first person
with every second, roles kept; and, where ``Rscript`` finds the package rMEA, its ``MEAccf`` on the same smoothed and
scaled series, one core as it is by default. Where both ran, their grand averages must agree to 1e-8. Without rMEA the
figures stand beside the time the definition takes at the speed of this machine's matrix product::

    uv run --group test python -m benchmarks.lagged

Prints a table, keeps ``benchmarks/out/lagged.json``, and exits with 1 when a limit is missed: a dyad at least 10 times,
a pseudo-dyad at least 200 times as cheap as rMEA's dyad. A package outside R's own library is found through ``R_LIBS``.
All times are CPU time, user and system of all threads, so that other work on the machine matters less than to a clock.
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from material.footage import recordings
from mirra.coupling import CorrelationSettings, WindowSettings, lagged
from mirra.coupling.windowed import kernel, rmea
from mirra.coupling.windowed.kernel import Means

ROUNDS, RATE, WINDOW, STEP, LAG, SAMPLES = 5, 25.0, 30.0, 10.0, 5.0, 15000
DYAD_LIMIT, PSEUDO_LIMIT = 10.0, 200.0
OUT = Path(__file__).resolve().parent / "out"
PEER = """
library(rMEA)
told <- commandArgs(trailingOnly = TRUE)
quiet <- function(x) { capture.output(found <- x); found }
dyads <- quiet(readMEA(told[1], sampRate = 25, s1Col = 1, s2Col = 2, s1Name = "first", s2Name = "second", skip = 1,
                       idOrder = c("id", "session"), idSep = "_"))
dyads <- quiet(MEAscale(MEAsmooth(dyads)))
spent <- sapply(seq_len(as.integer(told[3])), function(k) {
  clock <- system.time(found <<- quiet(MEAccf(dyads, lagSec = 5, winSec = 30, incSec = 10, r2Z = TRUE, ABS = FALSE)))
  clock[["user.self"]] + clock[["sys.self"]]
})
values <- sapply(found, function(one) one$ccfRes$grandAver)
write.csv(data.frame(name = sub(".*_(\\\\d+)_.*", "\\\\1", names(found)), value = sprintf("%.17g", values)),
          told[2], row.names = FALSE)
cat(spent)
"""


def dyads() -> tuple[dict[str, Any], Path | None]:
    """Ten dyads by name, smoothed and scaled in rMEA's way, and the folder of their recordings if they are real."""
    found: dict[str, Any] = {}
    folder = None
    for number in range(200, 210):
        path = recordings(f"dyads/motion_energy/{number}_01.txt")
        if path is not None:
            folder = path.parent
            raw = np.loadtxt(path, skiprows=1).T
        else:
            raw = np.random.default_rng(number).standard_normal((2, SAMPLES)).cumsum(1)
        found[str(number)] = tuple(rmea.scale(rmea.smooth(series, RATE)) for series in raw)
    return found, folder


def alone(pairs: dict[str, Any]) -> dict[str, float]:
    """Every dyad on its own, with all its means: the grand averages."""
    return {
        name: float(
            lagged(x, y, RATE, WindowSettings(WINDOW, STEP, LAG), CorrelationSettings(like="rmea")).summary()[
                "grand_average"
            ]
        )
        for name, (x, y) in pairs.items()
    }


def together(pairs: dict[str, Any]) -> dict[str, Any]:
    """Every first with every second, with all means."""
    layout = rmea.windows(RATE, WINDOW, STEP, LAG)
    firsts, seconds = (np.stack([pair[k] for pair in pairs.values()]) for k in (0, 1))
    means = Means(layout.lag)
    for r in kernel.all_pairs(firsts, seconds, layout):
        means.add(r)
    return means.statistics()


def peer(folder: Path | None) -> tuple[list[float], dict[str, float]]:
    """CPU seconds of rMEA's ``MEAccf`` for all dyads in each round, and its grand averages; empty without rMEA."""
    if folder is None or not shutil.which("Rscript"):
        return [], {}
    with tempfile.TemporaryDirectory() as temporary:
        script, table = Path(temporary) / "peer.R", Path(temporary) / "found.csv"
        script.write_text(PEER)
        words = ["Rscript", "--vanilla", str(script), str(folder), str(table), str(ROUNDS)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"rMEA does not run here: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            return [], {}
        with table.open(newline="") as file:
            values = {row["name"]: float(row["value"]) for row in csv.DictReader(file)}
    return [float(word) for word in done.stdout.split()], values


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all threads, while ``work`` is done."""

    def clock() -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    began = clock()
    work()
    return clock() - began


def at_best() -> float:
    """CPU seconds of one dyad's correlations at the speed of this machine's matrix product: 2 w per window and lag."""
    a = np.random.default_rng(0).standard_normal((1500, 1500))
    a @ a
    speed = 2 * 1500**3 / min(seconds(lambda: a @ a) for _ in range(ROUNDS))
    layout = rmea.windows(RATE, WINDOW, STEP, LAG)
    return 2 * layout.window * (2 * layout.lag + 1) * len(layout.starts(SAMPLES)) / speed


def main() -> int:
    """Print and keep the figures; 1 when a limit is missed."""
    pairs, folder = dyads()
    count = len(pairs)
    ways: dict[str, tuple[Callable[[], object], int]] = {
        "dyad": (lambda: alone(pairs), count),
        "pseudo-dyad": (lambda: together(pairs), count**2),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name, (work, parts) in ways.items():
            spent = seconds(work) / parts
            if number:  # the first round warms up
                times[name].append(spent)
    rounds, values = peer(folder)
    medians = {name: statistics.median(found) for name, found in times.items()}
    best = at_best()
    kept: dict[str, Any] = {"dyads": count, "real": folder is not None, "seconds": times, "at_best": best}
    print(
        f"{count} dyads, {'real' if folder else 'made up'}; {ROUNDS} rounds; windows of {WINDOW:g} s, lags to {LAG:g} s"
    )
    print(f"{'':14}{'CPU ms':>10}{'at best':>10}{'ratio to rMEA':>16}")
    missed = False
    base = statistics.median(rounds) / count if rounds else None
    for name, limit in (("dyad", DYAD_LIMIT), ("pseudo-dyad", PSEUDO_LIMIT)):
        line = f"{name:14}{1000 * medians[name]:10.2f}{1000 * best:10.2f}"
        if base:
            ratio = base / medians[name]
            kept[f"ratio_{name}"] = ratio
            missed |= ratio < limit
            line += f"{ratio:15.1f}x  (limit {limit:g}x: {'holds' if ratio >= limit else 'LIMIT MISSED'})"
        print(line)
    if base:
        ours = alone(pairs)
        away = max(abs(values[name] - ours[name]) for name in ours)
        kept |= {"rmea_seconds": rounds, "away": away}
        missed |= not away <= 1e-8
        print(f"{'rMEA':14}{1000 * base:10.2f}   grand averages differ by {away:.1e} at most (limit 1e-8)")
    else:
        print(
            "rMEA is not at hand: no ratios. 'at best' is its definition at the speed of this machine's matrix product."
        )
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "lagged.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
