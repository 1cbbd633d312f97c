from __future__ import annotations

import av
import numpy as np
import pytest

from material.videos import picture
from mirra.errors import VideoError
from mirra.mirror.drawing import COVER, Mirror


def frame(width: int = 64, height: int = 48, pix_fmt: str = "yuv420p") -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(picture(3, width, height), format="rgb24").reformat(format=pix_fmt)


def test_the_intact_half_is_kept_to_the_bit_and_the_other_is_its_image() -> None:
    seen = frame()
    drawn = Mirror(seen, "right", 0.5, "").draw(seen).to_ndarray()
    before = seen.to_ndarray()
    assert np.array_equal(drawn[:48, 32:], before[:48, 32:])
    assert np.array_equal(drawn[:48, :32], before[:48, 32:][:, ::-1])
    chroma, old = drawn[48:].reshape(2, 24, 32), before[48:].reshape(2, 24, 32)
    assert np.array_equal(chroma[:, :, 16:], old[:, :, 16:])
    assert np.array_equal(chroma[:, :, :16], old[:, :, 16:][:, :, ::-1])


def test_the_decoders_own_frame_is_not_written_to() -> None:
    seen = frame()
    before = seen.to_ndarray().copy()
    Mirror(seen, "left", 0.25, "").draw(seen)
    assert np.array_equal(seen.to_ndarray(), before)


def test_the_cover_is_dark_in_every_plane() -> None:
    drawn = Mirror(frame(), "left", 0.25, "").draw(frame()).to_ndarray()
    chroma = drawn[48:].reshape(2, 24, 32)
    assert [set(plane.ravel()) for plane in (drawn[:48, 32:], chroma[0, :, 16:], chroma[1, :, 16:])] == [
        {level} for level in COVER
    ]


@pytest.mark.parametrize("size", [(130, 98), (65, 49), (32, 24)])
def test_a_picture_of_another_size_in_the_middle_is_scaled_to_the_first(size: tuple[int, int]) -> None:
    drawn = Mirror(frame(), "right", 0.5, "").draw(frame(*size))
    assert (drawn.width, drawn.height) == (64, 48)


@pytest.mark.parametrize("pix_fmt", ["yuv422p", "yuv420p10le", "gray", "rgb24", "nv12"])
def test_other_pixels_are_brought_to_one_kind(pix_fmt: str) -> None:
    seen = frame(pix_fmt=pix_fmt)
    assert Mirror(seen, "right", 0.5, "").draw(seen).format.name == "yuv420p"


@pytest.mark.parametrize("size", [(2, 8), (3, 8), (8, 1)])
def test_what_has_no_two_halves_is_refused_by_name(size: tuple[int, int]) -> None:
    with pytest.raises(VideoError, match=r"in\.mp4.*too small"):
        Mirror(av.VideoFrame(*size, "yuv444p"), "right", 0.5, "in.mp4")
