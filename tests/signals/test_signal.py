"""A signal fits itself, or says what does not."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import SignalError
from mirra.signals.signal import Signal


def test_one_row_of_samples_is_one_channel() -> None:
    signal = Signal(np.arange(4.0), 2.0, start=10.0)
    assert signal.values.shape == (4, 1)
    assert signal.channels == ("1",)
    assert signal.clock.tolist() == [10.0, 10.5, 11.0, 11.5]
    assert signal.duration == 2.0


def test_channels_are_taken_by_name_in_the_order_asked() -> None:
    signal = Signal(np.arange(6.0).reshape(3, 2), 1.0, channels=("a", "b"), units=("V", "m"))
    swapped = signal.select(["b", "a"])
    assert swapped.values.tolist() == [[1, 0], [3, 2], [5, 4]]
    assert swapped.units == ("m", "V")
    assert signal.channel("b").tolist() == [1, 3, 5]
    with pytest.raises(SignalError, match=r"no channel 'c'.*It has: a, b"):
        signal.channel("c")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rate": 0.0}, "positive number of Hz"),
        ({"rate": float("nan")}, "positive number of Hz"),
        ({"channels": ("a",)}, "2 channels need as many names and units, not 1"),
        ({"channels": ("a", "a")}, "must differ"),
        ({"times": np.array([0.0, 2.0, 1.0])}, "runs backwards after sample 2"),
        ({"times": np.array([0.0, np.nan, 1.0])}, "Sample 2 has no time"),
        ({"times": np.array([0.0, 1.0])}, "as many times"),
        ({"values": np.zeros((2, 2, 2))}, "3 dimensions"),
    ],
)
def test_what_does_not_fit_is_named(given: dict[str, object], said: str) -> None:
    with pytest.raises(SignalError, match=said):
        Signal(**{"values": np.zeros((3, 2)), "rate": 1.0, **given})  # type: ignore[arg-type]
