"""fNIRS in SNIRF files (HDF5). Needs h5py."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.arrays import Floats
from mirra.errors import ReadError, optional
from mirra.signals.formats import optodes
from mirra.signals.formats.clock import SECONDS, Clock, timed
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    import h5py


RAW, PROCESSED = 1, 99999  # dataType of continuous-wave amplitude, and of data processed already
# Packed samples can stand for about a thousand times their bytes; more than that is a claim without data.
_PACKED = 1100
_PATIENCE, _SLOWEST = 20.0, 2e6  # s, and bytes per s on top, after which a file is taken to run in circles
_COLUMNS = ("sourceIndex", "detectorIndex", "wavelengthIndex", "dataType")


def read(path: Path, *, stream: str | None = None) -> Signal:
    """Read the first block of samples, or the one named by ``stream`` (``data2``, ``nirs2/data1``).

    Channels are ``S1_D2 760`` (nm) of raw light, ``S1_D2 HbO`` of processed data. ``about``: ``kind`` (intensity or
    processed, else the standard's number), ``wavelengths`` (nm), ``pairs`` ((source, detector, wavelength) of each
    channel, counted from 0), ``source_positions``, ``detector_positions`` ((n, 3) m), ``annotations`` (onset s,
    duration s, condition), ``auxiliary`` (name to its own ``Signal``), ``tags`` (the file's metadata), ``wall_clock``
    (Unix time of clock 0 s; the file's time without an offset is taken as UTC).
    Raises ``ReadError`` naming the part of the file that is missing or does not fit.
    """
    optional("h5py", "formats", "Reading SNIRF")
    _tried(path, stream)
    return _read(path, stream)


def _read(path: Path, stream: str | None) -> Signal:
    package = optional("h5py", "formats", "Reading SNIRF")
    try:
        file = package.File(path, "r")
    except OSError as error:
        raise ReadError("The file is not HDF5, or is cut short.", todo="Copy the file again.") from error
    with file:
        blocks = _blocks(file)
        name = stream or next(iter(blocks), "")
        if name not in blocks:
            known = f"It has: {', '.join(blocks)}." if blocks else "nirs/data1 was expected."
            raise ReadError(f"There is no block of samples {name!r}.".replace(" ''", ""), todo=known)
        return _Block(path.stat().st_size, *blocks[name]).signal()


def _tried(path: Path, stream: str | None) -> None:
    """Read the file in a process of its own first; raises ``ReadError`` where that one dies or does not come back.

    The HDF5 library can run in circles or end its process on damaged bytes, and nothing within the process stops that.
    """
    code = "import sys; from mirra.signals.formats.snirf import _trial; _trial(*sys.argv[1:])"
    call = [sys.executable, "-c", code, str(path), *([stream] if stream else [])]
    seconds = _PATIENCE + path.stat().st_size / _SLOWEST
    try:
        ended = subprocess.run(call, capture_output=True, timeout=seconds, check=False).returncode
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            f"The file cannot be read through in {seconds:.0f} s.", todo="Copy the file again."
        ) from error
    if ended < 0:
        raise ReadError("The file is damaged: reading it ends the program.", todo="Copy the file again.")


def _trial(path: str, stream: str | None = None) -> None:
    with contextlib.suppress(Exception):  # what can be said of the file is said by the process that asked
        _read(Path(path), stream)


def _blocks(file: h5py.File) -> dict[str, tuple[h5py.Group, h5py.Group]]:
    """Name to (recording, block), for every block in every recording; short names in the first recording."""
    groups = {}
    recordings = [name for name in file if re.fullmatch(r"nirs\d*", name) and hasattr(file[name], "keys")]
    for recording in sorted(recordings, key=_number):
        blocks = [name for name in file[recording] if re.fullmatch(r"data\d*", name)]
        for block in sorted(blocks, key=_number):
            if hasattr(file[recording][block], "keys"):
                short = block if recording == sorted(recordings, key=_number)[0] else f"{recording}/{block}"
                groups[short] = (file[recording], file[recording][block])
    return groups


def _number(name: str) -> int:
    digits = re.search(r"\d{1,9}\Z", name)
    return int(digits[0]) if digits else 0


class _Block:
    """One block of samples in one recording."""

    def __init__(self, size: int, recording: h5py.Group, block: h5py.Group) -> None:
        self.size, self.recording, self.block = size, recording, block
        tags = recording.get("metaDataTags", {})
        about = {name: self.text(tags, name) for name in tags}
        self.tags = {name: value for name, value in about.items() if value is not None}

    def signal(self) -> Signal:
        """The samples and all that is said of them; raises ``ReadError`` where they do not fit each other."""
        values, clock = self.array(self.block, "dataTimeSeries"), self.clock(self.block)
        if values.ndim != 2 or not values.size:
            raise ReadError(f"The block holds no samples x channels ({values.shape}).", where=self.block.name)
        if clock is None or clock[1] not in (len(values), 2):
            raise ReadError(f"The {len(values)} samples do not have as many times.", where=self.block.name)
        lists = self.measurements(values.shape[1])
        table = np.array([[entry.get(key, 0) for key in _COLUMNS] for entry in lists], dtype=np.float64)
        probe = self.recording.get("probe", {})
        wavelengths = self.array(probe, "wavelengths").ravel()
        places = [self.positions(probe, "source"), self.positions(probe, "detector")]
        processed = bool((table[:, 3] == PROCESSED).all())
        if processed:
            table[:, 2] = np.where(table[:, 2] > 0, table[:, 2], 1)
        pairs = optodes.pairs(
            table[:, :3], (len(places[0]), len(places[1]), 0 if processed else len(wavelengths))
        )
        kinds = set(table[:, 3].astype(int))
        raw = kinds == {RAW}
        labels = [str(entry.get("dataTypeLabel", "")) for entry in lists]
        ends = labels if processed else [f"{wavelengths[w]:g}" for _, _, w in pairs]
        about: dict[str, Any] = {
            "kind": "intensity" if raw else "processed" if processed else tuple(sorted(kinds)),
            "wavelengths": tuple(map(float, wavelengths)),
            "pairs": pairs,
            "source_positions": places[0],
            "detector_positions": places[1],
            "tags": self.tags,
            **self.began(),
        }
        more = {"annotations": self.stimuli(), "auxiliary": self.auxiliary()}
        units = [str(entry.get("dataUnit", "")) for entry in lists]
        return Signal(
            values,
            clock[0].rate,
            clock[0].start,
            optodes.names(pairs, ends),
            tuple(units),
            clock[0].times,
            {**about, **{name: value for name, value in more.items() if value}},
        )

    def measurements(self, count: int) -> list[dict[str, Any]]:
        """One entry per channel, from ``measurementList1`` and on, or from the columns of ``measurementLists``.

        Raises ``ReadError`` where one is missing.
        """
        keys = (*_COLUMNS, "dataTypeLabel", "dataUnit")
        together = self.block.get("measurementLists")
        if together is not None:
            columns = {key: np.ravel(together[key][()]) for key in keys if key in together}
            if any(len(column) != count for column in columns.values()):
                raise ReadError(f"The list does not describe {count} channels.", where=together.name)
            return [{key: _plain(column[k]) for key, column in columns.items()} for k in range(count)]
        if "measurementList" in self.block:
            raise ReadError("The measurement list has no number.", where=f"{self.block.name}/measurementList")
        values = []
        for k in range(1, count + 1):
            group = self.block.get(f"measurementList{k}")
            if group is None:
                raise ReadError(
                    f"The measurement list is missing: {count} channels were expected.",
                    where=f"{self.block.name}/measurementList{k}",
                )
            entry = {key: self.single(group, key) for key in keys if key in group}
            values.append({key: value for key, value in entry.items() if value is not None})
        return values

    def positions(self, probe: h5py.Group, side: str) -> Floats:
        """Positions of sources or detectors in (n, 3) m, in space where the file has them, else in the plane.

        Raises ``ReadError`` where it has neither.
        """
        for name in (f"{side}Pos3D", f"{side}Pos2D"):
            if name in probe:
                return optodes.positions(self.array(probe, name), self.tags.get("LengthUnit", "mm"))
        raise ReadError("The positions are missing.", where=f"probe/{side}Pos3D")

    def clock(self, group: h5py.Group) -> tuple[Clock, int] | None:
        """The clock of a group and how many times it states (2: a start and a step); None without samples.

        Raises ``ReadError`` for times that are no clock.
        """
        unit = self.tags.get("TimeUnit", "s").casefold()
        if unit not in SECONDS:
            raise ReadError(f"The unit of time {unit!r} is not known.", where="metaDataTags/TimeUnit")
        times = self.array(group, "time").ravel() * SECONDS[unit]
        if len(times) < 2:
            return None
        if len(times) == 2 and len(group["dataTimeSeries"]) != 2:
            if not (np.isfinite(times).all() and times[1] > 0):
                raise ReadError(
                    f"The step must be a positive number of seconds, not {times[1]}.",
                    where=f"{group.name}/time",
                )
            return Clock(float(f"{1 / times[1]:.10g}"), float(times[0]), None), 2
        try:
            return timed(times), len(times)
        except ReadError as error:
            raise ReadError(error.what, where=f"{group.name}/time", todo=error.todo) from error

    def stimuli(self) -> tuple[tuple[float, float, str], ...]:
        """(onset s, duration s, condition), in the order of time; raises ``ReadError`` for another table."""
        events = []
        unit = SECONDS[self.tags.get("TimeUnit", "s").casefold()]
        for name in sorted((n for n in self.recording if re.fullmatch(r"stim\d*", n)), key=_number):
            group = self.recording[name]
            if "data" not in group:
                continue
            data = self.array(group, "data")
            if data.size and (data.ndim != 2 or data.shape[1] < 2):
                raise ReadError(
                    "The data are not a table of onset, duration and value.", where=f"{name}/data"
                )
            condition = self.text(group, "name") or name
            events += [
                (float(row[0]) * unit, float(row[1]) * unit, condition) for row in data if np.isfinite(row[0])
            ]
        return tuple(sorted(events))

    def auxiliary(self) -> dict[str, Signal]:
        """What else was recorded, by name, each on its own clock; those without samples left out."""
        groups = {}
        for name in sorted((n for n in self.recording if re.fullmatch(r"aux\d*", n)), key=_number):
            group = self.recording[name]
            if not {"dataTimeSeries", "time"} <= set(group):
                continue
            values, clock = self.array(group, "dataTimeSeries"), self.clock(group)
            if (
                clock is None
                or values.ndim not in (1, 2)
                or clock[1] not in (len(values), 2)
                or not values.size
            ):
                continue
            offset = float(self.array(group, "timeOffset").ravel()[0]) if "timeOffset" in group else 0.0
            times = None if clock[0].times is None else clock[0].times + offset
            groups[self.text(group, "name") or name] = Signal(
                values, clock[0].rate, clock[0].start + offset, times=times
            )
        return groups

    def began(self) -> dict[str, float]:
        """``wall_clock``: the Unix time of the recording's clock 0 s, where its date and time can be read."""
        day, hour = self.tags.get("MeasurementDate", ""), self.tags.get("MeasurementTime", "")
        try:
            when = datetime.fromisoformat(f"{day}T{hour}")
            return {"wall_clock": when.replace(tzinfo=when.tzinfo or UTC).timestamp()}
        except (ValueError, OverflowError):
            return {}

    def array(self, group: h5py.Group, name: str) -> Floats:
        """A dataset of numbers; raises ``ReadError`` where it is missing, is none, or claims more than can be there."""
        data = group.get(name) if hasattr(group, "get") else None
        where = f"{getattr(group, 'name', 'probe')}/{name}"
        if data is None or not hasattr(data, "shape"):
            raise ReadError("The array is missing.", where=where)
        if data.dtype.kind not in "iuf" or data.shape is None:
            raise ReadError("The array does not hold numbers.", where=where)
        if data.size * 8 > _PACKED * self.size:
            raise ReadError(
                f"The array claims {data.shape} samples, more than a file of {self.size} bytes holds.",
                where=where,
            )
        try:
            return np.asarray(data[()], dtype=np.float64)
        except OSError as error:
            raise ReadError("The array is damaged.", where=where, todo="Copy the file again.") from error

    def single(self, group: h5py.Group, name: str) -> str | float | None:
        """One number or one word, however it is wrapped; None where there is nothing in it."""
        data = group[name]
        if not hasattr(data, "shape") or data.size is None or data.size > 16:
            return None
        value = np.ravel(data[()])
        return _plain(value[0]) if len(value) else None

    def text(self, group: h5py.Group, name: str) -> str | None:
        """A word in the file; None where it is none."""
        value = self.single(group, name) if name in group else None
        return value if isinstance(value, str) else None


def _plain(value: object) -> str | float | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip("\x00 ")
    plain = value.item() if isinstance(value, np.generic) else value
    return plain if isinstance(plain, str | int | float) else None
