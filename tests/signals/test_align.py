"""Regular clocks, gaps, and two recordings on one clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirra.errors import SignalError
from mirra.signals.align import gaps, joined, regular, together
from mirra.signals.reading import read
from mirra.signals.signal import Signal
from tests.golden import recording

HEARTS = ("234130000540", "234130000594")


def wave(clock: np.ndarray, hertz: float = 0.7) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * clock)


def stamped(clock: np.ndarray, rate: float, **other: object) -> Signal:
    return Signal(wave(clock), rate, times=clock, **other)  # type: ignore[arg-type]


def hearts() -> list[Signal]:
    return [read(recording(f"dyads/heart/{name}_ECG.csv.gz")) for name in HEARTS]


def test_a_regular_signal_stays_as_it_is() -> None:
    values = np.random.default_rng(1).normal(size=(500, 2))
    values[100:103, 1] = np.nan
    same = regular(Signal(values, 29.97, 12.5))
    assert np.allclose(same.values, values, rtol=0, atol=1e-9, equal_nan=True)
    assert (same.rate, same.start) == (29.97, 12.5)


def test_irregular_samples_are_interpolated_between_their_neighbours() -> None:
    clock = np.array([0.0, 0.1, 0.3, 0.35, 0.5])
    made = regular(Signal(np.array([0.0, 1.0, 3.0, 3.5, 5.0]), 10, times=clock), 10)
    assert made.values[:, 0] == pytest.approx([0, 1, 2, 3, 4, 5])
    assert made.times is None


def test_a_long_gap_stays_missing_and_a_short_one_is_bridged() -> None:
    clock = np.delete(np.arange(200) / 10, [*range(50, 52), *range(120, 150)])
    made = regular(stamped(clock, 10), max_gap=0.5)
    missing = np.flatnonzero(np.isnan(made.values[:, 0]))
    assert list(missing) == list(range(120, 150)), (
        "only what lies within the gap is missing, its ends are not"
    )
    assert len(made) == 200


def test_each_channel_has_its_own_gaps() -> None:
    values = np.ones((100, 2))
    values[40:60, 0] = np.nan
    made = regular(Signal(values, 10))
    assert np.isnan(made.values[40:60, 0]).all()
    assert np.isfinite(made.values[:, 1]).all()


def test_samples_of_one_time_stamp_are_averaged() -> None:
    clock = np.array([0.0, 1.0, 1.0, 2.0])
    made = regular(Signal(np.array([0.0, 2.0, 4.0, 6.0]), 1, times=clock), 1)
    assert made.values[:, 0] == pytest.approx([0, 3, 6])


@pytest.mark.parametrize(
    ("hertz", "least", "most"), [(2.0, 0.99, 1.01), (7.0, 0.0, 1 / 300), (23.0, 0.0, 1 / 300)]
)
def test_lowering_the_rate_keeps_what_it_can_hold_and_nothing_else(
    hertz: float, least: float, most: float
) -> None:
    clock = np.arange(6000) / 100
    made = regular(Signal(wave(clock, hertz), 100), 12.5)
    inside = made.values[50:-50, 0]
    size = np.sqrt(2) * inside.std()
    assert least <= size <= most, f"{hertz} Hz came out {size:.4f} as large at 12.5 Hz"


def test_lowering_the_rate_keeps_levels_beside_a_gap() -> None:
    values = np.full(2000, 1e6)
    values[700:1200] = np.nan
    made = regular(Signal(values, 100), 10)
    there = made.values[np.isfinite(made.values)]
    assert there == pytest.approx(1e6, rel=1e-12)
    assert np.isnan(made.values[71:119]).all()


@settings(max_examples=25, deadline=None)
@given(st.floats(-500, 500), st.floats(-2e-3, 2e-3), st.floats(5, 60))
def test_a_known_offset_and_drift_are_found_and_undone(offset: float, drift: float, rate: float) -> None:
    """The same wave, stamped by two clocks, is the same again when the clocks are brought together."""
    true = np.arange(0, 120, 1 / 40)
    own = (true - offset) / (1 + drift)
    sync = [(t, (t - offset) / (1 + drift)) for t in (3.0, 50.0, 77.0, 110.0)]
    both = together(stamped(true, 40), stamped(true, 40), rate, sync=[(t, t) for t in (1.0, 2.0)])
    assert both.clocks.drift == pytest.approx(0, abs=1e-12)
    found = together(stamped(true, 40), Signal(wave(true), 40, times=own), rate, sync=sync)
    assert found.clocks.drift == pytest.approx(drift, abs=1e-9)
    assert found.clocks.worst < 1e-9
    apart = found.first.values - found.second.values
    # Both are interpolated from the same samples; where the rate is lowered they pass through grids that differ by the
    # drift, and the curvature of the wave between these (0.0015 over 1/40 s) leaves up to a hundredth of itself.
    assert np.nanmax(np.abs(apart)) < 2e-5


def test_shared_events_bring_clocks_together() -> None:
    clock = np.arange(0, 60, 0.05)
    noted = [(float(t), None, text) for t, text in ((5, "clap"), (20, "clap"), (50, "end"), (7, "cough"))]
    first = stamped(clock, 20, about={"annotations": tuple(noted)})
    later = tuple((t * 1.001 + 100, None, text) for t, _, text in noted if text != "cough")
    second = Signal(wave(clock), 20, times=clock * 1.001 + 100, about={"annotations": later})
    found = together(first, second, clocks="events")
    assert found.clocks.points == 3
    assert found.clocks.drift == pytest.approx(1 / 1.001 - 1, abs=1e-12)
    assert np.nanmax(np.abs(found.first.values - found.second.values)) < 1e-3
    assert found.second.about["annotations"][0][0] == pytest.approx(5)


def test_wall_time_brings_clocks_together_where_both_say_it() -> None:
    clock = np.arange(0, 20, 0.1)
    first, second = (
        stamped(clock, 10, about={"wall_clock": 1.7e9}),
        stamped(clock, 10, about={"wall_clock": 1.7e9 + 5}),
    )
    found = together(first, second)
    assert found.clocks.how == "wall clock"
    assert found.clocks.offset == 5
    assert found.first.start == pytest.approx(5)
    assert found.second.about["wall_clock"] == found.first.about["wall_clock"]


@pytest.mark.parametrize(
    ("sync", "said"),
    [
        ([], "one pair"),
        ([(0.0, float("nan"))], "one pair"),
        ([(0.0, 1.0), (5.0, 1.0)], "one moment"),
        ([(0.0, 1.0), (2.0, 2.0), (1.0, 3.0)], "order"),
        ([(0.0, 0.0), (2.0, 1.0)], "differ by"),
    ],
)
def test_points_that_cannot_belong_together_are_refused(sync: list[tuple[float, float]], said: str) -> None:
    one = stamped(np.arange(0, 20, 0.1), 10)
    with pytest.raises(SignalError, match=said):
        together(one, one, sync=sync)


def test_recordings_that_do_not_overlap_are_refused_with_both_spans() -> None:
    with pytest.raises(SignalError, match=r"0\.000 to 9\.900 s and 20\.000 to 29\.900 s"):
        together(Signal(np.zeros(100), 10), Signal(np.zeros(100), 10, 20))


@pytest.mark.parametrize("rate", [0, -1, np.nan, np.inf])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(SignalError, match="positive number of Hz"):
        regular(Signal(np.zeros(10), 10), rate)


def test_too_little_for_a_clock_is_refused() -> None:
    for bad, said in ((Signal(np.zeros(1), 10), "too few"), (stamped(np.array([0, 1e12]), 1.0), "too many")):
        with pytest.raises(SignalError, match=said):
            regular(bad)
    with pytest.raises(SignalError, match="gap"):
        regular(Signal(np.zeros(10), 10), max_gap=0)
    with pytest.raises(SignalError, match="share no event"):
        together(Signal(np.zeros(9), 1), Signal(np.zeros(9), 1), clocks="events")
    with pytest.raises(SignalError, match="wall time"):
        together(Signal(np.zeros(9), 1), Signal(np.zeros(9), 1), clocks="wall")


def test_a_channel_that_is_all_missing_stays_missing() -> None:
    for rate in (10, 2):
        assert np.isnan(regular(Signal(np.full(100, np.nan), 10), rate).values).all()


def test_gaps_are_jumps_of_the_clock_and_runs_of_missing_samples() -> None:
    values = np.ones((100, 2))
    values[30:50] = np.nan
    values[70:75, 0] = np.nan
    clock = np.arange(100) / 10
    clock[60:] += 3
    signal = Signal(values, 10, times=clock)
    assert [gap.start for gap in gaps(signal)] == pytest.approx([2.9, 5.9])
    assert [gap.end for gap in gaps(signal)] == pytest.approx([5.0, 9.0])
    assert [gap.seconds for gap in gaps(signal, channel="1")] == pytest.approx([2.1, 3.1, 0.6])
    assert len(gaps(signal, longer=2.5)) == 1


def test_two_real_sensors_pause_together_and_lose_samples_apart() -> None:
    """Both sensors stand still for the pause that the notes tell of, and lose radio packets on their own."""
    pause = (1737823397.640802, 1737823563.436213)  # RecordingPause and RecordingResume in Annotations.csv
    found = [gaps(heart) for heart in hearts()]
    assert [len(one) for one in found] == [7, 4]
    for one in found:
        longest = max(one, key=lambda gap: gap.seconds)
        assert abs(longest.start - pause[0]) < 0.2
        assert 0 < longest.end - pause[1] < 1.1


def test_two_real_sensors_on_one_clock_keep_the_pause() -> None:
    first, second = hearts()
    found = together(first, second, 100, max_gap=0.5)
    summary = found.summary()
    assert summary["clocks"] == "wall clock"
    assert summary["seconds"] == pytest.approx(735.39, abs=0.02)
    missing = np.isnan(found.second.values[:, 0])
    # The pause of 166.50 s and losses of 2.02, 1.31 and 1.51 s, less one sample at each end.
    assert missing.sum() / 100 == pytest.approx(171.33, abs=0.1)


def test_the_drift_of_real_sensor_clocks_is_found_from_their_packets() -> None:
    """Each sensor counts 200 samples a second on its own clock; the stamps are of another. The two clocks differ.

    Packets of 16 samples lie 0.0800 s apart by the sensor's count, 0.08042 and 0.08035 s by the stamps.
    """
    drifts = []
    for heart in hearts():
        clock = heart.clock
        stop = int(np.flatnonzero(np.diff(clock) > 0.1)[1]) + 1  # from the pause to the first loss after it
        start = int(np.flatnonzero(np.diff(clock) > 0.1)[0]) + 1
        heads = np.arange(start, stop, 16)
        counted = (heads - start) / 200
        sensor = Signal(heart.values[start:stop], 200)
        found = together(heart, sensor, 200, sync=list(zip(clock[heads], counted, strict=True)))
        assert found.clocks.worst < 5e-7, "the stamps lie on a line but for their last digit"
        drifts.append(found.clocks.drift * 1e6)
        # Within a packet the stamps go by the count, so that the two are up to 0.4 ms apart there.
        assert np.nanmean(np.abs(found.first.values - found.second.values)) < 0.02 * np.nanstd(
            found.first.values
        )
    assert drifts == pytest.approx([5284.78, 4424.31], abs=0.01)


def test_the_result_is_written_and_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from mirra.figures import save

    clock = np.arange(0, 20, 0.1)
    values = wave(clock)
    values[50:80] = np.nan
    found = together(Signal(values, 10), Signal(wave(clock), 10, 1.0))
    found.to_csv(tmp_path / "both.csv")
    again = read(tmp_path / "both.csv")
    assert again.channels == ("first 1", "second 1")
    assert again.rate == 10
    assert np.allclose(again.values[:, 0], found.first.values[:, 0], equal_nan=True)
    assert all(path.stat().st_size > 1000 for path in save(found.plot, tmp_path / "both"))


def test_two_peoples_series_are_joined_on_the_firsts_clock() -> None:
    first = Signal(np.arange(8.0), 4, 10, ("rate",), ("bpm",), about={"wall_clock": 1000.0})
    second = Signal(
        np.column_stack([np.arange(8.0), -np.arange(8.0)]),
        4, 20, ("raw", "tonic"), ("µS", "µS"), about={"wall_clock": 991.0},
    )  # fmt: skip
    both = joined({"patient": first, "therapist": second})
    assert both.channels == ("patient", "therapist_raw", "therapist_tonic")
    assert both.units == ("bpm", "µS", "µS")
    assert both.about["clocks"]["offset_s"] == pytest.approx(-9)
    assert both.start == pytest.approx(11)
    assert both.channel("patient") == pytest.approx([4, 5, 6, 7])
    assert both.channel("therapist_tonic") == pytest.approx([0, -1, -2, -3])


@pytest.mark.parametrize("count", [1, 3])
def test_only_two_people_are_joined(count: int) -> None:
    series = Signal(np.arange(8.0), 4)
    with pytest.raises(SignalError, match=f"Two people's series are joined, not {count}"):
        joined({str(number): series for number in range(count)})
