"""Real recordings put before a fake camera as if it stood elsewhere: turned, reflected, nearer, further to a side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, cycle, islice
from pathlib import Path

import av
import numpy as np
import pytest

from material.emptied import Colours, emptied
from material.footage import recordings

TABLE = "table_one_right_hand.mp4"
NOISE = 2.0  # standard deviation of a camera's noise


@dataclass(frozen=True)
class Placed:
    """A part of a recording, and how it lies in the camera's picture.

    ``frames`` are the recording's, first and one past the last. It is turned clockwise by ``turn`` degrees, then
    flipped if ``flip`` (which makes a left hand of a right one), scaled to ``scale`` of the camera's height and moved
    so that its middle lies at ``at`` (shares of the camera's width and height). What lies outside repeats the
    recording's edge. With ``empty`` the table is seen without the hand for so many pictures first, which the recording
    of the table alone can give; then it goes there and back ``rounds`` times. With ``echo`` the picture's right half
    shows its left half, reflected, so many pictures later.
    """

    name: str
    frames: tuple[int, int]
    turn: int = 0
    flip: bool = False
    scale: float = 1.0
    at: tuple[float, float] = (0.5, 0.5)
    echo: int | None = None
    empty: int = 0
    rounds: int = 1

    def write(self, target: Path, *, width: int = 640, height: int = 480, fps: int = 30) -> Path:
        """Write two seconds or more for Chromium's fake camera; skips the test where the recordings are not at hand."""
        source = recordings(f"hands/{self.name}")
        if source is None:
            pytest.skip("no recordings: name their folder in MIRRA_RECORDINGS")
        pictures = [self._placed(picture, width, height) for picture in self._recorded(source)]
        there_and_back = [*pictures, *pictures[-2:0:-1]]
        if self.echo is not None:
            there_and_back = [
                np.hstack([picture[:, : width // 2], there_and_back[k - self.echo][:, width // 2 - 1 :: -1]])
                for k, picture in enumerate(there_and_back)
            ]
        least = max(2 * fps, self.rounds * len(there_and_back))
        with target.open("wb") as file:
            file.write(f"YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A1:1 C420jpeg\n".encode())
            for picture in chain(self._empty(source, width, height), islice(cycle(there_and_back), least)):
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
                file.write(b"FRAME\n" + frame.to_ndarray().tobytes())
        return target

    def _empty(self, source: Path, width: int, height: int) -> Iterator[Colours]:
        if not self.empty:
            return
        table = emptied(source)
        noise = np.random.default_rng(1)
        for _ in range(self.empty):
            noisy = table + noise.normal(0, NOISE, table.shape)
            yield self._placed(noisy.clip(0, 255).astype(np.uint8), width, height)

    def _recorded(self, source: Path) -> Iterator[Colours]:
        with av.open(str(source)) as container:
            for frame in islice(container.decode(video=0), *self.frames):
                yield frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False)

    def _placed(self, picture: Colours, width: int, height: int) -> Colours:
        picture = np.rot90(picture, -self.turn // 90)
        picture = picture[:, ::-1] if self.flip else picture
        share = self.scale * height / picture.shape[0]
        across, down = (round(share * side) for side in (picture.shape[1], picture.shape[0]))
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        scaled = frame.reformat(width=across, height=down).to_ndarray(format="rgb24")
        rows = np.arange(height) - round(self.at[1] * height - down / 2)
        columns = np.arange(width) - round(self.at[0] * width - across / 2)
        return np.ascontiguousarray(scaled[rows.clip(0, down - 1)][:, columns.clip(0, across - 1)])
