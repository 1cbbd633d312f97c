"""Devices one can list and end, whose device wrote a line, kept summaries, second factors, a keyed audit, erasure."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from mirra.clinic.tables import SORTED

revision = "0002"
down_revision = "0001"


def _id(name: str, *rest: sa.ForeignKey, **options: Any) -> sa.Column[str]:  # noqa: ANN401 (handed on)
    return sa.Column(name, sa.String(32), *rest, **options)


def _devices() -> None:
    """A device gets an id that may be shown, and stays listed after its token has ended."""
    op.create_table(
        "enrolled_devices",
        _id("id", primary_key=True),
        sa.Column("token", sa.String(64), nullable=False, unique=True),
        sa.Column("next_token", sa.String(64), nullable=True, unique=True),
        _id("person", sa.ForeignKey("people.id"), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("renewed", sa.DateTime, nullable=False),
        sa.Column("seen", sa.DateTime, nullable=True),
        sa.Column("expires", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime, nullable=True),
        sa.Column("ended_by", sa.String(16), nullable=True),
    )
    op.execute(
        "INSERT INTO enrolled_devices (id, token, person, label, made, renewed, expires) "
        "SELECT substr(token, 1, 32), token, person, '', made, made, expires FROM devices"
    )
    op.drop_table("devices")
    op.rename_table("enrolled_devices", "devices")
    op.create_index("devices_person", "devices", ["person", "ended", "expires"])


def _sessions() -> None:
    """When the server got a session's first line, and the date the session counts for."""
    op.add_column("events", _id("device", nullable=True))
    for column in (
        sa.Column("arrived", sa.DateTime, nullable=True),
        sa.Column("began", sa.DateTime, nullable=True),
        sa.Column("doubt", sa.String(8), nullable=True),
        sa.Column("trouble", sa.String(16), nullable=True),
    ):
        op.add_column("sessions", column)
    first = "(SELECT events.received FROM events WHERE events.session = sessions.id AND events.seq = 0)"
    op.execute(f"UPDATE sessions SET arrived = COALESCE({first}, heard)")  # noqa: S608 (our own words)
    op.execute(  # until here the mark held the number of lines too
        "UPDATE sessions SET folded = CASE WHEN folded = '0.1.0:' || CAST(lines AS VARCHAR(16)) THEN '0.1.0' END"
    )
    _date_sessions()
    op.execute("UPDATE sessions SET trouble = 'no_first' WHERE plan IS NULL")
    op.create_index("sessions_person_began", "sessions", ["person", "began"])
    op.create_index("sessions_folded", "sessions", ["folded", "person"])


def _summaries() -> None:
    """Where everybody's figures are kept; a later step fills it."""
    op.create_table(
        "summaries",
        _id("person", sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("search_name", SORTED, nullable=False),
        sa.Column("sessions", sa.Integer, nullable=False),
        sa.Column("last_session", sa.DateTime, nullable=True),
        sa.Column("pain_first", sa.Integer, nullable=True),
        sa.Column("pain_last", sa.Integer, nullable=True),
        sa.Column("interrupted", sa.Integer, nullable=False),
        sa.Column("adverse", sa.Integer, nullable=False),
        sa.Column("incomplete", sa.Integer, nullable=False),
        sa.Column("doubtful", sa.Integer, nullable=False),
        sa.Column("open_heard", sa.DateTime, nullable=True),
        sa.Column("turns", sa.DateTime, nullable=True, index=True),
    )


def _places() -> None:
    """Everybody's place in the lists of those who care for them, with the indexes by which lists are read."""
    for column in (
        sa.Column("search_name", SORTED, nullable=False, server_default=""),
        sa.Column("condition", sa.String(48), nullable=False, server_default=""),
        sa.Column("things", sa.Integer, nullable=False, server_default="0"),
        sa.Column("adverse", sa.Integer, nullable=False, server_default="0"),
        sa.Column("interrupted", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_session", sa.DateTime, nullable=False, server_default="1970-01-01 00:00:00.000000"),
    ):
        op.add_column("care", column)
    by_name = ("search_name", "person", "condition")
    for name, first in (
        ("care_name", ()),
        ("care_last_session", ("last_session",)),
        ("care_look", ("things", "adverse", "interrupted")),
    ):
        falling = [sa.text(f"{column} DESC") for column in first]
        op.create_index(name, "care", ["therapist", *falling, *by_name])


def _date_sessions() -> None:
    """As ``upload.dated`` does for new ones: opened after the plan was made and before the first line came."""
    later = {"sqlite": "datetime({0}, '{1} minutes')", "postgresql": "{0} + interval '{1} minutes'"}
    shifted = later[op.get_bind().dialect.name].format
    planned = "(SELECT plans.made FROM plans WHERE plans.id = sessions.plan)"
    op.execute(
        "UPDATE sessions SET began = opened, doubt = CASE "  # noqa: S608 (our own words)
        f"WHEN opened > {shifted('arrived', '+5')} THEN 'ahead' "
        f"WHEN opened < {shifted(planned, '-5')} THEN 'behind' END WHERE opened IS NOT NULL"
    )
    op.execute("UPDATE sessions SET began = arrived WHERE doubt = 'ahead'")
    op.execute(f"UPDATE sessions SET began = {planned} WHERE doubt = 'behind'")  # noqa: S608


def _accounts() -> None:
    """Second factors, browsers an account is known on, accounts that were removed."""
    for column in (
        sa.Column("second", sa.Text, nullable=True),
        sa.Column("second_step", sa.Integer, nullable=True),
        sa.Column("removed", sa.DateTime, nullable=True),
        sa.Column("one_time_until", sa.DateTime, nullable=True),
    ):
        op.add_column("accounts", column)
    op.create_table(
        "recovery_codes",
        sa.Column("code", sa.String(64), primary_key=True),
        _id("account", sa.ForeignKey("accounts.id"), nullable=False, index=True),
        sa.Column("used", sa.DateTime, nullable=True),
    )
    op.create_table(
        "known_browsers",
        sa.Column("token", sa.String(64), primary_key=True),
        _id("account", sa.ForeignKey("accounts.id"), nullable=False, index=True),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(48), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def upgrade() -> None:
    """Bring the database up to this step."""
    _devices()
    _sessions()
    _summaries()
    _places()
    _accounts()
    op.add_column("audit", sa.Column("keyed", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("ix_audit_actor", "audit", ["actor"])
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "erased",
        _id("id", primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(48), nullable=False),
        sa.Column("sessions", sa.Integer, nullable=False),
    )
