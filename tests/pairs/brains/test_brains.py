"""The room's own names lead to the three measures of brains."""

from __future__ import annotations

from mirra.pairs import brains
from mirra.pairs.brains import eeg_pair, fnirs_pair, mu_suppression


def test_one_place_names_all_three() -> None:
    assert brains.fnirs is fnirs_pair.fnirs
    assert brains.eeg is eeg_pair.eeg
    assert brains.mu is mu_suppression.mu
