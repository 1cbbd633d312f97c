"""A clinic for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clinic.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty clinic, just started."""
    made = World(tmp_path)
    yield made
    made.clinic.store.close()
