from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from material import videos
from mirra.errors import VideoError
from mirra.signals.video.preview import preview
from mirra.signals.video.regions import Mask, Rectangle, Region

REGIONS: dict[str, Region] = {
    "patient": Rectangle(4, 4, 20, 30),
    "Thérapeute": Mask(np.tri(48, 64, 10, dtype=bool)),
}


def test_the_first_picture_is_shown_upright_with_each_region_named(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    path = videos.make(tmp_path / "in.mp4", options={"qp": "4"})
    shown = preview(path, REGIONS)
    assert np.abs(shown.picture - videos.planes(path)[0][0].astype(int)).max() == 0
    shown.save(tmp_path / "new" / "regions.png")
    with av.open(str(tmp_path / "new" / "regions.png")) as container:
        seen = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert seen.shape[1] >= 480
    colourful = (seen.max(axis=2) - seen.min(axis=2)) > 60
    assert colourful.mean() > 0.005, "no region is drawn in colour"
    assert [item.name for item in (tmp_path / "new").iterdir()] == ["regions.png"]


def test_names_and_axes_are_written_in_it(tmp_path: Path) -> None:
    figure = pytest.importorskip("matplotlib.figure").Figure()
    ax = figure.add_subplot()
    preview(videos.make(tmp_path / "in.mp4"), REGIONS).plot(ax)
    assert [text.get_text() for text in ax.texts] == ["patient", "Thérapeute"]
    assert "pixels" in ax.get_xlabel()


def test_a_recording_held_sideways_is_shown_upright(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4")
    straight = preview(path, {"all": Rectangle(0, 0, 64, 48)}).picture
    videos.turned(path, 90)
    assert (preview(path, {"all": Rectangle(0, 0, 48, 64)}).picture == np.rot90(straight, -1)).all()


def test_ten_bits_are_shown_as_eight(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mkv", codec="ffv1", pix_fmt="yuv420p10le")
    shown = preview(path, {"all": Rectangle(0, 0, 64, 48)}).picture
    assert shown.dtype == np.uint8
    assert shown.max() > 150


def test_what_cannot_be_shown_is_said(tmp_path: Path) -> None:
    path = videos.make(tmp_path / "in.mp4")
    with pytest.raises(VideoError, match="does not lie inside the picture, which is 64x48"):
        preview(path, {"a": Rectangle(0, 0, 65, 48)})
    with pytest.raises(VideoError, match="No region"):
        preview(path, {})
    with pytest.raises(VideoError, match="does not exist"):
        preview(tmp_path / "none.mp4", REGIONS)
    with pytest.raises(VideoError, match="A preview is a PNG"):
        preview(path, {"a": Rectangle(0, 0, 5, 5)}).save(tmp_path / "a.jpg")
