"""What a recording's time stamps say: a regular rate, or a clock to be kept stamp by stamp."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.errors import ReadError

# Seconds in one unit of a time column, by the names units go by.
SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("ms", "msec", "millis", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("us", "µs", "μs", "usec", "microsecond", "microseconds"), 1e-6),
    **dict.fromkeys(("ns", "nanosecond", "nanoseconds"), 1e-9),
    **dict.fromkeys(("min", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hour", "hours"), 3600.0),
}
NAMES = {"time", "t", "timestamp", "timestamps", "unix", "epoch", "clock", "datetime", "date"}
WALL = (5e8, 5e9)  # seconds since 1970 between 1985 and 2128: stamps in here are taken for wall time
_TOO_LATE = 1e11  # no recording is so many seconds long or late, so such stamps count something smaller
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Clock:
    """``rate`` Hz (nominal where ``times`` is given), ``start`` s, and ``times`` (n,) s where they are not regular."""

    rate: float
    start: float
    times: Floats | None

    def about(self) -> dict[str, Any]:
        """What a signal's ``about`` says of it: ``wall_clock``, the Unix time of clock 0 s, where the stamps tell."""
        return {"wall_clock": 0.0} if WALL[0] < self.start < WALL[1] else {}


def timed(times: ArrayLike) -> Clock:
    """The clock of time stamps (n,) in s.

    Regular where no stamp lies farther from an even spacing than the stamps' own rounding (at most a tenth of the
    spacing); the rate is then the mean one, else that of the steps up to 1.5 times the median, gaps left out.
    Raises ``ReadError`` naming the sample for stamps that are missing, run backwards or stand still, or are fewer than
    two.
    """
    stamps = np.asarray(times, dtype=np.float64).ravel()
    if len(stamps) < 2:
        raise ReadError(
            f"The recording has {len(stamps)} time stamps; a rate needs at least two.", todo="Give the rate."
        )
    if not np.isfinite(stamps).all():
        raise ReadError(f"Sample {int(np.flatnonzero(~np.isfinite(stamps))[0]) + 1} has no time.")
    step = np.diff(stamps)
    back = np.flatnonzero(step < 0)
    if len(back):
        k = int(back[0])
        raise ReadError(
            f"The clock runs backwards after sample {k + 1} ({stamps[k]:.6g} s, then {stamps[k + 1]:.6g} s)."
        )
    mean = float(stamps[-1] - stamps[0]) / (len(stamps) - 1)
    if not (mean > 0 and np.isfinite(1 / mean)):
        raise ReadError("The clock stands still: all time stamps are the same.", todo="Give the rate.")
    away = float(np.abs(stamps - (stamps[0] + mean * np.arange(len(stamps)))).max())
    rounding = _rounding(stamps)
    if away <= max(1e-3 * mean, min(0.1 * mean, 1.02 * rounding)):
        unsure = min(rounding / float(stamps[-1] - stamps[0]), 1e-3)
        return Clock(_shortest(1 / mean, unsure), float(stamps[0]), None)
    within = step[step <= 1.5 * np.median(step[step > 0])]
    rate = _shortest(len(within) / float(within.sum()), 1e-10)
    return Clock(rate, float(stamps[0]), stamps)


def _rounding(stamps: Floats) -> float:
    """By how many seconds the stamps may be off for having been written with so many digits."""
    since = stamps - np.floor(stamps[0])
    for digits in range(7):
        scaled = since * 10.0**digits
        if np.abs(scaled - np.round(scaled)).max() < 1e-3:
            return 10.0**-digits
    return 4 * float(np.spacing(np.abs(stamps).max()))


def _shortest(rate: float, unsure: float) -> float:
    """The rate with the fewest digits among those that the stamps cannot tell from it (25, not 24.99999998)."""
    rounded = (float(f"{rate:.{digits}g}") for digits in range(1, 11))
    return next((short for short in rounded if abs(short - rate) <= unsure * rate), rate)


def unit_of(name: str) -> float | None:
    """Seconds in a unit of a time column called ``name``, such as ``Time (ms)``; None where the name is no time's.

    A name without a unit means seconds.
    """
    words = [word for word in re.split(r"[^\wµμ]+|_", name.strip().casefold()) if word]
    if len(words) == 1 and words[0] in SECONDS and words[0] not in {"h", "min"}:
        return SECONDS[words[0]]
    named = [word for word in words if word in NAMES]
    units = [word for word in words if word in SECONDS]
    known = (
        len(named)
        + len(units)
        + sum(word in {"stamp", "in", "rel", "relative", "local", "utc"} for word in words)
    )
    if not named or known < len(words) or len(units) > 1:
        return None
    return SECONDS[units[0]] if units else 1.0


def in_seconds(stamps: Floats, unit: float) -> Floats:
    """Stamps (n,) in s; those given without a smaller unit that could only be Unix ms, us or ns are taken as such."""
    top = float(np.nanmax(np.abs(stamps), initial=0.0))
    if unit == 1.0 and top > _TOO_LATE:
        unit = 1e-3 if top < _TOO_LATE * 1e3 else 1e-6 if top < _TOO_LATE * 1e6 else 1e-9
    return stamps * unit


def wall_time(text: str) -> float | None:
    """ISO 8601 as s since 1970 (without an offset: as if UTC), a time of day as s since midnight; None for neither."""
    text = text.strip()
    if len(text) < 5 or not text[0].isdigit() or not ({"-", ":"} & set(text)):
        return None
    try:
        when = datetime.fromisoformat(text)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return (when - _EPOCH).total_seconds()
    except (ValueError, OverflowError):
        pass
    try:
        day = time.fromisoformat(text)
    except ValueError:
        return None
    return day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6


def wall_times(texts: Sequence[str]) -> list[float | None]:
    """``wall_time`` of each."""
    return [wall_time(text) for text in texts]
