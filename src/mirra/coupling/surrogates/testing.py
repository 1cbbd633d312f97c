"""Is a coupling more than chance? One dyad's statistic against the same statistic of surrogates; the null is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mirra.arrays import Floats, Ints
from mirra.coupling.checks import check_rate, two_series
from mirra.coupling.schemes import SCHEMES, SHORTEST_SEGMENT
from mirra.coupling.settings import NullSettings, WindowSettings
from mirra.coupling.surrogates import every_shift, shifts
from mirra.coupling.surrogates.null import Alternative, SurrogateFamily, SurrogateTest
from mirra.coupling.surrogates.progress import Progress, portion
from mirra.coupling.surrogates.sampling import Drawn, draw
from mirra.coupling.windowed import kernel
from mirra.coupling.windowed.crosslagged import in_samples
from mirra.coupling.windowed.kernel import Windows
from mirra.errors import CouplingError, SurrogateError

COPYING = (
    "phase",
    "iaaft",
)  # schemes that make copies of the series, which takes about as long as coupling them
STATISTICS = ("grand_average", "all_lags", "first_leads", "second_leads", "lag_zero", "lead")


def surrogate_test(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    windows: WindowSettings = WindowSettings(),
    null: NullSettings = NullSettings(),
    *,
    statistic: str = "grand_average",
    absolute: bool = False,
) -> SurrogateTest:
    """Test one statistic of the windowed cross-lagged correlation of ``x`` and ``y`` (N,) sampled at ``rate`` Hz.

    ``null`` says which surrogates of ``y`` are made; without a segment's length it takes ``segment_length``'s.
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
    return _family(x, y, rate, windows, null, absolute)[name]


def surrogate_family(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    windows: WindowSettings = WindowSettings(),
    null: NullSettings = NullSettings(),
    progress: Progress | None = None,
) -> SurrogateFamily:
    """All statistics of ``surrogate_test`` against one set of surrogates: signed, and absolute (``NAME_absolute``).

    Schemes that do not hold for absolute statistics give the signed ones only, unless insisted on. ``progress`` is
    called with the share done. Raises as ``surrogate_test`` does.
    """
    absolute = null.insist or SCHEMES[null.scheme].default
    return SurrogateFamily(_family(x, y, rate, windows, null, absolute or None, progress))


def statistic_test(
    x: ArrayLike,
    y: ArrayLike,
    statistic: Callable[[Floats, Floats], float],
    rate: float,
    null: NullSettings = NullSettings(),
    *,
    margin: float = 35.0,
    alternative: Alternative = "two-sided",
    absolute: bool = False,
) -> SurrogateTest:
    """Test any ``statistic(x, y) -> number`` of two series (N,) at ``rate`` Hz against surrogates of the second.

    ``margin`` (s) is the least circular shift: at least as long as the statistic looks, its window and lag together.
    Segments have half a minute unless ``null`` gives another length. Say ``absolute`` where the statistic has no sign;
    NaN of the statistic counts against the finding. ``x`` and ``y`` must be finite for phase and iaaft; what other
    missing values mean is the statistic's affair. Raises ``SurrogateError`` as ``surrogate_test`` does.
    """
    first, second = two_series(x, y)
    check_rate(rate)
    if null.scheme == "segments" and absolute and not null.insist:
        raise SurrogateError(
            "Copies of shuffled segments have seams, which a statistic without sign takes for more or less coupling.",
            where=null.scheme,
            todo="Take circular-shift. Or insist, and say so.",
        )
    segment = SHORTEST_SEGMENT if null.segment is None else null.segment
    drawn = draw(
        second,
        null,
        margin=_samples(margin, rate),
        segment=_samples(segment, rate),
        rate=rate,
        absolute=absolute,
    )
    values = np.array([statistic(first, copy) for copy in drawn.copies(second)], dtype=np.float64)
    return SurrogateTest(
        getattr(statistic, "__name__", "statistic"),
        float(statistic(first, second)),
        values,
        null.scheme,
        alternative,
        null.seed,
        {"rate": rate, "margin": margin} | ({"segment": segment} if null.scheme == "segments" else {}),
        drawn.cautions,
    )


def _family(
    x: ArrayLike,
    y: ArrayLike,
    rate: float,
    windows: WindowSettings,
    null: NullSettings,
    absolute: bool | None,
    progress: Progress | None = None,
) -> dict[str, SurrogateTest]:
    """All tests; ``absolute`` says which will be used: True or False for one kind, None for whatever holds."""
    first, second = two_series(x, y)
    check_rate(rate)
    layout = in_samples(rate, windows, len(first))
    length = segment_length(len(first) / rate, layout.span / rate) if null.segment is None else null.segment
    if null.scheme == "segments" and round(length * rate) < layout.span:
        raise SurrogateError(
            f"A segment of {length:g} s holds no window with its lags ({layout.span / rate:g} s).",
            where=null.scheme,
            todo="Take longer segments or shorter windows.",
        )
    made_first = 0.5 if null.scheme in COPYING else 0.0  # the share of the work that goes into making copies
    drawn = draw(
        second,
        null,
        margin=layout.span,
        segment=_samples(length, rate),
        rate=rate,
        absolute=bool(absolute),
        progress=portion(progress, 0.0, made_first),
    )
    values = means(first, second, layout, drawn, portion(progress, made_first, 1.0))
    parameters: dict[str, Any] = {"rate": rate, **asdict(windows), "unit": "z"}
    tested = len(layout.starts(len(first)))
    if drawn.starts is not None:
        size = int(drawn.starts[1])
        parameters["segment"] = size / rate
        tested = (len(drawn.starts) - 1) * len(layout.starts(size))
    parameters["windows_tested"] = tested
    made = {}
    for name, row in values.items():
        unsigned = name.endswith("_absolute")
        if unsigned and absolute is None and not SCHEMES[null.scheme].default:
            continue
        sides: Alternative = "greater" if unsigned and not name.startswith("lead") else "two-sided"
        made[name] = SurrogateTest(
            name,
            float(row[0]),
            row[1:],
            null.scheme,
            sides,
            null.seed,
            parameters | {"absolute": unsigned},
            drawn.cautions,
        )
    return made


def means(
    x: Floats, y: Floats, windows: Windows, drawn: Drawn, progress: Progress | None = None
) -> dict[str, Floats]:
    """Every statistic of the pair as it is and of each surrogate, signed and ``_absolute``: name to (1 + n,).

    With segments the pair as it is counts the same windows as its surrogates do, those inside a segment.
    ``progress`` is called with the share of windows done. Raises ``CouplingError`` where no window has a correlation.
    """
    if drawn.starts is not None and drawn.orders is not None:
        statistics = _exchanged(x, y, windows, drawn.starts, drawn.orders, progress)
    elif drawn.scheme == "every-shift" and drawn.shifts is not None:
        statistics = every_shift.means(x, y, windows, np.append(0, drawn.shifts), progress)
    else:
        count = len(windows.starts(len(x)))
        several = 1 if drawn.shifts is not None else -(-(1 + drawn.n) // _rows_of_a_pass(y))
        passes = [
            _meant(part, windows, count, portion(progress, k / several, (k + 1) / several)).statistics()
            for k, part in enumerate(_passes(x, y, windows, drawn))
        ]
        statistics = {name: np.concatenate([part[name] for part in passes]) for name in passes[0]}
    if not np.isfinite(statistics["grand_average"][0]):
        raise CouplingError(
            "No window of the two series has a correlation: they are constant or missing there."
        )
    for end in ("", "_absolute"):
        statistics["lead" + end] = statistics["first_leads" + end] - statistics["second_leads" + end]
    return {name + end: statistics[name + end] for end in ("", "_absolute") for name in STATISTICS}


def _meant(
    correlations: Iterable[Floats], windows: Windows, count: int, progress: Progress | None
) -> kernel.Means:
    """The sums over ``count`` windows that come one after the other; ``progress`` is called with the share done."""
    sums, done = kernel.Means(windows.lag), portion(progress, 0.0, 1.0)
    for k, r in enumerate(correlations, start=1):
        sums.add(r)
        done(k / count)
    return sums


def _exchanged(
    x: Floats, y: Floats, windows: Windows, starts: Ints, orders: Ints, progress: Progress | None
) -> dict[str, Floats]:
    """All segments of ``x`` with all of ``y`` once; the pair and each order then pick theirs."""
    count, end = len(starts) - 1, int(starts[-1])
    pairs = kernel.all_pairs(x[:end].reshape(count, -1), y[:end].reshape(count, -1), windows)
    index = np.arange(count)
    orders = np.concatenate([index[None], orders])
    tests = {}
    windows_inside = len(windows.starts(int(starts[1])))
    for name, sums in _meant(pairs, windows, windows_inside, progress).sums.items():
        total, cells = sums[:, index, orders].sum(axis=-1)
        with np.errstate(invalid="ignore"):
            tests[name] = np.asarray(total / cells)
    return tests


def _passes(x: Floats, y: Floats, windows: Windows, drawn: Drawn) -> Iterator[Iterator[Floats]]:
    """Windows' correlations (S, 2 lag + 1) of the pair itself and of its surrogates, in passes that fit memory."""
    if drawn.shifts is not None:
        yield shifts.each_window(x, y, windows, np.append(0, drawn.shifts))
        return
    rows = _rows_of_a_pass(y)
    block: list[Floats] = [y]
    for copy in drawn.copies(y):
        if len(block) == rows:
            yield kernel.each_window(x, np.stack(block), windows)
            block = []
        block.append(copy)
    yield kernel.each_window(x, np.stack(block), windows)


def _rows_of_a_pass(y: Floats) -> int:
    """How many copies of ``y`` (N,) are coupled at once, so that they fit memory."""
    return max(1, int(64e6 / y.nbytes))


def segment_length(duration: float, span: float) -> float:
    """Length of segments in s where none is asked for: a tenth of the recording, but one to four window-plus-lags.

    Fewer, longer segments lose fewer windows at their ends; ten have more orders than anybody draws.
    """
    shortest = max(span, SHORTEST_SEGMENT)
    return min(max(duration / 10, shortest), 4 * shortest)


def _samples(seconds: float, rate: float) -> int:
    return round(seconds * rate)
