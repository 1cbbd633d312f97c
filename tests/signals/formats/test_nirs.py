"""fNIRS in .nirs files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirra.errors import ReadError
from mirra.signals.reading import read
from tests.golden import recording
from tests.signals.written import nirs, samples


def test_channels_optodes_and_stimuli_are_read(tmp_path: Path) -> None:
    signal = read(nirs(tmp_path / "a.nirs"))
    assert signal.channels == ("S1_D1 760", "S1_D2 760", "S1_D1 850", "S1_D2 850")
    assert np.array_equal(signal.values, 1 + samples(4))
    assert signal.about["pairs"] == ((0, 0, 0), (0, 1, 0), (0, 0, 1), (0, 1, 1))
    assert np.allclose(signal.about["detector_positions"], [[0.03, 0, 0], [0, 0.03, 0]]), "cm become m"
    assert signal.about["annotations"] == ((1.0, None, "1"),), "one onset, where the stimulus rises"


@pytest.mark.parametrize(
    ("other", "where", "said"),
    [
        ({"d": None}, "d", "is missing"),
        ({"SD": None}, "SD", "was expected"),
        ({"SD": {"Lambda": 760.0}}, "SD.MeasList", "is missing"),
        ({"t": np.arange(5.0)}, "d", "do not fit 5 times"),
        ({"t": np.arange(60.0)[::-1]}, "t", "backwards"),
        ({"d": "light"}, "d", "not hold numbers"),
        ({"d": np.ones((60, 3))}, "SD.MeasList", "does not describe 3 channels"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_named(
    tmp_path: Path, other: dict[str, Any], where: str, said: str
) -> None:
    with pytest.raises(ReadError, match=said) as caught:
        read(nirs(tmp_path / "a.nirs", **other))
    assert caught.value.where.endswith(f"a.nirs, {where}")


@pytest.mark.parametrize("who", ["parent", "child"])
def test_a_real_parent_and_child(who: str) -> None:
    """The same numbers as the usual reader of such files gives."""
    from scipy.io import loadmat

    path = recording(f"brains/FCS01_{who}.nirs")
    signal, reference = read(path), loadmat(path)
    assert np.array_equal(signal.values, reference["d"])
    assert signal.rate == 7.8125
    assert len(signal.channels) == 40
    assert signal.about["wavelengths"] == (760, 850)
    apart = [
        np.linalg.norm(signal.about["source_positions"][s] - signal.about["detector_positions"][d])
        for s, d, _ in signal.about["pairs"]
    ]
    assert 0.02 < min(apart) <= max(apart) < 0.05, "optodes on a head are 2 to 5 cm apart"
