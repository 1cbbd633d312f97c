"""fNIRS in .nirs files (Homer, NIRx): a MATLAB file with ``d``, ``t`` and ``SD``."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mirra.errors import ReadError
from mirra.signals import optodes
from mirra.signals.clock import timed
from mirra.signals.signal import Signal


def read(path: Path) -> Signal:
    """Read raw light intensity, one channel per source, detector and wavelength (``S1_D2 760``).

    ``about``: ``kind`` (intensity), ``wavelengths`` (nm), ``pairs`` ((source, detector, wavelength) of each channel,
    counted from 0), ``source_positions`` and ``detector_positions`` ((n, 3) m), ``annotations`` (onset s, None, text)
    where the stimulus matrix ``s`` rises, ``inactive`` names of channels that someone marked so (they are kept).
    Raises ``ReadError`` naming what is missing or does not fit.
    """
    from scipy.io import loadmat

    # From memory, so that sizes claimed in the file cannot be laid out unread.
    held = loadmat(io.BytesIO(path.read_bytes()), squeeze_me=False, struct_as_record=True)
    for name in ("d", "t", "SD"):
        if name not in held:
            raise ReadError(f"has no {name}; d (samples), t (times) and SD (optodes) were expected.")
    values, clock = _numbers(held["d"], "d"), timed(_numbers(held["t"], "t"))
    if values.ndim != 2 or len(values) != held["t"].size or not values.size:
        raise ReadError(f"samples {values.shape} do not fit {held['t'].size} times.", where="d")
    sd = held["SD"]
    if sd.dtype.names is None or not sd.size:
        raise ReadError("is not a description of sources and detectors.", where="SD")
    table = _field(sd, "MeasList", "SD.MeasList")
    if table.ndim != 2 or table.shape[0] != values.shape[1] or table.shape[1] < 4:
        raise ReadError(f"{table.shape} does not describe {values.shape[1]} channels.", where="SD.MeasList")
    wavelengths = _field(sd, "Lambda", "SD.Lambda").ravel()
    unit = str(np.asarray(sd["SpatialUnit"].flat[0]).ravel()[0]) if "SpatialUnit" in sd.dtype.names else "cm"
    places = [optodes.positions(_field(sd, name, f"SD.{name}"), unit) for name in ("SrcPos", "DetPos")]
    pairs = optodes.pairs(table[:, [0, 1, 3]], (len(places[0]), len(places[1]), len(wavelengths)))
    about: dict[str, Any] = {
        "kind": "intensity",
        "wavelengths": tuple(map(float, wavelengths)),
        "pairs": pairs,
        "source_positions": places[0],
        "detector_positions": places[1],
        **clock.about(),
    }
    moments = clock.times if clock.times is not None else clock.start + np.arange(len(values)) / clock.rate
    about |= _noted(held, moments)
    channels = optodes.names(pairs, [f"{wavelengths[w]:g}" for _, _, w in pairs])
    active = _field(sd, "MeasListAct", "SD.MeasListAct").ravel() if "MeasListAct" in sd.dtype.names else ()
    if len(active) == len(channels) and not np.all(active):
        about["inactive"] = tuple(name for name, on in zip(channels, active, strict=True) if not on)
    return Signal(values, clock.rate, clock.start, channels, times=clock.times, about=about)


def _numbers(value: ArrayLike, name: str) -> NDArray[np.float64]:
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise ReadError("does not hold numbers.", where=name)
    return array.astype(np.float64)


def _field(sd: NDArray[Any], name: str, where: str) -> NDArray[np.float64]:
    if name not in (sd.dtype.names or ()):
        raise ReadError("is missing.", where=where)
    return _numbers(sd[name].flat[0], where)


def _noted(held: dict[str, Any], moments: NDArray[np.float64]) -> dict[str, Any]:
    """Stimuli: where a column of ``s`` rises from nothing, named by its condition or its number."""
    if "s" not in held:
        return {}
    marks = _numbers(held["s"], "s")
    if marks.ndim != 2 or len(marks) != len(moments):
        return {}
    told = held.get("CondNames")
    names = (
        [str(np.asarray(name).ravel()[0]) for name in told.ravel() if np.size(name)]
        if told is not None
        else []
    )
    found = []
    for k, column in enumerate(marks.T):
        rises = np.flatnonzero((column != 0) & (np.concatenate([[0.0], column[:-1]]) == 0))
        found += [(float(moments[at]), None, names[k] if k < len(names) else str(k + 1)) for at in rises]
    return {"annotations": tuple(sorted(found, key=lambda note: note[0]))} if found else {}
