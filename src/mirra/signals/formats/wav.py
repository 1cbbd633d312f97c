"""Sound in WAV files, scaled to +-1."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np

from mirra.errors import ReadError
from mirra.signals.signal import Signal


def read(path: Path) -> Signal:
    """Read a WAV file; integers are divided by their largest magnitude, so that full scale is 1; floats stay.

    Channels are ``1``, ``2``, ... in the file's order, ``units`` full scale; ``about["bits"]`` per sample.
    Raises ``ReadError`` where the file is no WAV, is cut short, or holds no samples.
    """
    from scipy.io import wavfile

    # From memory, so that a header that claims gigabytes cannot have them laid out.
    with warnings.catch_warnings():
        # The reader only warns of samples that end early; chunks it does not know are no damage.
        warnings.filterwarnings("error", message="Reached EOF")
        warnings.filterwarnings("ignore", message="Chunk")
        try:
            rate, samples = wavfile.read(io.BytesIO(path.read_bytes()))
        except wavfile.WavFileWarning as error:
            raise ReadError("The file ends early: it has fewer samples than it says.") from error
    if not samples.size:
        raise ReadError("The file has no samples in it.")
    whole = samples.astype(np.float64)
    if samples.dtype.kind == "u":
        whole = (whole - 128.0) / 128.0
    elif samples.dtype.kind == "i":
        # 24-bit samples come left-aligned in 32 bits, so that one full scale serves both.
        whole /= float(np.iinfo(samples.dtype).max) + 1.0
    elif not np.isfinite(whole).all():
        bad = int(np.flatnonzero(~np.isfinite(whole.reshape(len(whole), -1)).all(axis=1))[0])
        raise ReadError("The sample is not a number.", where=f"sample {bad + 1}")
    count = 1 if whole.ndim == 1 else whole.shape[1]
    return Signal(
        whole, float(rate), units=("full scale",) * count, about={"bits": 8 * samples.dtype.itemsize}
    )
