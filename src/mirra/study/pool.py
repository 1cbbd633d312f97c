"""Work through a study with several processes; a killed process costs one attempt at one recording."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from mirra.errors import StudyError
from mirra.study.tasks import Job, Outcome, perform
from mirra.workers import Worker, uninterrupted, with_message

ATTEMPTS = 2  # a recording that ends its worker this often is given up
EXITS_BEFORE_READY = 3  # as many workers in a row that end before they begin: it is not a recording's fault
# Matrix libraries start a thread per core in every process unless told otherwise; two workers would then fight.
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def work_through(jobs: Sequence[Job], count: int) -> Generator[Outcome, None, None]:
    """The outcomes of ``jobs`` as they come, by ``count`` processes.

    A worker that is killed is replaced and its recording tried once more; a recording whose worker ends twice has that
    as its error. Leaving the iterator, also by Ctrl-C, ends the processes. Raises ``StudyError`` when no worker starts.
    """
    waiting, ended = deque(jobs), Counter[str]()
    early_exits = 0
    workers: list[Worker[Job, Outcome]] = []
    try:
        while waiting or _busy(workers):
            with _threads(count), uninterrupted():
                while len(workers) < min(count, len(waiting) + _busy(workers)):
                    workers.append(Worker(perform, "mirra study"))
            for worker in workers:
                if waiting and worker.ready and worker.job is None:
                    worker.give(waiting.popleft())
            for worker in with_message(workers):
                try:
                    outcome = worker.hear()
                    early_exits = 0
                except EOFError:
                    workers.remove(worker)
                    how, lost = worker.exit_reason(), worker.job
                    early_exits += not worker.ready
                    if early_exits >= EXITS_BEFORE_READY and any(other.ready for other in workers):
                        count, early_exits = max(1, count - 1), 0  # no room for so many: go on with fewer
                    elif early_exits >= EXITS_BEFORE_READY:
                        raise StudyError(
                            f"The processes of the pool end before they begin ({how}).",
                            todo="In a script, call this under `if __name__ == '__main__':`; else look at free memory.",
                        ) from None
                    if lost is None:
                        continue
                    ended[lost.key] += 1
                    if ended[lost.key] < ATTEMPTS:
                        waiting.append(lost)
                        continue
                    outcome = Outcome(lost.id, error=f"Its process ended {ATTEMPTS} times ({how}).")
                if outcome is not None:
                    yield outcome
    finally:
        for worker in workers:
            worker.end()


def _busy(workers: Sequence[Worker[Job, Outcome]]) -> int:
    return sum(worker.job is not None for worker in workers)


@contextmanager
def _threads(workers: int) -> Iterator[None]:
    """Share the cores among workers started meanwhile, unless the person has said how many threads there are to be."""
    share = str(max(1, (os.cpu_count() or 1) // workers))
    ours = [name for name in THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(ours, share))
    try:
        yield
    finally:
        for name in ours:
            os.environ.pop(name, None)
