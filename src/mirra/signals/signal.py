"""A measured thing over time: the one shape every reader gives and every measure takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats
from mirra.errors import SignalError
from mirra.result import html_table
from mirra.signals import mne_array

if TYPE_CHECKING:
    from mne import EpochsArray
    from mne.io import RawArray


@dataclass(frozen=True, eq=False)
class Signal:
    """Samples of one or more channels; missing samples are NaN.

    ``values`` (n_samples, n_channels) float64; ``rate`` Hz, nominal where ``times`` is given; ``start`` s on the
    recording's own clock; ``channels`` and ``units``, one name each; ``times`` (n_samples,) s for clocks that are not
    regular, never running backwards; ``about`` whatever else the reader learned (a device, optodes, gaps).
    Raises ``SignalError`` where these do not fit each other.
    """

    values: Floats
    rate: float
    start: float = 0.0
    channels: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    times: Floats | None = None
    about: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = np.asarray(self.values, dtype=np.float64)
        if values.ndim == 1:
            values = values[:, None]
        if values.ndim != 2:
            raise SignalError(f"A signal is samples x channels, not an array of {values.ndim} dimensions.")
        count = values.shape[1]
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "channels", tuple(self.channels) or tuple(str(k + 1) for k in range(count)))
        object.__setattr__(self, "units", tuple(self.units) or ("",) * count)
        if len(self.channels) != count or len(self.units) != count:
            raise SignalError(
                f"The {count} channels need as many names and units, not {len(self.channels)} and {len(self.units)}."
            )
        if len(set(self.channels)) != count:
            raise SignalError(f"Channel names must differ: {', '.join(self.channels)}.")
        if not (np.isfinite(self.rate) and self.rate > 0):
            raise SignalError(f"The sampling rate must be a positive number of Hz, not {self.rate}.")
        if self.times is not None:
            object.__setattr__(self, "times", _checked(self.times, len(values)))

    def __len__(self) -> int:
        return len(self.values)

    @property
    def clock(self) -> Floats:
        """The time of each sample, (n_samples,) s."""
        if self.times is not None:
            return self.times
        return self.start + np.arange(len(self.values)) / self.rate

    @property
    def duration(self) -> float:
        """Seconds from the first sample to the end of the last; 0 for no samples."""
        if not len(self.values):
            return 0.0
        clock = self.clock
        return float(clock[-1] - clock[0]) + 1 / self.rate

    def channel(self, name: str) -> Floats:
        """One channel, (n_samples,); raises ``SignalError`` naming the channels there are."""
        return self.values[:, self._place(name)]

    def select(self, names: Sequence[str]) -> Signal:
        """The same signal with these channels in this order; raises ``SignalError`` for one it does not have."""
        places = [self._place(name) for name in names]
        return replace(
            self,
            values=self.values[:, places],
            channels=tuple(names),
            units=tuple(self.units[k] for k in places),
        )

    def to_mne(self, types: str | Mapping[str, str] | None = None) -> RawArray | EpochsArray:
        """The signal as a recording in MNE, or its epochs where ``about`` has them; 0 s is there the first sample.

        ``types`` is MNE's type of all channels, or of some by name. The others are "eeg" in volts, "mag" in tesla,
        "grad" in tesla per metre, "hbo" or "hbr" in mol/L by the end of their name, and "misc" in any other unit.
        µV and other parts of these units become MNE's own; missing samples stay NaN. Annotations, bad channels and the
        wall time go along. Raises ``SignalError`` for an irregular clock, and for types or channels that MNE or the
        signal does not have; ``MissingExtra`` without MNE.
        """
        if self.times is not None:
            raise SignalError(
                "MNE knows regular clocks only.",
                todo="Bring the signal to a steady rate with mirra.signals.regular.",
            )
        info, scales = mne_array.info_of(self.channels, self.units, self.rate, types)
        if "epochs" in self.about:
            return mne_array.epochs_array(self.values * scales, info, self.about)
        return mne_array.raw_array(self.values * scales, info, self.start, self.about)

    def _repr_html_(self) -> str:
        """What the signal is, as a short table for notebooks."""
        units = (f" ({unit})" if unit else "" for unit in self.units)
        return html_table(
            "Signal",
            {
                "channels": ", ".join(map("".join, zip(self.channels, units, strict=True))),
                "samples": len(self),
                "rate (Hz)": self.rate,
                "start (s)": self.start,
                "duration (s)": self.duration,
                "missing": f"{np.isnan(self.values).mean():.1%}" if self.values.size else None,
                "clock": "regular" if self.times is None else "irregular",
            },
        )

    def _place(self, name: str) -> int:
        if name not in self.channels:
            raise SignalError(
                f"There is no channel {name!r}.", todo=f"It has: {', '.join(self.channels) or 'none'}."
            )
        return self.channels.index(name)


def _checked(times: ArrayLike, count: int) -> Floats:
    clock = np.asarray(times, dtype=np.float64)
    if clock.shape != (count,):
        raise SignalError(f"The {count} samples need as many times, not {clock.shape}.")
    if not np.isfinite(clock).all():
        raise SignalError(f"Sample {int(np.flatnonzero(~np.isfinite(clock))[0]) + 1} has no time.")
    back = np.flatnonzero(np.diff(clock) < 0)
    if len(back):
        raise SignalError(
            f"The clock runs backwards after sample {int(back[0]) + 1} "
            f"({clock[back[0]]:.3f} s, then {clock[back[0] + 1]:.3f} s)."
        )
    return clock
