"""The commands for heart, skin, breath and voice, from a file to a folder."""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mirra.cli import main
from tests.golden import recording
from tests.signals import bodies

BEATS = bodies.beating(0.85 + 0.04 * np.sin(np.arange(40) / 4))


def table(path: Path, **columns: NDArray[np.float64]) -> Path:
    """A table with these columns."""
    np.savetxt(
        path, np.column_stack([*columns.values()]), delimiter=",", header=",".join(columns), comments=""
    )
    return path


def run(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> int:
    """What ``mirra WORDS`` exits with."""
    monkeypatch.setattr(sys, "argv", ["mirra", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def told(folder: Path) -> dict[str, Any]:
    """What result.json says."""
    content: dict[str, Any] = json.loads((folder / "result.json").read_text())
    return content


@pytest.fixture
def ecg(tmp_path: Path) -> Path:
    row = bodies.ecg(BEATS, 250, 36)
    return table(tmp_path / "ecg.csv", ECG=row, other=row * 0)


def test_heart_writes_beats_rate_figures_and_result(
    ecg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "heart", ecg, "--rate", "250", "-o", tmp_path / "heart") == 0
    said = capsys.readouterr()
    assert "41 beats" in said.out
    assert "taking the channel 'ECG'" in said.err
    result = told(tmp_path / "heart")
    assert result["command"] == "mirra heart"
    assert result["results"]["beats"]["beats_found"] == 41
    assert "NeuroKit2" in result["results"]["beats"]["detector"]
    assert result["versions"]["neurokit2"]
    assert result["inputs"][0]["name"] == "ecg.csv"
    for name in ("beats", "heart_rate"):
        assert {f"{name}.csv", f"{name}.svg", f"{name}.png"} <= {
            p.name for p in (tmp_path / "heart").iterdir()
        }


def test_the_rate_that_is_written_is_read_again_as_a_signal(
    ecg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mirra.signals.reading import read

    run(monkeypatch, "heart", ecg, "--rate", "250", "-o", tmp_path / "heart")
    again = read(tmp_path / "heart" / "heart_rate.csv")
    assert again.channels == ("heart_rate",)
    assert again.rate == pytest.approx(4)
    assert 65 < np.nanmean(again.values) < 76


@pytest.mark.parametrize(("given", "times"), [("intervals-s", 1.0), ("intervals-ms", 1000.0)])
def test_heart_takes_given_intervals(
    given: str, times: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = table(tmp_path / "rr.csv", RR=np.diff(BEATS) * times)
    assert run(monkeypatch, "heart", source, "--given", given, "-o", tmp_path / "out") == 0
    assert told(tmp_path / "out")["results"]["beats"]["mean_nn_ms"] == pytest.approx(
        1000 * np.diff(BEATS).mean()
    )


def test_heart_takes_given_times_of_beats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = table(tmp_path / "beats.csv", peak=BEATS, amplitude=np.ones_like(BEATS))
    assert (
        run(monkeypatch, "heart", source, "--given", "beats-s", "--column", "peak", "-o", tmp_path / "out")
        == 0
    )
    assert told(tmp_path / "out")["results"]["beats"]["intervals"] == 40


def test_a_real_heart_with_a_pause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = recording("dyads/heart/234130000540_ECG.csv.gz")
    assert run(monkeypatch, "heart", source, "-o", tmp_path / "out") == 0
    result = told(tmp_path / "out")["results"]
    assert result["beats"]["stretches"] > 1
    assert any("gaps" in note for note in result["beats"]["notes"])
    assert 85 < result["heart_rate"]["heart_rate_mean"] < 105


def test_two_hearts_beat_on_one_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mirra.signals.reading import read

    sources = [recording(f"dyads/heart/234130000{person}_ECG.csv.gz") for person in ("540", "594")]
    names = ("--person", "patient", "--person", "therapist")
    assert run(monkeypatch, "heart", *sources, *names, "-o", tmp_path / "out") == 0
    assert "therapist: 1" in capsys.readouterr().out
    assert {"beats_patient", "beats_therapist", "heart_rate"} == set(told(tmp_path / "out")["results"])
    assert len(told(tmp_path / "out")["inputs"]) == 2
    both = read(tmp_path / "out" / "heart_rate.csv")
    assert both.channels == ("patient", "therapist")
    assert both.rate == pytest.approx(4)
    alone = [tmp_path / "alone", tmp_path / "beside"]
    for source, folder in zip(sources, alone, strict=True):
        run(monkeypatch, "heart", source, "-o", folder)
    for channel, folder in zip(both.channels, alone, strict=True):
        own = read(folder / "heart_rate.csv")
        shared = np.isin(np.rint(own.clock * 4), np.rint(both.clock * 4))
        assert np.allclose(own.values[shared, 0], both.channel(channel), equal_nan=True)


def test_more_people_or_names_that_do_not_fit_are_refused(
    ecg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "heart", ecg, ecg, ecg, "--rate", "250", "-o", tmp_path / "out") == 1
    assert "recordings of one or two people" in capsys.readouterr().err
    assert run(monkeypatch, "heart", ecg, ecg, "--rate", "250", "-o", tmp_path / "out") == 1
    assert "as many different names" in capsys.readouterr().err


def test_skin_writes_responses_and_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    onsets = np.arange(10, 110, 20.0)
    source = table(tmp_path / "eda.csv", EDA=bodies.skin(onsets, np.full(5, 0.5), 25, 120))
    words = ("skin", source, "--rate", "25", "--min-height", "0.1", "-o", tmp_path / "skin")
    assert run(monkeypatch, *words) == 0
    result = told(tmp_path / "skin")
    assert result["results"]["responses"]["responses"] == 5
    assert result["parameters"]["min_height_us"] == 0.1
    header = (tmp_path / "skin" / "conductance.csv").read_text().splitlines()[0]
    assert header == "time,raw,tonic,phasic"


def test_breath_writes_breaths_and_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = np.arange(0, 120, 0.05)
    source = table(
        tmp_path / "rsp.csv", time=clock, RSP=np.sin(2 * np.pi * clock / 4), pulse=np.cos(7 * clock)
    )
    assert run(monkeypatch, "breath", source, "-o", tmp_path / "breath") == 0
    result = told(tmp_path / "breath")["results"]
    assert result["breaths"]["mean_rate_bpm"] == pytest.approx(15, abs=0.1)
    assert result["breathing_rate"]["breathing_rate_unit"] == "breaths/min"


def test_voice_of_two_channels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("parselmouth")
    hiss = 1e-4 * np.random.default_rng(0).standard_normal((80000, 2))
    one, two = bodies.tone(120, [(0.5, 2.0)], 16000, 5), bodies.tone(200, [(2.5, 4.5)], 16000, 5)
    source = tmp_path / "session.wav"
    with wave.open(str(source), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes((np.column_stack([one, two]) * 16000 + hiss * 32768).astype("<i2").tobytes())
    words = ("voice", source, "--speaker", "patient", "--speaker", "therapist", "-o", tmp_path / "voice")
    assert run(monkeypatch, *words) == 0
    assert "patient speaks" in capsys.readouterr().out
    result = told(tmp_path / "voice")["results"]
    assert result["speech"]["patient_speech_seconds"] == pytest.approx(1.5, abs=0.1)
    assert result["speech"]["therapist_median_pitch_hz"] == pytest.approx(200, rel=0.01)
    assert result["frames"]["rate_hz"] == 100


def test_what_cannot_be_done_is_one_line(
    ecg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, expected in (
        (
            ("heart", ecg, "--rate", "250", "--column", "EKG"),
            "There is no channel 'EKG'. It has: ECG, other.",
        ),
        (
            ("skin", ecg, "--rate", "250"),
            "It is not clear which channel to take. Name one, in a command with --column: ECG, other.",
        ),
        (("heart", ecg, "--rate", "250", "--column", "other"), "The electrocardiogram is 0 in every sample."),
        (("heart", ecg), "no rate is known"),
        (("heart", tmp_path / "none.csv"), "There is no such file."),
        (("heart", ecg, "--given", "beats-s", "--column", "other"), "Times of beats must all be there"),
    ):
        assert run(monkeypatch, *words, "-o", tmp_path / "out") == 1
        lines = capsys.readouterr().err.splitlines()
        assert len([line for line in lines if "taking the channel" not in line]) == 1, lines
        assert lines[-1].startswith("mirra: ")
        assert expected in lines[-1]
    assert not (tmp_path / "out").exists()
