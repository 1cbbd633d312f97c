"""What holds for all tests: which are slow, which come first, and that a password is hashed once in a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.remembered import Remembering

TESTS = Path(__file__).parent
# These start browsers, servers or commands, or work on whole recordings. All others are the fast set.
SLOW_FOLDERS = ("browser", "cli", "deploy", "fuzz", "signals", "study", "pairs", "mirror")
SLOW_FIXTURES = {"postgres", "launch", "server"}
# The longest begin first, so that none of them is left alone at the end of a run.
LONGEST = (
    "deploy/test_guide.py",
    "browser/test_privacy.py",
    "browser/test_profiles.py",
    "browser/test_delay.py",
    "browser/test_session.py",
    "browser/test_other_browsers.py",
    "browser/test_traces.py",
    "browser/test_offline.py",
    "clinic/test_durability_kill.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, and let the longest begin."""
    place = {name: at for at, name in enumerate(LONGEST)}
    for item in items:
        path = item.path.relative_to(TESTS)
        if path.parts[0] in SLOW_FOLDERS or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: place.get(item.path.relative_to(TESTS).as_posix(), len(place)))


@pytest.fixture(scope="session")
def _hasher() -> Remembering:
    return Remembering(PasswordHasher())


@pytest.fixture(autouse=True)
def passwords_remembered(_hasher: Remembering, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign-in costs a quarter of a second of argon2id; the same one is not computed again for every test."""
    monkeypatch.setattr("mirra.clinic.passwords._hasher", _hasher)
