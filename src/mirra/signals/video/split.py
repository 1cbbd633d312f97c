"""One recording counted by several processes, cut at key frames. Needs PyAV."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from mirra.errors import VideoError
from mirra.signals.video.counting import Counts, Share, Task, count_part
from mirra.signals.video.frames import Key, keys_of
from mirra.signals.video.recording import Recording
from mirra.workers import Worker, uninterrupted, with_message

# How much of its share a process is given at a time: beginning costs as much as some twenty pictures, and towards the
# end the parts must be small for all processes to end together.
SIZES = (0.5, 0.25, 0.125, 0.125)
EVERY = 0.2  # seconds between two looks at how far the processes are

Part = tuple[Key | None, Key | None]


def count_in_parts(task: Task, jobs: int, share: Share) -> Counts | None:
    """Count with ``jobs`` processes, cut at key frames; None where the recording does not let itself be cut so.

    Nothing is given either where a part cannot be read, or two do not meet in the same picture to the last bit: reading
    from end to end tells then what is wrong. Raises ``VideoError`` where a process ends before its part is done.
    """
    workers: list[Worker[Part, Counts | None]] = []
    done = multiprocessing.get_context("spawn").Value("d", 0.0)
    try:
        with uninterrupted():
            for _ in range(jobs):  # starting a process takes as long as looking for the key frames does
                workers.append(Worker(partial(_count, task, done), "mirra motion"))
        with Recording(task.path, 1) as recording:
            keys, size = keys_of(recording)
        parts = list(itertools.pairwise([None, *_cuts(keys, size, jobs), None]))
        counts = _counted(parts, workers, done, share) if len(parts) > 1 else None
    except EOFError as error:
        raise VideoError(
            "One of the processes ended before its part was done.",
            where=str(task.path),
            todo="Use one process.",
        ) from error
    except VideoError:
        return None
    finally:
        for worker in workers:
            worker.end()
    if counts is None or any(before.ends[1] != after.ends[0] for before, after in itertools.pairwise(counts)):
        return None
    return _joined(counts)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _count(task: Task, done: Any, part: Part) -> Counts | None:  # noqa: ANN401 - a number shared between processes
    """Count one part and add its progress to ``done``; None if the part cannot be read."""
    last: list[float] = []

    def add(share: float) -> None:
        """Add to the common progress how far this part has come since the last call; shares are 0 to 1."""
        if last:
            with done.get_lock():
                done.value += share - last[-1]
        last[:] = [share]

    try:
        return count_part(task, *part, add)
    except VideoError:
        return None


def _counted(
    parts: Sequence[Part],
    workers: Sequence[Worker[Part, Counts | None]],
    done: Any,  # noqa: ANN401
    share: Share,
) -> list[Counts] | None:
    """The counts of the parts in order, or None if one cannot be read; ``share`` is called with the progress.

    Raises ``EOFError`` if a worker has exited.
    """
    waiting, counts = deque(parts), dict[Part, Counts]()
    while len(counts) < len(parts):
        for worker in with_message(workers, EVERY):
            part, counted = worker.job, worker.hear()
            if part is not None:
                if counted is None:
                    return None
                counts[part] = counted
            if waiting:
                worker.give(waiting.popleft())
        share(min(done.get_obj().value, 1.0))  # without its lock, which a killed process may hold for ever
    return [counts[part] for part in parts]


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
