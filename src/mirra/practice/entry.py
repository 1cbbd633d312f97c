"""What every entry of the index page says: what a person keeps outside of sessions, each a line of its own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mirra.catalogue.models.fields import Frozen
from mirra.practice.strict import Number, Wall

EntryId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Entry(Frozen):
    """Its id, which no other entry has, and the wall time with offset at which it was written."""

    v: Annotated[Literal[1], Number] = 1
    id: EntryId
    wall: Wall
    kind: str

    @property
    def on(self) -> str:
        """The date that the entry is for."""
        return self.wall.date().isoformat()
