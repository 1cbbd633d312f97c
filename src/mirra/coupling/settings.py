"""Settings that the measures of coupling share: each is checked when it is made, and cannot be changed afterwards."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from mirra.coupling.schemes import scheme
from mirra.errors import CouplingError, SurrogateError

FACTORS = (0.5, 1.0, 2.0)


@dataclass(frozen=True)
class WindowSettings:
    """The windows of two series, all in seconds, at any rate.

    ``window`` is the length of a window, ``step`` the time from one window's start to the next one's, ``max_lag`` the
    largest lag either way. Raises ``CouplingError`` for lengths that are not positive, and a negative lag.
    """

    window: float = 30.0
    step: float = 10.0
    max_lag: float = 5.0

    def __post_init__(self) -> None:
        for name, value in (("window", self.window), ("step", self.step)):
            if not (math.isfinite(value) and value > 0):
                raise CouplingError(f"The {name} must be a positive number of seconds, not {value:g}.")
        if not (math.isfinite(self.max_lag) and self.max_lag >= 0):
            raise CouplingError(
                f"The largest lag must be 0 or a positive number of seconds, not {self.max_lag:g}."
            )

    def variations(
        self,
        windows: Sequence[float] | None = None,
        steps: Sequence[float] | None = None,
        max_lags: Sequence[float] | None = None,
    ) -> tuple[WindowSettings, ...]:
        """Every combination of these lengths in s, ascending; each is half, once and twice this one's unless given."""
        lists = [
            sorted({value * factor for factor in FACTORS} if lengths is None else set(map(float, lengths)))
            for value, lengths in zip(
                (self.window, self.step, self.max_lag), (windows, steps, max_lags), strict=True
            )
        ]
        return tuple(WindowSettings(*lengths) for lengths in itertools.product(*lists))


@dataclass(frozen=True)
class CorrelationSettings:
    """How two series are correlated in their windows.

    ``smooth`` s of moving average come first, ``scale`` divides by the SD; ``share`` (0 to 1) of a cell's samples must
    be present in both series; ``like="rmea"`` gives the numbers of rMEA 1.3.0, its smoothing, scaling and windows.
    Raises ``CouplingError`` for another share or another ``like``.
    """

    smooth: float | None = None
    scale: bool = False
    share: float = 0.5
    like: str | None = None

    def __post_init__(self) -> None:
        if self.like not in (None, "rmea"):
            raise CouplingError(
                f"There is no way of working called {self.like!r}.", todo="It is 'rmea', or left out."
            )
        if not 0 <= self.share <= 1:
            raise CouplingError(
                f"The share of samples a cell needs lies between 0 and 1, not at {self.share:g}."
            )

    @property
    def raw(self) -> bool:
        """Whether the series are correlated as they are, neither smoothed nor scaled."""
        return not self.smooth and not self.scale


@dataclass(frozen=True)
class NullSettings:
    """Which surrogates make the null, and how many.

    ``scheme`` is a name in ``mirra.coupling.schemes``; ``n`` surrogates are drawn with ``seed`` ("every-shift" takes
    all that there are, whatever both say); ``insist`` uses a scheme that does not hold for the data, and the result
    says so; ``segment`` s is the length of a segment, chosen by the recording's length unless given. Raises
    ``SurrogateError`` for an unknown scheme, fewer than one surrogate, a negative seed and a segment without length.
    """

    scheme: str = "circular-shift"
    n: int = 999
    seed: int = 0
    insist: bool = False
    segment: float | None = None

    def __post_init__(self) -> None:
        scheme(self.scheme)
        if self.n < 1:
            raise SurrogateError(
                f"There must be at least 1 surrogate, not {self.n}.", where="n", todo="999 are usual."
            )
        if self.seed < 0:
            raise SurrogateError(
                f"The seed must be 0 or a larger whole number, not {self.seed}.", where="seed"
            )
        if self.segment is not None and not (math.isfinite(self.segment) and self.segment > 0):
            raise SurrogateError(
                f"A segment must be a positive number of seconds, not {self.segment:g}.", where="segment"
            )
