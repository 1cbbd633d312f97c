"""Processes that work through a study and outlive a killed one."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

from mirra.errors import StudyError
from mirra.study import pool, tasks
from mirra.study.tasks import Job, Outcome, Task
from tests.study import measuring


def jobs(folder: Path, count: int, **parameters: Any) -> list[Job]:
    (folder / "journal").mkdir()
    task = Task(measuring.moments, {"journal": str(folder / "journal"), **parameters})
    return [tasks.job(one, task) for one in measuring.make(folder / "r", count)]


def kill_one(journal: Path, after: int, process: int | None = None) -> None:
    """End a process (unless told which, one at work) as the kernel does, once ``after`` recordings were begun."""
    patience = time.monotonic() + 60
    while len(list(journal.iterdir())) < after:
        assert time.monotonic() < patience, "nothing was begun"
        time.sleep(0.005)
    newest = max(journal.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    os.kill(process or int(newest.name.split(".")[1]), signal.SIGKILL)


def test_a_worker_killed_in_the_middle_costs_one_attempt(tmp_path: Path) -> None:
    asked = jobs(tmp_path, 30, slow=0.02)
    killer = threading.Thread(target=kill_one, args=(tmp_path / "journal", 10))
    killer.start()
    outcomes = list(pool.work_through(asked, 1))
    killer.join()
    assert sorted(one.id for one in outcomes) == sorted(one.id for one in asked)
    assert not [one for one in outcomes if one.error]
    begun = measuring.starts(tmp_path / "journal")
    assert len(begun) == 30
    assert sum(begun.values()) <= 31
    assert len(measuring.processes(tmp_path / "journal")) == 2  # another took its place


def test_a_recording_that_ends_its_worker_twice_is_given_up(tmp_path: Path) -> None:
    asked = jobs(tmp_path, 6, deadly="002.csv")
    outcomes = {one.id: one for one in pool.work_through(asked, 2)}
    assert outcomes["r002"] == Outcome("r002", error="Its process ended 2 times (SIGKILL).")
    assert sorted(name for name, one in outcomes.items() if one.found) == [
        "r000",
        "r001",
        "r003",
        "r004",
        "r005",
    ]
    assert measuring.starts(tmp_path / "journal")["002"] == 2


def test_leaving_early_ends_the_processes(tmp_path: Path) -> None:
    coming = pool.work_through(jobs(tmp_path, 20, slow=0.05), 2)
    next(coming)
    at_work = [
        one for one in psutil.Process().children() if "multiprocessing.spawn" in " ".join(one.cmdline())
    ]
    assert at_work
    coming.close()
    assert not [one for one in at_work if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def threads(path: Path, **about: Any) -> Mapping[str, Any]:
    return {name: os.environ.get(name) for name in pool.THREADS}


def test_workers_share_the_cores_and_a_person_s_own_word_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in pool.THREADS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "7")
    job = tasks.job(measuring.make(tmp_path, 1)[0], Task(threads))
    (outcome,) = pool.work_through([job], os.cpu_count() or 1)
    assert outcome.found == {**dict.fromkeys(pool.THREADS, "1"), "MKL_NUM_THREADS": "7"}
    assert "OMP_NUM_THREADS" not in os.environ


def test_workers_that_cannot_start_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.spawn._python_exe", b"/bin/false")
    with pytest.raises(StudyError, match="end before they begin"):
        list(pool.work_through(jobs(tmp_path, 3), 2))
