"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _id(name: str, *rest: sa.ForeignKey, **options: Any) -> sa.Column[str]:  # noqa: ANN401 (handed on)
    return sa.Column(name, sa.String(32), *rest, **options)


def _accounts() -> None:
    op.create_table(
        "accounts",
        _id("id", primary_key=True),
        sa.Column("login", sa.String(80), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
    )
    op.create_table(
        "sign_ins",
        sa.Column("token", sa.String(64), primary_key=True),
        _id("account", sa.ForeignKey("accounts.id"), nullable=False, index=True),
        sa.Column("expires", sa.DateTime, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("attempts_key_at", "attempts", ["key", "at"])


def _people() -> None:
    op.create_table(
        "people",
        _id("id", primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("condition", sa.String(48), nullable=False),
        sa.Column("affected", sa.String(8), nullable=False),
        sa.Column("limb", sa.String(8), nullable=False),
        sa.Column("picture", sa.String(8), nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
    )
    op.create_table(
        "care",
        _id("therapist", sa.ForeignKey("accounts.id"), primary_key=True),
        _id("person", sa.ForeignKey("people.id"), primary_key=True, index=True),
    )
    op.create_table(
        "devices",
        sa.Column("token", sa.String(64), primary_key=True),
        _id("person", sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("expires", sa.DateTime, nullable=False),
    )
    op.create_table(
        "enrolment_codes",
        sa.Column("code", sa.String(64), primary_key=True),
        _id("person", sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("expires", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime),
        sa.Column("replaced", sa.DateTime),
    )


def _sessions() -> None:
    op.create_table(
        "plans",
        _id("id", primary_key=True),
        _id("person", sa.ForeignKey("people.id"), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("plans_person_day", "plans", ["person", "day"])
    op.create_table(
        "sessions",
        _id("id", primary_key=True),
        _id("person", sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("heard", sa.DateTime, nullable=False),
        _id("plan", sa.ForeignKey("plans.id"), nullable=True),
        sa.Column("opened", sa.DateTime),
        sa.Column("state", sa.String(16)),
        sa.Column("pain_before", sa.Integer),
        sa.Column("pain_after", sa.Integer),
        sa.Column("adverse", sa.Integer),
        sa.Column("result", sa.Text),
        sa.Column("folded", sa.String(64)),
    )
    op.create_table(
        "events",
        _id("session", sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("received", sa.DateTime, nullable=False),
    )


def upgrade() -> None:
    """Bring the database up to this step."""
    _accounts()
    _people()
    _sessions()
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String(48), nullable=False),
        sa.Column("action", sa.String(48), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
