"""The command that measures many recordings."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from material.footage import ROOT
from mirra.cli import app
from mirra.errors import StudyError
from tests.study.test_survey import make

QUICK = ["--window", "5", "--step", "2", "--lag", "1"]


def test_a_study_is_measured_resumed_and_its_failures_are_listed(tmp_path: Path) -> None:
    make(tmp_path, 4)
    words = ["study", str(tmp_path / "recordings.csv"), "-o", str(tmp_path / "out"), "--jobs", "1", *QUICK]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "4 of 4 recordings measured (0 of them before), 0 failed" in done.stdout
    assert "4 dyads against 12 pseudo-dyads: effect size" in done.stdout
    (tmp_path / "d2.csv").write_text("th\n1\n2\n")
    again = CliRunner().invoke(app, words)
    assert again.exit_code == 1
    assert "3 of 4 recordings measured (3 of them before), 1 failed" in again.stdout
    assert "mirra: failed: d2: " in again.stderr
    assert "no channel 'pat'" in again.stderr
    kept = json.loads((tmp_path / "out" / "result.json").read_text())
    assert kept["command"] == "mirra study"
    assert kept["parameters"]["window"] == 5.0
    assert list(kept["failed"]) == ["d2"]
    assert not (
        tmp_path / "out" / "partners.csv"
    ).exists()  # of the run before, whose dyads were enough for it


def test_every_shift_tests_each_recording_without_a_number_of_surrogates(tmp_path: Path) -> None:
    make(tmp_path, 3)
    folder = tmp_path / "out"
    words = ["study", str(tmp_path / "recordings.csv"), "-o", str(folder), "--jobs", "1", *QUICK]
    done = CliRunner().invoke(app, [*words, "--scheme", "every-shift"])
    assert done.exit_code == 0, done.output
    with (folder / "recordings.csv").open() as file:
        ps = [float(row["p_grand_average"]) for row in csv.DictReader(file)]
    assert len(ps) == 3
    assert all(0 < p <= 1 for p in ps)
    alone = CliRunner().invoke(
        app,
        [
            "couple",
            str(tmp_path / "d0.csv"),
            "--rate",
            "10",
            *QUICK,
            "--scheme",
            "every-shift",
            "-o",
            str(tmp_path / "one"),
        ],
    )
    assert alone.exit_code == 0, alone.output
    single = json.loads((tmp_path / "one" / "result.json").read_text())
    assert ps[0] == pytest.approx(single["p_grand_average"])


def test_what_cannot_be_a_study_is_one_named_error(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="cannot be read"):
        CliRunner().invoke(app, ["study", str(tmp_path / "none.csv")], catch_exceptions=False)


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    make(tmp_path, 100)
    words = [
        "study",
        str(tmp_path / "recordings.csv"),
        "-o",
        str(tmp_path / "out"),
        "--surrogates",
        "199",
        *QUICK,
    ]
    program = subprocess.Popen(
        [sys.executable, "-m", "mirra.cli", *words],
        cwd=ROOT,
        text=True,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not list((tmp_path / "out").glob("recordings/*.json")):
        assert program.poll() is None, program.communicate()[1]
        time.sleep(0.01)
    os.killpg(program.pid, signal.SIGINT)
    _, told = program.communicate(timeout=90)
    assert program.returncode == 130
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
