"""A signal as a table and a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.figures import save
from mirra.result import Result
from mirra.signals.body.series import Series
from mirra.signals.signal import Signal

SIGNAL = Signal(np.array([[60.0, 1.0], [np.nan, 2.0], [62.0, 3.0]]), 4.0, 0.5, ("rate", "depth"), ("bpm", ""))


def test_the_table_has_a_time_column_and_leaves_missing_values_empty(tmp_path: Path) -> None:
    Series(SIGNAL).to_csv(tmp_path / "s.csv")
    assert (tmp_path / "s.csv").read_text() == "time,rate,depth\n0.5,60.0,1.0\n0.75,,2.0\n1.0,62.0,3.0\n"


def test_the_table_is_read_back_as_it_was(tmp_path: Path) -> None:
    reading = pytest.importorskip("mirra.signals.reading")
    Series(SIGNAL).to_csv(tmp_path / "s.csv")
    again = reading.read(tmp_path / "s.csv")
    assert again.channels == SIGNAL.channels
    assert np.array_equal(again.values, SIGNAL.values, equal_nan=True)
    assert np.array_equal(again.clock, SIGNAL.clock)


def test_the_summary_counts_what_is_there() -> None:
    series = Series(SIGNAL)
    told = series.summary()
    assert isinstance(series, Result)
    assert told["rate_mean"] == 61
    assert told["rate_missing_share"] == pytest.approx(1 / 3)
    assert told["rate_unit"] == "bpm"
    empty = Series(Signal(np.full((3, 1), np.nan), 1.0, channels=("x",))).summary()
    assert empty["x_mean"] is None
    assert empty["x_missing_share"] == 1


def test_the_picture_names_units(tmp_path: Path) -> None:
    save(Series(SIGNAL).plot, tmp_path / "s")
    drawn = (tmp_path / "s.svg").read_text()
    assert "value (bpm)" in drawn
    assert "depth" in drawn
    save(Series(SIGNAL, drawn=("rate",)).plot, tmp_path / "one")
    assert "rate (bpm)" in (tmp_path / "one.svg").read_text()
    assert "depth" not in (tmp_path / "one.svg").read_text()
