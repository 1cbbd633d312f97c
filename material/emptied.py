"""The table of a recording without the hand that moves on it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

# No single picture shows the table empty: its first ones do up to this column, later ones beyond it.
HERE, LATER, FROM = slice(0, 5), slice(56, 84), 500
Colours = NDArray[np.uint8]  # (height, width, 3), RGB


def emptied(source: Path) -> Colours:
    """The table of the recording without the hand."""
    with av.open(str(source)) as container:
        frames = islice(container.decode(video=0), LATER.stop)
        pictures: Colours = np.stack([frame.to_ndarray(format="rgb24") for frame in frames]).astype(np.uint8)
    table: Colours = np.median(pictures[HERE], axis=0).astype(np.uint8)
    table[:, FROM:] = np.median(pictures[LATER], axis=0).astype(np.uint8)[:, FROM:]
    return table
