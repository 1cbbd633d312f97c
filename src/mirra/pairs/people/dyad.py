"""Two people: one recording measured whole, and a sample of dyads held against pairs who never met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mirra.arrays import Floats
from mirra.coupling.checks import two_series
from mirra.coupling.regular import regular
from mirra.coupling.settings import CorrelationSettings, NullSettings, WindowSettings
from mirra.coupling.slow.concordance_index import concordance as concordance_of
from mirra.coupling.slow.concordance_index import concordance_test
from mirra.coupling.slow.events import co_activation, co_activation_test
from mirra.coupling.surrogates import testing
from mirra.coupling.surrogates.null import SurrogateFamily
from mirra.coupling.surrogates.progress import portion
from mirra.coupling.windowed.crosslagged import SUMMARIES, LaggedCoupling, lagged
from mirra.coupling.windowed.grid import Grid
from mirra.coupling.windowed.grid import grid as over_grid
from mirra.coupling.windowed.regression import LaggedRegression, prewhitened, regressed
from mirra.errors import CouplingError, SignalError
from mirra.result import Result, Table
from mirra.signals.reading import read

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMOOTHED = CorrelationSettings(smooth=0.5, scale=True)


@dataclass(frozen=True)
class DyadSettings:
    """How a dyad is measured.

    ``windows`` in s; ``correlation`` is smoothing over 0.5 s and dividing by the SD unless given; ``absolute`` looks at
    abs(z); ``null`` are the surrogates that every statistic is tested against, None for no test.
    """

    windows: WindowSettings = WindowSettings()
    correlation: CorrelationSettings = SMOOTHED
    absolute: bool = False
    null: NullSettings | None = None

    def parameters(self) -> dict[str, Any]:
        """The settings by the names that the command line has for them; flat."""
        null = self.null or NullSettings()
        return {
            **asdict(self.windows),
            "like": self.correlation.like,
            "raw": self.correlation.raw,
            "absolute": self.absolute,
            "surrogates": self.null.n if self.null else 0,
            "scheme": null.scheme,
            "insist": null.insist,
            "seed": null.seed,
        }


@dataclass(frozen=True, eq=False)
class Dyad:
    """Two people's series on one regular clock: ``first`` and ``second`` (N,), ``rate`` Hz, ``start`` s."""

    first: Floats
    second: Floats
    rate: float
    start: float
    columns: tuple[str, str]


@dataclass(frozen=True, eq=False)
class DyadResult(Result):
    """All that is measured of one dyad: the raw coupling, and beside it what it could be by memory or by chance.

    ``coupling`` and ``prewhitened`` (windows x lags), ``regression``; ``surrogates`` and ``surrogates_prewhitened`` the
    statistics against their null where asked for; ``grid`` the same under other parameters where asked for.
    """

    coupling: LaggedCoupling
    prewhitened: LaggedCoupling
    regression: LaggedRegression
    surrogates: SurrogateFamily | None = None
    surrogates_prewhitened: SurrogateFamily | None = None
    grid: Grid | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def parts(self) -> dict[str, Result]:
        """Every part that is there, by the name its files have."""
        results: dict[str, Result] = {
            "coupling": self.coupling,
            "prewhitened": self.prewhitened,
            "regression": self.regression,
        }
        if self.surrogates is not None:
            results["surrogates"] = self.surrogates
            results["null"] = self.surrogates[self._tested]
        if self.surrogates_prewhitened is not None:
            results["surrogates_prewhitened"] = self.surrogates_prewhitened
        if self.grid is not None:
            results["grid"] = self.grid
        return results

    def summary(self) -> Mapping[str, Any]:
        """The coupling's summaries; with ``prewhitened_``, ``regression_``, ``grid_`` those beside it; p values.

        ``p_NAME`` belongs to the summary NAME; its null is named in ``null``. Flat.
        """
        numbers: dict[str, Any] = {**self.coupling.summary(), **self.parameters}
        names = [name + end for end in ("", "_signed", "_absolute") for name in SUMMARIES]
        whitened = self.prewhitened.summary()
        numbers |= {f"prewhitened_{name}": whitened[name] for name in (*names, "order_first", "order_second")}
        numbers |= {
            f"regression_{k}": v for k, v in self.regression.summary().items() if "_" in k and k[0] in "gp"
        }
        if self.surrogates is not None:
            any_test = self.surrogates[self._tested]
            numbers |= self._p(self.surrogates, "p_")
            numbers |= {
                "null": any_test.null_name,
                "scheme": any_test.scheme,
                "surrogates": any_test.n,
                "seed": any_test.seed,
            }
            numbers["cautions"] = list(any_test.cautions)
        if self.surrogates_prewhitened is not None:
            numbers |= self._p(self.surrogates_prewhitened, "p_prewhitened_")
        if self.grid is not None:
            wanted = ("grand_average", "settings")
            numbers |= {f"grid_{k}": v for k, v in self.grid.summary().items() if k.startswith(wanted)}
        return numbers

    def table(self) -> Table:
        """The coupling, one row per window."""
        return self.coupling.table()

    def plot(self, ax: Axes) -> None:
        """The coupling, lag by time."""
        self.coupling.plot(ax)

    @property
    def _tested(self) -> str:
        return "grand_average_absolute" if self.coupling.absolute else "grand_average"

    def _p(self, family: SurrogateFamily, before: str) -> dict[str, float]:
        """p values under the names of the summaries."""
        numbers: dict[str, float] = {}
        for name, test in family.tests.items():
            absolute = name.endswith("_absolute")
            plain = name.removesuffix("_absolute")
            ends = ["_absolute" if absolute else "_signed"] + (
                [""] if absolute == self.coupling.absolute else []
            )
            numbers |= {f"{before}{plain}{end}": test.p for end in ends}
        return numbers


def load(path: Path, columns: tuple[str, str] | None = None, rate: float | None = None) -> Dyad:
    """Two columns of a recording on one regular clock; the first two channels unless ``columns`` names them.

    ``rate`` Hz where the file has no clock. Raises ``ReadError`` for the file, ``SignalError`` naming the columns there
    are, ``CouplingError`` for series that cannot be coupled.
    """
    signal = read(path, rate=rate)
    if columns is None:
        if len(signal.channels) < 2:
            raise SignalError(
                f"It has one channel, {', '.join(signal.channels)}; two are coupled.", where=str(path)
            )
        columns = (signal.channels[0], signal.channels[1])
    try:
        first, second = two_series(signal.channel(columns[0]), signal.channel(columns[1]))
    except (SignalError, CouplingError) as error:
        where = f"{path}, {error.where}" if error.where else str(path)
        raise type(error)(error.what, where=where, todo=error.todo) from error
    if signal.times is None:
        return Dyad(first, second, signal.rate, signal.start, columns)
    first, second, own, start = regular(first, second, signal.times, rate)
    return Dyad(first, second, own, start, columns)


def measure(
    path: Path,
    columns: tuple[str, str] | None = None,
    rate: float | None = None,
    settings: DyadSettings = DyadSettings(),
    *,
    grid: bool = False,
    progress: Callable[[float], None] | None = None,
) -> DyadResult:
    """One recording measured whole; ``columns`` and ``rate`` in Hz as ``load`` takes them.

    ``settings.correlation`` holds for the coupling; prewhitening starts from the unsmoothed series. Surrogates test the
    prewhitened statistics too. ``grid`` repeats the coupling with all ``variations`` of the windows. ``progress``
    is called with the share of the surrogates done. Raises as ``load``, ``mirra.coupling.lagged`` and
    ``mirra.coupling.surrogate_test`` do.
    """
    dyad = load(path, columns, rate)
    rate, windows, correlation = dyad.rate, settings.windows, settings.correlation
    if correlation.like == "rmea" and abs(rate - round(rate)) < 1e-3 * rate:
        rate = float(round(rate))  # of a rate told by time stamps
    pair = (dyad.first, dyad.second, rate, windows)
    coupling = lagged(*pair, correlation, start=dyad.start, absolute=settings.absolute)
    white = prewhitened(*pair, absolute=settings.absolute, start=dyad.start)
    regression = regressed(coupling.first, coupling.second, rate, windows, start=dyad.start)
    families: list[SurrogateFamily | None] = [None, None]
    if settings.null:
        skip = max(white.parameters["order_first"], white.parameters["order_second"])
        for k, lagged_result in enumerate((coupling, white)):
            first, second = (series[skip * k :] for series in (lagged_result.first, lagged_result.second))
            made = testing.surrogate_family(
                first, second, rate, windows, settings.null, portion(progress, k / 2, (k + 1) / 2)
            )
            families[k] = SurrogateFamily(dict(made.tests))  # a plain mapping travels between processes
    return DyadResult(
        coupling,
        white,
        regression,
        families[0],
        families[1],
        over_grid(*pair, correlation, absolute=settings.absolute) if grid else None,
        {"columns": list(dyad.columns), "raw": correlation.raw},
    )


def events(
    path: Path,
    columns: tuple[str, str] | None = None,
    rate: float | None = None,
    *,
    concordance: bool = True,
    moments: bool = True,
    null: NullSettings | None = None,
) -> dict[str, Result]:
    """What slow signals such as skin conductance do together, by the name its files have: the concordance index and the
    moments at which both begin to rise, each tested against the ``null`` (``NAME_null``) where there is one.

    Raises as ``load``, ``mirra.coupling.concordance`` and ``mirra.coupling.surrogate_test`` do.
    """
    dyad = load(path, columns, rate)
    pair = (dyad.first, dyad.second, dyad.rate)
    parts: dict[str, Result] = {}
    if concordance:
        parts["concordance"] = concordance_of(*pair)
        if null:
            parts["concordance_null"] = concordance_test(*pair, null=null)
    if moments:
        parts["moments"] = co_activation(*pair, names=dyad.columns)
        if null:
            parts["moments_null"] = co_activation_test(*pair, null=null)
    return parts
