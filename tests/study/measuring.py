"""Recordings made for the tests of a study, and the small real work done with them."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mirra.errors import ReadError
from mirra.study.recordings import Recording, read

BAD = "not a number"


def make(folder: Path, count: int, *, samples: int = 50, bad: tuple[int, ...] = ()) -> list[Recording]:
    """``count`` small recordings of two columns and the table that lists them; those in ``bad`` cannot be read."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    lines = ["id,path,first,second,rate,group"]
    for k in range(count):
        name = f"{k:03d}.csv"
        if k in bad:
            (folder / name).write_text(f"a,b\n1,{BAD}\n")
        else:
            np.savetxt(
                folder / name,
                rng.normal(size=(samples, 2)),
                delimiter=",",
                header="a,b",
                comments="",
                fmt="%.6f",
            )
        lines.append(f"r{k:03d},{name},a,b,25,{'control' if k % 2 else 'patients'}")
    (folder / "recordings.csv").write_text("\n".join(lines) + "\n")
    return read(folder / "recordings.csv")


def moments(
    path: Path, *, columns: tuple[str, str], rate: float, journal: str, slow: float = 0.0, deadly: str = ""
) -> Mapping[str, Any]:
    """Means and standard deviations of two columns; writes down in ``journal`` that it began, and as which process.

    ``slow`` s pass meanwhile; the file named ``deadly`` ends the process as the kernel does when memory runs out.
    """
    began = Path(journal) / f"{path.stem}.{os.getpid()}.{time.monotonic_ns()}"
    began.touch()
    if path.name == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(slow)
    try:
        values = np.loadtxt(path, delimiter=",", skiprows=1)
    except ValueError as error:
        raise ReadError("There is something else than numbers.", where=path.name) from error
    return {
        "mean": values.mean(axis=0),
        "sd": values.std(axis=0),
        "names": columns,
        "seconds": len(values) / rate,
    }


def starts(journal: Path) -> Counter[str]:
    """How often the work was begun, by the name of the file."""
    return Counter(path.name.partition(".")[0] for path in journal.iterdir())


def processes(journal: Path) -> set[int]:
    """The processes that have begun something."""
    return {int(path.name.split(".")[1]) for path in journal.iterdir()}
