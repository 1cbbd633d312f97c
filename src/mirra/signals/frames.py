"""Signals of pandas frames. Needs pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mirra.arrays import Floats
from mirra.errors import ReadError, SignalError, optional
from mirra.signals.formats.clock import SECONDS, Clock, in_seconds, timed, unit_of
from mirra.signals.formats.table import INITIALS, bracketed, distinct
from mirra.signals.signal import Signal

if TYPE_CHECKING:
    from pandas import DataFrame


def from_pandas(
    frame: DataFrame, *, rate: float | None = None, time: str | None = None, unit: str | None = None
) -> Signal:
    """A pandas frame as a ``Signal``, one channel per column of numbers; what is missing becomes NaN.

    The clock is the column ``time`` (``unit`` says what it counts), else ``rate`` Hz row by row, else an index of times
    (datetime, timedelta, or numbers under a time's name), else a column with a time's name (``time``, ``timestamp``,
    ``Time (ms)``). Times of day are UTC where they have no zone. A unit in brackets in a column's name is the
    channel's. ``about``: ``clock`` (where the times come from), ``left_out`` (columns and why), ``wall_clock`` (Unix
    time of clock 0 s) where the times are wall time.
    Raises ``SignalError`` where there is no clock, no column of numbers, or the clock runs backwards.
    """
    pandas = optional("pandas", "tables", "A data frame")
    names = [str(name) for name in frame.columns]
    stamps, column, origin = _stamps(frame, names, rate, time, unit)
    numbers = [
        k
        for k, kind in enumerate(frame.dtypes)
        if pandas.api.types.is_numeric_dtype(kind) and not pandas.api.types.is_complex_dtype(kind) and k != column
    ]  # fmt: skip
    if not numbers:
        raise SignalError("The frame has no column of numbers.", todo=f"Its columns: {', '.join(names)}.")
    clock = _clock(stamps, rate, origin)
    left = {name: "not numbers" for k, name in enumerate(names) if k not in numbers and k != column}
    return Signal(
        np.column_stack([frame.iloc[:, k].to_numpy(dtype=np.float64, na_value=np.nan) for k in numbers]),
        clock.rate,
        clock.start,
        distinct([names[k] for k in numbers]),
        tuple(bracketed(names[k]) for k in numbers),
        clock.times,
        {"clock": origin, **clock.about(), **({"left_out": left} if left else {})},
    )


def _clock(stamps: Floats | None, rate: float | None, origin: str) -> Clock:
    if stamps is None:
        return Clock(float(rate or 0), 0.0, None)  # ``Signal`` checks the rate
    try:
        return timed(stamps)
    except ReadError as error:
        raise SignalError(error.what, where=origin, todo=error.todo) from error


def _stamps(
    frame: DataFrame, names: list[str], rate: float | None, time: str | None, unit: str | None
) -> tuple[Floats | None, int | None, str]:
    """The time of each row in s, the number of the column they are in (None for the index), and what they are from."""
    if time is not None and time not in names:
        raise SignalError(f"There is no column {time!r}.", todo=f"Its columns: {', '.join(names)}.")
    if time is None and rate is not None:
        return None, None, "the rate given"
    index = str(frame.index.name or "")
    if time is None and (frame.index.dtype.kind in "mM" or unit_of(index) is not None):
        return _seconds(frame.index.to_series(), index, unit), None, "the index"
    timed_names = [name for name in names if unit_of(name) is not None and name.casefold() not in INITIALS]
    name = time if time is not None else next(iter(timed_names), None)
    if name is None:
        raise SignalError(
            "The frame has no clock: neither its index nor a column holds times, and no rate is given.",
            todo="Give the rate in Hz, or the name of the time column.",
        )
    column = names.index(name)
    return _seconds(frame.iloc[:, column], name, unit), column, f"column {name!r}"


def _seconds(times: Any, name: str, unit: str | None) -> Floats:  # noqa: ANN401 (a series of whatever a frame holds)
    """A column of times or numbers in s; times of day from 1970 on, in UTC."""
    pandas = optional("pandas", "tables", "A data frame")
    if unit is not None and unit.casefold() not in SECONDS:
        raise SignalError(f"The unit of time {unit!r} is not known.", todo=f"Known: {', '.join(SECONDS)}.")
    if pandas.api.types.is_datetime64_any_dtype(times.dtype):
        times = pandas.to_datetime(times, utc=True) - pandas.Timestamp(0, tz="UTC")
    if times.dtype.kind == "m":
        # Whole numbers of the column's own unit, which is not nanoseconds in every version of pandas.
        return np.asarray(times / pandas.Timedelta(seconds=1), dtype=np.float64)
    if not pandas.api.types.is_numeric_dtype(times.dtype):
        raise SignalError("Times were expected, or numbers.", where=f"column {name!r}")
    numbers = times.to_numpy(dtype=np.float64, na_value=np.nan)
    if unit is not None:
        return np.asarray(numbers * SECONDS[unit.casefold()])
    return in_seconds(numbers, unit_of(name) or 1.0)
