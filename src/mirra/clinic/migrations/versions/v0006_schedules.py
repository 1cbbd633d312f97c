"""Locked schedules of days, ends of them before the last day, and of which scheduled day a session plan is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Bring the database up to this step; nobody of an earlier version had a schedule."""
    op.create_table(
        "schedules",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("author", sa.String(48), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("schedules_person_made", "schedules", ["person", "made"])
    op.create_table(
        "schedule_ends",
        sa.Column("schedule", sa.String(32), sa.ForeignKey("schedules.id"), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("author", sa.String(48), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.add_column("plans", sa.Column("schedule", sa.String(32), nullable=True))
    op.add_column("plans", sa.Column("scheduled_day", sa.Integer, nullable=True))
    op.create_index("plans_schedule", "plans", ["schedule"])
