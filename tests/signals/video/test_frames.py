from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from material import videos
from mirra.errors import VideoError
from mirra.signals.video.frames import Key, first_frame, keys_of, luma_of, pictures
from mirra.signals.video.recording import Recording
from tests.signals.films import film, flickering


def test_luma_comes_as_it_was_written_and_stays_when_reading_goes_on(tmp_path: Path) -> None:
    lumas = flickering([[9], [0], [30]], [(0, 0, 35, 21)], (21, 35))
    path = film(tmp_path / "in.mkv", lumas, codec="ffv1")
    with Recording(path, 2) as recording:
        shown = list(pictures(recording))
    assert [picture.tick for picture in shown] == [0, 40, 80, 120]
    for picture, luma in zip(shown, lumas, strict=True):
        assert (picture.luma == luma).all()


def test_colour_without_a_luma_plane_becomes_luma_of_the_usual_range(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mkv", codec="ffv1", pix_fmt="bgr0")
    with Recording(path, 1) as recording:
        luma = luma_of(first_frame(recording)).astype(float)
    red, green, blue = np.moveaxis(videos.picture(0).astype(float), 2, 0)
    expected = 16 + (0.2126 * red + 0.7152 * green + 0.0722 * blue) * 219 / 255
    assert np.abs(luma - expected).max() <= 2  # rounding of the conversion's fixed-point numbers


def test_key_frames_are_listed_with_what_comes_before_them(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4", times=range(35), options={"g": "10", "bf": "0"})
    with Recording(path, 1) as recording:
        keys, size = keys_of(recording)
    with Recording(path, 1) as recording:
        ticks = [picture.tick for picture in pictures(recording) if picture.key]
    assert [key.pts for key in keys] == ticks[1:]
    assert 0 < keys[0].before < keys[1].before < keys[2].before < size


def test_a_part_goes_from_key_frame_to_key_frame_with_both_in_it(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4", times=range(60), options={"g": "10", "bf": "2"})
    with Recording(path, 1) as recording:
        keys, _ = keys_of(recording)
    with Recording(path, 1) as recording:
        whole = [(picture.tick, picture.luma.copy()) for picture in pictures(recording)]
    with Recording(path, 1) as recording:
        part = [(picture.tick, picture.luma.copy()) for picture in pictures(recording, keys[1], keys[3])]
    assert len(part) == 21
    assert part[0][0] == keys[1].pts
    assert part[-1][0] == keys[3].pts
    seen = dict(whole)
    assert all((luma == seen[tick]).all() for tick, luma in part)


def test_a_key_frame_that_is_not_there_is_no_place_to_begin_or_end(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4", times=range(40), options={"g": "10"})
    for edges in ((Key(777, 777, 5), None), (None, Key(777, 777, 5))):
        with Recording(path, 1) as recording, pytest.raises(VideoError, match="cannot be found again"):
            list(pictures(recording, *edges))


def test_pictures_at_the_same_time_are_shown_once(tmp_path: Path) -> None:
    lumas = [np.full((16, 16), value, np.uint8) for value in (10, 20, 30, 40)]
    path = film(tmp_path / "in.mkv", lumas, ticks=[0, 40, 40, 80], time_base=Fraction(1, 1000), codec="ffv1")
    with Recording(path, 1) as recording:
        assert [(picture.tick, picture.luma[0, 0]) for picture in pictures(recording)] == [
            (0, 10),
            (40, 20),
            (80, 40),
        ]


def test_a_picture_that_changes_its_size_is_named_with_the_time(tmp_path: Path) -> None:
    """Two films of unlike size, one behind the other, as a stream joined by hand has them."""
    small = videos.make(tmp_path / "a.ts", size=(64, 48), times=range(10), options={"bf": "0"})
    large = videos.make(tmp_path / "b.ts", size=(96, 48), times=range(20, 30), options={"bf": "0"})
    both = tmp_path / "both.ts"
    both.write_bytes(small.read_bytes() + large.read_bytes())
    with Recording(both, 1) as recording, pytest.raises(VideoError, match=r"at \d\.\d s"):
        list(pictures(recording))


def test_no_picture_at_all_is_said(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mkv", times=[], sound="aac")
    with pytest.raises(VideoError), Recording(path, 1) as recording:
        first_frame(recording)
