"""What a study found, as one table."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from mirra.figures import save
from mirra.study.recordings import Recording
from mirra.study.sample import Sample
from mirra.study.tasks import Outcome


@pytest.fixture
def sample() -> Sample:
    groups = ("patients", "patients", "control", "patients")
    recordings = [Recording(f"r{k}", Path(f"{k}.csv"), group=group) for k, group in enumerate(groups)]
    outcomes = [
        Outcome("r0", {"grand_average": 0.1, "lead": None, "null": "shift", "cautions": ["short"]}),
        Outcome("r1", {"grand_average": 0.3, "extra": 2, "lead": 1.5}),
        Outcome("r2", {"grand_average": None}),
        Outcome("r3", error="cannot be read"),
    ]
    return Sample(recordings, outcomes, {"p_fdr": [0.02, 0.4, math.nan, math.nan]})


def test_the_table_has_every_recording_once_with_what_was_found_or_why_not(
    tmp_path: Path, sample: Sample
) -> None:
    sample.to_csv(tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "id",
        "group",
        "path",
        "note",
        "sha256",
        "grand_average",
        "lead",
        "null",
        "extra",
        "p_fdr",
        "error",
    ]
    assert [row["id"] for row in rows] == ["r0", "r1", "r2", "r3"]
    assert [row["grand_average"] for row in rows] == ["0.1", "0.3", "", ""]
    assert [row["p_fdr"] for row in rows] == ["0.02", "0.4", "", ""]
    assert [row["error"] for row in rows] == ["", "", "", "cannot be read"]


def test_groups_and_counts(sample: Sample) -> None:
    groups = sample.groups()
    assert groups["patients"] == pytest.approx({"n": 2, "mean": 0.2, "sd": math.sqrt(0.02)})
    assert groups["control"]["n"] == 0
    assert math.isnan(groups["control"]["mean"])
    said = sample.summary()
    assert (said["recordings"], said["measured"], said["failed"]) == (4, 3, 1)
    assert said["p_fdr at 0.05"] == 1
    assert said["window"] == 30.0
    assert sample.failures == {"r3": "cannot be read"}


def test_the_figure_is_drawn_also_of_nothing(tmp_path: Path, sample: Sample) -> None:
    save(sample.plot, tmp_path / "some")
    save(Sample(sample.recordings[3:], sample.outcomes[3:]).plot, tmp_path / "none")
    text = (tmp_path / "some.svg").read_text()
    assert text.count("<svg") == 1
    assert (tmp_path / "none.png").stat().st_size > 1000
