"""One recording's work: what is asked of it, what came of it, and the file that keeps it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mirra.errors import MirraError
from mirra.result import fingerprint, plain
from mirra.study.recordings import Recording

FORM = 1  # of the kept files


@cache
def _mirra() -> str:
    return version("mirra")


@dataclass(frozen=True)
class Task:
    """What is done with every recording: ``work(path, columns=..., rate=..., **parameters)`` gives a mapping.

    ``work`` is a function of a module, so that another process finds it by name; what it gives must be what JSON can
    hold. A change of ``parameters``, of ``revision`` or of mirra's version makes every recording's work anew.
    """

    work: Callable[..., Mapping[str, Any]]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 1

    def describe(self) -> dict[str, Any]:
        """All that the outcome depends on beside the recording; made of JSON's kinds."""
        name = f"{self.work.__module__}.{self.work.__qualname__}"
        return {
            "form": FORM,
            "work": name,
            "revision": self.revision,
            "mirra": _mirra(),
            "parameters": plain(self.parameters),
        }


@dataclass(frozen=True)
class Job:
    """One recording's task, as it travels to a worker; ``key`` is one of its kind for these bytes and parameters."""

    id: str
    path: Path
    columns: tuple[str, str] | None
    rate: float | None
    sha256: str
    key: str
    task: Task
    mirra: str


@dataclass(frozen=True)
class Outcome:
    """What came of a recording: ``found`` by the work, or the ``error`` in words; ``kept`` if it was done before.

    ``sha256`` of the file as it was measured; empty where it could not be read.
    """

    id: str
    found: Mapping[str, Any] | None = None
    error: str = ""
    kept: bool = False
    sha256: str = ""


def job(recording: Recording, task: Task) -> Job:
    """The job of a recording; raises ``OSError`` where its file cannot be read."""
    path = recording.path.resolve()
    sha256 = fingerprint(path)["sha256"]
    identity = [recording.id, sha256, recording.columns, recording.rate, task.describe()]
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
    readable = re.sub(r"[^\w.-]+", "_", recording.id, flags=re.ASCII).strip(".")[:60]
    key = f"{readable or 'recording'}-{digest[:20]}"
    return Job(recording.id, path, recording.columns, recording.rate, sha256, key, task, _mirra())


def perform(job: Job) -> Outcome:
    """Do one job, wherever this runs; whatever goes wrong with the recording becomes the outcome's ``error``.

    The file is held against its fingerprint afterwards: one that was written to meanwhile, or that is another one on
    the machine where this runs, gives an error and not a number; and so does another version of mirra there.
    """
    if job.mirra != _mirra():
        return Outcome(job.id, error=f"The worker has mirra {_mirra()}, the study {job.mirra}.")
    try:
        measures = job.task.work(job.path, columns=job.columns, rate=job.rate, **job.task.parameters)
        measures = json.loads(json.dumps(plain(measures), allow_nan=False))
        if fingerprint(job.path)["sha256"] != job.sha256:
            return Outcome(
                job.id, error="The file is not the same any more; start again to measure what it is now."
            )
    except MirraError as error:
        return Outcome(job.id, error=str(error))
    except Exception as error:  # one bad file must not stop the others
        return Outcome(job.id, error=f"{type(error).__name__}: {error}")
    return Outcome(job.id, measures)


def keep(folder: Path, job: Job, outcome: Outcome) -> None:
    """Write what was found to the job's file, whole or not at all, and on the disk before it has its name."""
    content = {
        "id": job.id,
        "input": job.path.name,
        "sha256": job.sha256,
        "task": job.task.describe(),
    }
    fresh = folder / f"{job.key}.{os.getpid()}.part"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(plain(content) | {"found": outcome.found}, file, indent=1, allow_nan=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / f"{job.key}.json")


def recall(folder: Path, job: Job) -> Outcome | None:
    """What was kept of this very job, or None; a file that is not whole counts as none."""
    try:
        content = json.loads((folder / f"{job.key}.json").read_bytes())
        measures = content["found"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(measures, dict) or content.get("id") != job.id:
        return None
    return Outcome(job.id, measures, kept=True)
