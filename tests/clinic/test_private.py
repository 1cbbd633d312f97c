"""Files that hold people's data are for their owner alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirra.clinic import private
from mirra.clinic.store import Store, sqlite_url
from tests.clinic.world import World, add_person

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes of files are a thing of Unix")


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """Whatever is made gets every right that is not held back by mirra."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {one.name: stat.filemode(one.stat().st_mode)[1:] for one in folder.iterdir() if one.is_file()}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder that everybody can look into, as /srv often is."""
    folder = tmp_path / "elsewhere"
    folder.mkdir(mode=0o777)
    return folder


def test_everything_beside_a_database_is_for_its_owner_alone_wherever_it_lies(elsewhere: Path) -> None:
    world = World(elsewhere, url=sqlite_url(elsewhere / "clinic.sqlite"))
    add_person(world.staff())
    found = modes(elsewhere)
    assert {"clinic.sqlite", "clinic.sqlite-wal", "clinic.sqlite-shm", "clinic.sqlite.key"} <= set(found)
    assert set(found.values()) == {"rw-------"}, found
    world.clinic.store.close()


def test_files_that_were_made_wider_are_narrowed_at_the_next_start(elsewhere: Path) -> None:
    url = sqlite_url(elsewhere / "clinic.sqlite")
    running = World(elsewhere, url=url)
    running.staff()
    (elsewhere / "clinic.sqlite.before-v0002").write_bytes(b"a copy")
    (elsewhere / "other.sqlite").write_bytes(b"another program's")
    for one in elsewhere.iterdir():
        if one.is_file():
            one.chmod(0o664)
    store = Store(url)
    found = modes(elsewhere)
    assert found.pop("other.sqlite") == "rw-rw-r--", "a file that is not ours was changed"
    assert len(found) == 5
    assert set(found.values()) == {"rw-------"}, found
    store.close()
    running.clinic.store.close()


def test_a_file_that_is_not_there_is_made_narrow_at_once(elsewhere: Path) -> None:
    private.prepare(elsewhere / "new [1].sqlite")
    assert modes(elsewhere) == {"new [1].sqlite": "rw-------"}


def test_a_folder_that_others_can_look_into_is_found(elsewhere: Path) -> None:
    assert private.open_folder(elsewhere / "clinic.sqlite") == elsewhere.resolve()
    elsewhere.chmod(0o700)
    assert private.open_folder(elsewhere / "clinic.sqlite") is None
