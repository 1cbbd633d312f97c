"""Settings are checked when they are made, cannot be changed, and travel."""

from __future__ import annotations

import math
import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from mirra.coupling import CorrelationSettings, NullSettings, WindowSettings
from mirra.errors import CouplingError, SurrogateError


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"window": 0}, "The window must be a positive number of seconds, not 0"),
        ({"window": math.nan}, "The window must be a positive number of seconds, not nan"),
        ({"step": -1}, "The step must be a positive number of seconds, not -1"),
        ({"step": math.inf}, "The step must be a positive number of seconds, not inf"),
        ({"max_lag": -0.5}, "The largest lag must be 0 or a positive number of seconds, not -0.5"),
    ],
)
def test_windows_without_a_length_are_refused_when_they_are_made(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(CouplingError, match=words):
        WindowSettings(**changed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"scheme": "dice"}, "no surrogate scheme 'dice'.*circular-shift"),
        ({"n": 0}, "There must be at least 1 surrogate, not 0"),
        ({"seed": -1}, "The seed must be 0 or a larger whole number, not -1"),
        ({"segment": 0}, "A segment must be a positive number of seconds, not 0"),
        ({"segment": math.nan}, "A segment must be a positive number of seconds, not nan"),
    ],
)
def test_a_null_that_cannot_be_drawn_is_refused_when_it_is_made(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(SurrogateError, match=words):
        NullSettings(**changed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"share": -0.1}, "between 0 and 1, not at -0.1"),
        ({"like": "susy"}, "no way of working called 'susy'"),
    ],
)
def test_a_correlation_that_nothing_works_by_is_refused_when_it_is_made(
    changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(CouplingError, match=words):
        CorrelationSettings(**changed)


def test_smoothing_or_scaling_is_not_raw() -> None:
    assert CorrelationSettings().raw
    assert CorrelationSettings(like="rmea", share=0.9).raw
    assert not CorrelationSettings(smooth=0.5).raw
    assert not CorrelationSettings(scale=True).raw


@pytest.mark.parametrize("settings", [WindowSettings(20, 5, 0), CorrelationSettings(0.5), NullSettings(n=19)])
def test_settings_cannot_be_changed_and_travel_between_processes(settings: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        settings.window = 3.0
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(settings) == hash(pickle.loads(pickle.dumps(settings)))


def test_variations_are_every_combination_ascending() -> None:
    found = WindowSettings(20, 10, 4).variations()
    assert len(found) == 27
    assert found[0] == WindowSettings(10, 5, 2)
    assert found[13] == WindowSettings(20, 10, 4)
    assert found[26] == WindowSettings(40, 20, 8)
    assert WindowSettings(20, 10, 0).variations(windows=[30, 10, 30], steps=[5]) == (
        WindowSettings(10, 5, 0),
        WindowSettings(30, 5, 0),
    )
