from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from material import videos
from mirra.errors import VideoError
from mirra.signals.video.regions import Rectangle
from mirra.signals.video.suggested import suggest_regions
from tests.golden import recording
from tests.signals.films import film


def blobs(path: Path, places: list[tuple[int, int]], pictures: int = 60, codec: str = "ffv1") -> Path:
    """Light discs of 24 pixels across that swing by 8 pixels about ``places`` (x, y) before a dark wall."""
    y, x = np.mgrid[:144, :256]
    lumas = []
    for number in range(pictures):
        luma = np.full((144, 256), 40, np.uint8)
        for k, (left, top) in enumerate(places):
            shift = 8 * np.sin(number / 3 + k)
            luma[np.hypot(x - left - shift, y - top) < 12] = 200
        lumas.append(luma)
    return film(path, lumas, codec=codec)


def holds(region: Rectangle, x: int, y: int) -> bool:
    """The region reaches over the disc's way, which is 20 to either side and 12 up and down, but not much further."""
    sides = (
        region.x - (x - 20),
        x + 20 - region.x - region.width,
        region.y - (y - 12),
        y + 12 - region.y - region.height,
    )
    return all(-14 <= side <= 8 for side in sides)


@pytest.mark.parametrize(
    "places",
    [
        [(50, 70), (200, 60)],
        [(120, 30), (130, 110)],  # one above the other
        [(40, 30), (130, 100), (220, 50)],
        [(128, 72)],
    ],
)
def test_each_thing_that_moves_gets_a_region(tmp_path: Path, places: list[tuple[int, int]]) -> None:
    found = suggest_regions(blobs(tmp_path / "in.mkv", places), len(places))
    assert list(found) == [f"region_{k + 1}" for k in range(len(places))]
    for region, (x, y) in zip(found.values(), places, strict=True):
        assert holds(region, x, y), f"{region} for a disc about {x},{y}"


def test_a_picture_held_sideways_gets_regions_as_it_is_shown(tmp_path: Path) -> None:
    path = blobs(tmp_path / "in.mp4", [(50, 70), (200, 70)], codec="libx264")
    one, two = suggest_regions(videos.turned(path, 90)).values()
    assert one.x + one.width <= 144
    assert one.y + one.height <= two.y
    assert two.y + two.height <= 256


@pytest.mark.parametrize("apart", [25, 3000])
def test_a_long_recording_is_looked_at_all_along_it(tmp_path: Path, apart: int) -> None:
    """Three minutes with many key frames, or so few that all is read; the second disc moves only in the last third."""
    y, x = np.mgrid[:48, :96]

    def picture(number: int) -> np.ndarray:
        first = np.hypot(x - 20 - 6 * np.sin(number / 2), y - 24) < 8
        second = np.hypot(x - 74 - 6 * np.sin(max(number, 600) / 2), y - 24) < 8
        return np.where(first | second, 200, 40).astype(np.uint8)

    path = film(
        tmp_path / "in.mp4",
        (picture(number) for number in range(900)),
        ticks=range(900),
        time_base=Fraction(1, 5),
        options={"qp": "0", "preset": "ultrafast", "g": f"{apart}"},
    )
    shares: list[float] = []
    one, two = suggest_regions(path, 2, progress=shares.append).values()
    assert one.x + one.width < 48 < two.x
    assert shares == sorted(shares)


def test_the_one_who_jumps_and_the_one_who_walks_below_are_told_apart() -> None:
    one, two = suggest_regions(recording("dyads/two_people_walking_jumping.mp4"), 2).values()
    assert one.y + one.height <= two.y, "the jumping person stands above the walking one"
    assert one.x <= 560
    assert one.y <= 80
    assert 400 <= one.y + one.height <= 520
    assert two.x + two.width >= 1400, "the walk begins at the right"


@pytest.mark.parametrize(
    ("pictures", "places", "count", "said"),
    [
        (1, [(50, 70)], 1, "only one picture"),
        (60, [], 2, "no movement"),
        (60, [(50, 70)], 0, "At least one"),
        (60, [(50, 70)], 20, "fewer than 20 places"),
    ],
)
def test_what_cannot_be_suggested_is_said(
    tmp_path: Path, pictures: int, places: list[tuple[int, int]], count: int, said: str
) -> None:
    path = blobs(tmp_path / "in.mkv", places, pictures)
    with pytest.raises(VideoError, match=said):
        suggest_regions(path, count)
