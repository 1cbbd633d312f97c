from __future__ import annotations

from pathlib import Path

import pytest

from material import videos
from mirra.errors import VideoError
from mirra.signals.video.recording import Recording


def test_a_recording_is_read_whole_and_says_how_far(tmp_path: Path) -> None:
    source = videos.make(tmp_path / "in.mp4", times=range(40), sound="aac")
    shares, frames = [], 0
    with Recording(source) as recording:
        assert recording.seconds == pytest.approx(2, abs=0.1)
        assert len(recording.sound) == 1
        for packet in recording.packets():
            if packet.stream is recording.video:
                frames += len(list(recording.pictures(packet)))
            shares.append(recording.share)
    assert frames == 40
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1


def test_how_far_a_cut_recording_can_be_read_is_told(tmp_path: Path) -> None:
    source = videos.make(
        tmp_path / "in.mp4", times=range(100), head={"movflags": "+faststart"}, options={"g": "5"}
    )
    with Recording(source) as recording:
        assert recording.last_time() == pytest.approx(5)
    data = source.read_bytes()
    source.write_bytes(data[: len(data) // 2])
    with Recording(source) as recording:
        assert 1 < recording.last_time() < 4
        assert f"at {recording.reached:.1f} s of 5.0 s" in str(recording.broken("is cut off"))


@pytest.mark.parametrize("name", ["in.mkv", "in.mp4", "in.webm"])
def test_a_recording_that_starts_late_is_read_whole(tmp_path: Path, name: str) -> None:
    codec = "libvpx-vp9" if name.endswith("webm") else "libx264"
    source = videos.make(tmp_path / name, codec=codec, times=range(60, 100))
    with Recording(source) as recording:
        assert recording.last_time() == pytest.approx(2, abs=0.06)
    with Recording(source) as recording:
        assert len([packet for packet in recording.packets() if packet.size]) == 40


def test_no_other_file_and_no_address_is_opened_by_what_a_file_says(tmp_path: Path) -> None:
    videos.make(tmp_path / "in.mp4")
    for name, words in {
        "a.ffconcat": "ffconcat version 1.0\nfile 'in.mp4'\n",
        "a.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nin.mp4\n#EXT-X-ENDLIST\n",
        "a.sdp": "v=0\nm=video 9 RTP/AVP 96\nc=IN IP4 127.0.0.1\na=rtpmap:96 H264/90000\n",
    }.items():
        (tmp_path / name).write_text(words)
        with pytest.raises(VideoError, match="not a video"):
            Recording(tmp_path / name)
