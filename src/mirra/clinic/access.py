"""Who is asking, and whom they may see: one query says it, and every other joins it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from fastapi import Request, Response
from sqlalchemy import ColumnElement, Select, delete, exists, false, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from mirra.clinic import audit, cookies, decisions, places, second
from mirra.clinic.connections import recognise
from mirra.clinic.context import Clinic, clinic_of
from mirra.clinic.journal import Entry
from mirra.clinic.refusals import NotAllowed, NothingHere, NotSignedIn
from mirra.clinic.shapes.entrance import Todo
from mirra.clinic.shapes.fields import Role
from mirra.clinic.tables import Account, Care, Device, Person, SignedIn
from mirra.clinic.tokens import hashed, new_token

STAFF_FOR = timedelta(hours=12)
UNFINISHED: dict[Todo, tuple[str, str]] = {
    "password": ("new_password_needed", "First choose a password of your own."),
    "second": ("second_factor_needed", "First set up your second factor."),
}


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: a person through a device of theirs, or staff.

    ``token`` is the hash of what they showed, ``device`` the id of the person's device. ``todo`` is what staff have
    to do before anything else: take a password of their own, or set up a second factor. ``settings`` are the
    clinic's, as they are kept, where the query that found staff has read them.
    """

    role: Role
    id: str
    name: str
    token: str
    device: str | None = None
    todo: Todo | None = None
    settings: str | None = None


@dataclass(frozen=True)
class Entered:
    """An open transaction, for whom, in which time zone (none: the server's own), and what the audit keeps of it."""

    clinic: Clinic
    db: Session
    actor: Actor
    now: datetime
    zone: tzinfo | None = None
    noted: list[Entry] = field(default_factory=list)

    def note(self, action: str, subject: str = "") -> None:
        """Have the audit keep what is read or changed here, once that has succeeded."""
        self.noted.append(Entry(self.now, self.actor.id, action, subject))


def visible_people(actor: Actor) -> Select[str]:
    """The ids of the people whose data an actor may see: their own, those in their care, or, for an admin, nobody's."""
    match actor.role:
        case "patient":
            return select(Person.id).where(Person.id == actor.id)
        case "therapist":
            return select(Care.person).where(Care.therapist == actor.id)
        case _:
            return select(Person.id).where(false())


def sees(actor: Actor, person: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether an actor may see the person that a column names: asked for each row, so for queries that find few."""
    visible = visible_people(actor).subquery()
    return exists().where(visible.c[0] == person)


def actors(db: Session, request: Request, now: datetime) -> list[Actor]:
    """Everybody this browser is signed in as, staff before the device's person."""
    signed_in: list[Actor] = []
    if token := cookies.shown(request, "staff"):
        held = select(Account, decisions.stored_settings()).join(SignedIn, SignedIn.account == Account.id)
        open_now = (SignedIn.token == hashed(token), SignedIn.expires > now, Account.removed.is_(None))
        for account, settings in db.execute(held.where(*open_now)):
            todo = todo_of(db, account)
            about = (account.role, account.id, account.name, hashed(token))
            signed_in.append(Actor(*about, todo=todo, settings=settings))
    if token := cookies.shown(request, "device"):
        shown = hashed(token)
        device = device_held(db, shown, now)
        person = db.get(Person, device.person) if device else None
        if device and person:
            signed_in.append(Actor("patient", person.id, person.name, shown, device.id))
    if signed_in:
        recognise(request)
    return signed_in


def todo_of(db: Session, account: Account) -> Todo | None:
    """What a member of staff has to do before anything else."""
    if account.one_time_until is not None:
        return "password"
    needs_second = account.role == "admin" and account.second is None and second.admins_need_it(db)
    return "second" if needs_second else None


def device_held(db: Session, shown: str, now: datetime) -> Device | None:
    """The connected device that a token (its hash) is held by."""
    holds = (Device.token == shown) | (Device.next_token == shown)
    return db.scalar(select(Device).where(holds, Device.expires > now, Device.ended.is_(None)))


@contextlib.contextmanager
def reading(request: Request, *roles: Role, unfinished: bool = False) -> Iterator[Entered]:
    """A reading transaction for somebody of one of these roles; it waits for no writer.

    The audit is written after it, in a transaction of its own. Raises ``NotSignedIn`` when nobody is signed in,
    ``NothingHere`` for somebody of another role, as for what does not exist, ``NotAllowed`` for staff who have
    something to do first, unless ``unfinished``, and ``OutOfOrder`` when the audit could not be written for an hour.
    """
    clinic = clinic_of(request)
    with _recording(request, "read_refused"), clinic.store.reading() as db:
        entered = _enter(clinic, db, request, roles, unfinished)
        yield entered
    clinic.journal.note(entered.noted)


@contextlib.contextmanager
def changing(request: Request, *roles: Role, unfinished: bool = False) -> Iterator[Entered]:
    """A writing transaction for somebody of one of these roles; the audit is written within it.

    Raises what ``reading`` raises, and ``StoreBusyError`` or ``StoreFullError`` when nothing can be written.
    """
    clinic = clinic_of(request)
    with _recording(request, "change_refused"), clinic.store.writing() as db:
        entered = _enter(clinic, db, request, roles, unfinished)
        yield entered
        for entry in entered.noted:
            audit.note(db, entry.at, entry.actor, entry.action, entry.subject)


def _enter(
    clinic: Clinic, db: Session, request: Request, roles: tuple[Role, ...], unfinished: bool
) -> Entered:
    now = clinic.now()
    present = actors(db, request, now)
    if not present:
        raise NotSignedIn("signed_out", "Nobody is signed in here.", todo="Sign in, or enrol this device.")
    request.state.actor = present[0].id
    for actor in present:
        if actor.role in roles:
            request.state.actor = actor.id
            if actor.todo and not unfinished:
                raise NotAllowed(*UNFINISHED[actor.todo])
            return Entered(clinic, db, actor, now, decisions.zone_of(actor.settings))
    raise NothingHere()


@contextlib.contextmanager
def _recording(request: Request, action: str) -> Iterator[None]:
    """Have the audit keep that somebody who is signed in asked for what is not theirs, or does not exist."""
    try:
        yield
    except NothingHere:
        actor = getattr(request.state, "actor", None)
        if actor:
            clinic = clinic_of(request)
            subject = next(iter(request.path_params.values()), "")[:64]
            clinic.journal.note([Entry(clinic.now(), actor, action, subject)])
        raise


def let_in_staff(db: Session, request: Request, response: Response, account: Account, now: datetime) -> None:
    """Open a sign-in with a new token; whatever sign-in this browser had before is over."""
    leave(db, request, response, "staff", now)
    db.execute(delete(SignedIn).where(SignedIn.expires <= now))
    token = new_token()
    db.add(SignedIn(token=hashed(token), account=account.id, expires=now + STAFF_FOR))
    cookies.give(request, response, "staff", token, STAFF_FOR)


def leave(
    db: Session, request: Request, response: Response, kind: Literal["staff", "device"], now: datetime
) -> None:
    """End what the browser's cookie of one kind stands for, and take the cookie away."""
    token = cookies.shown(request, kind)
    if token is None:
        return
    shown = hashed(token)
    ours: Sequence[object]
    if kind == "staff":
        ours = db.scalars(delete(SignedIn).where(SignedIn.token == shown).returning(SignedIn.token)).all()
    else:
        held = (Device.token == shown) | (Device.next_token == shown)
        ours = whose = db.scalars(select(Device.person).where(held)).all()
        db.execute(update(Device).where(held, Device.ended.is_(None)).values(ended=now, ended_by="device"))
        places.keep(db, whose, now)
    cookies.take_away(request, response, kind, ours=bool(ours))
