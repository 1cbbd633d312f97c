"""``mirra hands``, as somebody at a terminal meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from material import videos
from material.footage import ROOT
from mirra.pairs.hands.simulated import MirrorMovement, simulate
from tests.golden import recording


def mirra(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mirra.cli", "hands", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    hands = simulate(MirrorMovement(ratio=0.1, lag=0.05), noise=0.003)
    path = tmp_path / "table.csv"
    rows = np.column_stack([np.arange(len(hands.mirror)) / hands.rate, hands.mirror, hands.voluntary])
    np.savetxt(path, rows, delimiter=",", header="time,left,right", comments="")
    return path


def test_a_table_of_two_channels_is_measured(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = mirra(
        f"{table}", "--columns", "left", "right", "--rest", "0", "5", "--surrogates", "49", "-o", f"{out}"
    )
    assert done.returncode == 0, done.stderr
    assert "right hand voluntary" in done.stdout
    assert "not a validated instrument" in done.stdout
    kept = json.loads((out / "result.json").read_text())
    found = kept["results"]["mirror_movements"]
    assert found["amplitude_ratio"] == pytest.approx(0.1, rel=0.05)
    assert found["lag"] == pytest.approx(0.05, abs=0.012)
    assert kept["parameters"]["columns"] == ["left", "right"]
    for end in ("csv", "svg", "png"):
        assert (out / f"mirror_movements.{end}").stat().st_size > 0


def test_a_video_of_both_hands_is_tracked_and_measured(tmp_path: Path) -> None:
    pytest.importorskip("ai_edge_litert", reason="the extra hands is not installed")
    out = tmp_path / "out"
    film = recording("hands/two_hands_2.gif")
    done = mirra(f"{film}", "--movement", "wrist", "--frequency", "0.7", "-o", f"{out}")
    assert done.returncode == 0, done.stderr
    assert "hands: left right" in done.stdout
    assert "tracking hands" in done.stderr
    kept = json.loads((out / "result.json").read_text())
    assert set(kept["results"]) == {"hands", "left", "right", "symmetry", "mirror_movements"}
    assert kept["parameters"]["hands"] == 2
    assert kept["inputs"][0]["name"] == film.name
    for name in kept["results"]:
        for end in ("csv", "svg", "png"):
            assert (out / f"{name}.{end}").is_file()


def test_a_video_without_two_hands_says_so_and_keeps_what_there_is(tmp_path: Path) -> None:
    pytest.importorskip("ai_edge_litert", reason="the extra hands is not installed")
    out = tmp_path / "out"
    done = mirra(f"{videos.make(tmp_path / 'hills.mp4')}", "-o", f"{out}")
    assert done.returncode == 0, done.stderr
    assert "need a left and a right hand in view; seen: none" in done.stdout
    kept = json.loads((out / "result.json").read_text())
    assert "seen: none" in kept["mirror_movements_refused"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--columns LEFT RIGHT"),
        (("--columns", "left", "middle"), "no channel 'middle'"),
        (("--columns", "left", "right", "--frequency", "20"), "samples a second"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_1(
    table: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = mirra(f"{table}", *words, "-o", f"{tmp_path / 'out'}")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "result.json").exists()


def test_a_file_that_is_no_video_is_named(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"nothing" * 100)
    done = mirra(f"{tmp_path / 'film.mp4'}", "-o", f"{tmp_path / 'out'}")
    assert done.returncode == 1
    assert "film.mp4: The file is not a video" in done.stderr
