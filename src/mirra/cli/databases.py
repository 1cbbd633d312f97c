"""Which database a command is about: the usual one or the one named, made only where that is meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mirra.clinic.store import Store


def url_of(database: str | None, *, make: bool = False) -> str:
    """The URL named, else the usual one, whose folder is made when the database may be made."""
    from mirra.clinic.settings import default_database

    return default_database(make=make) if database is None else database


def open_store(database: str | None, key_file: Path | None) -> Store:
    """A database that must be there, opened as the server opens it; raises ``StoreError`` when it is not there."""
    from mirra.clinic.existing import existing
    from mirra.clinic.store import Store

    with existing(url_of(database)):
        pass
    return Store(url_of(database), key_file)


def open_or_make(database: str | None, key_file: Path | None) -> Store:
    """A database that is made, saying so, when it is not there."""
    from mirra.clinic.store import Store

    store = Store(url_of(database, make=True), key_file)
    if store.made:
        where = store.engine.url.render_as_string(hide_password=True)
        typer.echo(f"There was no database at {where}; a new one was made.")
    return store
