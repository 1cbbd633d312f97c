from __future__ import annotations

import re
from pathlib import Path

import av
import numpy as np
import pytest

from material import footage
from material.footage import BITS, CELL, DARK, LIGHT, ROOT, START, make_y4m, read_code, recordings


def planes(path: Path) -> list[np.ndarray]:
    """The pictures of a y4m file as (height * 3/2, width), read by FFmpeg."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


def film(path: Path, frames: int, width: int = 64, height: int = 48) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"qp": "4"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(frames):
            picture = np.full((height * 3 // 2, width), 128, np.uint8)
            picture[:height] = 40 + 20 * number
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(stream.encode())
    return path


def test_the_drawn_hand_moves_and_keeps_to_the_right_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footage, "DRAWN", tmp_path / "absent.webm")
    pictures = planes(make_y4m(None, tmp_path / "a.y4m", width=320, height=240, frames=70))
    assert len(pictures) == 70
    moved = np.abs(pictures[0][:240].astype(int) - pictures[30][:240])
    assert moved[:, 160:].mean() > 1, "the drawn hand does not move"
    assert all(np.ptp(p[:240, :160]) == 0 for p in pictures), "the drawn hand crosses the midline"
    assert np.array_equal(pictures[0], pictures[60]), "the drawn hand does not come round after its period"


@pytest.mark.parametrize("row", [8, 39])
def test_every_number_is_read_back_in_both_halves(tmp_path: Path, row: int) -> None:
    pictures = planes(make_y4m(None, tmp_path / "a.y4m", height=64, fps=10, frames=1030, coded=True))
    for number, picture in enumerate(pictures):
        halves = picture[row, :320], picture[row, 320:]
        assert [read_code(half) for half in halves] == [number % 1024] * 2, f"frame {number}"


def test_neither_a_broken_cell_nor_a_short_row_is_read_as_a_number(tmp_path: Path) -> None:
    half = planes(make_y4m(None, tmp_path / "a.y4m", frames=6, coded=True))[5][20, :320].copy()
    assert read_code(half) == 5
    half[START : START + CELL] = DARK + LIGHT - half[START]
    assert read_code(half) == -1
    assert read_code(half[:100]) == -1


def test_the_strip_has_no_colour_and_other_rows_no_code(tmp_path: Path) -> None:
    (bare,) = planes(make_y4m(None, tmp_path / "a.y4m", frames=1))
    (coded,) = planes(make_y4m(None, tmp_path / "b.y4m", frames=1, coded=True))
    u = coded[480:600].reshape(240, 320)
    assert (u[4:20, 8:140] == 128).all()
    assert np.array_equal(np.delete(bare[:480], range(8, 40), 0), np.delete(coded[:480], range(8, 40), 0))


def test_the_layout_is_the_one_the_browser_reads() -> None:
    text = (ROOT / "web" / "bench" / "framecode.ts").read_text(encoding="utf-8")
    said = {name: int(value) for name, value in re.findall(r"const (CELLS|START|CELL) = (\d+);", text)}
    assert said == {"CELLS": BITS + 1, "START": START, "CELL": CELL}


def test_a_short_film_is_looped_and_its_rate_changed(tmp_path: Path) -> None:
    source = film(tmp_path / "film.mp4", 5)
    pictures = planes(make_y4m(source, tmp_path / "a.y4m", width=32, height=24, fps=15, frames=10))
    shown = [round((int(np.median(p[:24])) - 40) / 20) for p in pictures]
    assert shown == [0, 2, 4, 1, 3] * 2


def test_a_wide_film_covers_a_narrow_picture_without_bars(tmp_path: Path) -> None:
    source = film(tmp_path / "film.mp4", 2, width=128, height=48)
    pictures = planes(make_y4m(source, tmp_path / "a.y4m", width=96, height=128, frames=2))
    assert pictures[0].shape == (192, 96)
    assert all(np.ptp(p[:128]) < 12 for p in pictures), "bars or edges in a plain picture"


@pytest.mark.parametrize("size", [(641, 480), (320, 240), (640, 20)])
def test_a_number_without_room_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"room|even"):
        make_y4m(None, tmp_path / "a.y4m", width=size[0], height=size[1], coded=True)


def test_recordings_are_looked_for_where_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRRA_RECORDINGS", str(tmp_path))
    assert recordings("hands/a.mp4") is None
    (tmp_path / "hands").mkdir()
    (tmp_path / "hands" / "a.mp4").touch()
    assert recordings("hands/a.mp4") == tmp_path / "hands" / "a.mp4"


def test_a_real_hand_fills_the_camera(tmp_path: Path) -> None:
    source = recordings("hands/table_one_right_hand.mp4")
    if source is None:
        pytest.skip("no recordings: set MIRRA_RECORDINGS to the folder that holds hands/")
    pictures = planes(make_y4m(source, tmp_path / "a.y4m", frames=30, coded=True))
    assert [read_code(p[24, :320]) for p in pictures] == list(range(30))
    assert len({p.tobytes() for p in pictures}) > 10, "the recording stands still"
