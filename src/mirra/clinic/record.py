"""The audit as people read it: an admin all of it, ids instead of people; a therapist what is about theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from mirra.clinic import audit
from mirra.clinic.access import Actor, visible_people
from mirra.clinic.shapes.record import AuditCheck, AuditEntry, AuditPage
from mirra.clinic.tables import Account, Audit, Device, Person, SessionRow
from mirra.errors import StoreError

ENTRIES_PER_PAGE = 50
ENTRIES_CHECKED = 2000  # the newest; ``mirra audit verify`` checks them all
WORDS = {
    "account_made": "Account made",
    "account_removed": "Account removed",
    "audit_was_away": "Audit could not be written for a time",
    "backup_made": "Backup made",
    "backup_restored": "Backup restored",
    "care_ended": "Care ended",
    "care_shared": "Care shared with another therapist",
    "caseload_read": "List of people read",
    "change_refused": "Change refused: not theirs, or not there",
    "clinic_settings_changed": "Settings of the clinic changed",
    "code_failed": "Code for a device: wrong",
    "code_made": "Code for a device made",
    "device_enrolled": "Device connected",
    "device_signed_out": "Device signed out",
    "devices_read": "List of devices read",
    "diary_read": "Diary read",
    "diary_written": "Line of the diary written",
    "key_made": "New key for the audit",
    "note_added": "Note added",
    "notes_read": "Notes read",
    "notices_read": "What sessions raised read",
    "notices_seen": "What sessions raised seen for the first time",
    "notices_ticked_off": "What sessions raised ticked off",
    "own_password_wrong": "Own password asked for again: wrong",
    "password_changed": "Own password changed",
    "password_reset": "One-time password given",
    "password_set": "Password set",
    "people_handed_over": "All people handed over",
    "people_taken_over": "People taken over",
    "person_added": "Person added",
    "person_archived": "Person put into the archive",
    "person_erased": "Person erased",
    "person_read": "Person's page read",
    "person_renamed": "Person's name corrected",
    "person_taken_back": "Person taken back from the archive",
    "plan_changed": "Plan changed",
    "plan_read": "Plan read",
    "read_refused": "Reading refused: not theirs, or not there",
    "schedule_drawn": "Schedule of days drawn and locked",
    "schedule_ended": "Schedule of days ended early",
    "schedule_hash": "Hash of a schedule of days put down",
    "schedule_opened": "Days ahead of a schedule read",
    "schedules_read": "Schedules of days read",
    "screening_added": "Screening added",
    "screenings_read": "Screenings read",
    "second_factor_asked_for": "Second factor now asked of administrators",
    "second_factor_not_asked_for": "Second factor no longer asked of administrators",
    "second_factor_removed": "Own second factor removed",
    "second_factor_reset": "Second factor taken away",
    "second_factor_set": "Second factor set up",
    "session_begun": "Session begun",
    "session_read": "Session read",
    "second_factor_wrong": "Sign-in with a wrong code",
    "sign_in_failed": "Sign-in failed",
    "signed_in": "Signed in",
    "signed_out": "Signed out",
}
TO_LOOK_AT = (
    "change_refused",
    "code_failed",
    "own_password_wrong",
    "read_refused",
    "second_factor_wrong",
    "sign_in_failed",
)
ID = re.compile("[0-9a-f]{32}")
ELSEWHERE = "somebody not in your care"
ACTORS = {audit.COMMANDS: "Command line", "server": "Server", "demonstration": "Demonstration"}


def page(db: Session, actor: Actor, before: int | None, person: str | None = None) -> AuditPage:
    """A page of entries: all for an admin; for a therapist those about everybody they care for, or one ``person``.

    Who asks for one person's has been seen to be allowed to.
    """
    wanted = select(Audit)
    if person is not None:
        wanted = wanted.where(_about(select(Person.id).where(Person.id == person)))
    elif actor.role != "admin":
        wanted = wanted.where(_about(visible_people(actor)))
    if before is not None:
        wanted = wanted.where(Audit.id < before)
    rows = list(db.scalars(wanted.order_by(Audit.id.desc()).limit(ENTRIES_PER_PAGE + 1)))
    shown = rows[:ENTRIES_PER_PAGE]
    names = _names(db, actor, {entry.actor for entry in shown} | {entry.subject for entry in shown})
    return AuditPage(
        entries=tuple(_entry(entry, names, whole=actor.role == "admin") for entry in shown),
        more=shown[-1].id if len(rows) > ENTRIES_PER_PAGE else None,
        check=_check(db) if before is None and person is None else None,
    )


def _about(people: Select[str]) -> ColumnElement[bool]:
    """Entries about these people, their sessions or their devices, and what their devices did."""
    return or_(
        Audit.subject.in_(people),
        Audit.subject.in_(select(SessionRow.id).where(SessionRow.person.in_(people))),
        Audit.subject.in_(select(Device.id).where(Device.person.in_(people))),
        Audit.actor.in_(people),
    )


def _names(db: Session, actor: Actor, ids: Set[str]) -> dict[str, str]:
    """What ids are called: accounts by name, and for a therapist the people they may see, with sessions and devices."""
    accounts = select(Account.id, Account.name).where(Account.id.in_(ids))
    named = {row.id: row.name for row in db.execute(accounts)}
    seen = Person.id.in_(visible_people(actor))
    people = select(Person.id, Person.name).where(Person.id.in_(ids), seen)
    named |= {row.id: row.name for row in db.execute(people)}
    for table, word in ((SessionRow, "session"), (Device, "device")):
        theirs = select(table.id, Person.name).join(Person, Person.id == table.person)
        named |= {row.id: f"{row.name}, {word}" for row in db.execute(theirs.where(table.id.in_(ids), seen))}
    return named


def _entry(entry: Audit, names: Mapping[str, str], *, whole: bool) -> AuditEntry:
    """An entry with names for ids; an id without a name is shown to who may see the ``whole`` audit alone."""
    who, about = (names.get(id, id) for id in (entry.actor, entry.subject))
    if not whole:
        who, about = ELSEWHERE if ID.fullmatch(who) else who, "" if ID.fullmatch(about) else about
    return AuditEntry(
        id=entry.id,
        at=entry.at,
        who=ACTORS.get(entry.actor, who),
        action=entry.action,
        what=WORDS.get(entry.action, entry.action.replace("_", " ").capitalize()),
        about=about,
        refused=entry.action in TO_LOOK_AT,
    )


def _check(db: Session) -> AuditCheck:
    entries = db.scalar(select(func.count()).select_from(Audit)) or 0
    try:
        newest, sound = audit.verify(db, newest=ENTRIES_CHECKED).newest, True
    except StoreError:
        newest, sound = "", False
    return AuditCheck(entries=entries, checked=min(entries, ENTRIES_CHECKED), sound=sound, newest=newest)
