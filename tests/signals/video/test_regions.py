from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.errors import VideoError
from mirra.signals.video.regions import Mask, Rectangle, mask, masks, places, rectangle
from mirra.signals.video.rotation import upright
from tests.signals.films import png


def test_a_rectangle_is_written_as_four_numbers() -> None:
    assert rectangle("0, 10,640,720") == Rectangle(0, 10, 640, 720)
    assert str(rectangle("1,2,3,4")) == "1,2,3,4"


@pytest.mark.parametrize("words", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1.5,2,3,4", "0;0;640;720"])
def test_anything_else_is_no_rectangle(words: str) -> None:
    with pytest.raises(VideoError, match="x,y,width,height in whole pixels"):
        rectangle(words)


def test_what_is_not_black_in_a_picture_is_the_region(tmp_path: Path) -> None:
    drawn = np.zeros((6, 8, 3), np.uint8)
    drawn[1:3, 2:5] = (0, 0, 9)
    drawn[4, 7] = 255
    assert (mask(png(tmp_path / "m.png", drawn)).inside == drawn.any(axis=2)).all()


def test_each_colour_of_a_picture_is_a_region_of_its_own(tmp_path: Path) -> None:
    drawn = np.zeros((6, 8, 3), np.uint8)
    drawn[:2], drawn[4:, :4], drawn[4:, 4:] = (255, 128, 0), (1, 1, 1), 200
    found = masks(png(tmp_path / "m.png", drawn))
    assert list(found) == ["010101", "c8c8c8", "ff8000"]
    assert (found["ff8000"].inside.nonzero()[0] < 2).all()
    assert [int(region.inside.sum()) for region in found.values()] == [8, 8, 16]


def test_grey_levels_serve_as_colours_too(tmp_path: Path) -> None:
    drawn = np.zeros((6, 8), np.uint8)
    drawn[:, 2:4], drawn[:, 5:] = 80, 255
    assert {
        name: int(region.inside.sum()) for name, region in masks(png(tmp_path / "m.png", drawn)).items()
    } == {
        "505050": 12,
        "ffffff": 18,
    }


def test_a_picture_that_is_no_mask_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match="black all over"):
        masks(png(tmp_path / "m.png", np.zeros((6, 8), np.uint8)))
    soft = np.arange(64, dtype=np.uint8).reshape(8, 8)
    with pytest.raises(VideoError, match=r"has 63 colours.*without smoothed edges"):
        masks(png(tmp_path / "m.png", soft))
    with pytest.raises(VideoError, match="not a PNG"):
        mask(tmp_path / "none.png")
    (tmp_path / "words.png").write_text("words")
    with pytest.raises(VideoError, match="not a PNG"):
        mask(tmp_path / "words.png")


def test_damaged_pictures_give_a_mask_or_a_named_error(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    data = png(tmp_path / "m.png", random.integers(0, 2, (24, 32)).astype(np.uint8) * 255).read_bytes()
    refused = 0
    for number in range(60):
        broken = bytearray(data)
        for place in random.integers(0, len(data), 1 + number % 6):
            broken[place] = random.integers(256)
        path = tmp_path / "broken.png"
        path.write_bytes(broken[: random.integers(len(data))] if number % 4 == 0 else broken)
        try:
            mask(path)
        except VideoError:
            refused += 1
    assert refused >= 5


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("flipped", [False, True])
def test_a_region_of_the_upright_picture_is_found_in_the_stored_one(turns: int, flipped: bool) -> None:
    stored = np.arange(7 * 11).reshape(7, 11)
    shown = upright(stored, turns, flipped)
    ragged = np.random.default_rng(turns).random(shown.shape) < 0.3
    found = places(
        {"box": Rectangle(2, 1, 3, 5), "mask": Mask(ragged)}, stored.shape, turns, flipped, "film.mp4"
    )
    box, some = found["box"], found["mask"]
    assert set(stored[box.top : box.bottom, box.left : box.right].ravel()) == set(shown[1:6, 2:5].ravel())
    assert some.inside is not None
    part = stored[some.top : some.bottom, some.left : some.right]
    assert set(part[some.inside]) == set(shown[ragged])
    assert (box.pixels, some.pixels) == (15, ragged.sum())


def test_a_region_outside_names_the_size_of_the_upright_picture() -> None:
    with pytest.raises(VideoError, match=r"film.mp4: The region patient \(0,0,60,10\) .* which is 48x64"):
        places({"patient": Rectangle(0, 0, 60, 10)}, (48, 64), 1, False, "film.mp4")
