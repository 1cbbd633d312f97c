"""fNIRS in .nirs files (Homer, NIRx): a MATLAB file with ``d``, ``t`` and ``SD``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mirra.arrays import Floats
from mirra.errors import ReadError
from mirra.signals.formats import optodes
from mirra.signals.formats.clock import Clock, timed
from mirra.signals.formats.matfile import Variable, variables
from mirra.signals.signal import Signal


def read(path: Path) -> Signal:
    """Read raw light intensity, one channel per source, detector and wavelength (``S1_D2 760``).

    ``about``: ``kind`` (intensity), ``wavelengths`` (nm), ``pairs`` ((source, detector, wavelength) of each channel,
    counted from 0), ``source_positions`` and ``detector_positions`` ((n, 3) m), ``annotations`` (onset s, None, text)
    where the stimulus matrix ``s`` rises, ``inactive`` names of channels that someone marked so (they are kept).
    Raises ``ReadError`` naming what is missing or does not fit.
    """
    held = variables(path.read_bytes())
    values, stamps = _numbers(held, "d"), _numbers(held, "t").ravel()
    if values.ndim != 2 or len(values) != len(stamps) or not values.size:
        raise ReadError(f"The samples {values.shape} do not fit {len(stamps)} times.", where="d")
    try:
        clock = timed(stamps)
    except ReadError as error:
        raise ReadError(error.what, where="t", todo=error.todo) from error
    sd = held.get("SD")
    if not isinstance(sd, dict):
        raise ReadError("The description is missing; one of sources and detectors was expected.", where="SD")
    about = _optodes(sd, values.shape[1])
    wavelengths, pairs = about["wavelengths"], about["pairs"]
    channels = optodes.names(pairs, [f"{wavelengths[w]:g}" for _, _, w in pairs])
    active = _numbers(sd, "MeasListAct", "SD.").ravel() if "MeasListAct" in sd else np.ones(0)
    inactive = [name for name, on in zip(channels, active, strict=False) if not on]
    about |= {**({"inactive": tuple(inactive)} if inactive else {}), **_noted(held, stamps), **clock.about()}
    return _signal(values, clock, channels, about)


def _signal(values: Floats, clock: Clock, channels: tuple[str, ...], about: dict[str, Any]) -> Signal:
    return Signal(values, clock.rate, clock.start, channels, times=clock.times, about=about)


def _optodes(sd: Mapping[str, Variable], count: int) -> dict[str, Any]:
    """Wavelengths, pairs and positions of ``count`` channels."""
    table = _numbers(sd, "MeasList", "SD.")
    if table.ndim != 2 or table.shape[0] != count or table.shape[1] < 4:
        raise ReadError(f"The table {table.shape} does not describe {count} channels.", where="SD.MeasList")
    wavelengths = _numbers(sd, "Lambda", "SD.").ravel()
    unit = sd.get("SpatialUnit", "cm")
    places = [
        optodes.positions(_numbers(sd, name, "SD."), unit if isinstance(unit, str) else "cm")
        for name in ("SrcPos", "DetPos")
    ]
    return {
        "kind": "intensity",
        "wavelengths": tuple(map(float, wavelengths)),
        "pairs": optodes.pairs(table[:, [0, 1, 3]], (len(places[0]), len(places[1]), len(wavelengths))),
        "source_positions": places[0],
        "detector_positions": places[1],
    }


def _numbers(held: Mapping[str, Variable], name: str, of: str = "") -> Floats:
    value = held.get(name)
    if value is None:
        raise ReadError("The variable is missing; d, t and SD were expected.", where=of + name)
    if not isinstance(value, np.ndarray):
        raise ReadError("The variable does not hold numbers.", where=of + name)
    return value


def _noted(held: Mapping[str, Variable], stamps: Floats) -> dict[str, Any]:
    """Stimuli: where a column of ``s`` rises from nothing, named by its condition or its number."""
    marks, conditions = held.get("s"), held.get("CondNames")
    if not isinstance(marks, np.ndarray) or marks.ndim != 2 or len(marks) != len(stamps):
        return {}
    names = [name for name in conditions if isinstance(name, str)] if isinstance(conditions, list) else []
    events = []
    for k, column in enumerate(marks.T):
        rises = np.flatnonzero((column != 0) & (np.concatenate([[0.0], column[:-1]]) == 0))
        events += [(float(stamps[at]), None, names[k] if k < len(names) else str(k + 1)) for at in rises]
    return {"annotations": tuple(sorted(events, key=lambda note: note[0]))} if events else {}
