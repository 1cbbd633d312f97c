from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from tools.renderer.film import write_cut_out, write_film, write_still


def test_pictures_are_written_as_a_film(tmp_path: Path) -> None:
    pictures = [np.full((48, 64, 3), 40 * number, np.uint8) for number in range(4)]
    assert write_film(iter(pictures), tmp_path / "a.webm", 20) == 4
    with av.open(str(tmp_path / "a.webm")) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "vp9"
        assert stream.average_rate is not None
        assert float(stream.average_rate) == 20
        seen = [frame.to_ndarray(format="rgb24").mean() for frame in container.decode(video=0)]
    assert seen == pytest.approx([0, 40, 80, 120], abs=6)


def test_a_still_is_written_as_a_picture(tmp_path: Path) -> None:
    picture = np.zeros((48, 32, 3), np.uint8)
    picture[:24] = (200, 120, 90)
    write_still(picture, tmp_path / "a.webp")
    assert (tmp_path / "a.webp").read_bytes()[8:12] == b"WEBP"
    with av.open(str(tmp_path / "a.webp")) as container:
        (frame,) = container.decode(video=0)
        seen = frame.to_ndarray(format="rgb24")
    assert seen.shape == picture.shape
    assert seen[:20].mean(axis=(0, 1)) == pytest.approx([200, 120, 90], abs=8)


def test_a_cut_out_is_written_with_its_cover(tmp_path: Path) -> None:
    picture = np.zeros((48, 32, 4), np.uint8)
    picture[:24] = (200, 120, 90, 255)
    picture[24:36] = (200, 120, 90, 100)
    write_cut_out(picture, tmp_path / "a.webp")
    assert (tmp_path / "a.webp").read_bytes()[8:12] == b"WEBP"
    with av.open(str(tmp_path / "a.webp")) as container:
        (frame,) = container.decode(video=0)
        seen = frame.to_ndarray(format="rgba")
    assert np.array_equal(seen[:, :, 3], picture[:, :, 3])
    assert seen[:20, :, :3].mean(axis=(0, 1)) == pytest.approx([200, 120, 90], abs=8)
