"""Entries of the index page: what a person keeps outside of sessions, such as a line of the diary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Bring the database up to this step; nobody of an earlier version had such entries."""
    op.create_table(
        "entries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("received", sa.DateTime, nullable=False),
        sa.Column("device", sa.String(32), nullable=True),
    )
    op.create_index("entries_person_kind_day", "entries", ["person", "kind", "day"])
