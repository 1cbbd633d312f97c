"""Plans as therapists decided them, with who, when and why; notes, notices, the archive; the dose of sessions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from mirra.clinic.counting import RESUMABLE
from mirra.clinic.tables import UtcTime

revision = "0003"
down_revision = "0002"
HEARD: sa.ColumnClause[datetime] = sa.column("heard", UtcTime())


def _of_person(name: str, *columns: sa.Column[Any]) -> None:
    """A table of what staff wrote about people: whose, when, by whom."""
    op.create_table(
        name,
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("author", sa.String(48), nullable=False),
        *columns,
    )
    op.create_index(f"{name}_person_made", name, ["person", "made"])


def _first_plans() -> None:
    """What was decided when a person was taken into care becomes their first plan."""
    connection = op.get_bind()
    people = sa.table("people", *map(sa.column, ("id", "condition", "affected", "limb", "picture")))
    put = sa.text(
        "INSERT INTO prescriptions (id, person, made, author, reason, body) "
        "SELECT id, id, made, '', '', :body FROM people WHERE id = :person"
    )
    rows = [
        {
            "person": id,
            "body": json.dumps(dict(zip(("condition", "affected", "limb", "picture"), rest, strict=True))),
        }
        for id, *rest in connection.execute(sa.select(people))
    ]
    if rows:
        connection.execute(put, rows)


def _notices() -> None:
    """What sessions raise from now on, and which therapist has been shown it.

    Sessions that ended before raise nothing: their therapists could read them as they came.
    """
    op.create_table(
        "notices",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("session", sa.String(32), sa.ForeignKey("sessions.id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("done", sa.DateTime, nullable=True),
        sa.Column("done_by", sa.String(48), nullable=True),
        sa.Column("note", sa.Text, nullable=True),
    )
    op.create_index("notices_session_kind", "notices", ["session", "kind"], unique=True)
    op.create_index("notices_person_done", "notices", ["person", "done", "level"])
    op.create_table(
        "seen_notices",
        sa.Column("notice", sa.String(32), sa.ForeignKey("notices.id"), primary_key=True),
        sa.Column("therapist", sa.String(32), sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False, index=True),
    )
    op.add_column("sessions", sa.Column("unraised", sa.Integer, nullable=True))
    sessions = sa.table("sessions", *map(sa.column, ("folded", "plan", "state", "lines", "unraised")), HEARD)
    ended = sa.or_(sessions.c.state != "open", sessions.c.heard < datetime.now(UTC) - RESUMABLE)
    read = (sessions.c.folded.is_not(None), sessions.c.plan.is_not(None))
    op.execute(sessions.update().where(*read, ended).values(unraised=sessions.c.lines))


def _dose() -> None:
    """How long was looked and moved, and how long was planned."""
    json_field = {"sqlite": "json_extract(result, '$.{0}')", "postgresql": "CAST(result AS json) ->> '{0}'"}
    within = json_field[op.get_bind().dialect.name].format
    for name in ("looked", "moved", "planned"):
        op.add_column("sessions", sa.Column(name, sa.Float, nullable=True))
        value = f"CAST({within(name)} AS FLOAT)"
        op.execute(f"UPDATE sessions SET {name} = {value} WHERE result IS NOT NULL")  # noqa: S608 (our own words)
    op.add_column("summaries", sa.Column("planned", sa.Float, nullable=True))
    op.add_column("summaries", sa.Column("news", sa.Integer, nullable=False, server_default="0"))
    op.add_column("summaries", sa.Column("notice", sa.String(32), nullable=True))


def _places() -> None:
    """Lists go by the most pressing notice first, and are searched by limb and side too."""
    for name in ("care_name", "care_last_session", "care_look"):
        op.drop_index(name, "care")
    for name in ("adverse", "interrupted"):
        op.drop_column("care", name)
    for column in (
        sa.Column("affected", sa.String(8), nullable=False, server_default=""),
        sa.Column("limb", sa.String(8), nullable=False, server_default=""),
        sa.Column("archived", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("level", sa.Integer, nullable=False, server_default="0"),
        sa.Column("news", sa.Integer, nullable=False, server_default="0"),
        sa.Column("unseen", sa.Integer, nullable=False, server_default="0"),
        sa.Column("pain_up", sa.Boolean, nullable=False, server_default=sa.false()),
    ):
        op.add_column("care", column)
    by_name = ("search_name", "person", "condition", "affected", "limb", "pain_up")
    for name, first, last in (
        ("care_name", (), ("level", "unseen")),
        ("care_last_session", ("last_session",), ("level", "unseen")),
        ("care_look", ("level", "unseen", "things", "news"), ()),
    ):
        falling = [sa.text(f"{column} DESC") for column in first]
        op.create_index(name, "care", ["therapist", "archived", *falling, *by_name, *last])


def upgrade() -> None:
    """Bring the database up to this step."""
    op.add_column("people", sa.Column("archived", sa.DateTime, nullable=True))
    op.add_column("people", sa.Column("per_week", sa.Integer, nullable=True))
    op.add_column("plans", sa.Column("prescription", sa.String(32), nullable=True))
    _of_person(
        "prescriptions",
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    _of_person("notes", sa.Column("text", sa.Text, nullable=False))
    _first_plans()
    _notices()
    _dose()
    _places()
    op.execute("DELETE FROM summaries")  # a later step fills it
