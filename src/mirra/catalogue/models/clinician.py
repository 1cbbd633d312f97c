"""What a clinician may remember for themselves while they treat somebody."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.evidence import Statement
from mirra.catalogue.models.fields import Frozen, Minutes, Text


class ClinicianFile(Frozen):
    """Prompts for the clinician, each with its claim, and a reminder, in English.

    ``notice`` is what the reminder says; ``minutes`` are the times between two of them to choose from.
    """

    notice: Text
    minutes: Annotated[tuple[Minutes, ...], Field(min_length=1)]
    prompts: Annotated[tuple[Statement, ...], Field(min_length=1)]
