"""Mu suppression of simulated rhythms: the ratio comes back, and whether the back of the head shares it is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mirra.errors import CouplingError, SignalError
from mirra.pairs.brains.mu_suppression import CENTRAL, OCCIPITAL, mu
from mirra.result import Result, write
from mirra.signals.signal import Signal

RATE = 128.0
REST, ACT = (0.0, 60.0), (60.0, 120.0)


def head(
    central: float, occipital: float, names: tuple[str, ...] = CENTRAL + OCCIPITAL, seed: int = 0
) -> Signal:
    """A minute of rest and one of action, in which the 10 Hz rhythm of each region is so many times as high."""
    draw = np.random.default_rng(seed)
    time = np.arange(round(120 * RATE)) / RATE
    values = 0.05 * draw.standard_normal((len(time), len(names)))
    for k in range(len(names)):
        factor = central if k < 3 else occipital
        height = np.where(time < 60, 1, factor) * (1 + 0.2 * np.sin(2 * np.pi * 0.11 * time + k))
        values[:, k] += height * np.sin(2 * np.pi * 10 * time + k)
    return Signal(values, RATE, channels=names)


@pytest.mark.parametrize(
    ("central", "occipital", "where"),
    [
        (0.6, 1.0, "central only"),
        (0.6, 0.5, "central and occipital (alpha)"),
        (1.0, 0.5, "occipital only (alpha)"),
        (1.3, 1.2, "none"),
    ],
)
def test_the_ratio_comes_back_and_where_it_is_said(central: float, occipital: float, where: str) -> None:
    found = mu(head(central, occipital), ACT, REST)
    assert found.regions["central"][0] == pytest.approx(2 * np.log(central), abs=0.05)
    assert found.regions["occipital"][0] == pytest.approx(2 * np.log(occipital), abs=0.05)
    assert found.where == where
    for mean, low, high in found.regions.values():
        assert low < mean < high


def test_the_interval_holds_its_estimate_where_the_ends_of_a_stretch_are_unlike_its_middle() -> None:
    time = np.arange(round(60 * RATE)) / RATE
    high_at_the_ends = np.where((time < 2) | (time > 58), 3.0, 1.0)
    rhythm = np.sin(2 * np.pi * 10 * time) + 0.05 * np.random.default_rng(0).standard_normal(len(time))
    values = np.concatenate([rhythm, high_at_the_ends * rhythm])[:, None]
    found = mu(Signal(np.tile(values, 3), RATE, channels=CENTRAL), ACT, REST)
    mean, low, high = found.regions["central"]
    assert low < mean < high


def test_more_stretches_are_taken_together() -> None:
    found = mu(head(0.5, 1), [(60, 80), (90, 110)], [(0, 20), (30, 60)])
    assert found.windows == (38, 48)
    assert found.regions["central"][0] == pytest.approx(2 * np.log(0.5), abs=0.1)


@pytest.mark.parametrize(
    "names",
    [
        ("EEG C3-REF", "EEG CZ-REF", "EEG C4-REF", "EEG O1-REF", "EEG OZ-REF", "EEG O2-REF"),
        ("C3..", "Cz..", "C4..", "O1..", "Oz..", "O2.."),
        ("C3-A2", "CZ-A2", "C4-A1", "O1 ", "OZ", "o2"),
    ],
)
def test_channels_are_found_whatever_a_device_calls_them(names: tuple[str, ...]) -> None:
    assert mu(head(0.5, 1.0, names), ACT, REST).channels == CENTRAL + OCCIPITAL


def test_without_occipital_channels_it_is_said_that_there_is_no_control() -> None:
    recorded = head(0.5, 1.0).select(["C3", "C4"])
    assert mu(recorded, ACT, REST).where == "central, occipital not recorded"
    assert mu(recorded, REST, ACT).where == "none, occipital not recorded"


def test_a_gap_leaves_its_windows_out() -> None:
    recorded = head(0.5, 1.0)
    recorded.values[1000:1100] = np.nan
    found = mu(recorded, ACT, REST)
    assert found.windows == (59, 56)
    assert found.regions["central"][0] == pytest.approx(2 * np.log(0.5), abs=0.05)


def test_what_has_no_ratio_is_refused() -> None:
    recorded = head(0.5, 1.0)
    with pytest.raises(SignalError, match="none of the central channels"):
        mu(recorded.select(["O1"]), ACT, REST)
    with pytest.raises(SignalError, match="does not lie in the recording"):
        mu(recorded, (100, 130), REST)
    with pytest.raises(SignalError, match="does not lie in the recording"):
        mu(recorded, (80, 70), REST)
    with pytest.raises(CouplingError, match="too few"):
        mu(recorded, (60, 63), REST)
    with pytest.raises(CouplingError, match="no power"):
        mu(Signal(np.zeros((15360, 6)), RATE, channels=CENTRAL + OCCIPITAL), ACT, REST)
    with pytest.raises(SignalError, match="regular clock"):
        mu(Signal(recorded.values, RATE, channels=recorded.channels, times=recorded.clock), ACT, REST)


def test_a_result_can_be_written_and_drawn(tmp_path: Path) -> None:
    found = mu(head(0.6, 1.0), ACT, REST)
    assert isinstance(found, Result)
    assert found.summary()["suppression"] == "central only"
    write(tmp_path, {"mu": found}, command="", parameters={}, inputs=[])
    assert len((tmp_path / "mu.csv").read_text().splitlines()) == 9
