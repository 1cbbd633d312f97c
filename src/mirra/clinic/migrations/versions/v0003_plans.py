"""Plans as therapists decided them, with who, when and why; notes of therapists; people in the archive."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


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
