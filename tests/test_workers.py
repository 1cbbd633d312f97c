"""Worker processes that do one job after another, and whose exit is noticed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from mirra.workers import Worker, uninterrupted, with_message


def half(number: int) -> int:
    """Half of an even number; an odd one ends the process as the system does when memory runs out."""
    if number % 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number // 2


@pytest.fixture
def worker() -> Iterator[Worker[int, int]]:
    with uninterrupted():
        one = Worker(half, "halving")
    assert with_message([one]) == [one]
    assert one.hear() is None
    assert one.ready
    yield one
    one.end()


def test_a_worker_does_one_job_after_another(worker: Worker[int, int]) -> None:
    for number in (4, 10):
        worker.give(number)
        assert worker.job == number
        assert worker.hear() == number // 2
        assert worker.job is None


def test_a_killed_worker_is_noticed_and_its_job_is_known(worker: Worker[int, int]) -> None:
    worker.give(3)
    assert with_message([worker]) == [worker]
    with pytest.raises(EOFError):
        worker.hear()
    assert worker.job == 3
    assert worker.exit_reason() == "SIGKILL"


def test_giving_a_job_to_a_worker_that_has_exited_raises_only_when_its_answer_is_read(
    worker: Worker[int, int],
) -> None:
    worker.process.kill()
    worker.process.join()
    worker.give(4)
    with pytest.raises(EOFError):
        worker.hear()


def test_waiting_for_a_message_ends_after_the_time_given(worker: Worker[int, int]) -> None:
    assert with_message([worker], 0.01) == []


def test_ctrl_c_reaches_the_parent_alone(worker: Worker[int, int]) -> None:
    assert worker.process.pid is not None
    os.kill(worker.process.pid, signal.SIGINT)
    worker.give(4)
    assert worker.hear() == 2


def test_dismissing_ends_it_in_the_middle_of_a_job_and_may_be_repeated(worker: Worker[int, int]) -> None:
    worker.give(4)
    worker.end()
    worker.end()
    assert not worker.process.is_alive()
