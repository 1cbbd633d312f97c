"""One recording counted by several processes, cut at key frames. Needs PyAV."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import numpy as np

from mirra.errors import VideoError
from mirra.signals.counting import Counts, Share, Task, count_part
from mirra.signals.frames import Key, keys_of
from mirra.signals.recording import Recording

PARTS = 8  # for each process, so that all end at about the same time


def count_in_parts(task: Task, jobs: int, share: Share) -> Counts | None:
    """Count with ``jobs`` processes, cut at key frames; None where the recording does not let itself be cut so.

    The parts must meet in the same pictures to the last bit, else nothing is given. Raises ``VideoError`` where the
    recording is cut or damaged, or a process ends before its part is done.
    """
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        pool.submit(_ready)  # starting a process takes as long as looking for the key frames does
        with Recording(task.path, 1) as recording:
            keys, size = keys_of(recording)
        cuts = _cuts(keys, size, jobs * PARTS)
        if not cuts:
            return None
        edges = [None, *cuts, None]
        parts = [pool.submit(count_part, task, *edge) for edge in itertools.pairwise(edges)]
        try:
            _wait(parts, share)
            done = [part.result() for part in parts]
        except BrokenProcessPool as error:
            raise VideoError(
                "One of the processes ended before its part was done.",
                where=str(task.path),
                todo="Use one process.",
            ) from error
        except VideoError:
            return None  # reading from end to end tells whether, and where, the recording is damaged
        finally:
            for part in parts:
                part.cancel()
    met = all(one.ends[1] == next_.ends[0] for one, next_ in itertools.pairwise(done))
    return _joined(done) if met else None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ready() -> None:
    """Nothing; a process that has done it has started."""


def _wait(parts: Sequence[Future[Counts]], share: Share) -> None:
    for number, part in enumerate(as_completed(parts), start=1):
        part.result()
        share(number / len(parts))


def _cuts(keys: Sequence[Key], size: int, parts: int) -> list[Key]:
    """Key frames that cut the recording into at most ``parts`` of about as many bytes."""
    return list(_evenly(keys, size / parts)) if keys else []


def _evenly(keys: Sequence[Key], step: float) -> Iterator[Key]:
    goal = step
    for key in keys:
        if key.before >= goal:
            yield key
            goal = max(goal + step, key.before + step / 2)


def _joined(parts: Sequence[Counts]) -> Counts:
    return Counts(
        first=parts[0].first,
        ticks=np.concatenate([part.ticks for part in parts]),
        pixels=np.concatenate([part.pixels for part in parts]),
        key=np.concatenate([part.key for part in parts]),
        same=np.concatenate([part.same for part in parts]),
        ends=(parts[0].ends[0], parts[-1].ends[1]),
    )
