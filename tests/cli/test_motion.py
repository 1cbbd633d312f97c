"""``mirra motion``, from the video to the table."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from mirra.cli import app
from mirra.errors import VideoError
from mirra.result import fingerprint
from tests.signals.films import film, flickering, png

BOXES = [(0, 0, 30, 48), (34, 4, 20, 20)]
CHANGES = [[7 * k % 40, 3 * (k % 5)] for k in range(1, 60)]
REGIONS = ("--region", "patient=0,0,30,48", "--region", "therapist=34,4,20,20")


def run(*words: Any) -> Result:
    return CliRunner().invoke(app, ["motion", *map(str, words)])


def table(path: Path) -> tuple[list[str], dict[str, list[float]]]:
    """The header, and the columns by name."""
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    return header, {name: [float(row[k]) for row in rows] for k, name in enumerate(header)}


def refused(*words: Any) -> str:
    error = run(*words).exception
    assert isinstance(error, VideoError), error
    return str(error)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "session.mp4"
    options = {"qp": "0", "preset": "ultrafast", "g": "10"}
    return film(path, flickering(CHANGES, BOXES, (48, 64)), options=options)


def test_a_table_is_written_with_what_made_it_beside_it(session: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "motion.csv"
    done = run(session, *REGIONS, "--threshold", 12, "--jobs", 2, "-o", target)
    assert done.exit_code == 0, done.output
    header, columns = table(target)
    assert header == ["time", "patient", "therapist", "key_frame", "duplicate", "interpolated"]
    assert np.column_stack([columns["patient"], columns["therapist"]]).tolist() == CHANGES
    about = json.loads(target.with_suffix(".json").read_text())
    assert about["inputs"] == [fingerprint(session)]
    assert about["parameters"]["threshold"] == 12
    assert about["parameters"]["regions"] == {"patient": "0,0,30,48", "therapist": "34,4,20,20"}
    assert about["results"]["motion"]["frames"] == 60
    assert "av" in about["versions"]
    assert sorted(path.name for path in target.parent.iterdir()) == ["motion.csv", "motion.json"]
    assert "motion.csv: 59 changes of patient, therapist in 2.4 s" in done.output


def test_the_table_can_be_coupled_as_it_is(session: Path, tmp_path: Path) -> None:
    target = tmp_path / "motion.csv"
    run(session, *REGIONS, "-o", target)
    words = ["couple", str(target), "--columns", "patient", "therapist"]
    words += ["--window", "0.8", "--step", "0.4", "--lag", "0.2", "--surrogates", "0"]
    done = CliRunner().invoke(app, [*words, "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, f"{done.output} {done.exception}"
    assert (tmp_path / "out" / "result.json").is_file()


def test_masks_and_suggestions_serve_as_regions(session: Path, tmp_path: Path) -> None:
    drawn = np.zeros((48, 64), np.uint8)
    drawn[:, :30], drawn[4:24, 34:54] = 100, 200
    mask = png(tmp_path / "mask.png", drawn)
    target = tmp_path / "motion.csv"
    assert run(session, "--mask", mask, "--mask", f"both={mask}", "-o", target).exit_code == 0
    header, columns = table(target)
    assert header[1:4] == ["646464", "c8c8c8", "both"]
    assert columns["646464"] == [row[0] for row in CHANGES]
    assert columns["both"] == [sum(row) for row in CHANGES]
    done = run(session, "--suggest", 1, "-o", target)
    assert done.exit_code == 0, done.output
    assert "--region region_1=" in done.stderr
    assert table(target)[0][1] == "region_1"


def test_a_preview_needs_no_table(session: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    done = run(session, *REGIONS, "--preview", tmp_path / "preview.png")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "preview.png").read_bytes().startswith(b"\x89PNG")
    assert [path.name for path in tmp_path.iterdir()] == ["preview.png"]


def test_suggestions_can_be_asked_for_alone(session: Path, tmp_path: Path) -> None:
    done = run(session, "--suggest", 1)
    assert done.exit_code == 0, done.output
    assert "--region region_1=" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "OUT"), "No region is given"),
        (("--region", "patient", "-o", "OUT"), "NAME=x,y,width,height"),
        (("--region", "patient=1,2", "-o", "OUT"), "whole pixels"),
        (("--region", "a=0,0,5,5", "--region", "a=5,5,5,5", "-o", "OUT"), "More than one region"),
        (("--region", "a=0,0,65,5", "-o", "OUT"), "the picture, which is 64x48"),
        (("--region", "a=0,0,5,5"), "nothing to write"),
        (("--mask", "no.png", "-o", "OUT"), "not a PNG"),
        (("--region", "a=0,0,5,5", "-o", "motion.json"), "Let it end in .csv"),
        (("--region", "a=0,0,5,5", "-o", "/dev/null/motion.csv"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(
    session: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    target = tmp_path / "motion.csv"
    assert said in refused(session, *(str(target) if word == "OUT" else word for word in words))
    assert not list(tmp_path.iterdir())


def test_a_damaged_recording_leaves_what_was_there(session: Path, tmp_path: Path) -> None:
    target, broken = tmp_path / "motion.csv", tmp_path / "broken.mp4"
    target.write_text("what was there")
    broken.write_bytes(session.read_bytes()[:-400])
    assert "cut off" in refused(broken, *REGIONS, "-o", target) or "not a video" in refused(
        broken, *REGIONS, "-o", target
    )
    assert target.read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.mp4", "motion.csv"]
