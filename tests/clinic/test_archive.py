"""A backup's file: whatever was done to it is seen before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mirra.clinic import archive
from mirra.clinic.backup import backup
from mirra.clinic.restore import restore
from mirra.errors import StoreError
from tests.clinic.world import START, World, add_person


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A backup of a small clinic."""
    world = World(tmp_path_factory.mktemp("whole"))
    add_person(world.staff())
    yield backup(world.url, world.folder / "whole.backup", START).file
    world.clinic.store.close()


def refused(whole: Path, content: bytes) -> None:
    """Such content is refused, and nothing is written."""
    changed, target = whole.with_name("changed.backup"), whole.with_name("target.sqlite")
    changed.write_bytes(content)
    with pytest.raises(StoreError, match=r"altered|no backup"):
        restore(changed, f"sqlite:///{target}", START)
    assert not list(whole.parent.glob("target.sqlite*")), "something was written"


@given(place=st.integers(min_value=0), change=st.integers(1, 255))
@example(place=0, change=1)
@example(place=-1, change=1)
@example(place=-64, change=128)
@settings(max_examples=300, deadline=None)
def test_a_changed_byte_anywhere_is_refused(whole: Path, place: int, change: int) -> None:
    content = bytearray(whole.read_bytes())
    content[place % len(content)] ^= change
    refused(whole, bytes(content))


@given(length=st.integers(min_value=0))
@example(length=0)
@example(length=63)
@example(length=-1)
@settings(max_examples=100, deadline=None)
def test_a_cut_anywhere_is_refused(whole: Path, length: int) -> None:
    content = whole.read_bytes()
    refused(whole, content[: length % len(content)])


@given(place=st.integers(min_value=0), more=st.binary(min_size=1, max_size=100))
@settings(max_examples=100, deadline=None)
def test_bytes_put_in_anywhere_are_refused(whole: Path, place: int, more: bytes) -> None:
    content = whole.read_bytes()
    place %= len(content) + 1
    refused(whole, content[:place] + more + content[place:])


def sealed(content: bytes) -> bytes:
    return content + hashlib.sha256(content).hexdigest().encode()


@pytest.mark.parametrize("content", [b"", b"PK", b"a letter", b"PK\x05\x06" + bytes(18)])
def test_what_is_sealed_but_no_backup_is_refused(whole: Path, content: bytes) -> None:
    refused(whole, sealed(content))


def test_a_whole_one_is_taken(whole: Path) -> None:
    with archive.opened(whole) as found:
        assert found.manifest.tables["people"].rows == 1
