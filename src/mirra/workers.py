"""Processes of this machine that do one job after another, and whose end is heard.

``concurrent.futures`` gives up a whole pool when one process is killed, cannot say whose job it had, and waits for ever
for a process that it was starting meanwhile; here each process has a pipe of its own.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")


class Worker(Generic[Job, Outcome]):
    """One process, the pipe to it, and the job it has; ``work`` is what it does with a job, and travels to it.

    What ``work`` raises ends the process.
    """

    def __init__(self, work: Callable[[Job], Outcome], name: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe: Connection[Job, Outcome | None]
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, work), name=name)
        self.process.start()
        other.close()  # so that the pipe ends when the process does
        self.ready = False
        self.job: Job | None = None

    def give(self, job: Job) -> None:
        """Let it do ``job``; it must be ready and have none."""
        self.job = job
        with suppress(BrokenPipeError):  # it is gone: the pipe's other end will say so
            self.pipe.send(job)

    def hear(self) -> Outcome | None:
        """What it said: that it is ready, or the outcome of its job; raises ``EOFError`` where it has ended."""
        try:
            outcome = self.pipe.recv()
        except OSError as error:
            raise EOFError from error
        self.ready, self.job = True, None
        return outcome

    def bury(self) -> str:
        """How a process ended whose pipe has."""
        self.process.join(timeout=10)
        code = self.process.exitcode
        self.dismiss()
        if code is None or code >= 0:
            return f"exit status {code}"
        with suppress(ValueError):
            return signal.Signals(-code).name
        return f"signal {-code}"

    def dismiss(self) -> None:
        """End the process, also in the middle of a job."""
        if self.process.is_alive():
            self.process.kill()  # it holds nothing that could be lost: the parent writes the files
        self.process.join()
        self.pipe.close()


def speaking(
    crew: Sequence[Worker[Job, Outcome]], timeout: float | None = None
) -> list[Worker[Job, Outcome]]:
    """Those that have said something, or ended; waits for the first, at most ``timeout`` s."""
    heard = wait([worker.pipe for worker in crew], timeout)
    return [worker for worker in crew if worker.pipe in heard]


@contextmanager
def uninterrupted() -> Iterator[None]:
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


def _serve(pipe: Connection[Outcome | None, Job], work: Callable[[Job], Outcome]) -> None:
    """What a worker does: a job from the pipe, its outcome into it, until the pipe ends because the parent did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    with suppress(EOFError, OSError):
        pipe.send(None)  # ready
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        outcome = work(job)
        with suppress(OSError):
            pipe.send(outcome)
