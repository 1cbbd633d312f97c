"""The commands for brains write their folders from files on disk, and say in one line what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from mirra.cli import app
from mirra.errors import MirraError
from tests.golden import recording

RATE = 128


def run(*words: str | Path) -> str:
    found = CliRunner().invoke(app, [str(word) for word in words])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    assert found.exit_code == 0, found.output
    return found.output


@pytest.fixture(scope="module")
def rest_and_act(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of rest and a minute of action as EDF+, annotated, in which the central rhythm halves."""
    edfio = pytest.importorskip("edfio")
    time = np.arange(120 * RATE) / RATE
    draw = np.random.default_rng(0)
    names = ("EEG C3-REF", "EEG Cz-REF", "EEG C4-REF", "EEG O1-REF", "EEG Oz-REF", "EEG O2-REF")
    signals = []
    for k, name in enumerate(names):
        height = np.where((time >= 60) & (k < 3), 5.0, 10.0)
        wave = height * np.sin(2 * np.pi * 10 * time + k) + draw.standard_normal(len(time))
        signals.append(edfio.EdfSignal(wave, RATE, label=name, physical_dimension="uV"))
    notes = [edfio.EdfAnnotation(0, 60, "rest"), edfio.EdfAnnotation(60, 60, "act")]
    path = tmp_path_factory.mktemp("eeg") / "rec.edf"
    edfio.Edf(signals, annotations=notes).write(path)
    return path


def test_mu_by_times_and_by_annotations_is_the_same(rest_and_act: Path, tmp_path: Path) -> None:
    said = run(
        "brain", "mu", rest_and_act, "--condition", "60", "120", "--baseline", "0", "60", "-o", tmp_path / "a"
    )
    assert "less power: central only" in said
    run(
        "brain",
        "mu",
        rest_and_act,
        "--condition-note",
        "act",
        "--baseline-note",
        "rest",
        "-o",
        tmp_path / "b",
    )
    one, other = (json.loads((tmp_path / name / "result.json").read_text())["results"]["mu"] for name in "ab")
    assert one == other
    assert one["central"] == pytest.approx(2 * np.log(0.5), abs=0.05)
    assert (tmp_path / "a" / "mu.png").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--baseline-note", "rest"], "Give either --condition"),
        (["--condition-note", "acting", "--baseline-note", "rest"], "There are: act, rest"),
        (["--condition", "100", "130", "--baseline-note", "rest"], "does not lie in the recording"),
    ],
)
def test_mu_says_what_it_lacks(rest_and_act: Path, tmp_path: Path, words: list[str], said: str) -> None:
    with pytest.raises(MirraError, match=said):
        run("brain", "mu", rest_and_act, *words, "-o", tmp_path)


def test_two_continuous_recordings_are_cut_into_epochs(rest_and_act: Path, tmp_path: Path) -> None:
    words = ("--measure", "plv", "--band", "8", "13", "--surrogates", "9", "--epoch", "6", "-o", tmp_path)
    run("brain", "dyad", rest_and_act, rest_and_act, *words)
    kept = json.loads((tmp_path / "result.json").read_text())["results"]["eeg"]
    assert kept["epochs"] == 20
    assert kept["epoch_s"] == 6
    assert kept["plv_band"] > 0.9


def test_a_real_fnirs_dyad_gives_its_folder(tmp_path: Path) -> None:
    pair = [recording(f"brains/FCS01_{who}.nirs") for who in ("parent", "child")]
    words = ("--surrogates", "5", "--region", "all=S1_D1,S2_D1", "--pair", "S1_D1", "S2_D1", "-o", tmp_path)
    said = run("brain", "dyad", *pair, *words)
    assert "mean of 400 channel pairs" in said
    kept = json.loads((tmp_path / "result.json").read_text())
    assert kept["results"]["pairs"]["surrogates"] == 5
    assert kept["results"]["pairs"]["all_with_all"] > 0
    assert {"pairs.csv", "map.svg", "S1_D1_S2_D1.png"} <= {path.name for path in tmp_path.iterdir()}
    with pytest.raises(MirraError, match="A region is not written as"):
        run("brain", "dyad", *pair, "--region", "front", "-o", tmp_path)


def test_real_epochs_are_matched_by_their_names(tmp_path: Path) -> None:
    pytest.importorskip("mne")
    pair = [recording(f"brains/preproc_S{k}.fif") for k in (1, 2)]
    run("brain", "dyad", *pair, "--measure", "wpli", "--surrogates", "0", "-o", tmp_path)
    kept = json.loads((tmp_path / "result.json").read_text())["results"]["eeg"]
    assert kept["epochs"] == 25
    assert kept["filter_longer_than_epoch"] == ["theta", "alpha_low", "alpha_high"]
