from __future__ import annotations

import builtins
import os
import resource
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from material import videos
from material.footage import recordings
from mirra.anatomy import Side
from mirra.errors import MissingExtra, VideoError
from mirra.mirror.reflect import Reflected, reflect

# The loss of coding, in grey levels: soft pictures at crf 20 come back within 1 to 2 in the mean.
LOSS = 3.0


def mirrored_about(plane: np.ndarray, column: int, intact: Side) -> np.ndarray:
    """What is expected, pixel by pixel and slowly."""
    out = np.full(plane.shape, -1)
    for x in range(plane.shape[1]):
        seen = x if (x >= column) == (intact == "right") else 2 * column - 1 - x
        if 0 <= seen < plane.shape[1]:
            out[:, x] = plane[:, seen]
    return out


def close(seen: np.ndarray, expected: np.ndarray, loss: float = LOSS) -> bool:
    there = expected >= 0
    return bool(np.abs(seen.astype(int) - expected)[there].mean() < loss)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return videos.make(tmp_path / "in.mp4", options={"qp": "4"})


@pytest.mark.parametrize("intact", ["left", "right"])
@pytest.mark.parametrize(
    ("midline", "column"), [(0.5, 32), (0.3, 20), (0.8, 52), (0.52, 34), (0.001, 2), (0.999, 62)]
)
def test_every_picture_is_reflected_about_the_midline(
    source: Path, tmp_path: Path, intact: Side, midline: float, column: int
) -> None:
    target = tmp_path / "out.mp4"
    done = reflect(source, target, intact=intact, midline=midline)
    before, after = videos.planes(source), videos.planes(target)
    assert done == Reflected(20, 64, 48, 1.0)
    assert len(after) == len(before) == 20
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        for name, one, other, part in zip("YUV", old, new, (1, 2, 2), strict=True):
            expected = mirrored_about(one, column // part, intact)
            # Two columns of picture beside plain dark lose more in coding than a soft picture does.
            loss = LOSS if 4 < column < 60 else 16
            assert close(other, expected, loss), f"picture {number}, plane {name}"


def test_where_the_reflection_does_not_reach_it_is_plain_and_dark(source: Path, tmp_path: Path) -> None:
    reflect(source, tmp_path / "out.mp4", intact="right", midline=0.75)
    for y, u, v in videos.planes(tmp_path / "out.mp4"):
        assert y[:, :28].mean() < 32
        assert y[:, :24].std() < 3
        assert abs(u[:, :12].mean() - 128) < 3
        assert abs(v[:, :12].mean() - 128) < 3


def test_each_picture_keeps_its_own_time(tmp_path: Path) -> None:
    uneven = [0, 40, 41, 90, 300, 301, 302, 700, 1000, 1003]
    source = videos.make(tmp_path / "in.mp4", times=uneven, time_base=Fraction(1, 600))
    done = reflect(source, tmp_path / "out.mp4", intact="left")
    assert videos.times(tmp_path / "out.mp4") == videos.times(source) == [Fraction(t, 600) for t in uneven]
    assert done.frames == len(uneven)


def test_a_recording_that_begins_late_keeps_its_time_to_the_sound(tmp_path: Path) -> None:
    source = videos.make(tmp_path / "in.mkv", times=range(30, 50), sound="aac")
    reflect(source, tmp_path / "out.mkv", intact="left")
    assert videos.times(tmp_path / "out.mkv") == videos.times(source)


@pytest.mark.parametrize(
    ("kind", "codec", "to"),
    [("in.mp4", "aac", "out.mp4"), ("in.mkv", "libopus", "out.mp4"), ("in.mkv", "mp3", "out.mkv")],
)
def test_sound_is_copied_packet_by_packet(tmp_path: Path, kind: str, codec: str, to: str) -> None:
    source = videos.make(tmp_path / kind, sound=codec)
    reflect(source, tmp_path / to, intact="right")
    assert videos.sound(tmp_path / to) == videos.sound(source)


@pytest.mark.parametrize(
    ("kind", "codec", "to", "becomes"),
    [
        ("in.mp4", "aac", "out.webm", "opus"),
        ("in.mkv", "mp3", "out.mp4", "aac"),
        ("in.mkv", "pcm_u8", "out.mp4", "aac"),
    ],
)
def test_sound_that_the_target_cannot_hold_is_encoded_anew(
    tmp_path: Path, kind: str, codec: str, to: str, becomes: str
) -> None:
    source = videos.make(tmp_path / kind, sound=codec)
    reflect(source, tmp_path / to, intact="right")
    name, packets = videos.sound(tmp_path / to)
    assert becomes in name
    assert sum(map(len, packets)) > 500


@pytest.mark.parametrize("turn", [90, 180, 270, "flip"])
def test_a_turned_recording_is_set_upright_first(source: Path, tmp_path: Path, turn: int | str) -> None:
    upright = {90: -1, 180: 2, 270: 1}
    expected = [
        np.rot90(y, upright[turn]) if isinstance(turn, int) else y[:, ::-1]
        for y, _, _ in videos.planes(source)
    ]
    done = reflect(videos.turned(source, turn), tmp_path / "out.mp4", intact="right")
    assert (done.height, done.width) == expected[0].shape
    for old, (new, _, _) in zip(expected, videos.planes(tmp_path / "out.mp4"), strict=True):
        assert close(new, mirrored_about(old, done.width // 2, "right"))


@pytest.mark.parametrize(
    ("kind", "codec", "pix_fmt"),
    [
        ("in.mp4", "libx264", "yuv422p"),
        ("in.mp4", "libx264", "yuv444p"),
        ("in.mp4", "libx264", "yuv420p10le"),
        ("in.mp4", "libx264", "gray"),
        ("in.webm", "libvpx-vp9", "yuv420p"),
        ("in.webm", "libvpx-vp9", "yuva420p"),
        ("in.avi", "mpeg4", "yuv420p"),
        ("in.mov", "mjpeg", "yuvj422p"),
        ("in.mkv", "ffv1", "bgr0"),
        ("in.gif", "gif", "rgb8"),
    ],
)
def test_other_kinds_of_picture_come_out_with_the_same_look(
    tmp_path: Path, kind: str, codec: str, pix_fmt: str
) -> None:
    source = videos.make(tmp_path / kind, codec=codec, pix_fmt=pix_fmt, times=range(6))
    reflect(source, tmp_path / "out.mp4", intact="right")
    import av

    with av.open(str(source)) as one, av.open(str(tmp_path / "out.mp4")) as other:
        for old, new in zip(one.decode(video=0), other.decode(video=0), strict=True):
            assert new.format.name == "yuv420p"
            seen, real = (frame.to_ndarray(format="rgb24")[:, 36:60].astype(int) for frame in (new, old))
            # Chroma is halved on the way, so colour differs more than grey; gif's palette is coarse.
            assert np.abs(seen - real).mean() < (20 if kind == "in.gif" else 6)


@pytest.mark.parametrize("range_", [1, 2])
def test_dark_stays_dark_in_a_full_and_in_a_narrow_range(tmp_path: Path, range_: int) -> None:
    source = videos.make(tmp_path / "in.mp4", range_=range_, options={"qp": "4"})
    reflect(source, tmp_path / "out.mp4", intact="right")
    import av

    with av.open(str(tmp_path / "out.mp4")) as container:
        assert (next(container.decode(video=0)).color_range == 2) == (range_ == 2)
    assert close(
        videos.planes(tmp_path / "out.mp4")[3][0][:, 32:], videos.planes(source)[3][0][:, 32:].astype(int)
    )


@pytest.mark.parametrize("size", [(65, 49), (67, 50), (4, 2)])
def test_odd_and_tiny_pictures_lose_at_most_a_line(tmp_path: Path, size: tuple[int, int]) -> None:
    source = videos.make(tmp_path / "in.mkv", codec="ffv1", pix_fmt="yuv420p", size=size, times=range(5))
    done = reflect(source, tmp_path / "out.mp4", intact="left")
    assert (done.width, done.height) == (size[0] // 2 * 2, size[1] // 2 * 2)


@pytest.mark.parametrize(
    ("suffix", "codec"), [(".mp4", "h264"), (".MOV", "h264"), (".mkv", "h264"), (".webm", "vp9")]
)
def test_the_suffix_says_the_kind(source: Path, tmp_path: Path, suffix: str, codec: str) -> None:
    target = tmp_path / f"out{suffix}"
    assert reflect(source, target, intact="right").frames == 20
    import av

    with av.open(str(target)) as container:
        assert codec in container.streams.video[0].codec_context.codec.canonical_name


def test_progress_rises_from_nothing_to_all(tmp_path: Path) -> None:
    source = videos.make(tmp_path / "in.mp4", times=range(200))
    told: list[float] = []
    reflect(source, tmp_path / "out.mp4", intact="right", progress=told.append)
    assert told == sorted(told)
    assert told[0] < 0.1
    assert told[-1] == 1
    assert len(told) > 50


# --- what is refused -------------------------------------------------------------------------------------------


def refused(source: Path, target: Path, *names: str, **asked: Any) -> VideoError:
    """Reflect, expect a refusal that names all of ``names``, and look that nothing was left behind."""
    there = sorted(target.parent.iterdir()) if target.parent.is_dir() else []
    old = target.read_bytes() if target.is_file() else None
    with pytest.raises(VideoError) as caught:
        reflect(source, target, **({"intact": "right"} | asked))
    for name in names:
        assert name in str(caught.value)
    assert (sorted(target.parent.iterdir()) if target.parent.is_dir() else []) == there, (
        "something was left behind"
    )
    assert (target.read_bytes() if target.is_file() else None) == old, "the old target was harmed"
    return caught.value


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    refused(tmp_path / "none.mp4", tmp_path / "out.mp4", "none.mp4", "does not exist")
    refused(tmp_path, tmp_path / "out.mp4", str(tmp_path), "not a file")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.mp4", b"", "empty"),
        ("words.mp4", b"These are words, not a video.\n" * 200, "not a video"),
        ("words.txt", b"Words that a lenient reader shows as a terminal's picture.\n" * 200, "not a video"),
        ("noise.mp4", np.random.default_rng(1).bytes(20000), "not a video"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n", "not a video"),
        ("list.ffconcat", b"ffconcat version 1.0\nfile 'in.mp4'\n", "not a video"),
    ],
)
def test_what_is_no_video_is_named(
    tmp_path: Path, source: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(tmp_path / name, tmp_path / "out.mp4", name, said)


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    import av

    path = tmp_path / "sound.m4a"
    with av.open(str(path), "w", format="mp4") as out:
        track = out.add_stream("aac", rate=8000, layout="mono")
        for packets in videos._tone(track, 1.0):
            out.mux(packets)
    refused(path, tmp_path / "out.mp4", "sound.m4a", "no moving picture")


def test_a_recording_cut_before_its_index_is_no_video(tmp_path: Path) -> None:
    source = videos.make(tmp_path / "in.mp4", times=range(60))
    source.write_bytes(source.read_bytes()[:-400])
    refused(source, tmp_path / "out.mp4", "in.mp4")


@pytest.mark.parametrize("kind", ["in.mp4", "in.mkv", "in.webm", "in.avi"])
def test_a_recording_cut_in_the_middle_is_refused_naming_the_time(tmp_path: Path, kind: str) -> None:
    codec = {"in.webm": "libvpx-vp9", "in.avi": "mpeg4"}.get(kind, "libx264")
    head = {"movflags": "+faststart"} if kind == "in.mp4" else {}
    source = videos.make(tmp_path / kind, times=range(100), codec=codec, head=head, options={"g": "10"})
    data = source.read_bytes()
    source.write_bytes(data[: len(data) * 6 // 10])
    (tmp_path / "out.mp4").write_bytes(b"an older video")
    # AVI's own length is only reckoned from its bytes, so the one named is short too.
    error = refused(source, tmp_path / "out.mp4", kind, " s of 3.0 s" if kind == "in.avi" else " s of 5.0 s")
    broke = float(error.what.split(" at ")[1].split(" s")[0])
    assert 1.5 < broke < 4.5, error.what


def test_a_recording_that_lacks_only_its_last_bytes_is_refused(tmp_path: Path) -> None:
    source = videos.make(tmp_path / "in.mp4", times=range(100), head={"movflags": "+faststart"})
    source.write_bytes(source.read_bytes()[:-1])
    refused(source, tmp_path / "out.mp4", "in.mp4", "s of 5.0 s")


def test_damage_in_the_middle_is_refused_naming_the_time(tmp_path: Path) -> None:
    source = videos.make(tmp_path / "in.mkv", times=range(100), options={"g": "10"})
    data = bytearray(source.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 600] = bytes(600)
    source.write_bytes(data)
    refused(source, tmp_path / "out.mp4", "in.mkv", " s")


def test_the_target_may_not_be_the_recording(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    refused(source, source, "in.mp4", "the recording itself")
    (tmp_path / "link.mp4").symlink_to(source)
    refused(source, tmp_path / "link.mp4", "link.mp4", "the recording itself")
    assert source.read_bytes() == before


def test_the_target_needs_a_folder_and_a_known_kind(source: Path, tmp_path: Path) -> None:
    refused(source, tmp_path / "none" / "out.mp4", "none", "There is no such folder")
    refused(source, source / "out.mp4", "in.mp4", "There is no such folder")
    refused(source, tmp_path / "out.xyz", "out.xyz", ".webm")
    refused(source, tmp_path / "out", "out", "no video format that mirra writes")
    (tmp_path / "folder.mp4").mkdir()
    refused(source, tmp_path / "folder.mp4", "folder.mp4", "is a folder")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder in which nobody may write: /proc")
def test_a_folder_in_which_nobody_may_write_is_named(source: Path) -> None:
    with pytest.raises(VideoError, match=r"out\.mp4: The recording cannot be written"):
        reflect(source, Path("/proc/self/out.mp4"), intact="right")


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_a_full_disk_leaves_the_old_target_alone(tmp_path: Path) -> None:
    import signal

    source = videos.make(tmp_path / "in.mp4", size=(320, 240), times=range(60))
    (tmp_path / "out.mp4").write_bytes(b"an older video")
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        refused(source, tmp_path / "out.mp4", "out.mp4", "cannot be written")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("midline", [0.0, 1.0, -0.2, 1.5, float("nan"), float("inf")])
def test_the_midline_must_lie_in_the_picture(source: Path, tmp_path: Path, midline: float) -> None:
    refused(source, tmp_path / "out.mp4", "midline", midline=midline)


def test_a_picture_too_small_for_two_halves_is_refused(tmp_path: Path) -> None:
    source = videos.make(tmp_path / "in.mkv", codec="ffv1", size=(2, 2), times=range(3))
    refused(source, tmp_path / "out.mp4", "in.mkv", "2x2")


def test_giving_up_in_the_middle_leaves_nothing(source: Path, tmp_path: Path) -> None:
    def give_up(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reflect(source, tmp_path / "out.mp4", intact="right", progress=give_up)
    assert list(tmp_path.iterdir()) == [source]


def test_without_pyav_the_command_that_installs_it_is_named(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "av" or name.startswith("av."):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"pip install 'mirra\[video\]'"):
        reflect(source, tmp_path / "out.mp4", intact="right")


# --- whatever is in the file -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("small")
    return {
        "mp4": videos.make(folder / "a.mp4", times=range(12), sound="aac"),
        "fast": videos.make(folder / "b.mp4", times=range(12), head={"movflags": "+faststart"}),
        "mkv": videos.make(folder / "c.mkv", times=range(12), sound="aac"),
        "avi": videos.make(folder / "d.avi", codec="mpeg4", times=range(12)),
    }


DAMAGE = st.lists(
    st.tuples(st.integers(0, 1 << 20), st.binary(min_size=1, max_size=6)), min_size=1, max_size=6
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(["mp4", "fast", "mkv", "avi"]),
    damage=DAMAGE,
    kept=st.one_of(st.none(), st.floats(0, 1)),
)
def test_damaged_files_are_refused_by_name_or_read_and_never_more(
    small: dict[str, Path],
    tmp_path: Path,
    kind: str,
    damage: list[tuple[int, bytes]],
    kept: float | None,
) -> None:
    data = bytearray(small[kind].read_bytes())
    for place, put in damage:
        at = place % len(data)
        data[at : at + len(put)] = put
    source, target = tmp_path / "damaged.mp4", tmp_path / "out.mp4"
    source.write_bytes(data[: int(kept * len(data))] if kept is not None else data)
    target.unlink(missing_ok=True)
    began = time.monotonic()
    try:
        assert reflect(source, target, intact="right").frames > 0
        assert target.is_file()
    except VideoError as refusal:
        said = str(refusal)
        assert str(tmp_path) in said
        assert not target.exists()
    assert time.monotonic() - began < 20, "a damaged file of a few kB took too long"
    assert {path.name for path in tmp_path.iterdir()} <= {"damaged.mp4", "out.mp4"}


# --- real recordings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hands/table_one_right_hand.mp4", "hands/two_hands_1.gif"])
def test_real_recordings_are_reflected_whole(tmp_path: Path, name: str) -> None:
    source = recordings(name)
    if source is None:
        pytest.skip("no recordings: set MIRRA_RECORDINGS to the folder that holds hands/")
    done = reflect(source, tmp_path / "out.mp4", intact="right")
    before = videos.times(source)
    after = videos.times(tmp_path / "out.mp4")
    assert done.frames == len(after) == len(before)
    assert max(abs(a - b) for a, b in zip(after, before, strict=True)) < Fraction(1, 1000)
    for y, _, _ in videos.planes(tmp_path / "out.mp4")[::40]:
        half = y.shape[1] // 2
        assert np.abs(y[:, :half].astype(int) - y[:, half:][:, ::-1]).mean() < LOSS


def test_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    import subprocess

    sizes = []
    for frames in (100, 800):
        source = videos.make(
            tmp_path / f"{frames}.mp4", size=(320, 240), times=range(frames), options={"preset": "ultrafast"}
        )
        code = (
            "import resource, sys; from pathlib import Path; from mirra.mirror.reflect import reflect;"
            "reflect(Path(sys.argv[1]), Path(sys.argv[2]), intact='right', threads=2);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        run = [sys.executable, "-c", code, str(source), str(tmp_path / "out.mp4")]
        done = subprocess.run(run, capture_output=True, text=True, check=True, env={**os.environ})
        sizes.append(int(done.stdout))
    # 700 more pictures of 320x240 would be 81 MB if they were kept.
    assert sizes[1] - sizes[0] < 30_000, f"{sizes} kB for 100 and 800 pictures"
