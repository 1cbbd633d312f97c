from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from material import videos
from mirra.errors import VideoError
from mirra.signals.motion import motion_energy
from mirra.signals.video.regions import Mask, Rectangle
from tests.golden import recording
from tests.signals.films import film, flickering

SIZE = (48, 64)
BOXES = [(0, 0, 30, 48), (34, 4, 20, 20)]
REGIONS = {"left": Rectangle(*BOXES[0]), "right": Rectangle(*BOXES[1])}
CHANGES = [[7 * k % 40, 3 * (k % 5)] for k in range(1, 40)]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lumas = flickering(CHANGES, BOXES, SIZE)
    return film(tmp_path_factory.mktemp("film") / "in.mp4", lumas)


def test_every_changed_pixel_is_counted_in_its_region_and_no_other(plain: Path) -> None:
    motion = motion_energy(plain, REGIONS)
    assert motion.counted.tolist() == CHANGES
    assert motion.signal.values.tolist() == CHANGES
    assert motion.signal.channels == ("left", "right")
    assert motion.signal.units == ("pixels", "pixels")


def test_the_first_picture_has_no_row_and_the_second_has_its_own_time(plain: Path) -> None:
    motion = motion_energy(plain, REGIONS)
    assert motion.signal.times is None
    assert motion.signal.rate == 25
    assert motion.signal.clock == pytest.approx(np.arange(1, 40) / 25)
    assert motion.summary()["frames"] == 40
    assert motion.summary()["seconds"] == pytest.approx(39 / 25)


def test_a_mask_of_any_shape_counts_only_what_it_covers(plain: Path) -> None:
    whole = np.zeros(SIZE, bool)
    whole[:, :30] = True
    ragged = whole & (np.indices(SIZE).sum(axis=0) % 3 == 0)
    motion = motion_energy(
        plain, {"whole": Mask(whole), "some": Mask(ragged), "rest": Mask(whole & ~ragged), **REGIONS}
    )
    whole_, some, rest, left, right = motion.counted.T
    assert (whole_ == left).all()
    assert (some + rest == left).all()
    assert some.any()
    assert right.tolist() == [row[1] for row in CHANGES]
    assert motion.signal.about["region_pixels"]["some"] == ragged.sum()


def test_a_pixel_changes_where_it_differs_by_more_than_the_threshold(tmp_path: Path) -> None:
    steps = [100, 110, 121, 109, 98, 0, 255, 1, 200]
    path = film(tmp_path / "in.mkv", [np.full((16, 16), step, np.uint8) for step in steps], codec="ffv1")
    for threshold in (0, 9, 10, 11, 12, 98, 198, 199, 254):
        motion = motion_energy(path, {"all": Rectangle(0, 0, 16, 16)}, threshold=threshold)
        expected = [256 * (abs(b - a) > threshold) for a, b in itertools.pairwise(steps)]
        assert motion.counted[:, 0].tolist() == expected, f"threshold {threshold}"


def test_ten_bits_are_compared_in_their_own_finer_steps(tmp_path: Path) -> None:
    steps = [400, 440, 481, 441, 400]  # 40 is a threshold of 10 in 8 bits
    lumas = [np.full((16, 32), step, np.uint16) for step in steps]
    path = film(tmp_path / "in.mkv", lumas, codec="ffv1", pix_fmt="yuv420p10le")
    motion = motion_energy(path, {"all": Rectangle(0, 0, 32, 16)})
    assert motion.counted[:, 0].tolist() == [0, 512, 0, 512]
    assert motion.signal.about["luma_bits"] == 10


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("in.mkv", "ffv1", "gray"),
        ("in.mkv", "ffv1", "yuv444p"),
        ("in.avi", "rawvideo", "yuyv422"),
        ("in.mkv", "libx264", "nv12"),
    ],
)
def test_luma_is_found_however_it_is_stored(tmp_path: Path, name: str, codec: str, pix_fmt: str) -> None:
    lumas = flickering(CHANGES, BOXES, SIZE)
    if pix_fmt == "yuyv422":
        lumas = [np.stack([luma, np.full_like(luma, 128)], axis=2).reshape(48, 128) for luma in lumas]
        path = _packed(tmp_path / name, lumas)
    else:
        path = film(tmp_path / name, lumas, codec=codec, pix_fmt=pix_fmt)
    assert motion_energy(path, REGIONS).counted.tolist() == CHANGES


def _packed(path: Path, rows: list[np.ndarray]) -> Path:
    import av

    with av.open(str(path), "w") as out:
        stream = out.add_stream("rawvideo", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuyv422"
        for row in rows:
            frame = av.VideoFrame(64, 48, "yuyv422")
            lines = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(48, -1)
            lines[:, :128] = row
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_odd_sizes_are_counted_to_the_last_column_and_row(tmp_path: Path) -> None:
    lumas = flickering([[35], [12]], [(0, 0, 35, 21)], (21, 35))
    path = film(tmp_path / "in.mkv", lumas, codec="ffv1")
    motion = motion_energy(path, {"all": Rectangle(0, 0, 35, 21), "corner": Rectangle(34, 20, 1, 1)})
    assert motion.counted[:, 0].tolist() == [35, 12]
    assert motion.counted[:, 1].max() <= 1


@pytest.mark.parametrize("turn", [90, 180, 270, "flip"])
def test_regions_lie_in_the_picture_as_it_is_shown(tmp_path: Path, turn: int | str) -> None:
    """Only the top left quarter of the stored picture moves; where that is shown, there is movement."""
    changes = [[20], [30], [40]]
    path = film(tmp_path / "in.mp4", flickering(changes, [(0, 0, 32, 24)], SIZE))
    videos.turned(path, turn)
    wide, high = (24, 32) if turn in (90, 270) else (32, 24)
    corners = {"top left": (0, 0), "top right": (wide, 0), "low left": (0, high), "low right": (wide, high)}
    moving = {90: "top right", 180: "low right", 270: "low left", "flip": "top right"}[turn]
    regions = {name: Rectangle(*place, wide, high) for name, place in corners.items()}
    corner = Mask(np.zeros((2 * high, 2 * wide), bool))
    x, y = corners[moving]
    corner.inside[y : y + high, x : x + wide] = True
    motion = motion_energy(path, {**regions, "mask": corner})
    for name, counted in zip(motion.signal.channels, motion.counted.T, strict=True):
        assert counted.tolist() == ([20, 30, 40] if name in (moving, "mask") else [0, 0, 0]), name


def test_each_picture_keeps_its_own_time_where_the_rate_varies(tmp_path: Path) -> None:
    ticks = [0, 40, 41, 90, 300, 301, 340, 700, 1000, 1003]
    lumas = flickering(CHANGES[:9], BOXES, SIZE)
    motion = motion_energy(film(tmp_path / "in.mp4", lumas, ticks=ticks, time_base=Fraction(1, 600)), REGIONS)
    assert motion.signal.times is not None
    assert motion.signal.clock == pytest.approx(np.array(ticks[1:]) / 600)
    assert motion.counted.tolist() == CHANGES[:9]
    assert motion.summary()["regular"] is False


def test_times_rounded_to_milliseconds_are_still_regular(tmp_path: Path) -> None:
    lumas = flickering(CHANGES[:30], BOXES, SIZE)
    ticks = [round(1000 * k / 30) for k in range(31)]
    motion = motion_energy(
        film(tmp_path / "in.mkv", lumas, ticks=ticks, time_base=Fraction(1, 1000)), REGIONS
    )
    assert motion.signal.times is None
    assert motion.signal.rate == pytest.approx(30, rel=1e-3)


def test_pictures_shown_at_the_same_time_as_the_one_before_are_left_out(tmp_path: Path) -> None:
    lumas = [np.full((16, 16), value, np.uint8) for value in (100, 150, 200, 100)]
    path = film(tmp_path / "in.mkv", lumas, ticks=[0, 40, 40, 80], time_base=Fraction(1, 1000), codec="ffv1")
    motion = motion_energy(path, {"all": Rectangle(0, 0, 16, 16)})
    assert motion.signal.clock == pytest.approx([0.04, 0.08])
    assert motion.counted[:, 0].tolist() == [256, 256]


def test_repeated_pictures_are_flagged_and_interpolated_over(tmp_path: Path) -> None:
    lumas = flickering(CHANGES, BOXES, SIZE)
    shown = [luma for k, luma in enumerate(lumas) for _ in range(2 if k in (5, 20) else 1)]
    motion = motion_energy(film(tmp_path / "in.mp4", shown), REGIONS)
    assert np.flatnonzero(motion.duplicate).tolist() == [5, 21]
    assert (motion.interpolated == motion.duplicate).all()
    assert (motion.counted[motion.duplicate] == 0).all()
    for row in (5, 21):
        assert motion.signal.values[row] == pytest.approx(motion.counted[[row - 1, row + 1]].mean(axis=0))
    kept = motion_energy(tmp_path / "in.mp4", REGIONS, interpolate=False)
    assert (kept.signal.values == kept.counted).all()
    assert (kept.duplicate == motion.duplicate).all()


@pytest.mark.parametrize("codec", ["libx264", "libvpx", "mpeg4"])
def test_repeated_pictures_are_found_where_coding_has_altered_them(tmp_path: Path, codec: str) -> None:
    """Every third picture of a film coded with loss is the one before over again, as 20 pictures a second become 30."""
    y, x = np.mgrid[:96, :128]
    lumas = []
    for number in range(60):
        way = number - number // 3 - (number % 3 == 2)
        luma = 90 + 40 * np.sin(x / 9 + y / 7) + 80 * (np.hypot(x - 40 - 3 * (way % 16), y - 50) < 16)
        lumas.append(luma.astype(np.uint8))
    name = "in.webm" if codec == "libvpx" else "in.mp4"
    path = film(tmp_path / name, lumas, codec=codec, options={"b": "400k"})
    motion = motion_energy(path, {"all": Rectangle(0, 0, 128, 96)})
    expected = [k for k in range(59) if (k + 1) % 3 == 2]
    seen = np.flatnonzero(motion.duplicate).tolist()
    assert set(seen) <= set(expected)
    assert len(seen) >= 0.9 * len(expected) - 1, f"{len(seen)} of {len(expected)}"
    assert motion.interpolated[seen].all()


def test_stillness_is_not_taken_for_repeated_pictures(tmp_path: Path) -> None:
    lumas = flickering(CHANGES[:10], BOXES, SIZE)
    shown = [*lumas[:5], *[lumas[5]] * 12, *lumas[6:]]
    motion = motion_energy(film(tmp_path / "in.mp4", shown), REGIONS)
    assert motion.duplicate.sum() == 11
    assert not motion.interpolated.any()
    assert motion.summary()["longest_stillness_frames"] == 11
    assert (motion.signal.values[5:16] == 0).all()


def _pulsing(path: Path, extra: int) -> Path:
    """Key frames every 10 pictures; with each, ``extra`` more pixels change in both regions."""
    changes = [[20 + k % 3 + extra * (k % 10 == 0), 30 + extra * (k % 10 == 0)] for k in range(1, 40)]
    options = {"qp": "0", "preset": "ultrafast", "g": "10", "keyint_min": "10", "sc_threshold": "0"}
    return film(path, flickering(changes, BOXES, SIZE), options=options)


def test_key_frames_that_jump_are_interpolated_over(tmp_path: Path) -> None:
    motion = motion_energy(_pulsing(tmp_path / "in.mp4", 150), REGIONS)
    assert np.flatnonzero(motion.key_frame).tolist() == [9, 19, 29]
    assert (motion.interpolated == motion.key_frame).all()
    assert motion.key_frame_ratio == pytest.approx((170 + 1) / (21.5 + 1), rel=0.1)
    assert motion.counted[motion.key_frame].min() >= 170
    assert motion.signal.values[:, 0].max() <= 22
    assert (motion.signal.values[:, 1] == 30).all()


def test_key_frames_that_do_not_jump_stay_as_they_are(tmp_path: Path) -> None:
    motion = motion_energy(_pulsing(tmp_path / "in.mp4", 0), REGIONS)
    assert motion.key_frame.sum() == 3
    assert not motion.interpolated.any()
    assert motion.key_frame_ratio == pytest.approx(1, abs=0.1)
    assert (motion.signal.values == motion.counted).all()


def test_where_every_picture_is_a_key_frame_none_is_interpolated(tmp_path: Path) -> None:
    path = film(tmp_path / "in.mkv", flickering(CHANGES, BOXES, SIZE), codec="ffv1", options={"g": "1"})
    motion = motion_energy(path, REGIONS)
    assert motion.key_frame.all()
    assert not motion.interpolated.any()
    assert np.isnan(motion.key_frame_ratio)


def test_rotating_which_region_comes_first_changes_nothing_but_the_order(plain: Path) -> None:
    turned = motion_energy(plain, dict(reversed(REGIONS.items())))
    assert turned.counted[:, ::-1].tolist() == CHANGES


def test_two_people_move_and_a_quiet_patch_of_wall_does_not() -> None:
    path = recording("dyads/two_people_walking_jumping.mp4")
    regions = {
        "jumping": Rectangle(480, 8, 600, 448),
        "walking": Rectangle(600, 520, 900, 464),
        "wall": Rectangle(90, 830, 100, 60),
    }
    motion = motion_energy(path, regions, jobs=2)
    about, steady = motion.signal.about["region_pixels"], slice(60, 170)  # then the camera is moved
    share = {name: motion.signal.channel(name)[steady].mean() / about[name] for name in regions}
    assert len(motion.signal) == 229
    assert motion.signal.rate == 30
    assert motion.key_frame.sum() == 3
    assert share["jumping"] > 10 * share["wall"]
    assert share["walking"] > 10 * share["wall"]
    assert share["wall"] < 0.002
    assert motion.counted.tolist() == motion_energy(path, regions).counted.tolist()


def test_the_table_holds_times_counts_and_flags(plain: Path, tmp_path: Path) -> None:
    motion = motion_energy(plain, REGIONS)
    motion.to_csv(tmp_path / "motion.csv")
    lines = (tmp_path / "motion.csv").read_text().splitlines()
    assert lines[0] == "time,left,right,key_frame,duplicate,interpolated"
    assert lines[1] == "0.04,7.0,3.0,0,0,0"
    assert len(lines) == 40
    assert [path.name for path in tmp_path.iterdir()] == ["motion.csv"]


def test_it_is_drawn_with_its_axes_named(plain: Path) -> None:
    figure = pytest.importorskip("matplotlib.figure").Figure()
    ax = figure.add_subplot()
    motion_energy(plain, REGIONS).plot(ax)
    assert ax.get_xlabel() == "time (s)"
    assert "%" in ax.get_ylabel()
    assert [text.get_text() for text in ax.texts] == ["left", "right"]


def test_progress_is_told_and_ends_at_one(plain: Path) -> None:
    shares: list[float] = []
    motion_energy(plain, REGIONS, progress=shares.append)
    assert shares[-1] == 1.0
    assert shares == sorted(shares)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((40, 0, 30, 20), "does not lie inside the picture, which is 64x48"),
        ((-1, 0, 5, 5), "does not lie inside"),
        ((0, 0, 0, 5), "does not lie inside"),
        ((0, 40, 5, 9), "does not lie inside"),
    ],
)
def test_a_region_outside_the_picture_is_refused_with_its_size(
    plain: Path, place: tuple[int, int, int, int], said: str
) -> None:
    with pytest.raises(VideoError, match=said):
        motion_energy(plain, {"patient": Rectangle(*place)})


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"regions": {}}, "No region"),
        ({"regions": {"time": Rectangle(0, 0, 5, 5)}}, "cannot be named 'time'"),
        ({"regions": {" ": Rectangle(0, 0, 5, 5)}}, "cannot be named"),
        ({"threshold": -1}, "0 to 254"),
        ({"threshold": 255}, "0 to 254"),
        ({"threshold": 2.5}, "0 to 254"),
        ({"jobs": 0}, "At least one process"),
        ({"regions": {"a": Mask(np.ones((9, 9), bool))}}, "drawn for 9x9; the picture is 64x48"),
        ({"regions": {"a": Mask(np.zeros(SIZE, bool))}}, "has no pixel"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(plain: Path, given_: dict[str, object], said: str) -> None:
    asked = {"regions": REGIONS, **given_}
    regions = asked.pop("regions")
    with pytest.raises(VideoError, match=said):
        motion_energy(plain, regions, **asked)  # type: ignore[arg-type]


def test_one_picture_is_no_movement(tmp_path: Path) -> None:
    path = film(tmp_path / "in.mp4", flickering([], BOXES, SIZE))
    with pytest.raises(VideoError, match="only one picture; movement needs two"):
        motion_energy(path, REGIONS)


def test_a_missing_an_empty_and_a_cut_file_are_told_apart(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.mp4"
    with pytest.raises(VideoError, match="does not exist"):
        motion_energy(path, REGIONS)
    path.write_bytes(b"")
    with pytest.raises(VideoError, match="is empty"):
        motion_energy(path, REGIONS)
    with pytest.raises(VideoError, match="is not a file"):
        motion_energy(tmp_path, REGIONS)
    path.write_bytes(b"neither film nor picture" * 40)
    with pytest.raises(VideoError, match="not a video"):
        motion_energy(path, REGIONS)


def test_a_cut_recording_says_how_far_it_goes(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4", times=range(100), head={"movflags": "+faststart"})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    for jobs in (1, 2):
        with pytest.raises(VideoError, match=r"is cut off at [1-4]\.\d s of 5\.0 s"):
            motion_energy(path, REGIONS, jobs=jobs)


@pytest.mark.parametrize("name", ["in.mp4", "in.mkv", "in.avi", "in.webm"])
def test_damaged_bytes_give_a_result_or_a_named_error(tmp_path: Path, name: str) -> None:
    codec = {"in.avi": "mpeg4", "in.webm": "libvpx"}.get(name, "libx264")
    path = videos.make(tmp_path / name, codec=codec, size=(64, 48))
    data, random = path.read_bytes(), np.random.default_rng(7)
    refused = []
    for number in range(40):
        broken = bytearray(data)
        for place in random.integers(0, len(data), 1 + number % 8):
            broken[place] = random.integers(256)
        if number % 5 == 0:
            broken = broken[: random.integers(len(data))]
        path.write_bytes(broken)
        try:
            motion_energy(path, REGIONS, threads=1)
        except VideoError as error:
            refused.append(str(error))
    assert len(refused) >= 8
    assert all(str(path) in words for words in refused)
