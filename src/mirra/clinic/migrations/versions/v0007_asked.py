"""How much viewing time a session asked for in the end, where the person made it shorter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Bring the database up to this step; sessions of earlier versions asked for what was planned."""
    op.add_column("sessions", sa.Column("asked", sa.Float, nullable=True))
