"""Windowed cross-correlation with a step of one sample beside wcc's own code in one run.

Ten minutes at 25 Hz (a real dyad where it is at hand, else a made-up one), windows of 30 s that start a sample apart,
lags to 5 s: 14,126 windows x 251 lags. In turn, several rounds: whole series; the same with 3 % of the samples of each
missing; and, where ``MIRRA_WCC`` names the folder ``src`` of wcc 0.4.1 (Boker et al., Apache-2.0, from CRAN) and a C
compiler is there, its ``windcrosscum``, compiled as R compiles it and called without R. Once, windows one by one::

    MIRRA_WCC=/path/to/wcc/src uv run --group test python -m benchmarks.dense

Prints a table, keeps ``benchmarks/out/dense.json``, and exits with 1 when a limit is missed: at most 0.8 of wcc's CPU
time for whole series, at most 3 times it with missing samples (wcc takes none), numbers of whole series within 1e-7 of
wcc's, whose running sums lose digits. CPU time, user and system of all threads, each way in processes of its own, so
that none works in memory that another has freed.
"""

from __future__ import annotations

import ctypes
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from material.footage import recordings
from mirra.coupling.windowed import kernel
from mirra.coupling.windowed.kernel import Windows

ROUNDS, REPEATS, SAMPLES, MISSING = 5, 5, 15000, 0.03
LAYOUT = Windows(750, 1, 125)
WHOLE, GAPS, WCC = "whole series", "3 % missing", "wcc"
LIMITS, CLOSE = {WHOLE: 0.8, GAPS: 3.0}, 1e-7
OUT = Path(__file__).resolve().parent / "out"
# What wcc's file needs of R, so that it can be called without it: numbers in memory that is freed after each call.
HEADER = """
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef ptrdiff_t R_xlen_t;
typedef struct { double *real; int *whole; int dims[3]; R_xlen_t length; } *SEXP;
enum { INTSXP = 13, REALSXP = 14, R_DimSymbol = 0 };
#define NA_REAL ((double) NAN)
#define PROTECT(x) (x)
#define UNPROTECT(n)
#define REAL(x) ((x)->real)
#define INTEGER(x) ((x)->whole)
#define XLENGTH(x) ((x)->length)
#define isReal(x) ((x)->real != NULL)
#define isInteger(x) ((x)->whole != NULL)
#define isMatrix(x) ((x)->dims[0] > 0)
#define nrows(x) ((x)->dims[0])
#define ncols(x) ((x)->dims[1])
#define error(...) do { fprintf(stderr, __VA_ARGS__); exit(1); } while (0)
static void *held[64];
static int count_held = 0;
static void *hold(size_t bytes) { return held[count_held++] = malloc(bytes); }
static char *R_alloc(size_t count, int size) { return hold(count * size); }
static SEXP array(int type, R_xlen_t length, int rows, int columns) {
  SEXP made = hold(sizeof(*made));
  made->real = type == REALSXP ? hold(length * sizeof(double)) : NULL;
  made->whole = type == INTSXP ? hold(length * sizeof(int)) : NULL;
  made->dims[0] = rows, made->dims[1] = columns, made->length = length;
  return made;
}
static SEXP allocVector(int type, R_xlen_t length) { return array(type, length, 0, 0); }
static SEXP allocMatrix(int type, int rows, int columns) {
  return array(type, (R_xlen_t) rows * columns, rows, columns);
}
static SEXP allocArray(int type, SEXP d) {
  return array(type, (R_xlen_t) d->whole[0] * d->whole[1] * d->whole[2], d->whole[0], d->whole[1]);
}
static SEXP getAttrib(SEXP x, int which) {
  SEXP dims = allocVector(INTSXP, 3);
  memcpy(dims->whole, x->dims, sizeof(x->dims));
  return dims;
}
"""
CALL = """
#include "Rinternals.h"
#include "windcrosscum.c"
static SEXP number(double value) { SEXP made = allocVector(REALSXP, 1); made->real[0] = value; return made; }
static SEXP series(const double *x, long n) {
  SEXP made = allocVector(REALSXP, n);
  memcpy(made->real, x, n * sizeof(double));
  return made;
}
void run(const double *x, const double *y, long n, double window, double lag, double *out) {
  SEXP r = windcrosscum(series(x, n), series(y, n), number(window), number(lag), number(1), number(1));
  if (out) memcpy(out, r->real, r->length * sizeof(double));
  while (count_held) free(held[--count_held]);
}
"""


def dyad() -> tuple[np.ndarray, str]:
    """Both series (2, SAMPLES), and what they are."""
    path = recordings("dyads/motion_energy/202_01.txt")
    if path:
        return np.ascontiguousarray(np.loadtxt(path, skiprows=1)[:SAMPLES].T), path.name
    return np.random.default_rng(0).standard_normal((2, SAMPLES)).cumsum(1), "random walks"


def peer(folder: str) -> Callable[[np.ndarray, np.ndarray, np.ndarray | None], None]:
    """wcc's ``windcrosscum``, compiled from its source in ``folder``."""
    built = Path(tempfile.mkdtemp())
    (built / "R.h").write_text("", encoding="utf-8")
    (built / "Rinternals.h").write_text(f"#ifndef SHIM\n#define SHIM\n{HEADER}\n#endif\n", encoding="utf-8")
    (built / "call.c").write_text(CALL, encoding="utf-8")
    words = ["cc", "-O2", "-shared", "-fPIC", f"-I{built}", f"-I{folder}", "-o", "wcc.so", "call.c", "-lm"]
    subprocess.run(words, cwd=built, check=True)
    library = ctypes.CDLL(str(built / "wcc.so"))
    pointer = ctypes.POINTER(ctypes.c_double)

    def run(x: np.ndarray, y: np.ndarray, out: np.ndarray | None = None) -> None:
        addresses = [None if each is None else each.ctypes.data_as(pointer) for each in (x, y, out)]
        lengths = ctypes.c_long(len(x)), ctypes.c_double(LAYOUT.window), ctypes.c_double(LAYOUT.lag)
        library.run(*addresses[:2], *lengths, addresses[2])

    return run


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of all threads while ``work`` is done."""
    began = time.process_time()
    work()
    return time.process_time() - began


def away_from(run: Callable[..., None], x: np.ndarray, y: np.ndarray) -> float:
    """The largest difference from wcc, whose windows end at the sample that has passed and whose lags are turned."""
    theirs = np.empty((2 * LAYOUT.lag + 1, len(x) - LAYOUT.span))
    run(x, y, theirs)
    ours = kernel.correlate(x[::-1], y[::-1], LAYOUT)[0][::-1]
    return float(np.abs(ours[: theirs.shape[1]] - theirs.T).max())


def way(name: str, x: np.ndarray, y: np.ndarray) -> Callable[[], object]:
    """What is measured under a name."""
    if name == WCC:
        run = peer(os.environ["MIRRA_WCC"])
        return lambda: run(x, y, None)
    if name == GAPS:
        x, y = np.where(np.random.default_rng(1).random((2, SAMPLES)) < MISSING, np.nan, (x, y))
    return lambda: kernel.correlate(x, y, LAYOUT)


def measure(name: str) -> None:
    """Print the CPU seconds of each round of one way, as JSON."""
    work = way(name, *dyad()[0])
    for _ in range(2):  # warms up
        work()
    print(json.dumps([spent(work) for _ in range(REPEATS)]))


def main() -> int:
    """Print and keep the figures; 1 when a limit is missed."""
    (x, y), what = dyad()
    names = [WHOLE, GAPS] + [WCC] * ("MIRRA_WCC" in os.environ)
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            words = [sys.executable, "-m", "benchmarks.dense", name]
            times[name] += json.loads(
                subprocess.run(words, check=True, capture_output=True, text=True).stdout
            )
    with mock.patch.object(kernel, "tiling", return_value=None):
        times["windows one by one"] = [spent(lambda: kernel.correlate(x, y, LAYOUT))]
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    print(
        f"{what}: {SAMPLES - LAYOUT.span + 1} windows x {2 * LAYOUT.lag + 1} lags; {ROUNDS} rounds of {REPEATS}"
    )
    print(f"{'':20}{'CPU ms':>10}{'times whole':>13}")
    for name, value in medians.items():
        print(f"{name:20}{1000 * value:10.1f}{value / medians[WHOLE]:13.2f}")
    kept: dict[str, Any] = {"source": what, "cpu_seconds": times}
    missed = False
    if WCC in names:
        for name, limit in LIMITS.items():
            ratio = medians[name] / medians[WCC]
            kept[f"ratio_{name}"] = ratio
            missed |= ratio > limit
            print(
                f"{name}: {ratio:.2f} of wcc (limit {limit:g}: {'holds' if ratio <= limit else 'LIMIT MISSED'})"
            )
        kept["away"] = away_from(peer(os.environ["MIRRA_WCC"]), x, y)
        missed |= not kept["away"] <= CLOSE
        print(f"wcc differs by {kept['away']:.1e} at most (limit {CLOSE:g})")
    else:
        print(
            "wcc is not at hand (MIRRA_WCC names the folder of its source): nothing is held against a limit"
        )
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "dense.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return int(missed)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    measure(sys.argv[1])
