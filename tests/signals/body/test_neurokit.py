"""What NeuroKit2 warns of is kept as notes."""

from __future__ import annotations

import warnings

import pytest

from mirra.errors import MissingExtra
from mirra.signals.body import neurokit


def warns(category: type[Warning]) -> int:
    warnings.warn("three samples\n were odd", category, stacklevel=1)
    return 3


def test_a_warning_becomes_a_note_once() -> None:
    pytest.importorskip("neurokit2")
    notes: list[str] = []
    assert neurokit.call(notes, warns, UserWarning) == 3
    assert neurokit.call(notes, warns, UserWarning) == 3
    assert notes == [f"{neurokit.named()}: three samples were odd"]


def test_what_only_its_authors_need_to_know_is_no_note() -> None:
    pytest.importorskip("neurokit2")
    notes: list[str] = []
    neurokit.call(notes, warns, DeprecationWarning)
    assert notes == []


def test_without_it_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("mirra.errors.import_module", absent)
    with pytest.raises(MissingExtra) as caught:
        neurokit.load("Finding R peaks")
    assert str(caught.value) == "Finding R peaks needs neurokit2. Install it: pip install 'mirra[bodies]'"
