"""The room's own names lead to the three measures of brains."""

from __future__ import annotations

from mirra.pairs import brains, brains_eeg, brains_fnirs, brains_mu


def test_one_place_names_all_three() -> None:
    assert brains.fnirs is brains_fnirs.fnirs
    assert brains.eeg is brains_eeg.eeg
    assert brains.mu is brains_mu.mu
