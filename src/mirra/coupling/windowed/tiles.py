"""How windows that start a few samples apart are laid out in tiles of strips; see ``dense``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mirra.arrays import Floats

# Samples in which the windows of a strip may differ: matrix products of this size are quick and stay in one thread.
STRIP_SAMPLES = 16
# Strips and lags in a tile, so that what is worked on stays in the processor's cache.
STRIPS = 24
LAGS = 128
# All slices of a tile share at least this part of a window, so that its mean serves to centre every one of them.
SHARED = 0.25
# Windows on their own are cheaper where a window is shorter than so many steps.
STEPS_IN_WINDOW = 8


@dataclass(frozen=True)
class Tiling:
    """Windows of ``window`` samples, ``step`` apart: ``rows`` to a strip, ``strips`` to a tile, ``lags`` at once."""

    window: int
    step: int
    rows: int
    strips: int
    lags: int

    @property
    def strip(self) -> int:
        """Samples from a strip to the next."""
        return self.rows * self.step

    @property
    def length(self) -> int:
        """Samples from a tile to the next."""
        return self.strips * self.strip

    @property
    def windows(self) -> int:
        """Windows in a tile."""
        return self.strips * self.rows

    @property
    def outwards(self) -> Floats:
        """What each strip shares of the samples of the others: those after it, then those before, (strips, 2 strips).

        A strip's windows hold all samples that later strips begin with, and all that earlier strips end with.
        """
        strip, other = np.arange(self.strips)[:, None], np.arange(self.strips)
        return np.concatenate([other > strip, other < strip], axis=1).astype(np.float64)


def tiling(window: int, step: float, lag: int, count: int) -> Tiling | None:
    """The tiling for ``count`` windows (lengths in samples), or None where windows on their own are cheaper."""
    if step != int(step) or window < STEPS_IN_WINDOW * step:
        return None
    step = int(step)
    rows = min(max(1, STRIP_SAMPLES // step), count)
    spare = int((1 - SHARED) * window)
    groups = -(-(lag + 1) // min(LAGS, max(1, spare // 2)))
    lags = -(-(lag + 1) // groups)
    strips = min(STRIPS, (spare - lags) // (rows * step), count // rows)
    return Tiling(window, step, rows, strips, lags) if strips >= 1 else None
