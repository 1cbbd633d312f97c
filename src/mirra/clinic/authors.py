"""Who wrote a note, decided on a plan or ticked a notice off: the names of staff by the ids of their accounts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mirra.clinic.tables import Account


def names(db: Session, ids: Iterable[str]) -> dict[str, str]:
    """The names of accounts by their ids, of removed ones too."""
    named = select(Account.id, Account.name).where(Account.id.in_(set(ids)))
    return {row.id: row.name for row in db.execute(named)}
