"""Signals from pandas frames, whatever their clock is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra import signals
from mirra.errors import MissingExtra, SignalError
from mirra.signals.body.series import Series
from mirra.signals.signal import Signal

pandas = pytest.importorskip("pandas", reason="the extra tables is not installed")

VALUES = np.random.default_rng(0).normal(size=(50, 2))
BEGAN = "2026-03-29 00:59:59"  # a second before clocks in Europe go forward


def frame(**more: Any) -> Any:
    return pandas.DataFrame({"left": VALUES[:, 0], "right (mV)": VALUES[:, 1], **more})


def test_a_rate_counts_row_by_row() -> None:
    signal = signals.from_pandas(frame(), rate=25)
    np.testing.assert_array_equal(signal.values, VALUES)
    assert (signal.rate, signal.start, signal.times) == (25, 0, None)
    assert (signal.channels, signal.units) == (("left", "right (mV)"), ("", "mV"))


@pytest.mark.parametrize(
    ("name", "factor", "asked"),
    [("time", 1, {}), ("Time (ms)", 1000, {}), ("clock ticks", 1e6, {"time": "clock ticks", "unit": "us"})],
)
def test_a_column_of_times_is_the_clock(name: str, factor: float, asked: dict[str, Any]) -> None:
    signal = signals.from_pandas(frame(**{name: (3 + np.arange(50) / 25) * factor}), **asked)
    assert signal.rate == pytest.approx(25)
    assert signal.start == pytest.approx(3)
    assert signal.channels == ("left", "right (mV)")
    assert signal.about["clock"] == f"column {name!r}"


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Berlin"])
def test_an_index_of_dates_is_wall_time_whatever_its_unit_and_zone(unit: str, zone: str | None) -> None:
    times = pandas.date_range(BEGAN, periods=50, freq="2s", tz="UTC").as_unit(unit)
    made = frame().set_index(times.tz_convert(zone) if zone else times.tz_localize(None))
    signal = signals.from_pandas(made)
    assert (signal.rate, signal.times) == (0.5, None)
    assert signal.start == pandas.Timestamp(BEGAN, tz="UTC").timestamp()
    assert signal.about["wall_clock"] == 0


def test_an_index_of_spans_or_of_numbers_under_a_times_name_is_the_clock() -> None:
    spans = frame().set_index(pandas.to_timedelta(np.arange(50) * 40, unit="ms"))
    numbers = frame().set_index(pandas.Index(np.arange(50) / 25, name="time"))
    for made in (spans, numbers):
        signal = signals.from_pandas(made)
        assert (signal.rate, signal.start, signal.about["clock"]) == (25, 0, "the index")


def test_a_clock_with_a_gap_is_kept_stamp_by_stamp() -> None:
    times = np.arange(50) / 25 + (np.arange(50) > 30)
    signal = signals.from_pandas(frame(time=times))
    assert signal.rate == pytest.approx(25)
    np.testing.assert_array_equal(signal.times, times)


def test_missing_values_are_nan_and_words_are_left_out() -> None:
    made = frame(count=pandas.array([None, *range(49)], dtype="Int64"), who="Pia", seen=True, turn=1j)
    signal = signals.from_pandas(made, rate=25)
    assert signal.channels == ("left", "right (mV)", "count", "seen")
    assert np.isnan(signal.channel("count")[0])
    np.testing.assert_array_equal(signal.channel("count")[1:], np.arange(49))
    assert signal.about["left_out"] == {"who": "not numbers", "turn": "not numbers"}


def test_two_columns_of_one_name_are_told_apart() -> None:
    made = pandas.DataFrame(VALUES, columns=["hand", "hand"])
    assert signals.from_pandas(made, rate=25).channels == ("hand", "hand.1")


def test_a_frame_is_read_as_the_file_that_is_written_of_it(tmp_path: Path) -> None:
    made = Series(Signal(VALUES, 25, start=2.0, channels=("left", "right"))).to_pandas()
    made.to_csv(tmp_path / "a.csv", index=False)
    signal, read = signals.from_pandas(made), signals.read(tmp_path / "a.csv")
    np.testing.assert_array_equal(signal.values, read.values)
    assert (signal.rate, signal.start, signal.channels) == (read.rate, read.start, read.channels)


@pytest.mark.parametrize(
    ("made", "asked", "words"),
    [
        (frame(), {}, "has no clock"),
        (frame(), {"time": "when"}, "no column 'when'"),
        (frame(), {"rate": 0}, "positive number of Hz"),
        (frame(time=np.arange(50)[::-1]), {}, "runs backwards"),
        (frame(time="noon"), {}, "Times were expected"),
        (frame(time=np.arange(50)), {"unit": "fortnight"}, "'fortnight' is not known"),
        (pandas.DataFrame({"who": ["Pia"] * 3}), {"rate": 25}, "no column of numbers"),
    ],
)
def test_a_frame_that_cannot_be_a_signal_is_named(made: Any, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(SignalError, match=words):
        signals.from_pandas(made, **asked)


def test_without_pandas_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made = frame()

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("mirra.errors.import_module", missing)
    with pytest.raises(MissingExtra, match=r"needs pandas\. Install it: pip install 'mirra\[tables\]'"):
        signals.from_pandas(made, rate=25)


def test_a_notebook_shows_what_a_signal_is() -> None:
    values = VALUES.copy()
    values[:10, 0] = np.nan
    page = Signal(values, 25, channels=("<left>", "right"), units=("", "mV"))._repr_html_()
    assert "<td>&lt;left&gt;, right (mV)</td>" in page
    assert '<th scope="row">missing</th><td>10.0%</td>' in page
    assert '<th scope="row">duration (s)</th><td>2</td>' in page
