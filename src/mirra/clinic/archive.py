"""The file of a backup: a ZIP that any program opens, whose last 64 letters are the SHA-256 of all before them.

It holds ``manifest.json``, one ``tables/NAME.jsonl`` a table (a row a line, in the order of the manifest's columns),
and ``mirra.key`` unless that was left out. It is the same for every kind of database.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from mirra.errors import StoreError

FORMAT = 1
SEAL = 64
KEY, MANIFEST = "mirra.key", "manifest.json"
BLOCK = 1 << 20
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """One table: its columns, how many rows, and the SHA-256 of their lines."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass
class Manifest:
    """What a backup says of itself; ``key`` is the fingerprint of the clinic's key, ``made`` an ISO time in UTC."""

    mirra: str
    schema: str
    made: str
    key: str | None
    format: int = FORMAT
    tables: dict[str, Part] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(part.rows for part in self.tables.values())


class Writer:
    """Writes a backup part by part into an open file; ``close`` seals it and gives the SHA-256 of it."""

    def __init__(self, handle: IO[bytes], manifest: Manifest) -> None:
        self.handle, self.manifest = handle, manifest
        self._zip = zipfile.ZipFile(handle, "w")
        self._zip.comment = b"0" * SEAL

    def table(self, name: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
        """Add a table; memory does not grow with it."""
        count, digest = 0, hashlib.sha256()
        with self._zip.open(_entry(f"tables/{name}.jsonl"), "w", force_zip64=True) as part:
            for row in rows:
                line = json.dumps(row, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                part.write(line)
                count += 1
        self.manifest.tables[name] = Part(columns, count, digest.hexdigest())

    def key(self, secret: str) -> None:
        """Add the clinic's key, in hex."""
        self._zip.writestr(_entry(KEY), secret + "\n")

    def close(self) -> str:
        """Write the manifest and the seal, and wait for the disk."""
        self._zip.writestr(_entry(MANIFEST), json.dumps(asdict(self.manifest), indent=1))
        self._zip.close()
        self.handle.flush()
        size = self.handle.seek(0, os.SEEK_END)
        seal = _sealed(self.handle, size)
        self.handle.seek(size - SEAL)
        self.handle.write(seal.encode())
        self.handle.flush()
        os.fsync(self.handle.fileno())
        return seal


@dataclass(frozen=True)
class Archive:
    """A backup found whole: its manifest, and its seal (the SHA-256 of the file without its last 64 letters)."""

    manifest: Manifest
    seal: str
    _zip: zipfile.ZipFile

    def rows(self, table: str) -> Iterator[list[Any]]:
        """The rows of a table."""
        with self._zip.open(f"tables/{table}.jsonl") as part:
            for line in part:
                yield json.loads(line)

    def key(self) -> str | None:
        """The clinic's key in hex, unless it was left out."""
        return self._zip.read(KEY).decode().strip() if KEY in self._zip.namelist() else None


@contextlib.contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """A backup, read through once to see that it is as it was written.

    Raises ``StoreError`` when a single byte of it was changed or is missing, or when it is no backup.
    """
    try:
        with file.open("rb") as handle:
            seal = _check_seal(file, handle)
            with zipfile.ZipFile(handle) as packed:
                archive = Archive(_manifest(file, packed), seal, packed)
                for name, part in archive.manifest.tables.items():
                    _check_part(file, packed, name, part)
                yield archive
    except OSError as error:
        raise StoreError(f"The backup cannot be read ({error.strerror}).", where=str(file)) from None
    except zipfile.BadZipFile:
        raise _altered(file) from None


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return entry


def _sealed(handle: IO[bytes], size: int) -> str:
    digest, left = hashlib.sha256(), size - SEAL
    handle.seek(0)
    while left > 0 and (block := handle.read(min(BLOCK, left))):
        digest.update(block)
        left -= len(block)
    return digest.hexdigest()


def _check_seal(file: Path, handle: IO[bytes]) -> str:
    size = handle.seek(0, os.SEEK_END)
    seal = _sealed(handle, size)
    handle.seek(max(0, size - SEAL))
    if handle.read() != seal.encode():
        raise _altered(file)
    return seal


def _manifest(file: Path, packed: zipfile.ZipFile) -> Manifest:
    try:
        fields = json.loads(packed.read(MANIFEST))
        tables = {name: Part(**part) for name, part in fields.pop("tables").items()}
        manifest = Manifest(**fields, tables=tables)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise StoreError("This is no backup of mirra, or a newer mirra made it.", where=str(file)) from None
    if manifest.format != FORMAT:
        raise StoreError("A newer mirra made this backup.", where=str(file), todo="Update mirra.")
    return manifest


def _check_part(file: Path, packed: zipfile.ZipFile, name: str, part: Part) -> None:
    count, digest = 0, hashlib.sha256()
    with packed.open(f"tables/{name}.jsonl") as lines:
        for line in lines:
            digest.update(line)
            count += 1
    if (count, digest.hexdigest()) != (part.rows, part.sha256):
        raise _altered(file)


def _altered(file: Path) -> StoreError:
    return StoreError(
        "This backup was altered or cut short, or is no backup.",
        where=str(file),
        todo="Nothing was restored. Take another backup, or copy this one again from where it was made.",
    )
