"""How one server is set up: where it listens, where its database and its built pages lie."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


def data_folder() -> Path:
    """The folder of this user's own data: ``MIRRA_DATA``, else the place the system keeps such things."""
    named = os.environ.get("MIRRA_DATA")
    if named:
        return Path(named)
    base = os.environ.get("APPDATA") or os.environ.get("XDG_DATA_HOME")
    return Path(base) / "mirra" if base else Path.home() / ".local" / "share" / "mirra"


def default_database(*, make: bool = True) -> str:
    """The URL of the SQLite file in the user's data folder; unless told not to, the folder is made, for them alone."""
    folder = data_folder()
    if make:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return f"sqlite:///{folder / 'mirra.sqlite'}"


def static_folder() -> Path:
    """The built web client: ``MIRRA_STATIC``, else the one that came with the package."""
    return Path(os.environ.get("MIRRA_STATIC") or Path(__file__).parent / "static")


@dataclass(frozen=True)
class Settings:
    """One server; ``names`` are further host names it answers to, ``behind_https`` trusts a TLS proxy's word.

    ``key_file`` holds the clinic's secret; ``None`` is the usual place.
    """

    database: str
    host: str = "127.0.0.1"
    port: int = 8000
    static: Path = field(default_factory=static_folder)
    catalogue: Path | None = None
    key_file: Path | None = None
    demonstration: bool = False
    behind_https: bool = False
    names: tuple[str, ...] = ()

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in LOOPBACK

    def answers_to(self, name: str) -> bool:
        """Whether a request may call this server by ``name`` (no port): else another site could wear its address."""
        return name in {*LOOPBACK, self.host, *self.names}
