"""Many recordings, each measured once: in processes of this machine or on a cluster, and resumed after whatever."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from mirra.errors import StudyError
from mirra.study import cluster as on_cluster
from mirra.study import pool
from mirra.study.recordings import Recording
from mirra.study.tasks import Job, Outcome, Task, job, keep, recall

KEPT = "recordings"  # the folder of the kept files, in the study's folder


def run(
    recordings: Sequence[Recording],
    task: Task,
    folder: Path,
    *,
    jobs: int = 2,
    cluster: str | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Outcome]:
    """Do ``task`` with every recording; the outcomes in the order of ``recordings``.

    Each finished recording is one JSON file in ``folder``/recordings, named by its id and a hash of its bytes, its
    columns and rate, and the task: what is there is not done again, what changed is. ``jobs`` processes of this
    machine share the work, or the workers of the Dask scheduler at ``cluster`` (such as ``tcp://127.0.0.1:8786``).
    ``progress`` is called with the share done. A recording that fails has an ``error`` and is tried again next time.
    Raises ``StudyError`` for fewer than one job, a task that no other process can find, workers that do not start, a
    scheduler that does not answer and a ``folder`` that cannot be written; ``MissingExtra`` for a cluster without
    ``distributed``.
    """
    if jobs < 1:
        raise StudyError(f"A study needs at least one job, not {jobs}.")
    if len({recording.id for recording in recordings}) < len(recordings):
        raise StudyError("Two recordings have the same id.")
    try:
        pickle.dumps(task)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise StudyError(
            f"The task cannot be sent to another process: {error}.", todo="Make it a function of a module."
        ) from error
    finished = folder / KEPT
    with _writing(finished):
        finished.mkdir(parents=True, exist_ok=True)
    outcomes: dict[str, Outcome] = {}
    to_do: dict[str, Job] = {}

    def note(outcome: Outcome, sha256: str = "") -> None:
        """Keep what came of one recording, and say which share of all has an outcome (0 to 1)."""
        outcomes[outcome.id] = replace(outcome, sha256=sha256)
        if progress is not None:
            progress(len(outcomes) / len(recordings))

    for recording in recordings:
        try:
            recording_job = job(recording, task)
        except OSError as error:
            note(Outcome(recording.id, error=f"The file cannot be read: {error.strerror or error}."))
            continue
        before = recall(finished, recording_job)
        if before is None:
            to_do[recording_job.id] = recording_job
        else:
            note(before, recording_job.sha256)
    with closing(_through(list(to_do.values()), jobs, cluster)) as coming:
        for outcome in coming:
            if outcome.found is not None:
                with _writing(finished):
                    keep(finished, to_do[outcome.id], outcome)
            note(outcome, to_do[outcome.id].sha256)
    return [outcomes[recording.id] for recording in recordings]


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StudyError(
            f"What is finished cannot be kept: {error.strerror or error}.",
            where=str(folder),
            todo="Make room or choose another folder; what was kept before stays.",
        ) from error


def _through(to_do: Sequence[Job], jobs: int, cluster: str | None) -> Generator[Outcome, None, None]:
    if to_do:
        yield from on_cluster.work_through(to_do, cluster) if cluster else pool.work_through(to_do, jobs)
