"""Notes about a person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.fields import Frozen
from mirra.clinic.shapes.fields import NoteId


class NewNote(Frozen):
    """A note about a person."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]


class NoteCard(Frozen):
    """A note about a person, and who wrote it when."""

    id: NoteId
    made: datetime
    author: str
    text: str
