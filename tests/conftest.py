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
# A second of one core and more without any of these: they draw many surrogates, or go through many cases.
SLOW_FILES = {
    "catalogue/checks/test_check.py",
    "catalogue/test_load.py",
    "clinic/api/test_caseload.py",
    "clinic/api/test_entrance.py",
    "clinic/api/test_practising.py",
    "clinic/test_archive.py",
    "clinic/test_audit.py",
    "clinic/test_backup.py",
    "clinic/test_care.py",
    "clinic/test_connections.py",
    "clinic/test_days.py",
    "clinic/test_decisions.py",
    "clinic/test_demo.py",
    "clinic/test_devices.py",
    "clinic/test_diary.py",
    "clinic/test_durability_order.py",
    "clinic/test_durability_power.py",
    "clinic/test_gates.py",
    "clinic/test_journal.py",
    "clinic/test_keeper.py",
    "clinic/test_ladder.py",
    "clinic/test_languages.py",
    "clinic/test_lessons.py",
    "clinic/test_matrix.py",
    "clinic/test_middleware.py",
    "clinic/test_notices.py",
    "clinic/test_pages.py",
    "clinic/test_passwords.py",
    "clinic/test_places.py",
    "clinic/test_plans.py",
    "clinic/test_progress.py",
    "clinic/test_record.py",
    "clinic/test_restore.py",
    "clinic/test_reviews.py",
    "clinic/test_schedules.py",
    "clinic/test_screenings.py",
    "clinic/test_second.py",
    "clinic/test_staff.py",
    "clinic/test_store.py",
    "clinic/test_summaries.py",
    "clinic/test_today.py",
    "clinic/test_two_clinics.py",
    "coupling/slow/test_concordance_index.py",
    "coupling/spectral/test_phase.py",
    "coupling/surrogates/test_every_shift.py",
    "coupling/surrogates/test_sampling.py",
    "coupling/surrogates/test_testing.py",
    "coupling/test_calibration.py",
    "coupling/test_group.py",
    "coupling/windowed/test_dense.py",
    "coupling/windowed/test_kernel.py",
    "evidence/test_pooled.py",
    "practice/steps/test_lesson.py",
    "practice/test_address.py",
    "practice/test_judging.py",
    "practice/test_languages.py",
    "practice/test_log.py",
    "practice/test_programme.py",
    "test_footage.py",
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
