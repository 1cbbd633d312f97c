from __future__ import annotations

from pathlib import Path

import pytest

from material import videos
from mirra.signals.video.integrity import is_cut

KINDS = {
    "plain.mp4": {"sound": "aac"},
    "head_first.mp4": {"head": {"movflags": "+faststart"}},
    "pieces.mp4": {"head": {"movflags": "+frag_keyframe+empty_moov"}, "options": {"g": "4"}},
    "film.mov": {"codec": "mjpeg", "pix_fmt": "yuvj422p"},
    "film.mkv": {"sound": "aac"},
    "film.webm": {"codec": "libvpx-vp9"},
    "film.avi": {"codec": "mpeg4"},
}


@pytest.mark.parametrize("name", KINDS)
def test_a_whole_file_is_whole_and_one_byte_less_is_not(tmp_path: Path, name: str) -> None:
    path = videos.make(tmp_path / name, **KINDS[name])  # type: ignore[arg-type]
    assert not is_cut(path)
    data = path.read_bytes()
    for kept in (len(data) - 1, len(data) * 2 // 3, len(data) // 2):
        path.write_bytes(data[:kept])
        assert is_cut(path), f"{kept} of {len(data)} bytes"


def test_a_box_of_more_than_four_gigabytes_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    with path.open("wb") as file:
        file.write(b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x01mdat" + (5 << 30).to_bytes(8, "big"))
        file.truncate(16 + (5 << 30))
        assert not is_cut(path)
        file.truncate(15 + (5 << 30))
        assert is_cut(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words",
        b"\0\0\0\x08free",
        b"\0\0\0\x08free\0\0\0\0mdat12",  # a box that reaches to the end, whatever that is
        b"\0\0\0\x08free" + bytes(20),  # padding behind the last box
        bytes.fromhex("1a45dfa3 80 18538067 01ffffffffffffff") + b"a live recording",
        bytes.fromhex("1a45dfa3 80 ec 80"),
        bytes.fromhex("1a45dfa3"),
    ],
)
def test_what_states_no_length_is_taken_as_whole(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert not is_cut(tmp_path / "file")
