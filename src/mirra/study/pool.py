"""Processes of this machine that work through the recordings of a study, and outlive a killed one.

``concurrent.futures`` gives up a whole pool when one worker is killed and cannot say whose recording it had; here each
worker has a pipe of its own, so that the loss of one costs one attempt of one recording.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait

from mirra.errors import StudyError
from mirra.study.tasks import Job, Outcome, perform

ATTEMPTS = 2  # a recording that ends its worker this often is given up
STILLBORN = 3  # as many workers in a row that end before they begin: it is not a recording's fault
# Matrix libraries start a thread per core in every process unless told otherwise; two workers would then fight.
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


class _Worker:
    """One process, the pipe to it, and the job it has."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other,), name="mirra study")
        self.process.start()
        other.close()  # so that the pipe ends when the process does
        self.ready = False
        self.job: Job | None = None

    def give(self, job: Job) -> None:
        self.job = job
        with suppress(BrokenPipeError):  # it is gone: the pipe's other end will say so
            self.pipe.send(job)

    def hear(self) -> Outcome | None:
        """What it said: that it is ready, or the outcome of its job; raises ``EOFError`` where it has ended."""
        outcome: Outcome | None = self.pipe.recv()
        self.ready, self.job = True, None
        return outcome

    def bury(self) -> str:
        """How a process ended whose pipe has."""
        self.pipe.close()
        self.process.join(timeout=10)
        code = self.process.exitcode
        self.dismiss()
        if code is None or code >= 0:
            return f"exit status {code}"
        with suppress(ValueError):
            return signal.Signals(-code).name
        return f"signal {-code}"

    def dismiss(self) -> None:
        if self.process.is_alive():
            self.process.kill()  # it holds nothing that could be lost: the parent writes the files
        self.process.join()
        self.pipe.close()


def work_through(jobs: Sequence[Job], count: int) -> Generator[Outcome, None, None]:
    """The outcomes of ``jobs`` as they come, by ``count`` processes.

    A worker that is killed is replaced and its recording tried once more; a recording whose worker ends twice has that
    as its error. Leaving the iterator, also by Ctrl-C, ends the processes. Raises ``StudyError`` when no worker starts.
    """
    waiting, ended = deque(jobs), Counter[str]()
    stillborn = 0
    crew: list[_Worker] = []
    try:
        while waiting or _busy(crew):
            with _threads(count), _uninterrupted():
                crew += [_Worker() for _ in range(min(count, len(waiting) + _busy(crew)) - len(crew))]
            for worker in crew:
                if waiting and worker.ready and worker.job is None:
                    worker.give(waiting.popleft())
            for worker in _speaking(crew):
                try:
                    outcome = worker.hear()
                    stillborn = 0
                except (EOFError, OSError):
                    crew.remove(worker)
                    how, lost = worker.bury(), worker.job
                    stillborn += not worker.ready
                    if stillborn >= STILLBORN and any(other.ready for other in crew):
                        count, stillborn = max(1, count - 1), 0  # no room for so many: go on with fewer
                    elif stillborn >= STILLBORN:
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
        for worker in crew:
            worker.dismiss()


def _speaking(crew: Sequence[_Worker]) -> list[_Worker]:
    """Those that have said something, or ended; waits for the first."""
    heard = wait([worker.pipe for worker in crew])
    return [worker for worker in crew if worker.pipe in heard]


def _busy(crew: Sequence[_Worker]) -> int:
    return sum(worker.job is not None for worker in crew)


def _serve(pipe: Connection[Outcome | None, Job]) -> None:
    """What a worker does: a job from the pipe, its outcome into it, until the pipe ends because the parent did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    with suppress(EOFError, OSError):
        pipe.send(None)  # ready
        while True:
            pipe.send(perform(pipe.recv()))


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


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait while workers are started; they keep it shut out, also before they can say so themselves."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # on its first start it would let Ctrl-C in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
