"""``mirra couple``, from the file to the folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from mirra.cli import app
from mirra.errors import MirraError
from mirra.result import RESULT, fingerprint
from tests.coupling.windowed.test_rmea import table
from tests.golden import golden, recording

NAMES = {
    "all_lags": "all_lags",
    "first_leads": "s1_lead",
    "second_leads": "s2_lead",
    "lag_zero": "lag_zero",
    "grand_average": "grandAver",
}


def run(*words: Any) -> Any:
    return CliRunner().invoke(app, ["couple", *map(str, words)])


def kept(folder: Path) -> Any:
    return json.loads((folder / RESULT).read_text())


@pytest.fixture
def dyad(tmp_path: Path) -> Path:
    x, y, both = (
        np.convolve(one, np.ones(5), "same") for one in np.random.default_rng(0).standard_normal((3, 1500))
    )
    path = tmp_path / "motion.csv"
    np.savetxt(
        path, np.column_stack([x + both, y + both]), delimiter=",", header="patient,therapist", comments=""
    )
    return path


def test_the_folder_holds_everything(dyad: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(dyad, "--columns", "patient", "therapist", "--rate", 25, "--window", 10, "--step", 5, "--lag", 2,
               "--surrogates", 99, "--seed", 5, "--grid", "-o", out)  # fmt: skip
    assert done.exit_code == 0, done.output
    told = kept(out)
    assert "coupling, and 99 surrogates by circular-shift" in done.stderr
    for name in NAMES:
        for end in ("", "_signed", "_absolute"):
            assert isinstance(told[name + end], float)
            assert isinstance(told["prewhitened_" + name + end], float)
            assert 0 < told["p_" + name + end] <= 1
        assert name.replace("_", " ") in done.stdout
    assert told["p_lag_zero"] == 0.01
    assert told["scheme"] == "circular-shift"
    assert told["null"] in done.stdout
    assert told["parameters"]["window"] == 10
    assert told["inputs"] == [fingerprint(dyad)]
    assert "numpy" in told["versions"]
    matrix = np.loadtxt(out / "matrix.csv", delimiter=",", skiprows=1)
    assert matrix[:, 1:].mean() == pytest.approx(told["grand_average"])
    files = {path.name for path in out.iterdir()}
    for name in ("coupling", "prewhitened", "regression", "surrogates", "null", "grid"):
        assert {f"{name}.csv", f"{name}.svg", f"{name}.png"} <= files
    assert told["results"]["grid"]["settings"] == 27


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("A", ["--like-rmea", "--window", 30, "--step", 10, "--lag", 5]),
        ("B", ["--raw", "--absolute", "--window", 60, "--step", 30, "--lag", 5]),
        ("B", ["--raw", "--absolute", "--like-rmea", "--window", 60, "--step", 30]),
    ],
)
def test_the_reference_numbers_come_out_at_the_end(setting: str, words: list[Any], tmp_path: Path) -> None:
    path = recording("dyads/motion_energy/207_01.txt")
    done = run(path, "--columns", "pat", "th", "--rate", 25, *words, "-o", tmp_path)
    assert done.exit_code == 0, done.output
    told = kept(tmp_path)
    (wanted,) = (row for row in table(golden(f"rmea/{setting}_summary.csv")) if row["uid"] == "normal_207_1")
    for name, other in NAMES.items():
        assert told[name] == pytest.approx(float(wanted[other]), abs=1e-8)


def test_events_of_slow_signals_stand_beside_with_their_nulls(dyad: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(dyad, "--rate", 2, "--concordance", "--moments", "--surrogates", 39, "-o", out)
    assert done.exit_code == 0, done.output
    results = kept(out)["results"]
    assert results["moments"]["names"] == ["patient", "therapist"]
    for name in ("concordance", "moments"):
        assert (out / f"{name}.csv").is_file()
        assert (out / f"{name}.svg").is_file()
        assert results[f"{name}_null"]["n"] == 39
        assert f"p {results[f'{name}_null']['p']:.3f}" in done.stdout, f"{name} was not said with its p"


def test_without_a_folder_the_numbers_are_said_and_nothing_is_written(dyad: Path) -> None:
    before = set(dyad.parent.iterdir())
    done = run(dyad, "--rate", 25, "--window", 10)
    assert done.exit_code == 0
    assert "patient and therapist" in done.stdout
    assert set(dyad.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--columns", "patient", "nurse", "--rate", 25], "no channel 'nurse'. It has: patient, therapist"),
        (["--rate", 25, "--window", 100], "needs 105 s; there are 60 s"),
        (["--rate", 25, "--window", 0], "window must be"),
        (["--rate", -1], "rate"),
        (["--rate", 25, "--surrogates", 9, "--scheme", "shuffle"], "shuffle"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(dyad: Path, words: list[Any], said: str, tmp_path: Path) -> None:
    done = run(dyad, *words, "-o", tmp_path / "out")
    assert isinstance(done.exception, MirraError)
    assert said in str(done.exception)
    assert "\n" not in str(done.exception)
    assert not (tmp_path / "out" / RESULT).exists()
