"""A study of many recordings finishes whole, once each, whatever ends in the middle."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from material.footage import ROOT
from mirra.errors import StudyError
from mirra.study import engine
from mirra.study.tasks import Task
from tests.study import measuring
from tests.study.test_pool import kill_one

PROGRAM = """
import sys
from pathlib import Path
from mirra.study import engine, recordings
from mirra.study.tasks import Task
from tests.study.measuring import moments

folder = Path(sys.argv[1])
task = Task(moments, {"journal": str(folder / "journal"), "slow": 0.02})
engine.run(recordings.read(folder / "r" / "recordings.csv"), task, folder / "study", jobs=2)
"""


@pytest.fixture
def task(tmp_path: Path) -> Task:
    (tmp_path / "journal").mkdir()
    return Task(measuring.moments, {"journal": str(tmp_path / "journal")})


def slow(task: Task) -> Task:
    return replace(task, parameters={**task.parameters, "slow": 0.02})


def test_two_hundred_recordings_and_a_killed_worker_end_complete(tmp_path: Path, task: Task) -> None:
    recordings = measuring.make(tmp_path / "r", 200, bad=(150,))
    killer = threading.Thread(target=kill_one, args=(tmp_path / "journal", 60))
    killer.start()
    shares: list[float] = []
    outcomes = engine.run(recordings, slow(task), tmp_path / "study", jobs=2, progress=shares.append)
    killer.join()
    assert [one.id for one in outcomes] == [one.id for one in recordings]
    assert {one.id: one.error for one in outcomes if one.error} == {
        "r150": "150.csv: There is something else than numbers."
    }
    kept = list((tmp_path / "study" / engine.KEPT).iterdir())
    assert sorted(path.name.partition("-")[0] for path in kept) == sorted(
        one.id for one in recordings if one.id != "r150"
    )
    begun = measuring.starts(tmp_path / "journal")
    assert set(begun) == {f"{k:03d}" for k in range(200)}
    assert sum(begun.values()) <= 201
    assert shares == sorted(shares)
    assert len(shares) == 200
    assert shares[-1] == 1.0


def test_nothing_finished_is_done_again_and_what_changed_is(tmp_path: Path, task: Task) -> None:
    recordings = measuring.make(tmp_path / "r", 8, bad=(7,))
    journal, folder = tmp_path / "journal", tmp_path / "study"
    first = engine.run(recordings, task, folder, jobs=1)
    again = engine.run(recordings, task, folder, jobs=1)
    assert [one.found for one in again] == [one.found for one in first]
    assert [one.kept for one in again] == [True] * 7 + [False]
    assert measuring.starts(journal) == {
        **{f"{k:03d}": 1 for k in range(7)},
        "007": 2,
    }  # the bad one is tried anew

    recordings[2].path.write_text("a,b\n1,2\n3,4\n")
    third = engine.run(recordings, task, folder, jobs=1)
    assert third[2].found is not None
    assert third[2].found["mean"] == [2.0, 3.0]
    assert [one.id for one in third if not one.kept] == ["r002", "r007"]

    other = replace(task, parameters={**task.parameters, "slow": 0.001})
    assert not any(one.kept for one in engine.run(recordings, other, folder, jobs=1))
    assert all(one.kept for one in engine.run(recordings, task, folder, jobs=1)[:7])


def test_a_recording_that_is_gone_is_listed(tmp_path: Path, task: Task) -> None:
    recordings = measuring.make(tmp_path / "r", 3)
    recordings[1].path.unlink()
    outcomes = engine.run(recordings, task, tmp_path / "study", jobs=1)
    assert [bool(one.found) for one in outcomes] == [True, False, True]
    assert "cannot be read: No such file" in outcomes[1].error


def begun(folder: Path, **how: Any) -> subprocess.Popen[str]:
    """The study as a program of its own, once twenty recordings were begun."""
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)], cwd=ROOT, text=True, stderr=subprocess.PIPE, **how
    )
    while len(list((folder / "journal").iterdir())) < 20:
        assert program.poll() is None, program.communicate()[1]
        time.sleep(0.005)
    return program


def gone(processes: set[int]) -> bool:
    """That none of these is there any more; a worker whose parent was killed ends after its recording."""
    _, alive = psutil.wait_procs(
        [psutil.Process(pid) for pid in processes if psutil.pid_exists(pid)], timeout=10
    )
    return not alive


def test_a_killed_program_goes_on_where_it_was(tmp_path: Path, task: Task) -> None:
    recordings = measuring.make(tmp_path / "r", 100)
    journal, folder = tmp_path / "journal", tmp_path / "study"
    program = begun(tmp_path)
    program.kill()
    program.communicate()
    assert gone(measuring.processes(journal))
    finished = {path.name[1:4] for path in (folder / engine.KEPT).glob("*.json")}
    assert 1 <= len(finished) < 100
    outcomes = engine.run(recordings, slow(task), folder)
    assert all(one.found for one in outcomes)
    assert {one.id[1:] for one in outcomes if one.kept} == finished
    counted = measuring.starts(journal)
    assert {counted[name] for name in finished} == {1}
    assert sum(counted.values()) <= 102  # two were in work
    assert len(list((folder / engine.KEPT).glob("*.json"))) == 100


def test_ctrl_c_ends_all_processes_and_keeps_what_is_finished(tmp_path: Path, task: Task) -> None:
    measuring.make(tmp_path / "r", 100)
    program = begun(tmp_path, start_new_session=True)
    os.killpg(program.pid, signal.SIGINT)
    _, told = program.communicate(timeout=90)
    assert told.strip().splitlines()[-1] == "KeyboardInterrupt"
    assert told.count("Traceback") == 1  # the program's own; the workers say nothing
    assert gone(measuring.processes(tmp_path / "journal"))
    assert len(list((tmp_path / "study" / engine.KEPT).glob("*.json"))) >= 1


def test_what_cannot_be_a_study_is_refused(tmp_path: Path, task: Task) -> None:
    recordings = measuring.make(tmp_path / "r", 1)
    with pytest.raises(StudyError, match="at least one job"):
        engine.run(recordings, task, tmp_path / "s", jobs=0)
    with pytest.raises(StudyError, match="cannot be kept"):
        engine.run(recordings, task, recordings[0].path)
    with pytest.raises(StudyError, match="same id"):
        engine.run(recordings * 2, task, tmp_path / "s")
    with pytest.raises(StudyError, match="function of a module"):
        engine.run(recordings, Task(lambda: {}), tmp_path / "s")


def test_a_full_disk_is_said_and_ends_the_processes(
    tmp_path: Path, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    recordings = measuring.make(tmp_path / "r", 10)
    monkeypatch.setattr(engine, "keep", full)
    with pytest.raises(StudyError, match="No space left"):
        engine.run(recordings, slow(task), tmp_path / "study", jobs=1)
    assert gone(measuring.processes(tmp_path / "journal"))


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
