from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from material import videos
from mirra.errors import SignalError, VideoError
from mirra.figures import save
from mirra.signals import hands as room
from mirra.signals.hands import HandTracks, track
from tests.golden import recording
from tests.signals.hand_shapes import tracks

pytest.importorskip("ai_edge_litert", reason="the extra hands is not installed")
pytest.importorskip("cv2", reason="the extra hands is not installed")


def film(target: Path, pictures: list[np.ndarray], rate: int = 10) -> Path:
    with av.open(str(target), "w") as out:
        stream = out.add_stream("libx264", rate=rate, options={"crf": "12", "preset": "ultrafast"})
        stream.height, stream.width = (size // 2 * 2 for size in pictures[0].shape[:2])
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(
                np.ascontiguousarray(picture[: stream.height, : stream.width]), format="rgb24"
            )
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return target


def frames(name: str, first: int, count: int, step: int = 1) -> list[np.ndarray]:
    with av.open(str(recording(f"hands/{name}"))) as container:
        every = [
            frame.to_ndarray(format="rgb24")
            for number, frame in enumerate(container.decode(video=0))
            if number < first + count
        ]
    return every[first::step]


@pytest.fixture(scope="module")
def two() -> HandTracks:
    return track(recording("hands/two_hands_2.gif"))


@pytest.mark.parametrize(
    ("name", "step", "least"),
    [("one_right_hand_spelling.mp4", 4, 0.98), ("table_one_right_hand.mp4", 4, 0.85)],
)
def test_a_right_hand_is_a_right_hand_all_through(tmp_path: Path, name: str, step: int, least: float) -> None:
    found = track(film(tmp_path / "film.mp4", frames(name, 0, 200, step)))
    assert [hand.name for hand in found.hands] == ["right"]
    hand = found.hand("right")
    assert hand.seen >= least
    assert hand.agreement > 0.9


def test_both_hands_of_a_person_facing_the_camera_keep_their_sides(two: HandTracks) -> None:
    assert [hand.name for hand in two.hands] == ["left", "right"]
    left, right = (two.hand(side).points[:, :, 0].mean(axis=1) for side in ("left", "right"))
    both = np.isfinite(left) & np.isfinite(right)
    assert both.mean() > 0.9
    # Unmirrored, the person's right hand is on the left of the picture.
    assert np.all(right[both] < left[both])


def test_times_are_the_videos_own_and_what_is_not_seen_is_nan(two: HandTracks) -> None:
    assert two.rate == pytest.approx(10)
    assert len(two.times) == 51
    assert np.all(np.diff(two.times) > 0)
    for hand in two.hands:
        lacking = np.isnan(hand.presence)
        assert np.isnan(hand.points[lacking]).all()
        assert np.isfinite(hand.points[~lacking]).all()


def test_tracks_become_a_signal_a_table_and_a_picture(two: HandTracks, tmp_path: Path) -> None:
    signal = two.signal()
    assert signal.values.shape == (51, 84)
    np.testing.assert_array_equal(signal.channel("left_index_tip_x"), two.hand("left").points[:, 8, 0])
    assert set(signal.units) == {"px"}
    two.to_csv(tmp_path / "hands.csv")
    rows = (tmp_path / "hands.csv").read_text().splitlines()
    assert len(rows) == 52
    assert rows[0].startswith("time,left_presence,left_right,left_wrist_x,left_wrist_y,")
    save(two.plot, tmp_path / "hands")
    assert (tmp_path / "hands.svg").stat().st_size > 1000


def test_a_video_that_shows_a_mirror_has_the_sides_changed(tmp_path: Path) -> None:
    pictures = frames("two_hands_2.gif", 10, 14)
    plain = track(film(tmp_path / "plain.mp4", pictures))
    flipped = film(tmp_path / "mirror.mp4", [picture[:, ::-1] for picture in pictures])
    mirror = track(flipped, mirrored=True)
    for side in ("left", "right"):
        one = np.nanmean(plain.hand(side).points[:, :, 0])
        assert np.nanmean(mirror.hand(side).points[:, :, 0]) == pytest.approx(600 - one, abs=15)


def test_a_film_stored_on_its_side_is_looked_at_upright(tmp_path: Path) -> None:
    pictures = frames("one_right_hand_spelling.mp4", 40, 4)
    upright = track(film(tmp_path / "upright.mp4", pictures))
    aside = film(tmp_path / "aside.mp4", [np.rot90(picture) for picture in pictures])
    found = track(videos.turned(aside, 90))
    assert (found.width, found.height) == (upright.width, upright.height)
    np.testing.assert_allclose(found.hand("right").points, upright.hand("right").points, atol=10)


def test_a_hand_that_leaves_and_returns_is_the_same_hand(tmp_path: Path) -> None:
    pictures = frames("two_hands_2.gif", 10, 16)
    away = [np.full_like(pictures[0], 60)] * 5
    found = track(film(tmp_path / "film.mp4", pictures[:12] + away + pictures[12:]))
    assert [hand.name for hand in found.hands] == ["left", "right"]
    for hand in found.hands:
        assert np.isnan(hand.presence[12:17]).all()
        assert np.isfinite(hand.presence[18:]).any()


def test_no_hand_is_no_hand(tmp_path: Path) -> None:
    found = track(videos.make(tmp_path / "hills.mp4"))
    assert found.hands == ()
    assert found.summary()["hands"] == ""
    with pytest.raises(SignalError, match="No hand is seen"):
        found.signal()
    with pytest.raises(SignalError, match="Hands seen: none"):
        found.hand("left")


def test_films_without_a_second_picture_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="no second picture"):
        track(videos.make(tmp_path / "one.mp4", times=range(1)))
    whole = videos.make(tmp_path / "in.mp4", times=range(60), head={"movflags": "+faststart"})
    data = whole.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: len(data) // 2])
    with pytest.raises(VideoError):
        track(tmp_path / "cut.mp4")
    (tmp_path / "noise.mp4").write_bytes(np.random.default_rng(0).bytes(5000))
    with pytest.raises(VideoError, match="not a video"):
        track(tmp_path / "noise.mp4")
    with pytest.raises(SignalError, match="At least one"):
        track(whole, hands=0)


def test_a_film_of_damaged_bytes_is_tracked_or_refused_by_name(tmp_path: Path) -> None:
    whole = bytearray(videos.make(tmp_path / "in.mp4", times=range(8)).read_bytes())
    chance = np.random.default_rng(5)
    refused = 0
    for number in range(12):
        data = whole.copy()
        for place in chance.integers(0, len(data), 1 + 3 * number):
            data[place] = int(chance.integers(0, 256))
        path = tmp_path / f"damaged_{number}.mp4"
        path.write_bytes(data)
        try:
            found = track(path)
        except VideoError as error:
            refused += str(path) in str(error)
        else:
            assert np.all(np.diff(found.times) >= 0)
    assert refused >= 3


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    shares: list[float] = []
    track(videos.make(tmp_path / "in.mp4"), progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1, abs=0.1)


def test_a_second_left_hand_in_view_has_a_name_of_its_own() -> None:
    def sighting(handedness: float, x: float) -> room._Track:
        from mirra.signals.video.tracker import Seen

        one = room._Track()
        for frame in range(20):
            one.add(frame, Seen(np.full((21, 2), x), 1.0, handedness, 1))
        return one

    found, passed = room._joined([sighting(0.02, 10.0), sighting(0.1, 200.0)], 20, 2, False)
    assert [hand.name for hand in found] == ["left", "left_2"]
    assert passed == 0
    # One that is not sure of its side takes the side that is free.
    found, _ = room._joined([sighting(0.02, 10.0), sighting(0.4, 200.0)], 20, 2, False)
    assert [hand.name for hand in found] == ["left", "right"]
    assert found[1].agreement == 0


def test_reading_the_rooms_files_opens_no_model_and_no_video_library() -> None:
    code = """if True:
        import sys
        import mirra.signals.hands, mirra.signals.video.tracker
        print([name for name in ("av", "cv2", "ai_edge_litert") if name in sys.modules])
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_drawn_hands_have_the_measures_they_were_drawn_with() -> None:
    made = tracks(np.arange(10) / 10, left=np.ones(10), right=np.zeros(10))
    told = made.summary()
    assert told["left_palm_length_px"] == pytest.approx(100, abs=5)
    assert told["left_agreement"] == told["right_agreement"] == 1
