"""The command that pools trials, as a researcher types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mirra.evidence import log_risk_ratio, pool
from tests.evidence.trials import counts


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "studies.csv"
    rows = "\n".join(",".join(str(int(cell)) for cell in row) for row in np.transpose(counts()))
    path.write_text(f"events1,n1,events2,n2\n{rows}\n")
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mirra.cli", "evidence", "pool", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_table_is_pooled_drawn_and_written(table: Path, tmp_path: Path) -> None:
    forest, folder = tmp_path / "forest.svg", tmp_path / "out"
    done = run(table, "--method", "DL", "--test", "z", "--forest", forest, "-o", folder)
    assert done.returncode == 0, done.stderr
    assert "13 studies, DL, z" in done.stdout
    assert "mean effect -0.7141" in done.stdout
    assert forest.read_text().lstrip().startswith("<?xml")
    written = json.loads((folder / "result.json").read_text())
    expected = pool(*log_risk_ratio(*counts()), method="DL", test="z")
    assert written["command"] == "mirra evidence pool"
    assert written["results"]["pool"]["estimate"] == pytest.approx(expected.estimate)
    assert (folder / "pool.csv").read_text().count("\n") == 14


def test_metafors_numbers_come_by_name(table: Path) -> None:
    done = run(table, "--method", "PM", "--test", "z", "--like-metafor")
    assert "tau² 0.3181" in done.stdout
    assert "mean effect -0.7150" in done.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--column", "effect"], "names no column"),
        (["--column", "effect=g"], "no column “g”"),
        (["--measure", "hr"], "no measure “hr”"),
        (["--level", "2"], "must lie between 0 and 1"),
        (["--forest", "forest.docx"], "does not end in a format of pictures"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(table: Path, options: list[str], words: str) -> None:
    done = run(table, *options)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
