"""Making a device a person's own: one-time codes, and what they are exchanged for."""

from __future__ import annotations

from datetime import datetime, timedelta

import segno
from fastapi import Request, Response
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from mirra.clinic import audit, devices, sealed, throttle
from mirra.clinic.context import Clinic
from mirra.clinic.networks import address_of
from mirra.clinic.refusals import NothingHere, Refused, UsedUp
from mirra.clinic.shapes.devices import Enrolment
from mirra.clinic.shapes.entrance import Me
from mirra.clinic.tables import Code, Person
from mirra.clinic.tokens import hashed, new_code, plain_code

GOOD_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=30)  # so long an old code is answered with why it no longer holds
ANEW = "Ask for a new one."


def make(db: Session, person: str, now: datetime) -> tuple[str, datetime]:
    """A new one-time code for a person and when it expires; codes not yet used no longer hold."""
    db.execute(delete(Code).where(Code.expires < now - KEPT_FOR))
    open_codes = update(Code).where(Code.person == person, Code.used.is_(None), Code.replaced.is_(None))
    db.execute(open_codes.values(replaced=now))
    code, expires = new_code(), now + GOOD_FOR
    db.add(Code(code=hashed(plain_code(code)), person=person, expires=expires, used=None, replaced=None))
    return code, expires


def ticket(person: str, code: str, expires: datetime, origin: str) -> Enrolment:
    """A code with its link and QR picture; the code is in the fragment, which no server is ever sent."""
    link = f"{origin}/#/enrol/{code}"
    return Enrolment(person=person, code=code, link=link, expires=expires, qr=qr_rows(link))


def qr_rows(link: str) -> tuple[str, ...]:
    """The QR picture of a link, a row each, 1 for dark."""
    rows = segno.make(link, error="m", micro=False).matrix
    return tuple("".join(str(int(cell)) for cell in row) for row in rows)


def enrol(clinic: Clinic, request: Request, response: Response, typed: str) -> Me:
    """Make this browser a device of the person whose code was typed.

    Raises ``NothingHere`` for an unknown code, ``UsedUp`` for one used, replaced or expired, and ``TooManyTries``.
    """
    now = clinic.now()
    keys = throttle.keys_of_codes(address_of(request))
    with clinic.store.writing() as db:
        number = throttle.count(db, keys, now, throttle.CODES_LONGEST)
    try:
        with clinic.store.writing() as db:
            person = _use(db, typed, now)
            throttle.forgive(db, keys, now)
            devices.connect(db, request, response, person, now)
            audit.note(db, now, person.id, "device_enrolled", person.id)
            shown, key = clinic.settings.demonstration, sealed.lock(clinic.store.keys).public
            return Me(role="patient", name=person.name, person=person.id, outbox=key, demonstration=shown)
    except Refused:
        throttle.failed(clinic, request, "code_failed", number)
        raise


def _use(db: Session, typed: str, now: datetime) -> Person:
    """Use a code up, and give whose it is."""
    code = db.get(Code, hashed(plain_code(typed)))
    _check(code, now)
    person = db.get(Person, code.person) if code else None
    if code is None or person is None:
        raise NothingHere("code_unknown", "This code is not known.", where="code", todo=f"Check it. {ANEW}")
    code.used = now
    return person


def _check(code: Code | None, now: datetime) -> None:
    if code is None:
        return
    if code.used:
        raise UsedUp("code_used", "This code was used already.", where="code", todo=ANEW)
    if code.replaced:
        raise UsedUp("code_replaced", "A newer code was made after this one.", where="code", todo=ANEW)
    if code.expires <= now:
        raise UsedUp("code_expired", "This code has expired.", where="code", todo=ANEW)
