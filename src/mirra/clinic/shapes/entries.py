"""What a person's own page gives outside of sessions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.fields import Frozen
from mirra.clinic.shapes.fields import PersonId


class SentEntry(Frozen):
    """An entry as the exact line the device stored; ``person`` is whose device wrote it.

    The line may be sealed (``clinic.sealed``), and is then longer than the entry in it.
    """

    person: PersonId | None = None
    line: Annotated[str, Field(max_length=11_200)]
