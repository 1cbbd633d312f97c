"""What holds for all tests: which are slow, which come first, and that a password is hashed once in a run."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from tests.promises.promised import pytest_terminal_summary as pytest_terminal_summary
from tests.remembered import Remembering

TESTS = Path(__file__).parent
# No test is timed: a busy machine would fail it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# These start browsers, servers or commands, or work on whole recordings. All others are the fast set.
SLOW_FOLDERS = (
    "browser",
    "cli",
    "deploy",
    "documentation",
    "fuzz",
    "signals",
    "study",
    "pairs",
    "mirror",
    "tools",
)
SLOW_FIXTURES = {"postgres", "launch", "server", "steps", "machine"}
# A file with one of these names in it starts processes of its own.
STARTERS = ("Running", "Postgres", "subprocess")
# Two seconds of one core and more without any of these: they draw many surrogates, or go through many cases.
SLOW_FILES = {
    "catalogue/test_load.py",
    "coupling/test_calibration.py",
    "coupling/surrogates/test_sampling.py",
    "coupling/windowed/test_kernel.py",
    "coupling/spectral/test_phase.py",
    "coupling/surrogates/test_testing.py",
    "clinic/test_demo.py",
    "clinic/test_durability_order.py",
    "clinic/test_durability_power.py",
    "clinic/test_matrix.py",
    "clinic/test_passwords.py",
    "clinic/test_places.py",
    "clinic/test_two_clinics.py",
    "practice/test_address.py",
    "clinic/api/test_caseload.py",
    "clinic/api/test_practising.py",
}
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
    "coupling/test_calibration.py",
    "cli/test_clinic.py",
    "cli/test_keeping.py",
)


def pytest_configure() -> None:
    """Let Ctrl-C reach the processes that tests start, also where this one runs in the background and ignores it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, and let the longest begin."""
    place = {name: at for at, name in enumerate(LONGEST)}
    for item in items:
        if is_slow(item):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: place.get(item.path.relative_to(TESTS).as_posix(), len(place)))


def is_slow(item: pytest.Item) -> bool:
    """Whether a test is left out of the fast set: by its folder, its fixtures, or what its file starts."""
    path = item.path.relative_to(TESTS)
    module = getattr(item, "module", None)
    given = getattr(item, "callspec", None)
    return (
        path.parts[0] in SLOW_FOLDERS
        or path.as_posix() in SLOW_FILES
        or bool(SLOW_FIXTURES & set(getattr(item, "fixturenames", ())))
        or any(hasattr(module, name) for name in STARTERS)
        or bool(given and {"postgres", "postgresql"} & {str(one) for one in given.params.values()})
    )


@pytest.fixture(scope="session")
def _hasher() -> Remembering:
    return Remembering(PasswordHasher())


@pytest.fixture(autouse=True)
def passwords_remembered(_hasher: Remembering, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign-in costs a quarter of a second of argon2id; the same one is not computed again for every test."""
    monkeypatch.setattr("mirra.clinic.passwords._hasher", _hasher)
