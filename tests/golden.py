"""Reference numbers of outside programs that lie beside the recordings; see ``validation/`` for how each was made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from material.footage import ROOT


def golden(name: str) -> Path:
    """A file of reference numbers such as ``rmea/A_summary.csv``; skips the test, saying so, where it is absent."""
    folder = Path(os.environ.get("MIRRA_GOLDEN") or ROOT.parent / "shared" / "golden")
    path = folder / name
    if not path.is_file():
        pytest.skip(f"the reference numbers {name} are not on this machine (MIRRA_GOLDEN)")
    return path


def recording(name: str) -> Path:
    """A real recording such as ``dyads/motion_energy/200_01.txt``; skips the test, saying so, where it is absent."""
    from material.footage import recordings

    path = recordings(name)
    if path is None:
        pytest.skip(f"the recording {name} is not on this machine (MIRRA_RECORDINGS)")
    return path
