"""The devices people practise on: connected by a code, kept by use, listed, and signed out."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

from fastapi import Request, Response
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mirra.clinic import cookies, places
from mirra.clinic.access import device_held, leave
from mirra.clinic.context import clinic_of
from mirra.clinic.refusals import NothingHere
from mirra.clinic.shapes.devices import DeviceCard, DeviceState
from mirra.clinic.tables import Device, Person
from mirra.clinic.tokens import hashed, new_id, new_token
from mirra.errors import StoreError

DEVICE_FOR = timedelta(days=90)  # without contact; browsers keep no cookie for more than 400 days
CONTACT_EVERY = timedelta(days=1)  # a contact is written at most so often
RENEW_AFTER = timedelta(days=30)
# Chromium writes a new cookie to its disk only after half a minute, and a slow upload may still carry the old token.
SETTLED_AFTER = timedelta(minutes=5)
LISTED_FOR = timedelta(days=365)  # so long a device that was signed out or has expired is still listed
LOCK_WAIT_S = 0.1
BROWSERS = (  # what a user agent holds, most telling first, since most claim to be Safari or Chrome too
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def label_of(user_agent: str) -> str:
    """A device in plain words, as its browser names itself: no version, nothing that tells it from another."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "another browser")
    if any(sign in user_agent for sign in ("Android", "iPhone", "iPad", "Mobile", "Tablet")):
        return f"Tablet or phone, {browser}"
    if "Macintosh" in user_agent and browser == "Safari":
        return "Computer or iPad, Safari"  # an iPad says that it is a Mac
    if any(sign in user_agent for sign in ("Windows", "Macintosh", "Linux", "CrOS")):
        return f"Computer, {browser}"
    return "Device"


def connect(db: Session, request: Request, response: Response, person: Person, now: datetime) -> None:
    """Make this browser a device of a person's; staff signed in on it are signed out, for it is the person's now."""
    leave(db, request, response, "staff", now)
    leave(db, request, response, "device", now)
    token = new_token()
    device = Device(
        id=new_id(),
        token=hashed(token),
        person=person.id,
        label=label_of(request.headers.get("user-agent", "")),
        made=now,
        renewed=now,
        seen=now,
        expires=now + DEVICE_FOR,
    )
    db.add(device)
    db.flush()
    places.keep(db, [person.id], now)
    cookies.give(request, response, "device", token, DEVICE_FOR)


def contact(request: Request, response: Response) -> None:
    """Keep the device that asks connected: once a day its time starts again, and every 30 days it gets a new token.

    It never makes an answer wait: when the database is busy, the next contact does it.
    """
    clinic, token = clinic_of(request), cookies.shown(request, "device")
    if not token:
        return
    shown, now = hashed(token), clinic.now()
    with clinic.store.reading() as db:
        device = device_held(db, shown, now)
        if device is None or not (_due(device, now) or _settled(device, shown, now)):
            return
    with contextlib.suppress(StoreError, DBAPIError):
        with clinic.store.writing(LOCK_WAIT_S) as db:
            device = device_held(db, shown, now)
            fresh = _keep(device, token, now, request.headers.get("user-agent", "")) if device else None
        if fresh:  # given out only when the server's disk has it
            cookies.give(request, response, "device", fresh, DEVICE_FOR)


def _due(device: Device, now: datetime) -> bool:
    """Whether a contact is to be written; a last one in the future is from before the clock was set back."""
    return device.seen is None or not timedelta(0) <= now - device.seen < CONTACT_EVERY


def _settled(device: Device, shown: str, now: datetime) -> bool:
    """Whether the device has taken a new token for good, so that the old one is to end."""
    return device.next_token == shown and now - device.renewed >= SETTLED_AFTER


def _keep(device: Device, token: str, now: datetime, user_agent: str) -> str | None:
    """Write a contact; gives the token that goes into the cookie, the same or a new one, or ``None`` for no cookie.

    Only one answer a day carries a cookie, so that two answers that overtake each other cannot leave the older one.
    """
    shown = hashed(token)
    if _settled(device, shown, now):
        device.token, device.next_token = shown, None
    if not _due(device, now):
        return None
    # The later of the two: a clock that was set back must not shut the device out when it is put right.
    device.seen, device.expires = now, max(device.expires, now + DEVICE_FOR)
    device.label = device.label or label_of(user_agent)
    lost = (
        device.next_token is not None and shown == device.token
    )  # the answer with the new token did not arrive
    if not lost and now - device.renewed < RENEW_AFTER:
        return token
    fresh = new_token()
    device.next_token, device.renewed = hashed(fresh), now
    return fresh


def listed(db: Session, person: str, now: datetime, here: str | None = None) -> list[DeviceCard]:
    """A person's devices, those in use first, then by last contact; ``here`` is the one that asks."""
    recent = select(Device).where(Device.person == person, Device.expires > now - LISTED_FOR)
    devices = [
        device for device in db.scalars(recent) if device.ended is None or device.ended > now - LISTED_FOR
    ]
    devices.sort(
        key=lambda device: (_state(device, now) == "connected", device.seen or device.made), reverse=True
    )
    return [
        DeviceCard(
            id=device.id,
            label=device.label or "Device",
            made=device.made,
            seen=device.seen,
            state=_state(device, now),
            ended=device.ended if device.ended else device.expires if device.expires <= now else None,
            here=device.id == here,
        )
        for device in devices
    ]


def end(db: Session, person: str, device: str, by: str, now: datetime) -> Device:
    """Sign a person's device out; what waits on it to be sent stays there.

    Raises ``NothingHere`` when the person has no such device. One that has ended already stays as it is.
    """
    device_row = db.scalar(select(Device).where(Device.id == device, Device.person == person))
    if device_row is None:
        raise NothingHere()
    if device_row.ended is None:
        device_row.ended, device_row.ended_by = now, by
        db.flush()
        places.keep(db, [person], now)
    return device_row


def _state(device: Device, now: datetime) -> DeviceState:
    if device.ended:
        return "signed_out"
    return "expired" if device.expires <= now else "connected"
