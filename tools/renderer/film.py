"""Files of drawn pictures: a loop as VP9 in WebM, a still or a cut-out picture as WebP."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from mirra.arrays import Picture
from mirra.errors import MissingExtra

QUALITY = 24  # of VP9, 0 (best) to 63
STILL_QUALITY = 82  # of WebP, 0 to 100


def _av() -> ModuleType:
    try:
        import av
    except ImportError as error:
        raise MissingExtra("Video needs PyAV.", todo="Install it: pip install 'mirra[video]'") from error
    module: ModuleType = av
    return module


def write_film(pictures: Iterable[Picture], target: Path, rate: int) -> int:
    """Write pictures (height, width, 3), sizes even, as VP9 in WebM at ``rate`` a second; returns how many there were.

    Raises ``MissingExtra`` where PyAV is not installed.
    """
    av = _av()
    count = 0
    with av.open(str(target), "w", format="webm") as container:
        options = {"crf": str(QUALITY), "b": "0", "deadline": "good", "cpu-used": "2", "row-mt": "1"}
        stream: Any = None
        for picture in pictures:
            if stream is None:
                stream = container.add_stream("libvpx-vp9", rate=rate, options=options)
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt, stream.bit_rate = "yuv420p", 0
                stream.codec_context.colorspace, stream.codec_context.color_range = 1, 1
            count += 1
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode() if stream else ():
            container.mux(packet)
    return count


def write_still(picture: Picture, target: Path) -> None:
    """Write one picture (height, width, 3) as WebP; raises ``MissingExtra`` where PyAV is not installed."""
    _write_webp(picture, "rgb24", "yuv420p", target)


def write_cut_out(picture: Picture, target: Path) -> None:
    """Write one picture (height, width, 4), the last its cover, as WebP with an alpha channel; raises as above."""
    _write_webp(picture, "rgba", "bgra", target)


def _write_webp(picture: Picture, given: str, kept: str, target: Path) -> None:
    av = _av()
    with av.open(str(target), "w", format="webp") as container:
        stream = container.add_stream("libwebp", rate=1, options={"quality": str(STILL_QUALITY)})
        stream.height, stream.width = picture.shape[:2]
        stream.pix_fmt = kept
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format=given)
        for packet in [*stream.encode(frame.reformat(format=kept)), *stream.encode()]:
            container.mux(packet)
