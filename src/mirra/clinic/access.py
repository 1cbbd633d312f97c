"""Who is asking, and whom they may see: one query says it, and every other joins it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Request, Response
from sqlalchemy import Select, delete, false, select
from sqlalchemy.orm import Session

from mirra.clinic.api.shapes import Role
from mirra.clinic.context import Clinic, clinic_of
from mirra.clinic.problems import Refused, nothing_here
from mirra.clinic.secret import hashed, new_token
from mirra.clinic.tables import Account, Care, Device, Person, SignedIn

STAFF_FOR = timedelta(hours=12)
DEVICE_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: a person through a device of theirs, or staff; ``token`` is the hash of what they showed."""

    role: Role
    id: str
    name: str
    token: str


@dataclass(frozen=True)
class Entered:
    """An open transaction, and for whom."""

    clinic: Clinic
    db: Session
    actor: Actor
    now: datetime


def visible_people(actor: Actor) -> Select[str]:
    """The ids of the people whose data an actor may see: their own, those in their care, or, for an admin, nobody's."""
    match actor.role:
        case "patient":
            return select(Person.id).where(Person.id == actor.id)
        case "therapist":
            return select(Care.person).where(Care.therapist == actor.id)
        case _:
            return select(Person.id).where(false())


def actors(db: Session, request: Request, now: datetime) -> list[Actor]:
    """Everybody this browser is signed in as, staff before the device's person."""
    found: list[Actor] = []
    if token := request.cookies.get(cookie_name(request, "staff")):
        held = select(Account).join(SignedIn, SignedIn.account == Account.id)
        account = db.scalar(held.where(SignedIn.token == hashed(token), SignedIn.expires > now))
        if account:
            found.append(Actor(_staff_role(account.role), account.id, account.name, hashed(token)))
    if token := request.cookies.get(cookie_name(request, "device")):
        owned = select(Person).join(Device, Device.person == Person.id)
        person = db.scalar(owned.where(Device.token == hashed(token), Device.expires > now))
        if person:
            found.append(Actor("patient", person.id, person.name, hashed(token)))
    return found


@contextlib.contextmanager
def entering(request: Request, role: Role) -> Iterator[Entered]:
    """A transaction for somebody of this role.

    Raises ``Refused``: 401 when nobody is signed in; 404, as for what does not exist, for somebody of another role.
    """
    clinic = clinic_of(request)
    now = clinic.now()
    with clinic.store.writing() as db:
        present = actors(db, request, now)
        if not present:
            raise Refused(
                401, "signed_out", "Nobody is signed in here.", todo="Sign in, or enrol this device."
            )
        for actor in present:
            if actor.role == role:
                yield Entered(clinic, db, actor, now)
                return
        raise nothing_here()


def let_in_staff(db: Session, request: Request, response: Response, account: Account, now: datetime) -> None:
    """Open a sign-in with a new token; whatever sign-in this browser had before is over."""
    leave(db, request, response, "staff")
    db.execute(delete(SignedIn).where(SignedIn.expires <= now))
    token = new_token()
    db.add(SignedIn(token=hashed(token), account=account.id, expires=now + STAFF_FOR))
    _give(request, response, "staff", token, STAFF_FOR)


def let_in_device(db: Session, request: Request, response: Response, person: Person, now: datetime) -> None:
    """Make this browser a device of a person's; staff signed in on it are signed out, for it is the person's now."""
    leave(db, request, response, "staff")
    leave(db, request, response, "device")
    token = new_token()
    db.add(Device(token=hashed(token), person=person.id, made=now, expires=now + DEVICE_FOR))
    _give(request, response, "device", token, DEVICE_FOR)


def leave(db: Session, request: Request, response: Response, kind: str) -> None:
    """End what the browser's cookie of one kind stands for, and take the cookie away."""
    name = cookie_name(request, kind)
    if token := request.cookies.get(name):
        table = SignedIn if kind == "staff" else Device
        db.execute(delete(table).where(table.token == hashed(token)))
        secure = request.url.scheme == "https"
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="strict")


def cookie_name(request: Request, kind: str) -> str:
    """The cookie of ``staff`` or of a ``device``; the prefix has a browser take it only over https, from here alone."""
    name = "mirra" if kind == "staff" else "mirra-device"
    return f"__Host-{name}" if request.url.scheme == "https" else name


def _give(request: Request, response: Response, kind: str, token: str, lasts: timedelta) -> None:
    response.set_cookie(
        cookie_name(request, kind),
        token,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",  # Safari takes no Secure cookie over http, not even on loopback
        httponly=True,
        samesite="strict",
    )


def _staff_role(kept: str) -> Role:
    return "therapist" if kept == "therapist" else "admin"
