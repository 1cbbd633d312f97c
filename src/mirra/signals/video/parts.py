"""One recording counted by several processes, cut at key frames. Needs PyAV."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

import numpy as np

from mirra.errors import VideoError
from mirra.signals.video.counting import Counts, Share, Task, count_part
from mirra.signals.video.frames import Key, keys_of
from mirra.signals.video.recording import Recording

# How much of its share a process is given at a time: beginning costs as much as some twenty pictures, and towards the
# end the parts must be small for all processes to end together.
SIZES = (0.5, 0.25, 0.125, 0.125)
EVERY = 0.2  # seconds between two looks at how far the processes are

_done: Any = None  # in a process that counts: where it adds the share it has done


def count_in_parts(task: Task, jobs: int, share: Share) -> Counts | None:
    """Count with ``jobs`` processes, cut at key frames; None where the recording does not let itself be cut so.

    Nothing is given either where a part cannot be read, or two do not meet in the same picture to the last bit: reading
    from end to end tells then what is wrong. Raises ``VideoError`` where a process ends before its part is done.
    """
    context = get_context("spawn")
    done = context.Value("d", 0.0)
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(done,)) as pool:
        parts: list[Future[Counts]] = []
        try:
            for _ in range(jobs):
                pool.submit(_ready)  # starting a process takes as long as looking for the key frames does
            with Recording(task.path, 1) as recording:
                keys, size = keys_of(recording)
            edges = [None, *_cuts(keys, size, jobs), None]
            if len(edges) == 2:
                return None
            parts += [pool.submit(_count, task, *edge) for edge in itertools.pairwise(edges)]
            counts = _waited(parts, done, share)
        except BrokenProcessPool as error:
            raise VideoError(
                "One of the processes ended before its part was done.",
                where=str(task.path),
                todo="Use one process.",
            ) from error
        except VideoError:
            return None
        finally:
            for part in parts:
                part.cancel()
    met = all(one.ends[1] == after.ends[0] for one, after in itertools.pairwise(counts))
    return _joined(counts) if met else None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(done: Any) -> None:  # noqa: ANN401 - a number shared between processes
    """What a process that counts does first."""
    global _done
    _done = done


def _ready() -> None:
    """Nothing; a process that has done it has started."""


def _count(task: Task, start: Key | None, stop: Key | None) -> Counts:
    """Count a part, adding the share of the recording that is done to what the processes have done together."""
    last: list[float] = []

    def add(share: float) -> None:
        if last:
            with _done.get_lock():
                _done.value += share - last[-1]
        last[:] = [share]

    return count_part(task, start, stop, add)


def _waited(parts: Sequence[Future[Counts]], done: Any, share: Share) -> list[Counts]:  # noqa: ANN401
    """What the parts have counted, in their order; ``share`` is told meanwhile how much is done."""
    left: set[Future[Counts]] = set(parts)
    while left:
        ended, left = wait(left, EVERY, FIRST_EXCEPTION)
        for part in ended:
            part.result()
        share(min(done.value, 1.0))
    return [part.result() for part in parts]


def _cuts(keys: Sequence[Key], size: int, jobs: int) -> Iterator[Key]:
    """Key frames that cut the recording into parts, the first ones large; size is told by bytes."""
    goals = iter(np.cumsum(np.repeat(SIZES, jobs))[:-1] / jobs * size)
    goal = next(goals)
    for key in keys:
        if key.before >= goal:
            yield key
            goal = next((later for later in goals if later > key.before), np.inf)


def _joined(parts: Sequence[Counts]) -> Counts:
    return Counts(
        first=parts[0].first,
        ticks=np.concatenate([part.ticks for part in parts]),
        pixels=np.concatenate([part.pixels for part in parts]),
        key=np.concatenate([part.key for part in parts]),
        same=np.concatenate([part.same for part in parts]),
        ends=(parts[0].ends[0], parts[-1].ends[1]),
    )
