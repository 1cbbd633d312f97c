"""Is a coupling more than chance? One dyad's statistic against the same statistic of surrogates; the null is named."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats, Ints
from mirra.coupling.surrogates import every_shift, shifts
from mirra.coupling.surrogates.null import Alternative, SurrogateFamily, SurrogateTest
from mirra.coupling.surrogates.sampling import Drawn, draw
from mirra.coupling.surrogates.schemes import SCHEMES, SHORTEST_SEGMENT
from mirra.coupling.windowed import kernel
from mirra.coupling.windowed.crosslagged import in_samples
from mirra.coupling.windowed.kernel import Windows
from mirra.errors import CouplingError, SurrogateError

STATISTICS = ("grand_average", "all_lags", "first_leads", "second_leads", "lag_zero", "lead")


def surrogate_test(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    window: float = 30.0,
    step: float = 10.0,
    max_lag: float = 5.0,
    *,
    scheme: str = "circular-shift",
    n: int = 999,
    seed: int = 0,
    statistic: str = "grand_average",
    absolute: bool = False,
    segment: float | None = None,
    insist: bool = False,
) -> SurrogateTest:
    """Test one statistic of the windowed cross-lagged correlation of ``x`` and ``y`` (N,) sampled at ``rate`` Hz.

    ``window``, ``step``, ``max_lag`` and ``segment`` in seconds; no ``segment`` takes ``segment_length``'s. The scheme
    "every-shift" takes all surrogates that there are, whatever ``n`` and ``seed`` say.
    ``statistic`` is a mean Fisher z as ``lagged`` sums it up: over all cells ("grand_average"), over windows of each
    window's mean over all lags ("all_lags"), over the lags at which one leads ("first_leads", "second_leads"), at no
    lag ("lag_zero"), or first minus second leads ("lead"); with ``absolute`` of |z|. Signed statistics and "lead" are
    tested two-sided, other absolute ones one-sided. Raises ``SurrogateError`` where the scheme does not hold for the
    data, unless insisted on, and ``CouplingError`` for series that cannot be coupled.
    """
    name = f"{statistic}_absolute" if absolute else statistic
    if statistic not in STATISTICS:
        raise SurrogateError(
            f"There is no statistic {statistic!r}.",
            where="statistic",
            todo=f"There are: {', '.join(STATISTICS)}.",
        )
    found = _family(x, y, rate, (window, step, max_lag), scheme, n, seed, segment, insist, absolute)
    return found[name]


def surrogate_family(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    window: float = 30.0,
    step: float = 10.0,
    max_lag: float = 5.0,
    *,
    scheme: str = "circular-shift",
    n: int = 999,
    seed: int = 0,
    segment: float | None = None,
    insist: bool = False,
) -> SurrogateFamily:
    """All statistics of ``test``, signed and absolute (``NAME_absolute``), against one set of surrogates in one pass.

    Schemes that do not hold for absolute statistics give the signed ones only, unless insisted on. Raises as
    ``test`` does.
    """
    absolute = insist or (scheme in SCHEMES and SCHEMES[scheme].default)
    lengths = (window, step, max_lag)
    return SurrogateFamily(_family(x, y, rate, lengths, scheme, n, seed, segment, insist, absolute or None))


def statistic_test(
    x: ArrayLike,
    y: ArrayLike,
    statistic: Callable[[Floats, Floats], float],
    rate: float,
    *,
    name: str = "",
    scheme: str = "circular-shift",
    n: int = 999,
    seed: int = 0,
    margin: float = 35.0,
    segment: float = SHORTEST_SEGMENT,
    alternative: Alternative = "two-sided",
    absolute: bool = False,
    insist: bool = False,
) -> SurrogateTest:
    """Test any ``statistic(x, y) -> number`` of two series (N,) at ``rate`` Hz against surrogates of the second.

    ``margin`` (s) is the least circular shift: at least as long as the statistic looks, its window and lag together.
    Say ``absolute`` where the statistic has no sign; NaN of the statistic counts against the finding. ``x`` and ``y``
    must be finite for phase and iaaft; what other missing values mean is the statistic's affair. Raises
    ``SurrogateError`` as ``test`` does.
    """
    first, second = _series(x, y, rate)
    if scheme == "segments" and absolute and not insist:
        raise SurrogateError(
            "Copies of shuffled segments have seams, which a statistic without sign takes for more or less coupling.",
            where=scheme,
            todo="Take circular-shift. Or insist, and say so.",
        )
    drawn = draw(
        second, scheme, n, seed, margin=_samples(margin, rate), segment=_samples(segment, rate), rate=rate,
        absolute=absolute, insist=insist,
    )  # fmt: skip
    null = np.array([statistic(first, copy) for copy in drawn.copies(second)], dtype=np.float64)
    return SurrogateTest(
        name or getattr(statistic, "__name__", "statistic"),
        float(statistic(first, second)),
        null,
        scheme,
        alternative,
        seed,
        {"rate": rate, "margin": margin} | ({"segment": segment} if scheme == "segments" else {}),
        drawn.cautions,
    )


def _family(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    seconds: tuple[float, float, float],
    scheme: str,
    n: int,
    seed: int,
    segment: float | None,
    insist: bool,
    absolute: bool | None,
) -> dict[str, SurrogateTest]:
    """All tests; ``absolute`` says which will be used: True or False for one kind, None for whatever holds."""
    first, second = _series(x, y, rate)
    window, step, lag = seconds
    windows = in_samples(rate, window, step, lag, len(first))
    length = segment_length(len(first) / rate, windows.span / rate) if segment is None else segment
    if scheme == "segments" and round(length * rate) < windows.span:
        raise SurrogateError(
            f"A segment of {length:g} s holds no window with its lags ({windows.span / rate:g} s).",
            where=scheme,
            todo="Take longer segments or shorter windows.",
        )
    drawn = draw(
        second, scheme, n, seed, margin=windows.span, segment=_samples(length, rate), rate=rate,
        absolute=bool(absolute), insist=insist,
    )  # fmt: skip
    values = means(first, second, windows, drawn)
    parameters: dict[str, Any] = {"rate": rate, "window": window, "step": step, "max_lag": lag, "unit": "z"}
    tested = len(windows.starts(len(first)))
    if drawn.starts is not None:
        size = int(drawn.starts[1])
        parameters["segment"] = size / rate
        tested = (len(drawn.starts) - 1) * len(windows.starts(size))
    parameters["windows_tested"] = tested
    made = {}
    for name, row in values.items():
        unsigned = name.endswith("_absolute")
        if unsigned and absolute is None and not SCHEMES[scheme].default:
            continue
        sides: Alternative = "greater" if unsigned and not name.startswith("lead") else "two-sided"
        made[name] = SurrogateTest(
            name,
            float(row[0]),
            row[1:],
            scheme,
            sides,
            seed,
            parameters | {"absolute": unsigned},
            drawn.cautions,
        )
    return made


def means(x: Floats, y: Floats, windows: Windows, drawn: Drawn) -> dict[str, Floats]:
    """Every statistic of the pair as it is and of each surrogate, signed and ``_absolute``: name to (1 + n,).

    With segments the pair as it is counts the same windows as its surrogates do, those inside a segment. Raises
    ``CouplingError`` where no window has a correlation.
    """
    if drawn.starts is not None and drawn.orders is not None:
        found = _exchanged(x, y, windows, drawn.starts, drawn.orders)
    elif drawn.scheme == "every-shift" and drawn.shifts is not None:
        found = every_shift.means(x, y, windows, np.append(0, drawn.shifts))
    else:
        passes = [_meant(part, windows).found() for part in _passes(x, y, windows, drawn)]
        found = {name: np.concatenate([one[name] for one in passes]) for name in passes[0]}
    if not np.isfinite(found["grand_average"][0]):
        raise CouplingError(
            "No window of the two series has a correlation: they are constant or missing there."
        )
    for end in ("", "_absolute"):
        found["lead" + end] = found["first_leads" + end] - found["second_leads" + end]
    return {name + end: found[name + end] for end in ("", "_absolute") for name in STATISTICS}


def _meant(correlations: Iterable[Floats], windows: Windows) -> kernel.Means:
    sums = kernel.Means(windows.lag)
    for r in correlations:
        sums.add(r)
    return sums


def _exchanged(x: Floats, y: Floats, windows: Windows, starts: Ints, orders: Ints) -> dict[str, Floats]:
    """All segments of ``x`` with all of ``y`` once; the pair and each order then pick theirs."""
    count, end = len(starts) - 1, int(starts[-1])
    pairs = kernel.all_pairs(x[:end].reshape(count, -1), y[:end].reshape(count, -1), windows)
    place = np.arange(count)
    orders = np.concatenate([place[None], orders])
    found = {}
    for name, sums in _meant(pairs, windows).sums.items():
        total, cells = sums[:, place, orders].sum(axis=-1)
        with np.errstate(invalid="ignore"):
            found[name] = np.asarray(total / cells)
    return found


def _passes(x: Floats, y: Floats, windows: Windows, drawn: Drawn) -> Iterator[Iterator[Floats]]:
    """Windows' correlations (S, 2 lag + 1) of the pair itself and of its surrogates, in passes that fit memory."""
    if drawn.shifts is not None:
        yield shifts.each_window(x, y, windows, np.append(0, drawn.shifts))
        return
    rows = max(1, int(64e6 / y.nbytes))
    block: list[Floats] = [y]
    for copy in drawn.copies(y):
        if len(block) == rows:
            yield kernel.each_window(x, np.stack(block), windows)
            block = []
        block.append(copy)
    yield kernel.each_window(x, np.stack(block), windows)


def segment_length(duration: float, span: float) -> float:
    """Length of segments in s where none is asked for: a tenth of the recording, but one to four window-plus-lags.

    Fewer, longer segments lose fewer windows at their ends; ten have more orders than anybody draws.
    """
    shortest = max(span, SHORTEST_SEGMENT)
    return min(max(duration / 10, shortest), 4 * shortest)


def _samples(seconds: float, rate: float) -> int:
    return round(seconds * rate)


def _series(x: ArrayLike, y: ArrayLike, rate: float) -> tuple[Floats, Floats]:
    first, second = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if first.ndim != 1 or first.shape != second.shape:
        raise CouplingError(
            f"Two series of one length are compared, not of shapes {first.shape} and {second.shape}."
        )
    if not (math.isfinite(rate) and rate > 0):
        raise CouplingError(f"The rate must be a positive number of Hz, not {rate}.")
    for name, series in (("first", first), ("second", second)):
        if np.isinf(series).any():
            raise CouplingError(
                "The series holds infinite values.",
                where=f"{name} series",
                todo="Mark what is missing as NaN.",
            )
        known = series[~np.isnan(series)]
        if known.size == 0 or np.ptp(known) == 0:
            what = "nothing but missing values" if known.size == 0 else "one value only"
            raise CouplingError(f"The series holds {what}.", where=f"{name} series")
    return first, second
