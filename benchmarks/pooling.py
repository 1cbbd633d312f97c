"""Many meta-analyses at a time beside PyMARE and metafor, in one run.

Made-up analyses of 20 trials each, pooled by REML with Knapp-Hartung's test: 20,000 of them by ``pool_many``, 2,000 by
each peer. In turn, several rounds. PyMARE 0.0.13 where a Python with it is found, metafor where ``Rscript`` finds it;
both take the data in a file, and only their own work is counted::

    MIRRA_PEERS=/path/to/python/with/pymare uv run --group test python -m benchmarks.pooling

Prints a table, keeps ``benchmarks/out/pooling.json``, and exits with 1 where an analysis is less than 20 times as cheap
as PyMARE's or 100 times as cheap as metafor's, or a mean is more than 1e-4 away. CPU time of all threads.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.peers import python_with
from mirra.evidence import pool_many

ROUNDS, ANALYSES, OF_PEERS, TRIALS = 3, 20_000, 2_000, 20
LIMITS = {"PyMARE": 20.0, "metafor": 100.0}  # times as cheap
CLOSE = 1e-4  # peers stop when tau² changes little
OUT = Path(__file__).resolve().parent / "out"
PYMARE = """
import sys, time, warnings
import numpy as np
warnings.filterwarnings("ignore")
from pymare import Dataset
from pymare.estimators import VarianceBasedLikelihoodEstimator
data = np.load(sys.argv[1])
y, v = data["effects"].T, data["variances"].T
for _ in range(int(sys.argv[3])):
    began = time.process_time()
    summary = VarianceBasedLikelihoodEstimator(method="REML").fit_dataset(Dataset(y, v)).summary()
    means = summary.get_fe_stats()["est"].ravel()
    print(time.process_time() - began)
np.save(sys.argv[2], means)
"""
METAFOR = """
suppressMessages(library(metafor))
asked <- commandArgs(trailingOnly = TRUE)
y <- as.matrix(read.csv(asked[1], header = FALSE)); v <- as.matrix(read.csv(asked[2], header = FALSE))
for (round in seq_len(as.integer(asked[4]))) {
  clock <- system.time(means <- sapply(seq_len(nrow(y)), function(k)
    rma(y[k, ], v[k, ], method = "REML", test = "knha")$beta[1]))
  cat(clock[["user.self"]] + clock[["sys.self"]], "\\n")
}
write.table(sprintf("%.17g", means), asked[3], row.names = FALSE, col.names = FALSE, quote = FALSE)
"""


def made_up(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Effects and variances (count, TRIALS) of analyses whose trials differ by tau² = 0.1."""
    draw = np.random.default_rng(0)
    variances = draw.uniform(0.02, 0.4, (count, TRIALS))
    return draw.normal(0.3, np.sqrt(variances + 0.1)), variances


def ours(effects: np.ndarray, variances: np.ndarray) -> float:
    """CPU seconds that mirra takes for one analysis."""
    began = time.process_time()
    pool_many(effects, variances)
    return (time.process_time() - began) / len(effects)


def peers(folder: Path, effects: np.ndarray, variances: np.ndarray) -> dict[str, tuple[float, np.ndarray]]:
    """CPU seconds of one analysis and all means, of each peer that is at hand."""
    at_hand: dict[str, tuple[float, np.ndarray]] = {}
    python = python_with("pymare")
    if python:
        source, target = folder / "in.npz", folder / "out.npy"
        np.savez(source, effects=effects, variances=variances)
        at_hand["PyMARE"] = (
            _run([python, "-c", PYMARE, f"{source}", f"{target}", f"{ROUNDS}"], len(effects)),
            np.load(target),
        )
    rscript = shutil.which("Rscript")
    if rscript and _has_metafor(rscript):
        tables = folder / "y.csv", folder / "v.csv"
        for table, values in zip(tables, (effects, variances), strict=True):
            np.savetxt(table, values, delimiter=",", fmt="%.17g")
        target = folder / "out.txt"
        spent = _run([rscript, "-e", METAFOR, *map(str, tables), f"{target}", f"{ROUNDS}"], len(effects))
        at_hand["metafor"] = spent, np.loadtxt(target)
    return at_hand


def _has_metafor(rscript: str) -> bool:
    looked = subprocess.run([rscript, "-e", "library(metafor)"], capture_output=True, check=False)
    return looked.returncode == 0


def _run(command: list[str], count: int) -> float:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return statistics.median(float(line) for line in done.stdout.split()) / count


def main() -> int:
    """Measure, print and keep; 1 where a limit is missed."""
    effects, variances = made_up(ANALYSES)
    ours(effects[:100], variances[:100])
    own = statistics.median(ours(effects, variances) for _ in range(ROUNDS))
    print(f"{'mirra':10}{1e6 * own:12.1f} us an analysis, {100_000 * own:.1f} s of CPU for 100,000")
    few = effects[:OF_PEERS], variances[:OF_PEERS]
    means = pool_many(*few).estimate
    with tempfile.TemporaryDirectory() as folder:
        at_hand = peers(Path(folder), *few)
    broken = False
    for name, (spent, theirs) in at_hand.items():
        ratio, away = spent / own, float(np.abs(theirs - means).max())
        missed = ratio < LIMITS[name] or away > CLOSE
        broken |= missed
        words = f"{ratio:.0f} times as dear (limit {LIMITS[name]:g}), means differ by {away:.1e} at most"
        print(f"{name:10}{1e6 * spent:12.1f} us an analysis, {words}{': LIMIT MISSED' if missed else ''}")
    if not at_hand:
        print(
            "neither PyMARE (MIRRA_PEERS) nor metafor (Rscript) is at hand: nothing is held against a limit"
        )
    OUT.mkdir(exist_ok=True)
    figures = {"mirra": own, **{name: spent for name, (spent, _) in at_hand.items()}}
    (OUT / "pooling.json").write_text(json.dumps(figures, indent=2) + "\n")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
