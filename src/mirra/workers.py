"""Worker processes on this machine that do one job after another, and whose exit is noticed.

``concurrent.futures`` (Python 3.11.7) gives up the whole pool when one process is killed and does not say which job it
had. If another process is being started at that moment, leaving the pool waits for it for ever, because the pool never
ends it. Here each process has its own pipe.
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
    """One process, the pipe to it, and the job it has.

    ``work`` is called with each job in that process, so it must be picklable; an exception in it ends the process.
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
        """The outcome of its job, or None for its first message (it is ready); raises ``EOFError`` if it has exited."""
        try:
            outcome = self.pipe.recv()
        except OSError as error:
            raise EOFError from error
        self.ready, self.job = True, None
        return outcome

    def exit_reason(self) -> str:
        """How the process ended, as a signal's name or an exit status; call it after ``hear`` raised ``EOFError``."""
        self.process.join(timeout=10)
        code = self.process.exitcode
        self.end()
        if code is None or code >= 0:
            return f"exit status {code}"
        with suppress(ValueError):
            return signal.Signals(-code).name
        return f"signal {-code}"

    def end(self) -> None:
        """End the process, also in the middle of a job."""
        if self.process.is_alive():
            self.process.kill()  # it holds nothing that could be lost: the parent writes the files
        self.process.join()
        self.pipe.close()


def with_message(
    workers: Sequence[Worker[Job, Outcome]], timeout: float | None = None
) -> list[Worker[Job, Outcome]]:
    """The workers that sent a message or exited; waits for the first one, at most ``timeout`` s."""
    heard = wait([worker.pipe for worker in workers], timeout)
    return [worker for worker in workers if worker.pipe in heard]


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C while workers are started; they inherit this, so it cannot stop them while they start."""
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
    """Do the jobs that come through the pipe and send back their outcomes, until the parent closes the pipe."""
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
