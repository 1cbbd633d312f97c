"""The audit: who read or changed what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from mirra.catalogue.models.fields import Frozen, Slug


class AuditAsk(Frozen):
    """Which entries of the audit: the newest, or those ``before`` an entry."""

    before: Annotated[int, Field(ge=1)] | None = None


class AuditEntry(Frozen):
    """One entry of the audit, names put to the ids of staff, and to those of people the reader may see."""

    id: int
    at: datetime
    who: str
    action: Slug
    what: str
    about: str
    refused: bool


class AuditCheck(Frozen):
    """What a check of the newest entries showed: how many, whether they are as they were written, the newest hash."""

    entries: int
    checked: int
    sound: bool
    newest: str


class AuditPage(Frozen):
    """Entries of the audit, newest first; ``more`` is where to go on. ``check`` comes with the first page."""

    entries: tuple[AuditEntry, ...]
    more: int | None
    check: AuditCheck | None = None
