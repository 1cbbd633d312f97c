"""A clinic for each test, and one PostgreSQL for all that need no server of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from material.postgres import Postgres
from tests.clinic.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty clinic, just started."""
    made = World(tmp_path)
    yield made
    made.clinic.store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """An empty clinic on each database."""
    url = request.getfixturevalue("postgres").new_clinic() if request.param == "postgresql" else ""
    made = World(tmp_path, url=url, options={"key_file": tmp_path / "mirra.key"})
    yield made
    made.clinic.store.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server on which every test makes databases of its own; where the disk is the matter, a file has its own."""
    server = Postgres(fsync=False)
    yield server
    server.remove()
