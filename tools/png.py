"""Writing a picture as a PNG file."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray


def write(picture: NDArray[np.uint8], target: Path) -> None:
    """Write a picture (height, width, 3), red, green and blue, to ``target``; raises ``OSError`` where it cannot."""
    with av.open(str(target), "w", format="image2") as container:
        stream = container.add_stream("png", rate=1)
        stream.height, stream.width, stream.pix_fmt = picture.shape[0], picture.shape[1], "rgb24"
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        for packet in [*stream.encode(frame), *stream.encode()]:
            container.mux(packet)
