"""The stretches that a recording's annotations name."""

from __future__ import annotations

import numpy as np
import pytest

from mirra.errors import SignalError
from mirra.signals.annotations import annotated
from mirra.signals.signal import Signal

ANNOTATIONS = ((1.0, None, "rest"), (4.0, 0.0, "act"), (6.0, 2.5, "act"))
RECORDING = Signal(np.zeros((100, 1)), 10.0, about={"annotations": ANNOTATIONS})


def test_a_stretch_without_a_length_lasts_until_the_next_annotation() -> None:
    assert annotated(RECORDING, "act") == [(4.0, 6.0), (6.0, 8.5)]
    assert annotated(RECORDING, "rest") == [(1.0, 4.0)]


def test_the_last_stretch_without_a_length_lasts_until_the_recording_ends() -> None:
    recording = Signal(np.zeros((100, 1)), 10.0, start=3.0, about={"annotations": ((5.0, None, "rest"),)})
    assert annotated(recording, "rest") == [(5.0, 13.0)]


def test_a_text_that_was_not_annotated_is_refused_with_those_that_were() -> None:
    with pytest.raises(SignalError, match="There are: act, rest"):
        annotated(RECORDING, "acting")
    with pytest.raises(SignalError, match="no annotations"):
        annotated(Signal(np.zeros((100, 1)), 10.0), "act")
