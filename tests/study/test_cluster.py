"""The same study on a Dask scheduler with workers of its own, all on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from material.footage import ROOT
from mirra.errors import MissingExtra, StudyError
from mirra.study import cluster, engine
from mirra.study.tasks import Task
from tests.study import measuring
from tests.study.test_pool import kill_one

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
QUIET = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """A Dask program of its own; it finds the tests' own modules."""
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:], *QUIET],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def listening() -> set[str]:
    """The addresses at which the programs started here can be reached."""
    ours = psutil.Process().children(recursive=True)
    return {
        one.laddr.ip for child in ours for one in child.net_connections() if one.status == psutil.CONN_LISTEN
    }


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers of one thread each."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    worker = ("dask_worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
    started = [start(tmp_path, "dask_scheduler", "--port", str(port))]
    try:
        started += [start(tmp_path, *worker), start(tmp_path, *worker)]
        with distributed.Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address
    finally:
        for one in started:
            one.kill()
            one.wait()


@pytest.fixture
def task(tmp_path: Path) -> Task:
    (tmp_path / "journal").mkdir()
    return Task(measuring.moments, {"journal": str(tmp_path / "journal"), "slow": 0.02})


def test_two_hundred_recordings_and_a_killed_worker_end_complete(
    tmp_path: Path, task: Task, scheduler: str
) -> None:
    assert listening() == {"127.0.0.1"}
    recordings = measuring.make(tmp_path / "r", 200, bad=(150,))
    killer = threading.Thread(target=kill_one, args=(tmp_path / "journal", 60))
    killer.start()
    outcomes = engine.run(recordings, task, tmp_path / "study", cluster=scheduler)
    killer.join()
    assert [one.id for one in outcomes] == [one.id for one in recordings]
    assert {one.id: one.error for one in outcomes if one.error} == {
        "r150": "150.csv: There is something else than numbers."
    }
    assert len(list((tmp_path / "study" / engine.KEPT).glob("*.json"))) == 199
    before = measuring.starts(tmp_path / "journal")
    assert set(before) == {f"{k:03d}" for k in range(200)}
    assert len(measuring.processes(tmp_path / "journal")) == 2

    # The same files serve the pool of this machine: only the bad recording is tried again.
    again = engine.run(recordings, task, tmp_path / "study", jobs=1)
    assert sum(one.kept for one in again) == 199
    assert sum((measuring.starts(tmp_path / "journal") - before).values()) == 1


def test_a_lost_scheduler_is_said_and_what_is_finished_is_kept(
    tmp_path: Path, task: Task, scheduler: str
) -> None:
    recordings = measuring.make(tmp_path / "r", 60)
    (owner,) = (
        one
        for one in psutil.Process().children()
        if "distributed.cli.dask_scheduler" in " ".join(one.cmdline())
    )

    loser = threading.Thread(target=kill_one, args=(tmp_path / "journal", 20, owner.pid))
    loser.start()
    with pytest.raises(StudyError, match="start again to go on"):
        engine.run(recordings, task, tmp_path / "study", cluster=scheduler)
    loser.join()
    assert list((tmp_path / "study" / engine.KEPT).glob("*.json"))


def test_no_scheduler_no_worker_and_no_extra_are_said(
    tmp_path: Path, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    recordings = measuring.make(tmp_path / "r", 1)
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    nobody = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(StudyError, match="No Dask scheduler answers") as told:
        engine.run(recordings, task, tmp_path / "study", cluster=nobody)
    assert told.value.where == nobody
    with pytest.raises(StudyError, match="No Dask scheduler answers"):
        engine.run(recordings, task, tmp_path / "study", cluster="nonsense://x")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"mirra\[cluster\]"):
        engine.run(recordings, task, tmp_path / "study", cluster=nobody)
