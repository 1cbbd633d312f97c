"""The tables of the clinic. Secrets are kept as hashes only; an event is kept as the very line that came."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, TypeDecorator, false
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mirra.anatomy import Limb, Side
from mirra.practice.screening import Outcome
from mirra.practice.terms import Picture

StaffRole = Literal["therapist", "admin"]
Doubt = Literal["ahead", "behind"]  # how the device's clock stood against the server's
Trouble = Literal["no_first", "unreadable"]

ID = String(32)
HASH = String(64)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the last session, in an index, of somebody who has had none
SORTED = Text().with_variant(Text(collation="C"), "postgresql")  # by code points, as SQLite does it


class UtcTime(TypeDecorator[datetime]):
    """An aware point in time, kept in UTC by databases that keep no offset."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002, ANN401
        """To naive UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002, ANN401
        """Back to an aware time."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: UtcTime}  # noqa: RUF012 (declared so by SQLAlchemy)


class Account(Base):
    """A therapist or an admin.

    ``second`` is the second factor's secret, sealed; ``second_step`` the last time step a code was taken for. A
    password that holds until ``one_time_until`` was made for somebody, who has to change it at the first sign-in.
    """

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[StaffRole] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(String(200))
    made: Mapped[datetime]
    second: Mapped[str | None] = mapped_column(Text)
    second_step: Mapped[int | None]
    removed: Mapped[datetime | None]
    one_time_until: Mapped[datetime | None]


class SignedIn(Base):
    """A staff member's open sign-in."""

    __tablename__ = "sign_ins"
    token: Mapped[str] = mapped_column(HASH, primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    expires: Mapped[datetime]


class Attempt(Base):
    """A recent failed try, by what it was aimed at or where it came from."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(HASH)
    at: Mapped[datetime]
    __table_args__ = (Index("attempts_key_at", "key", "at"),)


class Person(Base):
    """A person who practises."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    condition: Mapped[str] = mapped_column(String(48))
    affected: Mapped[Side] = mapped_column(String(8))
    limb: Mapped[Limb] = mapped_column(String(8))
    picture: Mapped[Picture] = mapped_column(String(8))
    per_week: Mapped[int | None]
    simulated: Mapped[bool]
    made: Mapped[datetime]
    archived: Mapped[datetime | None]


class KeptPrescription(Base):
    """What a therapist decided for a person, from ``made`` until the next; the newest one is in force.

    ``body`` is an ``shapes.plans.Prescribed`` as JSON. ``author`` is an account's id; empty where nobody was recorded,
    as for people of a database that kept none.
    """

    __tablename__ = "prescriptions"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(48))
    reason: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("prescriptions_person_made", "person", "made"),)


class KeptScreening(Base):
    """What a screening of a person asked and came to; never changed, the newest one holds.

    ``body`` is a ``shapes.screening.ScreeningBody`` as JSON: questions, answers and rules in the words of that day.
    ``signed_off_by`` is the name of the clinician who signed precautions off; empty where there are none.
    """

    __tablename__ = "screenings"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(48))
    outcome: Mapped[Outcome] = mapped_column(String(16))
    signed_off_by: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("screenings_person_made", "person", "made"),)


class KeptSchedule(Base):
    """A schedule of days as it was drawn (``practice.schedule``, its canonical JSON in ``body``); never changed.

    It is in force until every day of it was practised, or until it was ended early (``EndedSchedule``).
    """

    __tablename__ = "schedules"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(48))
    sha256: Mapped[str] = mapped_column(HASH)
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("schedules_person_made", "person", "made"),)


class EndedSchedule(Base):
    """That a schedule was ended before its last day, by whom and why; a row of its own, so that no schedule changes."""

    __tablename__ = "schedule_ends"
    schedule: Mapped[str] = mapped_column(ForeignKey("schedules.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    made: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(48))
    reason: Mapped[str] = mapped_column(Text)


class Note(Base):
    """A note of a therapist's about a person; it is never changed."""

    __tablename__ = "notes"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(48))
    text: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("notes_person_made", "person", "made"),)


class Notice(Base):
    """Something to be seen by the therapists (``practice.raised``, as JSON in ``body``).

    A session raised it, or, where ``session`` is null, the gates of the person's programme. It is ``done`` once a
    therapist ticked it off with a ``note``; ``at`` is the session's date, or when the gates first said so.
    """

    __tablename__ = "notices"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    session: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    kind: Mapped[str] = mapped_column(String(24))
    level: Mapped[int]
    at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    done: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(48))
    note: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        Index("notices_session_kind", "session", "kind", unique=True),
        Index("notices_person_done", "person", "done", "level"),
    )


class SeenNotice(Base):
    """That a therapist has been shown a notice; kept until somebody ticks the notice off."""

    __tablename__ = "seen_notices"
    notice: Mapped[str] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    therapist: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)


class Care(Base):
    """Who cares for whom, and the person's place in the therapist's list.

    What follows ``person`` is kept so that a list is searched, sorted and cut into pages by its indexes alone; only
    ``places`` writes it. ``level`` is that of the most pressing notice not ticked off, ``news`` how many there are,
    ``unseen`` how many of them this therapist has not been shown yet; ``things`` is how many things there are to
    look at.
    """

    __tablename__ = "care"
    therapist: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    search_name: Mapped[str] = mapped_column(SORTED, server_default="")
    condition: Mapped[str] = mapped_column(String(48), server_default="")
    affected: Mapped[str] = mapped_column(String(8), server_default="")
    limb: Mapped[str] = mapped_column(String(8), server_default="")
    archived: Mapped[bool] = mapped_column(server_default=false())
    level: Mapped[int] = mapped_column(server_default="0")
    things: Mapped[int] = mapped_column(server_default="0")
    news: Mapped[int] = mapped_column(server_default="0")
    unseen: Mapped[int] = mapped_column(server_default="0")
    pain_up: Mapped[bool] = mapped_column(server_default=false())
    last_session: Mapped[datetime] = mapped_column(server_default="1970-01-01 00:00:00.000000")


_BY_NAME = (Care.search_name, Care.person, Care.condition, Care.affected, Care.limb, Care.pain_up)
_THEIRS = (Care.therapist, Care.archived)
_MOST = (Care.level.desc(), Care.unseen.desc(), Care.things.desc(), Care.news.desc())
Index("care_name", *_THEIRS, *_BY_NAME, Care.level, Care.unseen)
Index("care_last_session", *_THEIRS, Care.last_session.desc(), *_BY_NAME, Care.level, Care.unseen)
Index("care_look", *_THEIRS, *_MOST, *_BY_NAME)


class Device(Base):
    """A device a person practises on; it stays listed after it was signed out (``ended``).

    ``next_token`` is a renewed token on its way to the device: both hold until the device has shown the new one.
    """

    __tablename__ = "devices"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    token: Mapped[str] = mapped_column(HASH, unique=True)
    next_token: Mapped[str | None] = mapped_column(HASH, unique=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    label: Mapped[str] = mapped_column(String(80))
    made: Mapped[datetime]
    renewed: Mapped[datetime]
    seen: Mapped[datetime | None]
    expires: Mapped[datetime]
    ended: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(16))
    __table_args__ = (Index("devices_person", "person", "ended", "expires"),)


class Code(Base):
    """A one-time enrolment code; ``used`` or ``replaced`` once it no longer holds."""

    __tablename__ = "enrolment_codes"
    code: Mapped[str] = mapped_column(HASH, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    expires: Mapped[datetime]
    used: Mapped[datetime | None]
    replaced: Mapped[datetime | None]


class Plan(Base):
    """A session plan as it was given out; ``day`` is the date it was made for (YYYY-MM-DD).

    ``prescription`` is the id of the one it was made from; null for plans made before those were kept. ``schedule`` and
    ``scheduled_day`` (from 1) say of which locked schedule it is a day; ``body``, which lies on devices, does not.
    """

    __tablename__ = "plans"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    day: Mapped[str] = mapped_column(String(10))
    prescription: Mapped[str | None] = mapped_column(ID)
    schedule: Mapped[str | None] = mapped_column(ID)
    scheduled_day: Mapped[int | None]
    made: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("plans_person_day", "person", "day"), Index("plans_schedule", "schedule"))


class SessionRow(Base):
    """One session: ``lines`` counts its events, which came between ``arrived`` and ``heard`` by the server's clock.

    ``opened`` is the device's clock; ``began`` is the date the session counts for, and ``doubt`` says when the two
    differ. ``trouble`` says why a session has no result. ``folded`` is the version of mirra that ``result`` and what
    stands before it were made by; it is null while events wait to be folded. A session that ended before notices were
    kept has in ``unraised`` how many lines it had then: it raises nothing unless more of them come.
    ``planned`` is the viewing time (s) of its plan, ``asked`` what was left of it where the person made it shorter.
    """

    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    lines: Mapped[int]
    heard: Mapped[datetime]
    plan: Mapped[str | None] = mapped_column(ForeignKey("plans.id"))
    opened: Mapped[datetime | None]
    arrived: Mapped[datetime | None]
    began: Mapped[datetime | None]
    doubt: Mapped[Doubt | None] = mapped_column(String(8))
    trouble: Mapped[Trouble | None] = mapped_column(String(16))
    state: Mapped[str | None] = mapped_column(String(16))
    pain_before: Mapped[int | None]
    pain_after: Mapped[int | None]
    adverse: Mapped[int | None]
    looked: Mapped[float | None]
    moved: Mapped[float | None]
    planned: Mapped[float | None]
    asked: Mapped[float | None]
    result: Mapped[str | None] = mapped_column(Text)
    folded: Mapped[str | None] = mapped_column(String(64))
    unraised: Mapped[int | None]
    __table_args__ = (
        Index("sessions_person_began", "person", "began"),
        Index("sessions_folded", "folded", "person"),
    )


class Summary(Base):
    """A person's sessions in figures, kept so that a list of people need not count them; everybody has one.

    ``search_name`` is the name as it is searched and sorted. ``open_heard`` is the oldest ``heard`` of the sessions
    counted as open: an hour later that one counts as interrupted, and ``interrupted`` no longer holds. ``planned``
    is the viewing time (s) that the newest session's plan asked for. ``notice`` is the most pressing one that is not
    ticked off, ``news`` how many there are. ``turns`` is
    when time alone changes the person's place in lists (``places``); null when it does not. ``gates_turn`` is when a
    new day begins on which the gates of the person's programme may say something else; null without a programme.
    """

    __tablename__ = "summaries"
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    search_name: Mapped[str] = mapped_column(SORTED)
    sessions: Mapped[int]
    last_session: Mapped[datetime | None]
    pain_first: Mapped[int | None]
    pain_last: Mapped[int | None]
    interrupted: Mapped[int]
    adverse: Mapped[int]
    incomplete: Mapped[int]
    doubtful: Mapped[int]
    open_heard: Mapped[datetime | None]
    planned: Mapped[float | None]
    news: Mapped[int] = mapped_column(server_default="0")
    notice: Mapped[str | None] = mapped_column(ID)
    gates_turn: Mapped[datetime | None]
    turns: Mapped[datetime | None] = mapped_column(index=True)


class EventRow(Base):
    """One event, as the exact line the device stored, with the SHA-256 of its UTF-8 bytes.

    ``device`` is the id of the enrolled device that sent it; null for lines kept before devices had ids.
    """

    __tablename__ = "events"
    session: Mapped[str] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(HASH)
    received: Mapped[datetime]
    device: Mapped[str | None] = mapped_column(ID)


class KeptEntry(Base):
    """One entry of the index page (``practice.entries``), as the exact line that came, with the SHA-256 of its bytes.

    ``day`` is the date that the entry is for, by the person's own calendar. No entry is ever changed: a later one for
    the same day stands beside it.
    """

    __tablename__ = "entries"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(24))
    day: Mapped[str] = mapped_column(String(10))
    line: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(HASH)
    received: Mapped[datetime]
    device: Mapped[str | None] = mapped_column(ID)
    __table_args__ = (Index("entries_person_kind_day", "person", "kind", "day"),)


class Audit(Base):
    """Who saw or changed what, each entry bound to the one before by its hash; ``keyed`` when a secret is in it."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(48), index=True)
    action: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    hash: Mapped[str] = mapped_column(HASH)
    keyed: Mapped[bool]


class RecoveryCode(Base):
    """A code that stands in once for a lost second factor."""

    __tablename__ = "recovery_codes"
    code: Mapped[str] = mapped_column(HASH, primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    used: Mapped[datetime | None]


class KnownBrowser(Base):
    """A browser on which an account has signed in before, by the hash of a token that it keeps."""

    __tablename__ = "known_browsers"
    token: Mapped[str] = mapped_column(HASH, primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    made: Mapped[datetime]
    used: Mapped[datetime]


class Setting(Base):
    """A decision of the clinic's, by its name."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Erased(Base):
    """What remains of a person who was erased: a pseudonym, when, by whom, and how many sessions went."""

    __tablename__ = "erased"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(48))
    sessions: Mapped[int]
