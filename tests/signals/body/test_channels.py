"""The channel of a kind is chosen by its name, and never where two could be meant."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import SignalError
from mirra.signals.body.channels import choose_channel, on_clock_of
from mirra.signals.signal import Signal


def recording(*channels: str) -> Signal:
    return Signal(np.zeros((4, len(channels))), 10.0, channels=channels)


@pytest.mark.parametrize(
    ("kind", "channels", "chosen"),
    [
        ("heart", ("EKG II", "EDA"), "EKG II"),
        ("heart", ("ecg", "ekg"), "ecg"),
        ("skin", ("ECG", "GSR_left"), "GSR_left"),
        ("skin", ("SCL", "SCR"), "SCL"),
        ("breath", ("ECG", "Respiration"), "Respiration"),
        ("breath", ("channel 7",), "channel 7"),
    ],
)
def test_a_channel_is_chosen_by_how_its_kind_is_usually_named(
    kind: str, channels: tuple[str, ...], chosen: str
) -> None:
    assert choose_channel(recording(*channels), kind) == chosen


def test_a_name_that_was_asked_for_is_taken_whatever_the_kind() -> None:
    assert choose_channel(recording("ECG", "other"), "heart", "other") == "other"
    with pytest.raises(SignalError, match="There is no channel 'EKG'"):
        choose_channel(recording("ECG", "other"), "heart", "EKG")


def test_two_channels_that_fit_and_none_that_does_are_refused() -> None:
    for channels in (("ECG 1", "ECG 2"), ("a", "b")):
        with pytest.raises(SignalError, match=f"not clear which channel.*{channels[0]}, {channels[1]}"):
            choose_channel(recording(*channels), "heart")


def test_a_kind_that_nobody_measures_is_refused() -> None:
    with pytest.raises(SignalError, match="no kind of channel 'liver'"):
        choose_channel(recording("ECG"), "liver")


def test_a_series_has_the_wall_time_of_its_recording_and_nothing_else_of_it() -> None:
    source = Signal(np.zeros((4, 1)), 10.0, about={"wall_clock": 1.7e9, "device": "belt"})
    series = Signal(np.zeros((2, 1)), 4.0, about={"unit": "bpm"})
    assert on_clock_of(source, series).about == {"unit": "bpm", "wall_clock": 1.7e9}
    assert on_clock_of(recording("ECG"), series).about == {"unit": "bpm"}
