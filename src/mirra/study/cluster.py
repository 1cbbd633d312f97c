"""The recordings of a study on a Dask scheduler. Needs the extra ``cluster``.

Each recording is a pure task under its own key. Dask gives those of a killed worker to another one; those whose worker
is lost more often than the scheduler's ``allowed-failures`` come back as failed. Dask cannot tell the one that ended
the worker from those that waited beside it, so that a bystander may be among them: the next run tries it again.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

from mirra.errors import StudyError, optional
from mirra.study.tasks import Job, Outcome, perform

PATIENCE = 30.0  # s until a scheduler must answer and a worker must be there


def work_through(jobs: Sequence[Job], address: str) -> Generator[Outcome, None, None]:
    """The outcomes of ``jobs`` as they come, from the workers of the scheduler at ``address``.

    Its workers need mirra and must see the recordings under the same paths; what they see is held against the
    fingerprint. Leaving the iterator lets go of what is left. Raises ``MissingExtra`` without ``distributed`` and
    ``StudyError`` where no scheduler answers, where it has no worker, or where it is lost on the way.
    """
    distributed = optional("distributed", "cluster", "A study on a cluster")
    again = "What is finished is kept: start again to go on."
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise StudyError(f"No Dask scheduler answers: {error}.", where=address) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise StudyError("The scheduler has no workers.", where=address, todo="Start some.") from error
        futures = client.map(perform, jobs, key=[f"mirra-{job.key}" for job in jobs])
        owners = {future.key: job.id for future, job in zip(futures, jobs, strict=True)}
        coming = distributed.as_completed(futures, loop=client.loop)
        del futures  # what has been gathered is let go of on the workers too
        for future in coming:
            try:
                yield future.result()
            except distributed.CancelledError as error:
                raise StudyError("The scheduler is lost.", where=address, todo=again) from error
            except distributed.KilledWorker:
                yield Outcome(
                    owners[future.key], error="Its worker was lost more often than the scheduler allows."
                )
            except Exception as error:  # for one, the worker cannot load mirra
                yield Outcome(owners[future.key], error=f"{type(error).__name__}: {error}")
