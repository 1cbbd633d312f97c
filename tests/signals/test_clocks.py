"""How one clock runs against another."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import SignalError
from mirra.signals.clocks import ClockFit, by_wall, fitted, shared_events
from mirra.signals.signal import Signal


def noting(*events: tuple[float, str], **about: object) -> Signal:
    notes = tuple((onset, None, text) for onset, text in events)
    return Signal(np.zeros(10), 1, about={"annotations": notes, **about})


def test_one_point_tells_the_offset_alone() -> None:
    fit = fitted([(10.0, 4.0)])
    assert (fit.offset, fit.drift, fit.points) == (6, 0, 1)
    assert fit.first([4.0, 5.0]).tolist() == [10, 11]


def test_what_the_line_leaves_is_stated() -> None:
    """Moments noted by hand are off; the line of least squares, its root mean square and its worst are told."""
    second = np.arange(0.0, 1000, 50)
    off = np.random.default_rng(5).normal(0, 0.05, len(second))
    fit = fitted(list(zip(30 + 1.0005 * second + off, second, strict=True)))
    slope, level = np.polyfit(second, 30 + 1.0005 * second + off, 1)
    rest = 30 + 1.0005 * second + off - (level + slope * second)
    assert 1 + fit.drift == pytest.approx(slope, abs=1e-12)
    assert fit.first(0.0) == pytest.approx(level, abs=1e-9)
    assert fit.residual == pytest.approx(np.sqrt((rest**2).mean()))
    assert fit.worst == pytest.approx(np.abs(rest).max())
    assert fit.summary()["drift_ppm"] == pytest.approx(fit.drift * 1e6)


def test_unix_times_lose_no_digits() -> None:
    second = 1.7e9 + np.arange(0.0, 600, 60)
    fit = fitted(list(zip((second - 1.7e9) * 1.0001 + 5, second, strict=True)))
    # Unix times are themselves only good to 2.4e-7 s.
    assert fit.worst < 5e-7
    assert fit.drift == pytest.approx(1e-4, abs=1e-9)


def test_events_are_matched_by_text_and_turn() -> None:
    first = noting((9, "b"), (1, "a"), (5, "a"), (7, "only here"), (2, "often"), (3, "often"))
    second = noting((101, "a"), (105, "a"), (109, "b"), (102, "often"))
    assert shared_events(first, second) == ((1, 101), (5, 105), (9, 109))
    with pytest.raises(SignalError, match="note: x; and: y"):
        shared_events(noting((1, "x")), noting((1, "y")))


def test_wall_time_is_the_difference_of_what_both_say() -> None:
    assert by_wall(noting(wall_clock=100.0), noting(wall_clock=160.0)) == ClockFit(60.0, how="wall clock")
    with pytest.raises(SignalError, match="wall time"):
        by_wall(noting(wall_clock=100.0), noting())
