"""One recording's work and the file that keeps it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mirra.study import tasks
from mirra.study.tasks import Task
from tests.study import measuring


@pytest.fixture
def journal(tmp_path: Path) -> str:
    (tmp_path / "journal").mkdir()
    return str(tmp_path / "journal")


def test_the_key_follows_bytes_columns_rate_parameters_and_revision(tmp_path: Path) -> None:
    recording = measuring.make(tmp_path / "r", 1)[0]
    task = Task(measuring.moments, {"window": 30.0})
    keys = {
        tasks.job(recording, task).key,
        tasks.job(replace(recording, first="b", second="a"), task).key,
        tasks.job(replace(recording, rate=30.0), task).key,
        tasks.job(recording, replace(task, parameters={"window": 31.0})).key,
        tasks.job(recording, replace(task, revision=2)).key,
        tasks.job(recording, replace(task, work=nothing_json_can_hold)).key,
    }
    recording.path.write_text("a,b\n1,2\n")
    keys.add(tasks.job(recording, task).key)
    assert len(keys) == 7
    assert tasks.job(recording, task).key == tasks.job(replace(recording, group="other"), task).key


def test_ids_that_are_no_file_names_are_kept_apart(tmp_path: Path) -> None:
    recording = measuring.make(tmp_path / "r", 1)[0]
    names = [
        tasks.job(replace(recording, id=name), Task(measuring.moments)).key
        for name in ("../x", ".._x", "ä", "")
    ]
    assert len(set(names)) == 4
    assert not any("/" in name or name.startswith(".") for name in names)


def test_what_is_kept_is_recalled_and_half_a_file_is_not(tmp_path: Path, journal: str) -> None:
    job = tasks.job(measuring.make(tmp_path / "r", 1)[0], Task(measuring.moments, {"journal": journal}))
    outcome = tasks.perform(job)
    assert outcome.found is not None
    assert tasks.recall(tmp_path, job) is None
    tasks.keep(tmp_path, job, outcome)
    again = tasks.recall(tmp_path, job)
    assert again == replace(outcome, kept=True)
    path = tmp_path / f"{job.key}.json"
    for cut in (0, 1, 40, path.stat().st_size // 2):
        path.write_bytes(path.read_bytes()[:cut])
        assert tasks.recall(tmp_path, job) is None


def test_a_file_that_changes_meanwhile_gives_no_number(tmp_path: Path, journal: str) -> None:
    recording = measuring.make(tmp_path / "r", 1)[0]
    job = tasks.job(recording, Task(measuring.moments, {"journal": journal}))
    recording.path.write_text("a,b\n1,2\n3,4\n")
    outcome = tasks.perform(job)
    assert outcome.found is None
    assert "not the same" in outcome.error


def test_a_worker_with_another_version_gives_no_number(tmp_path: Path, journal: str) -> None:
    job = tasks.job(measuring.make(tmp_path / "r", 1)[0], Task(measuring.moments, {"journal": journal}))
    outcome = tasks.perform(replace(job, mirra="0.0.1"))
    assert outcome.found is None
    assert "the study 0.0.1" in outcome.error


def nothing_json_can_hold(path: Path, **about: Any) -> dict[str, Any]:
    return {"a": object()}


def test_every_failure_becomes_words(tmp_path: Path, journal: str) -> None:
    good, bad = measuring.make(tmp_path / "r", 2, bad=(1,))
    task = Task(measuring.moments, {"journal": journal})
    assert tasks.perform(tasks.job(bad, task)).error == "001.csv: There is something else than numbers."
    assert "unexpected keyword" in tasks.perform(tasks.job(good, replace(task, parameters={"wind": 1}))).error
    assert tasks.perform(tasks.job(good, Task(nothing_json_can_hold))).error.startswith("TypeError")
