"""Notices that belong to a person and to no session: what the gates of a programme raise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mirra.clinic import summaries

revision = "0005"
down_revision = "0004"

NOTICE = "id, person, session, kind, level, at, body, done, done_by, note"
SEEN = "notice, therapist, person"


def _notices() -> None:
    """The session may be missing. SQLite changes no column, so both tables are made again and the rows moved."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("notices", "session", nullable=True)
        return
    op.create_table(
        "new_notices",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("session", sa.String(32), sa.ForeignKey("sessions.id"), nullable=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("done", sa.DateTime, nullable=True),
        sa.Column("done_by", sa.String(48), nullable=True),
        sa.Column("note", sa.Text, nullable=True),
    )
    op.create_table(
        "new_seen_notices",
        sa.Column("notice", sa.String(32), sa.ForeignKey("new_notices.id"), primary_key=True),
        sa.Column("therapist", sa.String(32), sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
    )
    for table, columns in (("notices", NOTICE), ("seen_notices", SEEN)):
        moved = f"INSERT INTO new_{table} ({columns}) SELECT {columns} FROM {table}"  # noqa: S608 (our own words)
        op.execute(moved)
    for table in ("seen_notices", "notices"):  # first the one that points to the other
        op.drop_table(table)
    for table in ("notices", "seen_notices"):
        op.rename_table(f"new_{table}", table)
    op.create_index("notices_session_kind", "notices", ["session", "kind"], unique=True)
    op.create_index("notices_person_done", "notices", ["person", "done", "level"])
    op.create_index("ix_seen_notices_person", "seen_notices", ["person"])


def upgrade() -> None:
    """Bring the database up to this step; the keeper then asks the gates of everybody."""
    _notices()
    op.add_column("summaries", sa.Column("gates_turn", sa.DateTime, nullable=True))
    op.execute("DELETE FROM summaries")  # counted once more, by the queries that later count one person's
    summaries.fill(op.get_bind())
