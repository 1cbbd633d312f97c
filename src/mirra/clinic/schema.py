"""The steps by which the tables came to be: where a database stands, and bringing it to a later step."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def current(connection: Connection) -> str | None:
    """The step a database is at; ``None`` when it has no tables of mirra."""
    return MigrationContext.configure(connection).get_current_revision()


def known() -> tuple[str, ...]:
    """Every step of this mirra, newest first."""
    steps = ScriptDirectory.from_config(_config())
    return tuple(step.revision for step in steps.walk_revisions())


def newest() -> str:
    """The last step of this mirra."""
    return known()[0]


def bring(connection: Connection, step: str = "head") -> None:
    """Bring a database to a later step, in the transaction that is open."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, step)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
